/// How a function of a ball is computed from the function of one number.
///
/// The middle's value comes from a series, to as many bits as the precision asks for; Ziv's strategy: compute with a few
/// guard bits, and again with more if too many were lost to cancellation (Muller, *Elementary Functions*, 12.4). The radius
/// follows from the mean value theorem, `|f(m + h) − f(m)| ≤ |h|·sup |f′|`, with the derivative's bound over the ball from
/// the fast `Ball`. Where the slope varies too much for that to be tight, a monotone function is taken at both ends.
extension PreciseBall {
  /// Bits beyond the precision in the first attempt.
  private static let guardBits = 16

  /// The value at a number to the ball's precision, relative to its size, if that can be had with at most four times the
  /// bits; otherwise the best value found.
  static func value(precision: Int, _ compute: (_ bits: Int) -> PreciseBall) -> PreciseBall {
    var bits = precision + guardBits
    while true {
      let value = compute(bits)
      guard value.isBounded, let exponent = value.relativeExponent else { return value.rounded(to: precision) }
      let lost = exponent == .max ? Int64(bits) : exponent + Int64(precision) + 2
      if lost <= 0 || bits >= 4 * precision + 256 { return value.rounded(to: precision) }
      bits = min(4 * precision + 256, bits + Int(min(lost, Int64(4 * precision))) + guardBits)
    }
  }

  /// The image under a monotone function with this value at a number and this derivative, for a ball inside its domain.
  func monotoneImage(
    slope: (Ball) -> Ball, at value: (_ x: BinaryFloat, _ bits: Int) -> PreciseBall
  ) -> PreciseBall {
    guard isBounded else { return self }
    let precision = precision
    if radius.isZero { return PreciseBall.value(precision: precision) { value(midpoint, $0) } }
    let derivative = slope(ball)
    // Half as much again as needed, at most.
    if derivative.isBounded && derivative.relativeRadius < 0.2 {
      let middle = PreciseBall.value(precision: precision) { value(midpoint, $0) }
      // A millionth part more, so that nothing depends on what the C library's errors may be.
      let steepness = Magnitude(Swift.max(-derivative.lower, derivative.upper))
      return middle.widened(by: radius * (steepness + steepness.scaled(by: -20)))
    }
    return imageOfEnds { end in PreciseBall.value(precision: precision) { value(end, $0) } }
  }

  /// The image under an increasing or decreasing function, from its values at both ends, for a ball inside its domain.
  func imageOfEnds(_ value: (BinaryFloat) -> PreciseBall) -> PreciseBall {
    let (first, last) = (value(lower), value(upper))
    // An end is rounded outwards, so what it has no value for does not make the whole undefined.
    return first.isBounded && last.isBounded ? first.union(last) : .unknown
  }

  /// `x·(1 ± 2^exponent)`.
  static func near(_ x: BinaryFloat, relative exponent: Int64, bits: Int) -> PreciseBall {
    PreciseBall(
      x.cut(to: BinaryFloat.limbCount(bits)), Magnitude(powerOfTwo: x.exponent + exponent), precision: bits)
  }

  /// Undefined if the ball misses `low...high`, unknown if it leaves it, nil inside.
  func outside(_ low: Int?, _ high: Int?) -> PreciseBall? {
    guard isBounded else { return self }
    var leaves = false
    if let low {
      let excess = self - PreciseBall(low, precision: precision + 64)
      if excess.isNegative { return .undefined }
      leaves = !excess.isNotNegative
    }
    if let high {
      let excess = PreciseBall(high, precision: precision + 64) - self
      if excess.isNegative { return .undefined }
      leaves = leaves || !excess.isNotNegative
    }
    return leaves ? .unknown : nil
  }

  /// The ball of one number.
  init(exactly x: BinaryFloat, bits: Int) { self.init(x, .zero, precision: bits) }

  /// `π` to `precision` bits.
  public static func pi(precision: Int) -> PreciseBall {
    let size = BinaryFloat.limbCount(precision) + 1
    return FixedPointConstants.pi(size: size).ball(ulps: 2, precision: precision)
  }
}
