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
      return kind.name ?? claim.lines[line].mistakeText
    case .followThrough: return "right only given the mistake above"
    case .breach(let breach): return "rests on \(breach.ground)"
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
    case .attempts(let count): "\(count) attempts, of which only the first were graded"
    }
  }
}

extension GradedLine {
  /// As machine formats spell it.
  var standingName: String {
    switch standing {
    case .right: "right"
    case .follows: "follows"
    case .wrong: "wrong"
    case .undoes: "undoes"
    case .restsOnBreach: "rests-on-breach"
    case .undecided: "undecided"
    case .unread: "unread"
    }
  }

  /// Of a line with a mistake: what it is, in one sentence.
  var mistakeText: String {
    switch standing {
    case .undoes: "undoes the mistake above" + (alone.map { ": \($0.cause)" } ?? "")
    case .right, .follows, .wrong, .restsOnBreach, .undecided, .unread: wrong.cause
    }
  }

  /// The line with the finding that its mistake is named by.
  var wrong: CheckedLine {
    guard let alone, alone.verdict == .refuted || alone.verdict == .conditional else { return checked }
    return alone
  }
}

extension GradedSubmission {
  /// The codes of the mistakes and breaches, each once.
  var codes: [String] {
    var codes: [String] = []
    for code in claims.flatMap({ $0.codes }) + breaches.map({ $0.code }) where !codes.contains(code) {
      codes.append(code)
    }
    return codes
  }

  /// What a person has to look at: the line, if it is about one, and the words.
  struct Question {
    var line: Int?
    var text: String
  }

  private static let questionsOfClaim = 3

  var questions: [Question] {
    if let obstacle { return [Question(line: nil, text: "cannot be read: \(obstacle)")] }
    var found: [Question] = []
    for claim in claims {
      for doubt in claim.doubts.prefix(Self.questionsOfClaim) {
        let line = number(of: doubt.line, in: claim)
        let place = line.map { " line \($0)" } ?? ""
        found.append(Question(line: line, text: "\(claim.label)\(place): \(doubt.message(in: claim))"))
      }
      let rest = claim.doubts.count - Self.questionsOfClaim
      if rest > 0 {
        found.append(Question(line: nil, text: "\(claim.label): \(rest) more \(rest == 1 ? "line" : "lines")"))
      }
    }
    if found.isEmpty, let diagnostic = diagnostics.first, let source {
      let line = source.line(at: diagnostic.span.start)
      found.append(Question(line: line, text: "line \(line): \(diagnostic.mistake.message)"))
    }
    if let fault = faults.first { found.append(Question(line: nil, text: "internal error: \(fault.message)")) }
    return found
  }

  func number(of position: Int?, in claim: GradedClaim) -> Int? {
    guard let position, let source, position < claim.lines.count else { return nil }
    return source.line(at: claim.lines[position].checked.span.start)
  }
}

extension GradedClaim {
  var codes: [String] {
    losses.compactMap { $0.code }.reduce(into: []) { codes, code in
      if !codes.contains(code) { codes.append(code) }
    }
  }

  /// As machine formats spell it.
  var attemptName: String {
    switch attempt {
    case .missing: "missing"
    case .elsewhere: "elsewhere"
    case .weaker: "weaker"
    case .complete: "complete"
    case .stops: "stops"
    }
  }

  /// How the mark arose, a sentence each.
  func account(in submission: GradedSubmission) -> [String] {
    var texts: [String] = remarks
    for loss in losses {
      let place = submission.number(of: loss.line, in: self).map { "line \($0): " } ?? ""
      texts.append(
        "-\(MarkText.text(loss.points)) \(place)" + (loss.code.map { "\($0) " } ?? "") + loss.message(in: self))
    }
    for doubt in doubts {
      let place = submission.number(of: doubt.line, in: self).map { " line \($0)" } ?? ""
      texts.append("needs a human\(place): \(doubt.message(in: self))")
    }
    return texts
  }

  /// What is said of the claim as a whole.
  var remarks: [String] {
    var texts: [String] = refusal.map { [$0] } ?? []
    if attempts > 1 { texts.append("the best of \(counted(attempts, "attempt")) is graded") }
    if let unrounded { texts.append("rounded, from \(MarkText.text(unrounded))") }
    return texts
  }

  /// What became of a line, for a person.
  func standingWord(of position: Int) -> String {
    setAside.contains(position) ? "not counted" : lines[position].standingWord
  }

  /// Lines with a mistake that counts.
  var mistakenLines: [(place: Int, line: GradedLine)] {
    lines.indices.filter { !setAside.contains($0) && lines[$0].hasMistake }.map { ($0, lines[$0]) }
  }

  /// Why it has no marks at all; nil where its lines say.
  private var refusal: String? {
    switch attempt {
    case .missing: "not attempted"
    case .elsewhere(let start, let wanted):
      start.isEmpty
        ? "no line of it begins with `\(wanted.shortened)`"
        : "begins with `\(start.shortened)`, the claim of the key with `\(wanted.shortened)`"
    case .weaker: "its relations say less than those of the key"
    case .complete, .stops: nil
    }
  }
}

extension ClassGrades.Cluster {
  /// What is said most often of its lines.
  var message: String {
    var counts: [String: Int] = [:]
    var order: [String] = []
    for occurrence in occurrences {
      let text = occurrence.line.mistakeText
      if counts[text] == nil { order.append(text) }
      counts[text, default: 0] += 1
    }
    return order.enumerated().max { a, b in
      (counts[a.element] ?? 0, b.offset) < (counts[b.element] ?? 0, a.offset)
    }?.element ?? ""
  }

  /// With the claim, and with what is left between the sides where the mistake has no name.
  var title: String {
    "\(label): \(mistake.name ?? message + (mistake.residual.map { " (\($0.sides) = \($0.text.shortened))" } ?? ""))"
  }

  /// The line of a rubric that would give a name to a mistake which has none, and which several students made.
  var labelLine: String? {
    guard students.count > 1, mistake.name == nil, let residual = mistake.residual else { return nil }
    return "label \(label) \(residual.isRatio ? "ratio" : "difference") \"\(residual.text.singleLine)\" \"NAME\""
  }
}

extension MistakeKind.Residual {
  fileprivate var sides: String { isRatio ? "yours / correct" : "yours - correct" }
}

extension String {
  /// On one line, and not longer than a message can hold.
  var shortened: String { singleLine.cut(to: 60, mark: "…") }
}
