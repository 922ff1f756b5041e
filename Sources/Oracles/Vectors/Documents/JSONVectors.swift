import Evaluation
import Reporting

/// The manifest with the arrays of each case in it: matrices by rows, numbers in the shortest form that reads back as the
/// same double, NaN and the infinities as strings.
struct JSONVectors: VectorWriter {
  let manifest: Manifest

  var head: String {
    var text = "{\n"
    for (name, value) in manifest.properties + [("source", .string(manifest.source))] {
      text += "  " + JSONValue.string(name).line + ": " + value.line + ",\n"
    }
    return text + "  \"cases\": ["
  }

  func piece(_ one: OracleCase, isFirst: Bool) -> VectorPiece {
    var text = (isFirst ? "\n" : ",\n") + "    " + Manifest.Case(one).json.line
    text.removeLast(2)
    text += ", \"inputs\": {"
    for (k, input) in one.inputs.enumerated() {
      text += (k == 0 ? "" : ", ") + JSONValue.string(input.name).line + ": "
      JSONVectors.write(input.values, input.shape, to: &text)
    }
    text += "}, \"shape\": " + JSONValue.array(one.shape.map { .integer($0) }).line + ", \"exact\": "
    JSONVectors.write(one.values, one.shape, to: &text)
    text += ", \"band\": "
    JSONVectors.write(one.band, one.shape, to: &text)
    return VectorPiece(text: text + "}")
  }

  func tail(_ rows: [String]) -> String { "\n  ]\n}\n" }

  private static func write(_ values: [Double], _ shape: [Int], to text: inout String) {
    PipeProtocol.write(values[...], shape[...], to: &text) { JSONValue.number($0).line }
  }
}

extension OracleCase {
  /// A case of a document; nil where it is none.
  public init?(_ value: JSONReader.Value, _ one: Manifest.Case, inputs names: [String]) {
    guard let exact = value["exact"].flatMap({ PipeProtocol.array($0) }),
      let band = value["band"].flatMap({ PipeProtocol.array($0) }), band.values.count == exact.values.count
    else { return nil }
    var inputs: [Input] = []
    for name in names {
      guard let array = value["inputs"]?[name].flatMap({ PipeProtocol.array($0) }) else { return nil }
      inputs.append(Input(name: name, shape: array.shape, values: array.values))
    }
    var shape = exact.shape
    // Without entries, the arrays do not tell all extents.
    if case .array(let extents)? = value["shape"] {
      let whole = extents.compactMap { if case .number(let extent) = $0 { Int(exactly: extent) } else { nil } }
      guard whole.count == extents.count,
        whole.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
          == exact.values.count
      else { return nil }
      shape = whole
    }
    self.init(
      name: one.name, sizes: one.sizes, tags: one.tags, inputs: inputs, shape: shape,
      exact: exact.values.map { KnownValue(value: $0, radius: 0) }, band: band.values)
  }
}
