import Evaluation
import Expressions
import Numbers

/// Values that cost much get arrays of their own when they are needed again in other loops; values that cost little are
/// made where they are needed, and are no arrays.
struct Sharing {
  private(set) var program: LoopProgram

  static func applied(to program: LoopProgram) -> LoopProgram {
    var sharing = Sharing(program: program)
    sharing.removeDeltas()
    sharing.mergeEqualTasks()
    sharing.shareCostly()
    sharing.inlineCheap()
    sharing.program.removeIdleTasks()
    sharing.takeFactorsOut()
    return NarrowParts.applied(to: sharing.program)
  }

  /// Without new parts: for whole arrays.
  static func merged(_ program: LoopProgram) -> LoopProgram {
    var sharing = Sharing(program: program)
    sharing.removeDeltas()
    sharing.mergeEqualTasks()
    return sharing.program
  }

  private init(program: LoopProgram) { self.program = program }

  // MARK: Cost

  /// Exponentials and their like: worth a store and a load.
  private func isCostly(_ term: Term) -> Bool {
    switch program.terms[term].operation {
    case .function(let function): ![.abs, .sign, .step, .maximum, .minimum, .floor].contains(function)
    case .logOnePlus, .expMinusOne, .generalPower: true
    case .power(let exponent): !(exponent.isInteger && abs(exponent.asInt ?? 99) <= 4)
    default: false
    }
  }

  /// Operations for one entry, without what does not depend on any loop.
  private func cost(_ root: Term) -> Int {
    var cost = 0
    for term in program.terms.reachable(from: [root]) where !program.terms.variables(of: term).isEmpty {
      switch program.terms[term].operation {
      case .number, .constant, .size, .variable, .truth, .undefined: continue
      case .load: cost += program.terms[term].operands.isEmpty ? 0 : 1
      case .power(let exponent): cost += isCostly(term) ? 100 : exponent.signum < 0 ? 4 : 1
      case .sum, .product:
        let moving = program.terms[term].operands.count { !program.terms.variables(of: $0).isEmpty }
        cost += moving < program.terms[term].operands.count ? moving : moving - 1
      case .function, .logOnePlus, .expMinusOne, .generalPower, .cases: cost += isCostly(term) ? 100 : 2
      case .comparison, .and, .or, .not: cost += 1
      }
    }
    return cost
  }

  // MARK: Equal parts

  /// A term with its loops numbered by their first mention: equal for terms that differ in the names of loops alone.
  private struct Pattern: Hashable {
    var term: Term
    var bounds: [LoopProgram.Bounds]
  }

  private mutating func pattern(_ term: Term, _ loops: [LoopVariable]) -> Pattern {
    var images: [LoopVariable: Term] = [:]
    for (k, loop) in loops.enumerated() {
      images[loop] = program.terms.node(.variable(LoopVariable(number: -1 - k)))
    }
    let image = program.terms.replacing(images, in: [term])[0]
    return Pattern(term: image, bounds: loops.map { program.bounds($0) })
  }

  /// The loops that a term mentions, by first mention from the left.
  private func loops(of root: Term) -> [LoopVariable] {
    var (found, seen) = ([LoopVariable](), Set<Term>())
    var pending = [root]
    while let term = pending.popLast() {
      guard seen.insert(term).inserted, !program.terms.variables(of: term).isEmpty else { continue }
      if let variable = program.terms.variable(term) { found.append(variable) }
      pending += program.terms[term].operands.reversed()
    }
    return found
  }

  /// Definitions with the values of others are those others.
  private mutating func mergeEqualTasks() {
    var known: [Pattern: Int] = [:]
    for place in program.tasks.indices {
      let task = program.tasks[place]
      guard case .reduction(let kind, let variable, nil, let value) = task.body else { continue }
      let marked = program.terms.node(
        .function([.exp, .log, .maximum, .minimum, .sin, .cos][Int(kind.rawValue)]), [value])
      let key = pattern(marked, task.slots + [variable])
      guard let first = known[key] else {
        known[key] = task.target
        continue
      }
      replaceLoads(of: task.target, by: first)
    }
    program.removeIdleTasks()
  }

