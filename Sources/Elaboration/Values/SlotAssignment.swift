import Diagnostics
import Expressions
import Notation
import Numbers

/// Downwards again, with all ranges known: each node is told at which indices its parent wants it.
extension Elaborator {
  mutating func assignSlots(
    _ draft: inout TermDraft, _ context: inout IndexContext, at slots: [Expression] = []
  ) throws(Rejection) {
    closeOpenRanges(context)
    if draft.isPlain { return }
    give(draft.root, slots, &draft, context)
    var number = Int(draft.root.number)
    while number >= draft.first {
      let node = Node(number)
      if draft.role(node) != .unvisited {
        if draft.slots(node).isEmpty { give(node, [], &draft, context) }
        try passSlots(node, &draft, &context)
      }
      number -= 1
    }
  }

  /// Slots that a number does not need are dropped; a tensor with a single entry is taken at that entry.
  func give(_ node: Node, _ slots: [Expression], _ draft: inout TermDraft, _ context: IndexContext) {
    let shape = context.resolved(draft.shape(node))
    if shape.slots.count == slots.count {
      draft.slots[draft.place(node)] = slots
    } else if shape.isMatrix, slots.count == 1, let single = singleSlot(of: shape, context) {
      let other = context.ranges.range(of: shape.slots[single]).map { store.bounds($0).lower } ?? Expression(0)
      draft.slots[draft.place(node)] = single == 0 ? [other, slots[0]] : [slots[0], other]
    } else if slots.count == 2, shape.isRow || shape.isColumn {
      draft.slots[draft.place(node)] = [shape.isRow ? slots[1] : slots[0]]
    } else {
      draft.slots[draft.place(node)] = shape.slots.map { slot in
        context.ranges.range(of: slot).map { store.bounds($0).lower } ?? Expression(0)
      }
    }
  }

  /// Of a matrix that is joined with a row or a column: its slot with a single entry.
  private func singleSlot(of matrix: Shape, _ context: IndexContext) -> Int? {
    matrix.slots.indices.first { isSingle(Shape([matrix.slots[$0]]), context) }
  }

  /// The variable of an index, made when its range is first needed.
  mutating func variable(_ number: Int, _ context: inout IndexContext) throws(Rejection) -> Index {
    let number = context.settled(number)
    let record = context.indices[number]
    if let index = record.index { return index }
    guard let range = context.ranges.range(of: record.range) else {
      throw Rejection(.unknownRange(record.name, size: someSize), at: record.span)
    }
    if let size = record.hiddenSize, store.bounds(range).upper != store.size(size) {
      throw Rejection(.hidesSize(record.name, range: text(range)), at: record.span)
    }
    let index = store.freshIndex(record.name, range)
    context.indices[number].index = index
    return index
  }

  /// A new index for each slot, by which the parts of a node are joined. Their names are no others' of the chain, so that
  /// what is printed reads as it was written.
  mutating func freshIndices(
    _ slots: [RangeVariable], _ context: IndexContext, besides others: [Index] = []
  ) throws(Rejection) -> [Index] {
    var indices: [Index] = []
    for slot in slots {
      guard let range = context.ranges.range(of: slot) else { throw unknownSize(slot, context) }
      let taken = (others + indices).map { store.name($0) }
      let free = Elaborator.slotNames.first { name in
        !taken.contains(name) && !context.names.contains(name) && environment.entry(name) == nil
      }
      let name = free ?? Elaborator.slotNames[indices.count % Elaborator.slotNames.count]
      indices.append(store.freshIndex(name, range))
    }
    return indices
  }

  static let slotNames = ["i", "j", "k", "l", "p", "q"]

  mutating func values(of indices: [Index]) -> [Expression] {
    var values: [Expression] = []
    for index in indices { values.append(store.value(of: index)) }
    return values
  }

