import Checking
import Diagnostics

/// The Test Anything Protocol, version 14: a test for each line of a derivation, with a YAML block where it does not pass.
///
/// What is open is `not ok` with the directive TODO, which no harness counts as a failure, unless proofs are required.
struct TAPReport {
  private(set) var text = "TAP version 14\n"
  private var number = 0

  init(_ report: Report) {
    let tests = report.files.reduce(0) { $0 + $1.diagnostics.count + $1.faults.count + $1.lines.count }
    text += "1..\(tests)\n"
    for file in report.files {
      text += "# \(Self.escaped(file.source.name))\n"
      let mistakes = file.diagnostics.map { Finding($0, severity: .error) }
      for finding in mistakes + file.faults.map({ Finding($0, seed: file.seed) }) {
        add("text", finding.span, finding, isOpen: false, file.source)
      }
      for claim in file.claims {
        for line in claim.lines {
          let finding = Finding(line, label: claim.label, requiring: report.required)
          let isOpen = finding.map { $0.severity != .error && report.required != .proved } ?? false
          add(claim.label, line.span, finding, isOpen: isOpen, file.source)
        }
      }
    }
    if !report.isComplete { text += "Bail out! not everything was checked\n" }
  }

  private mutating func add(
    _ label: String?, _ span: Span, _ finding: Finding?, isOpen: Bool, _ source: SourceText
  ) {
    number += 1
    let name = (label.map { "\($0), " } ?? "") + "line \(source.line(at: span.start)) of \(source.name)"
    let todo = isOpen ? " # TODO \(Self.escaped(finding?.message ?? ""))" : ""
    text += "\(finding == nil ? "ok" : "not ok") \(number) - \(Self.escaped(name))\(todo)\n"
    guard let finding else { return }
    let place = source.position(of: finding.span.start)
    var rows: [(String, JSONValue)] = [
      ("message", .string(finding.message)), ("severity", .string(isOpen ? "todo" : "fail")),
      ("code", .string(finding.code)),
      (
        "at",
        .object([
          ("file", .string(source.name)), ("line", .integer(place.line)), ("column", .integer(place.column)),
        ])
      ),
    ]
    if let counterexample = finding.line?.shownCounterexample, let summary = counterexample.summary {
      rows.append(("counterexample", .string(summary)))
      rows.append(
        ("where", .string(counterexample.bindings.map { "\($0.name) = \($0.value)" }.joined(separator: ", "))))
    }
    if let repair = finding.line?.provedRepair { rows.append(("fix", .string(repair))) }
    // A JSON value on one line is a YAML value.
    text += "  ---\n" + rows.map { "  \($0.0): \($0.1.line)\n" }.joined() + "  ...\n"
  }

  /// Without line ends, and with `#` and `\` escaped.
  private static func escaped(_ text: String) -> String {
    text.visible.unicodeScalars.reduce(into: "") { $0 += ($1 == "#" || $1 == "\\" ? "\\" : "") + String($1) }
  }
}
