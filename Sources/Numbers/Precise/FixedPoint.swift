/// A number `Σ limbs[i]·2^(64·(i − n))` in `[0, 2^64)`: `n` limbs of fraction and one of whole units, always all of them.
///
/// The number that series are summed in. Its *ulp* is `2^(−64·n)`; every operation says how many ulps it is wrong by, and
/// the sums of those are the radii of the balls. Brent, Zimmermann, *Modern Computer Arithmetic*, 4.4.
struct FixedPoint: Sendable {
  /// The fraction from the least significant limb up, then the whole units.
  var limbs: [UInt64]

  /// The number of limbs of fraction.
  var size: Int { limbs.count - 1 }

  /// A whole number.
  init(_ whole: UInt64, size: Int) {
    limbs = zeroLimbs(size + 1)
    limbs[size] = whole
  }

  /// `numerator·2^(−bits)` exactly; requires `bits ≤ 64`, a numerator below `2^bits`, and a fraction.
  init(_ numerator: UInt64, over bits: Int, size: Int) {
    self.init(0, size: size)
    limbs[size - 1] = numerator << UInt64(64 - bits)
  }

  /// `number·2^(−64·size)`, or as much of it as fits.
  init(_ number: Natural, size: Int) {
    limbs = number.limbs
    if limbs.count > size + 1 { limbs.removeLast(limbs.count - size - 1) }
    if limbs.count <= size { limbs.append(contentsOf: repeatElement(0, count: size + 1 - limbs.count)) }
  }

  /// `|value|` cut to the fraction's limbs: at most it, by less than an ulp. Requires `|value| < 2^64`.
  init(_ value: BinaryFloat, size: Int) {
    self.init(FixedPoint.scaled(value, size: size), size: size)
  }

  /// `⌊|value|·2^(64·size)⌋`.
  static func scaled(_ value: BinaryFloat, size: Int) -> Natural {
    let shift = value.exponent + 64 * Int64(size - value.limbs.count)
    if shift >= 0 { return value.mantissa << Int(shift) }
    return -shift > 64 * Int64(value.limbs.count) ? .zero : value.mantissa >> Int(-shift)
  }

  /// All limbs as a natural number.
  var natural: Natural { Natural(limbs: limbs) }

  /// The same number with fewer limbs of fraction: less by less than an ulp of the result.
  func cut(to size: Int) -> FixedPoint {
    var result = self
    result.limbs.removeFirst(max(0, self.size - size))
    return result
  }

  /// Exactly this number.
  var binaryFloat: BinaryFloat { BinaryFloat(natural, shifted: -64 * Int64(size)) }

  /// The ball around this number with so many ulps, times `2^exponent`.
  func ball(ulps: UInt64, scaledBy exponent: Int64 = 0, isNegative: Bool = false, precision: Int) -> PreciseBall {
    let middle = BinaryFloat(natural, shifted: exponent - 64 * Int64(size), isNegative: isNegative)
    let radius = Magnitude(ulps, scale: exponent - 64 * Int64(size))
    return PreciseBall(middle.cut(to: BinaryFloat.limbCount(precision)), radius, precision: precision)
  }

  var isZero: Bool { limbs.allSatisfy { $0 == 0 } }

  /// `value < 2^(−result)` for a fraction; 64 times the size for zero.
  var leadingZeroBits: Int {
    for index in stride(from: size - 1, through: 0, by: -1) where limbs[index] != 0 {
      return 64 * (size - 1 - index) + limbs[index].leadingZeroBitCount
    }
    return 64 * size
  }

  /// Exact; the sum must be below 2^64.
  static func += (a: inout FixedPoint, b: FixedPoint) {
    var carry: UInt64 = 0
    for index in a.limbs.indices { (carry, a.limbs[index]) = limbSum(a.limbs[index], b.limbs[index], carry) }
  }

  /// Exact if `a ≥ b`. Otherwise zero, which is nearer to the true difference of two numbers known to be that way round up
  /// to errors.
  static func -= (a: inout FixedPoint, b: FixedPoint) {
    var borrow: UInt64 = 0
    for index in a.limbs.indices {
      let (carry, complement) = limbSum(~a.limbs[index], b.limbs[index], borrow)
      a.limbs[index] = ~complement
      borrow = carry
    }
    if borrow != 0 { for index in a.limbs.indices { a.limbs[index] = 0 } }
  }

  static func - (a: FixedPoint, b: FixedPoint) -> FixedPoint {
    var result = a
    result -= b
    return result
  }

  static func + (a: FixedPoint, b: FixedPoint) -> FixedPoint {
    var result = a
    result += b
    return result
  }

  /// Exact; the result must be below 2^64.
  mutating func double() {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let limb = limbs[index]
      limbs[index] = limb << 1 | carry
      carry = limb >> 63
    }
  }

  /// `self / 2^bits`, too small by less than an ulp.
  mutating func shiftRight(_ bits: Int) {
    let (words, shift) = (bits / 64, UInt64(bits % 64))
    for index in limbs.indices {
      let low = index + words < limbs.count ? limbs[index + words] : 0
      let high = index + words + 1 < limbs.count ? limbs[index + words + 1] : 0
      limbs[index] = shift == 0 ? low : low &>> shift | high &<< (64 &- shift)
    }
  }

  /// `self / divisor`, too small by less than an ulp; requires `divisor > 0`.
  mutating func divide(by divisor: UInt64) {
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      let limb = limbs[index]
      // The leading limbs of small numbers are zeros.
      if limb == 0 && remainder == 0 { continue }
      (limbs[index], remainder) = divisor.dividingFullWidth((remainder, limb))
    }
  }

  /// Limbs from which Karatsuba's product of all limbs is used in place of the upper half by the school's method: twice
  /// where `Natural` begins, since half as many limb products are formed. An estimate.
  private static let halfProductLimit = 192

  /// `a·b`, too small by less than two ulps; the product must be below 2^64.
  ///
  /// Only limb products `i + j ≥ n − 2` are formed. The others are fewer than `n` in each column and sum to less than
  /// `n·2^64·2^(64·(n−2))·2^64/(2^64 − 1)`, under `2n/2^64` ulps; cutting the two columns below an ulp costs less than one.
  static func * (a: FixedPoint, b: FixedPoint) -> FixedPoint {
    let n = a.size
    if n >= halfProductLimit { return FixedPoint((a.natural * b.natural) >> (64 * n), size: n) }
    let first = max(0, n - 2)
    // Columns n − 2 … 2n + 1.
    var columns = zeroLimbs(2 * n + 2 - first)
    var bottom = 0
    while bottom <= n && b.limbs[bottom] == 0 { bottom += 1 }
    for i in 0...n {
      let factor = a.limbs[i]
      if factor == 0 { continue }
      var carry: UInt64 = 0
      let start = max(bottom, first - i)
      if start > n { continue }
      var column = i + start - first
      for j in start...n {
        (carry, columns[column]) = limbProduct(factor, b.limbs[j], carry, columns[column])
        column &+= 1
      }
      // No earlier row has reached this column.
      columns[column] = carry
    }
    var result = FixedPoint(0, size: n)
    for index in 0...n { result.limbs[index] = columns[index + n - first] }
    return result
  }
}