  private mutating func passSlots(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let slots = draft.slots(node)
    switch draft.tree.kind(node) {
    case .number, .everything, .link: break
    case .name:
      if case .index(let number) = draft.meaning(node) { _ = try variable(number, &context) }
    case .negation, .identity, .sum, .difference:
      for child in draft.tree.children(node) { give(child, slots, &draft, context) }
      draft.markParts(of: node)
    case .product, .quotient, .entrywiseProduct, .entrywiseQuotient:
      try passToFactors(node, slots, &draft, &context)
    case .power, .entrywisePower: try passToPower(node, slots, &draft, &context)
    case .transpose: give(draft.tree.child(node, 0), slots.reversed(), &draft, context)
    case .index: try passToEntry(node, slots, &draft, &context)
    case .call: try passToCall(node, slots, &draft, &context)
    case .relations: try passToRelation(node, &draft, &context)
    case .forall, .exists: try makeVariables(of: node, draft, &context)
    default: break
    }
  }

  // MARK: Sums and products

  private mutating func passToFactors(
    _ node: Node, _ slots: [Expression], _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let (left, right) = (draft.tree.child(node, 0), draft.tree.child(node, 1))
    let a = context.resolved(draft.shape(left))
    let b = context.resolved(draft.shape(right))
    var (leftSlots, rightSlots) = (a.isScalar ? [] : slots, b.isScalar ? [] : slots)
    switch draft.tree.kind(node) {
    case .quotient: rightSlots = []
    case .product:
      if let shared = shared(a, b, context) {
        var joint: [Expression] = []
        if let shared {
          let index = try freshIndices([shared], context)[0]
          draft.joins[node] = [index]
          draft.set(isPart: false, node)
          joint = [store.value(of: index)]
        }
        let kept = a.slots.count - (shared == nil ? 0 : 1)
        leftSlots = Array(slots.prefix(kept)) + joint
        rightSlots = joint + slots.dropFirst(kept)
      } else if !a.isScalar && !b.isScalar {
        if isSingle(a, context) { leftSlots = [] } else { rightSlots = [] }
      }
    default: break
    }
    give(left, leftSlots, &draft, context)
    give(right, rightSlots, &draft, context)
    draft.markParts(of: node)
  }

  /// Of a product of tensors: the range that is summed over, or none for an outer product. Nil if one factor is a number.
  private func shared(_ a: Shape, _ b: Shape, _ context: IndexContext) -> RangeVariable?? {
    if a.isScalar || b.isScalar { return nil }
    if a.isColumn && b.isRow { return .some(nil) }
    guard a.isRow || a.isMatrix, !b.isRow, let last = a.slots.last, let first = b.slots.first else { return nil }
    if last == first { return .some(last) }
    guard let x = context.ranges.range(of: last), x == context.ranges.range(of: first) else { return nil }
    return .some(last)
  }

  private mutating func passToPower(
    _ node: Node, _ slots: [Expression], _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let (base, exponent) = (draft.tree.child(node, 0), draft.tree.child(node, 1))
    let shape = context.resolved(draft.shape(base))
    if draft.tree.kind(node) == .power && shape.isMatrix && !slots.isEmpty {
      let indices = try freshIndices(shape.slots, context)
      draft.joins[node] = indices
      give(base, values(of: indices), &draft, context)
      give(exponent, [], &draft, context)
    } else {
      let isScalar = context.resolved(draft.shape(exponent)).isScalar
      give(base, shape.isScalar ? [] : slots, &draft, context)
      give(exponent, isScalar ? [] : slots, &draft, context)
    }
  }

  // MARK: Relations

  private mutating func passToRelation(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let children = draft.tree.children(node)
    var shape = Shape.scalar
    for link in children.dropFirst() {
      let next = context.resolved(draft.shape(link))
      if next.slots.count > shape.slots.count { shape = next }
    }
    let indices = try freshIndices(shape.slots, context)
    draft.joins[node] = indices
    for child in children {
      let side = draft.tree.kind(child) == .link ? draft.tree.child(child, 0) : child
      if draft.role(side) != .unvisited { give(side, values(of: indices), &draft, context) }
    }
  }

