import Diagnostics
import Reporting

extension KernelVerdict {
  /// Documented as `derive-judge-1`.
  public var json: JSONValue {
    .object([
      ("format", .string("derive-judge-1")), ("claim", .string(claim)), ("file", .string(file)),
      ("right", .boolean(isRight)), ("cases", .integer(comparisons.count)), ("wrong", .integer(wrong.count)),
      ("repeatable", .boolean(isRepeatable)),
      (
        "symmetries",
        .array(
          symmetries.map { finding in
            var members: [(String, JSONValue)] = [
              ("text", .string(finding.text)), ("holds", .boolean(finding.breach == nil)),
            ]
            if let breach = finding.breach {
              members += [("case", .string(breach.one.name)), ("entry", breach.entry.json)]
            }
            return .object(members)
          })
      ),
      (
        "diagnosis",
        .array(
          diagnoses.map {
            .object([
              ("kind", .string($0.bug.rawValue)), ("text", .string($0.text)), ("residual", .number($0.residual)),
            ])
          })
      ),
      ("results", .array(comparisons.map { $0.json })),
    ])
  }
}

extension CaseComparison {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("case", .string(name)), ("right", .boolean(isRight)), ("outside", .integer(outside)),
      ("ratio", .number(greatestRatio)),
    ]
    if withoutValue.count > 0 { members.append(("withoutValue", withoutValue.json)) }
    if overflowing.count > 0 { members.append(("overflowing", overflowing.json)) }
    if let trouble { members.append(("trouble", .string(trouble))) }
    if let worst { members.append(("worst", worst.json)) }
    if let first { members.append(("first", first.json)) }
    return .object(members)
  }
}

extension CaseComparison.Entry {
  fileprivate var json: JSONValue {
    .object([
      ("index", .array(index.map { .integer($0) })), ("value", .number(value)), ("exact", .number(exact)),
      ("band", .number(band)),
    ])
  }
}

extension AnswerKinds {
  fileprivate var json: JSONValue {
    .object([("nan", .integer(nan)), ("infinite", .integer(infinite)), ("finite", .integer(finite))])
  }
}
