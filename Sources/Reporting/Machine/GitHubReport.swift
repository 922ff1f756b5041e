import Checking
import Diagnostics

/// Workflow commands that GitHub Actions shows beside the lines of a change: `::error file=…,line=…::…`.
struct GitHubReport {
  private(set) var text = ""

  init(_ report: Report) {
    for file in report.files {
      for finding in file.findings(requiring: report.required) {
        text += Self.line(for: finding, in: file.source) + "\n"
      }
    }
  }

  private static func line(for finding: Finding, in source: SourceText) -> String {
    let (start, end) = (
      source.position(of: finding.span.start), source.position(of: max(finding.span.start, finding.span.end))
    )
    var properties = [("file", source.name), ("line", "\(start.line)"), ("endLine", "\(end.line)")]
    // Columns are for one line only.
    if start.line == end.line {
      properties += [("col", "\(start.column)"), ("endColumn", "\(max(start.column, end.column - 1))")]
    }
    properties.append(("title", finding.code + (finding.label.map { " in claim \($0)" } ?? "")))
    var message = finding.message
    if let values = finding.line?.shownCounterexample?.summary { message += "\n" + values }
    if let repair = finding.line?.provedRepair { message += "\nwith this right side the line is proved: " + repair }
    let list = properties.map { "\($0.0)=\(escaped($0.1, isProperty: true))" }.joined(separator: ",")
    return "::\(finding.severity.command) \(list)::\(escaped(message, isProperty: false))"
  }

  /// `%`, line ends, and in properties what separates them.
  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\n": result += "%0A"
      case "\r": result += "%0D"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result += scalar.visible
      }
    }
    return result
  }
}

extension Finding.Severity {
  fileprivate var command: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }
}
