import Checking
import Diagnostics

/// The report for a person at a terminal: an overview of each file, then a block for each finding, then the counts.
struct HumanReport {
  /// Full blocks for one claim; further ones are only counted.
  private static let blocksOfClaim = 3
  private static let widthOfDetails = 72

  private let report: Report
  private let presentation: Presentation
  private var output: StyledText

  init(_ report: Report, _ presentation: Presentation) {
    self.report = report
    self.presentation = presentation
    output = StyledText(presentation)
    for file in report.files { write(file) }
    if presentation.detail != .quiet { Self.writeSummary(of: report, to: &output) }
  }

  /// What a session says of an entry: its definitions, lines and findings, without headline and counts.
  /// - Parameter entry: a file with what is new in it.
  init(entry: CheckedFile, _ report: Report, _ presentation: Presentation) {
    self.report = report
    self.presentation = presentation
    output = StyledText(presentation)
    if presentation.detail != .quiet {
      writeDefinitions(of: entry)
      VerdictTable(rows: rows(of: entry)).write(to: &output)
    }
    writeFindings(of: entry)
  }

  var text: String { output.text }

  private mutating func write(_ file: CheckedFile) {
    if presentation.detail != .quiet { writeOverview(of: file) }
    writeFindings(of: file)
  }

  private mutating func writeFindings(of file: CheckedFile) {
    for diagnostic in file.diagnostics { writeBlock(Finding(diagnostic, severity: .error), of: file) }
    for fault in file.faults { writeBlock(Finding(fault, seed: file.seed), of: file) }
    var consequences = Consequences(in: file.source)
    for claim in file.claims { writeBlocks(of: claim, in: file, &consequences) }
    write(consequences)
    guard presentation.detail != .quiet else { return }
    for remark in file.remarks { writeBlock(Finding(remark, severity: .note), of: file) }
  }

  private mutating func writeBlock(_ finding: Finding, of file: CheckedFile) {
    FindingBlock(finding: finding, source: file.source, presentation: presentation).write(to: &output)
    output.endLine()
  }

  private mutating func writeBlocks(
    of claim: CheckedClaim, in file: CheckedFile, _ consequences: inout Consequences
  ) {
    if presentation.detail == .explained { return writeAccounts(of: claim, in: file) }
    let findings = claim.findings(requiring: report.required).filter { !consequences.isToldBefore($0) }
    for finding in findings.prefix(Self.blocksOfClaim) { writeBlock(finding, of: file) }
    let rest = findings.count - Self.blocksOfClaim
    guard rest > 0 else { return }
    let place = claim.label.map { " of claim \($0)" } ?? " of the same chain"
    output.add(.cut)
    output.add(" \(rest) more \(rest == 1 ? "line" : "lines")\(place) \(rest == 1 ? "does" : "do") not pass")
    output.endLine()
    output.endLine()
  }

  private mutating func write(_ consequences: Consequences) {
    let names = consequences.names.filter { $0.further > 0 }
    for name in names {
      output.add(.cut)
      output.add(" \(counted(name.further, "more line")) cannot be read because of `\(name.name)`: ")
      output.add(name.places.joined(separator: ", ").cut(to: Self.widthOfDetails, mark: cutMark))
      output.endLine()
    }
    if !names.isEmpty { output.endLine() }
  }

  /// Every line, with its finding if it has one.
  private mutating func writeAccounts(of claim: CheckedClaim, in file: CheckedFile) {
    for line in claim.lines {
      if let finding = Finding(line, label: claim.label, requiring: report.required) {
        writeBlock(finding, of: file)
      } else {
        AccountBlock(line: line, label: claim.label, source: file.source, presentation: presentation).write(to: &output)
        output.endLine()
      }
    }
  }

  private mutating func writeOverview(of file: CheckedFile) {
    let rows = self.rows(of: file)
    // A finding names the file; without anything to list, a headline would only repeat it.
    if rows.isEmpty && definitions(of: file).isEmpty && !file.diagnostics.isEmpty { return }
    output.add(file.source.name, .strong)
    output.endLine()
    writeDefinitions(of: file)
    VerdictTable(rows: rows).write(to: &output)
    if file.claims.isEmpty && file.diagnostics.isEmpty {
      output.add("  nothing to check: there is no claim in it")
      output.endLine()
    }
    output.endLine()
  }

  private var cutMark: String { presentation.text(of: .cut) }

  private func definitions(of file: CheckedFile) -> [CheckedDefinition] {
    file.entries.compactMap { entry in
      if case .definition(let definition) = entry { return definition }
      return nil
    }
  }

  /// `· 3 definitions   mu : R, xhat : R^m, upstream g : R^m`
  private mutating func writeDefinitions(of file: CheckedFile) {
    let definitions = definitions(of: file)
    guard !definitions.isEmpty else { return }
    let names = definitions.map { ($0.isUpstream ? "upstream " : "") + "\($0.name) : \($0.shape)" }
    output.add("  ")
    output.add(.note, .faint)
    output.add(" \(counted(definitions.count, "definition"))  ")
    output.add(names.joined(separator: ", ").cut(to: Self.widthOfDetails, mark: cutMark), .faint)
    output.endLine()
  }

  private func rows(of file: CheckedFile) -> [VerdictRow] {
    file.entries.flatMap { entry -> [VerdictRow] in
      switch entry {
      case .definition: return []
      case .assumption(let assumption): return [VerdictRow(assumption, in: file.source)]
      case .claim(let claim):
        return claim.lines.enumerated().map { position, line in
          VerdictRow(
            line, name: position == 0 ? claim.label ?? "" : "", in: file.source, required: report.required,
            presentation)
        }
      }
    }
  }

  /// `2 lines: 1 proved, 1 refuted   seed 1`
  static func writeSummary(of report: Report, to output: inout StyledText) {
    guard !report.files.isEmpty else { return }
    let summary = report.summary
    output.add(summary.sentence, summary.outcome == .passes ? .good : summary.outcome == .fails ? .error : .warning)
    let extras = (output.presentation.elapsed.map { [$0] } ?? []) + ["seed \(report.seed)"]
    output.add("   " + extras.joined(separator: "   "), .faint)
    output.endLine()
    if !report.isComplete {
      output.add("not everything was checked", .warning)
      output.endLine()
    }
  }
}
