import Checking
import Diagnostics
import Grading
import Numbers

/// How the marks of one student arose: every claim with its lines, what each of them is and what it cost, and for each
/// mistake what `derive check` would say of it.
public struct GradeExplanation {
  private static let widthOfText = 88

  private let submission: GradedSubmission
  private let presentation: Presentation
  private var output: StyledText

  public init(_ submission: GradedSubmission, of grades: ClassGrades, _ presentation: Presentation = Presentation()) {
    self.submission = submission
    self.presentation = presentation
    output = StyledText(presentation)
    output.add(submission.student.visible, .strong)
    if let obstacle = submission.obstacle {
      output.add("   cannot be read: \(obstacle)", .warning)
      output.endLine()
      return
    }
    output.add("   \(MarkText.text(submission.mark)) of \(MarkText.points(grades.points))")
    if submission.needsPerson { output.add("   needs a human", .warning) }
    output.endLine()
    output.endLine()
    writeDiagnostics()
    writeBreaches()
    for claim in submission.claims { write(claim) }
  }

  public var text: String { output.text }

  private mutating func write(_ finding: Finding) {
    guard let source = submission.source else { return }
    FindingBlock(finding: finding, source: source, presentation: presentation).write(to: &output)
    output.endLine()
  }

  private mutating func writeDiagnostics() {
    for diagnostic in submission.diagnostics { write(Finding(diagnostic, severity: .error)) }
  }

  private mutating func writeBreaches() {
    for breach in submission.breaches {
      write(
        Finding(severity: .error, code: breach.code, label: breach.claim, message: breach.message, span: breach.span))
    }
  }

  private mutating func write(_ claim: GradedClaim) {
    output.add(claim.label.visible, .strong)
    output.add("   \(MarkText.text(claim.mark)) of \(MarkText.points(claim.points))")
    output.endLine()
    for remark in claim.remarks { writeRow("", "", presentation.prose(remark), .warning) }
    let rows = claim.lines.indices.map { (number: place(of: $0, in: claim), cost: cost(of: $0, in: claim)) }
    for (position, line) in claim.lines.enumerated() {
      writeRow(
        rows[position].number, rows[position].cost, text(of: line, at: position, in: claim),
        ink(of: position, in: claim))
    }
    for loss in claim.losses where loss.line == nil {
      writeRow("", "-" + MarkText.text(loss.points), presentation.prose(loss.message(in: claim)), .error)
    }
    for doubt in claim.doubts where doubt.line == nil {
      writeRow("", "?", presentation.prose("needs a human: \(doubt.message(in: claim))"), .warning)
    }
    output.endLine()
    for line in claim.mistakenLines { writeFinding(of: line.line, in: claim) }
  }

  private mutating func writeRow(_ place: String, _ cost: String, _ text: String, _ ink: Ink) {
    output.add("  \(place.padded(to: 9))  ", .faint)
    output.add(cost.padded(to: 6) + "  ", ink)
    output.add(text)
    output.endLine()
  }

  private func place(of position: Int, in claim: GradedClaim) -> String {
    submission.number(of: position, in: claim).map { "line \($0)" } ?? ""
  }

  private func cost(of position: Int, in claim: GradedClaim) -> String {
    let losses = claim.losses.filter { $0.line == position }
    if losses.isEmpty { return claim.doubts.contains { $0.line == position } ? "?" : "" }
    return "-" + MarkText.text(losses.reduce(.zero) { $0 + $1.points })
  }

  private func text(of line: GradedLine, at position: Int, in claim: GradedClaim) -> String {
    let notes =
      claim.losses.filter { $0.line == position }.map { ($0.code.map { "\($0) " } ?? "") + $0.message(in: claim) }
      + claim.doubts.filter { $0.line == position }.map { "needs a human: \($0.message(in: claim))" }
    let word = claim.standingWord(of: position) + (line.checked.verdict == .confirmed ? ", by numbers" : "")
    return ([word] + notes.map { presentation.prose($0) }).joined(separator: ": ")
  }

  private func ink(of position: Int, in claim: GradedClaim) -> Ink {
    if claim.setAside.contains(position) { return .faint }
    return switch claim.lines[position].standing {
    case .right: .good
    case .follows, .undecided, .unread: .warning
    case .wrong, .undoes, .restsOnBreach: .error
    }
  }

  private mutating func writeFinding(of line: GradedLine, in claim: GradedClaim) {
    guard let finding = Finding(line.wrong, label: claim.label, requiring: .confirmed) else { return }
    write(finding)
  }
}

extension GradedLine {
  /// For a person.
  var standingWord: String {
    switch standing {
    case .right: "right"
    case .follows: "right given what stands above"
    case .wrong: "wrong"
    case .undoes: "wrong"
    case .restsOnBreach: "not shown"
    case .undecided: "undecided"
    case .unread: "unreadable"
    }
  }

  var hasMistake: Bool {
    switch standing {
    case .wrong, .undoes: wrong.verdict.isWrong
    case .right, .follows, .restsOnBreach, .undecided, .unread: false
    }
  }
}
