/// A component of a gradient that is not accepted.
struct GradientFinding {
  private enum Kind {
    case wrong(NumericalDerivative, allowed: Double)
    case tooRough(NumericalDerivative)
    case none(NumericalDerivative.Failure)
  }

  private let component: Int
  private let yours: Double
  private let kind: Kind

  /// Yours may be so many times the estimated error away.
  private static let allowance = 10.0
  /// An error above this part of the greatest component would let mistakes pass.
  private static let roughest = 1e-2

  /// Nil if it is accepted: not farther from the finite differences than these may be wrong, and rounding. A number other
  /// than 0 that could as well be 0 beside them is not accepted.
  init?(_ component: Int, yours: Double, _ derivative: NumericalDerivative, greatest: Double, unit: Double) {
    (self.component, self.yours) = (component, yours)
    let allowed = GradientFinding.allowance * (derivative.error + unit * abs(derivative.value))
    if abs(yours - derivative.value) <= allowed {
      let size = max(abs(derivative.value), greatest)
      if yours == 0 || allowed <= GradientFinding.roughest * size { return nil }
      kind = .tooRough(derivative)
    } else {
      kind = .wrong(derivative, allowed: allowed)
    }
  }

  init(_ component: Int, yours: Double, _ failure: NumericalDerivative.Failure) {
    (self.component, self.yours, kind) = (component, yours, .none(failure))
  }

  // MARK: Text

  private static let mostLines = 8

  static func text(of findings: [GradientFinding], among count: Int) -> String {
    var lines = [findings[0].line]
    lines += findings.dropFirst().prefix(mostLines).map { "  " + $0.line }
    if findings.count > mostLines + 1 { lines.append("  … and \(findings.count - mostLines - 1) more components") }
    let wrong = findings.filter { if case .wrong = $0.kind { true } else { false } }
    if !wrong.isEmpty { lines.append("  wrong      \(wrong.count) of \(count) components") }
    if let ratio = commonRatio(of: wrong) {
      let text = ratio == -1 ? "the sign of all of them is wrong" : "all of them have the factor \(number(ratio))"
      lines.append("  diagnosis  \(text)")
    }
    return lines.joined(separator: "\n")
  }

  /// yours/true of all wrong components, if it is the same.
  private static func commonRatio(of wrong: [GradientFinding]) -> Double? {
    guard wrong.count > 1 else { return nil }
    var (common, precision) = (0.0, Double.infinity)
    var ratios: [(value: Double, error: Double)] = []
    for finding in wrong {
      guard case .wrong(let derivative, let allowed) = finding.kind, allowed < 1e-3 * abs(derivative.value) else {
        return nil
      }
      let ratio = finding.yours / derivative.value
      let error = abs(ratio) * allowed / abs(derivative.value)
      ratios.append((ratio, error))
      if error < precision { (common, precision) = (ratio, error) }
    }
    guard ratios.allSatisfy({ abs($0.value - common) <= $0.error + precision }) else { return nil }
    let rounded = (common * 840).rounded() / 840
    return abs(common - rounded) <= max(precision, 1e-12) ? rounded : common
  }

  private var line: String {
    let start = "gradient[\(component)]: yours \(GradientFinding.number(yours)), "
    switch kind {
    case .wrong(let derivative, let allowed):
      return start + "finite differences \(GradientFinding.number(derivative.value)), "
        + "known to ±\(Mismatch.text(allowed, digits: 2))"
    case .tooRough(let derivative):
      return start + "finite differences \(GradientFinding.number(derivative.value)) with an error of "
        + "\(Mismatch.text(derivative.error, digits: 2)), too rough to judge it: the function needs more digits"
    case .none(.notFinite): return start + "cannot be judged: the function is not finite around the point"
    case .none(.noLimit): return start + "cannot be judged: finite differences of the function have no limit"
    case .none(.kink(let left, let right)):
      return start + "cannot be judged: the function has a kink, with the slope \(GradientFinding.number(left)) "
        + "on the left and \(GradientFinding.number(right)) on the right"
    }
  }

  private static func number(_ value: Double) -> String { Mismatch.text(value, digits: 9) }
}
