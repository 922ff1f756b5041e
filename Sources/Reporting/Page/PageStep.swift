import Checking
import Diagnostics
import Typesetting

/// One line of a derivation on a page: as it is set, its verdict, as it is written, what is wrong with it, and what the
/// verdict rests on.
struct PageStep {
  let line: CheckedLine
  let label: String?
  /// Counts the lines of the file.
  let number: Int
  /// Where the page has it.
  let place: String
  let source: SourceText
  let sheet: FormulaSheet
  let required: Verdict
  /// The chain has no other line: its two sides stand beside each other.
  let isAlone: Bool

  private var finding: Finding? { Finding(line, label: label, requiring: required) }

  private var row: VerdictRow {
    VerdictRow(line, name: label ?? "", in: source, required: required, Presentation())
  }

  /// Its cell of the strip.
  func writeCell(isFirst: Bool, to list: inout HTMLText) {
    let row = row
    list.element("li") { item in
      item.element("a", ("href", "#\(place)"), ("class", row.ink.name)) { cell in
        cell.element("b", text: row.mark.rawValue + " " + row.verdict)
        cell.addMarkup(" ")
        cell.element("small", text: isFirst && label != nil ? row.name : row.place)
      }
    }
  }

  func write(to page: inout HTMLText) {
    let (row, finding) = (row, finding)
    let set = sheet.line(at: line.span, term: line.termSpan, marking: finding?.severity == .error ? finding?.span : nil)
    if let condition = set?.condition {
      page.element("p", ("class", "case")) { text in
        text.add("In the case ")
        text.add(condition)
      }
    }
    if !isAlone, let head = set?.head { page.element("div", ("class", "head formula")) { $0.add(head) } }
    page.element("article", ("class", "step \(row.ink.name)"), ("id", place)) { article in
      article.element("div", ("class", "line")) { line in
        line.element("div", ("class", "formula")) { $0.add(set, of: self.line, in: source, withHead: isAlone) }
        line.element("p", ("class", "verdict \(row.ink.name)"), text: row.mark.rawValue + " " + row.verdict)
      }
      PageSource(source: source, context: line.span.union(line.termSpan), marked: finding?.span).write(to: &article)
      if let remark = set?.remark { article.element("p", ("class", "remark"), text: "by " + remark) }
      if let finding { write(finding, to: &article) }
      writeAccount(row, hasFinding: finding != nil, to: &article)
    }
  }

  private func write(_ finding: Finding, to article: inout HTMLText) {
    let ink = finding.severity.ink.name
    article.element("div", ("class", "finding \(ink)")) { box in
      let page = PageFinding(finding: finding, source: source)
      page.writeSentence(to: &box)
      page.writeHint(to: &box)
      guard let line = finding.line else { return }
      let notes = FindingNotes(line, finding.severity, Presentation())
      page.write(notes, to: &box)
      writeWitness(evidence: notes.evidence, to: &box)
    }
  }

  /// The counterexample beside its picture.
  private func writeWitness(evidence: String?, to page: inout HTMLText) {
    let text = CounterexampleText(line, Presentation())
    guard text != nil || evidence != nil else { return }
    page.element("div", ("class", "witness")) { witness in
      witness.element("div", ("class", "counterexample")) { box in
        if let text { PageCounterexample(text: text, isComparison: line.isComparison).write(to: &box) }
        if let evidence { box.element("p", ("class", "evidence")) { $0.addProse(evidence) } }
      }
      if line.verdict.isWrong { writeFigure(to: &witness) }
    }
  }

  private func writeFigure(to page: inout HTMLText) {
    guard let figure = line.figure else { return }
    PageFigure(figure, isWrong: line.verdict.isWrong, isComparison: line.isComparison, place: place).write(to: &page)
  }

  /// What the verdict rests on.
  private func writeAccount(_ row: VerdictRow, hasFinding: Bool, to article: inout HTMLText) {
    article.element("details") { details in
      details.element("summary") { summary in
        summary.add(hasFinding ? "How it was read and tried" : "What this rests on")
        if !hasFinding, !row.details.isEmpty {
          summary.addMarkup(" ")
          summary.element("small", text: row.details.withDots)
        }
      }
      let block = AccountBlock(line: line, label: label, source: source, presentation: Presentation())
      details.element("dl", ("class", "notes")) { list in
        for note in block.notes {
          list.element("dt", text: note.label)
          list.element("dd") { item in
            if note.label == "read as" { item.element("code", text: note.text) } else { item.addProse(note.text) }
          }
        }
      }
      if let derivation = line.derivation { PageDerivation(derivation: derivation).write(to: &details) }
      if !line.verdict.isWrong {
        writeFigure(to: &details)
      } else if !hasFinding {
        writeWitness(evidence: FindingNotes(line, .note, Presentation()).evidence, to: &details)
      }
    }
  }
}
