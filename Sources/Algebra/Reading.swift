import Expressions
import Numbers

/// Normal forms read back as expressions, to be shown and to be evaluated.
extension NormalForms {
  /// Deeper nesting than this is not read back.
  private static let deepestReading = 100
  /// For each factor, whose component is looked for and renamed.
  private static let workOfReading = 150

  /// The form as an expression of `expressions`; nil when it is nested too deeply to be shown.
  public func expression(of form: Form) -> Expression? {
    try? expression(of: form, depth: 0)
  }

  /// The store that `expression(of:)` builds into: the judgement's own, with what was added since.
  public var expressions: ExpressionStore { store }

  /// Goes on with a store that grew out of `expressions`.
  public func adopt(_ grown: ExpressionStore) { store = grown }

  private func expression(of form: Form, depth: Int) throws(Obstacle) -> Expression {
    store.work.draw(NormalForms.workOfFactor)
    if depth > NormalForms.deepestReading || store.work.isSpent { throw .budget }
    var terms: [Expression] = []
    // Larger networks last, numbers at the end: x^2 - 2*x + 1 reads better than 1 - 2*x + x^2.
    for term in form.terms.sorted(by: readsBefore) { terms.append(try expression(of: term, depth: depth)) }
    return store.sum(terms)
  }

  private func readsBefore(_ a: Form.Term, _ b: Form.Term) -> Bool {
    let (x, y) = (weight(a.monomial), weight(b.monomial))
    if x != y { return x > y }
    let (positiveA, positiveB) = (a.coefficient.signum > 0, b.coefficient.signum > 0)
    return positiveA != positiveB ? positiveA : Form.precedes(a, b)
  }

  /// c·Σ_i … Π factors: the sums bind just the component that uses them.
  private func expression(of term: Form.Term, depth: Int) throws(Obstacle) -> Expression {
    var outside: [Expression] = term.coefficient.isOne ? [] : [store.number(term.coefficient)]
    for part in components(of: factors(of: term.monomial)).sorted(by: { nextBound(in: $0) < nextBound(in: $1) }) {
      var opened: [(Slot, Index)] = []
      var renaming = Renaming()
      for factor in part {
        for slot in factor.slots.array.map({ base(of: $0) }) where slot.isBound && renaming[slot] == nil {
          let index = store.freshIndex(boundName(opened.count, in: part), slot.range)
          renaming[slot] = try freeSlot(index)
          opened.append((slot, index))
        }
      }
      var inside: [Expression] = []
      for factor in try renamed(part, renaming).sorted(by: { reading($0) < reading($1) }) {
        inside.append(try expression(of: factor, depth: depth))
      }
      outside.append(store.sum(over: opened.map { $0.1 }, store.product(inside)))
    }
    return store.product(outside)
  }

  private func reading(_ factor: Factor) -> Int {
    switch kind(factor) {
    case .size, .prime, .constant: 0
    case .symbol, .indexValue: 1
    case .definition: 2
    default: 3
    }
  }

  /// j, k, l, … but none that a quantity or a free index of the part has.
  private func boundName(_ k: Int, in part: [Factor]) -> String {
    var taken = Set<String>()
    for factor in part {
      for slot in factor.slots.array.map({ base(of: $0) }) where slot.isFree && !isFresh(slot) {
        taken.insert(store.indexNames[slot.number])
      }
    }
    let names = lettersOfIndices.filter { !taken.contains($0) }
    return k < names.count ? names[k] : "j\(k)"
  }

  private func expression(of factor: Factor, depth: Int) throws(Obstacle) -> Expression {
    store.work.draw(NormalForms.workOfReading)
    if store.work.isSpent { throw .budget }
    if let power = try expression(ofPower: factor, depth: depth) { return power }
    let base = try expression(ofAtom: factor, depth: depth)
    return factor.exponent.isOne ? base : store.power(base, factor.exponent.rational)
  }

  /// exp(k·log u) is read as u^k where u is known to be positive.
  private func expression(ofPower factor: Factor, depth: Int) throws(Obstacle) -> Expression? {
    guard function(of: factor) == .exp, let term = try argument(factor).single else { return nil }
    var exponent = factors(of: term.monomial)
    guard let k = exponent.firstIndex(where: { function(of: $0) == .log && $0.exponent.isOne && !hasBoundSlots($0) })
    else { return nil }
    let base = try argument(exponent.remove(at: k))
    guard !exponent.isEmpty, sign(of: base) == .positive else { return nil }
    let power = try reduced(exponent, term.coefficient * factor.exponent.rational)
    return store.power(try expression(of: base, depth: depth + 1), try expression(of: power, depth: depth + 1))
  }

