/// Powers of balls with rational exponents, as real numbers.
extension Ball {
  /// `self^exponent`, with `x^0 = 1`; undefined for zero to a negative power.
  public func power(_ exponent: Int) -> Ball { power(Rational(exponent)) }

  /// `self^exponent` with `x^(p/q)` the real root: for even `q` the base must not be negative, for odd `q`
  /// `(−x)^(p/q) = (−1)^p·x^(p/q)`.
  ///
  /// Undefined if the whole base is outside that domain, or is zero and the exponent negative; unknown if a part is.
  public func power(_ exponent: Rational) -> Ball {
    guard isBounded else { return self }
    if exponent.isZero { return .one }
    if exponent.signum < 0 && containsZero { return isZero ? .undefined : .unknown }
    if exponent.denominator.isEven && lower < 0 { return isNegative ? .undefined : .unknown }
    if exponent.numerator.isEven || lower >= 0 {
      let size = absolute
      return Ball.power(max(0, size.lower), size.upper, exponent)
    }
    if upper <= 0 { return -Ball.power(-upper, -lower, exponent) }
    // An odd power is increasing where it is defined on both sides of zero.
    let (left, right) = (Ball.power(0, -lower, exponent), Ball.power(0, upper, exponent))
    guard left.isBounded && right.isBounded else { return .unknown }
    return Ball(lower: -left.upper, upper: right.upper)
  }

  /// Integer exponents to this size are computed by multiplication: exact for integers, and tighter than the library.
  private static let multiplicationLimit = 64

  /// The powers of the numbers from `lower ≥ 0` to `upper`; the lower end is positive if the exponent is negative.
  private static func power(_ lower: Double, _ upper: Double, _ exponent: Rational) -> Ball {
    if let (n, d) = exponent.smallFraction, d <= 2, n.magnitude <= multiplicationLimit {
      let (low, high) =
        d == 1 ? (lower, upper) : (DirectedRounding.rootDown(lower), DirectedRounding.rootUp(upper))
      let size = Int(n.magnitude)
      let result = Ball(
        lower: repeatedProduct(max(0, low), size, DirectedRounding.productDown),
        upper: repeatedProduct(high, size, DirectedRounding.productUp))
      if n > 0 { return result }
      // Where the product underflows or overflows, its reciprocal may still be a double: the library finds it.
      if result.isBounded && result.excludesZero { return .one / result }
    }
    let isIncreasing = exponent.signum > 0
    let low = powerEnds(isIncreasing ? lower : upper, exponent).lower
    let high = powerEnds(isIncreasing ? upper : lower, exponent).upper
    return Ball(lower: low, upper: high)
  }

  /// `x^n` by repeated squaring with each product rounded the same way; requires `x ≥ 0`, `n ≥ 1`.
  private static func repeatedProduct(_ x: Double, _ n: Int, _ product: (Double, Double) -> Double) -> Double {
    var result = 1.0
    var square = x
    var remaining = n
    while true {
      if remaining & 1 == 1 { result = product(result, square) }
      remaining >>= 1
      if remaining == 0 { return max(0, result) }
      square = max(0, product(square, square))
    }
  }

  /// Bounds of `x^exponent` by the library's pow, `x ≥ 0`.
  ///
  /// The exponent is a double `e` with an error `δ`; `x^(e + δ) = x^e·exp(δ·ln x)` and `|exp(t) − 1| ≤ 2|t|` for `|t| ≤ 1`.
  private static func powerEnds(_ x: Double, _ exponent: Rational) -> (lower: Double, upper: Double) {
    if x == 0 || x == 1 { return (x, x) }
    let rounded = Ball(exponent)
    let value = RealMath.pow(x, rounded.midpoint)
    let t = DirectedRounding.raisedProduct(rounded.radius, abs(RealMath.log(x)) * 1.001)
    guard t < 0.5 else { return (-.infinity, .infinity) }
    let (lower, upper) = widened(value, ulps: LibraryError.standard)
    let extra = DirectedRounding.raisedProduct(upper, 2 * t)
    return (max(0, DirectedRounding.sumDown(lower, -extra)), DirectedRounding.sumUp(upper, extra))
  }
}
