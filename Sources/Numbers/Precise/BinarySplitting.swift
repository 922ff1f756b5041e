/// Sums of fractions by halves, so that the great products are of numbers of equal size.
///
/// Haible, Papanikolaou, "Fast multiprecision evaluation of series of rational numbers", ANTS 1998. The halving goes as deep
/// as the logarithm of the number of terms.
enum BinarySplitting {
  /// π by the Chudnovskys' series, in ulps too small or too large by less than 2.
  ///
  /// `1/π = 12·Σ (−1)^k·(6k)!·(13591409 + 545140134·k) / ((3k)!·k!³·640320^(3k + 3/2))`, 47 bits a term; so
  /// `π = 426880·√10005·Q/T`. A limb more than asked for is computed and cut: with that limb the root, the tail and the
  /// quotient are wrong by less than 2^30 of its ulps, the result by one of its own and that.
  static func pi(size: Int) -> FixedPoint {
    let bits = 64 * (size + 1)
    let (_, q, t) = chudnovsky(0, bits / 47 + 2)
    let root = (Natural(10005) << (2 * bits)).floorOfSquareRoot
    let numerator = q.naturalMagnitude * Natural(426_880) * root
    let value = numerator.quotientAndRemainder(dividingBy: t.naturalMagnitude).quotient
    return FixedPoint(value, size: size + 1).cut(to: size)
  }

  private typealias Sums = (p: Integer, q: Integer, t: Integer)

  /// The terms `low..<high`: `P`, `Q` the products of the ratios' numerators and denominators, `T/Q` the sum.
  private static func chudnovsky(_ low: Int, _ high: Int) -> Sums {
    if high - low == 1 {
      if low == 0 { return (.one, .one, Integer(13_591_409)) }
      let k = Integer(low)
      let six = Integer(6) * k
      let p = (six - Integer(5)) * (Integer(2) * k - .one) * (six - .one)
      // 640320³/24
      let q = k * k * k * Integer(word: 10_939_058_860_032_000)
      let t = p * (Integer(13_591_409) + Integer(545_140_134) * k)
      return (p, q, low.isMultiple(of: 2) ? t : -t)
    }
    let middle = (low + high) / 2
    let (a, b) = (chudnovsky(low, middle), chudnovsky(middle, high))
    return (a.p * b.p, a.q * b.q, a.t * b.q + a.p * b.t)
  }

  /// `ln 2 = 18·atanh(1/26) − 2·atanh(1/4801) + 8·atanh(1/8749)`, wrong by less than 2 ulps.
  ///
  /// Arndt, *Matters Computational*, 32.4. A limb more than asked for is computed and cut.
  static func logarithmOfTwo(size: Int) -> FixedPoint {
    var result = arctangent(26, times: 18, size: size + 1)
    result -= arctangent(4801, times: 2, size: size + 1)
    result += arctangent(8749, times: 8, size: size + 1)
    return result.cut(to: size)
  }

  /// `factor·atanh(1/x) = factor·x·Σ 1/((2k+1)·x^(2k+2))`, too small by less than `factor` ulps and one.
  private static func arctangent(_ x: Int, times factor: Int, size: Int) -> FixedPoint {
    // x² ≥ 2^width
    let width = 2 * (Int.bitWidth - 1 - x.leadingZeroBitCount)
    let (b, q, t) = reciprocals(0, 64 * size / width + 1, Integer(x) * Integer(x))
    let numerator = (t * Integer(x) * Integer(factor)).naturalMagnitude << (64 * size)
    let value = numerator.quotientAndRemainder(dividingBy: (b * q).naturalMagnitude).quotient
    return FixedPoint(value, size: size)
  }

  /// `T/(B·Q) = Σ_{low ≤ k < high} 1/((2k+1)·X^(k−low+1))`, `B` the product of the odd numbers, `Q = X^(high−low)`.
  private static func reciprocals(_ low: Int, _ high: Int, _ x: Integer) -> Sums {
    if high - low == 1 { return (Integer(2 * low + 1), x, .one) }
    let middle = (low + high) / 2
    let (a, b) = (reciprocals(low, middle, x), reciprocals(middle, high, x))
    return (a.p * b.p, a.q * b.q, a.t * b.p * b.q + a.p * b.t)
  }
}

/// `π` and `ln 2` in fixed point, wrong by less than 2 ulps.
///
/// They are computed once each, when first needed, to 512, 4,096 and 32,768 bits, and cut to what is asked for; beyond that
/// they are computed at every use.
enum FixedPointConstants {
  private static let pi8 = BinarySplitting.pi(size: 9)
  private static let pi64 = BinarySplitting.pi(size: 65)
  private static let pi512 = BinarySplitting.pi(size: 513)
  private static let log8 = BinarySplitting.logarithmOfTwo(size: 9)
  private static let log64 = BinarySplitting.logarithmOfTwo(size: 65)
  private static let log512 = BinarySplitting.logarithmOfTwo(size: 513)

  static func pi(size: Int) -> FixedPoint {
    if size <= 8 { return pi8.cut(to: size) }
    if size <= 64 { return pi64.cut(to: size) }
    return size <= 512 ? pi512.cut(to: size) : BinarySplitting.pi(size: size)
  }

  static func logarithmOfTwo(size: Int) -> FixedPoint {
    if size <= 8 { return log8.cut(to: size) }
    if size <= 64 { return log64.cut(to: size) }
    return size <= 512 ? log512.cut(to: size) : BinarySplitting.logarithmOfTwo(size: size)
  }
}
