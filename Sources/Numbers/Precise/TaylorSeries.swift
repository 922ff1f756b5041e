/// Taylor series of small arguments, summed in fixed point.
///
/// The factorial series are summed by Smith's rectangular splitting: the powers `x⁰ … x^m` and `x^(m·j)` cost `m + N/m`
/// long products for `N` terms, all else is division by words. Smith, "Efficient multiple-precision evaluation of elementary
/// functions", Math. Comp. 1989; Brent, Zimmermann, *Modern Computer Arithmetic*, 4.4.3.
///
/// The errors. Let `x ≤ 1/2` be exact. A power `xⁱ`, cut in every product, is wrong by `eᵢ ≤ eᵢ₋₁·x + 2`, so by less than
/// 4 ulps. The sum is built from the last term by `s ← (xⁱ ± s·[x^m]) / d` with `d ≥ 2`, `s < 2`: with an error `e` in `s`,
/// the next is at most `(4 + e + 2·4 + 2)/2 + 1`, a bound whose fixed point is 16. The terms left out are less than an ulp.
enum TaylorSeries {
  /// How far wrong the sums are, in ulps; with the last sum, which is not divided.
  static let ulps: UInt64 = 32

  /// The number of terms of `Σ x^j/(s·j)!` with `x < 2^(−bits)` above an ulp.
  ///
  /// The first term left out is less than `2^(−64n − 1)`, and each later one less than half of the one before.
  private static func termCount(_ x: FixedPoint, step: Int) -> Int {
    let bits = x.leadingZeroBits
    let goal = 64 * x.size + 1
    var (count, sum, factor) = (0, 0, 0)
    while sum < goal {
      count += 1
      sum += bits
      for _ in 0..<step {
        factor += 1
        // ⌊log₂ factor⌋
        sum += Int.bitWidth - 1 - factor.leadingZeroBitCount
      }
    }
    return count
  }

  /// `x⁰ … x^m` with `m` about the root of the number of terms.
  private static func powers(_ x: FixedPoint, terms: Int) -> [FixedPoint] {
    let m = max(1, Int(Double(terms).squareRoot()))
    var powers = [FixedPoint(1, size: x.size), x]
    while powers.count <= m { powers.append(powers[powers.count - 1] * x) }
    return powers
  }

  /// `Σ_{j ≥ 0} (±x)^j·Π_{i ≤ j} 1/divisor(i)`.
  private static func sum(
    _ powers: [FixedPoint], terms: Int, isAlternating: Bool, divisor: (UInt64) -> UInt64
  ) -> FixedPoint {
    let m = powers.count - 1
    var total = FixedPoint(0, size: powers[0].size)
    for j in stride(from: terms, through: 0, by: -1) {
      if (j + 1) % m == 0 { total = total * powers[m] }
      if isAlternating {
        total = powers[j % m] - total
      } else {
        total += powers[j % m]
      }
      total.divide(by: j == 0 ? 1 : divisor(UInt64(j)))
    }
    return total
  }

  /// `e^x` for `0 ≤ x ≤ 1/2`.
  static func exponential(_ x: FixedPoint) -> FixedPoint {
    let terms = termCount(x, step: 1)
    return sum(powers(x, terms: terms), terms: terms, isAlternating: false) { $0 }
  }

  /// `sin x` and `1 − cos x` for `0 ≤ x ≤ 1/2`.
  ///
  /// `sin x = x·Σ (−x²)^j/(2j+1)!`, `1 − cos x = x²/2·Σ (−x²)^j·2/(2j+2)!`. The square is wrong by 2 ulps, which the sums
  /// see with a factor below `1/2`; the last product adds 2 ulps.
  static func sine(_ x: FixedPoint) -> (sine: FixedPoint, versine: FixedPoint) {
    let square = x * x
    let terms = termCount(square, step: 2)
    let powers = powers(square, terms: terms)
    let sine = x * sum(powers, terms: terms, isAlternating: true) { (2 * $0) * (2 * $0 + 1) }
    var versine = square * sum(powers, terms: terms, isAlternating: true) { (2 * $0 + 1) * (2 * $0 + 2) }
    versine.shiftRight(1)
    return (sine, versine)
  }

  /// `Σ (±1)^j·x^(2j+1)/(2j+1)` for `0 ≤ x ≤ 1/2`: `atan x` if alternating, else `atanh x`; with its error in ulps.
  ///
  /// The odd powers are wrong by less than 4 ulps each, their quotients by 5; the rest after the last is less than one.
  static func arctangent(_ x: FixedPoint, isAlternating: Bool) -> (value: FixedPoint, ulps: UInt64) {
    let square = x * x
    var (total, power) = (x, x)
    let bits = square.leadingZeroBits
    let terms = (64 * x.size + 1) / max(1, bits) + 1
    var j: UInt64 = 0
    while j < terms && !power.isZero {
      j += 1
      power = power * square
      var term = power
      term.divide(by: 2 * j + 1)
      if isAlternating && j % 2 == 1 { total -= term } else { total += term }
    }
    return (total, 5 * j + 6)
  }
}
