import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// `x = [1, 2, 3]`: a value given on the command line, by rows.
public struct GivenValue: Sendable {
  public var name: String
  public var entries: [Rational]
  /// None for a number, one length for a vector, rows and columns for a matrix.
  public var lengths: [Int]

  /// Reads `NAME=VALUE`; nil where it is not one.
  public init?(_ text: SourceText) {
    guard let sign = text.bytes.firstIndex(of: 0x3D) else { return nil }
    let left = SourceText(name: text.name, bytes: Array(text.bytes[..<sign]))
    let right = SourceText(name: text.name, bytes: Array(text.bytes[(sign + 1)...]))
    let (names, leftRoot, _) = parseExpression(left)
    let (values, rightRoot, _) = parseExpression(right)
    guard let leftRoot, let rightRoot, names.kind(leftRoot) == .name else { return nil }
    name = names.name(leftRoot)
    entries = []
    lengths = []
    guard values.kind(rightRoot) == .array else {
      guard let value = GivenValue.number(rightRoot, values) else { return nil }
      entries = [value]
      return
    }
    let rows = values.children(rightRoot).map { Array(values.children($0)) }
    guard let width = rows.first?.count, rows.allSatisfy({ $0.count == width }) else { return nil }
    for entry in rows.flatMap({ $0 }) {
      guard let value = GivenValue.number(entry, values) else { return nil }
      entries.append(value)
    }
    lengths = rows.count == 1 ? [width] : [rows.count, width]
  }

  /// A number, with its sign, or a quotient of two.
  private static func number(_ node: Node, _ tree: SyntaxTree) -> Rational? {
    switch tree.kind(node) {
    case .number: return tree.value(node)
    case .negation: return number(tree.child(node, 0), tree).map { -$0 }
    case .quotient:
      guard let a = number(tree.child(node, 0), tree), let b = number(tree.child(node, 1), tree) else { return nil }
      return a.divided(by: b)
    default: return nil
    }
  }

  /// `x : R^3`
  var declaration: String {
    switch lengths.count {
    case 0: "\(name) : R"
    case 1: "\(name) : R^\(lengths[0])"
    default: "\(name) : R^(\(lengths[0]), \(lengths[1]))"
    }
  }
}

extension Question {
  /// What the greatest precision has room for.
  public static let mostDigits = 2_400

  /// The value at a point, with an error bound where it is not exact, or rounded to so many significant digits.
  public func value(at values: [GivenValue], digits: Int?) -> Result<Answer, Failure> {
    let known = declarations.text(of: Span(start: 0, end: declarations.bytes.count))
    var question = self
    var problem: Problem
    switch declared() {
    case .success(let declared): problem = declared
    case .failure(let failure): return .failure(failure)
    }
    let undeclared = values.filter { value in !problem.store.symbols.contains { $0.name == value.name } }
    if let stranger = undeclared.first, isAboutFile {
      return .failure(.refused("`\(stranger.name)` is no quantity that \(declarations.name) declares"))
    }
    if !undeclared.isEmpty {
      let more = undeclared.map { $0.declaration }.joined(separator: "\n")
      question.declarations = SourceText(name: declarations.name, text: known + "\n" + more + "\n")
      switch question.declared() {
      case .success(let next): problem = next
      case .failure(let failure): return .failure(failure)
      }
    }
    let (single, mistakes) = problem.read(expression)
    if let failure = failure(mistakes, [expression]) { return .failure(failure) }
    guard let term = single?.term, let e = term.expression else { return .failure(.refused("this has no value")) }
    do {
      return try evaluated(e, slots: term.slots, at: values, digits: digits, problem.store)
    } catch {
      if case .unknownSize = error, let name = missing(in: e, values, problem.store) {
        return .failure(.refused("`\(name)` has no value: give it as \(name)=[1, 2]"))
      }
      return .failure(.refused(error.text(in: problem.store)))
    }
  }

