import Reporting

/// The protocol of `--exec`: one line of JSON each way for each case.
public enum PipeProtocol {
  /// `{"case": "c00", "claim": "dx", "sizes": {"m": 6}, "inputs": {"x": […], "gamma": 1.5}}`: matrices by rows, numbers in
  /// the shortest form that reads back as the same double.
  public static func request(_ one: OracleCase, claim: String) -> String {
    let sizes = one.sizes.map { ($0.name, JSONValue.integer($0.size)) }
    var text = JSONValue.object([
      ("case", .string(one.name)), ("claim", .string(claim)), ("sizes", .object(sizes)),
    ]).line
    text.removeLast(2)
    text += ", \"inputs\": {"
    for (k, input) in one.inputs.enumerated() {
      text += (k == 0 ? "" : ", ") + JSONValue.string(input.name).line + ": "
      write(input.values[...], input.shape[...], to: &text)
    }
    return text + "}}\n"
  }

  /// Nested arrays by rows.
  static func write(
    _ values: ArraySlice<Double>, _ shape: ArraySlice<Int>, to text: inout String,
    number: (Double) -> String = PipeProtocol.text
  ) {
    guard let extent = shape.first else {
      text += values.first.map { number($0) } ?? "null"
      return
    }
    let size = shape.dropFirst().reduce(1, *)
    text += "["
    for k in 0..<extent {
      if k > 0 { text += ", " }
      let start = values.startIndex + k * size
      write(values[start..<(start + size)], shape.dropFirst(), to: &text, number: number)
    }
    text += "]"
  }

  static func text(_ value: Double) -> String {
    guard value.isFinite else { return JSONValue.number(value).line }
    return value == value.rounded() && abs(value) < 0x1p53 ? String(Int64(value)) : value.description
  }

  /// So much of a line as a message shows.
  public static func beginning(of line: [UInt8]) -> String {
    String(decoding: line.prefix(60), as: UTF8.self).visible
  }

  /// Whether a line is a whole answer, right or not.
  public static func isObject(_ line: [UInt8]) -> Bool {
    if case .object? = try? JSONReader.value(line) { true } else { false }
  }

  /// The numbers of the claim in an answer.
  public static func answer(_ line: [UInt8], claim: String) -> Answer {
    let value: JSONReader.Value
    do {
      value = try JSONReader.value(line)
    } catch {
      return .missing("the answer `\(beginning(of: line))` is no JSON: \(error.message) at byte \(error.offset)")
    }
    guard case .object(let members) = value else { return .missing("the answer is no JSON object") }
    guard let own = members.first(where: { $0.0 == claim })?.1 else {
      let names = members.map { "`\($0.0.visible)`" }.joined(separator: ", ")
      return .missing("the answer has no `\(claim)`, only \(names.isEmpty ? "nothing" : names)")
    }
    guard let (numbers, shape) = array(own) else { return .missing("`\(claim)` is no array of numbers") }
    return .values(numbers, shape: shape)
  }

  /// The numbers of nested arrays and their shape; nil for anything else.
  static func array(_ value: JSONReader.Value) -> (values: [Double], shape: [Int])? {
    var (numbers, shape) = ([Double](), [Int]())
    return flatten(value, 0, &numbers, &shape) ? (numbers, shape) : nil
  }

  /// Nested arrays whose parts have equal lengths; their depth is limited by the reader.
  private static func flatten(
    _ value: JSONReader.Value, _ depth: Int, _ numbers: inout [Double], _ shape: inout [Int]
  ) -> Bool {
    switch value {
    case .number(let number): numbers.append(number)
    case .null: numbers.append(.nan)
    case .string("NaN"): numbers.append(.nan)
    case .string("Infinity"): numbers.append(.infinity)
    case .string("-Infinity"): numbers.append(-.infinity)
    case .array(let parts):
      if depth == shape.count { shape.append(parts.count) }
      guard shape[depth] == parts.count else { return false }
      for part in parts where !flatten(part, depth + 1, &numbers, &shape) { return false }
      return true
    default: return false
    }
    return depth == shape.count
  }
}
