import Checking
import Diagnostics
import Numbers

/// The Static Analysis Results Interchange Format, version 2.1.0 (OASIS Standard, 2020): one run, one result for each
/// finding.
///
/// What is refuted or invalid is an `error`, what is open a `note`. A proved repair of a line is a fix. Columns count code
/// points, as the run says.
struct SARIFReport {
  let text: String

  init(_ report: Report) {
    let findings = report.files.enumerated().flatMap { number, file in
      file.findings(requiring: report.required).map { (file: number, finding: $0) }
    }
    let codes = Set(findings.map { $0.finding.code }).sorted()
    let run = JSONValue.object([
      ("tool", .object([("driver", Self.driver(report, codes))])),
      ("columnKind", .string("unicodeCodePoints")),
      ("invocations", .array([.object([("executionSuccessful", .boolean(report.isComplete))])])),
      ("artifacts", .array(report.files.map { Self.artifact($0.source) })),
      (
        "results",
        .array(
          findings.map { number, finding in
            ResultInSARIF(finding: finding, source: report.files[number].source, artifact: number, codes: codes).value
          })
      ),
    ])
    text =
      JSONValue.object([
        ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
        ("runs", .array([run])),
      ]).text
  }

  private static func driver(_ report: Report, _ codes: [String]) -> JSONValue {
    .object([
      ("name", .string("derive")), ("version", .string(report.toolVersion)),
      ("rules", .array(codes.map { rule($0) })),
    ])
  }

  /// A code; that of a mistake in a derivation has a name, too: `MissingFactor`.
  private static func rule(_ code: String) -> JSONValue {
    guard let known = MistakeCode(rawValue: code) else { return .object([("id", .string(code))]) }
    let name = String(describing: known)
    return .object([("id", .string(code)), ("name", .string(name.prefix(1).uppercased() + name.dropFirst()))])
  }

  private static func artifact(_ source: SourceText) -> JSONValue {
    .object([
      ("location", .object([("uri", .string(FileReference.uri(source.name)))])),
      ("length", .integer(source.bytes.count)),
      ("hashes", .object([("sha-256", .string(SHA256.hexadecimal(source.bytes)))])),
    ])
  }
}

/// A finding as a result.
private struct ResultInSARIF {
  let finding: Finding
  let source: SourceText
  /// The number of the file among the artifacts.
  let artifact: Int
  let codes: [String]

  var value: JSONValue {
    var members: [(String, JSONValue)] = [
      ("ruleId", .string(finding.code)), ("ruleIndex", .integer(codes.firstIndex(of: finding.code) ?? -1)),
      ("level", .string(level)), ("message", message(text)),
      ("locations", .array([.object(location(finding.span) + logicalLocation)])),
    ]
    if !finding.related.isEmpty {
      members.append(
        (
          "relatedLocations",
          .array(
            finding.related.enumerated().map { number, related in
              .object([("id", .integer(number))] + location(related.span) + [("message", message(related.label))])
            })
        ))
    }
    members.append(("partialFingerprints", .object([("derive/v1", .string(fingerprint))])))
    if let fix { members.append(("fixes", .array([fix]))) }
    return .object(members)
  }

  private var level: String { finding.code == StandingCode.undecided ? "note" : finding.severity.rawValue }

  private var text: String {
    let values = finding.line?.shownCounterexample?.summary.map { " (\($0))" } ?? ""
    return (finding.label.map { "claim \($0): " } ?? "") + finding.message + values
  }

  private func message(_ text: String) -> JSONValue { .object([("text", .string(text))]) }

  private func location(_ span: Span) -> [(String, JSONValue)] {
    [("physicalLocation", .object([("artifactLocation", artifactLocation), ("region", region(span))]))]
  }

  private var artifactLocation: JSONValue {
    .object([("uri", .string(FileReference.uri(source.name))), ("index", .integer(artifact))])
  }

  private var logicalLocation: [(String, JSONValue)] {
    guard let label = finding.label else { return [] }
    return [("logicalLocations", .array([.object([("name", .string(label))])]))]
  }

  private func region(_ span: Span) -> JSONValue {
    let (start, end) = (source.position(of: span.start), source.position(of: max(span.start, span.end)))
    return .object([
      ("startLine", .integer(start.line)), ("startColumn", .integer(start.column)), ("endLine", .integer(end.line)),
      ("endColumn", .integer(end.column)), ("byteOffset", .integer(span.start)),
      ("byteLength", .integer(max(0, span.end - span.start))),
    ])
  }

  /// The same for the same mistake in the same line of a claim, wherever the line stands.
  private var fingerprint: String {
    let term = finding.line.map { source.text(of: $0.termSpan) } ?? source.text(of: finding.span)
    let parts = [finding.code, finding.label ?? "", term]
    return String(SHA256.hexadecimal(Array(parts.joined(separator: "\n").utf8)).prefix(32))
  }

  private var fix: JSONValue? {
    guard let line = finding.line, let repair = line.provedRepair else { return nil }
    let replacement = JSONValue.object([
      ("deletedRegion", region(line.termSpan)), ("insertedContent", .object([("text", .string(repair))])),
    ])
    return .object([
      ("description", message("with this right side the line is proved")),
      (
        "artifactChanges",
        .array([.object([("artifactLocation", artifactLocation), ("replacements", .array([replacement]))])])
      ),
    ])
  }
}

extension CheckedLine {
  /// A right side with which the line was proved.
  var provedRepair: String? { diagnoses.first { $0.isProved && $0.repair != nil }?.repair }
}

/// Names of files as formats want them.
enum FileReference {
  /// A relative reference, or `file:///…` for an absolute path; what RFC 3986 does not allow is percent-encoded.
  static func uri(_ path: String) -> String {
    var result = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }
}
