import Evaluation
import Expressions

/// What depends on one inner loop alone is made once: of (x[i,j] − s[j]/m)·a[j]·b[j] in loops over i, then j, the vectors
/// s[j]/m and a[j]·b[j] are parts of their own, which takes four operations an entry down to two.
struct NarrowParts {
  private(set) var program: LoopProgram
  private var known: [Term: Int] = [:]
  private var placeholders: [LoopProgram.Bounds: Term] = [:]

  static func applied(to program: LoopProgram) -> LoopProgram {
    var parts = NarrowParts(program: program)
    var place = 0
    while place < parts.program.tasks.count {
      place += parts.share(in: place) + 1
    }
    return parts.program
  }

  private init(program: LoopProgram) { self.program = program }

  /// How many tasks were put before this one.
  private mutating func share(in place: Int) -> Int {
    let task = program.tasks[place]
    let order = program.order(of: task)
    guard order.count > 1 else { return 0 }
    let inner = Set(order.dropFirst().filter { program.isBox($0) })
    var added = 0
    var images: [Term: Term] = [:]
    for term in program.terms.reachable(from: task.terms) where !program.terms.isInteger(term) {
      let node = program.terms[term]
      guard node.operation == .sum || node.operation == .product, program.terms.variables(of: term).count > 1 else {
        continue
      }
      let operands = node.operands.map { images[$0] ?? $0 }
      guard let split = split(node.operation, operands, inner) else { continue }
      let load = part(split.part, split.loop, at: place + added, &added)
      images[term] = program.terms.rebuilt(node.operation, split.rest + [load])
    }
    program.rewrite(place + added, images)
    return added
  }

  /// The operands of one inner loop, with those of none, if that saves an operation.
  private mutating func split(_ operation: TermOperation, _ operands: [Term], _ inner: Set<LoopVariable>)
    -> (part: Term, loop: LoopVariable, rest: [Term])?
  {
    for loop in inner.sorted() {
      let own = operands.filter { program.terms.variables(of: $0) == [loop] }
      let still = operands.filter { program.terms.variables(of: $0).isEmpty }
      let isOperation = own.contains { program.terms.load($0) == nil && program.terms.variable($0) == nil }
      guard !own.isEmpty, own.count + still.count < operands.count, own.count > 1 || isOperation || !still.isEmpty,
        !own.contains(where: { program.terms.isInteger($0) || isComparison($0) })
      else { continue }
      let part = program.terms.rebuilt(operation, still + own)
      return (part, loop, operands.filter { !own.contains($0) && !still.contains($0) })
    }
    return nil
  }

  private func isComparison(_ term: Term) -> Bool {
    if case .comparison = program.terms[term].operation { return true }
    return false
  }

  /// The entry of a part with this value; equal ones are one.
  private mutating func part(_ value: Term, _ loop: LoopVariable, at place: Int, _ added: inout Int) -> Term {
    let bounds = program.bounds(loop)
    let placeholder =
      placeholders[bounds]
      ?? program.terms.node(.variable(LoopVariable(number: -1 - placeholders.count)))
    placeholders[bounds] = placeholder
    let key = program.terms.replacing([loop: placeholder], in: [value])[0]
    let index = program.value(of: loop)
    if let array = known[key] { return program.terms.node(.load(array), [index]) }
    let array = program.insert("part", [loop], .value(value), at: place)
    known[key] = array
    added += 1
    return program.terms.node(.load(array), [index])
  }
}
