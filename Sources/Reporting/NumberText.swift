import Numbers

/// A finite double as decimal digits: 0.d₁d₂d₃… · 10^exponent with d₁ ≠ 0; no digits for zero.
///
/// The digits are those of the shortest decimal that reads back as the same double.
struct DecimalDigits {
  var isNegative: Bool
  var digits: [UInt8]
  var exponent: Int

  /// Nil for infinities and for what is not a number.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value.sign == .minus
    digits = []
    exponent = 0
    var hasPoint = false
    let text = Array(value.magnitude.description.utf8)
    let mantissa = text.prefix { $0 != 0x65 }
    for byte in mantissa {
      if byte == 0x2E {
        hasPoint = true
      } else {
        digits.append(byte - 0x30)
        if !hasPoint { exponent += 1 }
      }
    }
    exponent += Int(String(decoding: text.dropFirst(mantissa.count + 1), as: UTF8.self)) ?? 0
    normalize()
  }

  private mutating func normalize() {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  /// Rounded half away from zero.
  func rounded(to count: Int) -> DecimalDigits {
    guard digits.count > count else { return self }
    var result = self
    let roundsUp = digits[count] >= 5
    result.digits.removeLast(digits.count - count)
    if roundsUp {
      var position = count - 1
      while position >= 0 && result.digits[position] == 9 {
        result.digits[position] = 0
        position -= 1
      }
      if position >= 0 {
        result.digits[position] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    result.normalize()
    return result
  }

  /// `0.002231`, `-12.5`, `1.5e-7`: with an exponent below 10⁻⁴ and from 10⁷ on.
  var text: String {
    if digits.isEmpty { return "0" }
    let sign = isNegative ? "-" : ""
    let figures = digits.map { String($0) }.joined()
    if exponent < -3 || exponent > 7 {
      let fraction = figures.dropFirst()
      return sign + figures.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e\(exponent - 1)"
    }
    if exponent <= 0 { return sign + "0." + String(repeating: "0", count: -exponent) + figures }
    if digits.count <= exponent { return sign + figures + String(repeating: "0", count: exponent - digits.count) }
    return sign + figures.prefix(exponent) + "." + figures.dropFirst(exponent)
  }
}

/// Numbers as reports print them, without locale and the same on every machine.
public enum NumberText {
  /// Significant digits of the values in a table.
  public static let tableDigits = 7

  public static func significant(_ value: Double, digits: Int = tableDigits) -> String {
    DecimalDigits(value)?.rounded(to: digits).text ?? (value.isNaN ? "undefined" : value.description)
  }

  /// A fraction as it is, or rounded where it is too long to be read.
  static func exact(_ value: Rational) -> String { value.readable(atMost: 40) }

  /// `value` with its least significant digits gone: what differs between C libraries does not show.
  static func rounded(_ value: Double, digits: Int = tableDigits) -> Double {
    guard let decimal = DecimalDigits(value) else { return value }
    return Double(decimal.rounded(to: digits).text) ?? value
  }

  /// The smallest power of ten that is not below the magnitude of `error`, and at least 10⁻¹⁶: two machines whose last
  /// digits differ still print the same.
  static func bound(_ error: Double) -> Double {
    guard let decimal = DecimalDigits(error) else { return error.magnitude }
    let exponent = decimal.digits.isEmpty ? -16 : decimal.digits == [1] ? decimal.exponent - 1 : decimal.exponent
    return Double("1e\(max(exponent, -16))") ?? .infinity
  }

  /// `1e-10`
  static func boundText(_ error: Double) -> String { significant(bound(error), digits: 1) }
}
