/// Sums, products, quotients and roots of balls around two doubles; see `Ball` for the bounds.
extension DoubleDoubleBall {
  /// What is left when an operand is no ball: undefined before unknown.
  private static func propagated(_ a: DoubleDoubleBall, _ b: DoubleDoubleBall) -> DoubleDoubleBall {
    a.isDefined && b.isDefined ? .unknown : .undefined
  }

  /// `(a + b) ± (r + s + ε)`.
  public static func + (a: DoubleDoubleBall, b: DoubleDoubleBall) -> DoubleDoubleBall {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    return DoubleDoubleBall(
      DoubleDouble.sum(a.midpoint, b.midpoint), DirectedRounding.raisedSum(a.radius, b.radius))
  }

  public static func - (a: DoubleDoubleBall, b: DoubleDoubleBall) -> DoubleDoubleBall { a + -b }

  public static prefix func - (a: DoubleDoubleBall) -> DoubleDoubleBall {
    DoubleDoubleBall(unchecked: a.isUnknown ? a.midpoint : DoubleDouble(-a.midpoint.high, -a.midpoint.low), a.radius)
  }

  /// `a·b ± (|a|·s + |b|·r + r·s + ε)`.
  public static func * (a: DoubleDoubleBall, b: DoubleDoubleBall) -> DoubleDoubleBall {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    let first = DirectedRounding.raisedProduct(a.sizeBound, b.radius)
    let second = DirectedRounding.raisedProduct(DirectedRounding.raisedSum(b.sizeBound, b.radius), a.radius)
    return DoubleDoubleBall(
      DoubleDouble.product(a.midpoint, b.midpoint), DirectedRounding.raisedSum(first, second))
  }

  /// `a/b ± ((r + |a/b|·s) / (|b| − s) + ε)`; undefined for exactly zero, unknown for a divisor that contains zero.
  public static func / (a: DoubleDoubleBall, b: DoubleDoubleBall) -> DoubleDoubleBall {
    guard a.isBounded && b.isBounded else { return propagated(a, b) }
    if b.isZero { return .undefined }
    if b.containsZero { return .unknown }
    guard let (value, error) = DoubleDouble.quotient(a.midpoint, b.midpoint) else { return .unknown }
    if a.radius == 0 && b.radius == 0 { return DoubleDoubleBall(value, error) }
    let quotient = DoubleDoubleBall(value, error)
    let slope = DirectedRounding.raisedSum(quotient.sizeBound, error)
    let spread = DirectedRounding.raisedSum(a.radius, DirectedRounding.raisedProduct(slope, b.radius))
    let distance = b.isPositive ? b.lower : -b.upper
    let radius = spread == 0 ? 0 : (spread / distance).nextUp
    return DoubleDoubleBall(value, DirectedRounding.raisedSum(radius, error))
  }

  /// The root that is not negative: undefined for a negative ball, unknown for one that reaches below 0.
  ///
  /// For `h ≥ −2^-8·a`, `|√(a + h) − √a| ≤ |h|·(1 + 2^-8)/(2·√a)`.
  public var squareRoot: DoubleDoubleBall {
    guard isBounded && isPositive && relativeRadius < 0x1p-9, let (root, error) = DoubleDouble.squareRoot(midpoint)
    else { return through { $0.squareRoot } }
    let spread = DirectedRounding.raisedProduct(radius, 0.502) / DirectedRounding.sumDown(root.high, -abs(root.low))
    return DoubleDoubleBall(root, DirectedRounding.raisedSum(radius == 0 ? 0 : spread.nextUp, error))
  }

  /// The absolute value.
  public var absolute: DoubleDoubleBall {
    if !isBounded || isPositive || isZero { return self }
    return isNegative ? -self : through { $0.absolute }
  }

  public func minimum(with other: DoubleDoubleBall) -> DoubleDoubleBall {
    guard isBounded && other.isBounded else { return DoubleDoubleBall.propagated(self, other) }
    if upper <= other.lower { return self }
    if other.upper <= lower { return other }
    return DoubleDoubleBall(precise.minimum(with: other.precise))
  }

  public func maximum(with other: DoubleDoubleBall) -> DoubleDoubleBall { -(-self).minimum(with: -other) }
}
