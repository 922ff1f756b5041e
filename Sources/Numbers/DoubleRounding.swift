extension Double {
  /// `(significand + ε)·2^exponent` rounded once, to the nearest `Double`, ties to even; ε is in (0, 1) if `isInexact`, else 0.
  ///
  /// An inexact significand needs at least 55 bits, so that ε decides only between a tie and no tie.
  init(rounding significand: UInt64, isInexact: Bool, exponent: Int) {
    guard significand != 0 else {
      self = 0
      return
    }
    let leadingExponent = exponent + 63 - significand.leadingZeroBitCount
    // The place value of the last bit that the result keeps: 2^last.
    let last = max(leadingExponent - 52, -1074)
    let dropped = last - exponent
    if dropped <= 0 {
      self = Double(sign: .plus, exponent: exponent, significand: Double(significand))
      return
    }
    guard dropped <= 64 else {
      self = 0
      return
    }
    // Swift's smart shifts by 64 give 0.
    let kept = significand >> UInt64(dropped)
    let rest = significand - (kept << UInt64(dropped))
    let half: UInt64 = 1 << UInt64(dropped - 1)
    let roundsUp = rest > half || (rest == half && (isInexact || kept & 1 == 1))
    self = Double(sign: .plus, exponent: last, significand: Double(kept + (roundsUp ? 1 : 0)))
  }
}
