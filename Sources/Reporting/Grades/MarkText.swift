import Numbers

/// Marks as people write them: `2.5`, rounded to hundredths.
enum MarkText {
  static func text(_ mark: Rational) -> String {
    let hundredths = (mark.magnitude * Rational(100) + Rational(1, 2)).floor
    let digits = Array(hundredths.description)
    let padded = Array(repeating: Character("0"), count: max(0, 3 - digits.count)) + digits
    var fraction = String(padded.suffix(2))
    while fraction.last == "0" { fraction.removeLast() }
    let whole = String(padded.dropLast(2))
    let sign = mark.signum < 0 && !hundredths.isZero ? "-" : ""
    return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// `2 points`
  static func points(_ mark: Rational) -> String { text(mark) + (mark == .one ? " point" : " points") }
}
