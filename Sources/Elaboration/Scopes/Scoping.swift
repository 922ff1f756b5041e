import Diagnostics
import Expressions
import Notation

/// Downwards through a term: every node gets its scope and its role, every name its meaning.
extension Elaborator {
  mutating func assignScopes(
    _ draft: inout TermDraft, _ context: inout IndexContext, as role: TermDraft.Role = .term, scope: Int32 = -1
  ) throws(Rejection) {
    if role == .term && scope < 0 && readPlain(&draft) { return }
    draft.openAll()
    draft.visit(draft.root, role, scope: scope)
    var number = Int(draft.root.number)
    while number >= draft.first {
      let node = Node(number)
      if draft.role(node) != .unvisited { try visit(node, &draft, &context) }
      number -= 1
    }
  }

  private mutating func visit(
    _ node: Node, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let role = draft.role(node)
    let scope = draft.scope(node)
    switch draft.tree.kind(node) {
    case .number, .everything: break
    case .name: draft.mean(node, try meaning(of: node, role, &draft, &context))
    case .negation, .identity, .sum, .difference, .product:
      visitChildren(of: node, role == .slot || role == .slotPart ? .slotPart : .term, scope, &draft)
    case .quotient:
      if let mistake = foreignDerivative(node, draft) { throw mistake }
      visitChildren(of: node, .term, scope, &draft)
    case .power, .entrywiseProduct, .entrywiseQuotient, .entrywisePower, .transpose:
      visitChildren(of: node, .term, scope, &draft)
    case .row: visitChildren(of: node, .term, scope, &draft)
    case .array: visitChildren(of: node, .row, scope, &draft)
    case .index:
      visitChildren(of: node, .slot, scope, &draft)
      draft.visit(draft.tree.child(node, 0), .term, scope: scope)
    case .call: try visitCall(node, scope, &draft, &context)
    case .range: throw Rejection(.misplaced("a range", expected: "a term"), at: draft.span(node))
    default: try visitStatement(node, role, scope, &draft, &context)
    }
  }

  func visitChildren(of node: Node, _ role: TermDraft.Role, _ scope: Int32, _ draft: inout TermDraft) {
    for child in draft.tree.children(node) { draft.visit(child, role, scope: scope) }
  }

  // MARK: Statements

  private mutating func visitStatement(
    _ node: Node, _ role: TermDraft.Role, _ scope: Int32, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    switch draft.tree.kind(node) {
    case .relations:
      visitChildren(of: node, .link, scope, &draft)
      let first = draft.tree.child(node, 0)
      if draft.tree.kind(first) != .link {
        draft.visit(first, role == .binderSide ? .binderSide : .side, scope: scope)
      }
    case .link: visitLink(node, scope, &draft)
    case .connectives:
      visitChildren(of: node, .statement, scope, &draft)
    case .conjunction, .disjunction, .not:
      visitChildren(of: node, role == .condition ? .condition : .statement, scope, &draft)
    case .forall, .exists: try visitQuantifier(node, scope, &draft, &context)
    case .claused: try visitClaused(node, role, scope, &draft)
    case .membership, .distributed, .approaches, .restricted, .conditioned, .arm, .otherwise:
      throw Rejection(.misplaced("`\(excerpt(node, draft))`", expected: "a term"), at: draft.span(node))
    default:
      throw Rejection(.misplaced("this", expected: "a term"), at: draft.span(node))
    }
  }

  private func visitLink(_ node: Node, _ scope: Int32, _ draft: inout TermDraft) {
    let link = Link(payload: draft.tree.payload(node))
    let operand = draft.tree.child(node, 0)
    if link.relation.isConnective {
      draft.visit(operand, .statement, scope: scope)
    } else if link.relation != .element {
      draft.visit(operand, .side, scope: scope)
    }
  }

