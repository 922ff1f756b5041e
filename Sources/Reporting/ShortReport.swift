import Checking
import Diagnostics

/// `bn.expr:21:36: error[D0304]: claim dx: this term lacks the factor xhat[i]`: one line for each error and each
/// undecided line, nothing for what passes.
struct ShortReport {
  private(set) var text = ""

  init(_ report: Report) {
    for file in report.files {
      for finding in file.findings(requiring: report.required) where finding.severity != .note {
        text += Self.line(for: finding, in: file.source) + "\n"
      }
    }
  }

  static func line(for finding: Finding, in source: SourceText) -> String {
    let place = source.position(of: finding.span.start)
    let start = "\(source.name):\(place.line):\(place.column): \(finding.severity.rawValue)[\(finding.code)]: "
    let claim = finding.label.map { "claim \($0): " } ?? ""
    let values = finding.line?.shownCounterexample?.summary.map { " (\($0))" } ?? ""
    return (start + claim + finding.message + values).visible
  }
}

extension Counterexample {
  /// `yours 1.202256, correct 0.892753 at i = 1`
  var summary: String? {
    guard let row = rows.first(where: { $0.differs }) else { return nil }
    let sides = RowText(row: row).sides
    let values = "\(headings.right) \(sides.yours), \(headings.left) \(sides.correct)"
    return values + (row.entry.isEmpty ? "" : " at \(row.entry)")
  }
}
