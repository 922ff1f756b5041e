/// Fractions to and from binary floating point.
extension Rational {
  /// The value of a finite `Double`, which is a fraction with a power of two below; nil for ±∞ and NaN.
  public init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    if value.isZero {
      self = .zero
      return
    }
    // value = ±significand·2^exponent
    let isNormal = value.isNormal
    let significand = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
    let exponent = (isNormal ? Int(value.exponentBitPattern) : 1) - 1075
    let zeros = significand.trailingZeroBitCount
    let odd = Integer(Natural(significand >> UInt64(zeros)), isNegative: value < 0)
    let power = Integer(Natural(1) << Int((exponent + zeros).magnitude))
    self = exponent + zeros >= 0 ? Rational(odd * power) : Rational(reduced: odd, power)
  }

  /// The nearest `Double`, ties to even; ±∞ beyond the greatest finite one.
  public var double: Double {
    if case .small(let n, let d) = storage, n.magnitude <= 1 << 53, d <= 1 << 53 {
      // Both are exact, and the division rounds once.
      return Double(n) / Double(d)
    }
    let (n, d) = (numerator.naturalMagnitude, denominator.naturalMagnitude)
    // ⌊n·2^shift / d⌋ has 62 or 63 bits.
    let shift = 62 - (n.bitWidth - d.bitWidth)
    let (quotient, remainder) = (shift > 0 ? n << shift : n).quotientAndRemainder(
      dividingBy: shift < 0 ? d << -shift : d)
    let value = Double(rounding: quotient.word ?? 0, isInexact: !remainder.isZero, exponent: -shift)
    return signum < 0 ? -value : value
  }
}