  private func expression(ofAtom factor: Factor, depth: Int) throws(Obstacle) -> Expression {
    let record = self[factor.atom]
    var slots: [Expression] = []
    for slot in factor.slots.array { slots.append(try expression(of: slot, depth: depth)) }
    func inside(_ k: Int) throws(Obstacle) -> Expression {
      try expression(of: try argument(factor, k), depth: depth + 1)
    }
    switch record.kind {
    case .delta: return store.delta(slots[0], slots[1])
    case .order: return bracket(store.comparison(.less, slots[0], slots[1]))
    case .symbol: return store.entry(of: Symbol(record.payload), slots)
    case .definition: return store.entry(of: Definition(record.payload), slots)
    case .size: return store.size(Dimension(record.payload))
    case .prime: return store.integer(Int(record.payload))
    case .constant: return store.constant(Constant(rawValue: UInt8(record.payload)) ?? .pi)
    case .indexValue: return slots[0]
    case .power: return try inside(0)
    case .generalPower: return store.power(try inside(0), try inside(1))
    case .function:
      var arguments: [Expression] = []
      for k in record.insides.indices { arguments.append(try inside(k)) }
      return store.function(function(of: factor) ?? .exp, arguments)
    case .vanishing: return bracket(try equation(of: try argument(factor), depth: depth + 1))
    case .inverse, .determinant, .logDeterminant: return try matrixExpression(factor, record, slots, depth)
    case .reduction:
      let index = store.freshIndex("j", IndexRange(record.payload >> 8))
      let body = try instance(record.insides[0], lambdas: [try freeSlot(index)], parameters: factor.slots.array)
      let kind = Reduction(rawValue: UInt8(record.payload & 0xFF)) ?? .product
      return store.reduction(kind, over: index, try expression(of: body, depth: depth + 1))
    case .opaque: return try applicationExpression(factor, record, slots, depth)
    }
  }

  /// a − b − 1 = 0 is read as a = b + 1.
  private func equation(of form: Form, depth: Int) throws(Obstacle) -> Expression {
    let left = Form(terms: form.terms.filter { $0.coefficient.signum > 0 })
    let right = left.adding(form, times: Rational(-1))
    return store.comparison(.equal, try expression(of: left, depth: depth), try expression(of: right, depth: depth))
  }

  private func bracket(_ condition: Expression) -> Expression {
    let one = store.integer(1)
    return store.cases([(condition, one)], otherwise: store.integer(0))
  }

  private func expression(of slot: Slot, depth: Int) throws(Obstacle) -> Expression {
    switch slot.kind {
    case .literal: return store.integer(slot.number)
    case .free:
      if isFresh(slot) { throw .unsupported("an index without a name") }
      return store.value(of: Index(UInt32(slot.number)))
    case .generic, .bound: throw .unsupported("an index without a name")
    case .position:
      switch positions[slot.number] {
      case .shifted(let base, let offset):
        let own = try expression(of: base, depth: depth)
        return store.sum([own, store.integer(offset)])
      case .computed(let value, let offset):
        let own = try expression(of: self[value], depth: depth + 1)
        return offset == 0 ? own : store.sum([own, store.integer(offset)])
      }
    }
  }

  private func matrixExpression(
    _ factor: Factor, _ record: AtomRecord, _ slots: [Expression], _ depth: Int
  ) throws(Obstacle) -> Expression {
    let range = IndexRange(record.payload)
    let (row, column) = (store.freshIndex("r", range), store.freshIndex("c", range))
    let own = record.kind == .inverse ? 2 : 0
    let body = try instance(
      record.insides[0], lambdas: [try freeSlot(row), try freeSlot(column)],
      parameters: Array(factor.slots.array.dropFirst(own)))
    let inside = try expression(of: body, depth: depth + 1)
    if own == 2 { return store.inverse(slots[0], slots[1], row: row, column: column, inside) }
    return store.determinant(row: row, column: column, inside, logarithm: record.kind == .logDeterminant)
  }

  private func applicationExpression(
    _ factor: Factor, _ record: AtomRecord, _ slots: [Expression], _ depth: Int
  ) throws(Obstacle) -> Expression {
    let application = applications[Int(record.payload)]
    let declaration = store.declaration(application.function)
    var indices: [[Index]] = []
    var lambdas: [Slot] = []
    var own = declaration.output.count
    for (order, ranges) in zip(application.orders, declaration.arguments) {
      own += order * ranges.count
      let fresh = ranges.map { store.freshIndex("j", $0) }
      for index in fresh { lambdas.append(try freeSlot(index)) }
      indices.append(fresh)
    }
    var arguments: [ExpressionStore.Argument] = []
    for (k, inside) in record.insides.enumerated() {
      let body = try instance(inside, lambdas: lambdas, parameters: Array(factor.slots.array.dropFirst(own)))
      arguments.append(.init(indices: indices[k], body: try expression(of: body, depth: depth + 1)))
    }
    let count = declaration.output.count
    return store.apply(
      application, output: Array(slots.prefix(count)), derivativeSlots: Array(slots[count..<own]), arguments: arguments)
  }
}
