import Diagnostics
import Expressions
import Notation

/// A term that is read by itself, such as an argument of the command line, with the variables to differentiate it in.
public struct SingleTerm: Sendable {
  /// The value; its slots are index variables made for it, its free indices those of the names that stand in slots.
  public var term: Term
  public var variables: [Variable]
  /// The derivative in all variables, one after the other. Its slots are those of the term, then those of each variable
  /// that is no number: for a number f and a vector x it is the gradient, for a vector f the Jacobian.
  public var derivative: Term?

  /// One variable: a quantity, or an entry of it.
  public struct Variable: Sendable {
    public var target: Target
    /// All slots of the target, free ones of a whole vector included.
    public var slots: [Expression]
    /// The index variables that were made for the slots that the text leaves open.
    public var openSlots: [Index]
    public var span: Span
  }
}

extension Problem {
  /// Reads a term, and variables to differentiate it in, among the names of this problem. Names that are free in several
  /// of the texts mean the same index. Nil after a mistake; mistakes are given by text, the term's first.
  ///
  /// `declaresNumbers`: a name that is not declared is a real number, and is declared as one from then on.
  public mutating func read(
    _ term: SourceText, variables: [SourceText] = [], declaresNumbers: Bool = false
  ) -> (term: SingleTerm?, mistakes: [[Diagnostic]]) {
    let texts = [term] + variables
    var mistakes: [[Diagnostic]] = texts.map { _ in [] }
    var trees: [(tree: SyntaxTree, root: Node)] = []
    for (position, text) in texts.enumerated() {
      let (tree, root, diagnostics) = parseExpression(text)
      mistakes[position] = diagnostics
      if let root { trees.append((tree, root)) }
      if root == nil && diagnostics.isEmpty {
        mistakes[position] = [Diagnostic(.meaning(.bareTerm), at: Span(start: 0, end: 0))]
      }
    }
    guard trees.count == texts.count, mistakes.allSatisfy({ $0.isEmpty }) else { return (nil, mistakes) }
    var elaborator = Elaborator(term)
    elaborator.resume(self)
    var result: SingleTerm?
    for _ in 0...SingleTermReading.nameLimit {
      var reading = SingleTermReading(trees: trees, texts: texts)
      result = elaborator.read(&reading)
      mistakes = reading.mistakes
      guard result == nil, declaresNumbers, elaborator.declareUnknown(in: mistakes) else { break }
    }
    store = elaborator.store
    names = elaborator.names
    return (result, mistakes)
  }
}

/// The texts of one call of `read`, and what is found wrong with them.
struct SingleTermReading {
  var trees: [(tree: SyntaxTree, root: Node)]
  var texts: [SourceText]
  var drafts: [TermDraft] = []
  var context = IndexContext()
  var mistakes: [[Diagnostic]]

  /// As many names may be declared on the way.
  static let nameLimit = 50

  init(trees: [(tree: SyntaxTree, root: Node)], texts: [SourceText]) {
    self.trees = trees
    self.texts = texts
    mistakes = texts.map { _ in [] }
  }
}

extension Elaborator {
  mutating func resume(_ problem: Problem) {
    store = problem.store
    environment = problem.names.environment
    functions = problem.names.functions
    rows = problem.names.rows
    mentions = problem.names.mentions
    distributions = problem.names.distributions
  }

  /// Declares the first unknown name as a real number; false if there is none.
  mutating func declareUnknown(in mistakes: [[Diagnostic]]) -> Bool {
    for diagnostic in mistakes.joined() {
      guard case .meaning(.unknownName(let name, _)) = diagnostic.mistake, environment.entry(name) == nil else {
        continue
      }
      environment.declare(name, .symbol(store.declare(SymbolDeclaration(name: name, slots: []))), at: diagnostic.span)
      return true
    }
    return false
  }

  mutating func read(_ reading: inout SingleTermReading) -> SingleTerm? {
    for (tree, root) in reading.trees { reading.drafts.append(TermDraft(tree, root)) }
    guard findShapes(&reading) else { return nil }
    var position = 0
    do throws(Rejection) {
      let shape = try resultShape(of: reading.drafts[0], &reading.context)
      let slots = try freshIndices(shape.slots, reading.context)
      source = reading.texts[0]
      try assignSlots(&reading.drafts[0], &reading.context, at: values(of: slots))
      try emit(&reading.drafts[0], &reading.context)
      let root = reading.drafts[0].root
      let term = try self.term(root, reading.drafts[0], nil, at: slots)
      var result = SingleTerm(term: term, variables: [])
      for k in reading.drafts.indices.dropFirst() {
        position = k
        result.variables.append(try variable(k, &reading, besides: slots + result.variables.flatMap { $0.openSlots }))
      }
      result.derivative = derivative(of: term, in: result.variables)
      return result
    } catch {
      reading.mistakes[position].append(error.diagnostic)
      return nil
    }
  }

  /// False after a mistake.
  private mutating func findShapes(_ reading: inout SingleTermReading) -> Bool {
    var position = 0
    do throws(Rejection) {
      for k in reading.drafts.indices {
        position = k
        source = reading.texts[k]
        try assignScopes(&reading.drafts[k], &reading.context)
      }
      reading.context.settlePending()
      for k in reading.drafts.indices {
        position = k
        try unifySlots(reading.drafts[k], &reading.context)
      }
      for k in reading.drafts.indices {
        position = k
        source = reading.texts[k]
        try inferShapes(&reading.drafts[k], &reading.context)
        _ = try termShape(reading.drafts[k].root, reading.drafts[k], reading.context)
      }
      return true
    } catch {
      reading.mistakes[position].append(error.diagnostic)
      return false
    }
  }

  private mutating func variable(
    _ k: Int, _ reading: inout SingleTermReading, besides others: [Index]
  ) throws(Rejection) -> SingleTerm.Variable {
    let root = reading.drafts[k].root
    let tree = reading.drafts[k].tree
    source = reading.texts[k]
    guard let name = baseName(of: root, tree) else {
      throw Rejection(.notAVariable(excerpt(tree.span(root)), operation: "diff"), at: tree.span(root))
    }
    let target = DerivativeTarget(node: root, name: name, order: 1)
    try requireVariable(target, "diff", reading.drafts[k])
    let shape = try termShape(root, reading.drafts[k], reading.context)
    let isNumber = isSingle(shape, reading.context)
    let open = isNumber ? [] : try freshIndices(shape.slots, reading.context, besides: others)
    try assignSlots(&reading.drafts[k], &reading.context, at: values(of: open))
    readEntry(root, reading.drafts[k].slots(root), &reading.drafts[k])
    reading.drafts[k].set(isPart: true, root)
    try emit(&reading.drafts[k], &reading.context)
    let slots = resolved(reading.drafts[k].entries[root] ?? [], reading.drafts[k])
    let subject: Target.Subject
    switch reading.drafts[k].meaning(name) {
    case .symbol(let symbol): subject = .symbol(symbol)
    case .definition(let definition): subject = .definition(definition)
    default: throw Rejection(.notAVariable(tree.name(name), operation: "diff"), at: tree.span(name))
    }
    return .init(target: Target(subject), slots: slots, openSlots: open, span: tree.span(root))
  }

  private mutating func derivative(of term: Term, in variables: [SingleTerm.Variable]) -> Term? {
    guard !variables.isEmpty, var value = term.expression else { return nil }
    var slots = term.slots
    for variable in variables {
      value = store.derivative(of: value, variable.target, slots: variable.slots)
      slots += variable.openSlots
    }
    return Term(.value(value), slots: slots, span: term.span, node: term.node)
  }
}
