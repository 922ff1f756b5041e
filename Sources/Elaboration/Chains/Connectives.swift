import Diagnostics
import Expressions
import Notation

/// Chains of statements joined by `=>`, `<==` and `<=>`.
extension Elaborator {
  /// `P1 <=> P2 => P3`: a judgement a connective. P1 is not claimed, but the links before its `set` are.
  mutating func readConnectives(
    _ node: Node, _ state: inout ClauseState, _ chain: inout ChainReading
  ) -> [Judgement] {
    let tree = chain.tree
    var judgements: [Judgement] = []
    for child in tree.children(node) {
      let isLink = tree.kind(child) == .link
      let operand = isLink ? tree.child(child, 0) : child
      if !isLink, let condition = readHead(operand, &state, &chain, &judgements) {
        chain.items = [condition]
        chain.premises = chain.premises.filter { $0.from <= 0 }
        continue
      }
      enter(
        operand, lineClauses(in: operand, tree), link: isLink ? Link(payload: tree.payload(child)) : nil,
        linkSpan: tree.span(child), &state, into: &chain, isStatement: true)
    }
    finish(&chain, areStatements: true)
    for k in chain.items.indices where chain.items[k].link?.relation.isConnective == true {
      judgements.append(connectiveJudgement(k, chain))
    }
    return judgements
  }

  private func connectiveJudgement(_ k: Int, _ chain: ChainReading) -> Judgement {
    let before = chain.items[..<k].last { $0.proposition != nil }
    if let failure = chain.items[k].failure ?? (before == nil ? chain.items[..<k].last?.failure : nil) {
      return judgement(.invalid(failure), k, chain)
    }
    guard let left = before?.proposition, let right = chain.items[k].proposition, let link = chain.items[k].link else {
      let nothing = Diagnostic(.meaning(.nothingToContinue), at: chain.items[k].linkSpan)
      return judgement(.invalid(nothing), k, chain)
    }
    return judgement(.connective(left: left, link.relation, right: right), k, chain)
  }

  /// The head `A = B set = 0` of a chain of connectives: `= B` is claimed, `A = 0` is the condition. Nil without `set`.
  private mutating func readHead(
    _ node: Node, _ state: inout ClauseState, _ chain: inout ChainReading, _ judgements: inout [Judgement]
  ) -> ChainReading.Item? {
    let tree = chain.tree
    guard tree.kind(node) == .relations else { return nil }
    let links = tree.children(node).filter { tree.kind($0) == .link }.map { Link(payload: tree.payload($0)) }
    let equalities = links.filter { $0.relation == .equal }.count
    guard let set = links.firstIndex(where: { $0.mark == .set }) else {
      if equalities < 2 { return nil }
      return failed(.chainBeforeConnective, node, state, tree)
    }
    if set != links.count - 1 { return failed(.misplacedSet, node, state, tree) }
    var head = chain
    enterRelations(node, &state, &head)
    finish(&head, areStatements: false)
    judgements = relationJudgements(of: head, upTo: head.items.count - 1)
    chain.context = head.context
    var condition = head.items[head.items.count - 1]
    condition.failure = condition.failure ?? head.items[0].failure
    condition.link = nil
    condition.draft = nil
    condition.uses = head.items.flatMap { $0.uses.map { $0.settled } }
    if let left = head.items[0].term, let right = condition.term {
      condition.proposition = .relation(
        Relation(left: left, relation: links[set].relation, right: right, span: condition.linkSpan))
    }
    return condition
  }

  private func failed(
    _ mistake: MeaningMistake, _ node: Node, _ state: ClauseState, _ tree: SyntaxTree
  ) -> ChainReading.Item {
    .init(
      node: nil, link: nil, linkSpan: tree.span(node), termSpan: tree.span(node), draft: nil,
      failure: Diagnostic(.meaning(mistake), at: tree.span(node)), state: state)
  }
}
