import Expressions
import Numbers

/// The value of each kind of node. All return nil after asking for what they need first.
extension DirectEvaluator {
  mutating func jet(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let e = scope.expression
    switch store.op(e) {
    case .number: return constant(store.rational(e) ?? .zero, scope.layer)
    case .constant: return Jet(constant(store.constant(e)), directions: directions(scope.layer))
    case .size:
      guard let size = setting.sizes[store.dimension(e)] else { throw .unknownSize(store.dimension(e)) }
      return constant(Rational(size), scope.layer)
    case .index: return constant(Rational(scope.values[0]), scope.layer)
    case .truth: return constant(store.truth(e) ? .one : .zero, scope.layer)
    case .undefined: return undefined(scope.layer)
    case .symbol: return try symbolEntry(scope)
    case .definition: return try definitionEntry(scope)
    case .sum, .product, .power, .function, .delta, .comparison, .not:
      guard let parts = try values(of: store.operands(of: e), in: scope) else { return nil }
      return try strict(e, parts, scope.layer)
    case .and, .or: return try connected(scope)
    case .cases: return try cases(scope)
    case .reduction: return try reduction(scope)
    case .inverse: return try inverse(scope)
    case .determinant, .logDeterminant: return try determinant(scope)
    case .apply: return try application(scope)
    case .derivative: return try derivative(scope)
    case .substitution: return try substitution(scope)
    // Limits are carried out before anything is evaluated.
    case .limit: throw .malformed(e)
    case .expectation: return try expectation(scope)
    }
  }

  private func constant(_ constant: Constant) -> Real {
    switch constant {
    case .pi: Real(Number.pi)
    case .e: Real(Number.one.image(under: .exp))
    case .infinity: .unknown
    }
  }

  private func strict(_ e: Expression, _ parts: [Jet], _ layer: Int) throws(EvaluationError) -> Jet {
    switch store.op(e) {
    case .sum: return parts.dropFirst().reduce(parts[0]) { $0 + $1 }
    case .product: return parts.dropFirst().reduce(parts[0]) { $0 * $1 }
    case .power where parts.count == 2: return parts[0].raised(to: parts[1]).guarded(by: parts[1])
    case .delta where parts.count == 2: return compared(e, parts, .equal, layer)
    case .comparison where parts.count == 2: return compared(e, parts, store.comparison(e), layer)
    case .not where parts.count == 1: return parts[0].negation
    case .function:
      switch store.function(e) {
      case .maximum: return distinct(e, parts).reduce(parts[0]) { $0.maximum(with: $1) }
      case .minimum: return distinct(e, parts).reduce(parts[0]) { $0.minimum(with: $1) }
      case let function where parts.count != function.argumentCount: throw .malformed(e)
      case let function where parts.count > 1: return Jet.image(under: function, of: parts)
      case let function: return parts[0].image(under: function)
      }
    default: throw .malformed(e)
    }
  }

  /// A relation of an expression to itself never changes.
  private func compared(_ e: Expression, _ parts: [Jet], _ relation: Comparison, _ layer: Int) -> Jet {
    if store.operand(0, of: e) != store.operand(1, of: e) { return (parts[0] - parts[1]).compared(relation) }
    return constant(.zero, layer).compared(relation).guarded(by: parts[0])
  }

  /// The arguments after the first that are written otherwise than those before.
  private func distinct(_ e: Expression, _ parts: [Jet]) -> [Jet] {
    let operands = store.operands(of: e)
    return parts.indices.dropFirst().filter { k in
      !operands.prefix(k).contains(operands[operands.startIndex + k])
    }.map { parts[$0] }
  }

  private mutating func connected(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let isAnd = store.op(scope.expression) == .and
    var result = constant(isAnd ? .one : .zero, scope.layer)
    for statement in store.operands(of: scope.expression) {
      guard let jet = try value(of: statement, in: scope) else { return nil }
      result = isAnd ? result.and(jet) : result.or(jet)
      if jet.isConstant && jet.value.truth == !isAnd { return result }
    }
    return result
  }

  private mutating func cases(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let parts = store.operands(of: scope.expression)
    guard parts.count % 2 == 1, let last = parts.last else { throw .malformed(scope.expression) }
    /// Conditions before the chosen arm, none of which holds.
    var passed: [Jet] = []
    for place in stride(from: parts.startIndex, to: parts.endIndex - 1, by: 2) {
      guard let condition = try value(of: parts[place], in: scope) else { return nil }
      passed.append(condition)
      if condition.value.truth == false { continue }
      guard let arm = try value(of: parts[place + 1], in: scope) else { return nil }
      return chosen(arm, passed)
    }
    guard let otherwise = try value(of: last, in: scope) else { return nil }
    return chosen(otherwise, passed)
  }

  /// The value of the arm behind conditions that are all decided; undefined slopes where one of them changes.
  private func chosen(_ arm: Jet, _ conditions: [Jet]) -> Jet {
    conditions.reversed().reduce(arm) { $1.select($0, otherwise: $0) }
  }
}
