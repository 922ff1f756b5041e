internal import Diagnostics
internal import Evaluation
internal import Oracles
internal import Reporting

/// A result that is not the exact one, with the mistake that explains it.
struct Mismatch {
  private let expected: OracleCase
  private let answer: Answer
  private let comparison: CaseComparison
  private let diagnoses: [KernelDiagnosis]

  /// Nil if every entry is within its band.
  init?(_ answer: Answer, _ expected: OracleCase) {
    comparison = expected.values.compared(with: answer)
    if comparison.isRight { return nil }
    (self.answer, self.expected) = (answer, expected)
    let manifest = Manifest(
      toolVersion: "", file: expected.formula.source.name, verdict: "", expected.formula, expected.request, cases: [])
    if comparison.trouble == nil, var judge = try? KernelJudge(manifest) {
      judge.add(expected.values, answer)
      diagnoses = judge.verdict().diagnoses
    } else {
      diagnoses = []
    }
  }

  // MARK: Text

  var text: String {
    let claim = expected.claim
    guard let worst = comparison.worst, let first = comparison.first else {
      return "\(claim) of \(expected.name) is no result: \(comparison.trouble ?? "nothing can be compared")\n"
        + field("case", expected.setting) + field("formula", formula)
    }
    var text = "\(claim)\(text(of: worst)), \(expected.name)\n"
    text += field("case", "\(expected.setting); \(expected.dtype.rawValue), seed \(expected.seed)")
    text += field("outside", "\(comparison.outside) of \(expected.exact.count) entries")
    if first.index != worst.index { text += field("first", "\(claim)\(self.text(of: first))") }
    for (k, diagnosis) in diagnoses.enumerated() {
      text += field(k == 0 ? "diagnosis" : "or", "\(diagnosis.bug.rawValue): \(diagnosis.text)")
    }
    if diagnoses.isEmpty { text += field("diagnosis", "none: no single mistake in the formula explains the result") }
    return text + field("formula", formula)
  }

  /// `[3]: yours 1.25, exact 1.5, band ±1.1e-07`, with the indices of the derivation, which count from 1.
  private func text(of entry: CaseComparison.Entry) -> String {
    let index = entry.index.isEmpty ? "" : "[" + entry.index.map { String($0) }.joined(separator: ",") + "]"
    return "\(index): yours \(Mismatch.text(entry.value, digits: 9)), exact \(Mismatch.text(entry.exact, digits: 9)), "
      + "band ±\(Mismatch.text(entry.band, digits: 2))"
  }

  static func text(_ value: Double, digits: Int) -> String {
    value.isFinite ? NumberText.significant(value, digits: digits) : value.description
  }

  private func field(_ name: String, _ text: String) -> String {
    "  " + name + String(repeating: " ", count: 11 - name.count) + text + "\n"
  }

  /// The formula as it is written, and where.
  private var formula: String {
    let source = expected.formula.source
    let written = source.text(of: expected.formula.span).split { $0.isWhitespace }.joined(separator: " ")
    return "\(written)   \(source.name):\(source.position(of: expected.formula.span.start).line)"
  }

  // MARK: JSON

  var json: JSONValue {
    let (values, request) = (expected.values, expected.request)
    var members: [(String, JSONValue)] = [
      ("format", .string("derive-case-1")), ("file", .string(expected.formula.source.name)),
      ("claim", .string(expected.claim)), ("formula", .string(expected.formula.source.text(of: expected.formula.span))),
      ("dtype", .string(request.type.rawValue)), ("accumulator", .string(request.accumulator.rawValue)),
      ("seed", .unsigned(request.seed)), ("case", .string(values.name)),
      ("sizes", .object(values.sizes.map { ($0.name, .integer($0.size)) })),
      ("tags", .array(values.tags.map { .string($0) })),
      ("inputs", .object(values.inputs.map { ($0.name, Mismatch.nested($0.values, $0.shape)) })),
      ("exact", Mismatch.nested(values.values, values.shape)), ("band", Mismatch.nested(values.band, values.shape)),
    ]
    if case .values(let own, _) = answer {
      let shape = own.count == values.exact.count ? values.shape : [own.count]
      members.append(("yours", Mismatch.nested(own, shape)))
    }
    if let trouble = comparison.trouble { members.append(("trouble", .string(trouble))) }
    let found = diagnoses.map {
      JSONValue.object([("kind", .string($0.bug.rawValue)), ("text", .string($0.text))])
    }
    return .object(members + [("diagnosis", .array(found))])
  }

  /// Arrays of arrays, the last index innermost.
  private static func nested(_ values: [Double], _ shape: [Int]) -> JSONValue {
    var parts = values.map { JSONValue.number($0) }
    for place in shape.indices.reversed() {
      let extent = shape[place]
      parts = (0..<shape[..<place].reduce(1, *)).map { .array(Array(parts[($0 * extent)..<(($0 + 1) * extent)])) }
    }
    return parts.first ?? .null
  }
}