  /// A quantity with slots that the expression mentions, itself or in a definition, and that has no value.
  private func missing(in e: Expression, _ values: [GivenValue], _ store: ExpressionStore) -> String? {
    var (roots, seen) = ([e], Set<Definition>())
    while !roots.isEmpty {
      let nodes = store.reachable(from: roots)
      roots = []
      for node in nodes {
        switch store.op(node) {
        case .symbol:
          let declaration = store.declaration(store.symbol(node))
          let isGiven = values.contains { $0.name == declaration.name }
          if !declaration.slots.isEmpty && !isGiven { return declaration.name }
        case .definition where seen.insert(store.definition(node)).inserted:
          roots += store.body(store.definition(node)).clauses.map { $0.body }
        default: continue
        }
      }
    }
    return nil
  }

  func evaluated(
    _ e: Expression, slots: [Index], at values: [GivenValue], digits: Int?, _ store: ExpressionStore
  ) throws(EvaluationError) -> Result<Answer, Failure> {
    let (sizes, choice) = setting(values, store)
    var compiler = TapeCompiler(store, Setting(sizes: sizes, choice: choice))
    let free = store.freeIndices(of: e).filter { !slots.contains($0) }
    if let index = free.first { return .failure(.refused("the index \(store.name(index)) has no value")) }
    var nodes: [Tape.Node] = []
    for assignment in try compiler.assignments(of: slots) { nodes.append(try compiler.compile(e, at: assignment)) }
    let program = Program(compiler.tape, outputs: nodes)
    var point = Point(compiler.tape.inputs, values: Array(repeating: .zero, count: compiler.tape.inputs.count))
    for block in compiler.tape.inputs.blocks {
      guard case .symbol(let symbol) = block.subject else {
        return .failure(.refused("an unknown function has no value"))
      }
      let name = store.declaration(symbol).name
      guard let value = values.first(where: { $0.name == name }) else {
        return .failure(.refused("`\(name)` has no value: give it as \(name)=1"))
      }
      guard value.entries.count == block.count else {
        return .failure(.refused("`\(name)` has \(block.count) entries, \(value.entries.count) are given"))
      }
      for (k, entry) in value.entries.enumerated() { point.set(symbol, block.slots(at: block.start + k), to: entry) }
    }
    let entries = EvaluatedEntries(program, at: point, digits: digits)
    return .success(
      Answer(text: arranged(entries.texts, slots.map { store.range($0) }, &compiler), doubt: entries.doubt))
  }

  /// The sizes that the lengths of the given values tell, and the values of index symbols.
  private func setting(_ values: [GivenValue], _ store: ExpressionStore) -> (Sizes, IndexChoice) {
    var sizes = Sizes()
    var choices: [Symbol: [Int]] = [:]
    for (number, declaration) in store.symbols.enumerated() {
      guard let value = values.first(where: { $0.name == declaration.name }) else { continue }
      for (range, length) in zip(declaration.slots, value.lengths) {
        let upper = store.bounds(range).upper
        if store.op(upper) == .size { sizes[store.dimension(upper)] = length }
      }
      if case .index = declaration.domain { choices[Symbol(UInt32(number))] = value.entries.compactMap { $0.asInt } }
    }
    return (sizes, IndexChoice(choices))
  }

  private func arranged(_ texts: [String], _ ranges: [IndexRange], _ compiler: inout TapeCompiler) -> String {
    if ranges.isEmpty { return texts.first ?? "" }
    guard ranges.count == 2 else { return "[" + texts.joined(separator: ", ") + "]" }
    var probe = compiler.store
    let column = probe.freshIndex("j", ranges[1])
    var extended = compiler.extended(to: probe)
    let width = max((try? extended.assignments(of: [column]).count) ?? texts.count, 1)
    let rows = stride(from: 0, to: texts.count, by: width).map {
      texts[$0..<min($0 + width, texts.count)].joined(separator: ", ")
    }
    return "[" + rows.joined(separator: "; ") + "]"
  }
}
