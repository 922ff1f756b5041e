import Diagnostics
import Expressions
import Notation
import Numbers

/// Upwards through a term: shapes, and with them the ranges of indices.
extension Elaborator {
  /// First all slots of declared names, so that most ranges are known when the shapes of calls are asked for.
  mutating func unifySlots(_ draft: TermDraft, _ context: inout IndexContext) throws(Rejection) {
    if draft.isPlain { return }
    for number in draft.first...Int(draft.root.number) {
      let node = Node(number)
      guard draft.role(node) != .unvisited, draft.tree.kind(node) == .index else { continue }
      let base = draft.tree.child(node, 0)
      guard draft.tree.kind(base) == .name else { continue }
      let shape: Shape
      switch draft.meaning(base) {
      case .symbol(let symbol): shape = self.shape(store.declaration(symbol).slots, in: &context)
      case .definition(let definition): shape = self.shape(store.body(definition).slots, in: &context)
      default: continue
      }
      for (slot, range) in zip(draft.tree.children(node).dropFirst(), shape.slots) {
        try unify(slot, with: range, draft, &context)
      }
    }
  }

  mutating func inferShapes(_ draft: inout TermDraft, _ context: inout IndexContext) throws(Rejection) {
    if draft.isPlain { return }
    for number in draft.first...Int(draft.root.number) {
      let node = Node(number)
      guard draft.role(node) != .unvisited else { continue }
      let shape = try shape(of: node, &draft, &context)
      draft.shapes[draft.place(node)] = shape
      draft.noteSum(node)
    }
    for (a, b, isOrder) in draft.comparisons { try unifyBare(a, b, isOrder: isOrder, draft, &context) }
    draft.comparisons = []
    unifyEnds(draft, &context)
  }

  /// An index that nothing but ends of ranges tell of, as the i of `sum(j in 1..i, x[j])`, runs over the entries of j.
  private func unifyEnds(_ draft: TermDraft, _ context: inout IndexContext) {
    for (_, binder) in draft.binders.sorted(by: { $0.key.number < $1.key.number }) {
      for ends in binder.ends {
        for case .index(let end) in [ends.lower, ends.upper].map({ draft.meaning($0) }) {
          let (own, range) = (
            context.indices[context.settled(end)].range, context.indices[context.settled(ends.index)].range
          )
          if context.ranges.range(of: own) == nil, context.ranges.range(of: range) != nil {
            _ = context.ranges.unify(own, range)
          }
        }
      }
    }
  }

  private mutating func shape(
    of node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    switch draft.tree.kind(node) {
    case .number: return draft.tree.value(node).isZero ? .zero : .scalar
    case .name: return try shape(ofName: node, &draft, &context)
    case .negation, .identity: return try termShape(draft.tree.child(node, 0), draft, context)
    case .sum, .difference:
      return try sumShape(node, draft.tree.kind(node) == .sum ? "+" : "-", draft, &context)
    case .product: return try productShape(node, draft, &context)
    case .quotient: return try quotientShape(node, draft, context)
    case .entrywiseProduct: return try entrywiseShape(node, ".*", draft, &context)
    case .entrywiseQuotient: return try entrywiseShape(node, "./", draft, &context)
    case .power: return try powerShape(node, draft, &context)
    case .entrywisePower: return try entrywiseShape(node, ".^", draft, &context)
    case .transpose: return try transposedShape(draft.tree.child(node, 0), draft, &context)
    case .index: return try indexShape(node, draft, &context)
    case .call: return try callShape(node, &draft, &context)
    case .everything: return .scalar
    case .row: return try rowShape(node, draft, context)
    case .array: return try arrayShape(node, draft, &context)
    default: return try statementShape(node, &draft, &context)
    }
  }

  // MARK: Requirements

  /// The shape of a child that must be a term.
  func termShape(_ node: Node, _ draft: TermDraft, _ context: IndexContext) throws(Rejection) -> Shape {
    let shape = context.resolved(draft.shape(node))
    if shape.form == .truth { throw Rejection(.expectedTerm(excerpt(node, draft)), at: draft.span(node)) }
    return shape
  }

