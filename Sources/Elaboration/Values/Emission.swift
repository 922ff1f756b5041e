import Diagnostics
import Expressions
import Notation
import Numbers

/// Upwards into the store: the value of each node at the indices that its parent wants.
extension Elaborator {
  mutating func emit(_ draft: inout TermDraft, _ context: inout IndexContext) throws(Rejection) {
    var shifted: [Node] = []
    for number in draft.first...Int(draft.root.number) {
      let node = Node(number)
      if draft.isPart(node) || draft.role(node) == .unvisited { continue }
      if draft.takesKnownValue(node) { continue }
      draft.enter(try value(of: node, draft, &context), at: node)
      if draft.tree.kind(node) == .index, hasShift(node, draft) { shifted.append(node) }
      if store.count > Elaborator.nodeLimit {
        throw Rejection(.tooLarge("`\(excerpt(node, draft))`"), at: draft.span(node))
      }
    }
    if !shifted.isEmpty { try requireEntriesInRange(shifted, draft, context) }
  }

  private mutating func value(
    of node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Expression {
    switch draft.tree.kind(node) {
    case .number: return store.number(draft.tree.value(node))
    case .name: return try nameValue(node, draft, &context)
    case .sum, .difference: return sumValue(node, draft)
    case .negation, .identity:
      return draft.isSum(node) ? sumValue(node, draft) : productValue(node, draft)
    case .product, .quotient, .entrywiseProduct, .entrywiseQuotient: return productValue(node, draft)
    case .power, .entrywisePower: return powerValue(node, draft)
    case .transpose: return draft.value(draft.tree.child(node, 0))
    case .index: return indexValue(node, draft)
    case .call: return try callValue(node, draft, &context)
    case .array: return arrayValue(node, draft)
    case .row, .everything, .link: return Expression(0)
    default: return try statementValue(node, draft, &context)
    }
  }

  private mutating func nameValue(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Expression {
    let slots = draft.slots(node)
    switch draft.meaning(node) {
    case .index(let number): return store.value(of: try variable(number, &context))
    case .size(let size): return store.size(size)
    case .constant(let constant): return store.constant(constant)
    case .identity: return store.delta(slots[0], slots[1])
    case .ones:
      if context.resolved(draft.shape(node)).form == .ones {
        throw Rejection(.unknownSize("ones"), at: draft.span(node))
      }
      return store.integer(1)
    default: return entryValue(node, slots, draft)
    }
  }

  /// An entry of what a name stands for.
  mutating func entryValue(_ name: Node, _ slots: [Expression], _ draft: TermDraft) -> Expression {
    switch draft.meaning(name) {
    case .symbol(let symbol): return store.entry(of: symbol, slots)
    case .definition(let definition): return store.entry(of: definition, slots)
    case .own: return store.entry(of: Definition(UInt32(store.definitions.count - 1)), slots)
    case .parameter(let number):
      switch draft.parameters[number].stand {
      case .index(let index): return store.value(of: index)
      case .symbol(let symbol): return store.entry(of: symbol, slots)
      }
    default: return store.undefined()
    }
  }

  func resolved(_ slots: [EntrySlot], _ draft: TermDraft) -> [Expression] {
    slots.map { slot in
      switch slot {
      case .known(let e): e
      case .node(let node): draft.value(node)
      }
    }
  }

  private mutating func indexValue(_ node: Node, _ draft: TermDraft) -> Expression {
    if let entry = draft.entries[node], let name = baseName(of: node, draft.tree) {
      return entryValue(name, resolved(entry, draft), draft)
    }
    let base = draft.value(draft.tree.child(node, 0))
    var fresh = (draft.joins[node] ?? [])[...]
    var replacement: [Index: Expression] = [:]
    for slot in draft.tree.children(node).dropFirst() {
      if draft.tree.kind(slot) == .everything { continue }
      if case .index = draft.meaning(slot) { continue }
      if let index = fresh.popFirst() { replacement[index] = draft.value(slot) }
    }
    return replacement.isEmpty ? base : store.substituting(replacement, in: base)
  }

  // MARK: Sums and products

  /// All terms of a chain of sums, differences and signs, as one node.
  private mutating func sumValue(_ root: Node, _ draft: TermDraft) -> Expression {
    parts.begin(with: root)
    while let (node, isNegative) = parts.pending.popLast() {
      guard node == root || draft.isPart(node) else {
        let value = draft.value(node)
        parts.values.append(isNegative ? store.negation(value) : value)
        continue
      }
      let kind = draft.tree.kind(node)
      if draft.tree.childCount(node) > 1 {
        parts.pending.append((draft.tree.child(node, 1), isNegative != (kind == .difference)))
      }
      parts.pending.append((draft.tree.child(node, 0), isNegative != (kind == .negation)))
    }
    return store.sum(parts.values)
  }

  /// The bits up to which the numbers of a product are multiplied at once.
  static let coefficientLimit = 512

  /// All factors of a chain of products, quotients and signs, the numbers among them as one; summed over the index that the topmost one joins.
  private mutating func productValue(_ root: Node, _ draft: TermDraft) -> Expression {
    var coefficient = Rational.one
    parts.begin(with: root)
    while let (node, isInverse) = parts.pending.popLast() {
      guard node == root || draft.isPart(node) else {
        let value = draft.value(node)
        if let number = store.rational(value), coefficient.bitWidth + number.bitWidth < Elaborator.coefficientLimit,
          let factor = isInverse ? Rational.one.divided(by: number) : number
        {
          coefficient *= factor
        } else {
          parts.values.append(isInverse ? store.reciprocal(value) : value)
        }
        continue
      }
      let kind = draft.tree.kind(node)
      if kind == .negation { coefficient = -coefficient }
      if draft.tree.childCount(node) > 1 {
        parts.pending.append((draft.tree.child(node, 1), kind == .quotient || kind == .entrywiseQuotient))
      }
      parts.pending.append((draft.tree.child(node, 0), false))
    }
    if !coefficient.isOne || parts.values.isEmpty { parts.values.insert(store.number(coefficient), at: 0) }
    let value = store.product(parts.values)
    return store.sum(over: draft.joins[root] ?? [], value)
  }

  private mutating func powerValue(_ node: Node, _ draft: TermDraft) -> Expression {
    let base = draft.value(draft.tree.child(node, 0))
    guard let indices = draft.joins[node] else {
      return store.power(base, draft.value(draft.tree.child(node, 1)))
    }
    let slots = draft.slots(node)
    let exponent = literal(draft.tree.child(node, 1), draft.tree)?.asInt ?? 1
    if exponent == 0 { return store.delta(slots[0], slots[1]) }
    if exponent > 0 { return matrixPower(base, indices, exponent, slots) }
    let (row, column) = (store.freshIndex("i", store.range(indices[0])), store.freshIndex("j", store.range(indices[0])))
    let body = matrixPower(base, indices, -exponent, [store.value(of: row), store.value(of: column)])
    return store.inverse(slots[0], slots[1], row: row, column: column, body)
  }

  /// The entry of a power of the matrix whose entry at `indices` is `base`, as Σ_k A[i,k]·(Σ_l A[k,l]·…): one sum over
  /// all joints would have n^(exponent + 1) terms to evaluate.
  private mutating func matrixPower(
    _ base: Expression, _ indices: [Index], _ exponent: Int, _ slots: [Expression]
  ) -> Expression {
    let joints = (1..<exponent).map { _ in store.freshIndex("k", store.range(indices[0])) }
    let stations = [slots[0]] + joints.map { store.value(of: $0) } + [slots[1]]
    var power: Expression?
    for step in (0..<exponent).reversed() {
      let factor = store.substituting([indices[0]: stations[step], indices[1]: stations[step + 1]], in: base)
      guard let rest = power else {
        power = factor
        continue
      }
      power = store.sum(over: [joints[step]], store.product([factor, rest]))
    }
    return power ?? base
  }

  // MARK: Arrays

  /// Entries times deltas, which pick the one that is wanted.
  private mutating func arrayValue(_ node: Node, _ draft: TermDraft) -> Expression {
    let slots = draft.slots(node)
    let rows = draft.tree.children(node)
    var terms: [Expression] = []
    for (i, row) in rows.enumerated() {
      for (j, entry) in draft.tree.children(row).enumerated() {
        let value = draft.value(entry)
        if store.rational(value)?.isZero == true { continue }
        let places = slots.count == 2 ? [i + 1, j + 1] : [rows.count == 1 ? j + 1 : i + 1]
        var factors = [value]
        for (slot, place) in zip(slots, places) {
          let position = store.integer(place)
          factors.append(store.delta(slot, position))
        }
        terms.append(store.product(factors))
      }
    }
    return terms.isEmpty ? store.integer(0) : store.sum(terms)
  }
}
