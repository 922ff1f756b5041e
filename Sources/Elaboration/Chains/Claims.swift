import Diagnostics
import Expressions
import Notation

/// Claims and the blocks of their cases.
extension Elaborator {
  mutating func readClaim(
    _ label: Node, _ header: [Node], _ body: [Statement], _ tree: SyntaxTree
  ) {
    let name = tree.name(label)
    if claimLabels.contains(name) { report(.redeclared(name), at: tree.span(label)) }
    environment.openScope()
    var state = ClauseState()
    for clause in header {
      do throws(Rejection) {
        try apply(clause, to: &state, tree)
      } catch {
        state.unread = state.unread ?? error.diagnostic.span
        reject(error)
      }
    }
    let judgements = readBlock(body, state, continuing: nil, tree)
    environment.closeScope()
    claimLabels.append(name)
    entries.append(.claim(Claim(label: name, span: tree.span(label), judgements: judgements)))
  }

  /// The statements of a claim or of a case. Recursion is bounded by the parser's limit on blocks.
  mutating func readBlock(
    _ body: [Statement], _ outer: ClauseState, continuing above: ChainState?, _ tree: SyntaxTree
  ) -> [Judgement] {
    var state = outer
    var last = above
    var conditions: [Node] = []
    var judgements: [Judgement] = []
    var firstOfCases = 0
    for (position, statement) in body.enumerated() {
      switch statement.form {
      case .chain(let node, let isWrong, let continues):
        if continues && !conditions.isEmpty, let above = last {
          // It stands at the first case, and so before what the cases say.
          judgements.insert(exhaustion(conditions, state, above, tree), at: firstOfCases)
        }
        conditions = []
        let line = ChainLine(node: node, isWrong: isWrong, continues: continues, span: statement.span)
        let start = continues ? outerState(state, last) : state
        var chainState = start
        judgements += readChain(line, &chainState, continuing: &last, tree)
        if let bare = bareTerm(last, body.dropFirst(position + 1).first) { judgements.append(bare) }
      case .caseBlock(let condition, let inner):
        if conditions.isEmpty { firstOfCases = judgements.count }
        judgements += readCase(condition, inner, state, last, tree)
        conditions.append(condition)
      case .assumption(let node): state.premises.append(.init(node: node, role: .statement))
      case .unreadableAssumption: state.unread = state.unread ?? statement.span
      default: readLocal(statement, in: body, at: position, tree)
      }
    }
    return judgements
  }

  /// Clauses of the lines above count for a line that continues them.
  private func outerState(_ state: ClauseState, _ last: ChainState?) -> ClauseState { last?.last.state ?? state }

  private mutating func readCase(
    _ condition: Node, _ body: [Statement], _ outer: ClauseState, _ last: ChainState?, _ tree: SyntaxTree
  ) -> [Judgement] {
    environment.openScope()
    defer { environment.closeScope() }
    let premise = ClauseState.Premise(node: condition, role: .statement)
    var state = outer
    state.premises.append(premise)
    var above = last
    above?.last.state.premises.append(premise)
    return readBlock(body, state, continuing: above, tree)
  }

  /// A term without a relation is the head of the cases below it, and else claims nothing.
  private func bareTerm(_ last: ChainState?, _ next: Statement?) -> Judgement? {
    guard let last, last.isBare else { return nil }
    switch next?.form {
    case .caseBlock: return nil
    case .chain(_, _, continues: true): return nil
    default: break
    }
    let mistake = last.last.failure ?? Diagnostic(.meaning(.bareTerm), at: last.last.termSpan)
    return Judgement(
      content: .invalid(mistake), span: last.last.termSpan, termSpan: last.last.termSpan, chain: last.number)
  }

  /// What makes the union of the branches enough: one of the conditions holds.
  private mutating func exhaustion(
    _ conditions: [Node], _ state: ClauseState, _ above: ChainState, _ tree: SyntaxTree
  ) -> Judgement {
    var chain = ChainReading(tree: tree, context: above.context, number: above.number)
    for premise in above.last.state.premises { enter(premise, from: 0, isNeed: false, into: &chain) }
    var rest = above.last.state
    for condition in conditions {
      enter(
        condition, [], link: nil, linkSpan: tree.span(condition), &rest, into: &chain, isStatement: true)
    }
    finish(&chain, areStatements: true)
    var parts: [Proposition] = []
    for k in chain.items.indices {
      if let failure = chain.items[k].failure { return judgement(.invalid(failure), k, chain) }
      if let proposition = chain.items[k].proposition { parts.append(proposition) }
    }
    return judgement(.statement(.any(parts)), 0, chain)
  }

  /// Declarations and definitions inside a claim are seen in the rest of it.
  private mutating func readLocal(
    _ statement: Statement, in body: [Statement], at position: Int, _ tree: SyntaxTree
  ) {
    switch statement.form {
    case .dimensions(let names): declareSizes(names, tree)
    case .declaration(let names, let type): declare(names, type: type, tree)
    case .definition:
      if let lines = definitionGroup(body, at: position, tree) { define(lines, tree) }
    case .upstream(let name, let value):
      define([DefinitionLine(left: name, value: value, clauses: [], span: statement.span)], tree)
    case .random(let left, let distribution): declareRandom(left, distribution, tree)
    case .claim(let label, _, _):
      report(.misplaced("a claim", expected: "a line of this claim"), at: tree.span(label))
    case .unreadable(let names): markFailed(names, tree)
    case .chain, .caseBlock, .assumption, .unreadableAssumption: break
    }
  }

  /// Lines one after the other that define entries of one name; nil for all but the first of them.
  func definitionGroup(_ body: [Statement], at position: Int, _ tree: SyntaxTree) -> [DefinitionLine]? {
    guard let first = definitionLine(body[position]) else { return nil }
    let name = indexedName(first.left, tree)
    if let name, position > 0, let before = definitionLine(body[position - 1]), indexedName(before.left, tree) == name {
      return nil
    }
    var lines = [first]
    guard let name else { return lines }
    for statement in body.dropFirst(position + 1) {
      guard let line = definitionLine(statement), indexedName(line.left, tree) == name else { break }
      lines.append(line)
    }
    return lines
  }

  private func definitionLine(_ statement: Statement) -> DefinitionLine? {
    guard case .definition(let left, let value, let clauses) = statement.form else { return nil }
    return DefinitionLine(left: left, value: value, clauses: clauses, span: statement.span)
  }

  private func indexedName(_ left: Node, _ tree: SyntaxTree) -> String? {
    tree.kind(left) == .index ? declaredName(left, tree) : nil
  }
}