  /// One number in every slot, so that the term may stand where a number is needed.
  func isSingle(_ shape: Shape, _ context: IndexContext) -> Bool {
    if shape.form == .ones { return false }
    return shape.slots.allSatisfy { slot in
      context.ranges.range(of: slot).map { store.fixedLength($0) == 1 } ?? false
    }
  }

  func requireNumber(_ node: Node, _ place: String, _ draft: TermDraft, _ context: IndexContext) throws(Rejection) {
    let shape = try termShape(node, draft, context)
    if isSingle(shape, context) { return }
    throw Rejection(.expectedNumber(place, shape: text(shape, context)), at: draft.span(node))
  }

  func requireStatement(_ node: Node, _ draft: TermDraft, _ context: IndexContext) throws(Rejection) {
    if draft.shape(node).form == .truth { return }
    throw Rejection(.expectedStatement(excerpt(node, draft)), at: draft.span(node))
  }

  /// The shape that both have, nil if they differ. A literal 0 and `ones` take the other's.
  mutating func joined(_ a: Shape, _ b: Shape, _ context: inout IndexContext) -> Shape? {
    let (a, b) = (context.resolved(a), context.resolved(b))
    if a.form == .zero { return b }
    if b.form == .zero || a == b { return a }
    if a.form == .ones || b.form == .ones {
      let (open, other) = a.form == .ones ? (a, b) : (b, a)
      if other.isScalar || other.form == .truth { return nil }
      context.ones[Int(open.number)] = other
      return other
    }
    if a.isScalar && isSingle(b, context) || b.isScalar && isSingle(a, context) { return .scalar }
    if let line = joinedLine(a, b, &context) ?? joinedLine(b, a, &context) { return line }
    guard a.form == b.form, a.slots.count == b.slots.count else { return nil }
    let mark = context.ranges.mark
    for (x, y) in zip(a.slots, b.slots) where !context.ranges.unify(x, y) {
      context.ranges.takeBack(to: mark)
      return nil
    }
    return a
  }

  /// A row and a matrix of one row, or a column and a matrix of one column, are the same; the matrix gives way.
  private func joinedLine(_ line: Shape, _ matrix: Shape, _ context: inout IndexContext) -> Shape? {
    guard matrix.isMatrix, line.isRow || line.isColumn else { return nil }
    let (single, along) = line.isRow ? (0, 1) : (1, 0)
    guard isSingle(Shape([matrix.slots[single]]), context) else { return nil }
    return context.ranges.unify(line.slots[0], matrix.slots[along]) ? line : nil
  }

  /// The mistake of two sides that differ.
  func unequal(_ operation: String, _ a: Shape, _ b: Shape, _ context: IndexContext, at span: Span) -> Rejection {
    if a.isScalar != b.isScalar {
      return Rejection(.scalarAndTensor(operation: operation, shape: text(a.isScalar ? b : a, context)), at: span)
    }
    return Rejection(
      .unequalShapes(operation: operation, left: text(a, context), right: text(b, context)), at: span)
  }

  // MARK: Names

  private mutating func shape(
    ofName node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    switch draft.meaning(node) {
    case .symbol(let symbol): return shape(store.declaration(symbol).slots, in: &context)
    case .definition(let definition):
      return shape(store.body(definition).slots, isRow: rows.contains(definition), in: &context)
    case .own: return context.ownShape ?? .scalar
    case .parameter(let number):
      let parameter = draft.parameters[number]
      if parameter.isZero { return .zero }
      return shape(parameter.shape, isRow: parameter.isRow, in: &context)
    case .identity:
      let size = context.ranges.fresh(for: "I", at: draft.span(node))
      return Shape([size, size])
    case .ones:
      context.ones.append(nil)
      return .ones(context.ones.count - 1)
    case .undeclared: return try undeclaredShape(node, &draft, &context)
    default: return .scalar
    }
  }

  /// A name that is nowhere declared is an index if it is one elsewhere in the chain.
  private mutating func undeclaredShape(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let name = draft.tree.name(node)
    if let known = context.free[name] {
      draft.mean(node, .index(known))
      draft.freePlaces.append(.init(index: known, span: draft.span(node)))
      return .scalar
    }
    if draft.role(node) == .side { return .undeclared }
    throw unknownName(name, at: draft.span(node))
  }

