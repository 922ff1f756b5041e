import Diagnostics
import Expressions
import Notation

/// The shapes of applied functions, unknown and defined ones.
extension Elaborator {
  /// `f : R -> R` acts on entries; other unknown functions take just what they are declared for.
  mutating func applicationShape(
    _ function: UnknownFunction, primes: Int, _ node: Node, _ arguments: [Node], _ draft: TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let declaration = store.declaration(function)
    let count = declaration.arguments.count
    try requireCount(arguments, count, count == 1 ? "one argument" : "\(count) arguments", node, draft)
    let isScalar = declaration.arguments.allSatisfy { $0.isEmpty } && declaration.output.isEmpty
    if primes > 0 && !(isScalar && count == 1) {
      throw Rejection(.notSupported("`'` on a function of several numbers"), at: draft.span(node))
    }
    if isScalar { return try commonShape(arguments, node, draft, &context) }
    for (argument, ranges) in zip(arguments, declaration.arguments) {
      let expected = shape(ranges, in: &context)
      let found = try termShape(argument, draft, context)
      guard let both = joined(expected, found, &context), both.slots.count == expected.slots.count else {
        throw Rejection(
          .argumentShape(
            declaration.name, expected: ranges.isEmpty ? "R" : text(expected, context), found: text(found, context)),
          at: draft.span(argument))
      }
    }
    return shape(declaration.output, in: &context)
  }

  /// The shape of all arguments that are tensors.
  private mutating func commonShape(
    _ arguments: [Node], _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    var common = Shape.scalar
    for argument in arguments {
      let shape = try termShape(argument, draft, context)
      if shape.isScalar { continue }
      if common.isScalar {
        common = shape
      } else if let both = joined(common, shape, &context) {
        common = both
      } else {
        throw unequal(calleeName(node, draft), common, shape, context, at: draft.span(argument))
      }
    }
    return common
  }

  /// A defined function acts on tensors as its body says, or entry by entry if the body says nothing for them.
  mutating func definedShape(
    _ number: Int, primes: Int, _ node: Node, _ arguments: [Node], _ draft: inout TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let function = functions[number]
    let count = function.parameters.count
    try requireCount(arguments, count, count == 1 ? "one argument" : "\(count) arguments", node, draft)
    if primes > 0 && count != 1 {
      throw Rejection(.notSupported("`'` on a function of several arguments"), at: draft.span(node))
    }
    var key = try templateKey(number, arguments, draft, context)
    let isScalar = key.shapes.allSatisfy { $0.isEmpty }
    let mark = draft.span(node)
    // A 0 beside tensors is one, where the body takes it so.
    if !isScalar && key.isZero.contains(true), case .ready = template(key, at: mark) {} else { key.isZero = [] }
    if primes == 0 || isScalar, case .ready(let template) = template(key, at: mark) {
      draft.mean(node, .call(template: template, isEntrywise: false, primes: primes))
      let made = templates.list[template]
      return shape(made.slots.map { store.range($0) }, isRow: made.isRow, in: &context)
    }
    let entries = TemplateKey(function: number, shapes: key.shapes.map { _ in [] }, isRow: key.isRow.map { _ in false })
    if !isScalar, case .ready(let template) = template(entries, at: mark), templates.list[template].slots.isEmpty,
      let shape = try? commonShape(arguments, node, draft, &context)
    {
      draft.mean(node, .call(template: template, isEntrywise: true, primes: primes))
      return shape
    }
    throw mistake(of: key, at: mark)
  }

  private func templateKey(
    _ number: Int, _ arguments: [Node], _ draft: TermDraft, _ context: IndexContext
  ) throws(Rejection) -> TemplateKey {
    var key = TemplateKey(function: number, shapes: [], isRow: [])
    for argument in arguments {
      let shape = try termShape(argument, draft, context)
      if shape.form == .ones { throw Rejection(.unknownSize("ones"), at: draft.span(argument)) }
      guard let ranges = ranges(of: shape, in: context) else {
        throw unknownSize(of: shape, context, at: draft.span(argument))
      }
      key.shapes.append(ranges)
      key.isRow.append(shape.isRow)
      key.isZero.append(shape.form == .zero)
    }
    return key
  }

  /// The mistake of a shape whose range nothing tells.
  func unknownSize(of shape: Shape, _ context: IndexContext, at span: Span) -> Rejection {
    for slot in shape.slots where context.ranges.range(of: slot) == nil {
      return unknownSize(slot, context)
    }
    return Rejection(.unknownSize("this"), at: span)
  }

  func unknownSize(_ slot: RangeVariable, _ context: IndexContext) -> Rejection {
    let origin = context.ranges.origin(of: slot)
    let isSized = origin.name == "I" || origin.name == "ones" || origin.name.hasPrefix("e(")
    return Rejection(isSized ? .unknownSize(origin.name) : .unknownRange(origin.name, size: someSize), at: origin.span)
  }

  // MARK: Substitutions and optima

  mutating func substitutionShape(
    _ arguments: [Node], _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    for equation in arguments.dropFirst() {
      let target = draft.tree.child(equation, 0)
      guard case .symbol = draft.meaning(target) else {
        throw Rejection(.notAVariable(excerpt(target, draft), operation: "at"), at: draft.span(target))
      }
      let value = draft.tree.child(draft.tree.child(equation, 1), 0)
      let (a, b) = (try termShape(target, draft, context), try termShape(value, draft, context))
      guard joined(a, b, &context) != nil else { throw unequal("=", a, b, context, at: draft.span(equation)) }
    }
    return try termShape(arguments[0], draft, context)
  }

  mutating func optimumShape(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let (variable, objective) = (draft.tree.child(node, 1), draft.tree.child(node, 2))
    guard draft.tree.kind(variable) == .name, case .symbol = draft.meaning(variable) else {
      throw Rejection(
        .notAVariable(excerpt(variable, draft), operation: calleeName(node, draft)), at: draft.span(variable))
    }
    let parts = draft.tree.kind(objective) == .restricted ? Array(draft.tree.children(objective)) : [objective]
    try requireNumber(parts[0], "to optimise", draft, context)
    for condition in parts.dropFirst() { try requireStatement(condition, draft, context) }
    if node == draft.root { draft.optimum = node }
    return try termShape(variable, draft, context)
  }
}
