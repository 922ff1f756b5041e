/// The forms in which a report can be written. A new one is a case here and a file of its own.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For a person at a terminal.
  case human
  /// One line for each finding, as compilers print it, for editors.
  case short
  /// `derive-report/1`, for programs.
  case json
  /// `derive-events/1`, one JSON object a line.
  case ndjson
  /// For services that show results of static analysis.
  case sarif
  /// For test servers.
  case junit
  /// For test harnesses.
  case tap
  /// Annotations of GitHub Actions.
  case github
  /// One page for a browser.
  case html
  /// The same for code hosts and write-ups, with formulas in LaTeX.
  case md

  /// The same report gives the same text, whatever the machine.
  public func text(of report: Report, in presentation: Presentation = Presentation()) -> String {
    switch self {
    case .human: HumanReport(report, presentation).text
    case .short: ShortReport(report).text
    case .json: JSONReport(report).text
    case .ndjson: EventReport(report).text
    case .sarif: SARIFReport(report).text
    case .junit: JUnitReport(report).text
    case .tap: TAPReport(report).text
    case .github: GitHubReport(report).text
    case .html: PageReport(report).text
    case .md: MarkdownReport(report).text
    }
  }
}
