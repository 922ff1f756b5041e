/// Circular functions of balls and their inverses.
extension PreciseBall {
  public var sin: PreciseBall {
    wave {
      $0.sine
    } derivative: {
      $0.cosine
    }
  }
  public var cos: PreciseBall {
    wave {
      $0.cosine
    } derivative: {
      $0.sine
    }
  }

  /// The sine and cosine of a number.
  typealias Circle = (sine: PreciseBall, cosine: PreciseBall)

  /// sin or cos by Taylor's bound `|f(m + h) − f(m)| ≤ min(|h|, |f′(m)|·|h| + h²/2)`, and never beyond ±1.
  private func wave(_ value: (Circle) -> PreciseBall, derivative: (Circle) -> PreciseBall) -> PreciseBall {
    guard isBounded else { return self }
    let bound = PreciseBall(.zero, Magnitude(powerOfTwo: 0), precision: precision)
    guard radius < Magnitude(powerOfTwo: 4), midpoint.exponent <= PreciseBall.greatestAngle(precision) else {
      return bound
    }
    var steepness = Magnitude.zero
    let middle = PreciseBall.value(precision: precision) { bits in
      guard let circle = PreciseBall.circle(midpoint, bits) else { return bound }
      let slope = derivative(circle)
      steepness = Magnitude(slope.midpoint) + slope.radius
      return value(circle)
    }
    if radius.isZero { return middle }
    let spread = Swift.min(radius, steepness * radius + (radius * radius).scaled(by: -1))
    let image = middle.widened(by: spread)
    let (low, high) = (image.lower, image.upper)
    if low >= -.one && high <= .one { return image }
    return PreciseBall(lower: Swift.max(low, -.one), upper: Swift.min(high, .one), precision: precision)
  }

  /// Increasing between its poles; unknown for a ball that may contain one.
  public var tan: PreciseBall {
    guard isBounded else { return self }
    // The fast ball knows most angles that are far enough from a pole.
    if ball.cos.containsZero && cos.containsZero { return .unknown }
    return monotoneImage(slope: { .one + $0.tan.power(2) }, at: PreciseBall.tangent)
  }

  private static func tangent(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if x.isZero { return PreciseBall(0, precision: bits) }
    guard let (sine, cosine) = circle(x, bits) else { return .unknown }
    return sine / cosine
  }

  /// The greatest exponent of an angle: above, π would be needed to more bits than a few times the precision.
  static func greatestAngle(_ bits: Int) -> Int64 { Int64(max(4096, 4 * bits)) }

  /// The sine and cosine of `x`, to about `bits` bits; nil for an angle too large.
  ///
  /// `|x| = q·π/2 + r` with limbs enough for the quotient: `q < 2^e`, and the remainder is wrong by `3·2^e` ulps there, less
  /// than one ulp of those that stay. A small angle gets as many bits more as it has zeros, so that the sine has its bits.
  private static func circle(_ x: BinaryFloat, _ bits: Int) -> Circle? {
    if x.isZero { return (PreciseBall(0, precision: bits), PreciseBall(1, precision: bits)) }
    // |sin x − x| ≤ |x|³/6, |cos x − 1| ≤ x²/2
    if x.exponent < -Int64(bits) / 2 - 1 {
      return (near(x, relative: 2 * x.exponent, bits: bits), near(.one, relative: 2 * x.exponent - 1, bits: bits))
    }
    if x.exponent > greatestAngle(bits) { return nil }
    let small = Int(max(0, -x.exponent))
    let size = BinaryFloat.limbCount(bits + small + circleLoss)
    let more = size + 1 + Int(max(0, x.exponent)) / 64
    var quarter = FixedPointConstants.pi(size: more)
    quarter.shiftRight(1)
    let period = quarter.natural
    let (quotient, rest) = FixedPoint.scaled(x, size: more).quotientAndRemainder(dividingBy: period)
    let quadrant = (quotient.limbs.first ?? 0) & 3
    // The angle from the nearer axis.
    let isFolded = period < rest << 1
    let angle = FixedPoint(isFolded ? period - rest : rest, size: more).cut(to: size)
    var (sine, versine, ulps) = circle(angle)
    let cosine = FixedPoint(1, size: size) - versine
    ulps += 2
    let isSwapped = isFolded != (quadrant & 1 == 1)
    let s = (isSwapped ? cosine : sine).ball(
      ulps: ulps, isNegative: (quadrant >= 2) != x.isNegative, precision: bits)
    let c = (isSwapped ? sine : cosine).ball(
      ulps: ulps, isNegative: quadrant == 1 || quadrant == 2, precision: bits)
    return (s, c)
  }

