import Diagnostics
import Expressions
import Notation
import Numbers

/// The values of statements as boolean expressions.
extension Elaborator {
  mutating func statementValue(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Expression {
    switch draft.tree.kind(node) {
    case .relations: return try relationsValue(node, draft)
    case .conjunction: return store.and(draft.tree.children(node).map { draft.value($0) })
    case .disjunction: return store.or(draft.tree.children(node).map { draft.value($0) })
    case .not: return store.not(draft.value(draft.tree.child(node, 0)))
    case .connectives: return connectivesValue(node, draft)
    case .forall, .exists: return try quantifierValue(node, draft, &context)
    case .claused: return clausedValue(node, draft)
    default: return store.undefined()
    }
  }

  private mutating func relationsValue(_ node: Node, _ draft: TermDraft) throws(Rejection) -> Expression {
    if draft.skeleton.contains(node) { return store.truth(true) }
    var parts: [Expression] = []
    let children = draft.tree.children(node)
    let slots = draft.joins[node] ?? []
    guard var left = children.first else { return store.truth(true) }
    for link in children.dropFirst() {
      let right = draft.tree.child(link, 0)
      let relation = Link(payload: draft.tree.payload(link)).relation
      if relation == .element {
        if property(node, draft) != nil { continue }
        parts.append(try membership(draft.value(left), link, right, draft))
        continue
      }
      guard let part = store.comparison(draft.value(left), relation, draft.value(right)) else {
        throw Rejection(.notSupported("`\(relation.text)` inside a condition"), at: draft.span(link))
      }
      // Two tensors differ if some entries do.
      parts.append(relation == .notEqual ? quantified(.any, slots, part) : part)
      left = right
    }
    let all = store.and(parts)
    return draft.openRelations.contains(node) ? all : quantified(.all, slots, all)
  }

  private mutating func quantified(
    _ kind: Reduction, _ indices: [Index], where condition: Expression? = nil, _ body: Expression
  ) -> Expression {
    var result = body
    for (position, index) in indices.enumerated().reversed() {
      result = store.reduction(kind, over: index, where: position == indices.count - 1 ? condition : nil, result)
    }
    return result
  }

  private mutating func connectivesValue(_ node: Node, _ draft: TermDraft) -> Expression {
    var parts: [Expression] = []
    let children = draft.tree.children(node)
    guard let first = children.first else { return store.truth(true) }
    var left = draft.value(first)
    for link in children.dropFirst() {
      let right = draft.value(draft.tree.child(link, 0))
      let relation = Link(payload: draft.tree.payload(link)).relation
      let (notLeft, notRight) = (store.not(left), store.not(right))
      if relation != .impliedBy { parts.append(store.or([notLeft, right])) }
      if relation != .implies { parts.append(store.or([left, notRight])) }
      left = right
    }
    return store.and(parts)
  }

  private mutating func quantifierValue(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Expression {
    guard !draft.skeleton.contains(node), let binder = draft.binders[node], let body = draft.tree.children(node).last
    else { return store.truth(true) }
    var indices: [Index] = []
    for bound in binder.bounds {
      guard case .index(let number) = bound else {
        throw Rejection(.notSupported("a quantifier over a quantity inside a condition"), at: draft.span(node))
      }
      indices.append(try variable(number, &context))
    }
    let kind: Reduction = draft.tree.kind(node) == .forall ? .all : .any
    return quantified(kind, indices, where: try condition(of: binder, draft, &context), draft.value(body))
  }

  /// `P given C` in brackets.
  private mutating func clausedValue(_ node: Node, _ draft: TermDraft) -> Expression {
    var value = draft.value(draft.tree.child(node, 0))
    if draft.openClauses.contains(node) { return value }
    for clause in draft.tree.children(node).dropFirst() where draft.tree.kind(clause) == .given {
      let condition = store.and(draft.tree.children(clause).map { draft.value($0) })
      let negated = store.not(condition)
      value = store.or([negated, value])
    }
    return value
  }

  // MARK: Membership

  /// What `x in T` says of the entry `e` of x.
  mutating func membership(
    _ e: Expression, _ link: Node, _ type: Node, _ draft: TermDraft
  ) throws(Rejection) -> Expression {
    guard let reading = draft.types[link] else { return store.truth(true) }
    let unsupported = Rejection(.notSupported("`in \(excerpt(type, draft))` as a condition"), at: draft.span(type))
    if reading.structure != .none || reading.curvature != nil { throw unsupported }
    let zero = store.integer(0)
    switch reading.domain {
    case .real: return store.truth(true)
    case .positive: return store.comparison(.less, zero, e)
    case .nonnegative: return store.comparison(.lessOrEqual, zero, e)
    case .nonzero: return store.comparison(.notEqual, e, zero)
    case .interval(let lower, let upper, let closedLower, let closedUpper):
      var parts: [Expression] = []
      if let lower { parts.append(store.comparison(closedLower ? .lessOrEqual : .less, store.number(lower), e)) }
      if let upper { parts.append(store.comparison(closedUpper ? .lessOrEqual : .less, e, store.number(upper))) }
      return store.and(parts)
    case .finite(let values):
      var parts: [Expression] = []
      for value in values { parts.append(store.comparison(.equal, e, store.number(value))) }
      return store.or(parts)
    case .index(let range) where store.op(e) == .index:
      let bounds = store.bounds(range)
      let parts = [
        store.comparison(.lessOrEqual, bounds.lower, e), store.comparison(.lessOrEqual, e, bounds.upper),
      ]
      return store.and(parts)
    case .index, .integer: throw unsupported
    }
  }
}

extension ExpressionStore {
  /// The relation of two values as a condition; nil for one that has none.
  public mutating func comparison(_ a: Expression, _ relation: Link.Relation, _ b: Expression) -> Expression? {
    switch relation {
    case .equal: comparison(.equal, a, b)
    case .notEqual: comparison(.notEqual, a, b)
    case .less: comparison(.less, a, b)
    case .lessOrEqual: comparison(.lessOrEqual, a, b)
    case .greater: comparison(.less, b, a)
    case .greaterOrEqual: comparison(.lessOrEqual, b, a)
    case .approximately, .element, .implies, .impliedBy, .equivalent: nil
    }
  }
}
