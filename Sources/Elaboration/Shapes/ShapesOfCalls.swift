import Diagnostics
import Expressions
import Notation

/// The shapes of calls.
extension Elaborator {
  mutating func callShape(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let arguments = Array(draft.tree.children(node).dropFirst())
    switch draft.meaning(node) {
    case .elementary(let function) where function.argumentCount > 1:
      let count = function.argumentCount
      try requireCount(arguments, count, count == 2 ? "two arguments" : "three arguments", node, draft)
      for argument in arguments { try requireNumber(argument, "as argument of `\(function.name)`", draft, context) }
      return .scalar
    case .elementary, .elementaryDerivative:
      try requireCount(arguments, 1, "one argument", node, draft)
      return try entryShape(arguments[0], draft, context)
    case .builtin(let builtin): return try builtinShape(builtin, node, arguments, &draft, &context)
    case .unknownFunction(let function, let primes):
      return try applicationShape(function, primes: primes, node, arguments, draft, &context)
    case .distribution(let number): return try probabilityShape(number, node, draft, &context)
    case .definedFunction(let function, let primes):
      return try definedShape(function, primes: primes, node, arguments, &draft, &context)
    default: return .scalar
    }
  }

  /// A literal 0 as an argument is a number.
  func entryShape(_ node: Node, _ draft: TermDraft, _ context: IndexContext) throws(Rejection) -> Shape {
    let shape = try termShape(node, draft, context)
    return shape.form == .zero ? .scalar : shape
  }

  func requireCount(
    _ arguments: [Node], _ count: Int, _ expected: String, _ node: Node, _ draft: TermDraft
  ) throws(Rejection) {
    if arguments.count == count { return }
    throw Rejection(
      .argumentCount(calleeName(node, draft), expected: expected, found: arguments.count), at: draft.span(node))
  }

  func calleeName(_ node: Node, _ draft: TermDraft) -> String {
    var callee = draft.tree.child(node, 0)
    while draft.tree.kind(callee) == .transpose { callee = draft.tree.child(callee, 0) }
    return draft.tree.name(callee)
  }

  private mutating func builtinShape(
    _ builtin: Builtin, _ node: Node, _ arguments: [Node], _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    switch builtin {
    case .sum, .product, .mean, .maximum, .minimum:
      return try reductionShape(node, arguments, draft, &context)
    case .delta: return try deltaShape(arguments, &draft, &context)
    case .basis: return try basisShape(arguments[0], draft, &context)
    case .indicator:
      try requireStatement(arguments[0], draft, context)
      return .scalar
    case .cases: return try casesShape(arguments, draft, &context)
    case .identity, .ones: return try sizedShape(builtin, arguments, draft, &context)
    case .diagonal, .trace, .determinant, .logDeterminant, .inverse:
      return try matrixShape(builtin, arguments[0], node, draft, &context)
    case .derivative, .gradient, .jacobian, .hessian, .local:
      return try derivativeShape(builtin, node, arguments[0], draft, context)
    case .substitution: return try substitutionShape(arguments, draft, &context)
    case .argmin, .argmax: return try optimumShape(node, &draft, &context)
    case .limit: return try limitShape(node, draft, context)
    case .expectation, .variance, .covariance: return try expectationShape(builtin, node, draft, &context)
    case .shape: return try shapeOfShape(arguments[0], draft, &context)
    case .unsupported: return .scalar
    }
  }

  /// The sizes of a term are a vector with one entry for each of its slots.
  private mutating func shapeOfShape(
    _ argument: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let shape = context.resolved(try termShape(argument, draft, context))
    guard !shape.isScalar, shape.form != .zero, shape.form != .ones else {
      throw Rejection(
        .misplaced("`\(excerpt(argument, draft))`", expected: "a vector, a matrix or a family"),
        at: draft.span(argument))
    }
    let rank = store.integer(shape.slots.count)
    return Shape([context.ranges.variable(for: store.range(upTo: rank))])
  }

  // MARK: Sums

  private mutating func reductionShape(
    _ node: Node, _ arguments: [Node], _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    if let binder = draft.binders[node] {
      for condition in binder.conditions { try requireStatement(condition, draft, context) }
      for ends in binder.ends {
        try requireNumber(ends.lower, "as end of a range", draft, context)
        try requireNumber(ends.upper, "as end of a range", draft, context)
      }
      return try entryShape(arguments[arguments.count - 1], draft, context)
    }
    var shape = try entryShape(arguments[0], draft, context)
    if arguments.count == 1 { return .scalar }
    for argument in arguments.dropFirst() {
      let next = try termShape(argument, draft, context)
      guard let both = joined(shape, next, &context) else {
        throw unequal(calleeName(node, draft), shape, next, context, at: draft.span(argument))
      }
      shape = both
    }
    return shape
  }