  /// How many bits the sine and cosine in fixed point lose at most.
  static let circleLoss = 48

  /// `sin t` and `1 − cos t` for `0 ≤ t ≤ π/2`, with their error in ulps.
  ///
  /// From `t/2^k` by `sin 2a = 2·(sin a − sin a·(1 − cos a))`, `1 − cos 2a = 2·sin²a`. With errors of at most `E` ulps and
  /// `s = sin a`, the doubled ones are at most `(2 + 2s)·E + 4` and `4s·E + 4`; the sines halve backwards, so the product of
  /// all `1 + s` is below `e^2`, and `E` at the end below `2^k·7.4·(E + 4)`. Cutting `t/2^k` adds `2^k`.
  static func circle(_ t: FixedPoint) -> (sine: FixedPoint, versine: FixedPoint, ulps: UInt64) {
    // Half as many doublings as squarings in the exponential, since each takes two products.
    let doublings = max(2, min(38, Int((0.1 * Double(64 * t.size)).squareRoot())))
    var angle = t
    angle.shiftRight(doublings)
    var (sine, versine) = TaylorSeries.sine(angle)
    for _ in 0..<doublings {
      var square = sine * sine
      square.double()
      sine -= sine * versine
      sine.double()
      versine = square
    }
    return (sine, versine, (8 * (TaylorSeries.ulps + 4) + 1) << UInt64(doublings))
  }
}

extension PreciseBall {
  public var atan: PreciseBall {
    monotoneImage(slope: { .one / (.one + $0.power(2)) }, at: PreciseBall.arctangent)
  }

  /// `atan x = y + atan((x − tan y)/(1 + x·tan y))` with a double's value `y` of `atan x`, cut to 32 bits; a hint, see the
  /// logarithm.
  ///
  /// For `x ≤ 1`, `v = |x·cos y − sin y|/(cos y + x·sin y)`; for `x > 1`, with `z = 1/x`, `v = |cos y − z·sin y|/(z·cos y + sin y)`.
  /// If sine and cosine are wrong by `u` ulps, numerator and denominator are by less than `2·u + 6`; the denominator is
  /// above 0.7, and `v < 1/2`, so `v` is by less than `5·u + 20`.
  static func arctangent(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if x.isZero { return PreciseBall(0, precision: bits) }
    // |atan x − x| ≤ |x|³/3
    if x.exponent < -Int64(bits) / 2 - 1 { return near(x, relative: 2 * x.exponent, bits: bits) }
    let size = BinaryFloat.limbCount(bits + Int(max(0, -x.exponent)) + circleLoss + 4)
    let isLarge = x.exponent > 0
    let argument = isLarge ? BinaryFloat.quotient(.one, x, limit: size + 1).value : x
    let ratio = FixedPoint(argument, size: size)
    let y = UInt64((RealMath.atan(x.double.magnitude) * 0x1p32).rounded())
    let hint = FixedPoint(Natural(y) << (64 * size - 32), size: size)
    let (sine, versine, error) = circle(hint)
    let cosine = FixedPoint(1, size: size) - versine
    let (a, b) = isLarge ? (cosine, ratio * sine) : (ratio * cosine, sine)
    let denominator = isLarge ? ratio * cosine + sine : cosine + ratio * sine
    let isBelow = a.natural < b.natural
    let quotient = ((isBelow ? b - a : a - b).natural << (64 * size)).quotientAndRemainder(
      dividingBy: denominator.natural
    ).quotient
    guard quotient.bitWidth <= 64 * size - 8 else { return .unknown }
    let (series, ulps) = TaylorSeries.arctangent(FixedPoint(quotient, size: size), isAlternating: true)
    let value = isBelow ? hint - series : hint + series
    return value.ball(ulps: ulps + 5 * error + 24, isNegative: x.isNegative, precision: bits)
  }
}
