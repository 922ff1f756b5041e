import Diagnostics
import Expressions
import Notation

/// Statements that have sides to be compared, and so do not become boolean expressions.
extension Elaborator {
  /// Marks the statements of a draft that become propositions, and the clauses among them that belong to the line.
  func openStatement(_ draft: inout TermDraft) throws(Rejection) {
    var pending: [(node: Node, depth: Int)] = [(draft.root, 0)]
    while let (node, depth) = pending.popLast() {
      if depth > Elaborator.statementLimit {
        throw Rejection(.tooDeep("statements", limit: Elaborator.statementLimit), at: draft.span(node))
      }
      switch draft.tree.kind(node) {
      case .relations:
        draft.skeleton.insert(node)
        for child in draft.tree.children(node) {
          let side = draft.tree.kind(child) == .link ? draft.tree.child(child, 0) : child
          if draft.tree.kind(side) == .claused { draft.openClauses.insert(side) }
        }
      case .conjunction, .disjunction, .not:
        draft.skeleton.insert(node)
        for child in draft.tree.children(node) { pending.append((child, depth + 1)) }
      case .connectives:
        draft.skeleton.insert(node)
        for child in draft.tree.children(node) {
          pending.append((draft.tree.kind(child) == .link ? draft.tree.child(child, 0) : child, depth + 1))
        }
      case .forall, .exists:
        draft.skeleton.insert(node)
        if let body = draft.tree.children(node).last { pending.append((body, depth + 1)) }
      case .claused:
        draft.skeleton.insert(node)
        pending.append((draft.tree.child(node, 0), depth + 1))
      default: continue
      }
    }
  }

  mutating func proposition(of draft: TermDraft, _ context: inout IndexContext) throws(Rejection) -> Proposition {
    try proposition(draft.root, draft, &context)
  }

  /// Recursion is bounded by `statementLimit`, see `openStatement`.
  private mutating func proposition(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Proposition {
    switch draft.tree.kind(node) {
    case .relations: return try relations(node, draft)
    case .conjunction, .disjunction:
      var parts: [Proposition] = []
      for child in draft.tree.children(node) { parts.append(try proposition(child, draft, &context)) }
      return draft.tree.kind(node) == .conjunction ? .all(parts) : .any(parts)
    case .not: return .not(try proposition(draft.tree.child(node, 0), draft, &context))
    case .connectives: return try connectives(node, draft, &context)
    case .forall, .exists: return try quantifier(node, draft, &context)
    case .claused:
      let body = try proposition(draft.tree.child(node, 0), draft, &context)
      let conditions = draft.tree.children(node).dropFirst().filter { draft.tree.kind($0) == .given }
        .flatMap { draft.tree.children($0).map { draft.value($0) } }
      if draft.openClauses.contains(node) || conditions.isEmpty { return body }
      return .implies(.condition(store.and(conditions)), body)
    default: return .condition(draft.value(node))
    }
  }

  private mutating func relations(_ node: Node, _ draft: TermDraft) throws(Rejection) -> Proposition {
    var parts: [Proposition] = []
    let children = draft.tree.children(node)
    let slots = draft.joins[node] ?? []
    guard let first = children.first else { return .all([]) }
    var left = try term(first, draft, nil, at: slots)
    for link in children.dropFirst() {
      let operand = draft.tree.child(link, 0)
      let relation = Link(payload: draft.tree.payload(link)).relation
      if relation == .element {
        parts.append(try membership(of: left, link, operand, draft))
        continue
      }
      let right = try term(operand, draft, relation, at: slots)
      parts.append(.relation(Relation(left: left, relation: relation, right: right, span: draft.span(link))))
      left = right
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func connectives(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Proposition {
    var parts: [Proposition] = []
    let children = draft.tree.children(node)
    guard let first = children.first else { return .all([]) }
    var left = try proposition(first, draft, &context)
    for link in children.dropFirst() {
      let right = try proposition(draft.tree.child(link, 0), draft, &context)
      switch Link(payload: draft.tree.payload(link)).relation {
      case .implies: parts.append(.implies(left, right))
      case .impliedBy: parts.append(.implies(right, left))
      default: parts.append(.equivalent(left, right))
      }
      left = right
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func quantifier(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Proposition {
    guard let binder = draft.binders[node], let child = draft.tree.children(node).last else { return .all([]) }
    var bounds: [Proposition.Bound] = []
    for bound in binder.bounds {
      switch bound {
      case .index(let number): bounds.append(.index(try variable(number, &context)))
      case .symbol(let symbol): bounds.append(.symbol(symbol))
      }
    }
    var body = try proposition(child, draft, &context)
    let isForall = draft.tree.kind(node) == .forall
    if let condition = try condition(of: binder, draft, &context) {
      body = isForall ? .implies(.condition(condition), body) : .all([.condition(condition), body])
    }
    return isForall ? .forall(bounds, body) : .exists(bounds, body)
  }
}
