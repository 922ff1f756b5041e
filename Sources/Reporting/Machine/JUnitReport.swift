import Checking
import Diagnostics

/// JUnit's XML as test servers read it: a suite for each file, a case for each line.
///
/// A line that fails is a `failure` with the text for people; one that is open is `skipped`, or a failure where proofs are
/// required. Mistakes of the text and bugs of the tool are an `error`.
struct JUnitReport {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private let required: Verdict

  init(_ report: Report) {
    required = report.required
    let suites = report.files.map { file in cases(of: file) }
    let all = suites.flatMap { $0 }
    text += "<testsuites name=\"derive\"\(counts(of: all))>\n"
    for (file, cases) in zip(report.files, suites) {
      text += "  <testsuite name=\"\(file.source.name.markup)\"\(counts(of: cases))>\n"
      for one in cases { text += one.text }
      text += "  </testsuite>\n"
    }
    text += "</testsuites>\n"
  }

  private enum Outcome { case success, failure, error, skipped }

  private struct Case {
    var outcome: Outcome
    var text: String
  }

  private func counts(of cases: [Case]) -> String {
    func count(_ outcome: Outcome) -> Int { cases.count { $0.outcome == outcome } }
    return " tests=\"\(cases.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\""
      + " skipped=\"\(count(.skipped))\""
  }

  private func cases(of file: CheckedFile) -> [Case] {
    var cases: [Case] = []
    let mistakes = file.diagnostics.map { Finding($0, severity: .error) }
    let faults = file.faults.map { Finding($0, seed: file.seed) }
    for finding in mistakes + faults {
      cases.append(testCase("text, line \(file.source.line(at: finding.span.start))", finding, .error, in: file.source))
    }
    for claim in file.claims {
      for line in claim.lines {
        let name = (claim.label.map { "\($0), " } ?? "") + "line \(file.source.line(at: line.span.start))"
        guard let finding = Finding(line, label: claim.label, requiring: required) else {
          cases.append(testCase(name, nil, .success, in: file.source))
          continue
        }
        let isOpen = finding.severity != .error && required != .proved
        cases.append(testCase(name, finding, isOpen ? .skipped : .failure, in: file.source))
      }
    }
    return cases
  }

  private func testCase(_ name: String, _ finding: Finding?, _ outcome: Outcome, in source: SourceText) -> Case {
    let start = "    <testcase name=\"\(name.markup)\" classname=\"\(source.name.markup)\""
    guard let finding else { return Case(outcome: outcome, text: start + "/>\n") }
    let message = finding.message.markup
    var text = start + ">\n"
    switch outcome {
    case .skipped: text += "      <skipped message=\"\(message)\"/>\n"
    default:
      let element = outcome == .error ? "error" : "failure"
      var block = StyledText(Presentation())
      FindingBlock(finding: finding, source: source, presentation: Presentation()).write(to: &block)
      text += "      <\(element) message=\"\(message)\" type=\"\(finding.code)\">"
      text += (ShortReport.line(for: finding, in: source) + "\n\n" + block.text).markup + "</\(element)>\n"
    }
    return Case(outcome: outcome, text: text + "    </testcase>\n")
  }
}
