import Checking

extension CheckedLine.ReadAs {
  var json: JSONValue {
    .object([("left", .string(left)), ("relation", .string(relation)), ("right", .string(right))])
  }
}

extension Evidence {
  /// Errors are written as the next power of ten above: their digits depend on the machine's C library.
  var json: JSONValue {
    .object([
      ("method", JSONValue(method)), ("steps", .integer(steps)), ("conditions", JSONValue(conditions)),
      ("points", .integer(points)), ("sizes", .integer(sizes)),
      ("differenceAtMost", largestDifference.map { .number(NumberText.bound($0)) } ?? .null),
      ("derivatives", .integer(derivatives)),
      ("finiteDifferenceErrorAtMost", finiteDifference.map { .number(NumberText.bound($0)) } ?? .null),
      ("precision", .integer(precision)),
      ("agreeingDigits", agreeingDigits.map { .integer($0) } ?? .null), ("sample", sample?.json ?? .null),
    ])
  }
}

extension Counterexample {
  var json: JSONValue {
    .object([
      (
        "bindings",
        .array(bindings.map { .object([("name", .string($0.name)), ("value", .string($0.value))]) })
      ),
      ("headings", .object([("correct", .string(headings.left)), ("yours", .string(headings.right))])),
      ("rows", .array(rows.map { $0.json })),
    ])
  }
}

extension Counterexample.Row {
  /// The two sides are rounded values of rigorous enclosures and have all their digits; a finite difference has seven.
  fileprivate var json: JSONValue {
    .object([
      ("entry", .string(entry)), ("yours", .number(yours)), ("correct", .number(correct)),
      ("finiteDifference", finiteDifference.map { .number(NumberText.rounded($0)) } ?? .null),
      ("errorAtMost", .number(NumberText.bound(errorBound))), ("differs", .boolean(differs)),
      ("digits", sides == nil ? .null : digits),
    ])
  }

  /// Where doubles do not tell the sides apart.
  private var digits: JSONValue {
    let sides = RowText(row: self).sides
    return .object([("yours", .string(sides.yours)), ("correct", .string(sides.correct))])
  }
}
