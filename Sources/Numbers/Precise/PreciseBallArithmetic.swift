/// Sums, products, quotients and roots of balls; see `Ball` for the bounds.
///
/// Write `a ± r` and `b ± s` for the operands and `ε` for the error of cutting the midpoint, zero where it is exact.
/// Measured at 128 bits on one core of an AMD EPYC: see `DoubleDoubleBall`.
extension PreciseBall {
  /// What is left when an operand is no ball: undefined before unknown.
  static func propagated(_ a: PreciseBall, _ b: PreciseBall) -> PreciseBall {
    a.isDefined && b.isDefined ? .unknown : .undefined
  }

  /// `(a + b) ± (r + s + ε)`.
  public static func + (a: PreciseBall, b: PreciseBall) -> PreciseBall {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    let precision = max(a.precision, b.precision)
    let sum = BinaryFloat.sum(a.midpoint, b.midpoint, limit: BinaryFloat.limbCount(precision))
    return PreciseBall(sum, a.radius + b.radius, precision: precision)
  }

  public static func - (a: PreciseBall, b: PreciseBall) -> PreciseBall { a + -b }

  public static prefix func - (a: PreciseBall) -> PreciseBall {
    PreciseBall(-a.midpoint, a.radius, precision: a.precision)
  }

  /// `a·b ± (|a|·s + |b|·r + r·s + ε)`.
  public static func * (a: PreciseBall, b: PreciseBall) -> PreciseBall {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    let precision = max(a.precision, b.precision)
    let product = BinaryFloat.product(a.midpoint, b.midpoint, limit: BinaryFloat.limbCount(precision))
    if a.isExact && b.isExact { return PreciseBall(product, precision: precision) }
    let spread = Magnitude(a.midpoint) * b.radius + (Magnitude(b.midpoint) + b.radius) * a.radius
    return PreciseBall(product, spread, precision: precision)
  }

  /// `a/b ± ((r + |a/b|·s) / (|b| − s) + ε)`; undefined for exactly zero, unknown for a divisor that contains zero.
  public static func / (a: PreciseBall, b: PreciseBall) -> PreciseBall {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    if b.isZero { return .undefined }
    if b.containsZero { return .unknown }
    let precision = max(a.precision, b.precision)
    let quotient = BinaryFloat.quotient(a.midpoint, b.midpoint, limit: BinaryFloat.limbCount(precision))
    if a.isExact && b.isExact { return PreciseBall(quotient, precision: precision) }
    guard let distance = Magnitude(below: b.midpoint).reduced(by: b.radius) else { return .unknown }
    let slope = Magnitude(quotient.value) + quotient.error
    return PreciseBall(quotient, (a.radius + slope * b.radius) / distance, precision: precision)
  }

  /// `self·2^bits`, exactly.
  func scaled(by bits: Int64) -> PreciseBall {
    isBounded ? PreciseBall(midpoint.scaled(by: bits), radius.scaled(by: bits), precision: precision) : self
  }

  /// The same midpoint with at least this radius more.
  func widened(by extra: Magnitude) -> PreciseBall {
    isDefined ? PreciseBall(midpoint, radius + extra, precision: precision) : self
  }

  /// The root that is not negative: undefined for a negative ball, unknown for one that reaches below 0.
  ///
  /// `|√(a + h) − √a| = |h| / (√(a + h) + √a) ≤ r / √a` for `|h| ≤ r ≤ a`; less than twice what is needed. A ball whose
  /// radius is more than 2^-8 of it is taken by its ends.
  public var squareRoot: PreciseBall {
    guard isBounded else { return self }
    if isNegative { return .undefined }
    if !isNotNegative { return .unknown }
    if let exponent = relativeExponent, exponent > -8 {
      return imageOfEnds { PreciseBall($0, .zero, precision: precision).squareRoot }
    }
    let root = BinaryFloat.squareRoot(midpoint, limit: limbCount)
    if radius.isZero { return PreciseBall(root, precision: precision) }
    // 1 / (√(a + h) + √a) ≤ (1 + 2^-8) / (2·√a) for h ≥ −2^-8·a.
    let spread = radius / Magnitude(below: root.value).scaled(by: 1)
    return PreciseBall(root, spread + spread.scaled(by: -8), precision: precision)
  }

  /// The ball of all numbers between those of the two.
  func union(_ other: PreciseBall) -> PreciseBall {
    guard isBounded && other.isBounded else { return PreciseBall.propagated(self, other) }
    return PreciseBall(
      lower: Swift.min(lower, other.lower), upper: Swift.max(upper, other.upper),
      precision: Swift.max(precision, other.precision))
  }

  /// The absolute value.
  public var absolute: PreciseBall {
    guard isBounded, !isNotNegative else { return self }
    if (-self).isNotNegative { return -self }
    return PreciseBall(lower: .zero, upper: Swift.max(-lower, upper), precision: precision)
  }

  public func minimum(with other: PreciseBall) -> PreciseBall {
    guard isBounded && other.isBounded else { return PreciseBall.propagated(self, other) }
    if upper <= other.lower { return self }
    if other.upper <= lower { return other }
    return PreciseBall(
      lower: Swift.min(lower, other.lower), upper: Swift.min(upper, other.upper),
      precision: Swift.max(precision, other.precision))
  }

  public func maximum(with other: PreciseBall) -> PreciseBall { -(-self).minimum(with: -other) }
}