  // MARK: Deltas

  /// The range of an index that stands bare.
  func bareRange(_ slot: Node, _ draft: TermDraft, _ context: inout IndexContext) -> RangeVariable? {
    guard draft.tree.kind(slot) == .name else { return nil }
    switch draft.meaning(slot) {
    case .index(let number): return context.indices[context.settled(number)].range
    case .symbol(let symbol):
      guard case .index(let range) = store.declaration(symbol).domain else { return nil }
      return context.ranges.variable(for: range)
    default: return nil
    }
  }

  /// The author gave the range of the index.
  private func hasOwnRange(_ slot: Node, _ draft: TermDraft, _ context: IndexContext) -> Bool {
    if case .index(let number) = draft.meaning(slot) { return context.indices[context.settled(number)].hasOwnRange }
    return true
  }

  /// Whether one index has a range of its own, which the other one may have in part: then what stands around the other
  /// one tells more.
  func isOpen(_ a: Node, _ b: Node, _ draft: TermDraft, _ context: inout IndexContext) -> Bool {
    guard let first = bareRange(a, draft, &context), let second = bareRange(b, draft, &context) else { return false }
    let isKnown = [first, second].map { context.ranges.range(of: $0) != nil }
    return isKnown[0] != isKnown[1] && hasOwnRange(isKnown[0] ? a : b, draft, context)
  }

  /// Two indices that are equal run over the same range, or one of them over a part of it; those in an order need not.
  func unifyBare(
    _ a: Node, _ b: Node, isOrder: Bool, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    guard let first = bareRange(a, draft, &context), let second = bareRange(b, draft, &context) else { return }
    if context.ranges.unify(first, second) || isOrder { return }
    if hasOwnRange(a, draft, context) && isInside(first, second, context) { return }
    if hasOwnRange(b, draft, context) && isInside(second, first, context) { return }
    if hasOwnRange(a, draft, context) && hasOwnRange(b, draft, context) && areParallel(first, second, context) {
      return
    }
    let texts = [first, second].map { context.ranges.range(of: $0).map { text($0) } ?? "?" }
    throw Rejection(
      .comparedRanges(
        draft.tree.name(a), first: texts[0], other: draft.tree.name(b), second: texts[1]),
      at: draft.span(a).union(draft.span(b)))
  }

  /// Now, or at the end of the term.
  func compare(
    _ a: Node, _ b: Node, isOrder: Bool = false, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    if isOpen(a, b, draft, &context) {
      draft.comparisons.append((a, b, isOrder))
    } else {
      try unifyBare(a, b, isOrder: isOrder, draft, &context)
    }
  }

  private func deltaShape(_ arguments: [Node], _ draft: inout TermDraft, _ context: inout IndexContext)
    throws(Rejection)
    -> Shape
  {
    for argument in arguments { try requireNumber(argument, "as index", draft, context) }
    try compare(arguments[0], arguments[1], &draft, &context)
    return .scalar
  }

  private func basisShape(_ argument: Node, _ draft: TermDraft, _ context: inout IndexContext) throws(Rejection)
    -> Shape
  {
    try requireNumber(argument, "as index", draft, context)
    let range = bareRange(argument, draft, &context)
    return Shape([range ?? context.ranges.fresh(for: "e(\(excerpt(argument, draft)))", at: draft.span(argument))])
  }

  // MARK: Cases

  private mutating func casesShape(
    _ arms: [Node], _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    var shape = Shape.zero
    for arm in arms {
      if draft.tree.kind(arm) == .arm { try requireStatement(draft.tree.child(arm, 0), draft, context) }
      let value = draft.tree.child(arm, draft.tree.childCount(arm) - 1)
      let next = try termShape(value, draft, context)
      guard let both = joined(shape, next, &context) else {
        throw unequal("cases", shape, next, context, at: draft.span(value))
      }
      shape = both
    }
    return shape
  }

  // MARK: Matrices

  private mutating func sizedShape(
    _ builtin: Builtin, _ arguments: [Node], _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    var slots: [RangeVariable] = []
    for argument in arguments { slots.append(context.ranges.variable(for: try range(upTo: argument, draft.tree))) }
    return Shape(builtin == .identity ? [slots[0], slots[0]] : slots)
  }

  private func matrixShape(
    _ builtin: Builtin, _ argument: Node, _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let shape = try termShape(argument, draft, context)
    let name = calleeName(node, draft)
    if builtin == .diagonal && shape.slots.count == 1 { return Shape([shape.slots[0], shape.slots[0]]) }
    if shape.isScalar && builtin != .diagonal { return .scalar }
    try requireSquare(shape, name, at: draft.span(argument), &context)
    switch builtin {
    case .inverse: return shape
    case .diagonal: return Shape([shape.slots[0]])
    default: return .scalar
    }
  }
}
