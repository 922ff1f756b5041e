import Checking
import Diagnostics

/// What is wrong, on a page: the sentence, what was probably meant, the counterexample.
struct PageFinding {
  let finding: Finding
  let source: SourceText

  /// The code, then one sentence.
  func writeSentence(to page: inout HTMLText) {
    page.element("p", ("class", "sentence")) { sentence in
      sentence.element("span", ("class", "code"), text: finding.code)
      sentence.add(" ")
      sentence.element("b") { $0.addProse(finding.message) }
    }
  }

  func writeHint(to page: inout HTMLText) {
    guard let hint = finding.hint else { return }
    page.element("p", ("class", "hint")) { $0.addProse(hint) }
  }

  /// What was probably meant, and what the sides differ by.
  func writeNotes(_ line: CheckedLine, to page: inout HTMLText) {
    let notes = FindingNotes(line, finding.severity, Presentation())
    page.element("dl", ("class", "notes")) { list in
      for note in notes.context where note.label != "read as" { write(note, to: &list) }
      for note in notes.causes { write(note, to: &list) }
    }
  }

  func writeCounterexample(_ line: CheckedLine, to page: inout HTMLText) {
    let evidence = FindingNotes(line, finding.severity, Presentation()).evidence
    page.element("div", ("class", "counterexample")) { box in
      if let text = CounterexampleText(line, Presentation()) {
        PageCounterexample(text: text, isComparison: line.isComparison).write(to: &box)
      }
      if let evidence { box.element("p", ("class", "evidence")) { $0.addProse(evidence) } }
    }
  }

  private func write(_ note: FindingNotes.Note, to list: inout HTMLText) {
    list.element("dt", text: note.label)
    list.element("dd") { item in
      item.addProse(note.text.withMinusSigns)
      if let formula = note.formula { item.addTerm(formula) }
    }
  }
}

/// The point at which a line fails, and both sides there.
struct PageCounterexample {
  let text: CounterexampleText
  /// Its sides may differ; the relation between them fails.
  let isComparison: Bool

  func write(to page: inout HTMLText) {
    page.element("section", ("aria-label", "counterexample")) { section in
      section.element("p", ("class", "point")) { line in
        line.element("small", text: "counterexample")
        if text.named.isEmpty { line.add(" any values") }
        for binding in text.named {
          line.addMarkup(" ")
          line.element("span", ("class", "binding")) {
            $0.addTerm("\(binding.name) = \(binding.value)", isInline: true)
          }
        }
      }
      let headings = text.headings
      guard !headings.isEmpty else { return }
      section.element("div", ("class", "scroll")) { box in
        box.element("table", ("class", "values")) { table in
          table.element("thead") { head in
            head.element("tr") { row in
              for heading in headings { row.element("th", ("scope", "col")) { $0.addProse(heading.withMinusSigns) } }
              row.element("td", text: "")
            }
          }
          table.element("tbody") { body in
            for row in text.rows { write(row, hasEntries: headings[0].isEmpty, to: &body) }
          }
        }
      }
      if let remainder = text.remainder { section.element("p", text: remainder) }
    }
  }

  private func write(_ row: (cells: [String], differs: Bool), hasEntries: Bool, to body: inout HTMLText) {
    body.element("tr", ("class", row.differs ? "differs" : "")) { line in
      for (position, cell) in row.cells.enumerated() {
        if position == 0 && hasEntries {
          line.element("th", ("scope", "row")) { $0.addTerm(cell) }
        } else {
          line.element("td") { $0.addNumber(cell) }
        }
      }
      line.element(
        "td", ("class", "remark"), ("aria-label", row.differs ? isComparison ? "fails" : "differs" : "holds"),
        text: row.differs ? isComparison ? "✘" : "≠" : "✔")
    }
  }
}

extension String {
  /// `yours − correct`
  var withMinusSigns: String { split(separator: " - ").joined(separator: " − ") }
}
