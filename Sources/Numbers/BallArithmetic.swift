/// Sums, products, quotients and roots of balls.
///
/// Write `a ± r` and `b ± s` for the operands and `ε` for the error of rounding the midpoint, which is measured exactly for
/// sums and products; integers below 2^53 thus stay exact.
extension Ball {
  /// What is left when an operand is no ball: undefined before unknown.
  private static func propagated(_ a: Ball, _ b: Ball) -> Ball {
    a.isDefined && b.isDefined ? .unknown : .undefined
  }

  /// `(a + b) ± (r + s + ε)`.
  public static func + (a: Ball, b: Ball) -> Ball {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    let (sum, error) = DirectedRounding.exactSum(a.midpoint, b.midpoint)
    guard sum.isFinite else { return .unknown }
    let rounding = error.isFinite ? abs(error) : DirectedRounding.roundingError(of: sum)
    let radius = DirectedRounding.raisedSum(DirectedRounding.raisedSum(a.radius, b.radius), rounding)
    return Ball(midpoint: sum, radius: radius)
  }

  public static func - (a: Ball, b: Ball) -> Ball { a + -b }

  public static prefix func - (a: Ball) -> Ball { Ball(unchecked: a.isUnknown ? 0 : -a.midpoint, a.radius) }

  /// `a·b ± (|a|·s + |b|·r + r·s + ε)`.
  public static func * (a: Ball, b: Ball) -> Ball {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    let (product, error) = DirectedRounding.exactProduct(a.midpoint, b.midpoint)
    guard product.isFinite else { return .unknown }
    let rounding = error.isFinite ? abs(error) : DirectedRounding.roundingError(of: product)
    if a.radius == 0 && b.radius == 0 { return Ball(unchecked: product, rounding) }
    let first = DirectedRounding.raisedProduct(abs(a.midpoint), b.radius)
    let second = DirectedRounding.raisedProduct(DirectedRounding.raisedSum(abs(b.midpoint), b.radius), a.radius)
    let spread = DirectedRounding.raisedSum(first, second)
    return Ball(midpoint: product, radius: DirectedRounding.raisedSum(spread, rounding))
  }

  /// `a/b ± ((r + |a/b|·s) / (|b| − s) + ε)`; undefined for exactly zero, unknown for a divisor that contains zero.
  public static func / (a: Ball, b: Ball) -> Ball {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    if b.isZero { return .undefined }
    if b.containsZero { return .unknown }
    let quotient = a.midpoint / b.midpoint
    guard quotient.isFinite else { return .unknown }
    // The quotient is exact if its product with the divisor is the dividend without error.
    let (product, error) = DirectedRounding.exactProduct(quotient, b.midpoint)
    let isExact = product == a.midpoint && error == 0
    let rounding = isExact ? 0 : DirectedRounding.roundingError(of: quotient)
    if a.radius == 0 && b.radius == 0 { return Ball(midpoint: quotient, radius: rounding) }
    let slope = DirectedRounding.raisedSum(abs(quotient), rounding)
    let spread = DirectedRounding.raisedSum(a.radius, DirectedRounding.raisedProduct(slope, b.radius))
    let distance = DirectedRounding.sumDown(abs(b.midpoint), -b.radius)
    let radius = spread == 0 ? 0 : (spread / distance).nextUp
    return Ball(midpoint: quotient, radius: DirectedRounding.raisedSum(radius, rounding))
  }

  /// The root that is not negative: undefined for a negative ball, unknown for one that reaches below 0.
  public var squareRoot: Ball {
    guard isBounded else { return self }
    if isNegative { return .undefined }
    if lower < 0 { return .unknown }
    return Ball(lower: DirectedRounding.rootDown(lower), upper: DirectedRounding.rootUp(upper))
  }

  /// The absolute value.
  public var absolute: Ball {
    guard isBounded, midpoint < radius else { return self }
    if midpoint <= -radius { return -self }
    return Ball(lower: 0, upper: max(-lower, upper))
  }

  public func minimum(with other: Ball) -> Ball {
    guard isBounded && other.isBounded else { return Ball.propagated(self, other) }
    if upper <= other.lower { return self }
    if other.upper <= lower { return other }
    return Ball(lower: min(lower, other.lower), upper: min(upper, other.upper))
  }

  public func maximum(with other: Ball) -> Ball { -(-self).minimum(with: -other) }
}
