import Evaluation
import Expressions
import Numbers

/// A program as assignments of whole arrays in NumPy or PyTorch: sums of products are `einsum`, everything else is
/// broadcast over an axis for each loop.
struct ArrayWriter {
  private var text: ArrayText
  private let language: ArrayLanguage
  private var lines: [String] = []

  private var program: LoopProgram { text.program }
  private var output: Int { program.outputs[0] }

  /// A function, and the functions it calls that are not of the library.
  struct Function {
    var lines: [String]
    var parameters: [String]
    var own: Set<String>
  }

  init(_ routine: Routine, _ language: ArrayLanguage) {
    var program = StableForms.applied(to: LoopProgram(routine))
    program = Sharing.merged(program)
    text = ArrayText(program, language)
    self.language = language
  }

  /// The function, with a heading in its documentation string.
  mutating func function(named name: String, heading: [String]) throws(EmissionError) -> Function {
    for task in program.tasks { try write(task) }
    let (sizes, arguments) = try signature()
    var all = ["def \(name)(\(arguments.joined(separator: ", "))):"]
    all += docstring(heading)
    all += sizes.map { "    " + $0 }
    let indent = text.choosesEntries && !language.isTorch ? "        " : "    "
    if indent.count > 4 { all.append("    with np.errstate(all=\"ignore\"):  # of what is not chosen in the end") }
    all += lines.map { indent + $0 }
    all.append("    return \(text.arrayNames[output])")
    return Function(lines: all, parameters: arguments, own: text.ownFunctions)
  }

  private func docstring(_ heading: [String]) -> [String] {
    if heading.isEmpty { return [] }
    var all = heading
    for (identifier, name) in text.identifiers.changes { all.append("`\(name)` is \(identifier) here") }
    let clean = all.map {
      $0.split(separator: "\\").joined(separator: "\\\\").split(separator: "\"").joined(separator: "'")
    }
    return ["    \"\"\"" + clean[0]] + clean.dropFirst().map { "    " + $0 } + ["    \"\"\""]
  }

  /// Sizes are read from the shapes of arrays; those that are none's shape are arguments.
  private mutating func signature() throws(EmissionError) -> (sizes: [String], arguments: [String]) {
    var known: [Dimension: String] = [:]
    let inputs = program.arrays.indices.filter { program.arrays[$0].source.isInput }
    for array in inputs {
      for (axis, extent) in program.arrays[array].extents.enumerated() {
        guard program.terms.number(extent.lower) == .one,
          case .size(let dimension) = program.terms[extent.upper].operation, known[dimension] == nil
        else { continue }
        known[dimension] = "\(text.arrayNames[array]).shape[\(axis)]"
      }
    }
    let dimensions = program.routine.dimensions
    var (open, read) = ([String](), [String]())
    for dimension in dimensions {
      let name = try text.sizeNames.text(of: dimension)
      if let shape = known[dimension] { read.append("\(name) = \(shape)") } else { open.append(name) }
    }
    return (read, open + inputs.map { text.arrayNames[$0] })
  }

  // MARK: Steps

  private mutating func write(_ task: LoopProgram.Task) throws(EmissionError) {
    let target = text.arrayNames[task.target]
    text.axes = task.loops
    switch task.body {
    case .inverse(let matrix): lines.append("\(target) = \(language.module).linalg.inv(\(text.arrayNames[matrix]))")
    case .determinant(let matrix, let logarithm):
      let value = "\(language.module).linalg.det(\(text.arrayNames[matrix]))"
      lines.append("\(target) = " + (logarithm ? language.call("log", [value]) : value))
    case .value(let value):
      let fragment = try number(value)
      let isWhole = covers(value, task.slots)
      lines.append("\(target) = " + (isWhole ? fragment.text : try broadcast(fragment, task.slots)))
    case .reduction(let kind, let variable, let condition, let value):
      if let product = contraction(task, value), kind == .sum, condition == nil {
        lines.append("\(target) = \(product)")
      } else {
        try reduce(task, kind, variable, condition, value)
      }
    }
  }

  /// The entries vary along each of these loops.
  private func covers(_ term: Term, _ loops: [LoopVariable]) -> Bool {
    program.terms.variables(of: term).isSuperset(of: loops)
  }

  private mutating func broadcast(_ value: Fragment, _ loops: [LoopVariable], isStatement: Bool = false)
    throws(EmissionError) -> String
  {
    var shape: [String] = []
    for loop in loops {
      let (lower, past) = try text.hull(loop)
      shape.append(lower == "1" ? try text.count(program.bounds(loop)).text : "\(past) - (\(lower))")
    }
    let sides = "(" + shape.joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
    if value.isPlain, !isStatement {
      return language.call("full", [sides, value.text, "dtype=" + text.realType])
    }
    if language.isTorch { return "torch.broadcast_to(torch.as_tensor(\(value.text)), \(sides))" }
    return "np.broadcast_to(\(value.text), \(sides))"
  }

  /// The text of a term; values of loops, and what is used twice, have names before it.
  private mutating func expression(_ root: Term) throws(EmissionError) -> Fragment {
    var declared: [(String, String)] = []
    let fragment = try text.text(of: root, named: repeated(in: root)) { declared.append(($0, $1)) }
    let mentioned = text.axes.filter { text.counted.contains($0) && program.terms.variables(of: root).contains($0) }
    for loop in mentioned { try count(loop) }
    lines += declared.map { "\($0) = \($1)" }
    return fragment
  }

  /// The same as numbers of the real type.
  private mutating func number(_ root: Term) throws(EmissionError) -> Fragment {
    _ = try expression(root)
    return try text.number(root)
  }