  private mutating func replaceLoads(of array: Int, by other: Int) {
    for place in program.tasks.indices {
      var images: [Term: Term] = [:]
      for term in program.terms.reachable(from: program.tasks[place].terms) {
        guard let (loaded, indices) = program.terms.load(term), loaded == array else { continue }
        images[term] = program.terms.node(.load(other), indices)
      }
      program.rewrite(place, images)
      if case .inverse(array) = program.tasks[place].body { program.tasks[place].body = .inverse(of: other) }
    }
  }

  /// Σ_j δ(i, j)·f(j) is f(i), if i is a value of j.
  private mutating func removeDeltas() {
    for place in program.tasks.indices {
      guard case .reduction(.sum, let variable, nil, let value) = program.tasks[place].body else { continue }
      let factors = program.terms.factors(value)
      for (k, factor) in factors.enumerated() {
        guard let image = program.equal(to: variable, by: factor) else { continue }
        let rest = program.terms.product(factors.enumerated().filter { $0.offset != k }.map { $0.element })
        program.tasks[place].body = .value(program.terms.replacing([variable: image], in: [rest])[0])
        break
      }
    }
  }

  // MARK: Costly parts

  private mutating func shareCostly() {
    var uses: [Pattern: Set<Int>] = [:]
    var patterns: [(place: Int, term: Term, pattern: Pattern, isNarrow: Bool)] = []
    for place in program.tasks.indices {
      let order = program.tasks[place].loops
      for term in program.terms.reachable(from: program.tasks[place].terms) where isCostly(term) {
        let mentioned = loops(of: term)
        guard !mentioned.isEmpty, mentioned.allSatisfy({ program.isBox($0) }) else { continue }
        let pattern = pattern(term, mentioned)
        uses[pattern, default: []].insert(place)
        let isPrefix = Set(order.prefix(mentioned.count)) == Set(mentioned)
        patterns.append((place, term, pattern, !isPrefix && mentioned.count < order.count))
      }
    }
    let shared = Set(patterns.filter { $0.isNarrow || (uses[$0.pattern]?.count ?? 0) > 1 }.map { $0.pattern })
    if shared.isEmpty { return }
    share(patterns.filter { shared.contains($0.pattern) }.map { ($0.place, $0.term, $0.pattern) })
  }

  /// Larger terms first: what is inside of one is made with it.
  private mutating func share(_ wanted: [(place: Int, term: Term, pattern: Pattern)]) {
    var arrays: [Pattern: Int] = [:]
    var shift = 0
    for place in Set(wanted.map { $0.place }).sorted() {
      var images: [Term: Term] = [:]
      var covered = Set<Term>()
      for (_, term, pattern) in wanted.filter({ $0.place == place }).sorted(by: { $0.term > $1.term }) {
        if covered.contains(term) { continue }
        covered.formUnion(program.terms.reachable(from: [term]))
        let slots = loops(of: term)
        let target = program.tasks[place + shift].target
        if arrays[pattern] == nil, case .value(term) = program.tasks[place + shift].body,
          program.tasks[place + shift].slots == slots
        {
          arrays[pattern] = target
          continue
        }
        let array = arrays[pattern] ?? made(term, slots, at: place + shift, &shift)
        arrays[pattern] = array
        let indices = slots.map { program.value(of: $0) }
        images[term] = program.terms.node(.load(array), indices)
      }
      program.rewrite(place + shift, images)
    }
  }

  private mutating func made(_ term: Term, _ slots: [LoopVariable], at place: Int, _ shift: inout Int) -> Int {
    shift += 1
    return program.insert("part", slots, .value(term), at: place)
  }

  // MARK: Cheap parts

  /// A handful of operations is made again rather than stored.
  private static let cheap = 8