  mutating func makeVariables(of node: Node, _ draft: TermDraft, _ context: inout IndexContext) throws(Rejection) {
    guard let binder = draft.binders[node] else { return }
    for ends in binder.ends where context.ranges.range(of: context.indices[ends.index].range) == nil {
      guard let lower = outermost(ends.lower, isUpper: false, draft, context) else {
        throw unreadableEnd(ends.lower, draft)
      }
      guard let upper = outermost(ends.upper, isUpper: true, draft, context) else {
        throw unreadableEnd(ends.upper, draft)
      }
      let bounds = (lower.expression(in: &store), upper.expression(in: &store))
      let range = context.ranges.variable(for: store.range(bounds.0, bounds.1))
      _ = context.ranges.unify(context.indices[ends.index].range, range)
    }
    for number in binder.indices { _ = try variable(number, &context) }
  }

  private func unreadableEnd(_ end: Node, _ draft: TermDraft) -> Rejection {
    Rejection(
      .misplaced("`\(excerpt(end, draft))`", expected: "an end made of numbers, sizes and indices"),
      at: draft.span(end))
  }

  /// The extreme value of an end such as `n`, `i + 1`, `n - 2*i` or `min(n, i + 2)`, when the indices run over their
  /// ranges. Of a minimum each argument tells a value that it is never above, of a maximum one that it is never below.
  private mutating func outermost(
    _ root: Node, isUpper: Bool, _ draft: TermDraft, _ context: IndexContext
  ) -> SizeTerm? {
    let first = draft.tree.first(of: root).number
    var extremes: [(least: SizeTerm?, most: SizeTerm?)] = []
    for number in first...root.number {
      let node = Node(number)
      let parts = draft.tree.children(node).map { extremes[Int($0.number - first)] }
      extremes.append(self.extremes(of: node, parts, draft, context))
    }
    return isUpper ? extremes.last?.most : extremes.last?.least
  }

  private mutating func extremes(
    of node: Node, _ parts: [(least: SizeTerm?, most: SizeTerm?)], _ draft: TermDraft, _ context: IndexContext
  ) -> (least: SizeTerm?, most: SizeTerm?) {
    func sum(_ a: SizeTerm?, _ b: SizeTerm?) -> SizeTerm? {
      guard let a, let b else { return nil }
      return a.adding(b)
    }
    switch draft.tree.kind(node) {
    case .name:
      guard case .index(let number) = draft.meaning(node) else { break }
      guard let range = context.ranges.range(of: context.indices[context.settled(number)].range) else {
        return (nil, nil)
      }
      let bounds = store.bounds(range)
      return (sizeTerm(of: bounds.lower), sizeTerm(of: bounds.upper))
    case .identity: return parts[0]
    case .sum:
      let (a, b) = (parts[0], parts[1])
      return (sum(a.least, b.least), sum(a.most, b.most))
    case .difference:
      let (a, b) = (parts[0], scaled(parts[1], by: Rational(-1)))
      return (sum(a.least, b.least), sum(a.most, b.most))
    case .negation: return scaled(parts[0], by: Rational(-1))
    case .product:
      for (factor, other) in [(parts[0], parts[1]), (parts[1], parts[0])] {
        if let number = factor.least, number == factor.most, number.parts.isEmpty {
          return scaled(other, by: number.constant)
        }
      }
    case .call:
      guard case .builtin(let function) = draft.meaning(node), draft.binders[node] == nil else { break }
      let arguments = parts.dropFirst()
      if function == .minimum { return (nil, arguments.lazy.compactMap { $0.most }.first) }
      if function == .maximum { return (arguments.lazy.compactMap { $0.least }.first, nil) }
    default: break
    }
    let size = sizeTerm(node, draft.tree)
    return (size, size)
  }

  private func scaled(
    _ extremes: (least: SizeTerm?, most: SizeTerm?), by factor: Rational
  ) -> (least: SizeTerm?, most: SizeTerm?) {
    let (a, b) = (extremes.least?.scaled(by: factor), extremes.most?.scaled(by: factor))
    return factor < .zero ? (b, a) : (a, b)
  }
}
