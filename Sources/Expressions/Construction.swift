import Numbers

/// Building expressions as they were written: nothing is simplified but nested sums and products, which are flattened.
extension ExpressionStore {
  public mutating func number(_ value: Rational) -> Expression {
    node(.number, payload: rationalNumber(value))
  }

  public mutating func integer(_ value: Int) -> Expression { number(Rational(value)) }

  public mutating func constant(_ constant: Constant) -> Expression {
    node(.constant, payload: UInt32(constant.rawValue))
  }

  public mutating func size(_ dimension: Dimension) -> Expression { node(.size, payload: dimension.number) }

  public mutating func value(of index: Index) -> Expression { node(.index, payload: index.number) }

  public mutating func entry(of symbol: Symbol, _ slots: [Expression]) -> Expression {
    node(.symbol, payload: symbol.number, slots)
  }

  public mutating func entry(of definition: Definition, _ slots: [Expression]) -> Expression {
    node(.definition, payload: definition.number, slots)
  }

  public mutating func sum(_ terms: [Expression]) -> Expression { flat(.sum, terms, unit: 0) }

  public mutating func product(_ factors: [Expression]) -> Expression { flat(.product, factors, unit: 1) }

  /// A product that is not flattened, so that a shared factor which is itself a product stays shared. Ones are left out.
  public mutating func nestedProduct(_ factors: [Expression]) -> Expression {
    let factors = factors.filter { !isOne($0) }
    if factors.isEmpty { return integer(1) }
    return factors.count == 1 ? factors[0] : node(.product, factors)
  }

  public mutating func nestedProduct(_ a: Expression, _ b: Expression) -> Expression {
    isOne(a) ? b : isOne(b) ? a : node(.product, a, b)
  }

  private func isOne(_ e: Expression) -> Bool { rational(e)?.isOne ?? false }

  /// Operands of sums in a sum, or products in a product, beyond which they stay by themselves. The derivative of n sines,
  /// one inside the other, has products of 1, 2, …, n factors: flat, they would be n²/2.
  public static let longestFlat = 1 << 8

  private mutating func flat(_ op: Operator, _ parts: [Expression], unit: Int) -> Expression {
    if parts.isEmpty { return integer(unit) }
    if parts.count == 1 { return parts[0] }
    var innerCount = 0
    for part in parts where self.op(part) == op { innerCount += operandCount(of: part) }
    // x + x, that sum twice, and so on: sixty such steps would be 2⁶⁰ terms.
    if innerCount == 0 || innerCount > ExpressionStore.longestFlat { return node(op, parts) }
    return node(op, parts.flatMap { self.op($0) == op ? Array(operands(of: $0)) : [$0] })
  }

  public mutating func negation(_ term: Expression) -> Expression {
    if let value = rational(term) { return number(-value) }
    return product([integer(-1), term])
  }

  public mutating func difference(_ a: Expression, _ b: Expression) -> Expression { sum([a, negation(b)]) }

  public mutating func power(_ base: Expression, _ exponent: Expression) -> Expression {
    node(.power, base, exponent)
  }

  public mutating func power(_ base: Expression, _ exponent: Rational) -> Expression {
    let exponent = number(exponent)
    return node(.power, base, exponent)
  }

  public mutating func reciprocal(_ base: Expression) -> Expression { power(base, Rational(-1)) }

  public mutating func quotient(_ a: Expression, _ b: Expression) -> Expression {
    let below = reciprocal(b)
    return product([a, below])
  }

  public mutating func function(_ function: ElementaryFunction, _ arguments: [Expression]) -> Expression {
    node(.function, payload: UInt32(function.rawValue), arguments)
  }

  public mutating func delta(_ i: Expression, _ j: Expression) -> Expression {
    node(.delta, i <= j ? [i, j] : [j, i])
  }

  /// `sum(i, condition, body)`: the index runs over its range where the condition holds.
  public mutating func reduction(
    _ kind: Reduction, over index: Index, where condition: Expression? = nil, _ body: Expression
  ) -> Expression {
    let condition = condition ?? truth(true)
    let bound = value(of: index)
    return node(.reduction, payload: UInt32(kind.rawValue), [bound, condition, body])
  }

