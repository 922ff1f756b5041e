/// A number `±0.d₁d₂d₃…·2^exponent` with binary digits `dᵢ`, `d₁ = 1`, of any length; or zero.
///
/// It is the midpoint of a `PreciseBall`. Its digits fill whole limbs, so rounding drops limbs: to a precision of `p` bits,
/// `⌈p/64⌉` limbs are kept.
///
/// Invariant: the top bit of the last limb is set and the first limb is not zero, so equal numbers are stored equally;
/// zero has no limbs, exponent 0 and no sign. Exponents are 64 bits wide on every machine.
public struct BinaryFloat: Hashable, Sendable {
  /// The digits as a natural number: the value is `±mantissa·2^(exponent − 64·limbs)`.
  let mantissa: Natural

  /// `2^(exponent−1) ≤ |value| < 2^exponent`; 0 for zero.
  public let exponent: Int64

  public let isNegative: Bool

  private init(_ mantissa: Natural, _ exponent: Int64, _ isNegative: Bool) {
    self.mantissa = mantissa
    self.exponent = exponent
    self.isNegative = isNegative
  }

  /// Limbs that keep the invariant.
  @inline(__always)
  init(normalized limbs: [UInt64], _ exponent: Int64, _ isNegative: Bool) {
    self.init(Natural(limbs: limbs), exponent, isNegative)
  }

  public static let zero = BinaryFloat(.zero, 0, false)
  public static let one = BinaryFloat(Natural(1 << 63), 1, false)

  public var isZero: Bool { mantissa.isZero }

  /// −1, 0 or 1.
  public var signum: Int { isZero ? 0 : isNegative ? -1 : 1 }

  var limbs: [UInt64] { mantissa.limbs }

  /// How many limbs a precision of `bits` has.
  static func limbCount(_ bits: Int) -> Int { max(1, (bits + 63) / 64) }

  /// `±0.limbs·2^exponent` cut to at most `limit` limbs, where the limbs may begin and end with zeros.
  ///
  /// `isExact` turns false if digits were cut that are not zero; the error is then less than `2^(exponent − 64·limit)`,
  /// with the result's exponent.
  init(cutting limbs: consuming [UInt64], exponent: Int64, isNegative: Bool, limit: Int, isExact: inout Bool) {
    var top = limbs.count
    while top > 0 && limbs[top - 1] == 0 { top -= 1 }
    if top == 0 {
      self = .zero
      return
    }
    let shift = limbs[top - 1].leadingZeroBitCount
    let leading = exponent - 64 * Int64(limbs.count - top) - Int64(shift)
    var low = max(0, top - limit)
    if low > 0 {
      var rest = limbs[low - 1] &<< UInt64(truncatingIfNeeded: shift)
      for index in 0..<(low - 1) { rest |= limbs[index] }
      if rest != 0 { isExact = false }
    }
    while limbs[low] == 0 && (shift == 0 || low == 0 || limbs[low - 1] >> UInt64(64 - shift) == 0) { low += 1 }
    BinaryFloat.move(&limbs, from: low, to: top, left: shift)
    self.init(Natural(limbs: limbs), leading, isNegative)
  }

  /// Keeps `limbs[low..<top]`, shifted left together with the digits below; the last limb stays within its 64 bits.
  private static func move(_ limbs: inout [UInt64], from low: Int, to top: Int, left shift: Int) {
    if shift == 0 {
      if low > 0 { for index in low..<top { limbs[index - low] = limbs[index] } }
    } else {
      let (left, right) = (UInt64(truncatingIfNeeded: shift), UInt64(truncatingIfNeeded: 64 - shift))
      if low == 0 {
        for index in stride(from: top - 1, to: 0, by: -1) {
          limbs[index] = limbs[index] &<< left | limbs[index - 1] &>> right
        }
        limbs[0] = limbs[0] &<< left
      } else {
        for index in low..<top {
          limbs[index - low] = limbs[index] &<< left | limbs[index - 1] &>> right
        }
      }
    }
    let extra = limbs.count - (top - low)
    if extra > 0 { limbs.removeLast(extra) }
    // The lowest digits may have moved up a limb.
    if limbs[0] == 0 { limbs.removeFirst(limbs.firstIndex { $0 != 0 } ?? 0) }
  }

