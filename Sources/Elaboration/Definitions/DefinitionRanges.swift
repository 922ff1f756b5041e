import Diagnostics
import Expressions
import Notation
import Numbers

/// The ranges of the slots of a definition.
extension Elaborator {
  /// For each slot left of `:=` the values that some line is about; then the slots of the right side.
  mutating func slotRanges(
    _ lines: [LineDraft], _ shape: Shape, _ tree: SyntaxTree, _ context: inout IndexContext
  ) throws(Rejection) -> [IndexRange] {
    var ranges: [IndexRange] = []
    for position in lines[0].slots.indices {
      let range = try slotRange(position, lines, &context)
      ranges.append(range)
      if let own = context.ownShape {
        let known = context.ranges.variable(for: range)
        guard context.ranges.unify(own.slots[position], known) else {
          throw clash(
            "slot \(position + 1)", own.slots[position], known, at: lines[0].draft.span(lines[0].draft.root), nil,
            context)
        }
      }
    }
    try requireOwnShape(shape, beyond: ranges.count, lines, &context)
    for slot in shape.slots {
      guard let range = context.ranges.range(of: slot) else { throw unknownSize(slot, context) }
      ranges.append(range)
    }
    return ranges
  }

  /// What the right side says of the name itself is what it turns out to be.
  private func requireOwnShape(
    _ shape: Shape, beyond count: Int, _ lines: [LineDraft], _ context: inout IndexContext
  ) throws(Rejection) {
    guard let own = context.ownShape, lines.contains(where: { mentionsOwn($0.draft) }) else { return }
    let expected = Shape(Array(own.slots.dropFirst(count)))
    var fits = expected.slots.count == shape.slots.count
    for (x, y) in zip(expected.slots, shape.slots) { fits = fits && context.ranges.unify(x, y) }
    if !fits { throw unequal(":=", expected, shape, context, at: lines[0].draft.span(lines[0].draft.root)) }
  }

  func mentionsOwn(_ draft: TermDraft) -> Bool {
    draft.meanings.contains { meaning in
      if case .own = meaning { return true }
      return false
    }
  }

  private mutating func slotRange(
    _ position: Int, _ lines: [LineDraft], _ context: inout IndexContext
  ) throws(Rejection) -> IndexRange {
    var points: [SizeTerm] = []
    var ends: (lower: SizeTerm, upper: SizeTerm)?
    for line in lines {
      switch line.slots[position] {
      case .literal(let value): points.append(SizeTerm(Rational(value)))
      case .size(let size): points.append(size)
      case .variable(let number):
        let own = try variableEnds(number, line, &context)
        ends = ends ?? own
        if let known = ends, known != own {
          let name = context.indices[number].name
          throw Rejection(.mixedClauses(name), at: context.indices[number].span)
        }
      }
    }
    guard var (lower, upper) = ends ?? points.first.map({ ($0, $0) }) else {
      throw Rejection(.unknownRange("this", size: someSize), at: lines[0].draft.span(lines[0].draft.root))
    }
    extend(&lower, &upper, by: &points)
    if let stray = points.first {
      throw Rejection(.emptyRange(text(stray)), at: lines[0].draft.span(lines[0].draft.root))
    }
    let bounds = (lower.expression(in: &store), upper.expression(in: &store))
    return store.range(bounds.0, bounds.1)
  }

  /// Takes in the points that lie inside or right beside the range; the others are left.
  private func extend(_ lower: inout SizeTerm, _ upper: inout SizeTerm, by points: inout [SizeTerm]) {
    var isChanged = true
    while isChanged {
      isChanged = false
      for (position, point) in points.enumerated() {
        let below = point.offset(from: lower)
        let above = point.offset(from: upper)
        if below == Rational(-1) {
          lower = point
        } else if above == .one {
          upper = point
        } else if below == nil && above == nil || below.map({ $0 < .zero }) ?? false
          || above.map({ $0 > .zero }) ?? false
        {
          continue
        }
        points.remove(at: position)
        isChanged = true
        break
      }
    }
  }

