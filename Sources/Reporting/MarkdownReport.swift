import Checking
import Diagnostics
import Notation
import Typesetting

/// A page in Markdown as code hosts show it: a table of verdicts, then each claim with its lines as LaTeX, what is wrong
/// with them in words, and the counterexample as a table.
struct MarkdownReport {
  private(set) var text = ""
  private let report: Report

  init(_ report: Report) {
    self.report = report
    for file in report.files { write(file) }
    line("---")
    line("")
    line(
      "\(Self.plain(report.summary.sentence.withDots)) · seed \(report.seed) · derive \(Self.plain(report.toolVersion))"
        + (report.isComplete ? "" : " · not everything was checked"))
  }

  private mutating func line(_ line: String) { text += line + "\n" }

  private mutating func write(_ file: CheckedFile) {
    let sheet = FormulaSheet(file.source)
    line("# \(Self.plain(file.source.name.lastPart))")
    line("")
    for diagnostic in file.diagnostics { write(Finding(diagnostic, severity: .error), in: file.source) }
    for fault in file.faults { write(Finding(fault, seed: file.seed), in: file.source) }
    writeOverview(of: file)
    let given = sheet.given
    for part in file.parts {
      switch part {
      case .prose(let span): text += Prose(file.source.text(of: span)).markdown(headingsLowerBy: 1)
      case .statements(let span):
        writeGiven(given.filter { span.holds($0.span) }, file)
        for claim in file.claims where span.holds(claim.span) { write(claim, sheet, file.source) }
      }
    }
    for remark in file.remarks { write(Finding(remark, severity: .note), in: file.source) }
  }

  private mutating func writeOverview(of file: CheckedFile) {
    guard !file.lines.isEmpty else { return }
    line("| line | claim | verdict | |")
    line("| ---: | --- | --- | --- |")
    for claim in file.claims {
      for (position, checked) in claim.lines.enumerated() {
        let row = VerdictRow(
          checked, name: position == 0 ? claim.label ?? "" : "", in: file.source, required: report.required,
          Presentation())
        let number = file.source.line(at: checked.span.start)
        line(
          "| \(number) | \(Self.plain(row.name)) | \(row.mark.rawValue) \(row.verdict) | "
            + "\(Self.cell(row.details.withDots)) |")
      }
    }
    line("")
  }

  private mutating func writeGiven(_ all: [FormulaSheet.Given], _ file: CheckedFile) {
    let given = all.prefix(PageFile.mostGiven)
    guard !given.isEmpty else { return }
    line("## Given")
    line("")
    for statement in given {
      let source = file.source.text(of: statement.span).singleLine
      line("- \(statement.kind.word) \(statement.formula.map { Self.inline($0) } ?? Self.code(source))")
    }
    line("")
  }

  private mutating func write(_ claim: CheckedClaim, _ sheet: FormulaSheet, _ source: SourceText) {
    line("## \(claim.label.map { "Claim \(Self.plain($0))" } ?? "Line \(source.line(at: claim.span.start))")")
    line("")
    for checked in claim.lines {
      let finding = Finding(checked, label: claim.label, requiring: report.required)
      let mark = finding?.severity == .error ? finding?.span : nil
      let row = VerdictRow(checked, name: "", in: source, required: report.required, Presentation())
      if let set = sheet.line(at: checked.span, term: checked.termSpan, marking: mark) {
        line("$$")
        line([set.head, set.relation, set.side].compactMap { $0.map { Self.latex($0) } }.joined(separator: " "))
        line("$$")
      } else {
        line(Self.code(source.text(of: checked.span.union(checked.termSpan)).singleLine))
      }
      line("")
      line("**\(row.mark.rawValue) \(row.verdict)**, line \(source.line(at: checked.span.start))")
      line("")
      if let finding { write(finding, in: source) }
    }
  }

  // MARK: Findings

  private mutating func write(_ finding: Finding, in source: SourceText) {
    line("> **\(finding.code)** \(Self.prose(finding.message))")
    if let hint = finding.hint { line(">\n> \(Self.prose(hint))") }
    guard let checked = finding.line else { return line("") }
    let notes = FindingNotes(checked, finding.severity, Presentation())
    for note in notes.context + notes.causes {
      let formula = note.formula.map { FormulaSheet.formula(ofTerm: $0).map { Self.inline($0) } ?? Self.code($0) }
      let text = note.label == "read as" ? Self.code(note.text) : Self.prose(note.text) + (formula ?? "")
      line(">\n> *\(note.label)*: \(text)")
    }
    if let text = CounterexampleText(checked, Presentation()) { write(text) }
    if let evidence = notes.evidence { line(">\n> \(Self.prose(evidence))") }
    line("")
  }

  private mutating func write(_ text: CounterexampleText) {
    line(">\n> *counterexample*: \(text.named.isEmpty ? "any values" : Self.code(text.bindings))")
    guard !text.headings.isEmpty else { return }
    line(">\n> | \(text.headings.map { Self.plain($0.withMinusSigns) }.joined(separator: " | ")) |")
    line("> |\(text.headings.map { $0.isEmpty ? " --- |" : " ---: |" }.joined())")
    for row in text.rows { line("> | \(row.cells.map { Self.plain($0.withMinusSign) }.joined(separator: " | ")) |") }
    if let remainder = text.remainder { line(">\n> \(remainder)") }
  }

  // MARK: Text

  private static func latex(_ formula: TypesetFormula) -> String {
    formula.parts.map { $0.latex }.joined(separator: " ").visible
  }

  /// With grave accents inside, so that the signs of Markdown keep their meaning in LaTeX.
  private static func inline(_ formula: TypesetFormula) -> String { "$`\(latex(formula))`$" }

  /// Of any text: the fence is longer than every run of grave accents in it.
  static func code(_ text: String) -> String {
    var (longest, run) = (0, 0)
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + pad + text.visible + pad + fence
  }

  /// What stands between grave accents is code; all else is text.
  private static func prose(_ prose: String) -> String {
    prose.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { position, piece in
      position % 2 == 0 ? plain(String(piece)) : code(String(piece))
    }.joined()
  }

  /// Prose in a table, where even code has its bars escaped.
  private static func cell(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { position, piece in
      position % 2 == 0
        ? plain(String(piece))
        : code(String(piece)).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }.joined()
  }

  /// Text in which nothing means markup.
  static func plain(_ text: String) -> String {
    text.visible.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "<" {
        result += "&lt;"
      } else {
        if "\\`*_{}[]#|~$!>&".unicodeScalars.contains(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
    }
  }
}
