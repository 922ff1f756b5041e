/// Doubles in a few significant decimal digits, rounded exactly, so that the same value reads the same everywhere.
public enum DecimalText {
  /// At most `digits` significant digits, without trailing zeros; with an exponent below 1e-5 and from 1e9 on.
  ///
  /// - Parameter upwards: the text is of a number that is not below this positive one, as a bound's must be.
  public static func text(_ value: Double, digits: Int, upwards: Bool = false) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : value < 0 ? "-inf" : "inf" }
    guard value != 0, let exact = Rational(exactly: value.magnitude) else { return "0" }
    let sign = value < 0 ? "-" : ""
    var exponent = leadingExponent(of: exact)
    guard var significand = scaled(exact, by: digits - 1 - exponent, upwards) else { return "\(value)" }
    if significand.description.count > digits {
      exponent += 1
      significand = scaled(exact, by: digits - 1 - exponent, upwards) ?? significand
    }
    var text = Array(significand.description)
    while text.count > 1 && text.last == "0" { text.removeLast() }
    if exponent < -5 || exponent >= 9 {
      let tail = text.count > 1 ? "." + String(text.dropFirst()) : ""
      return sign + String(text[0]) + tail + "e" + String(exponent)
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + String(text) }
    while text.count <= exponent { text.append("0") }
    let whole = String(text.prefix(exponent + 1))
    let tail = String(text.dropFirst(exponent + 1))
    return sign + (tail.isEmpty ? whole : whole + "." + tail)
  }

  /// The k with 10^k ≤ value < 10^(k+1).
  private static func leadingExponent(of value: Rational) -> Int {
    var exponent = 0
    let ten = Rational(10)
    var bound = Rational.one
    if value < .one {
      while value < bound, exponent > -400 {
        bound = bound.divided(by: ten) ?? bound
        exponent -= 1
      }
      return exponent
    }
    while value >= bound * ten, exponent < 400 {
      bound *= ten
      exponent += 1
    }
    return exponent
  }

  /// value·10^power rounded to the nearest integer, halves up, or to the next one that is not below it.
  private static func scaled(_ value: Rational, by power: Int, _ upwards: Bool) -> Integer? {
    guard let factor = Rational(10).power(power) else { return nil }
    return upwards ? -(-value * factor).floor : (value * factor + Rational(1, 2)).floor
  }
}
