import Evaluation
import Expressions
import Numbers

/// Which values get names: those that are used more than once, and those that stay the same in a loop.
struct Locals: Sendable {
  private(set) var program: LoopProgram
  private(set) var nest: LoopNest
  private(set) var named: Set<Term> = []
  /// For each body the named values below it.
  private(set) var needs: [Set<Term>] = []
  /// Slots of an array that are the same loop wherever it is used: they take no room.
  private(set) var storedSlots: [[Int]] = []

  init(_ program: LoopProgram, _ nest: LoopNest) {
    self.program = program
    self.nest = nest
    splitByHome()
    findStoredSlots()
    findNamed()
    needs = Array(repeating: [], count: nest.bodies.count)
    collectNeeds()
  }

  func isScalar(_ array: Int) -> Bool { storedSlots[array].isEmpty }

  // MARK: Loops

  /// Of c·d·x[i] the product c·d does not change with i: factors and addends of outer loops are taken together.
  private mutating func splitByHome() {
    let roots = nest.writes.flatMap { $0.values }
    var images: [Term: Term] = [:]
    for term in program.terms.reachable(from: roots) {
      let node = program.terms[term]
      if case .load = node.operation { continue }
      if program.terms.isInteger(term) { continue }
      let operands = node.operands.map { images[$0] ?? $0 }
      switch node.operation {
      case .sum, .product: images[term] = split(node.operation, operands)
      default: images[term] = operands == node.operands ? term : program.terms.node(node.operation, operands)
      }
    }
    for body in nest.bodies.indices {
      for place in nest.bodies[body].items.indices {
        guard case .write(let write) = nest.bodies[body].items[place] else { continue }
        nest.bodies[body].items[place] = .write(write.with(images))
      }
    }
  }

  private mutating func split(_ operation: TermOperation, _ operands: [Term]) -> Term {
    var groups: [Int: [Term]] = [:]
    for operand in operands { groups[depth(operand), default: []].append(operand) }
    var depths = groups.keys.sorted()
    if let first = depths.first, groups[first]?.allSatisfy({ program.terms.number($0) != nil }) == true,
      depths.count > 1
    {
      groups[depths[1], default: []].insert(contentsOf: groups[first] ?? [], at: 0)
      depths.removeFirst()
    }
    guard depths.count > 1 else { return program.terms.node(operation, operands) }
    let places = Dictionary(zip(operands, 0...), uniquingKeysWith: min)
    var inner: (term: Term, place: Int)?
    for depth in depths {
      var parts = (groups[depth] ?? []).map { (term: $0, place: places[$0] ?? 0) } + (inner.map { [$0] } ?? [])
      parts.sort { $0.place < $1.place }
      let term = parts.count == 1 ? parts[0].term : program.terms.node(operation, parts.map { $0.term })
      inner = (term, parts[0].place)
    }
    return inner?.term ?? program.terms.node(operation, operands)
  }

  private func home(_ term: Term) -> Int { nest.home(of: term, in: program.terms) }
  private func depth(_ term: Term) -> Int { nest.bodies[home(term)].depth }

  // MARK: Room

  private mutating func findStoredSlots() {
    var places: [Int: [Term]] = [:]
    for write in nest.writes { if places[write.target] == nil { places[write.target] = write.indices } }
    storedSlots = program.arrays.map { Array($0.extents.indices) }
    var kept: [Int: Set<Int>] = [:]
    func keep(_ array: Int, _ indices: [Term]) {
      guard let made = places[array] else { return }
      for k in program.arrays[array].extents.indices {
        let isSame = k < made.count && k < indices.count && made[k] == indices[k]
        if !isSame { kept[array, default: []].insert(k) }
      }
    }
    for write in nest.writes {
      keep(write.target, write.indices)
      if let matrix = write.matrix { keep(matrix, write.indices) }
      for term in program.terms.reachable(from: write.values) {
        if let (array, indices) = program.terms.load(term) { keep(array, indices) }
      }
    }
    for array in program.arrays.indices where places[array] != nil && !program.outputs.contains(array) {
      storedSlots[array] = storedSlots[array].filter { kept[array, default: []].contains($0) }
    }
  }

  // MARK: Names

  /// Needs no name: it is one word, or an entry of an array.
  private func isPlain(_ term: Term) -> Bool {
    switch program.terms[term].operation {
    case .number, .constant, .size, .variable, .truth, .undefined: return true
    case .load(let array):
      return zip(program.terms[term].operands, program.arrays[array].extents)
        .allSatisfy { program.isCertain($0, within: $1) }
    case .product:
      let (coefficient, rest) = program.terms.coefficient(term)
      return coefficient == Rational(-1) && rest.count == 1 && isPlain(rest[0])
    default: return false
    }
  }

  /// Operands whose text is written more than once.
  private func repetitions(_ operation: TermOperation) -> Int {
    switch operation {
    case .power(let exponent): Locals.isRepeated(exponent) ? 2 : 1
    default: 1
    }
  }

  /// x·x, x·√x: products rather than a call of `pow`.
  static func isRepeated(_ exponent: Rational) -> Bool {
    let size = exponent.signum < 0 ? -exponent : exponent
    return [Rational(2), Rational(3), Rational(4), Rational(3, 2), Rational(5, 2)].contains(size)
  }

  private mutating func findNamed() {
    var uses: [Term: Int] = [:]
    var isHoisted: Set<Term> = []
    var live: Set<Term> = []
    for body in nest.bodies.indices {
      for case .write(let write) in nest.bodies[body].items {
        for value in write.values {
          uses[value, default: 0] += 1
          if home(value) != body { isHoisted.insert(value) }
          live.formUnion(program.terms.reachable(from: [value]))
        }
      }
    }
    for parent in live {
      let node = program.terms[parent]
      if case .load = node.operation { continue }
      for operand in node.operands {
        uses[operand, default: 0] += repetitions(node.operation)
        if home(operand) != home(parent) { isHoisted.insert(operand) }
      }
    }
    for term in live where !isPlain(term) && (uses[term, default: 0] > 1 || isHoisted.contains(term)) {
      named.insert(term)
    }
  }

  private mutating func collectNeeds() {
    for body in nest.bodies.indices.reversed() {
      for item in nest.bodies[body].items {
        switch item {
        case .loop(let inner): needs[body].formUnion(needs[inner])
        case .write(let write):
          needs[body].formUnion(program.terms.reachable(from: write.values).filter { named.contains($0) })
        }
      }
    }
  }

  /// What is to be named before an item of a body, in order.
  func names(before item: LoopNest.Item, in body: Int) -> [Term] {
    let terms: [Term]
    switch item {
    case .loop(let inner): terms = Array(needs[inner])
    case .write(let write): terms = program.terms.reachable(from: write.values).filter { named.contains($0) }
    }
    return terms.filter { home($0) == body }.sorted()
  }
}

extension LoopNest.Write {
  fileprivate func with(_ images: [Term: Term]) -> LoopNest.Write {
    func image(_ term: Term) -> Term { images[term] ?? term }
    switch self {
    case .store(let array, let indices, let value): return .store(array, indices, image(value))
    case .accumulate(let array, let indices, let kind, let condition, let value):
      return .accumulate(array, indices, kind, where: condition.map(image), image(value))
    case .start, .invert, .determinant: return self
    }
  }
}
