import Diagnostics
import Evaluation
import Reporting

/// What a folder of vectors says of itself: enough to judge results without the file that the formula came from.
public struct Manifest: Sendable {
  public static let format = "derive-vectors-1"

  public struct Case: Sendable {
    public var name: String
    public var sizes: [(name: String, size: Int)]
    public var tags: [String]
  }

  /// `derive 0.1`
  public var toolVersion: String
  /// The last part of the path of the derivation, and its text.
  public var file: String
  public var source: String
  /// The claim, which is also the name of the result.
  public var claim: String
  /// The formula as it is written.
  public var formula: String
  public var verdict: String
  public var type: FloatingType
  public var accumulator: FloatingType
  public var seed: UInt64
  public var inputs: [String]
  public var cases: [Case]
  /// The arrays are still being written, or were not all written.
  public var isUnfinished = false

  public init(
    toolVersion: String, file: String, verdict: String, _ formula: Formula, _ request: CaseRequest, cases: [OracleCase]
  ) {
    self.toolVersion = "derive " + toolVersion
    self.file = file
    source = String(decoding: formula.source.bytes, as: UTF8.self)
    claim = formula.name
    self.formula = formula.source.text(of: formula.span)
    self.verdict = verdict
    (type, accumulator, seed) = (request.type, request.accumulator, request.seed)
    inputs = formula.routine.inputs.map { formula.routine.arrays[$0].name }
    self.cases = cases.map { Case($0) }
  }

  /// All but the cases and the text of the derivation.
  var properties: [(String, JSONValue)] {
    [
      ("format", .string(Manifest.format)), ("tool", .string(toolVersion)), ("file", .string(file)),
      ("claim", .string(claim)), ("formula", .string(formula)), ("verdict", .string(verdict)),
      ("dtype", .string(type.rawValue)), ("accumulator", .string(accumulator.rawValue)),
      ("layout", .string("row-major")), ("seed", .unsigned(seed)),
      ("inputs", .array(inputs.map { .string($0) })),
    ]
  }

  public var json: JSONValue {
    let state: [(String, JSONValue)] = isUnfinished ? [("unfinished", .boolean(true))] : []
    return .object(properties + state + [("cases", .array(cases.map { $0.json })), ("source", .string(source))])
  }

  // MARK: The folder

  /// The cases are called so, and are yet to be made.
  public mutating func announce(_ names: [String]) {
    cases = names.map { Case(name: $0, sizes: [], tags: []) }
    isUnfinished = true
  }

  public static let fileName = "manifest.json"

  /// `c07_x.npy`
  public static func fileName(of array: String, in oneCase: String) -> String { "\(oneCase)_\(array).npy" }

  public static func band(of claim: String) -> String { claim + ".band" }

  /// The arrays of all cases; a name that would lead out of the folder is none.
  public var arrayFiles: [String] {
    let arrays = inputs + [claim, Manifest.band(of: claim)]
    return cases.flatMap { one in arrays.map { Manifest.fileName(of: $0, in: one.name) } }
      .filter { !$0.contains("/") && !$0.contains("\0") }
  }

  // MARK: Reading

  /// Nil where this is no manifest.
  public init?(_ value: JSONReader.Value) {
    func text(_ name: String) -> String? { if case .string(let text)? = value[name] { text } else { nil } }
    guard text("format") == Manifest.format, let file = text("file"), let claim = text("claim"),
      let type = text("dtype").flatMap({ FloatingType(rawValue: $0) }),
      let accumulator = text("accumulator").flatMap({ FloatingType(rawValue: $0) }), let source = text("source"),
      case .array(let inputs)? = value["inputs"], case .array(let cases)? = value["cases"]
    else { return nil }
    (self.file, self.claim, self.type, self.accumulator, self.source) = (file, claim, type, accumulator, source)
    if case .boolean(true)? = value["unfinished"] { isUnfinished = true }
    formula = text("formula") ?? ""
    verdict = text("verdict") ?? ""
    toolVersion = text("tool") ?? ""
    if case .number(let seed)? = value["seed"] { self.seed = UInt64(max(0, min(seed, 0x1p63))) } else { seed = 1 }
    self.inputs = inputs.compactMap { if case .string(let name) = $0 { name } else { nil } }
    var read: [Case] = []
    for one in cases {
      guard case .string(let name)? = one["case"], case .object(let sizes)? = one["sizes"],
        case .array(let tags)? = one["tags"]
      else { return nil }
      // A name is a part of a path.
      guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), !name.isEmpty else { return nil }
      read.append(
        Case(
          name: name,
          sizes: sizes.compactMap { member in
            if case .number(let size) = member.1, let size = Int(exactly: size) {
              (name: member.0, size: size)
            } else {
              nil
            }
          }, tags: tags.compactMap { if case .string(let tag) = $0 { tag } else { nil } }))
    }
    self.cases = read
  }
}

extension Manifest.Case {
  public init(_ one: OracleCase) { self.init(name: one.name, sizes: one.sizes, tags: one.tags) }

  var json: JSONValue {
    .object([
      ("case", .string(name)), ("sizes", .object(sizes.map { ($0.name, .integer($0.size)) })),
      ("tags", .array(tags.map { .string($0) })),
    ])
  }
}
