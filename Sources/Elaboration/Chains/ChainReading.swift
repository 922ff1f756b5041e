import Diagnostics
import Expressions
import Notation

/// A chain on its way to judgements: its terms or statements, with the links between them.
///
/// All of them share the free indices; each is read for itself, so that a mistake in one leaves the others.
struct ChainReading: Sendable {
  var tree: SyntaxTree
  var context: IndexContext
  var items: [Item] = []
  var premises: [PremiseDraft] = []
  var number: Int
  /// The shape of the last term that could be read.
  var shape = Shape.zero
  /// The index variables of the terms.
  var slots: [Index] = []
  var isContinued = false
  /// Of the terms read so far but for those marked `wrong`, whose indices may be the mistake.
  var sides = SideCount()

  struct Item: Sendable {
    var node: Node?
    var link: Link?
    var linkSpan: Span
    var termSpan: Span
    var draft: TermDraft?
    var failure: Diagnostic?
    /// What clauses say from this item on.
    var state: ClauseState
    var term: Term?
    var proposition: Proposition?
    /// The free indices of the term, with their places.
    var free: [TermDraft.FreePlace] = []
    /// What each side of its relations says of the free indices; a term is one side.
    var uses: [IndexUse] = []
  }

  /// A statement that may be used from an item on.
  struct PremiseDraft: Sendable {
    var draft: TermDraft
    var from: Int
    var isNeed: Bool
    var failure: Diagnostic?
    var value: Expression?
    var properties: [Judgement.Property] = []
  }
}

/// What a line that begins with its relation goes on from.
struct ChainState: Sendable {
  var context: IndexContext
  var number: Int
  var shape: Shape
  var slots: [Index]
  var last: ChainReading.Item
  /// Nothing has been claimed of the term yet.
  var isBare: Bool
}

extension Elaborator {
  // MARK: Scopes

  /// Enters a premise into the chain, and its names.
  mutating func enter(
    _ premise: ClauseState.Premise, from item: Int, isNeed: Bool, into chain: inout ChainReading
  ) {
    var draft = TermDraft(chain.tree, premise.node)
    draft.tellsProperties = !isNeed
    var failure: Diagnostic?
    do throws(Rejection) {
      try openConjunction(&draft)
      try assignScopes(&draft, &chain.context, as: premise.role)
    } catch {
      failure = error.diagnostic
    }
    chain.premises.append(.init(draft: draft, from: item, isNeed: isNeed, failure: failure))
  }

  /// Relations at the top of a premise, and inside its conjunctions, hold for each value of their slots.
  func openConjunction(_ draft: inout TermDraft) throws(Rejection) {
    var pending = [draft.root]
    while let node = pending.popLast() {
      switch draft.tree.kind(node) {
      case .relations: draft.openRelations.insert(node)
      case .conjunction: pending.append(contentsOf: draft.tree.children(node))
      default: continue
      }
    }
  }

  /// Enters the clauses of an item, then its term, so that `where` counts for the term itself.
  mutating func enter(
    _ node: Node, _ clauses: [Node], link: Link?, linkSpan: Span, _ state: inout ClauseState,
    into chain: inout ChainReading, isStatement: Bool
  ) {
    let before = (state.premises.count, state.needs.count)
    var failure: Diagnostic?
    for clause in clauses {
      do throws(Rejection) {
        try apply(clause, to: &state, chain.tree)
      } catch {
        failure = failure ?? error.diagnostic
        state.unread = state.unread ?? error.diagnostic.span
      }
    }
    let position = chain.items.count
    for premise in state.premises.dropFirst(before.0) { enter(premise, from: position, isNeed: false, into: &chain) }
    for need in state.needs.dropFirst(before.1) { enter(need, from: position, isNeed: true, into: &chain) }
    var draft = TermDraft(chain.tree, node)
    do throws(Rejection) {
      if isStatement { try openStatement(&draft) }
      try assignScopes(&draft, &chain.context, as: isStatement ? .statement : .term)
    } catch {
      failure = failure ?? error.diagnostic
    }
    chain.items.append(
      .init(
        node: node, link: link, linkSpan: linkSpan, termSpan: chain.tree.span(node), draft: draft, failure: failure,
        state: state))
  }

  // MARK: Shapes

  /// Finds the shapes of all items and premises. What cannot be read leaves no trace in the ranges.
  mutating func inferShapes(of chain: inout ChainReading, areStatements: Bool) {
    chain.context.settlePending()
    for k in chain.items.indices where chain.items[k].failure == nil {
      if let draft = chain.items[k].draft { chain.items[k].failure = unifySlots(of: draft, &chain.context) }
    }
    for k in chain.premises.indices where chain.premises[k].failure == nil {
      chain.premises[k].failure = unifySlots(of: chain.premises[k].draft, &chain.context)
    }
    for k in chain.items.indices where chain.items[k].failure == nil && chain.items[k].draft != nil {
      inferShape(of: k, in: &chain, isStatement: areStatements)
    }
    if areStatements { requireClosedStatements(of: &chain) }
    for k in chain.premises.indices where chain.premises[k].failure == nil {
      let mark = chain.context.ranges.mark
      do throws(Rejection) {
        try inferShapes(&chain.premises[k].draft, &chain.context)
        try requireStatement(chain.premises[k].draft.root, chain.premises[k].draft, chain.context)
      } catch {
        chain.context.ranges.takeBack(to: mark)
        chain.premises[k].failure = error.diagnostic
      }
    }
  }

  private mutating func unifySlots(of draft: TermDraft, _ context: inout IndexContext) -> Diagnostic? {
    let mark = context.ranges.mark
    do throws(Rejection) {
      try unifySlots(draft, &context)
      return nil
    } catch {
      context.ranges.takeBack(to: mark)
      return error.diagnostic
    }
  }

  private mutating func inferShape(of k: Int, in chain: inout ChainReading, isStatement: Bool) {
    guard var draft = chain.items[k].draft else { return }
    chain.items[k].draft = nil
    defer { chain.items[k].draft = draft }
    let mark = chain.context.ranges.mark
    do throws(Rejection) {
      try inferShapes(&draft, &chain.context)
      chain.items[k].free = draft.freePlaces
      chain.items[k].uses = indexUses(in: draft, isStatement: isStatement, chain.context)
      if isStatement {
        try requireStatement(draft.root, draft, chain.context)
        return
      }
      let shape = try termShape(draft.root, draft, chain.context)
      guard let both = joined(chain.shape, shape, &chain.context) else {
        let relation = chain.items[k].link?.relation.text ?? "="
        throw unequal(relation, chain.shape, shape, chain.context, at: chain.items[k].termSpan)
      }
      try requireClosed(k, in: chain)
      try requireNested(k, in: chain)
      if k == 0 || chain.items[k].link?.mark != .wrong { chain.sides.add(chain.items[k].uses) }
      chain.shape = both
    } catch {
      chain.context.ranges.takeBack(to: mark)
      chain.items[k].failure = error.diagnostic
    }
  }
}