  private mutating func inlineCheap() {
    for place in program.tasks.indices {
      let task = program.tasks[place]
      guard case .value(let value) = task.body, !task.slots.isEmpty, !program.outputs.contains(task.target),
        cost(value) <= Sharing.cheap
      else { continue }
      for later in program.tasks.indices.dropFirst(place + 1) { inline(task, value, in: later) }
    }
  }

  private mutating func inline(_ task: LoopProgram.Task, _ value: Term, in place: Int) {
    var images: [Term: Term] = [:]
    for term in program.terms.reachable(from: program.tasks[place].terms) {
      guard let (array, indices) = program.terms.load(term), array == task.target,
        zip(indices, program.arrays[array].extents).allSatisfy({ program.isCertain($0, within: $1) })
      else { continue }
      let replacement = Dictionary(uniqueKeysWithValues: zip(task.slots, indices))
      images[term] = program.terms.replacing(replacement, in: [value])[0]
    }
    if !images.isEmpty { program.rewrite(place, images) }
  }

  // MARK: Factors

  /// Σ c·f with c the same in all of the sum is c·Σ f.
  private mutating func takeFactorsOut() {
    var place = 0
    while place < program.tasks.count {
      defer { place += 1 }
      let task = program.tasks[place]
      guard case .reduction(.sum, let variable, let condition, let value) = task.body else { continue }
      let factors = program.terms.factors(value)
      let still = factors.filter { !program.terms.variables(of: $0).contains(variable) }
      guard !still.isEmpty, still.count < factors.count else { continue }
      let rest = program.terms.product(factors.filter { program.terms.variables(of: $0).contains(variable) })
      let sum = program.insert(
        "sum", task.slots, .reduction(.sum, over: variable, where: condition, rest), at: place)
      place += 1
      let load = program.terms.node(.load(sum), task.slots.map { program.value(of: $0) })
      let scale = scale(program.terms.product(still), over: variable)
      let product = program.terms.product([scale, load])
      program.tasks[place].body = .value(product)
      for later in program.tasks.indices.dropFirst(place + 1) where !program.outputs.contains(task.target) {
        inline(program.tasks[place], product, in: later)
      }
    }
    program.removeIdleTasks()
  }
}

extension Sharing {
  /// The factor before a sum; 0 where the sum has no terms and the factor may have no value.
  private mutating func scale(_ factor: Term, over variable: LoopVariable) -> Term {
    let bounds = program.bounds(variable)
    let isAlways = program.terms.reachable(from: [factor]).allSatisfy { hasAlwaysValue($0) }
    if isAlways || program.isAtLeast(bounds.upper, bounds.lower) { return factor }
    let zero = program.terms.integer(0)
    let isFilled = program.terms.node(.comparison(.lessOrEqual), [bounds.lower, bounds.upper])
    return program.terms.node(.cases, [isFilled, factor, zero])
  }

  /// A finite number if its operands are.
  private func hasAlwaysValue(_ term: Term) -> Bool {
    switch program.terms[term].operation {
    case .number, .size, .variable, .sum, .product, .comparison, .and, .or, .not, .truth: true
    case .constant(let constant): constant != .infinity
    case .load(let array): program.arrays[array].source.isInput
    case .power(let exponent): exponent.isInteger && exponent.signum > 0
    case .generalPower, .function, .logOnePlus, .expMinusOne, .cases, .undefined: false
    }
  }
}

extension LoopProgram {
  /// i of a comparison j = i, which is certainly a value of the loop j.
  fileprivate func equal(to variable: LoopVariable, by term: Term) -> Term? {
    guard terms[term].operation == .comparison(.equal) else { return nil }
    let sides = terms[term].operands
    for (side, other) in [(sides[0], sides[1]), (sides[1], sides[0])] where terms.variable(side) == variable {
      if !terms.variables(of: other).contains(variable), isCertain(other, within: bounds(variable)) { return other }
    }
    return nil
  }

  /// The range of the loop does not depend on another one.
  func isBox(_ variable: LoopVariable) -> Bool {
    let bounds = bounds(variable)
    return terms.variables(of: bounds.lower).isEmpty && terms.variables(of: bounds.upper).isEmpty
  }
}
