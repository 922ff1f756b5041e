import Evaluation
import Expressions
import Numbers

/// A loop nest as a function in C or Swift.
struct LoopWriter {
  private var text: LoopText
  private let language: LoopLanguage
  private let function: String
  private var lines: [String] = []
  private var depth = 1
  /// Of the matrix whose inverse or determinant is taken, a copy to work on.
  private var scratch: [Int: String] = [:]

  private var locals: Locals { text.locals }
  private var program: LoopProgram { text.locals.program }
  private var output: Int { program.outputs[0] }

  init(_ locals: Locals, _ language: LoopLanguage, function: String) {
    text = LoopText(locals, language)
    self.language = language
    self.function = Identifiers.valid(function)
    for write in locals.nest.writes {
      guard let matrix = write.matrix, scratch[matrix] == nil, language.isC else { continue }
      scratch[matrix] = text.newName(like: "scratch")
    }
  }

  /// The function with all that stands around it.
  static func frame(
    _ routine: Routine, _ language: LoopLanguage, function: String, heading: [String]
  ) throws(EmissionError) -> ProgramFrame {
    let stable = StableForms.applied(to: LoopProgram(routine))
    let shared = Sharing.applied(to: stable)
    let (program, nest) = try Schedule.made(of: shared)
    var writer = LoopWriter(Locals(program, nest), language, function: function)
    return try writer.frame(heading)
  }

  // MARK: Statements

  private mutating func add(_ line: String) { lines.append(String(repeating: "  ", count: depth) + line) }

  private var end: String { language.isC ? ";" : "" }

  private mutating func declare(_ name: String, _ value: String, isTruth: Bool = false) {
    if language.isC {
      add("const \(isTruth ? "int" : language.real) \(name) = \(value);")
    } else {
      add("let \(name): \(isTruth ? "Bool" : language.real) = \(value)")
    }
  }

  private mutating func write(body: Int) throws(EmissionError) {
    for item in locals.nest.bodies[body].items {
      for term in locals.names(before: item, in: body) { _ = try value(of: term) }
      switch item {
      case .loop(let inner): try write(loop: inner)
      case .write(let write): try self.write(write)
      }
    }
  }

  /// The text of a term, after the declarations that it needs.
  private mutating func value(of term: Term) throws(EmissionError) -> Fragment {
    var declared: [(String, String, Bool)] = []
    let fragment = try text.text(of: term) { declared.append(($0, $1, $2)) }
    for (name, value, isTruth) in declared { declare(name, value, isTruth: isTruth) }
    return fragment
  }

  private mutating func write(loop body: Int) throws(EmissionError) {
    guard let variable = locals.nest.bodies[body].variable else { return }
    let bounds = program.bounds(variable)
    let offset = text.offset(of: variable)
    let begin = try text.text(program.affine(bounds.lower) - Affine(offset))
    let past = try text.text(program.affine(bounds.upper) + Affine(1 - offset))
    let name = text.open(variable)
    if language.isC {
      add("for (ptrdiff_t \(name) = \(begin.text); \(name) < \(past.text(within: .sum)); \(name)++) {")
    } else if begin.text == "0" && past.binding == .atom {
      add("for \(name) in 0..<\(past.text) {")
    } else {
      add("for \(name) in stride(from: \(begin.text), to: \(past.text), by: 1) {")
    }
    depth += 1
    try write(body: body)
    depth -= 1
    add("}")
    text.close(variable)
  }

  private mutating func write(_ write: LoopNest.Write) throws(EmissionError) {
    let isWhole = write.indices.count == program.arrays[write.target].extents.count
    let entry = isWhole ? try text.entry(write.target, write.indices) : ""
    switch write {
    case .store(let array, _, let value):
      let number = try number(value)
      if array == output && locals.isScalar(array) {
        add("return \(number)\(end)")
      } else if locals.isScalar(array) {
        declare(entry, number)
      } else {
        add("\(entry) = \(number)\(end)")
      }
    case .start(let array, _, let kind):
      let variable = language.isC ? "\(language.real) \(entry)" : "var \(entry): \(language.real)"
      add((locals.isScalar(array) ? variable : entry) + " = \(start(kind))\(end)")
    case .accumulate(_, _, let kind, let condition, let value):
      try accumulate(entry, kind, condition, value)
    case .invert(let array, let indices, let matrix): try invert(array, indices, matrix)
    case .determinant(let array, let indices, let matrix, let logarithm):
      let call = try determinant(array, indices, matrix, logarithm)
      if locals.isScalar(array) { declare(entry, call) } else { add("\(entry) = \(call)\(end)") }
    }
  }

  /// A statement as a number is 1 or 0.
  private mutating func number(_ term: Term) throws(EmissionError) -> String {
    let value = try value(of: term)
    guard text.isTruth(term) else { return value.text }
    return value.text(within: .or) + " ? \(language.literal(.one).text) : \(language.literal(.zero).text)"
  }

  private func start(_ kind: Reduction) -> String {
    switch kind {
    case .sum, .any: language.literal(.zero).text
    case .product, .all: language.literal(.one).text
    case .maximum: language.infinity(isNegative: true)
    case .minimum: language.infinity(isNegative: false)
    }
  }

