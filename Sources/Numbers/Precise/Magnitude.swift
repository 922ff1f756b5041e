/// A number that is not negative, as an upper bound with 32 bits: every operation rounds up, unless it says otherwise.
///
/// It is the radius of a `PreciseBall`: cheap, and with an exponent so wide that it neither overflows nor underflows.
/// Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Trans. Computers 2017, section 3.2.
///
/// Two values are no number: infinite (nothing is known) and undefined.
public struct Magnitude: Hashable, Sendable {
  /// In `2^31..<2^32`; 0 for zero.
  let mantissa: UInt64

  /// The value is `mantissa·2^scale`.
  let scale: Int64

  @inline(__always)
  private init(_ mantissa: UInt64, _ scale: Int64) {
    self.mantissa = mantissa
    self.scale = scale
  }

  /// Numbers have a smaller scale.
  private static let greatestScale: Int64 = 1 << 60

  public static let zero = Magnitude(0, 0)
  static let infinite = Magnitude(1 << 31, 1 << 60)
  static let undefined = Magnitude(1 << 31, 1 << 61)

  public var isZero: Bool { mantissa == 0 }
  var isFinite: Bool { scale < Magnitude.greatestScale }
  var isUndefined: Bool { scale > Magnitude.greatestScale }

  /// `value < 2^exponent`, and `≥ 2^(exponent−1)` unless it is zero.
  var exponent: Int64 { scale + 32 }

  /// `2^exponent`.
  @inline(__always)
  init(powerOfTwo exponent: Int64) { self.init(1 << 31, exponent - 31) }

  /// `units·2^scale`.
  init(_ units: UInt64, scale: Int64) {
    if units == 0 {
      self = .zero
      return
    }
    let shift = Int64(32 - units.leadingZeroBitCount)
    self =
      shift <= 0 ? Magnitude(units << UInt64(-shift), scale + shift) : .raised(units >> UInt64(shift), scale + shift)
  }

  /// The number after `mantissa`, which is below 2^32.
  @inline(__always)
  private static func raised(_ mantissa: UInt64, _ scale: Int64) -> Magnitude {
    mantissa == 0xffff_ffff ? Magnitude(1 << 31, scale + 1) : Magnitude(mantissa + 1, scale)
  }

  /// At least `|value|`.
  @inline(__always)
  init(_ value: BinaryFloat) {
    guard let top = value.limbs.last else {
      self = .zero
      return
    }
    let (mantissa, scale) = (top >> 32, value.exponent - 32)
    let isExact = top & 0xffff_ffff == 0 && value.limbs.count == 1
    self = isExact ? Magnitude(mantissa, scale) : .raised(mantissa, scale)
  }

  /// At most `|value|`, by less than one part in 2^31.
  init(below value: BinaryFloat) {
    self.init((value.limbs.last ?? 0) >> 32, value.isZero ? 0 : value.exponent - 32)
  }

  /// At least `|value|`: infinite for ±∞, undefined for NaN.
  init(_ value: Double) {
    self = value.isNaN ? .undefined : value.isInfinite ? .infinite : Magnitude(BinaryFloat(value))
  }

  /// Exactly this number.
  var binaryFloat: BinaryFloat { BinaryFloat(Natural(mantissa), shifted: scale) }

  /// A double at least this number; ∞ beyond the range.
  public var double: Double {
    if isUndefined { return .nan }
    if isZero { return 0 }
    if exponent > 1024 { return .infinity }
    if exponent < -1074 { return .leastNonzeroMagnitude }
    let value = Double(sign: .plus, exponent: Int(scale), significand: Double(mantissa))
    // Below the normal range it may have been rounded down.
    return BinaryFloat(value) < binaryFloat ? value.nextUp : value
  }

  @inline(__always)
  static func + (a: Magnitude, b: Magnitude) -> Magnitude {
    if a.isZero { return b }
    if b.isZero { return a }
    let (x, y) = a.scale >= b.scale ? (a, b) : (b, a)
    guard x.isFinite else { return x }
    let gap = x.scale - y.scale
    if gap == 0 { return Magnitude(sum: x.mantissa + y.mantissa, x.scale) }
    return Magnitude(sum: x.mantissa + (gap < 32 ? y.mantissa >> UInt64(gap) : 0) + 1, x.scale)
  }

  /// A sum of two mantissas, below 2^33.
  @inline(__always)
  private init(sum: UInt64, _ scale: Int64) {
    if sum >> 32 == 0 {
      self.init(sum, scale)
    } else {
      self.init((sum >> 1) + (sum & 1), scale + 1)
    }
  }

  @inline(__always)
  static func * (a: Magnitude, b: Magnitude) -> Magnitude {
    if !a.isFinite || !b.isFinite { return a.isUndefined || b.isUndefined ? .undefined : .infinite }
    if a.isZero || b.isZero { return .zero }
    let product = a.mantissa &* b.mantissa
    let shift: UInt64 = product >> 63 == 0 ? 31 : 32
    return .raised(product &>> shift, a.scale + b.scale + Int64(shift))
  }

  /// The quotient by a number that is itself a lower bound; infinite for a zero divisor.
  static func / (a: Magnitude, b: Magnitude) -> Magnitude {
    if !a.isFinite || !b.isFinite || b.isZero { return a.isUndefined || b.isUndefined ? .undefined : .infinite }
    if a.isZero { return .zero }
    return Magnitude((a.mantissa << 32) / b.mantissa + 1, scale: a.scale - b.scale - 32)
  }

  /// `self·2^bits`.
  func scaled(by bits: Int64) -> Magnitude { isZero || !isFinite ? self : Magnitude(mantissa, scale + bits) }

  /// At most `self − other`, where `self` is a lower bound and `other` an upper bound; nil unless that is positive.
  func reduced(by other: Magnitude) -> Magnitude? {
    if other.isZero { return isZero ? nil : self }
    let gap = scale - other.scale
    guard !isZero && isFinite && other.isFinite && gap >= -1 else { return nil }
    if gap > 31 { return Magnitude((mantissa << 31) - (1 << 31), below: scale - 31) }
    // Both mantissas in units of the smaller scale.
    let large = gap >= 0 ? mantissa << UInt64(gap) : mantissa
    let small = gap >= 0 ? other.mantissa : other.mantissa << UInt64(-gap)
    return large > small ? Magnitude(large - small, below: min(scale, other.scale)) : nil
  }

  /// `units·2^scale` rounded down; `units` is not zero.
  private init(_ units: UInt64, below scale: Int64) {
    let shift = Int64(32 - units.leadingZeroBitCount)
    self.init(shift <= 0 ? units << UInt64(-shift) : units >> UInt64(shift), scale + shift)
  }
}

extension Magnitude: Comparable {
  public static func < (a: Magnitude, b: Magnitude) -> Bool {
    if a.isZero || b.isZero { return !b.isZero }
    return a.scale != b.scale ? a.scale < b.scale : a.mantissa < b.mantissa
  }
}
