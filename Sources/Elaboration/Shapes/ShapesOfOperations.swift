import Diagnostics
import Expressions
import Notation
import Numbers

/// The shapes of sums, products, powers, transposes, entries and arrays.
extension Elaborator {
  mutating func sumShape(
    _ node: Node, _ operation: String, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let (left, right) = (draft.tree.child(node, 0), draft.tree.child(node, 1))
    let (a, b) = (try termShape(left, draft, context), try termShape(right, draft, context))
    if let shape = joined(a, b, &context) { return shape }
    throw unequal(operation, a, b, context, at: draft.span(node))
  }

  /// `.*`, `./`, `.^`: equal shapes, or a number on one side.
  mutating func entrywiseShape(
    _ node: Node, _ operation: String, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let (left, right) = (draft.tree.child(node, 0), draft.tree.child(node, 1))
    let (a, b) = (try termShape(left, draft, context), try termShape(right, draft, context))
    if a.isScalar { return b.form == .zero ? .scalar : b }
    if b.isScalar { return a }
    if let shape = joined(a, b, &context) { return shape }
    throw unequal(operation, a, b, context, at: draft.span(node))
  }

  /// The matrix product.
  mutating func productShape(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let (left, right) = (draft.tree.child(node, 0), draft.tree.child(node, 1))
    var (a, b) = (try termShape(left, draft, context), try termShape(right, draft, context))
    if a.isScalar { return b.form == .zero ? .scalar : b }
    if b.isScalar { return a }
    if b.form == .ones { b = settle(b, isRow: false, like: right, draft, &context) }
    if a.form == .ones { a = settle(a, isRow: false, like: left, draft, &context) }
    if let shape = contracted(a, b, &context) { return shape }
    if isSingle(a, context) { return b }
    if isSingle(b, context) { return a }
    let repair = repair(a, b, left, right, draft, &context)
    throw Rejection(
      .productShapes(left: text(a, context), right: text(b, context), repair: repair), at: draft.span(node),
      related: [
        .init(span: draft.span(left), label: text(a, context)), .init(span: draft.span(right), label: text(b, context)),
      ])
  }

  /// The product with a factor transposed, if that fits.
  private func repair(
    _ a: Shape, _ b: Shape, _ left: Node, _ right: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) -> String? {
    let (first, second) = (operandText(left, draft), operandText(right, draft))
    let mark = context.ranges.mark
    defer { context.ranges.takeBack(to: mark) }
    if a.isMatrix && contracted(Shape(a.slots.reversed()), b, &context) != nil { return "\(first)'*\(second)" }
    if b.isMatrix && contracted(a, Shape(b.slots.reversed()), &context) != nil { return "\(first)*\(second)'" }
    if a.slots.count == 1 && b.isMatrix && contracted(Shape(a.slots, isRow: !a.isRow), b, &context) != nil {
      return a.isRow ? nil : "\(first)'*\(second)"
    }
    return nil
  }

  private func operandText(_ node: Node, _ draft: TermDraft) -> String {
    let text = excerpt(node, draft)
    switch draft.tree.kind(node) {
    case .name, .call, .index: return text
    default: return text.hasPrefix("(") ? text : "(\(text))"
    }
  }

  /// The shape of the product of two tensors, nil if they do not fit.
  private func contracted(_ a: Shape, _ b: Shape, _ context: inout IndexContext) -> Shape? {
    switch (a.isRow, a.slots.count, b.isRow, b.slots.count) {
    case (false, 1, true, 1): return Shape([a.slots[0], b.slots[0]])
    case (true, 1, false, 1): return context.ranges.unify(a.slots[0], b.slots[0]) ? .scalar : nil
    case (true, 1, false, 2):
      return context.ranges.unify(a.slots[0], b.slots[0]) ? Shape([b.slots[1]], isRow: true) : nil
    case (false, 2, false, 1): return context.ranges.unify(a.slots[1], b.slots[0]) ? Shape([a.slots[0]]) : nil
    case (false, 2, false, 2):
      return context.ranges.unify(a.slots[1], b.slots[0]) ? Shape([a.slots[0], b.slots[1]]) : nil
    default: return nil
    }
  }

  /// `ones` beside something that does not tell its shape is a column.
  private func settle(
    _ shape: Shape, isRow: Bool, like node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) -> Shape {
    let size = context.ranges.fresh(for: "ones", at: draft.span(node))
    let column = Shape([size], isRow: isRow)
    context.ones[Int(shape.number)] = column
    return column
  }

