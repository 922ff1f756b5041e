/// e^x in all lanes at once.
///
/// x = n·log 2 + r with |r| ≤ log 2/2, and e^r = 1 + 2·r·P(r²)/(Q(r²) − r·P(r²)), a Padé approximant of orders 3 and 4 in r
/// (Moshier, Methods and Programs for Mathematical Functions, 1989, chapter 2; Cody and Waite, Software Manual for the
/// Elementary Functions, 1980, for the reduction). Within 4 units in the last place.
extension SIMD8<Double> {
  var exponential: SIMD8<Double> {
    let isOrdinary = (self .< SIMD8(repeating: 700)) .& (self .> SIMD8(repeating: -700))
    if all(isOrdinary) { return exponentialOfOrdinary }
    // Where there may be no normal number as the result: the square of e^(x/2). No lane depends on others.
    let low = replacing(with: -1398, where: self .< SIMD8(repeating: -1398))
    let inside = low.replacing(with: 1398, where: low .> SIMD8(repeating: 1398)).replacing(
      with: 0, where: self .!= self)
    let root = (inside * SIMD8(repeating: 0.5)).exponentialOfOrdinary
    let square = (root * root).replacing(with: .nan, where: self .!= self)
    return square.replacing(with: replacing(with: 0, where: .!isOrdinary).exponentialOfOrdinary, where: isOrdinary)
  }

  /// For |x| < 700.
  @inline(__always)
  private var exponentialOfOrdinary: SIMD8<Double> {
    let (power, shifted) = reducedExponential
    // n is in the last bits of 3·2⁵¹ + n, and added to the exponent of a number multiplies it by 2ⁿ.
    let exponents = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< SIMD8<UInt64>(repeating: 52)
    return unsafeBitCast(unsafeBitCast(power, to: SIMD8<UInt64>.self) &+ exponents, to: SIMD8<Double>.self)
  }

  /// e^r, and 3·2⁵¹ + n.
  @inline(__always)
  private var reducedExponential: (power: SIMD8<Double>, shifted: SIMD8<Double>) {
    let shifted = self * SIMD8(repeating: 1.442_695_040_888_963_4) + SIMD8(repeating: 0x1.8p52)
    let n = shifted - SIMD8(repeating: 0x1.8p52)
    let r =
      (self - n * SIMD8(repeating: 6.931_457_519_531_25e-1)) - n * SIMD8(repeating: 1.428_606_820_309_417_232_12e-6)
    let square = r * r
    let p =
      ((SIMD8(repeating: 1.261_771_930_748_105_908_78e-4) * square + SIMD8(repeating: 3.029_944_077_074_419_613_00e-2))
        * square + SIMD8(repeating: 1)) * r
    let q =
      ((SIMD8(repeating: 3.001_985_051_386_644_550_42e-6) * square + SIMD8(repeating: 2.524_483_403_496_841_041_92e-3))
        * square + SIMD8(repeating: 2.272_655_482_081_550_287_66e-1)) * square + SIMD8(repeating: 2)
    let quotient = p / (q - p)
    return (SIMD8(repeating: 1) + (quotient + quotient), shifted)
  }
}