  /// `mantissa·2^exponent` with an integer mantissa, exactly.
  init(_ mantissa: Natural, shifted exponent: Int64 = 0, isNegative: Bool = false) {
    var isExact = true
    self.init(
      cutting: mantissa.limbs, exponent: exponent + 64 * Int64(mantissa.limbs.count), isNegative: isNegative,
      limit: .max, isExact: &isExact)
  }

  public init(_ value: Integer) {
    self.init(value.naturalMagnitude, isNegative: value.signum < 0)
  }

  public init(_ value: Int) {
    self.init(Natural(UInt64(value.magnitude)), isNegative: value < 0)
  }

  /// The value of a finite double, which is exact; zero for others.
  init(_ value: Double) {
    guard value.isFinite && value != 0 else {
      self = .zero
      return
    }
    let significand = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
    let exponent = Int64(value.isNormal ? value.exponentBitPattern : 1) - 1075
    self.init(Natural(significand), shifted: exponent, isNegative: value < 0)
  }

  static prefix func - (a: BinaryFloat) -> BinaryFloat {
    a.isZero ? a : BinaryFloat(a.mantissa, a.exponent, !a.isNegative)
  }

  var absolute: BinaryFloat { isNegative ? -self : self }

  /// `self·2^bits`.
  func scaled(by bits: Int64) -> BinaryFloat {
    isZero ? self : BinaryFloat(mantissa, exponent + bits, isNegative)
  }

  /// The number with at most `limit` limbs, cut towards zero.
  func cut(to limit: Int, isExact: inout Bool) -> BinaryFloat {
    if limbs.count <= limit { return self }
    return BinaryFloat(cutting: limbs, exponent: exponent, isNegative: isNegative, limit: limit, isExact: &isExact)
  }

  /// The exact value; nil where numerator or denominator would exceed 2^24 bits.
  public var rational: Rational? {
    if isZero { return .zero }
    let low = exponent - 64 * Int64(limbs.count)
    guard low.magnitude < 1 << 24, exponent.magnitude < 1 << 24 else { return nil }
    if low >= 0 { return Rational(Integer(mantissa << Int(low), isNegative: isNegative)) }
    let zeros = min(mantissa.trailingZeroBitCount, Int(-low))
    return Rational(
      reduced: Integer(mantissa >> zeros, isNegative: isNegative), Integer(Natural(1) << (Int(-low) - zeros)))
  }

  /// A double near the value, cut to 53 bits: ±∞ and 0 beyond the range of doubles.
  var double: Double {
    guard let top = limbs.last else { return 0 }
    if exponent > 1024 || exponent < -1000 { return exponent > 0 ? .infinity * Double(signum) : 0 }
    let size = Double(sign: .plus, exponent: Int(exponent) - 53, significand: Double(top >> 11))
    return isNegative ? -size : size
  }

  /// True for an integer.
  var isInteger: Bool { isZero || exponent - 64 * Int64(limbs.count) + Int64(mantissa.trailingZeroBitCount) >= 0 }

  /// The greatest integer that is not above the value.
  var roundedDown: BinaryFloat {
    if isInteger { return self }
    // Fewer bits before the point than there are digits.
    let whole = FixedPoint.scaled(self, size: 0)
    return BinaryFloat(isNegative ? whole + Natural(1) : whole, isNegative: isNegative)
  }

  /// The greatest integer that is not above the value, if it has at most 62 bits.
  var floor: Int64? {
    if isZero { return 0 }
    if exponent > 62 { return nil }
    if exponent <= 0 { return isNegative ? -1 : 0 }
    let whole = Int64((limbs.last ?? 0) >> UInt64(64 - exponent))
    return isNegative ? (isInteger ? -whole : -whole - 1) : whole
  }
}

extension BinaryFloat: Comparable {
  public static func < (a: BinaryFloat, b: BinaryFloat) -> Bool {
    if a.signum != b.signum { return a.signum < b.signum }
    return a.isNegative ? isLess(b, a) : isLess(a, b)
  }

  /// `|a| < |b|`.
  static func isLess(_ a: BinaryFloat, _ b: BinaryFloat) -> Bool {
    if a.isZero || b.isZero { return !b.isZero }
    if a.exponent != b.exponent { return a.exponent < b.exponent }
    var (i, j) = (a.limbs.count, b.limbs.count)
    while i > 0 && j > 0 {
      i -= 1
      j -= 1
      if a.limbs[i] != b.limbs[j] { return a.limbs[i] < b.limbs[j] }
    }
    return j > 0
  }
}
