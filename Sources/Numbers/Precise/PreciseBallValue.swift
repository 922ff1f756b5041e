/// What is certain of a value.
extension PreciseBall {
  /// True only if the value is exactly one.
  public var isOne: Bool { isExact && midpoint == .one }

  /// An e with radius ≤ 10^e, the least one or the next; nil for an exact value or none.
  public var errorExponent: Int? {
    guard isBounded, !isExact else { return nil }
    // log₁₀ 2 = 0.301029995…, taken so that the product is not below it.
    let bits = Double(radius.exponent)
    return Int((bits * (bits < 0 ? 0.30102 : 0.30103)).rounded(.up))
  }

  /// How many binary digits are certain, too many by one at most; 0 if none is, or there is no value.
  public var accuracy: Int {
    guard isBounded, excludesZero || isZero else { return 0 }
    return isExact ? .max : Int(midpoint.exponent - radius.exponent)
  }
}

extension PreciseBall {
  /// The double that is nearest to every number of the ball, with their distance from it; nil if there is none.
  ///
  /// Rounding is monotone: if both ends go to the same double, all numbers do.
  public var nearestDouble: Ball? {
    guard isBounded else { return nil }
    let (low, high) = (PreciseBall(lower, .zero, precision: precision), PreciseBall(upper, .zero, precision: precision))
    let (nearest, last) = (low.ball, high.ball)
    guard nearest.isBounded, last.isBounded, nearest.midpoint == last.midpoint else { return nil }
    // One of the zeros has no sign.
    return Ball(midpoint: nearest.midpoint == 0 ? 0 : nearest.midpoint, radius: max(nearest.radius, last.radius))
  }
}
