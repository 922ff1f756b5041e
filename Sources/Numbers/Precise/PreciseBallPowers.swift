/// Powers of balls with rational exponents, as real numbers; see `Ball.power`.
extension PreciseBall {
  /// `self^exponent`, with `x^0 = 1`; undefined for zero to a negative power.
  public func power(_ exponent: Int) -> PreciseBall { power(Rational(exponent)) }

  /// `self^exponent` with `x^(p/q)` the real root: for even `q` the base must not be negative, for odd `q`
  /// `(−x)^(p/q) = (−1)^p·x^(p/q)`.
  ///
  /// Undefined if the whole base is outside that domain, or is zero and the exponent negative; unknown if a part is.
  public func power(_ exponent: Rational) -> PreciseBall {
    guard isBounded else { return self }
    if exponent.isZero { return PreciseBall(1, precision: precision) }
    if exponent.signum < 0 && containsZero { return isZero ? .undefined : .unknown }
    if exponent.denominator.isEven && !isNotNegative { return isNegative ? .undefined : .unknown }
    if exponent.numerator.isEven || isNotNegative { return absolute.powerOfSize(exponent) }
    if (-self).isNotNegative { return -(-self).powerOfSize(exponent) }
    // An odd power is increasing where it is defined on both sides of zero.
    let (left, right) = ((-lower), upper)
    let low = PreciseBall(left, .zero, precision: precision).powerOfSize(exponent)
    return (-low).union(PreciseBall(right, .zero, precision: precision).powerOfSize(exponent))
  }

  /// The powers of numbers that are not negative, and are positive if the exponent is negative.
  private func powerOfSize(_ exponent: Rational) -> PreciseBall {
    // d(x^e)/dx = e·x^e/x
    monotoneImage(slope: { Ball(exponent) * $0.power(exponent) / $0 }) { x, bits in
      PreciseBall.power(x, exponent, bits)
    }
  }

  /// `x^(n/d)` for `x ≥ 0`: by squaring for `d = 1`, of the root for `d = 2`, so exact where it can be; else `e^(n/d·ln x)`.
  private static func power(_ x: BinaryFloat, _ exponent: Rational, _ bits: Int) -> PreciseBall {
    if x.isZero { return PreciseBall(0, precision: bits) }
    if let (n, d) = exponent.smallFraction, d <= 2 {
      // Each squaring doubles the relative error.
      let base = PreciseBall(exactly: x, bits: bits + Int.bitWidth - n.magnitude.leadingZeroBitCount)
      let power = (d == 1 ? base : base.squareRoot).repeatedProduct(n.magnitude)
      if n > 0 { return power.rounded(to: bits) }
      // The reciprocal of a power beyond the exponents' limit may still be a ball.
      if power.excludesZero { return (.one / power).rounded(to: bits) }
    }
    if x == .one { return PreciseBall(1, precision: bits) }
    // The product's absolute error is the power's relative one.
    let bits = bits + 64
    let logarithm = PreciseBall(exactly: x, bits: bits).log
    return (logarithm * PreciseBall(exponent, precision: bits)).exp
  }

  /// `self^n` by repeated squaring; requires `n ≥ 1`.
  private func repeatedProduct(_ n: UInt) -> PreciseBall {
    var (square, remaining) = (self, n)
    var result: PreciseBall?
    while true {
      if remaining & 1 == 1 { result = result.map { $0 * square } ?? square }
      remaining >>= 1
      if remaining == 0 { return result ?? .one }
      square = square * square
    }
  }
}
