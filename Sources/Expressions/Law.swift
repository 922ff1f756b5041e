import Numbers

/// What is known of the distribution of a random variable `x[i, …]`.
///
/// Members of a family are independent of each other, and so are variables that are declared separately; a parameter may
/// mention variables that are declared before.
public struct Law: Sendable {
  public enum Kind: UInt8, Sendable {
    /// `iid(mean = m, var = v)`: nothing but the mean and the variance, or the matrix of covariances.
    case moments
    case normal
    /// 1 with the probability `mean`, else 0.
    case bernoulli
    /// A value of an index: `mean` is the probability of the value that stands in the last of `indices`.
    case categorical
  }

  public var kind: Kind
  /// Stand for the slots; of a vector with covariances one more follows, for the slot of the second entry.
  public var indices: [Index]
  /// The entries in the last slot are correlated.
  public var isJoint: Bool
  public var mean: Expression
  /// The variance, or the covariance of two entries of a vector.
  public var variance: Expression

  public init(kind: Kind, indices: [Index], isJoint: Bool, mean: Expression, variance: Expression) {
    self.kind = kind
    self.indices = indices
    self.isJoint = isJoint
    self.mean = mean
    self.variance = variance
  }
}

extension ExpressionStore {
  /// The expectation of `body` over a random variable, all others being fixed. Of an index it is the sum over its
  /// values: Σ_k p_k·body[x = k].
  public mutating func expectation(over symbol: Symbol, _ body: Expression) -> Expression {
    guard let law = declaration(symbol).law else { return body }
    switch law.kind {
    case .categorical where law.indices.count == 1:
      let index = freshIndex(name(law.indices[0]), range(law.indices[0]))
      let place = value(of: index)
      let probability = substituting([law.indices[0]: place], in: law.mean)
      let outcome = substitution(of: symbol, parameters: [], by: place, in: body)
      return reduction(.sum, over: index, product([probability, outcome]))
    case .bernoulli where law.indices.isEmpty:
      let (zero, one) = (integer(0), integer(1))
      let failure = substitution(of: symbol, parameters: [], by: zero, in: body)
      let success = substitution(of: symbol, parameters: [], by: one, in: body)
      let rest = difference(one, law.mean)
      return sum([product([law.mean, success]), product([rest, failure])])
    case .categorical, .bernoulli, .moments, .normal:
      let bound = law.indices.map { value(of: $0) }
      return node(.expectation, payload: symbol.number, bound + [law.mean, law.variance, body])
    }
  }

  /// The parts of an expectation.
  public struct ExpectationParts: Sendable {
    public var symbol: Symbol
    public var law: Law
    public var body: Expression
  }

  public func expectationParts(_ e: Expression) -> ExpectationParts? {
    let symbol = symbol(e)
    guard var law = declaration(symbol).law else { return nil }
    let parts = Array(operands(of: e))
    law.indices = parts.dropLast(3).map { index($0) }
    (law.mean, law.variance) = (parts[parts.count - 3], parts[parts.count - 2])
    return ExpectationParts(symbol: symbol, law: law, body: parts[parts.count - 1])
  }

  /// The b of b².
  public func squareRoot(_ e: Expression) -> Expression? {
    guard op(e) == .power, rational(operand(1, of: e)) == Rational(2) else { return nil }
    return operand(0, of: e)
  }

  /// The random variables on which expressions depend, those in the parameters of their laws included, in the order of
  /// their declarations.
  public func randomSymbols(in roots: [Expression]) -> [Symbol] {
    var found: Set<Symbol> = []
    var pending = roots
    while !pending.isEmpty {
      let new = symbols(in: pending).filter { declaration($0).law != nil && !found.contains($0) }
      found.formUnion(new)
      pending = new.compactMap { declaration($0).law }.flatMap { [$0.mean, $0.variance] }
    }
    return found.sorted()
  }

  /// A random variable occurs outside of the expectations over it.
  public func hasFreeRandomSymbol(_ root: Expression) -> Bool {
    struct Place: Hashable {
      var e: Expression
      var bound: Set<Symbol>
    }
    var pending = [Place(e: root, bound: [])]
    var seen = Set(pending)
    while let place = pending.popLast() {
      let e = place.e
      if op(e) == .symbol, declaration(symbol(e)).law != nil, !place.bound.contains(symbol(e)) { return true }
      var parts = operands(of: e).map { Place(e: $0, bound: place.bound) }
      if op(e) == .definition {
        parts += body(definition(e)).clauses.map { Place(e: $0.body, bound: place.bound) }
      }
      if op(e) == .expectation || op(e) == .substitution { parts[parts.count - 1].bound.insert(symbol(e)) }
      for part in parts where seen.insert(part).inserted { pending.append(part) }
    }
    return false
  }
}