  private mutating func accumulate(
    _ entry: String, _ kind: Reduction, _ condition: Term?, _ term: Term
  ) throws(EmissionError) {
    if let condition {
      let test = text.condition(try value(of: condition), condition)
      add(language.isC ? "if (\(test.text)) {" : "if \(test.text) {")
      depth += 1
    }
    let value = try value(of: term)
    switch kind {
    case .sum: add("\(entry) += \(value.text)\(end)")
    case .product: add("\(entry) *= \(value.text)\(end)")
    case .maximum, .minimum:
      var word = value.text
      if value.binding != .atom {
        word = text.newName(like: "t")
        declare(word, value.text)
      }
      let sign = kind == .maximum ? ">" : "<"
      add(
        language.isC
          ? "if (\(word) \(sign) \(entry)) \(entry) = \(word);" : "if \(word) \(sign) \(entry) { \(entry) = \(word) }")
    case .all, .any:
      let test = text.condition(value, term)
      let (test0, result) =
        kind == .all
        ? ("!" + test.text(within: .atom), language.literal(.zero).text) : (test.text, language.literal(.one).text)
      add(language.isC ? "if (\(test0)) \(entry) = \(result);" : "if \(test0) { \(entry) = \(result) }")
    }
    if condition != nil {
      depth -= 1
      add("}")
    }
  }

  // MARK: Matrices

  /// Where the first entry of a matrix is.
  private struct MatrixStart {
    var name: String
    var place: String
    var pointer: String { place == "0" ? name : "\(name) + (\(place))" }
  }

  private func matrixStart(_ array: Int, _ indices: [Term]) throws(EmissionError) -> MatrixStart {
    let first = indices + program.arrays[array].extents.suffix(2).map { $0.lower }
    let entry = try text.entry(array, first)
    guard let bracket = entry.firstIndex(of: "[") else { return MatrixStart(name: entry, place: "0") }
    return MatrixStart(name: String(entry[..<bracket]), place: String(entry[entry.index(after: bracket)...].dropLast()))
  }

  private func order(_ matrix: Int) throws(EmissionError) -> String {
    guard let extent = program.arrays[matrix].extents.last else { return "1" }
    return try text.count(extent).text
  }

  private mutating func invert(_ array: Int, _ indices: [Term], _ matrix: Int) throws(EmissionError) {
    text.require("invert")
    let (from, to) = (try matrixStart(matrix, indices), try matrixStart(array, indices))
    let order = try order(matrix)
    if language.isC {
      add("invert(\(order), \(from.pointer), \(to.pointer), \(scratch[matrix] ?? ""));")
    } else {
      add("invert(\(order), \(from.name), \(from.place), &\(to.name), \(to.place))")
    }
  }

  private mutating func determinant(
    _ array: Int, _ indices: [Term], _ matrix: Int, _ logarithm: Bool
  ) throws(EmissionError) -> String {
    text.require("determinant")
    let (from, order) = (try matrixStart(matrix, indices), try order(matrix))
    let value =
      language.isC
      ? "determinant(\(order), \(from.pointer), \(scratch[matrix] ?? ""))"
      : "determinant(\(order), \(from.name), \(from.place))"
    return logarithm ? language.call("log", [value]) : value
  }

  // MARK: The function

  private mutating func frame(_ heading: [String]) throws(EmissionError) -> ProgramFrame {
    try write(body: 0)
    let body = lines
    lines = []
    let work = try workSlices()
    try add(work: work)
    return ProgramFrame(
      language: language, function: function, output: output, work: work.map { $0.count }, text: text,
      shapes: try shapes(), heading: heading, body: lines + body)
  }

  /// Of what is given, and of the result, by array.
  private func shapes() throws(EmissionError) -> [Int: [String]] {
    var shapes: [Int: [String]] = [:]
    for (k, array) in program.arrays.enumerated() where array.source.isInput || k == output {
      shapes[k] = try array.extents.map { (extent) throws(EmissionError) in try text.count(extent).text }
    }
    return shapes
  }

  /// Arrays that are neither given nor asked for.
  private func workSlices() throws(EmissionError) -> [(name: String, count: String)] {
    var slices: [(name: String, count: String)] = []
    for array in program.arrays.indices where !program.arrays[array].source.isInput && array != output {
      let stored = locals.storedSlots[array]
      guard !stored.isEmpty, !text.arrayNames[array].isEmpty else { continue }
      slices.append((text.arrayNames[array], try text.room(stored.map { program.arrays[array].extents[$0] })))
    }
    for (matrix, name) in scratch.sorted(by: { $0.key < $1.key }) {
      slices.append((name, try text.room(Array(program.arrays[matrix].extents.suffix(2)))))
    }
    return slices
  }

  private mutating func add(work: [(name: String, count: String)]) throws(EmissionError) {
    if !language.isC {
      for (name, count) in work { add("var \(name) = [\(language.real)](repeating: 0, count: \(count))") }
      if !locals.isScalar(output) {
        let count = try text.room(program.arrays[output].extents)
        add("var \(text.arrayNames[output]) = [\(language.real)](repeating: 0, count: \(count))")
      }
      return
    }
    var before = "work"
    for (k, slice) in work.enumerated() {
      add("\(language.real) *const \(slice.name) = \(before);")
      if k + 1 < work.count { before = "\(slice.name) + \(slice.count)" }
    }
  }
}
