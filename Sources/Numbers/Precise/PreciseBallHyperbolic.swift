/// Hyperbolic functions of balls, and the inverses of these and of sine and cosine.
extension PreciseBall {
  public var sinh: PreciseBall { monotoneImage(slope: { $0.cosh }, at: PreciseBall.hyperbolicSine) }

  public var cosh: PreciseBall {
    absolute.monotoneImage(slope: { $0.sinh }) { x, bits in
      let power = PreciseBall.exponential(x, bits)
      return power.isBounded ? (power + .one / power).scaled(by: -1) : power
    }
  }

  public var tanh: PreciseBall {
    monotoneImage(slope: { .one / $0.cosh.power(2) }, at: PreciseBall.hyperbolicTangent)
  }

  /// `(e^x − e^(−x))/2`, with as many bits more as a small argument loses.
  private static func hyperbolicSine(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if let small = small(x, bits) { return small }
    let power = exponential(x.absolute, bits + lossNearZero(x))
    let value = power.isBounded ? (power - .one / power).scaled(by: -1) : power
    return (x.isNegative ? -value : value).rounded(to: bits)
  }

  /// `±(e^(2|x|) − 1)/(e^(2|x|) + 1)`.
  private static func hyperbolicTangent(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if let small = small(x, bits) { return small }
    let sign = PreciseBall(x.signum, precision: bits)
    // 1 − tanh |x| < 2·e^(−2|x|)
    if x.exponent > 40 { return sign.widened(by: Magnitude(powerOfTwo: -exponentLimit)) }
    let power = exponential(x.absolute.scaled(by: 1), bits + lossNearZero(x))
    return (sign * (power - .one) / (power + .one)).rounded(to: bits)
  }

  /// The value of an odd function with `f(x) = x·(1 ± x²)` where that is enough; zero at zero.
  ///
  /// So it is for sinh, tanh, asin, asinh, atanh with `|x| ≤ 1/2`: their next coefficients are at most `1/3` in size, and the
  /// rest is less than twice that term.
  private static func small(_ x: BinaryFloat, _ bits: Int) -> PreciseBall? {
    if x.isZero { return PreciseBall(0, precision: bits) }
    return x.exponent < -Int64(bits) / 2 - 1 ? near(x, relative: 2 * x.exponent, bits: bits) : nil
  }

  /// The bits lost where a result near `x` comes from numbers near 1.
  private static func lossNearZero(_ x: BinaryFloat) -> Int { Int(max(0, -x.exponent)) }

  /// Undefined outside [−1, 1], unknown across its ends.
  public var asin: PreciseBall {
    outside(-1, 1) ?? monotoneImage(slope: { .one / (.one - $0.power(2)).squareRoot }, at: PreciseBall.arcsine)
  }

  /// `atan(x/√((1 − x)·(1 + x)))`: no digits are lost next to ±1, where `1 ∓ x` is exact.
  private static func arcsine(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if let small = small(x, bits) { return small }
    let x = PreciseBall(exactly: x, bits: bits)
    let cosine = ((.one - x) * (.one + x)).squareRoot
    if cosine.isZero { return pi(precision: bits).scaled(by: -1) * x }
    return (x / cosine).atan
  }

  /// Undefined outside [−1, 1], unknown across its ends.
  public var acos: PreciseBall {
    outside(-1, 1) ?? monotoneImage(slope: { -.one / (.one - $0.power(2)).squareRoot }, at: PreciseBall.arccosine)
  }

  /// `2·atan(√((1 − x)/(1 + x)))`.
  private static func arccosine(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    let x = PreciseBall(exactly: x, bits: bits)
    let sum = PreciseBall.one + x
    return sum.isZero ? pi(precision: bits) : ((.one - x) / sum).squareRoot.atan.scaled(by: 1)
  }

  public var asinh: PreciseBall {
    monotoneImage(slope: { .one / (.one + $0.power(2)).squareRoot }, at: PreciseBall.areaSine)
  }

  /// `±ln(|x| + √(1 + x²))`.
  private static func areaSine(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if let small = small(x, bits) { return small }
    let size = PreciseBall(exactly: x.absolute, bits: bits + lossNearZero(x))
    let value = (size + (.one + size * size).squareRoot).log.rounded(to: bits)
    return x.isNegative ? -value : value
  }

  /// Undefined below 1, unknown across it.
  public var acosh: PreciseBall {
    outside(1, nil)
      ?? monotoneImage(slope: { .one / ($0.power(2) - .one).squareRoot }) { x, bits in
        // arcosh x = arsinh √((x − 1)·(x + 1))
        let x = PreciseBall(exactly: x, bits: bits)
        return ((x - .one) * (x + .one)).squareRoot.asinh
      }
  }

  /// Undefined outside (−1, 1), unknown across its ends.
  public var atanh: PreciseBall {
    if let special = outside(-1, 1) { return special }
    let (low, high) = (lower, upper)
    if low == -.one || high == .one { return isExact ? .undefined : .unknown }
    return monotoneImage(slope: { .one / (.one - $0.power(2)) }, at: PreciseBall.areaTangent)
  }

  /// `ln((1 + x)/(1 − x))/2`.
  private static func areaTangent(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if let small = small(x, bits) { return small }
    let x = PreciseBall(exactly: x, bits: bits + lossNearZero(x))
    return ((.one + x) / (.one - x)).log.scaled(by: -1).rounded(to: bits)
  }
}
