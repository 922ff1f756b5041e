import Diagnostics
import Expressions
import Notation

/// Downwards through what binds names: sums and their relatives, quantifiers.
extension Elaborator {
  /// `sum(j, e)`, `sum(j in 1..K, j != i, e)`, `sum(x)`, `max(a, b)`.
  mutating func visitReduction(
    _ builtin: Builtin, _ node: Node, _ scope: Int32, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let arguments = Array(draft.tree.children(node).dropFirst())
    guard let body = arguments.last, arguments.count > 1, !isList(builtin, arguments, scope, draft) else { return }
    var binder = Binder()
    var inner = scope
    for argument in arguments.dropLast() {
      draft.visit(argument, .unvisited, scope: scope)
      inner = try bind(argument, &binder, inner, outside: scope, &draft, &context)
    }
    for condition in binder.conditions { draft.visit(condition, .condition, scope: inner) }
    draft.visit(body, .term, scope: inner)
    draft.binders[node] = binder
  }

  /// `max(a, b)` lists values unless its first argument is a name that nothing else can mean.
  private func isList(_ builtin: Builtin, _ arguments: [Node], _ scope: Int32, _ draft: TermDraft) -> Bool {
    guard builtin == .maximum || builtin == .minimum else { return false }
    switch draft.tree.kind(arguments[0]) {
    case .membership, .relations: return false
    case .name:
      let isKnown =
        bound(arguments[0], scope, draft) != nil || environment.entry(draft.tree.name(arguments[0])) != nil
      return isKnown && !stands(draft.tree.payload(arguments[0]), inSlotBelow: arguments[arguments.count - 1], draft)
    default: return true
    }
  }

  private func stands(_ name: UInt32, inSlotBelow root: Node, _ draft: TermDraft) -> Bool {
    for number in draft.tree.first(of: root).number...root.number {
      let node = Node(number)
      guard draft.tree.kind(node) == .index else { continue }
      for slot in draft.tree.children(node).dropFirst()
      where draft.tree.kind(slot) == .name && draft.tree.payload(slot) == name {
        return true
      }
    }
    return false
  }

  /// One argument before the last: a name, a name with its range, or a condition, which binds its first new name.
  private mutating func bind(
    _ argument: Node, _ binder: inout Binder, _ scope: Int32, outside: Int32, _ draft: inout TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) -> Int32 {
    switch draft.tree.kind(argument) {
    case .name:
      return try bindIndex(argument, nil, .bound, &binder, scope, &draft, &context)
    case .membership:
      return try bindMember(argument, &binder, scope, outside: outside, &draft, &context)
    case .relations:
      binder.conditions.append(argument)
      return try bindSides(of: argument, &binder, scope, outside: outside, &draft, &context)
    default:
      if !binder.bounds.isEmpty && isJunction(argument, draft.tree) {
        binder.conditions.append(argument)
        return scope
      }
      throw Rejection(
        .misplaced("`\(excerpt(argument, draft))`", expected: "an index or a condition on it"),
        at: draft.span(argument))
    }
  }

  private func isJunction(_ node: Node, _ tree: SyntaxTree) -> Bool {
    tree.kind(node) == .conjunction || tree.kind(node) == .disjunction || tree.kind(node) == .not
  }

