/// Fractions from decimal literals and as text.
extension Rational: CustomStringConvertible {
  /// `-3/4`, or `-3` for an integer.
  public var description: String {
    isInteger ? numerator.description : "\(numerator.description)/\(denominator.description)"
  }
}

extension Rational {
  /// The greatest exponent, and the greatest number of digits, that a literal may have.
  private static let literalLimit = 100_000

  /// The exact value of a decimal literal in ASCII: `12`, `0.5`, `.5`, `1e-12`, `2.5E3`.
  ///
  /// Nil for any other text, for an exponent beyond ±100,000 and for more than 100,000 digits.
  public init?(literal: some Collection<UInt8>) {
    self.init(literalBytes: Array(literal))
  }

  private init?(literalBytes bytes: [UInt8]) {
    let mantissaEnd = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.count
    let pointIndex = bytes[..<mantissaEnd].firstIndex(of: UInt8(ascii: ".")) ?? mantissaEnd
    let fraction = bytes[min(pointIndex + 1, mantissaEnd)..<mantissaEnd]
    if pointIndex < mantissaEnd && fraction.isEmpty { return nil }
    let digits = bytes[..<pointIndex] + fraction
    guard digits.count <= Rational.literalLimit, let mantissa = Integer(decimalDigits: digits) else { return nil }
    var exponent = -fraction.count
    if mantissaEnd < bytes.count {
      guard let written = Rational.exponent(bytes[(mantissaEnd + 1)...]) else { return nil }
      exponent += written
    }
    if mantissa.isZero {
      self = .zero
    } else if exponent >= 0 {
      self.init(mantissa * Integer(10).power(exponent))
    } else {
      self.init(reducing: mantissa, over: Integer(10).power(-exponent))
    }
  }

  /// The value of a sign and digits; nil for other text or beyond the limit.
  private static func exponent(_ bytes: ArraySlice<UInt8>) -> Int? {
    var digits = bytes
    let sign = bytes.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits.removeFirst() }
    if digits.isEmpty { return nil }
    var value = 0
    for digit in digits {
      guard digit >= 0x30 && digit <= 0x39 else { return nil }
      value = value * 10 + Int(digit - 0x30)
      if value > literalLimit { return nil }
    }
    return sign == UInt8(ascii: "-") ? -value : value
  }
}

extension Rational {
  /// `digits·10^exponent`, with the point among the digits or next to them where that is not longer.
  private static func decimal(_ digits: [UInt8], _ exponent: Int) -> String {
    let whole = digits.count + exponent - (digits.first == 0x2D ? 1 : 0)
    guard exponent < 0, whole > 0 else { return String(decoding: digits, as: UTF8.self) + "e\(exponent)" }
    let (head, tail) = (digits.dropLast(-exponent), digits.suffix(-exponent))
    return String(decoding: head, as: UTF8.self) + "." + String(decoding: tail, as: UTF8.self)
  }

  /// The fraction as it is, or with an exponent where it is longer than that: `2e-200`. Digits are lost only where there
  /// are too many.
  public func readable(atMost most: Int = 24) -> String {
    let plain = description
    if plain.utf8.count <= most { return plain }
    let shift = isInteger ? 0 : denominator.description.utf8.count
    guard let scale = Rational(10).power(shift) else { return plain }
    let value = self * scale
    if value.isInteger {
      var digits = Array(value.description.utf8)
      var exponent = -shift
      while digits.last == 0x30 {
        digits.removeLast()
        exponent += 1
      }
      let text = Rational.decimal(digits, exponent)
      if text.utf8.count <= most { return text }
    }
    return DecimalText.text(double, digits: 10)
  }
}
