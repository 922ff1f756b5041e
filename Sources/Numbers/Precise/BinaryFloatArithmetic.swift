/// Sums, products, quotients and roots of binary floats, cut towards zero to a number of limbs.
///
/// Each result comes with a bound on its error, zero if it is exact: one unit in the last limb that is kept.
extension BinaryFloat {
  /// A result and a bound on the distance from the true value.
  typealias Cut = (value: BinaryFloat, error: Magnitude)

  /// The value with the error of cutting it to `limit` limbs.
  @inline(__always)
  private static func cut(_ value: BinaryFloat, _ isExact: Bool, _ limit: Int) -> Cut {
    (value, isExact ? .zero : Magnitude(powerOfTwo: value.exponent - 64 * Int64(limit)))
  }

  func cut(to limit: Int) -> Cut {
    var isExact = true
    let value = cut(to: limit, isExact: &isExact)
    return BinaryFloat.cut(value, isExact, limit)
  }

  /// `a + b`. Digits more than `limit + 2` limbs below the greater operand's first are not looked at, unless the first ones
  /// cancel; so time and memory depend on the lengths alone, whatever the exponents.
  static func sum(_ a: BinaryFloat, _ b: BinaryFloat, limit: Int) -> Cut {
    if a.isZero { return b.cut(to: limit) }
    if b.isZero { return a.cut(to: limit) }
    let (x, y) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let gap = x.exponent - y.exponent
    if gap > 64 * (Int64(limit) + 2) {
      let (value, error) = x.cut(to: limit)
      return (value, error + Magnitude(powerOfTwo: y.exponent))
    }
    if limit == 2, let short = shortSum(x, y) { return short }
    let (words, bits) = (Int(gap / 64), UInt64(gap % 64))
    let (xs, ys) = (x.limbs, y.limbs)
    // The window: one limb for the carry, then the digits down from the first of x.
    // Only operands next to each other can cancel their first digits; then all of them are looked at.
    let isDifference = x.isNegative != y.isNegative
    let all = max(xs.count, words + ys.count + 1)
    let window = isDifference && gap <= 1 ? all : min(all, limit + 2)
    var total = zeroLimbs(window + 1)
    for index in 0..<min(xs.count, window) { total[window - 1 - index] = xs[xs.count - 1 - index] }
    var carry: UInt64 = 0
    let offset = window - words - ys.count
    for index in 0...window {
      // The limb of y, shifted, at this place of the window.
      let place = index - offset
      let high = place >= 0 && place < ys.count ? ys[place] : 0
      let higher = place >= -1 && place + 1 < ys.count ? ys[place + 1] : 0
      let limb = bits == 0 ? high : high &>> bits | higher &<< (64 &- bits)
      if isDifference {
        let (c, complement) = limbSum(~total[index], limb, carry)
        total[index] = ~complement
        carry = c
      } else {
        (carry, total[index]) = limbSum(total[index], limb, carry)
      }
    }
    var isNegative = x.isNegative
    if carry != 0 {
      // |y| was greater than |x|.
      isNegative.toggle()
      carry = 1
      for index in total.indices { (carry, total[index]) = limbSum(~total[index], 0, carry) }
    }
    var isExact = true
    let value = BinaryFloat(
      cutting: total, exponent: x.exponent + 64, isNegative: isNegative, limit: limit, isExact: &isExact)
    let result = cut(value, isExact, limit)
    if xs.count <= window && words + ys.count + (bits == 0 ? 0 : 1) <= window { return result }
    // At most a unit of the window is lost from each.
    return (value, result.error + Magnitude(powerOfTwo: x.exponent - 64 * Int64(window) + 1))
  }

  static func product(_ a: BinaryFloat, _ b: BinaryFloat, limit: Int) -> Cut {
    if a.isZero || b.isZero { return (.zero, .zero) }
    if limit == 2, let short = shortProduct(a, b) { return short }
    var isExact = true
    let digits = (a.mantissa * b.mantissa).limbs
    let value = BinaryFloat(
      cutting: digits, exponent: a.exponent + b.exponent, isNegative: a.isNegative != b.isNegative, limit: limit,
      isExact: &isExact)
    return cut(value, isExact, limit)
  }

  /// `a / b`; requires `b ≠ 0`.
  ///
  /// The integer quotient has more than `limit` limbs, and cutting a truncated quotient is cutting the quotient.
  static func quotient(_ a: BinaryFloat, _ b: BinaryFloat, limit: Int) -> Cut {
    if a.isZero { return (.zero, .zero) }
    let words = max(0, limit + 1 + b.limbs.count - a.limbs.count)
    let (digits, rest) = (a.mantissa << (64 * words)).quotientAndRemainder(dividingBy: b.mantissa)
    let unit = a.exponent - b.exponent - 64 * Int64(a.limbs.count - b.limbs.count + words)
    var isExact = rest.isZero
    let value = BinaryFloat(
      cutting: digits.limbs, exponent: unit + 64 * Int64(digits.limbs.count),
      isNegative: a.isNegative != b.isNegative, limit: limit, isExact: &isExact)
    return cut(value, isExact, limit)
  }

  /// `√a`; requires `a ≥ 0`.
  static func squareRoot(_ a: BinaryFloat, limit: Int) -> Cut {
    if a.isZero { return (.zero, .zero) }
    // a = digits·2^unit with an even unit, and at least 2·limit + 1 limbs of digits.
    let words = max(0, 2 * limit + 1 - a.limbs.count)
    var unit = a.exponent - 64 * Int64(a.limbs.count + words)
    var digits = a.mantissa << (64 * words)
    if unit & 1 != 0 {
      unit -= 1
      digits = digits << 1
    }
    let root = digits.floorOfSquareRoot
    var isExact = root * root == digits
    let value = BinaryFloat(
      cutting: root.limbs, exponent: unit / 2 + 64 * Int64(root.limbs.count), isNegative: false, limit: limit,
      isExact: &isExact)
    return cut(value, isExact, limit)
  }
}
