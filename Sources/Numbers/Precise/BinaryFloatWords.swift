/// Sums and products of binary floats of at most two limbs, in registers.
///
/// At 128 bits, the usual precision, a sum of balls takes 59 ns in place of 204, a product 49 in place of 148, measured on
/// one core of an AMD EPYC; what is left is mostly the memory for the result.
extension BinaryFloat {
  /// The digits as `0.words`, or nil for more than two limbs.
  @inline(__always)
  private var words: UInt128? {
    switch limbs.count {
    case 1: UInt128(limbs[0]) << 64
    case 2: UInt128(limbs[1]) << 64 | UInt128(limbs[0])
    default: nil
    }
  }

  /// `±0.words·2^exponent`, where the words may begin with zeros.
  @inline(__always)
  private init(words: UInt128, exponent: Int64, isNegative: Bool) {
    if words == 0 {
      self = .zero
      return
    }
    let shift = words.leadingZeroBitCount
    let digits = words << UInt128(truncatingIfNeeded: shift)
    let (high, low) = (UInt64(truncatingIfNeeded: digits >> 64), UInt64(truncatingIfNeeded: digits))
    self.init(normalized: low == 0 ? [high] : [low, high], exponent - Int64(shift), isNegative)
  }

  /// The sum, cut to 128 bits; nil if an operand has more than two limbs or the exact difference would need another.
  ///
  /// `exponent(x) ≥ exponent(y)`. In a difference the bits of `y` that are cut count as one more unit of `x`, so that the
  /// result is cut towards zero as well; its first bit may be one lower than that of `x`, hence an error of a unit of `x`.
  @inline(__always)
  static func shortSum(_ x: BinaryFloat, _ y: BinaryFloat) -> Cut? {
    guard let a = x.words, let b = y.words else { return nil }
    let gap = x.exponent - y.exponent
    let shifted = gap < 128 ? b >> UInt128(truncatingIfNeeded: gap) : 0
    var isExact = gap < 128 && shifted << UInt128(truncatingIfNeeded: gap) == b
    if x.isNegative == y.isNegative {
      let (sum, carries) = a.addingReportingOverflow(shifted)
      if carries && sum & 1 != 0 { isExact = false }
      let value =
        carries
        ? BinaryFloat(words: sum >> 1 | 1 << 127, exponent: x.exponent + 1, isNegative: x.isNegative)
        : BinaryFloat(words: sum, exponent: x.exponent, isNegative: x.isNegative)
      return (value, isExact ? .zero : Magnitude(powerOfTwo: value.exponent - 128))
    }
    if isExact {
      let isLess = a < shifted
      let difference = isLess ? shifted - a : a - shifted
      let value = BinaryFloat(words: difference, exponent: x.exponent, isNegative: isLess != x.isNegative)
      return (value, .zero)
    }
    if gap == 1 { return nil }
    let value = BinaryFloat(words: a - shifted - 1, exponent: x.exponent, isNegative: x.isNegative)
    return (value, Magnitude(powerOfTwo: x.exponent - 128))
  }

  /// The product, cut to 128 bits; nil if an operand has more than two limbs.
  @inline(__always)
  static func shortProduct(_ x: BinaryFloat, _ y: BinaryFloat) -> Cut? {
    guard let a = x.words, let b = y.words else { return nil }
    let (high, low) = a.multipliedFullWidth(by: b)
    // The first bit is one of the first two.
    let isLow = high >> 127 == 0
    let digits = isLow ? high << 1 | low >> 127 : high
    let exponent = x.exponent + y.exponent - (isLow ? 1 : 0)
    let value = BinaryFloat(words: digits, exponent: exponent, isNegative: x.isNegative != y.isNegative)
    let isExact = isLow ? low << 1 == 0 : low == 0
    return (value, isExact ? .zero : Magnitude(powerOfTwo: exponent - 128))
  }
}
