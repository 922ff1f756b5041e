/// The forms in which a report can be written. A new one is a case here and a file of its own.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For a person at a terminal.
  case human
  /// One line for each finding, as compilers print it, for editors.
  case short
  /// `derive-report/1`, for programs.
  case json
  /// One page for a browser.
  case html

  /// The same report gives the same text, whatever the machine.
  public func text(of report: Report, in presentation: Presentation = Presentation()) -> String {
    switch self {
    case .human: HumanReport(report, presentation).text
    case .short: ShortReport(report).text
    case .json: JSONReport(report).text
    case .html: PageReport(report).text
    }
  }
}