  func quotientShape(_ node: Node, _ draft: TermDraft, _ context: IndexContext) throws(Rejection) -> Shape {
    let a = try termShape(draft.tree.child(node, 0), draft, context)
    let right = draft.tree.child(node, 1)
    let b = try termShape(right, draft, context)
    guard isSingle(b, context) else {
      throw Rejection(.divisionByTensor(text(b, context)), at: draft.span(right))
    }
    return a.form == .zero ? .scalar : a
  }

  /// Powers of numbers, and powers of square matrices with integer literals.
  mutating func powerShape(_ node: Node, _ draft: TermDraft, _ context: inout IndexContext) throws(Rejection) -> Shape {
    let (base, exponent) = (draft.tree.child(node, 0), draft.tree.child(node, 1))
    let shape = try termShape(base, draft, context)
    try requireNumber(exponent, "as exponent", draft, context)
    if isSingle(shape, context) { return .scalar }
    guard shape.isMatrix, let power = literal(exponent, draft.tree), power.isInteger else {
      throw Rejection(.tensorPower("^", shape: text(shape, context)), at: draft.span(node))
    }
    guard let value = power.asInt, abs(value) <= Elaborator.powerLimit else {
      throw Rejection(.tooLarge("a matrix power above \(Elaborator.powerLimit)"), at: draft.span(node))
    }
    try requireSquare(shape, "^", at: draft.span(base), &context)
    return shape
  }

  static let powerLimit = 16

  func requireSquare(_ shape: Shape, _ operation: String, at span: Span, _ context: inout IndexContext)
    throws(Rejection)
  {
    if shape.isMatrix && context.ranges.unify(shape.slots[0], shape.slots[1]) { return }
    throw Rejection(.notSquare(operation, shape: text(shape, context)), at: span)
  }

  func transposedShape(_ operand: Node, _ draft: TermDraft, _ context: inout IndexContext) throws(Rejection) -> Shape {
    let shape = try termShape(operand, draft, context)
    if shape.form == .ones {
      let column = settle(shape, isRow: false, like: operand, draft, &context)
      return Shape(column.slots, isRow: true)
    }
    switch shape.slots.count {
    case 0: return shape
    case 1: return Shape(shape.slots, isRow: !shape.isRow)
    case 2: return Shape([shape.slots[1], shape.slots[0]])
    default: throw Rejection(.tensorPower("'", shape: text(shape, context)), at: draft.span(operand))
    }
  }

  // MARK: Entries

  mutating func indexShape(_ node: Node, _ draft: TermDraft, _ context: inout IndexContext) throws(Rejection) -> Shape {
    let base = draft.tree.child(node, 0)
    let slots = draft.tree.children(node).dropFirst()
    var shape = try termShape(base, draft, context)
    if shape.form == .ones {
      let sizes = slots.map { _ in context.ranges.fresh(for: "ones", at: draft.span(base)) }
      context.ones[Int(shape.number)] = Shape(sizes)
      shape = Shape(sizes)
    }
    if slots.count > shape.slots.count {
      throw Rejection(
        .tooManyIndices(excerpt(base, draft), found: slots.count, expected: shape.slots.count), at: draft.span(node))
    }
    var left: [RangeVariable] = []
    for (slot, range) in zip(slots, shape.slots) {
      if draft.tree.kind(slot) == .everything {
        left.append(range)
      } else {
        try requireNumber(slot, "as index", draft, context)
        try unify(slot, with: range, draft, &context)
      }
    }
    left += shape.slots.dropFirst(slots.count)
    return left.isEmpty ? .scalar : Shape(left)
  }

  // MARK: Arrays

  func rowShape(_ node: Node, _ draft: TermDraft, _ context: IndexContext) throws(Rejection) -> Shape {
    for entry in draft.tree.children(node) { try requireNumber(entry, "as entry", draft, context) }
    return .scalar
  }

  /// `[a, b]` and `[a; b]` are columns, `[a, b; c, d]` is a matrix.
  mutating func arrayShape(_ node: Node, _ draft: TermDraft, _ context: inout IndexContext) throws(Rejection) -> Shape {
    let rows = draft.tree.children(node)
    let width = rows.first.map { draft.tree.childCount($0) } ?? 0
    for row in rows where draft.tree.childCount(row) != width {
      throw Rejection(.unequalRows, at: draft.span(row))
    }
    let sizes = rows.count == 1 ? [width] : width == 1 ? [rows.count] : [rows.count, width]
    let slots = sizes.map { size in
      let upper = store.integer(size)
      return context.ranges.variable(for: store.range(upTo: upper))
    }
    return Shape(slots)
  }
}