  /// The values of a loop along its axis.
  private mutating func count(_ loop: LoopVariable) throws(EmissionError) {
    let (lower, past) = try text.hull(loop)
    let place = text.axes.firstIndex(of: loop) ?? 0
    let after = text.axes.count - place - 1
    let axes = after == 0 ? "" : "[:, " + Array(repeating: "None", count: after).joined(separator: ", ") + "]"
    let line = "\(text.name(of: loop)) = \(language.module).arange(\(lower), \(past))" + axes
    if !lines.contains(line) { lines.append(line) }
  }

  private func repeated(in root: Term) -> Set<Term> {
    var uses: [Term: Int] = [:]
    for term in program.terms.reachable(from: [root]) where program.terms.load(term) == nil {
      for operand in program.terms[term].operands { uses[operand, default: 0] += 1 }
    }
    return Set(
      uses.filter { term, count in
        count > 1 && !program.terms[term].operands.isEmpty && program.terms.load(term) == nil
          && !program.terms.isInteger(term)
      }.keys)
  }

  /// `einsum` of a product of whole arrays.
  private func contraction(_ task: LoopProgram.Task, _ value: Term) -> String? {
    let letters = "abcdefghijklmnopqrstuvwxyz".map { String($0) }
    guard task.loops.count <= letters.count else { return nil }
    var (labels, names, scalars) = ([String](), [String](), [String]())
    for factor in program.terms.factors(value) {
      guard let (array, indices) = program.terms.load(factor), let places = text.plainAxes(array, indices) else {
        return nil
      }
      if places.isEmpty { scalars.append(text.arrayNames[array]) } else { names.append(text.arrayNames[array]) }
      if !places.isEmpty { labels.append(places.map { letters[$0] }.joined()) }
    }
    let result = letters.prefix(task.slots.count).joined()
    guard names.count > 1, Set(labels.joined()) == Set(letters.prefix(task.loops.count).joined()) else { return nil }
    let call = language.call("einsum", ["\"\(labels.joined(separator: ","))->\(result)\""] + names)
    return (scalars + [call]).joined(separator: " * ")
  }

  private mutating func reduce(
    _ task: LoopProgram.Task, _ kind: Reduction, _ variable: LoopVariable, _ condition: Term?, _ value: Term
  ) throws(EmissionError) {
    var tests: [String] = []
    if !program.isBox(variable) {
      let bounds = program.bounds(variable)
      let name = text.name(of: variable)
      let (lower, upper) = (try text.integer(bounds.lower), try text.integer(bounds.upper))
      for loop in task.slots where text.counted.contains(loop) { try count(loop) }
      try count(variable)
      tests = ["(\(lower.text(within: .sum)) <= \(name))", "(\(name) <= \(upper.text(within: .sum)))"]
    }
    if let condition { tests.append("(" + (try expression(condition).text) + ")") }
    let isOfStatements = kind == .all || kind == .any
    var entries = try isOfStatements ? expression(value) : number(value)
    if !tests.isEmpty {
      let test = tests.dropFirst().reduce(tests[0]) { language.call("logical_and", [$0, $1]) }
      text.chooseEntries()
      if language.isTorch { text.require("_where") }
      let isPlain = entries.isPlain
      entries = Fragment("\(language.isTorch ? "_where" : "np.where")(\(test), \(entries.text), \(neutral(kind)))")
      if isPlain, !isOfStatements {
        entries = Fragment(language.array(entries.text, of: text.realType))
      }
    }
    let isWhole = program.terms.variables(of: value).isSuperset(of: task.loops)
    if !isWhole { entries = Fragment(try broadcast(entries, task.loops, isStatement: isOfStatements)) }
    lines.append("\(text.arrayNames[task.target]) = " + reduced(kind, entries.text))
  }

  private func neutral(_ kind: Reduction) -> String {
    switch kind {
    case .sum: "0.0"
    case .product: "1.0"
    case .maximum: "-\(language.module).inf"
    case .minimum: "\(language.module).inf"
    case .all: "True"
    case .any: "False"
    }
  }

  private func reduced(_ kind: Reduction, _ entries: String) -> String {
    let last = "\(language.axis)=-1"
    switch kind {
    case .sum: return language.call("sum", [entries, last])
    case .product: return language.call("prod", [entries, last])
    case .maximum, .minimum:
      if language.isTorch { return language.call(kind == .maximum ? "amax" : "amin", [entries, last]) }
      return language.call(kind == .maximum ? "max" : "min", [entries, last, "initial=\(neutral(kind))"])
    case .all: return language.call("all", [entries, last])
    case .any: return language.call("any", [entries, last])
    }
  }
}

extension ArrayLanguage {
  /// A module of one function.
  func source(_ routine: Routine, function: String, heading: [String]) throws(EmissionError) -> String {
    var writer = ArrayWriter(routine, self)
    let made = try writer.function(named: function, heading: heading)
    return module(made.own) + "\n\n" + made.lines.joined(separator: "\n") + "\n"
  }

  /// What stands above the functions.
  func module(_ own: Set<String>) -> String {
    var parts = [isTorch ? "import torch" : "import numpy as np"]
    if !own.isDisjoint(with: ["_erf", "_gamma", "_lgamma"]) && !isTorch { parts[0] = "import math\n\n" + parts[0] }
    parts += own.sorted().map { text(ofOwn: $0) }
    return parts.map { $0.last == "\n" ? String($0.dropLast()) : $0 }.joined(separator: "\n\n\n") + "\n"
  }
}
