/// Exponentials and logarithms of balls.
extension PreciseBall {
  public var exp: PreciseBall { monotoneImage(slope: { $0.exp }, at: PreciseBall.exponential) }

  /// The natural logarithm: undefined for a ball without positive numbers, unknown for one with others.
  public var log: PreciseBall {
    guard isBounded else { return self }
    if !isPositive { return (-self).isNotNegative ? .undefined : .unknown }
    return monotoneImage(slope: { .one / $0 }, at: PreciseBall.logarithm)
  }

  /// `e^x = 2^q·e^r` with `|x| = q·ln 2 + r`, or `2^(−q−1)·e^(ln 2 − r)` for `x < 0`.
  static func exponential(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if x.isZero { return PreciseBall(1, precision: bits) }
    // |e^x − 1 − x| ≤ x² for |x| ≤ 1
    if x.exponent < -Int64(bits) / 2 - 1 {
      let sum = PreciseBall(1, precision: bits) + PreciseBall(exactly: x, bits: bits)
      return sum.widened(by: Magnitude(powerOfTwo: 2 * x.exponent))
    }
    // The exponent of the result would be beyond the limit.
    if x.exponent > 41 {
      let least = Magnitude(powerOfTwo: -exponentLimit)
      return x.isNegative ? PreciseBall(.zero, least, precision: bits) : .unknown
    }
    let size = BinaryFloat.limbCount(bits + PreciseBall.exponentialLoss)
    // One limb more for the quotient, which has at most 42 bits: the remainder is wrong by 3·2^42 ulps of that limb, less
    // than one of those that stay.
    let period = FixedPointConstants.logarithmOfTwo(size: size + 1).natural
    let (quotient, rest) = FixedPoint.scaled(x, size: size + 1).quotientAndRemainder(dividingBy: period)
    let whole = Int64(quotient.word ?? 0)
    let angle = FixedPoint(x.isNegative ? period - rest : rest, size: size + 1).cut(to: size)
    let (value, ulps) = exponential(angle)
    // The angle's 2 ulps, with a derivative below 2.1.
    return value.ball(ulps: ulps + 5, scaledBy: x.isNegative ? -whole - 1 : whole, precision: bits)
  }

  /// How many bits the exponential in fixed point loses at most.
  static let exponentialLoss = 48

  /// `e^t` for `0 ≤ t < 0.7`, with its error in ulps: `(e^(t/2^k))^(2^k)`.
  ///
  /// An error of `δ` ulps in `y ≥ 1`, relative, becomes at most `2δ + 2` by squaring, and a little for `δ²`; so `2^k·(δ + 2)`
  /// after `k` squarings, times the value, in all less than 3 times that. Cutting `t/2^k` adds an ulp to `δ`.
  static func exponential(_ t: FixedPoint) -> (value: FixedPoint, ulps: UInt64) {
    // About as many squarings as there are long products in the series: 3 µs at 128 bits, 0.13 ms at 3,333.
    let squarings = max(1, min(38, Int((0.2 * Double(64 * t.size)).squareRoot())))
    var angle = t
    angle.shiftRight(squarings)
    var value = TaylorSeries.exponential(angle)
    for _ in 0..<squarings { value = value * value }
    return (value, 3 * (TaylorSeries.ulps + 3) << UInt64(squarings))
  }

  /// `ln x = e·ln 2 + ln m` with `1/√2 < m ≤ √2`, `m = x·2^(−e)`.
  static func logarithm(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    // m in [1/2, 1), or twice that.
    let isSmall = (x.limbs.last ?? 0) < 0xb504_f333_f9de_6484
    let mantissa = x.scaled(by: -x.exponent + (isSmall ? 1 : 0))
    let exponent = x.exponent - (isSmall ? 1 : 0)
    let distance = BinaryFloat.sum(mantissa, -.one, limit: mantissa.limbs.count + 1).value
    if exponent == 0 {
      if distance.isZero { return PreciseBall(0, precision: bits) }
      // |ln(1 + d) − d| ≤ d² for |d| ≤ 1/2
      if distance.exponent < -Int64(bits) - 1 { return near(distance, relative: distance.exponent, bits: bits) }
    }
    let loss = exponent == 0 ? Int(-distance.exponent) : 0
    let size = BinaryFloat.limbCount(bits + loss + exponentialLoss + 4)
    guard let (value, isNegative, ulps) = logarithm(mantissa, size: size) else { return .unknown }
    let fraction = value.ball(ulps: ulps, isNegative: isNegative, precision: 64 * size)
    if exponent == 0 { return fraction.rounded(to: bits) }
    let two = FixedPointConstants.logarithmOfTwo(size: size).ball(ulps: 2, precision: 64 * size)
    let whole = two * PreciseBall(Integer(word: exponent), precision: 64)
    return (whole + fraction).rounded(to: bits)
  }

  /// `ln m = y + 2·artanh((m·e^(−y) − 1)/(m·e^(−y) + 1))`, where `y` is a double's value of `ln m` cut to 32 bits: a hint
  /// which makes the series short and which nothing else depends on. With few bits cut, the hint is the same on all machines.
  ///
  /// With `E = e^|y|`: `v = |m − E|/(m + E)` for `y ≥ 0`, `|m·E − 1|/(m·E + 1)` for `y < 0`. If `E` is wrong by `u` ulps, the
  /// numerator and denominator are by less than `u + 4`; as `v < 1/2` and the denominator is above 1, `v` is by less than
  /// `2·u + 8`, and the logarithm by less than `6·u + 24` and twice the error of the series. Nil if the hint is a wrong one.
  private static func logarithm(_ m: BinaryFloat, size: Int) -> (value: FixedPoint, isNegative: Bool, ulps: UInt64)? {
    let hint = RealMath.log(m.double)
    let units = Int64((hint * 0x1p32).rounded())
    let y = FixedPoint(units.magnitude, over: 32, size: size)
    let middle = FixedPoint(m, size: size)
    let one = FixedPoint(1, size: size)
    let (power, error) = units == 0 ? (one, 0) : exponential(y)
    let (a, b) = units >= 0 ? (middle, power) : (middle * power, one)
    let isBelow = a.natural < b.natural
    let quotient = ((isBelow ? b - a : a - b).natural << (64 * size)).quotientAndRemainder(
      dividingBy: (a + b).natural
    ).quotient
    guard quotient.bitWidth <= 64 * size - 8 else { return nil }
    var (series, ulps) = TaylorSeries.arctangent(FixedPoint(quotient, size: size), isAlternating: false)
    series.double()
    // ln m = ±|y| ± series
    let total: FixedPoint
    let isNegative: Bool
    if (units < 0) == isBelow || units == 0 {
      (total, isNegative) = (y + series, isBelow)
    } else if series.natural <= y.natural {
      (total, isNegative) = (y - series, units < 0)
    } else {
      (total, isNegative) = (series - y, isBelow)
    }
    ulps = 2 * ulps + 6 * error + 24
    return (total, isNegative, ulps)
  }
}