  /// The sum of a body over several indices, the last innermost.
  public mutating func sum(over indices: [Index], _ body: Expression) -> Expression {
    var result = body
    for index in indices.reversed() { result = reduction(.sum, over: index, result) }
    return result
  }

  public mutating func cases(_ arms: [(condition: Expression, value: Expression)], otherwise: Expression?)
    -> Expression
  {
    var parts: [Expression] = []
    for arm in arms { parts += [arm.condition, arm.value] }
    let last = otherwise ?? undefined()
    return node(.cases, parts + [last])
  }

  /// `limit(variable -> point, body)`; the variable is an entry of a symbol without slots, or a size.
  public mutating func limit(
    _ variable: Expression, to point: Expression, from approach: Approach, _ body: Expression
  ) -> Expression {
    let direction = integer(approach.rawValue)
    return node(.limit, [variable, point, direction, body])
  }

  public mutating func undefined() -> Expression { node(.undefined) }

  public mutating func truth(_ value: Bool) -> Expression { node(.truth, payload: value ? 1 : 0) }

  public mutating func comparison(_ relation: Comparison, _ a: Expression, _ b: Expression) -> Expression {
    node(.comparison, payload: UInt32(relation.rawValue), [a, b])
  }

  public mutating func and(_ parts: [Expression]) -> Expression {
    let parts = parts.filter { op($0) != .truth || payload($0) == 0 }
    if parts.isEmpty { return truth(true) }
    return parts.count == 1 ? parts[0] : node(.and, parts)
  }

  public mutating func or(_ parts: [Expression]) -> Expression { parts.count == 1 ? parts[0] : node(.or, parts) }

  public mutating func not(_ part: Expression) -> Expression { node(.not, [part]) }

  /// The entry [i, j] of the inverse of the matrix whose entry [row, column] is `body`.
  public mutating func inverse(
    _ i: Expression, _ j: Expression, row: Index, column: Index, _ body: Expression
  ) -> Expression {
    let (r, c) = (value(of: row), value(of: column))
    return node(.inverse, [i, j, r, c, body])
  }

  public mutating func determinant(row: Index, column: Index, _ body: Expression, logarithm: Bool = false)
    -> Expression
  {
    let (r, c) = (value(of: row), value(of: column))
    return node(logarithm ? .logDeterminant : .determinant, [r, c, body])
  }

  /// An argument of an unknown function: for f : R^m -> R, an expression and the index that runs over its entries.
  public struct Argument: Sendable {
    public var indices: [Index]
    public var body: Expression
    public init(indices: [Index], body: Expression) {
      self.indices = indices
      self.body = body
    }
  }

  public mutating func apply(
    _ application: Application, output: [Expression], derivativeSlots: [Expression], arguments: [Argument]
  ) -> Expression {
    var parts = output + derivativeSlots
    for argument in arguments {
      for index in argument.indices { parts.append(value(of: index)) }
      parts.append(argument.body)
    }
    let payload = interned(application)
    return node(.apply, payload: payload, parts)
  }

  /// The derivative of `body` with respect to one entry of the target.
  public mutating func derivative(of body: Expression, _ target: Target, slots: [Expression]) -> Expression {
    let payload = interned(target)
    return node(.derivative, payload: payload, [body] + slots)
  }

  /// `body` with every entry symbol[p, q, …] replaced by `value`, in which the indices p, q, … stand for the slots.
  public mutating func substitution(
    of symbol: Symbol, parameters: [Index], by value: Expression, in body: Expression
  ) -> Expression {
    let bound = parameters.map { self.value(of: $0) }
    return node(.substitution, payload: symbol.number, [value] + bound + [body])
  }

  private mutating func interned(_ application: Application) -> UInt32 {
    if let known = applications.firstIndex(of: application) { return UInt32(known) }
    applications.append(application)
    return UInt32(applications.count - 1)
  }

  private mutating func interned(_ target: Target) -> UInt32 {
    if let known = targets.firstIndex(of: target) { return UInt32(known) }
    targets.append(target)
    return UInt32(targets.count - 1)
  }
}