  /// In brackets only `given` can stand, which makes an implication; other clauses belong to lines.
  private func visitClaused(_ node: Node, _ role: TermDraft.Role, _ scope: Int32, _ draft: inout TermDraft)
    throws(Rejection)
  {
    draft.visit(draft.tree.child(node, 0), role, scope: scope)
    if draft.openClauses.contains(node) { return }
    for clause in draft.tree.children(node).dropFirst() {
      switch draft.tree.kind(clause) {
      case .by: break
      case .given where role == .statement || role == .condition: break
      default: throw Rejection(.misplaced("this clause", expected: "the end of the line"), at: draft.span(clause))
      }
      for statement in draft.tree.children(clause) { draft.visit(statement, .statement, scope: scope) }
      draft.roles[draft.place(clause)] = .unvisited
    }
  }

  // MARK: Names

  /// The meaning of a name: what binds it inside the term, then what is declared, then a free index.
  func bound(_ node: Node, _ scope: Int32, _ draft: TermDraft) -> Meaning? {
    let name = draft.tree.payload(node)
    var scope = scope
    while scope >= 0 {
      let binding = draft.bindings[Int(scope)]
      if binding.name == name { return binding.meaning }
      scope = binding.outer
    }
    return nil
  }

  private mutating func meaning(
    of node: Node, _ role: TermDraft.Role, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Meaning {
    let isSlot = role == .slot || role == .slotPart || role == .binderSide
    let name = draft.tree.name(node)
    let span = draft.span(node)
    let meaning: Meaning
    if let known = bound(node, draft.scope(node), draft) {
      meaning = known
    } else if let entry = environment.entry(name, before: draft.horizon) {
      meaning = try self.meaning(of: entry, name, at: span, &context)
    } else if isSlot {
      if context.free[name] == nil { noteLikelyName(name, at: span) }
      let number = context.freeIndex(name, at: span)
      if role == .binderSide { context.indices[number].kind = .introduced }
      meaning = .index(number)
    } else {
      meaning = Elaborator.constant(named: name)
    }
    if case .index(let number) = meaning { draft.freePlaces.append(.init(index: number, span: span)) }
    if role == .slot || role == .slotPart { try requireIndex(meaning, name, at: span) }
    return meaning
  }

  static func constant(named name: String) -> Meaning {
    switch name {
    case "pi": .constant(.pi)
    case "e": .constant(.e)
    case "inf": .constant(.infinity)
    case "I": .identity
    case "ones": .ones
    default: .undeclared
    }
  }

  private func meaning(
    of entry: Environment.Entry, _ name: String, at span: Span, _ context: inout IndexContext
  ) throws(Rejection) -> Meaning {
    switch entry.entity {
    case .size(let size): return .size(size)
    case .symbol(let symbol): return .symbol(symbol)
    case .definition(let definition):
      return size(of: definition).map { .size($0) } ?? .definition(definition)
    case .index(let range):
      return .index(context.freeIndex(name, kind: .introduced, range: range, at: entry.span))
    case .unfinished:
      if context.ownShape == nil { throw Rejection(.refersToItself(name), at: span) }
      return .own
    case .unknownFunction, .definedFunction, .distribution:
      throw Rejection(.functionWithoutArguments(name), at: span)
    case .failed:
      throw Rejection(
        .failedName(name), at: span, related: [.init(span: entry.span, label: "`\(name)` is introduced here")])
    case .unsupported(let what): throw Rejection(.notSupported(what), at: span)
    }
  }

  /// Indices, sizes and integers may stand in slots, other quantities not.
  private func requireIndex(_ meaning: Meaning, _ name: String, at span: Span) throws(Rejection) {
    switch meaning {
    case .index, .size: return
    case .symbol(let symbol):
      let declaration = store.declaration(symbol)
      if declaration.slots.isEmpty {
        switch declaration.domain {
        case .index, .integer: return
        default: break
        }
      }
      throw Rejection(.notAnIndex(name), at: span)
    case .parameter: return
    default: throw Rejection(.notAnIndex(name), at: span)
    }
  }
}
