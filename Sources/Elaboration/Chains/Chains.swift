import Diagnostics
import Expressions
import Notation

/// A line of a claim: its statement, whether `wrong` stands before it, and where it stands.
struct ChainLine {
  var node: Node
  var isWrong: Bool
  var continues: Bool
  var span: Span
}

/// From a line to its judgements.
extension Elaborator {
  /// Judges nothing: notes what each link claims and what it may use. Clauses are taken into `state`; `last` is what a
  /// next line may continue.
  mutating func readChain(
    _ line: ChainLine, _ state: inout ClauseState, continuing last: inout ChainState?, _ tree: SyntaxTree
  ) -> [Judgement] {
    var node = line.node
    var clauses: [Node] = []
    if tree.kind(node) == .claused {
      clauses = Array(tree.children(node).dropFirst())
      node = tree.child(node, 0)
    }
    var chain = start(line, last, tree)
    for premise in state.premises { enter(premise, from: 0, isNeed: false, into: &chain) }
    for need in state.needs { enter(need, from: 0, isNeed: true, into: &chain) }
    let judgements: [Judgement]
    switch tree.kind(node) {
    case .connectives: judgements = readConnectives(node, &state, &chain)
    case .relations: judgements = readRelations(node, &state, &chain)
    case .conjunction, .disjunction, .not, .forall, .exists:
      judgements = readStatement(node, clauses, &state, &chain)
    default: judgements = readBareTerm(node, clauses, &state, &chain)
    }
    last = chain.items.last.map { item in
      ChainState(
        context: chain.context, number: chain.number, shape: chain.shape, slots: chain.slots, last: item,
        isBare: judgements.isEmpty && chain.items.count == 1)
    }
    if !line.isWrong { return judgements }
    return judgements.map { judgement in
      var marked = judgement
      marked.isMarkedWrong = true
      return marked
    }
  }

  private mutating func start(_ line: ChainLine, _ last: ChainState?, _ tree: SyntaxTree) -> ChainReading {
    chainCount += 1
    templates.work = 0
    var chain = ChainReading(tree: tree, context: IndexContext(), number: chainCount)
    guard line.continues, let last else { return chain }
    chain.context = last.context
    chain.shape = last.shape
    chain.slots = last.slots
    chain.isContinued = true
    var head = last.last
    head.draft = nil
    head.link = nil
    head.uses = head.uses.map { $0.settled }
    chain.items = [head]
    if head.failure == nil { chain.sides.add(head.uses) }
    return chain
  }

  // MARK: Relations

  private mutating func readRelations(
    _ node: Node, _ state: inout ClauseState, _ chain: inout ChainReading
  ) -> [Judgement] {
    let children = chain.tree.children(node)
    if let link = children.first(where: { isMembership($0, chain.tree) }) {
      if children.count == 2 {
        let isWrong = Link(payload: chain.tree.payload(link)).mark == .wrong
        return readStatement(node, [], &state, &chain).map { judgement in
          var marked = judgement
          marked.isMarkedWrong = isWrong
          return marked
        }
      }
      return [invalid(.misplaced("`in`", expected: "a relation between terms"), link, chain)]
    }
    enterRelations(node, &state, &chain)
    finish(&chain, areStatements: false)
    return relationJudgements(of: chain, upTo: chain.items.count)
  }

  private func isMembership(_ node: Node, _ tree: SyntaxTree) -> Bool {
    tree.kind(node) == .link && Link(payload: tree.payload(node)).relation == .element
  }

  mutating func enterRelations(_ node: Node, _ state: inout ClauseState, _ chain: inout ChainReading) {
    let tree = chain.tree
    for child in tree.children(node) {
      let isLink = tree.kind(child) == .link
      var operand = isLink ? tree.child(child, 0) : child
      var clauses: [Node] = []
      if tree.kind(operand) == .claused {
        clauses = Array(tree.children(operand).dropFirst())
        operand = tree.child(operand, 0)
      }
      enter(
        operand, clauses, link: isLink ? Link(payload: tree.payload(child)) : nil, linkSpan: tree.span(child), &state,
        into: &chain, isStatement: false)
    }
  }

  mutating func finish(_ chain: inout ChainReading, areStatements: Bool) {
    inferShapes(of: &chain, areStatements: areStatements)
    emit(&chain, areStatements: areStatements)
  }

