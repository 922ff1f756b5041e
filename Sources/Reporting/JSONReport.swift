import Checking
import Diagnostics
import Numbers

/// One JSON document, `derive-report/1`. Its schema is `Tests/Golden/json/derive-report-1.schema.json`.
///
/// Every key of an object is always there, null where nothing is known, except that each kind of step has its own.
struct JSONReport {
  let text: String

  init(_ report: Report) {
    let document = JSONValue.object(
      Self.heading(of: report, schema: "derive-report/1") + [
        ("complete", .boolean(report.isComplete)),
        ("files", .array(report.files.map { FileInJSON(source: $0.source, required: report.required).value(of: $0) })),
        ("summary", report.summary.json),
      ])
    text = document.text
  }

  /// What was asked for, and of whom.
  static func heading(of report: Report, schema: String) -> [(String, JSONValue)] {
    [
      ("schema", .string(schema)),
      ("tool", .object([("name", .string("derive")), ("version", .string(report.toolVersion))])),
      ("seed", .unsigned(report.seed)),
      ("require", .string(report.required.rawValue)),
    ]
  }
}

extension Summary {
  var json: JSONValue {
    let counts = Verdict.inOrderOfReport.map { ($0.rawValue, JSONValue.integer(count($0))) }
    return .object(
      [("files", .integer(files)), ("lines", .integer(lines))] + counts + [
        ("wrongAsMarked", .integer(wrongAsMarked)), ("healed", .integer(healed)), ("failing", .integer(failing)),
        ("unsettled", .integer(unsettled)), ("mistakes", .integer(mistakes)),
        ("internalErrors", .integer(faults)), ("status", .string(outcome.name)),
      ])
  }
}

extension CheckedLine.Outcome {
  /// As machine formats spell it.
  var name: String {
    switch self {
    case .passes: "passes"
    case .fails: "fails"
    case .unsettled: "unsettled"
    }
  }
}

/// The parts of one file; spans become lines, columns and offsets.
struct FileInJSON {
  let source: SourceText
  let required: Verdict

  func value(of file: CheckedFile) -> JSONValue {
    .object([
      ("path", .string(source.name)),
      ("sha256", .string(SHA256.hexadecimal(source.bytes))),
      ("status", .string(file.outcome(requiring: required).name)),
      ("steps", .array(steps(of: file))),
      ("diagnostics", .array(diagnostics(of: file))),
    ])
  }

  func steps(of file: CheckedFile) -> [JSONValue] { file.entries.flatMap { steps($0) } }

  func diagnostics(of file: CheckedFile) -> [JSONValue] {
    file.findings(requiring: required).map { value(of: $0) }
  }

  private func steps(_ entry: CheckedFile.Entry) -> [JSONValue] {
    switch entry {
    case .definition(let definition):
      [
        .object([
          ("kind", .string("definition")), ("name", .string(definition.name)), ("shape", .string(definition.shape)),
          ("upstream", .boolean(definition.isUpstream)), ("span", value(of: definition.span)),
        ])
      ]
    case .assumption(let assumption):
      [
        .object([
          ("kind", .string("assumption")), ("text", .string(assumption.text)), ("span", value(of: assumption.span)),
        ])
      ]
    case .claim(let claim): claim.lines.map { value(of: $0, in: claim) }
    }
  }

  private func value(of line: CheckedLine, in claim: CheckedClaim) -> JSONValue {
    .object([
      ("kind", .string("line")),
      ("claim", JSONValue(claim.label)),
      ("span", value(of: line.span)),
      ("term", value(of: line.termSpan)),
      ("verdict", .string(line.verdict.rawValue)),
      ("outcome", .string(line.outcome(requiring: required).name)),
      ("markedWrong", .boolean(line.isMarkedWrong)),
      ("healed", .boolean(line.isHealed)),
      ("againstPrevious", .string(line.againstPrevious.rawValue)),
      ("againstHead", JSONValue(line.againstHead?.rawValue)),
      ("reason", JSONValue(line.reason)),
      ("needs", JSONValue(line.needs)),
      ("readAs", line.readAs?.json ?? .null),
      ("evidence", line.evidence.json),
      ("counterexample", line.shownCounterexample?.json ?? .null),
      ("difference", JSONValue(line.difference)),
      ("ratio", JSONValue(line.ratio)),
      ("diagnoses", .array(line.diagnoses.map { value(of: $0) })),
      ("diagnostic", line.diagnostic.map { value(of: Finding($0, severity: .error, label: claim.label)) } ?? .null),
    ])
  }

  private func value(of diagnosis: Diagnosis) -> JSONValue {
    .object([
      ("code", .string(diagnosis.code.rawValue)), ("message", .string(diagnosis.message)),
      ("span", diagnosis.span.map { value(of: $0) } ?? .null), ("repair", JSONValue(diagnosis.repair)),
      ("proved", .boolean(diagnosis.isProved)),
    ])
  }

  private func value(of finding: Finding) -> JSONValue {
    .object([
      ("code", .string(finding.code)), ("severity", .string(finding.severity.rawValue)),
      ("claim", JSONValue(finding.label)), ("message", .string(finding.message)), ("hint", JSONValue(finding.hint)),
      ("span", value(of: finding.span)),
      (
        "related",
        .array(
          finding.related.map { .object([("span", value(of: $0.span)), ("label", .string($0.label))]) })
      ),
    ])
  }

  private func value(of span: Span) -> JSONValue {
    .object([("start", value(of: span.start)), ("end", value(of: max(span.start, span.end)))])
  }

  private func value(of offset: Int) -> JSONValue {
    let place = source.position(of: offset)
    return .object([("line", .integer(place.line)), ("col", .integer(place.column)), ("offset", .integer(offset))])
  }
}
