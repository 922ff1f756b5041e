/// Natural numbers from decimal digits and back.
extension Natural {
  /// 10^18: as many digits at a time as a word surely holds.
  private static let chunk: UInt64 = 1_000_000_000_000_000_000
  private static let chunkDigits = 18

  /// The number written by these ASCII digits, or nil when there are none or one is not a digit.
  ///
  /// Chunks of 18 digits are joined in pairs, then pairs of pairs: `high·10^(18·2^k) + low`; so the time is that of the
  /// largest product, not the square of the length.
  init?(decimalDigits digits: [UInt8]) {
    if digits.isEmpty { return nil }
    var pieces: [Natural] = []
    var end = digits.count
    while end > 0 {
      let start = max(0, end - Natural.chunkDigits)
      var word: UInt64 = 0
      for digit in digits[start..<end] {
        guard digit >= 0x30 && digit <= 0x39 else { return nil }
        word = word * 10 + UInt64(digit - 0x30)
      }
      pieces.append(Natural(word))
      end = start
    }
    self = Natural.joined(pieces)
  }

  /// `Σ pieces[i]·10^(18·i)`.
  private static func joined(_ pieces: [Natural]) -> Natural {
    var pieces = pieces
    var base = Natural(chunk)
    while pieces.count > 1 {
      var pairs: [Natural] = []
      for index in stride(from: 0, to: pieces.count, by: 2) {
        let low = pieces[index]
        pairs.append(index + 1 < pieces.count ? pieces[index + 1] * base + low : low)
      }
      pieces = pairs
      if pieces.count > 1 { base = base * base }
    }
    return pieces.first ?? .zero
  }

  /// The decimal digits, by repeated division by 10^18. Quadratic: 0.1 s for 100,000 digits, which take 0.01 s to read.
  var decimalDigits: String {
    var chunks: [UInt64] = []
    var rest = self
    while rest.limbs.count > 1 || rest.limbs.first ?? 0 >= Natural.chunk {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: Natural.chunk)
      chunks.append(remainder)
      rest = quotient
    }
    var text = String(rest.limbs.first ?? 0)
    for chunk in chunks.reversed() {
      let digits = String(chunk)
      text += String(repeating: "0", count: Natural.chunkDigits - digits.utf8.count)
      text += digits
    }
    return text
  }
}