  // MARK: Slots

  /// What stands in a slot takes the range of the slot.
  mutating func unify(
    _ slot: Node, with range: RangeVariable, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    switch draft.tree.kind(slot) {
    case .name:
      switch draft.meaning(slot) {
      case .index(let number): try use(number, for: range, at: draft.span(slot), &context)
      case .symbol(let symbol):
        guard case .index(let own) = store.declaration(symbol).domain else { return }
        let known = context.ranges.variable(for: own)
        if context.ranges.unify(known, range) || isInside(known, range, context) { return }
        throw clash(draft.tree.name(slot), known, range, at: draft.span(slot), nil, context)
      default: return
      }
    case .call, .index, .power: return
    default: try requireInside(slot, range, draft, context)
    }
  }

  /// An index that is a constant lies in its range.
  private mutating func requireInside(
    _ slot: Node, _ range: RangeVariable, _ draft: TermDraft, _ context: IndexContext
  ) throws(Rejection) {
    guard let range = context.ranges.range(of: range),
      let position = closedSize(slot, draft.scope(slot), draft)
    else { return }
    let bounds = store.bounds(range)
    let below = position.offset(from: sizeTerm(of: bounds.lower)).map { $0 < .zero } ?? false
    let above = sizeTerm(of: bounds.upper).offset(from: position).map { $0 < .zero } ?? false
    if below || above || position.parts.isEmpty && !position.constant.isInteger {
      throw Rejection(.indexOutside(excerpt(slot, draft), range: text(range)), at: draft.span(slot))
    }
  }

  private func use(
    _ number: Int, for range: RangeVariable, at span: Span, _ context: inout IndexContext
  ) throws(Rejection) {
    let number = context.settled(number)
    let record = context.indices[number]
    if !context.ranges.unify(record.range, range), !record.hasOwnRange || !isInside(record.range, range, context) {
      throw clash(record.name, record.range, range, at: span, record.place ?? record.span, context)
    }
    if record.place == nil { context.indices[number].place = span }
  }

  /// The values of the first range are among those of the second, for all sizes that are large enough: 2..n and 1..n-1
  /// lie inside 1..n, and so does 1..3; 0..n and 1..n+1 do not, nor does 1..m.
  func isInside(_ inner: RangeVariable, _ outer: RangeVariable, _ context: IndexContext) -> Bool {
    guard let inner = context.ranges.range(of: inner), let outer = context.ranges.range(of: outer) else { return false }
    let (a, b) = (store.bounds(inner), store.bounds(outer))
    return isReached(sizeTerm(of: b.lower), by: sizeTerm(of: a.lower))
      && isReached(sizeTerm(of: a.upper), by: sizeTerm(of: b.upper))
  }

  /// The ends of both ranges differ by numbers, as those of 2..n and 1..n-1 do.
  func areParallel(_ first: RangeVariable, _ second: RangeVariable, _ context: IndexContext) -> Bool {
    guard let a = context.ranges.range(of: first), let b = context.ranges.range(of: second) else { return false }
    let (x, y) = (store.bounds(a), store.bounds(b))
    return sizeTerm(of: x.lower).offset(from: sizeTerm(of: y.lower)) != nil
      && sizeTerm(of: x.upper).offset(from: sizeTerm(of: y.upper)) != nil
  }

  /// The second size is at least the first one, if all sizes that occur in their difference are large enough.
  func isReached(_ small: SizeTerm, by large: SizeTerm) -> Bool {
    let difference = large.adding(small, times: Rational(-1))
    if difference.parts.isEmpty { return difference.constant >= .zero }
    return difference.parts.allSatisfy { $0.factor > .zero && store.op($0.atom) != .symbol }
  }

  func clash(
    _ name: String, _ first: RangeVariable, _ second: RangeVariable, at span: Span, _ other: Span?,
    _ context: IndexContext
  ) -> Rejection {
    let texts = [first, second].map { context.ranges.range(of: $0).map { text($0) } ?? "?" }
    return Rejection(
      .rangeClash(name, first: texts[0], second: texts[1]), at: span,
      related: other.map { [.init(span: $0, label: "`\(name)` runs over \(texts[0]) here")] } ?? [])
  }
}
