import Checking
import Diagnostics

/// One line of the overview: mark, claim, place, verdict, and what it rests on.
struct VerdictRow {
  var mark: Mark
  var ink: Ink
  var name: String
  var place: String
  var verdict: String
  var details: String

  init(_ assumption: CheckedAssumption, in source: SourceText) {
    mark = .note
    ink = .faint
    name = "assume"
    place = "line \(source.line(at: assumption.span.start))"
    verdict = "assumed"
    details = "\(assumption.text.singleLine)   (the author's, not checked)"
  }

  /// - Parameter name: the label of the claim on its first line, else empty.
  init(_ line: CheckedLine, name: String, in source: SourceText, required: Verdict, _ presentation: Presentation) {
    let outcome = line.outcome(requiring: required)
    self.name = name
    place = "line \(source.line(at: line.span.start))"
    mark = line.mark(for: outcome)
    ink = line.ink(for: outcome)
    verdict = line.isMarkedWrong && outcome == .passes ? "wrong as marked" : line.verdict.rawValue
    details = line.details(for: outcome, presentation)
  }
}

extension String {
  /// Blanks for line ends and tabs.
  var singleLine: String {
    split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }).joined(separator: " ")
  }
}

extension CheckedLine {
  fileprivate func mark(for outcome: Outcome) -> Mark {
    switch outcome {
    case .fails: return .wrong
    case .unsettled: return verdict == .confirmed ? .confirmed : .undecided
    case .passes: break
    }
    if isMarkedWrong { return .right }
    switch verdict {
    case .proved, .conditional, .refuted, .invalid: return .right
    case .confirmed: return .confirmed
    case .undecided: return .undecided
    case .assumed: return .note
    case .follows: return .follows
    }
  }

  fileprivate func ink(for outcome: Outcome) -> Ink {
    switch outcome {
    case .fails: .error
    case .unsettled: .warning
    case .passes: verdict == .confirmed ? .confirmed : verdict == .follows ? .warning : .good
    }
  }

  /// Why the verdict is what it is, where the line passes or is open.
  private var remark: String? {
    if isHealed { return "healed: " + (reason ?? "right, though the line before it is not") }
    if verdict == .conditional { return "under \(needs.joined(separator: ", ")), as stated" }
    return reason ?? (verdict == .undecided ? "no proof and no counterexample" : nil)
  }

  fileprivate func details(for outcome: Outcome, _ presentation: Presentation) -> String {
    if isRightWithoutNeeds && !isMarkedWrong && outcome != .passes {
      return "\(StandingCode.needless) right without `\(statedNeeds)`"
    }
    if isMarkedWrong || outcome == .fails {
      if !verdict.isWrong || isHealed { return "marked `wrong`" }
      return "\(causeCode) \(presentation.prose(cause))"
    }
    var parts: [String] = []
    if let remark { parts.append(presentation.prose(remark)) }
    if verdict == .assumed { parts.append("the author's, not checked") }
    if verdict != .undecided {
      parts += evidence.parts(in: presentation, isVerbose: presentation.detail >= .verbose)
    }
    return parts.joined(separator: "   ")
  }
}
