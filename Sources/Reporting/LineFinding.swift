import Checking
import Diagnostics

/// Codes of what is found about the standing of a line, beside those of mistakes.
enum StandingCode {
  static let wronglyMarked = "D0001"
  static let healedButMarked = "D0002"
  static let onlyConfirmed = "D0003"
  static let needless = "D0004"
  static let undecided = "D0701"
  static let internalError = "D0901"
}

extension Finding {
  /// Nil where the line passes.
  init?(_ line: CheckedLine, label: String?, requiring required: Verdict) {
    switch line.outcome(requiring: required) {
    case .passes: return nil
    case .fails: self = line.isMarkedWrong ? .wronglyMarked(line, label) : .wrong(line, label)
    case .unsettled: self = .unsettled(line, label)
    }
  }

  private static func wrong(_ line: CheckedLine, _ label: String?) -> Finding {
    if line.isRightWithoutNeeds {
      return Finding(
        severity: .error, code: StandingCode.needless, label: label,
        message: "this line is proved without `\(line.statedNeeds)`: nothing is conditional here",
        span: line.termSpan, line: line)
    }
    if let diagnostic = line.diagnostic {
      var finding = Finding(diagnostic, severity: .error, label: label)
      finding.line = line
      return finding
    }
    let span = line.diagnoses.first?.span ?? line.termSpan
    return Finding(
      severity: .error, code: line.causeCode, label: label, message: line.cause, span: span, line: line)
  }

  private static func wronglyMarked(_ line: CheckedLine, _ label: String?) -> Finding {
    let isHealed = line.isHealed
    let message =
      isHealed
      ? "this line is marked `wrong`, but it is right again: only the line before it is wrong"
      : "this line is marked `wrong`, but it is \(line.verdict.rawValue)"
        + (line.verdict == .undecided ? line.reason.map { ": \($0)" } ?? "" : "")
    return Finding(
      severity: .error, code: isHealed ? StandingCode.healedButMarked : StandingCode.wronglyMarked, label: label,
      message: message, span: line.span.union(line.termSpan), line: line)
  }

  private static func unsettled(_ line: CheckedLine, _ label: String?) -> Finding {
    if line.isRightWithoutNeeds {
      return Finding(
        severity: .warning, code: StandingCode.needless, label: label,
        message: "no point was found at which this line fails without `\(line.statedNeeds)`", span: line.termSpan,
        line: line)
    }
    if line.verdict == .confirmed {
      return Finding(
        severity: .warning, code: StandingCode.onlyConfirmed, label: label,
        message: "confirmed at \(counted(line.evidence.points, "point")), but not proved", span: line.termSpan,
        line: line)
    }
    let mark = line.isMarkedWrong ? "marked `wrong`, but " : ""
    return Finding(
      severity: .warning, code: StandingCode.undecided, label: label,
      message: mark + "neither proved nor refuted" + (line.reason.map { ": \($0)" } ?? ""), span: line.termSpan,
      line: line)
  }
}

extension CheckedLine {
  /// `needs x > 0`
  var statedNeeds: String { "needs " + needs.map { $0.singleLine }.joined(separator: ", ") }

  /// Of a wrong line: what is probably the mistake, in one sentence.
  var cause: String {
    if let diagnostic { return diagnostic.mistake.message }
    if verdict == .conditional, let reason { return "this holds if \(reason), not in general" }
    if let diagnosis = diagnoses.first, diagnosis.code != .unexplained {
      return diagnosis.isProved ? diagnosis.message : "probably, \(diagnosis.message)"
    }
    switch readAs?.relation {
    case "=": return "the two sides are not equal"
    case "=>", "<==", "<=>": return "this does not follow"
    default: return "this does not hold"
    }
  }
}
