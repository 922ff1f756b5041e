import Checking
import Diagnostics
import Testing

/// Every line of the case files gets the verdict that stands beside it.
@Suite struct CaseTests {
  @Test(arguments: CaseFile.all(in: "algebra")) func algebra(_ file: CaseFile) throws { try judge(file) }
  @Test(arguments: CaseFile.all(in: "sums")) func sums(_ file: CaseFile) throws { try judge(file) }
  @Test(arguments: CaseFile.all(in: "matrices")) func matrices(_ file: CaseFile) throws { try judge(file) }
  @Test(arguments: CaseFile.all(in: "calculus")) func calculus(_ file: CaseFile) throws { try judge(file) }
  @Test(arguments: CaseFile.all(in: "probability")) func probability(_ file: CaseFile) throws { try judge(file) }
  @Test(arguments: CaseFile.all(in: "verdicts")) func verdicts(_ file: CaseFile) throws { try judge(file) }
  @Test(arguments: CaseFile.all(in: "nearmisses")) func nearmisses(_ file: CaseFile) throws { try judge(file) }
  @Test(arguments: CaseFile.all(in: "diagnoses")) func diagnoses(_ file: CaseFile) throws { try judge(file) }

  private func judge(_ file: CaseFile) throws {
    let source = try file.source()
    let checked = Checking.check(source)
    for fault in checked.faults { Issue.record("\(file): internal error: \(fault.message)") }
    let expectations = file.expectations(of: source)
    #expect(!expectations.isEmpty, "\(file) expects nothing")
    let mistakes = expectations.filter { $0.verdicts == ["error"] }
    for diagnostic in checked.diagnostics {
      let line = source.line(at: diagnostic.span.start)
      if mistakes.contains(where: { $0.line == line && $0.code == diagnostic.mistake.code }) { continue }
      Issue.record("\(file):\(line): \(diagnostic.mistake.message)")
    }
    for expectation in mistakes {
      let found = checked.diagnostics.filter { source.line(at: $0.span.start) == expectation.line }
      #expect(!found.isEmpty, "\(file):\(expectation.line): no mistake is reported here")
    }
    for expectation in expectations where expectation.verdicts != ["error"] {
      let lines = checked.lines.filter { source.line(at: $0.span.start) == expectation.line }
      guard let line = lines.first else {
        Issue.record("\(file):\(expectation.line): no line is judged here")
        continue
      }
      compare(line, with: expectation, in: file, source)
    }
  }

  private func compare(
    _ line: CheckedLine, with expectation: CaseFile.Expectation, in file: CaseFile, _ source: SourceText
  ) {
    let verdict = line.isHealed ? "healed" : line.verdict.rawValue
    let text = source.text(of: source.span(ofLine: expectation.line))
    #expect(
      expectation.verdicts.contains(verdict),
      "\(file):\(expectation.line): \(verdict) (\(line.reason ?? line.diagnostic?.mistake.message ?? "-")): \(text)")
    if let code = expectation.code {
      let codes = line.diagnoses.map { $0.code.rawValue } + [line.diagnostic?.mistake.code].compactMap { $0 }
      // A line without a diagnosis is one of an unknown mistake.
      #expect(
        (codes.first ?? MistakeCode.unexplained.rawValue) == code,
        "\(file):\(expectation.line): diagnosed as \(codes): \(text)")
    }
    if let place = expectation.place {
      let spans = line.diagnoses.compactMap { $0.span } + [line.diagnostic?.span].compactMap { $0 }
      #expect(spans.first.map { source.text(of: $0) } == place, "\(file):\(expectation.line): \(text)")
    }
    if let repair = expectation.repair {
      let repairs = line.diagnoses.compactMap { $0.repair }
      #expect(repairs.first == repair, "\(file):\(expectation.line): \(text)")
    }
  }
}
