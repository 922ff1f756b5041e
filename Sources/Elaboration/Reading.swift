import Diagnostics
import Expressions
import Notation

extension Problem {
  /// What a parsed file means. Mistakes of notation are not repeated: they are in `file.diagnostics`.
  public init(elaborating file: SyntaxFile, of source: SourceText) {
    self.init(of: Elaborator.having(read: file, of: source), file)
  }

  init(of elaborator: Elaborator, _ file: SyntaxFile) {
    self.init(
      store: elaborator.store, syntax: file, entries: elaborator.entries, diagnostics: elaborator.diagnostics)
    remarks = elaborator.remarks
    names = elaborator.names
    assumptions = elaborator.assumptions
  }
}

extension Elaborator {
  static func having(read file: SyntaxFile, of source: SourceText) -> Elaborator {
    var elaborator = Elaborator.withPrelude(source)
    elaborator.read(file)
    // Only now it may be known how large a family is that was used before.
    guard let sizes = elaborator.sizesForSecondReading else { return elaborator }
    elaborator = Elaborator.withPrelude(source)
    elaborator.familySizes = sizes
    elaborator.read(file)
    return elaborator
  }

  /// - Parameter start: the statement to begin with.
  mutating func read(_ file: SyntaxFile, from start: Int = 0) {
    self.file = file
    var position = start
    while position < file.statements.count {
      let statement = file.statements[position]
      switch statement.form {
      case .chain, .caseBlock:
        let line = lines(of: file.statements, from: position)
        readUnlabelled(Array(line), file.tree)
        position += line.count
        continue
      default: read(statement, file.statements, at: position, file.tree)
      }
      position += 1
    }
  }

  private mutating func read(
    _ statement: Statement, _ all: [Statement], at position: Int, _ tree: SyntaxTree
  ) {
    switch statement.form {
    case .dimensions(let names): declareSizes(names, tree)
    case .declaration(let names, let type): declare(names, type: type, tree)
    case .definition:
      guard let lines = definitionGroup(all, at: position, tree), let definition = define(lines, tree) else { return }
      let span = lines.reduce(statement.span) { $0.union($1.span) }
      entries.append(.definition(definition, span: span, isUpstream: false))
    case .upstream(let name, let value):
      let line = DefinitionLine(left: name, value: value, clauses: [], span: statement.span)
      guard let definition = define([line], tree) else { return }
      entries.append(.definition(definition, span: statement.span, isUpstream: true))
    case .random(let left, let distribution): declareRandom(left, distribution, tree)
    case .assumption(let node): assume(node, tree, at: statement.span)
    case .claim(let label, let header, let body): readClaim(label, header, body, tree)
    case .unreadableAssumption: unreadAssumption = unreadAssumption ?? statement.span
    case .unreadable(let names): markFailed(names, tree)
    case .chain, .caseBlock: break
    }
  }

  /// A line without a label, with the cases and the lines that continue it.
  private func lines(of statements: [Statement], from start: Int) -> ArraySlice<Statement> {
    var end = start + 1
    while end < statements.count {
      switch statements[end].form {
      case .caseBlock, .chain(_, _, continues: true): end += 1
      default: return statements[start..<end]
      }
    }
    return statements[start..<end]
  }

  private mutating func readUnlabelled(_ lines: [Statement], _ tree: SyntaxTree) {
    guard let first = lines.first, let last = lines.last else { return }
    environment.openScope()
    let judgements = readBlock(lines, ClauseState(), continuing: nil, tree)
    environment.closeScope()
    entries.append(.claim(Claim(label: nil, span: first.span.union(last.span), judgements: judgements)))
  }

  /// A statement that all later lines may use.
  private mutating func assume(_ node: Node, _ tree: SyntaxTree, at span: Span) {
    chainCount += 1
    var chain = ChainReading(tree: tree, context: IndexContext(), number: chainCount)
    var state = ClauseState()
    enter(.init(node: node, role: .statement), from: 0, isNeed: false, into: &chain)
    enter(node, [], link: nil, linkSpan: span, &state, into: &chain, isStatement: true)
    finish(&chain, areStatements: true)
    if let failure = chain.items[0].failure ?? chain.premises[0].failure {
      reject(Rejection(failure))
      unreadAssumption = unreadAssumption ?? span
      return
    }
    guard let premise = chain.premises[0].value, let proposition = chain.items[0].proposition else { return }
    assumptions.append(premise)
    properties += chain.premises[0].properties
    entries.append(.assumption(proposition, span: span))
  }

  /// All names that a file declares somewhere at its top, each at its first place.
  func namePlaces(in file: SyntaxFile) -> [String: Span] {
    var places: [String: Span] = [:]
    for statement in file.statements {
      let nodes: [Node]
      switch statement.form {
      case .dimensions(let names), .declaration(let names, _): nodes = names
      case .definition(let left, _, _), .random(let left, _): nodes = [left]
      case .upstream(let name, _): nodes = [name]
      default: continue
      }
      for node in nodes where places[declaredName(node, file.tree)] == nil {
        places[declaredName(node, file.tree)] = file.tree.span(node)
      }
    }
    return places
  }
}
