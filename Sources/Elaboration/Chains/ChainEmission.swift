import Diagnostics
import Expressions
import Notation
import Numbers

/// The terms and premises of a chain in the store.
extension Elaborator {
  mutating func emit(_ chain: inout ChainReading, areStatements: Bool) {
    if !areStatements && !chain.isContinued { makeSlots(of: &chain) }
    for k in chain.items.indices where chain.items[k].failure == nil && chain.items[k].draft != nil {
      guard var draft = chain.items[k].draft else { continue }
      chain.items[k].draft = nil
      do throws(Rejection) {
        if areStatements {
          try assignSlots(&draft, &chain.context)
          try emit(&draft, &chain.context)
          chain.items[k].proposition = try proposition(of: draft, &chain.context)
        } else {
          chain.items[k].term = try term(&draft, chain.items[k], &chain.context, at: chain.slots)
        }
      } catch {
        chain.items[k].failure = error.diagnostic
      }
      chain.items[k].draft = draft
    }
    for k in chain.premises.indices where chain.premises[k].failure == nil {
      do throws(Rejection) {
        try assignSlots(&chain.premises[k].draft, &chain.context)
        try emit(&chain.premises[k].draft, &chain.context)
        let premise = chain.premises[k].draft.value(chain.premises[k].draft.root)
        if store.hasFreeRandomSymbol(premise) {
          let span = chain.premises[k].draft.span(chain.premises[k].draft.root)
          throw Rejection(.notSupported("a premise about the values of a random variable"), at: span)
        }
        chain.premises[k].value = premise
        chain.premises[k].properties = properties(of: chain.premises[k].draft)
      } catch {
        chain.premises[k].failure = error.diagnostic
      }
    }
  }

  /// The terms of a chain share their slots.
  private mutating func makeSlots(of chain: inout ChainReading) {
    chain.shape = chain.context.resolved(chain.shape)
    do throws(Rejection) {
      if chain.shape.form == .ones, let first = chain.items.first {
        throw Rejection(.unknownSize("ones"), at: first.termSpan)
      }
      chain.slots = try freshIndices(chain.shape.slots, chain.context)
    } catch {
      // Where a term could not be read, that is why nothing tells the size of the others.
      let cause = chain.items.lazy.compactMap { $0.failure }.first ?? error.diagnostic
      for k in chain.items.indices where chain.items[k].failure == nil { chain.items[k].failure = cause }
    }
  }

  private mutating func term(
    _ draft: inout TermDraft, _ item: ChainReading.Item, _ context: inout IndexContext, at slots: [Index]
  ) throws(Rejection) -> Term {
    try assignSlots(&draft, &context, at: values(of: slots))
    try emit(&draft, &context)
    return try term(draft.root, draft, item.link?.relation, at: slots)
  }

  /// One side of a relation: its value, the set of optima that it is, or the number that it rounds to.
  mutating func term(
    _ node: Node, _ draft: TermDraft, _ relation: Link.Relation?, at slots: [Index]
  ) throws(Rejection) -> Term {
    var content = Term.Content.value(draft.value(node))
    if case .builtin(let builtin) = draft.meaning(node), builtin == .argmin || builtin == .argmax {
      content = .optimum(try optimum(node, builtin, draft))
    } else if relation == .approximately {
      guard let decimals = decimals(of: node, draft.tree) else {
        throw Rejection(.roundedNumber, at: draft.span(node))
      }
      content = .rounded(draft.value(node), decimals: decimals)
    }
    var term = Term(content, slots: slots, span: draft.span(node), node: node)
    term.origins = origins(below: node, draft)
    return term
  }

  /// Larger terms are marked as a whole.
  private static let mostOrigins = 20_000

  /// The places of each part that has a value of its own.
  private func origins(below root: Node, _ draft: TermDraft) -> [Expression: [Span]] {
    let first = draft.tree.first(of: root).number
    guard root.number - first < Elaborator.mostOrigins else { return [:] }
    var origins: [Expression: [Span]] = [:]
    for number in first...root.number {
      let node = Node(number)
      guard draft.role(node) != .unvisited, !draft.isPart(node) else { continue }
      origins[draft.value(node), default: []].append(draft.span(node))
    }
    return origins
  }

  private func optimum(_ node: Node, _ builtin: Builtin, _ draft: TermDraft) throws(Rejection) -> Optimum {
    let (variable, objective) = (draft.tree.child(node, 1), draft.tree.child(node, 2))
    guard case .symbol(let symbol) = draft.meaning(variable) else {
      throw Rejection(.notAVariable(excerpt(variable, draft), operation: "argmin"), at: draft.span(variable))
    }
    let isRestricted = draft.tree.kind(objective) == .restricted
    let parts = isRestricted ? Array(draft.tree.children(objective)) : [objective]
    return Optimum(
      sense: builtin == .argmin ? .minimum : .maximum, variable: symbol, objective: draft.value(parts[0]),
      constraints: parts.dropFirst().map { draft.value($0) })
  }

  /// The decimals of a number, or the common ones of the numbers of an array. Nil for other terms.
  private func decimals(of root: Node, _ tree: SyntaxTree) -> Int? {
    var found: Int?
    var pending = [root]
    while let node = pending.popLast() {
      switch tree.kind(node) {
      case .negation, .identity, .array, .row: pending.append(contentsOf: tree.children(node))
      case .number:
        let decimals = Elaborator.decimals(of: tree.spelling(node))
        if let found, found != decimals { return nil }
        found = decimals
      default: return nil
      }
    }
    return found
  }

  /// The decimal places of a literal: 2 of `1.00`, 12 of `1e-12`, -3 of `2e3`.
  static func decimals(of spelling: String) -> Int {
    let bytes = Array(spelling.utf8)
    let mantissaEnd = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.count
    var places = 0
    if let point = bytes[..<mantissaEnd].firstIndex(of: UInt8(ascii: ".")) { places = mantissaEnd - point - 1 }
    var exponent = 0
    for byte in bytes.dropFirst(mantissaEnd + 1) where byte >= 0x30 && byte <= 0x39 && exponent < 10_000 {
      exponent = exponent * 10 + Int(byte - 0x30)
    }
    let isNegative = bytes.dropFirst(mantissaEnd + 1).first == UInt8(ascii: "-")
    return isNegative ? places + exponent : places - exponent
  }
}
