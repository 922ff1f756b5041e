import Checking
import Diagnostics

/// A finding with its source lines and all that is known about it, for a person.
struct FindingBlock {
  let finding: Finding
  let source: SourceText
  let presentation: Presentation

  func write(to output: inout StyledText) {
    output.add("\(finding.severity.rawValue)[\(finding.code)]", finding.severity.ink)
    let claim = finding.label.map { "claim \($0): " } ?? ""
    output.addProse(": " + claim + finding.message, .strong)
    output.endLine()
    if finding.isAboutText { writeSource(to: &output) } else { writePlace(to: &output) }
    if let hint = finding.hint { LabelledText.write("hint", presentation.prose(hint), to: &output) }
    if let line = finding.line { write(line, to: &output) }
  }

  private func writeSource(to output: inout StyledText) {
    var related = finding.related
    if let line = finding.line, let span = line.diagnoses.first?.span, span != finding.span {
      related.append(.init(span: span, label: ""))
    }
    let context = finding.line.map { $0.span.union($0.termSpan) } ?? finding.span
    SourceExcerpt(source, primary: finding.span, context: context, ink: finding.severity.ink, related: related)
      .write(to: &output)
  }

  private func writePlace(to output: inout StyledText) {
    output.add("  ")
    output.add(.corner, .frame)
    output.add(" \(source.name)")
    output.endLine()
  }

  private func write(_ line: CheckedLine, to output: inout StyledText) {
    let notes = FindingNotes(line, finding.severity, presentation)
    for note in notes.context { LabelledText.write(note.label, note.whole, to: &output) }
    if let text = CounterexampleText(line, presentation) {
      LabelledText.write("counterexample", text.bindings.isEmpty ? "any values" : text.bindings, to: &output)
      for row in text.table { LabelledText.writeContinuation(row, to: &output) }
    }
    for note in notes.causes { LabelledText.write(note.label, note.whole, to: &output) }
    if let evidence = notes.evidence { LabelledText.write("evidence", evidence, to: &output) }
  }
}

extension Finding {
  /// There are lines to show: the file is text.
  var isAboutText: Bool {
    code != SyntaxMistake.notText(byte: 0).code && code != SyntaxMistake.tooLong.code
  }
}

extension Finding.Severity {
  var ink: Ink {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}

extension CheckedLine {
  /// What the comparison with the head of the chain adds.
  var chainRemark: String? {
    guard let againstHead, againstHead != againstPrevious else { return nil }
    if againstPrevious.isRight {
      return
        "the step from the line before is \(againstPrevious.rawValue), but the start of the chain is something else"
    }
    if againstHead.isRight { return "right against the start of the chain, but not against the line before" }
    return nil
  }
}
