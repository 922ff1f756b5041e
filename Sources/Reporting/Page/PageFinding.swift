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
  func write(_ notes: FindingNotes, to page: inout HTMLText) {
    // The formula above is how the line was read.
    let shown = notes.context.filter { $0.label != "read as" } + notes.causes
    guard !shown.isEmpty else { return }
    page.element("dl", ("class", "notes")) { list in
      for note in shown { write(note, to: &list) }
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
              if headings[0].isEmpty { row.element("td", text: "") }
              row.element("td", text: "")
              for heading in headings where !heading.isEmpty {
                row.element("th", ("scope", "col")) { $0.addProse(heading.withMinusSigns) }
              }
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
      if hasEntries { line.element("th", ("scope", "row")) { $0.addTerm(row.cells[0]) } }
      line.element(
        "td", ("class", "remark"), ("aria-label", row.differs ? isComparison ? "fails" : "differs" : "holds"),
        text: row.differs ? isComparison ? "✘" : "≠" : "✔")
      for cell in row.cells.dropFirst(hasEntries ? 1 : 0) { line.element("td") { $0.addNumber(cell) } }
    }
  }
}

extension String {
  /// `yours − correct`
  var withMinusSigns: String { split(separator: " - ").joined(separator: " − ") }
}
