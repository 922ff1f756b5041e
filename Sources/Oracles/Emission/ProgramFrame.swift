import Evaluation
import Expressions

/// What stands around the body of an emitted function: the comment, the functions it brings along, the signature.
struct ProgramFrame {
  var language: LoopLanguage
  var function: String
  var output: Int
  /// The sizes of the arrays in between.
  var work: [String]
  var text: LoopText
  /// How many entries arrays have along each of their indices.
  var shapes: [Int: [String]]
  var heading: [String]
  var body: [String]

  var program: LoopProgram { text.locals.program }
  var isScalar: Bool { text.locals.isScalar(output) }

  /// One function, or those of several formulas with what they share before them.
  static func source(of frames: [ProgramFrame], heading: [String]) -> String {
    guard let language = frames.first?.language else { return "" }
    var lines = frames.count == 1 ? frames[0].comment : comment(heading, language)
    lines += language.isC ? ["#include <math.h>", "#include <stddef.h>"] : LoopFunctions.swiftImports
    for function in Set(frames.flatMap { $0.text.ownFunctions }).sorted() {
      lines += ["", LoopFunctions.text(of: function, language)]
    }
    for frame in frames {
      lines.append("")
      if frames.count > 1 { lines += frame.comment }
      lines += frame.definition
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var definition: [String] {
    var lines = language.isC && !work.isEmpty ? workFunction + [""] : []
    lines += signature
    if language.isC { lines += unused.map { "  (void)\($0);" } }
    lines += body
    if !language.isC && !isScalar { lines.append("  return \(text.arrayNames[output])") }
    return lines + ["}"]
  }

  /// Names that stand in the text of the body.
  private func isMentioned(_ name: String) -> Bool {
    body.contains { line in
      line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == name }
    }
  }

  var sizes: [String] { program.routine.dimensions.compactMap { text.sizeNames[known: $0] } }
  var inputs: [Int] { program.arrays.indices.filter { program.arrays[$0].source.isInput } }

  private var unused: [String] {
    (sizes + inputs.map { text.arrayNames[$0] } + (work.isEmpty ? [] : ["work"])).filter { !isMentioned($0) }
  }

  var signature: [String] {
    var parameters = sizes.map { language.isC ? "ptrdiff_t \($0)" : "\($0): Int" }
    for array in inputs {
      let (name, isNumber) = (text.arrayNames[array], program.arrays[array].extents.isEmpty)
      if language.isC {
        parameters.append(isNumber ? "\(language.real) \(name)" : "const \(language.real) *restrict \(name)")
      } else {
        parameters.append(isNumber ? "\(name): \(language.real)" : "\(name): [\(language.real)]")
      }
    }
    if language.isC {
      if !work.isEmpty { parameters.append("\(language.real) *restrict work") }
      if !isScalar { parameters.append("\(language.real) *restrict \(text.arrayNames[output])") }
      if parameters.isEmpty { parameters = ["void"] }
      return wrapped((isScalar ? language.real : "void") + " \(function)(", parameters, ") {")
    }
    let result = isScalar ? language.real : "[\(language.real)]"
    return wrapped("public func \(function)(", parameters, ") -> \(result) {")
  }

  func wrapped(_ begin: String, _ parts: [String], _ end: String) -> [String] {
    let line = begin + parts.joined(separator: ", ") + end
    if line.utf8.count <= 110 { return [line] }
    var lines = [begin]
    for (k, part) in parts.enumerated() {
      let piece = part + (k + 1 < parts.count ? "," : "")
      if k == 0 || lines[lines.count - 1].utf8.count + piece.utf8.count > 108 {
        lines.append("  " + piece)
      } else {
        lines[lines.count - 1] += " " + piece
      }
    }
    lines[lines.count - 1] += end
    return lines
  }

  private var workFunction: [String] {
    let parameters = sizes.map { "ptrdiff_t \($0)" }
    let mentioned = sizes.filter { size in
      work.contains { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == size } }
    }
    let unused = sizes.filter { !mentioned.contains($0) }.map { "  (void)\($0);" }
    return ["/* How many numbers the argument work of \(function) must have room for. */"]
      + wrapped("size_t \(function)_work(", parameters.isEmpty ? ["void"] : parameters, ") {") + unused
      + ["  return (size_t)(\(work.joined(separator: " + ")));", "}"]
  }

  private var comment: [String] {
    var lines = heading
    for array in inputs + (isScalar ? [] : [output]) {
      guard let shape = shapes[array], !shape.isEmpty else { continue }
      let size = shape.joined(separator: " x ")
      lines.append("\(text.arrayNames[array]): \(size)" + (shape.count > 1 ? ", by rows" : ""))
    }
    for (identifier, name) in text.identifiers.changes { lines.append("`\(name)` is \(identifier) here") }
    return ProgramFrame.comment(lines, language)
  }

  private static func comment(_ lines: [String], _ language: LoopLanguage) -> [String] {
    let clean = lines.map { $0.split(separator: "*/").joined(separator: "* /") }
    if !language.isC { return clean.map { "// " + $0 } }
    return clean.count == 1 ? ["/* \(clean[0]) */"] : zip(0..., clean).map { ($0 == 0 ? "/* " : " * ") + $1 } + [" */"]
  }
}