  private mutating func readBareTerm(
    _ node: Node, _ clauses: [Node], _ state: inout ClauseState, _ chain: inout ChainReading
  ) -> [Judgement] {
    enter(
      node, clauses, link: nil, linkSpan: chain.tree.span(node), &state, into: &chain, isStatement: false)
    finish(&chain, areStatements: false)
    return []
  }

  /// One judgement a link, its left side the last term above that could be read.
  func relationJudgements(of chain: ChainReading, upTo end: Int) -> [Judgement] {
    var judgements: [Judgement] = []
    for k in 0..<end {
      guard let link = chain.items[k].link, link.mark != .set else { continue }
      let before = chain.items[..<k].last { $0.term != nil }
      let content: Judgement.Content
      if let failure = chain.items[k].failure ?? (before == nil ? chain.items[..<k].last?.failure : nil) {
        content = .invalid(failure)
      } else if let left = before?.term, let right = chain.items[k].term {
        content = .relation(
          Relation(left: left, relation: link.relation, right: right, span: chain.items[k].linkSpan))
      } else {
        content = .invalid(Diagnostic(.meaning(.nothingToContinue), at: chain.items[k].linkSpan))
      }
      judgements.append(judgement(content, k, chain))
    }
    return judgements
  }

  func judgement(_ content: Judgement.Content, _ k: Int, _ chain: ChainReading) -> Judgement {
    let item = chain.items[k]
    var content = content
    var premises = assumptions
    var properties = properties
    var needs: [Expression] = []
    var needSpans: [Span] = []
    for premise in chain.premises where premise.from <= k {
      if let failure = premise.failure {
        if case .invalid = content { continue }
        content = .invalid(failure)
      } else if let value = premise.value {
        if premise.isNeed {
          needs.append(value)
          needSpans.append(premise.draft.span(premise.draft.root))
        } else {
          premises.append(value)
          properties += premise.properties
        }
      }
    }
    var judgement = Judgement(
      content: content, span: item.linkSpan, termSpan: item.termSpan, chain: chain.number,
      isMarkedWrong: item.link?.mark == .wrong, premises: premises, indices: chain.context.ownIndices, needs: needs,
      using: item.state.using, allowance: item.state.allowance)
    judgement.needSpans = needSpans
    judgement.properties = properties
    judgement.unreadPremise = unreadAssumption ?? item.state.unread
    judgement.statesNeeds = chain.premises.contains { $0.isNeed && $0.from == k }
    if case .invalid(let diagnostic) = content {
      // The first link is of the term before it, too.
      let first = k == 1 && !chain.isContinued ? chain.items[0].termSpan : item.linkSpan
      let own = first.union(item.linkSpan).union(item.termSpan)
      judgement.isMisreadElsewhere = diagnostic.span.start < own.start || own.end < diagnostic.span.end
    }
    return judgement
  }

  func invalid(_ mistake: MeaningMistake, _ node: Node, _ chain: ChainReading) -> Judgement {
    let span = chain.tree.span(node)
    return Judgement(
      content: .invalid(Diagnostic(.meaning(mistake), at: span)), span: span, termSpan: span, chain: chain.number)
  }

  // MARK: Statements

  private mutating func readStatement(
    _ node: Node, _ clauses: [Node], _ state: inout ClauseState, _ chain: inout ChainReading
  ) -> [Judgement] {
    let inner = lineClauses(in: node, chain.tree)
    enter(
      node, clauses + inner, link: nil, linkSpan: chain.tree.span(node), &state, into: &chain, isStatement: true)
    finish(&chain, areStatements: true)
    let k = chain.items.count - 1
    if let failure = chain.items[k].failure { return [judgement(.invalid(failure), k, chain)] }
    guard let proposition = chain.items[k].proposition else { return [] }
    return [judgement(.statement(proposition), k, chain)]
  }

  /// The clauses that stand behind terms of a statement and belong to its line.
  func lineClauses(in root: Node, _ tree: SyntaxTree) -> [Node] {
    var found: [Node] = []
    var pending = [root]
    while let node = pending.popLast() {
      switch tree.kind(node) {
      case .relations, .conjunction, .disjunction, .not:
        for child in tree.children(node).reversed() {
          pending.append(tree.kind(child) == .link ? tree.child(child, 0) : child)
        }
      case .claused: found += tree.children(node).dropFirst()
      default: continue
      }
    }
    return found
  }
}