  /// The range of a variable left of `:=`: that of the slots in which it stands, or what its shifted slots leave over.
  private mutating func variableEnds(
    _ number: Int, _ line: LineDraft, _ context: inout IndexContext
  ) throws(Rejection) -> (lower: SizeTerm, upper: SizeTerm) {
    let record = context.indices[context.settled(number)]
    if let range = context.ranges.range(of: record.range) {
      let bounds = store.bounds(range)
      return (sizeTerm(of: bounds.lower), sizeTerm(of: bounds.upper))
    }
    guard let ends = shiftedEnds(number, line.draft, context) else {
      let isRecursive = mentionsOwn(line.draft)
      throw Rejection(
        isRecursive ? .unboundedRecursion(record.name) : .unknownRange(record.name, size: someSize), at: record.span)
    }
    let bounds = (ends.lower.expression(in: &store), ends.upper.expression(in: &store))
    let range = context.ranges.variable(for: store.range(bounds.0, bounds.1))
    _ = context.ranges.unify(record.range, range)
    return ends
  }

  /// Of a recursion: a variable that stands in slots of several ranges has what they have in common, since the step is made
  /// where every family on its right exists.
  mutating func intersectRanges(of line: LineDraft, _ context: inout IndexContext) {
    for case .variable(let number) in line.slots where context.ranges.range(of: context.indices[number].range) == nil {
      let ranges = bareRanges(number, line.draft)
      guard ranges.count > 1, let common = intersection(ranges) else { continue }
      _ = context.ranges.unify(context.indices[number].range, context.ranges.variable(for: common))
      context.indices[number].hasOwnRange = true
    }
  }

  /// The ranges of the slots in which an index stands by itself, each once.
  private func bareRanges(_ number: Int, _ draft: TermDraft) -> [IndexRange] {
    var found: [IndexRange] = []
    for value in draft.first...Int(draft.root.number) {
      let node = Node(value)
      guard draft.role(node) != .unvisited, draft.tree.kind(node) == .index else { continue }
      for (slot, range) in zip(draft.tree.children(node).dropFirst(), declaredSlots(draft.tree.child(node, 0), draft)) {
        if case .index(number) = draft.meaning(slot), !found.contains(range) { found.append(range) }
      }
    }
    return found
  }

  /// Nil where the ends cannot be compared for all sizes.
  private mutating func intersection(_ ranges: [IndexRange]) -> IndexRange? {
    var bounds = store.bounds(ranges[0])
    for range in ranges.dropFirst() {
      let other = store.bounds(range)
      guard let gap = sizeTerm(of: other.lower).offset(from: sizeTerm(of: bounds.lower)),
        let excess = sizeTerm(of: other.upper).offset(from: sizeTerm(of: bounds.upper))
      else { return nil }
      if gap > .zero { bounds.lower = other.lower }
      if excess < .zero { bounds.upper = other.upper }
    }
    return store.range(bounds.lower, bounds.upper)
  }

  private func declaredSlots(_ base: Node, _ draft: TermDraft) -> [IndexRange] {
    switch draft.meaning(base) {
    case .symbol(let symbol): store.declaration(symbol).slots
    case .definition(let definition): store.body(definition).slots
    default: []
    }
  }

  /// The t for which every family with a slot `t + c` exists.
  private func shiftedEnds(
    _ number: Int, _ draft: TermDraft, _ context: IndexContext
  ) -> (lower: SizeTerm, upper: SizeTerm)? {
    var ends: (lower: SizeTerm, upper: SizeTerm)?
    for value in draft.first...Int(draft.root.number) {
      let node = Node(value)
      guard draft.role(node) != .unvisited, draft.tree.kind(node) == .index else { continue }
      for (slot, range) in zip(draft.tree.children(node).dropFirst(), declaredSlots(draft.tree.child(node, 0), draft)) {
        guard let shift = shift(of: slot, from: number, draft) else { continue }
        let bounds = store.bounds(range)
        let lower = sizeTerm(of: bounds.lower).adding(SizeTerm(shift), times: Rational(-1))
        let upper = sizeTerm(of: bounds.upper).adding(SizeTerm(shift), times: Rational(-1))
        guard let known = ends else {
          ends = (lower, upper)
          continue
        }
        if let gap = lower.offset(from: known.lower), gap > .zero { ends?.lower = lower }
        if let gap = upper.offset(from: known.upper), gap < .zero { ends?.upper = upper }
      }
    }
    return ends
  }

  /// The c of a slot `t + c` or `t - c`.
  private func shift(of slot: Node, from number: Int, _ draft: TermDraft) -> Rational? {
    let kind = draft.tree.kind(slot)
    guard kind == .sum || kind == .difference else { return nil }
    let (left, right) = (draft.tree.child(slot, 0), draft.tree.child(slot, 1))
    guard case .index(number) = draft.meaning(left), let value = literal(right, draft.tree) else { return nil }
    return kind == .sum ? value : -value
  }
}
