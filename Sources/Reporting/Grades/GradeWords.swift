import Checking
import Diagnostics
import Grading
import Numbers

/// What is said about marks, in the same words in every format.
extension Loss {
  func message(in claim: GradedClaim) -> String {
    switch cause {
    case .mistake(let kind):
      guard let line, line < claim.lines.count else { return kind.code }
      return claim.lines[line].mistakeText
    case .followThrough: return "right only given the mistake above"
    case .breach(let breach): return "rests on what the key does not say: \(breach.message)"
    case .stop:
      guard case .stops(let end, let wanted) = claim.attempt else { return "stops before the end" }
      return "stops at `\(end.shortened)`, the key ends at `\(wanted.shortened)`"
    case .missingStep(let formula): return "no line says `\(formula.shortened)`, which the rubric requires"
    case .jump(let lines): return "one line for \(counted(lines, "line")) of the key"
    case .nothingRight: return "no line of the chain is right"
    }
  }

  /// Of a mistake, or of what the student may not say.
  var code: String? {
    switch cause {
    case .mistake(let kind): kind.code
    case .breach(let breach): breach.code
    case .followThrough, .stop, .missingStep, .jump, .nothingRight: nil
    }
  }
}

extension Doubt {
  func message(in claim: GradedClaim) -> String {
    switch cause {
    case .undecided(let reason): "neither proved nor refuted" + (reason.isEmpty ? "" : ": \(reason)")
    case .unread(let reason): "cannot be read" + (reason.isEmpty ? "" : ": \(reason)")
    case .end: "no line could be read that begins as the key does"
    case .step(let formula): "behind the mistake no line says `\(formula.shortened)`, which the rubric requires"
    case .jump(let lines): "one line for \(counted(lines, "line")) of the key: is that too much?"
    }
  }
}

extension GradedLine {
  /// Of a line with a mistake: what it is, in one sentence.
  var mistakeText: String {
    switch standing {
    case .undoes: "does not follow from the line above, and undoes its mistake"
    case .right, .follows, .wrong, .restsOnBreach, .undecided, .unread: checked.cause
    }
  }
}

extension GradedClaim {
  /// Why it has no marks at all; nil where its lines say.
  var refusal: String? {
    switch attempt {
    case .missing: "not attempted"
    case .elsewhere(let start, let wanted):
      start.isEmpty
        ? "no line of it begins with `\(wanted.shortened)`"
        : "begins with `\(start.shortened)`, the claim of the key with `\(wanted.shortened)`"
    case .complete, .stops: nil
    }
  }
}

extension String {
  /// On one line, and not longer than a message can hold.
  var shortened: String { singleLine.cut(to: 60, mark: "…") }
}
