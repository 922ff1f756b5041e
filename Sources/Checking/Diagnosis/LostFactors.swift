import Expressions
import Numbers

/// What a factor that makes up for a difference must be like, so that it explains something.
extension ExpressionStore {
  /// One factor goes and another one comes: that is two changes.
  func isExchange(_ factor: Expression, in part: Expression) -> Bool {
    let parts = op(factor) == .product ? Array(operands(of: factor)) : [factor]
    let others = parts.filter { rational($0) == nil }
    let own = op(part) == .product ? Array(operands(of: part)) : [part]
    let gone = others.filter { other in
      guard op(other) == .power, let exponent = rational(operand(1, of: other)) else { return false }
      let base = operand(0, of: other)
      return own.contains { part in
        if exponent == Rational(-1) { return part == base }
        guard op(part) == .power, operand(0, of: part) == base else { return false }
        return rational(operand(1, of: part)) == -exponent
      }
    }
    return !gone.isEmpty && gone.count < others.count
  }

  /// A product of sizes and their powers: a mean of ones is no tautology.
  func isOfSizes(_ e: Expression) -> Bool {
    let parts = op(e) == .product ? Array(operands(of: e)) : [e]
    return parts.allSatisfy { part in
      let base = op(part) == .power ? operand(0, of: part) : part
      return op(base) == .size || rational(base) != nil
    }
  }

  /// A number times one or two quantities, or over them: a quotient of quantities says no more than the two sides.
  func isOneFactor(_ e: Expression) -> Bool {
    let parts = op(e) == .product ? Array(operands(of: e)) : [e]
    let others = parts.filter { rational($0) == nil }
    let below = others.filter { part in
      op(part) == .power && (rational(operand(1, of: part))?.signum ?? 1) < 0
    }
    return others.count <= 2 && (below.isEmpty || below.count == others.count)
  }
}
