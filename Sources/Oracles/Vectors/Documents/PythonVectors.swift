import Evaluation

/// A Python module with a list `CASES` of dictionaries, whose keys are those of the JSON document.
struct PythonVectors: VectorWriter {
  let manifest: Manifest

  var head: String {
    // In the text of a formula neither ends the string.
    let text = manifest.heading.joined(separator: "\n").map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }
      .joined()
    return """
      \"\"\"\(text)
      \"\"\"
      from math import inf, nan

      CLAIM = \(PythonVectors.quoted(manifest.claim))
      DTYPE = \(PythonVectors.quoted(manifest.type.rawValue))
      CASES = [

      """
  }

  func piece(_ one: OracleCase, isFirst: Bool) -> VectorPiece {
    let sizes = one.sizes.map { "\(PythonVectors.quoted($0.name)): \($0.size)" }.joined(separator: ", ")
    let tags = one.tags.map { PythonVectors.quoted($0) }.joined(separator: ", ")
    let inputs = one.inputs.map { input in
      "            \(PythonVectors.quoted(input.name)): \(PythonVectors.array(input.values, input.shape)),"
    }
    var lines = ["    {", "        \"case\": \"\(one.name)\", \"tags\": [\(tags)], \"sizes\": {\(sizes)},"]
    lines += ["        \"inputs\": {"] + inputs + ["        },"]
    lines += ["        \"shape\": \(one.shape),"]
    lines += ["        \"exact\": \(PythonVectors.array(one.values, one.shape)),"]
    lines += ["        \"band\": \(PythonVectors.array(one.band, one.shape)),", "    },"]
    return VectorPiece(text: lines.joined(separator: "\n") + "\n")
  }

  func tail(_ rows: [String]) -> String { "]\n" }

  private static func array(_ values: [Double], _ shape: [Int]) -> String {
    var text = ""
    PipeProtocol.write(values[...], shape[...], to: &text) { value in
      value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : value.description
    }
    return text
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }
}