  /// Makes a new index and its binding.
  mutating func bindIndex(
    _ name: Node, _ range: IndexRange?, _ kind: IndexRecord.Kind, _ binder: inout Binder, _ scope: Int32,
    _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Int32 {
    let number = context.introduce(draft.tree.name(name), kind, range: range, at: draft.span(name))
    noteHidden(name, hasRange: range != nil, scope, number, draft, &context)
    binder.indices.append(number)
    binder.bounds.append(.index(number))
    return try push(.index(number), named: name, scope, &draft)
  }

  /// An index may hide what has the same name, but a size only if it runs over it or says its range.
  private mutating func noteHidden(
    _ name: Node, hasRange: Bool, _ scope: Int32, _ number: Int, _ draft: TermDraft, _ context: inout IndexContext
  ) {
    guard draft.borrowedSpan == nil else { return }
    let text = draft.tree.name(name)
    if let outer = bound(name, scope, draft) {
      guard case .index = outer else { return }
      return remark(.hides(text, kind: "outer index"), at: draft.span(name))
    }
    switch environment.entry(text, before: draft.horizon)?.entity {
    case .size(let size):
      if !hasRange { context.indices[number].hiddenSize = size }
      remark(.hides(text, kind: "size"), at: draft.span(name))
    case .symbol, .definition: remark(.hides(text, kind: "quantity"), at: draft.span(name))
    default: return
    }
  }

  func push(_ meaning: Meaning, named name: Node, _ scope: Int32, _ draft: inout TermDraft) throws(Rejection) -> Int32 {
    let depth = scope < 0 ? 1 : draft.bindings[Int(scope)].depth + 1
    if depth > Elaborator.binderLimit {
      throw Rejection(.tooDeep("sums and other binders", limit: Elaborator.binderLimit), at: draft.span(name))
    }
    draft.bindings.append(
      Binding(name: draft.tree.payload(name), meaning: meaning, outer: scope, depth: depth))
    return Int32(draft.bindings.count - 1)
  }

  /// `j in 1..K`. Ends that are not made of numbers and sizes become conditions.
  private mutating func bindMember(
    _ membership: Node, _ binder: inout Binder, _ scope: Int32, outside: Int32, _ draft: inout TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) -> Int32 {
    let name = draft.tree.child(membership, 0)
    let set = draft.tree.child(membership, 1)
    guard draft.tree.kind(name) == .name, draft.tree.kind(set) == .range else {
      throw Rejection(
        .misplaced("`\(excerpt(membership, draft))`", expected: "an index and its range, j in 1..n"),
        at: draft.span(membership))
    }
    if let range = try closedRange(set, draft) {
      return try bindIndex(name, range, .bound, &binder, scope, &draft, &context)
    }
    let inner = try bindIndex(name, nil, .bound, &binder, scope, &draft, &context)
    let (lower, upper) = (draft.tree.child(set, 0), draft.tree.child(set, 1))
    draft.visit(lower, .slotPart, scope: scope)
    draft.visit(upper, .slotPart, scope: scope)
    if let number = binder.indices.last { binder.ends.append((number, lower, upper)) }
    return inner
  }

  /// `j != i` binds j; `i < j` binds i, and j too unless it is known or free elsewhere.
  private mutating func bindSides(
    of relations: Node, _ binder: inout Binder, _ scope: Int32, outside: Int32, _ draft: inout TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) -> Int32 {
    let names = sideNames(of: relations, draft.tree)
    for name in names where isBound(name, by: binder, scope, draft) { return scope }
    guard let first = names.first else {
      if !binder.bounds.isEmpty { return scope }
      throw Rejection(
        .misplaced("`\(excerpt(relations, draft))`", expected: "a condition on an index"), at: draft.span(relations))
    }
    var inner = try bindIndex(first, nil, .bound, &binder, scope, &draft, &context)
    for name in names.dropFirst() where draft.tree.payload(name) != draft.tree.payload(first) {
      let text = draft.tree.name(name)
      guard bound(name, inner, draft) == nil, environment.entry(text, before: draft.horizon) == nil else { continue }
      inner = try bindIndex(name, nil, .pending, &binder, inner, &draft, &context)
    }
    return inner
  }

  private func isBound(_ name: Node, by binder: Binder, _ scope: Int32, _ draft: TermDraft) -> Bool {
    guard case .index(let number) = bound(name, scope, draft) else { return false }
    return binder.indices.contains(number)
  }

  /// The sides of a relation that are bare names.
  func sideNames(of relations: Node, _ tree: SyntaxTree) -> [Node] {
    tree.children(relations).compactMap { side in
      let operand = tree.kind(side) == .link ? tree.child(side, 0) : side
      return tree.kind(operand) == .name ? operand : nil
    }
  }

  // MARK: Quantifiers

  mutating func visitQuantifier(
    _ node: Node, _ scope: Int32, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    var binder = Binder()
    var inner = scope
    let children = draft.tree.children(node)
    guard let body = children.last else { return }
    for child in children.dropLast() {
      inner = try bindQuantified(child, &binder, inner, outside: scope, &draft, &context)
    }
    for condition in binder.conditions { draft.visit(condition, .statement, scope: inner) }
    draft.visit(body, .statement, scope: inner)
    draft.binders[node] = binder
  }

  private mutating func bindQuantified(
    _ child: Node, _ binder: inout Binder, _ scope: Int32, outside: Int32, _ draft: inout TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) -> Int32 {
    switch draft.tree.kind(child) {
    case .name:
      if bound(child, scope, draft) == nil,
        let entry = environment.entry(draft.tree.name(child), before: draft.horizon),
        case .symbol(let symbol) = entry.entity
      {
        binder.bounds.append(.symbol(symbol))
        return scope
      }
      return try bindIndex(child, nil, .bound, &binder, scope, &draft, &context)
    case .membership where draft.tree.kind(draft.tree.child(child, 1)) != .range:
      let name = draft.tree.child(child, 0)
      guard draft.tree.kind(name) == .name else { break }
      let type = try readType(draft.tree.child(child, 1), draft.tree)
      let symbol = store.declare(try type.symbol(named: draft.tree.name(name), at: draft.span(child)))
      binder.bounds.append(.symbol(symbol))
      return try push(.symbol(symbol), named: name, scope, &draft)
    case .membership, .relations: return try bind(child, &binder, scope, outside: outside, &draft, &context)
    default: break
    }
    throw Rejection(
      .misplaced("`\(excerpt(child, draft))`", expected: "a name, or a name and its set"), at: draft.span(child))
  }
}
