import Diagnostics
import Expressions
import Notation

/// Upwards through statements: sides of relations have equal shapes, indices that are compared equal ranges.
extension Elaborator {
  mutating func statementShape(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    switch draft.tree.kind(node) {
    case .relations: return try relationsShape(node, &draft, &context)
    case .connectives, .conjunction, .disjunction, .not:
      for child in draft.tree.children(node) {
        let isLink = draft.tree.kind(child) == .link
        try requireStatement(isLink ? draft.tree.child(child, 0) : child, draft, context)
      }
      return .truth
    case .forall, .exists:
      guard let body = draft.tree.children(node).last else { return .truth }
      for condition in draft.binders[node]?.conditions ?? [] { try requireStatement(condition, draft, context) }
      try requireStatement(body, draft, context)
      return .truth
    case .claused: return context.resolved(draft.shape(draft.tree.child(node, 0)))
    default: return .scalar
    }
  }

  private mutating func relationsShape(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    let children = draft.tree.children(node)
    guard var left = children.first, draft.tree.kind(left) != .link else {
      throw Rejection(.nothingToContinue, at: draft.span(node))
    }
    for link in children.dropFirst() {
      let right = draft.tree.child(link, 0)
      if Link(payload: draft.tree.payload(link)).relation == .element {
        try memberShape(left, right, link, &draft, &context)
        continue
      }
      try settleNames(left, right, &draft, &context)
      let (a, b) = (try termShape(left, draft, context), try termShape(right, draft, context))
      guard let shape = joined(a, b, &context) else {
        throw unequal(relationText(link, draft), a, b, context, at: draft.span(link))
      }
      if draft.role(node) == .condition && !isSingle(shape, context) {
        throw Rejection(.expectedNumber("in a condition", shape: text(shape, context)), at: draft.span(node))
      }
      draft.shapes[draft.place(link)] = shape
      let relation = Link(payload: draft.tree.payload(link)).relation
      try compare(left, right, isOrder: relation.isOrder, &draft, &context)
      left = right
    }
    return .truth
  }

  func relationText(_ link: Node, _ draft: TermDraft) -> String {
    Link(payload: draft.tree.payload(link)).relation.text
  }

  /// An undeclared name beside an index is an index.
  private mutating func settleNames(
    _ left: Node, _ right: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    for (name, other) in [(left, right), (right, left)]
    where draft.shape(name).form == .undeclared {
      let text = draft.tree.name(name)
      guard bareRange(other, draft, &context) != nil || draft.role(name) == .binderSide || context.free[text] != nil
      else { throw unknownName(text, at: draft.span(name)) }
      let number = context.freeIndex(text, at: draft.span(name))
      draft.mean(name, .index(number))
      draft.shapes[draft.place(name)] = .scalar
      draft.freePlaces.append(.init(index: number, span: draft.span(name)))
    }
  }

  /// `x in R^d`, `i in 1..3`.
  private mutating func memberShape(
    _ term: Node, _ type: Node, _ link: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let reading = try readType(type, draft.tree)
    if draft.shape(term).form == .undeclared {
      throw unknownName(
        draft.tree.name(term), at: draft.span(term),
        meant: "declare it: \(draft.tree.name(term)) : \(excerpt(type, draft))")
    }
    let found = try termShape(term, draft, context)
    let expected = shape(reading.slots, in: &context)
    if reading.arguments != nil { throw Rejection(.notSupported("`in` a set of functions"), at: draft.span(type)) }
    guard let shape = joined(found, expected, &context) else {
      throw unequal("in", found, expected, context, at: draft.span(link))
    }
    draft.shapes[draft.place(link)] = shape
    draft.types[link] = reading
  }
}
