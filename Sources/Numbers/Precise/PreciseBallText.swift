/// Balls as decimal text, to the digits that are certain.
extension PreciseBall {
  /// `262537412640768743.99999999999925007… ± 4e-31`: at most so many significant digits, none of which is wrong.
  ///
  /// Digits before `…` are those of the number itself, cut: only digits that all numbers of the ball share. Where the ball
  /// lies on both sides of a round number, whose digits differ, the text is a rounded number without `…`, and the radius
  /// covers its distance (`1.000000 ± 3e-7`). The radius is rounded up; an exact value has none, and no `…` if it is
  /// written in full. Numbers below 1e-5, and those with unknown digits before the point, get an exponent.
  public func decimalText(digits: Int) -> String {
    if !isDefined { return "undefined" }
    if isUnknown { return "unknown" }
    if isZero { return "0" }
    let size = absolute
    guard !containsZero, let (scaled, power) = size.scaled(toDigits: max(1, digits)) else {
      return "0 ± " + PreciseBall.text(upTo: Magnitude(midpoint) + radius)
    }
    let sign = isNegative ? "-" : ""
    let suffix = isExact ? "" : " ± " + PreciseBall.text(upTo: radius)
    let (low, high) = (scaled.lower.wholePart.decimalDigits, scaled.upper.wholePart.decimalDigits)
    if isExact && scaled.isExact && scaled.midpoint.isInteger {
      return sign + PreciseBall.text(low, power: power, isExact: true)
    }
    // As many digits as the width has are not known.
    let width = scaled.radius.scaled(by: 1).binaryFloat.wholePart
    let lost = width.isZero ? 0 : width.decimalDigits.utf8.count
    let common = zip(low.utf8, high.utf8).prefix { $0 == $1 }.count
    if low.utf8.count == high.utf8.count && common >= max(1, low.utf8.count - lost - 1) {
      let cut = String(low.prefix(common))
      return sign + PreciseBall.text(cut, power: power + Int64(low.utf8.count - common), mark: "…") + suffix
    }
    let last = max(0, lost - 1)
    let unit = Natural(10).power(last)
    // The nearest multiple of the unit.
    let rounded = (scaled.midpoint.scaled(by: 1).wholePart + unit).quotientAndRemainder(dividingBy: unit << 1).quotient
    let shown = PreciseBall(BinaryFloat(rounded * unit), .zero, precision: scaled.precision)
    let distance = (scaled - shown) * PreciseBall.powerOfTen(power, precision: 64)
    return sign + PreciseBall.text(rounded.decimalDigits, power: power + Int64(last)) + " ± "
      + PreciseBall.text(upTo: Magnitude(distance.midpoint) + distance.radius)
  }

  /// The same without the radius.
  public func certainDigits(_ count: Int) -> String {
    let text = decimalText(digits: count)
    guard !isExact, isBounded, let end = text.firstIndex(of: " ") else { return text }
    return String(text[..<end])
  }

  private static func powerOfTen(_ power: Int64, precision: Int) -> PreciseBall {
    PreciseBall(10, precision: precision).power(Rational(Integer(word: power)))
  }

  /// A number `self·10^(−power)` with so many digits before the point, or one more; nil where a power of ten is beyond
  /// the exponents' limit. Requires a midpoint that is positive.
  private func scaled(toDigits digits: Int) -> (value: PreciseBall, power: Int64)? {
    // log₁₀ 2 = 0.30102999566398119521…
    let exponent = Int64((Double(midpoint.exponent) * 0.301029995663981195).rounded(.down))
    let size = rounded(to: max(precision, 4 * digits) + 64)
    var power = exponent - Int64(digits) + 1
    var value = size
    // The estimate may be wrong by one; a number next to a power of ten may go either way for ever.
    for _ in 0..<3 {
      let factor = PreciseBall.powerOfTen(Int64(power.magnitude), precision: size.precision)
      value = power < 0 ? size * factor : size / factor
      guard value.isBounded else { return nil }
      let count = value.midpoint.wholePart.decimalDigits.utf8.count
      if count == digits && !value.midpoint.wholePart.isZero { break }
      if value.midpoint.wholePart.isZero { power -= 1 } else { power += Int64(count - digits) }
    }
    return (value, power)
  }

  /// A number at least this one, with two digits.
  private static func text(upTo magnitude: Magnitude) -> String {
    if magnitude.isZero { return "0" }
    let ball = PreciseBall(magnitude.binaryFloat, .zero, precision: 64)
    guard let (value, power) = ball.scaled(toDigits: 2), value.upper.exponent < 60 else { return "0" }
    let units = value.upper.wholePart + Natural(value.upper.isInteger ? 0 : 1)
    return text(units.decimalDigits, power: power, isExact: true, alwaysExponent: true)
  }

  /// `digits·10^power` as text, with the mark after its last digit; zeros at the end of an exact number are dropped.
  private static func text(
    _ digits: String, power: Int64, mark: String = "", isExact: Bool = false, alwaysExponent: Bool = false
  ) -> String {
    var text = Array(digits)
    // 10^exponent ≤ value
    let exponent = power + Int64(text.count) - 1
    if alwaysExponent || power > 0 || exponent < -5 {
      if isExact { while text.count > 1 && text.last == "0" { text.removeLast() } }
      let tail = text.count > 1 ? "." + String(text.dropFirst()) : ""
      return String(text[0]) + tail + mark + (exponent == 0 ? "" : "e\(exponent)")
    }
    if isExact { while text.count > Int(max(0, exponent)) + 1 && text.last == "0" { text.removeLast() } }
    if exponent < 0 { return "0." + String(repeating: "0", count: Int(-exponent) - 1) + String(text) + mark }
    let tail = String(text.dropFirst(Int(exponent) + 1))
    return String(text.prefix(Int(exponent) + 1)) + (tail.isEmpty ? "" : "." + tail) + mark
  }
}

extension PreciseBall: CustomStringConvertible {
  /// The certain digits, at most 30.
  public var description: String { decimalText(digits: 30) }
}

extension BinaryFloat {
  /// `⌊|self|⌋`.
  var wholePart: Natural { FixedPoint.scaled(self, size: 0) }
}
