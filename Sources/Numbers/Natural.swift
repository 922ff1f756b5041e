/// A natural number of any size, as limbs in base 2^64: `Σ limbs[i]·2^(64·i)`.
///
/// Invariant: the last limb is not zero; zero has no limbs. So equal numbers have equal limbs.
/// `Integer` adds the sign and the fast path for machine words; nothing else uses this type.
struct Natural: Hashable, Sendable {
  private(set) var limbs: [UInt64]

  /// The number with these limbs, the least significant first; zeros at the end are dropped.
  init(limbs: [UInt64]) {
    self.limbs = limbs
    while let last = self.limbs.last, last == 0 { self.limbs.removeLast() }
  }

  init(_ word: UInt64) {
    limbs = word == 0 ? [] : [word]
  }

  static let zero = Natural(limbs: [])

  var isZero: Bool { limbs.isEmpty }
  var isEven: Bool { (limbs.first ?? 0) & 1 == 0 }

  /// The number of binary digits; 0 for zero.
  var bitWidth: Int {
    guard let last = limbs.last else { return 0 }
    return limbs.count * 64 - last.leadingZeroBitCount
  }

  /// The value if one limb holds it.
  var word: UInt64? {
    switch limbs.count {
    case 0: 0
    case 1: limbs[0]
    default: nil
    }
  }

  /// How many powers of two divide the number; 0 for zero.
  var trailingZeroBitCount: Int {
    guard let index = limbs.firstIndex(where: { $0 != 0 }) else { return 0 }
    return index * 64 + limbs[index].trailingZeroBitCount
  }
}

extension Natural: Comparable {
  static func < (a: Natural, b: Natural) -> Bool {
    if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count }
    var index = a.limbs.count
    while index > 0 {
      index -= 1
      if a.limbs[index] != b.limbs[index] { return a.limbs[index] < b.limbs[index] }
    }
    return false
  }
}

extension Natural {
  static func + (a: Natural, b: Natural) -> Natural {
    let (long, short) = a.limbs.count >= b.limbs.count ? (a.limbs, b.limbs) : (b.limbs, a.limbs)
    var sum = long
    var carry: UInt64 = 0
    for index in sum.indices {
      if index >= short.count && carry == 0 { break }
      (carry, sum[index]) = limbSum(sum[index], index < short.count ? short[index] : 0, carry)
    }
    if carry != 0 { sum.append(carry) }
    return Natural(limbs: sum)
  }

  /// The difference; requires `a ≥ b`.
  static func - (a: Natural, b: Natural) -> Natural {
    var difference = a.limbs
    var borrow: UInt64 = 0
    for index in difference.indices {
      if index >= b.limbs.count && borrow == 0 { break }
      // a − b − c = ¬(¬a + b + c) in words, with the same carry.
      let (carry, complement) = limbSum(~difference[index], index < b.limbs.count ? b.limbs[index] : 0, borrow)
      difference[index] = ~complement
      borrow = carry
    }
    precondition(borrow == 0, "a natural number cannot be negative")
    return Natural(limbs: difference)
  }

  /// `a·2^bits`; requires `bits ≥ 0`.
  static func << (a: Natural, bits: Int) -> Natural {
    if a.isZero || bits == 0 { return a }
    let (words, shift) = (bits / 64, UInt64(bits % 64))
    var result = [UInt64](repeating: 0, count: words)
    result.reserveCapacity(words + a.limbs.count + 1)
    var carry: UInt64 = 0
    for limb in a.limbs {
      result.append(limb << shift | carry)
      carry = shift == 0 ? 0 : limb >> (64 - shift)
    }
    result.append(carry)
    return Natural(limbs: result)
  }

  /// `⌊a / 2^bits⌋`; requires `bits ≥ 0`.
  static func >> (a: Natural, bits: Int) -> Natural {
    let (words, shift) = (bits / 64, UInt64(bits % 64))
    if words >= a.limbs.count { return .zero }
    if shift == 0 { return Natural(limbs: Array(a.limbs[words...])) }
    var result: [UInt64] = []
    result.reserveCapacity(a.limbs.count - words)
    for index in words..<a.limbs.count {
      let high = index + 1 < a.limbs.count ? a.limbs[index + 1] : 0
      result.append(a.limbs[index] >> shift | high << (64 - shift))
    }
    return Natural(limbs: result)
  }
}
