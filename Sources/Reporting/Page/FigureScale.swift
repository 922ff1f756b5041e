import Numbers

/// One axis of a figure: values to places on the page, and where its ticks stand.
struct FigureScale {
  let isLogarithmic: Bool
  /// Of the axis, in its own measure: the exponents of ten if it is logarithmic.
  private let lower: Double
  private let upper: Double
  private let start: Double
  private let end: Double

  /// From `start` to `end` on the page.
  init(linear values: [Double], from start: Double, to end: Double) {
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    let margin = most > least ? (most - least) * 0.06 : max(abs(most), 1) * 0.5
    (lower, upper, isLogarithmic) = (least - margin, most + margin, false)
    (self.start, self.end) = (start, end)
  }

  /// Whole decades around positive values.
  init(decadesOf values: [Double], from start: Double, to end: Double) {
    let exponents = values.map { Self.exponent($0) }
    let (least, most) = (exponents.min() ?? 0, exponents.max() ?? 0)
    upper = (most - 1e-9).rounded(.up)
    lower = min((least + 1e-9).rounded(.down), upper - Self.fewestDecades)
    (self.start, self.end, isLogarithmic) = (start, end, true)
  }

  /// Fewer would make a small change look like a great one.
  private static let fewestDecades = 4.0

  /// log₁₀ of a positive number.
  static func exponent(_ value: Double) -> Double { RealMath.log(value) / RealMath.log(10) }

  func place(_ value: Double) -> Double {
    let measure = isLogarithmic ? Self.exponent(value) : value
    return start + (measure - lower) / (upper - lower) * (end - start)
  }

  /// At most some seven, at round values.
  var ticks: [(place: Double, text: String)] {
    let step = isLogarithmic ? max(1, ((upper - lower) / 6).rounded(.up)) : Self.roundStep((upper - lower) / 5)
    guard step > 0, step.isFinite else { return [] }
    var ticks: [(place: Double, text: String)] = []
    var number = (lower / step - 1e-9).rounded(.up)
    while number * step <= upper + 1e-9 * step, ticks.count < 12 {
      let measure = number * step
      let place = start + (measure - lower) / (upper - lower) * (end - start)
      ticks.append((place, isLogarithmic ? Self.powerText(measure) : Self.text(measure, step)))
      number += 1
    }
    return ticks
  }

  /// 1, 2 or 5 times a power of ten, not below `least`.
  private static func roundStep(_ least: Double) -> Double {
    guard least > 0, least.isFinite else { return 0 }
    var step = RealMath.pow(10, exponent(least).rounded(.down))
    for factor in [2.0, 2.5, 2.0] where step < least * 0.999_999 { step *= factor }
    return step
  }

  private static func text(_ value: Double, _ step: Double) -> String {
    abs(value) < step / 2 ? "0" : NumberText.significant(value, digits: 4).withMinusSign
  }

  /// `10⁻⁶`
  private static func powerText(_ exponent: Double) -> String {
    let raised = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let digits = String(Int(exponent.magnitude)).compactMap { $0.wholeNumberValue }.map { raised[$0] }
    return exponent == 0 ? "1" : "10" + (exponent < 0 ? "⁻" : "") + digits.joined()
  }
}

extension String {
  /// With the minus sign of print before a number.
  var withMinusSign: String { hasPrefix("-") ? "−" + dropFirst() : self }
}
