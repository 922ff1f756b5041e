import Diagnostics
import Expressions
import Notation

/// What one side of a relation says of the free indices of its chain.
struct IndexUse: Sendable {
  /// Numbers of the indices that are free in it.
  var free: [Int] = []
  /// Those among them that one of its sums binds, too, and that may have been meant to stand inside the sum's brackets.
  var doubtful: [TermDraft.FreePlace] = []

  /// It was judged with the chain in which it stands.
  var settled: IndexUse { .init(free: free) }
}

/// How many sides of a chain there are, and in how many of them an index is free.
struct SideCount: Sendable {
  private(set) var count = 0
  private var counts: [Int: Int] = [:]

  mutating func add(_ uses: [IndexUse]) {
    count += uses.count
    for index in uses.flatMap({ $0.free }) { counts[index, default: 0] += 1 }
  }

  func having(_ index: Int) -> Int { counts[index] ?? 0 }
}

/// An index that stands outside the brackets of the sum that binds its name: `sum(i, x[i])*y[i] = 2` is likely a slip.
///
/// It is meant so where another side of the chain has the index, too, as in `x[i] = sum(i, y[i])*y[i]`, and where the
/// brackets of the sum cannot be what is wrong, since they are closed inside what the index applies to: in
/// `diff(c*(sum(k, w[k]) - 1), w[k])` and in `grad(c*(sum(k, w[k]) - 1), w)[k]` the outer k is another one.
extension Elaborator {
  /// Slips are looked for in terms of this many nodes.
  private static let mostDoubted: UInt32 = 2_000

  func indexUses(in draft: TermDraft, isStatement: Bool, _ context: IndexContext) -> [IndexUse] {
    if !isStatement { return [indexUse(below: draft.root, draft, context)] }
    var uses: [IndexUse] = []
    for node in draft.skeleton.sorted(by: { $0.number < $1.number }) where draft.tree.kind(node) == .relations {
      for child in draft.tree.children(node) {
        let isLink = draft.tree.kind(child) == .link
        if isLink && Link(payload: draft.tree.payload(child)).relation == .element { continue }
        uses.append(indexUse(below: isLink ? draft.tree.child(child, 0) : child, draft, context))
      }
    }
    return uses
  }

  /// Every index that may be a slip in this term, or in the head, is free in another term, too.
  func requireClosed(_ k: Int, in chain: ChainReading) throws(Rejection) {
    if chain.sides.count == 0 { return }
    let own = chain.items[k].uses
    let ofHead = k > 0 && chain.items[0].failure == nil ? chain.items[0].uses : []
    for place in own.flatMap({ $0.doubtful }) where chain.sides.having(place.index) == 0 {
      throw escape(of: place, in: chain)
    }
    for place in ofHead.flatMap({ $0.doubtful })
    where chain.sides.having(place.index) == 1 && !own.contains(where: { $0.free.contains(place.index) }) {
      throw escape(of: place, in: chain)
    }
  }

  /// Statements are read together: what comes later shows what is meant, too.
  func requireClosedStatements(of chain: inout ChainReading) {
    var sides = SideCount()
    for item in chain.items where item.failure == nil { sides.add(item.uses) }
    if sides.count < 2 { return }
    for k in chain.items.indices where chain.items[k].failure == nil {
      guard let place = chain.items[k].uses.flatMap({ $0.doubtful }).first(where: { sides.having($0.index) < 2 })
      else { continue }
      chain.items[k].failure = escape(of: place, in: chain).diagnostic
    }
  }

  private func escape(of place: TermDraft.FreePlace, in chain: ChainReading) -> Rejection {
    Rejection(.escapedIndex(chain.context.indices[place.index].name), at: place.span)
  }

  private func indexUse(below side: Node, _ draft: TermDraft, _ context: IndexContext) -> IndexUse {
    var use = IndexUse()
    if draft.isPlain { return use }
    var places: [TermDraft.FreePlace] = []
    var bound: Set<String> = []
    var meant: Set<Int> = []
    for node in nodes(below: side, draft) {
      if let index = freeIndex(node, draft, context), !use.free.contains(index) {
        use.free.append(index)
        places.append(.init(index: index, span: draft.span(node)))
      }
      bound.formUnion(boundNames(node, draft, context))
    }
    if bound.isEmpty || places.isEmpty || side.number - draft.tree.first(of: side).number > Elaborator.mostDoubted {
      return use
    }
    for node in nodes(below: side, draft) {
      for (operand, outer) in appliedIndices(of: node, draft) {
        let inner = nodes(below: operand, draft).reduce(into: Set<String>()) { names, node in
          names.formUnion(boundNames(node, draft, context))
        }
        for index in nodes(below: outer, draft).compactMap({ freeIndex($0, draft, context) })
        where inner.contains(context.indices[index].name) {
          meant.insert(index)
        }
      }
    }
    use.doubtful = places.filter { bound.contains(context.indices[$0.index].name) && !meant.contains($0.index) }
    return use
  }

  /// The parts of a derivative, or of a bracket with slots: what it is of, and where indices pick an entry of that.
  private func appliedIndices(of node: Node, _ draft: TermDraft) -> [(operand: Node, outer: Node)] {
    let children = Array(draft.tree.children(node))
    if let targets = draft.derivatives[node], children.count > 1 { return targets.map { (children[1], $0.node) } }
    guard draft.tree.kind(node) == .index, baseName(of: node, draft.tree) == nil, let base = children.first else {
      return []
    }
    return children.dropFirst().map { (base, $0) }
  }

  private func nodes(below root: Node, _ draft: TermDraft) -> [Node] {
    (draft.tree.first(of: root).number...root.number).map { Node($0) }.filter { draft.role($0) != .unvisited }
  }

  private func freeIndex(_ node: Node, _ draft: TermDraft, _ context: IndexContext) -> Int? {
    guard case .index(let number) = draft.meaning(node) else { return nil }
    let index = context.settled(number)
    return context.indices[index].kind == .free ? index : nil
  }

  private func boundNames(_ node: Node, _ draft: TermDraft, _ context: IndexContext) -> [String] {
    guard let binder = draft.binders[node] else { return [] }
    return binder.indices.compactMap { number in
      let record = context.indices[number]
      return record.alias == nil && record.kind == .bound ? record.name : nil
    }
  }
}
