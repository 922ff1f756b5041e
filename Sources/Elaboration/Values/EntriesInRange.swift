import Diagnostics
import Expressions
import Notation
import Numbers

/// Entries that a sum or its like asks for at each value of its index: `sum(i in 1..n, x[i+1])` needs x[n+1].
///
/// What stands in an arm of `cases` or under a condition may ask for what is not there, and so may a line at a value of
/// its free indices, where it says nothing then.
extension Elaborator {
  /// Every slot of the draft that such an index moves through lies inside its range, for all sizes that are large enough.
  func requireEntriesInRange(_ shifted: [Node], _ draft: TermDraft, _ context: IndexContext) throws(Rejection) {
    for node in shifted {
      guard let slots = draft.entries[node], let name = baseName(of: node, draft.tree),
        let ranges = declaredRanges(of: draft.meaning(name)), ranges.count == slots.count
      else { continue }
      let bound = boundEverywhere(around: node, draft, context)
      for (slot, range) in zip(slots, ranges) {
        guard case .node(let slot) = slot else { continue }
        try requireInside(slot, range, bound, draft)
      }
    }
  }

  /// A slot has a term in it, as in `x[i+1]`.
  func hasShift(_ entry: Node, _ draft: TermDraft) -> Bool {
    (draft.entries[entry] ?? []).contains { slot in
      guard case .node(let node) = slot else { return false }
      switch draft.tree.kind(node) {
      case .sum, .difference, .negation, .product: return true
      default: return false
      }
    }
  }

  /// The ranges of a name's slots; nil if single entries have lines of their own, or it is none that has entries.
  private func declaredRanges(of meaning: Meaning) -> [IndexRange]? {
    switch meaning {
    case .symbol(let symbol): return store.declaration(symbol).slots
    case .definition(let definition):
      let body = store.body(definition)
      let isGeneral = body.clauses.allSatisfy { clause in
        clause.pattern.allSatisfy { if case .variable = $0 { true } else { false } }
      }
      return isGeneral ? body.slots : nil
    default: return nil
    }
  }

  /// The indices around a node that take all values of their ranges there, whatever the others are.
  private func boundEverywhere(around node: Node, _ draft: TermDraft, _ context: IndexContext) -> [Index: IndexRange] {
    var bound: [Index: IndexRange] = [:]
    var isConditional = false
    for number in node.number..<draft.root.number {
      let outer = Node(number + 1)
      guard draft.tree.first(of: outer).number <= node.number else { continue }
      if maySkipParts(outer, draft) { return [:] }
      guard let binder = draft.binders[outer], !isConditional else { continue }
      isConditional = !binder.conditions.isEmpty || !binder.ends.isEmpty
      for index in binder.indices.map({ context.indices[context.settled($0)] }) where !isConditional {
        guard index.kind == .bound, let variable = index.index, let range = context.ranges.range(of: index.range),
          hasValues(range)
        else {
          isConditional = true
          continue
        }
        bound[variable] = range
      }
    }
    return bound
  }

  /// It can have a value though one of its parts has none: `cases`, a condition, `i = n or x[i] < x[i+1]`.
  private func maySkipParts(_ node: Node, _ draft: TermDraft) -> Bool {
    if case .builtin(.cases) = draft.meaning(node) { return true }
    switch draft.role(node) {
    case .condition: return true
    case .statement: return draft.tree.kind(node) != .relations
    default: return false
    }
  }

  /// The range is not empty at sizes that are large enough.
  private func hasValues(_ range: IndexRange) -> Bool {
    let bounds = store.bounds(range)
    return isReached(sizeTerm(of: bounds.lower), by: sizeTerm(of: bounds.upper))
  }

  /// The term in a slot is linear in the indices, so that it is greatest and least at ends of their ranges.
  private func requireInside(
    _ slot: Node, _ range: IndexRange, _ bound: [Index: IndexRange], _ draft: TermDraft
  ) throws(Rejection) {
    let position = sizeTerm(of: draft.value(slot))
    let moving = position.parts.filter { store.op($0.atom) == .index }
    guard !moving.isEmpty, moving.allSatisfy({ bound[store.index($0.atom)] != nil }) else { return }
    let bounds = store.bounds(range)
    for isUpper in [true, false] {
      var (end, places) = (position, [String]())
      for part in moving {
        let index = store.index(part.atom)
        guard let span = bound[index].map({ store.bounds($0) }) else { return }
        let value = sizeTerm(of: isUpper == (part.factor > .zero) ? span.upper : span.lower)
        end = end.adding(SizeTerm(atom: part.atom), times: -part.factor).adding(value, times: part.factor)
        places.append("\(store.name(index)) = \(text(value))")
      }
      let excess =
        isUpper
        ? end.offset(from: sizeTerm(of: bounds.upper)) : sizeTerm(of: bounds.lower).offset(from: end)
      if let excess, excess > .zero {
        let mistake = MeaningMistake.indexOutside(excerpt(slot, draft), range: text(range), at: places)
        throw Rejection(mistake, at: draft.span(slot))
      }
    }
  }
}
