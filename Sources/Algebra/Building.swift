import Expressions
import Numbers

/// From expressions to normal forms: one visit a node, children first, without recursion on their depth.
extension NormalForms {
  /// The normal form of an expression in which every derivative has been carried out.
  public func normalForm(of root: Expression) throws(Obstacle) -> Form {
    if let known = imagesOfExpressions[root] { return known }
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if imagesOfExpressions[e] != nil { continue }
      if isReady {
        imagesOfExpressions[e] = try build(e)
        continue
      }
      // On the way down: an unfolding that never comes to an end must spend too.
      try spend()
      pending.append((e, true))
      for part in try prerequisites(of: e) where imagesOfExpressions[part] == nil { pending.append((part, false)) }
    }
    return imagesOfExpressions[root] ?? .zero
  }

  /// What must be built before a node: its operands, and the body of a definition.
  private func prerequisites(of e: Expression) throws(Obstacle) -> [Expression] {
    switch store.op(e) {
    case .definition:
      if !unfoldsDefinitions { return Array(store.operands(of: e)) }
      let body = store.body(store.definition(e))
      if body.isRecursive || body.clauses.count != 1 {
        return Array(store.operands(of: e)) + (try clause(for: e).map { [$0] } ?? [])
      }
      return [body.clauses[0].body]
    case .symbol, .number, .constant, .size, .index, .delta, .truth, .undefined: return []
    case .derivative, .substitution: throw .unsupported("a derivative that was not carried out")
    case .limit: throw .unsupported("this limit")
    case .expectation: throw .unsupported(openExpectation(e))
    default: return Array(store.operands(of: e))
    }
  }

  func image(_ e: Expression) throws(Obstacle) -> Form {
    if let known = imagesOfExpressions[e] { return known }
    return try normalForm(of: e)
  }

  private func build(_ e: Expression) throws(Obstacle) -> Form {
    if let chosen = try chosenEntry(e) { return chosen }
    switch store.op(e) {
    case .number: return constant(store.rational(e) ?? .zero)
    case .constant: return try buildConstant(store.constant(e))
    case .size:
      if let value = facts.sizes[store.dimension(e)] { return constant(Rational(value)) }
      return try reduced(Factor(atom(.size, payload: store.dimension(e).number)))
    case .index: return try buildIndexValue(store.index(e))
    case .symbol:
      let slots = try slots(store.operands(of: e), store.declaration(store.symbol(e)).slots)
      if let known = facts.solutions[store.symbol(e).number] {
        return try renamed(known.value, Renaming(Array(zip(known.slots, slots))))
      }
      return try reduced(Factor(atom(.symbol, payload: store.symbol(e).number), try SlotList(slots)))
    case .definition: return try buildDefinition(e)
    case .sum: return try sum(try images(e))
    case .product: return try product(try images(e))
    case .power: return try symbolicPower(try image(store.operand(0, of: e)), try image(store.operand(1, of: e)))
    case .function: return try function(store.function(e), try images(e))
    case .delta:
      if let x = store.rational(store.operand(0, of: e)), let y = store.rational(store.operand(1, of: e)) {
        return x == y ? one : .zero
      }
      let slots = try deltaSlots(store.operand(0, of: e), store.operand(1, of: e))
      return try reduced(Factor(.delta, try SlotList(slots)))
    case .reduction: return try buildReduction(e)
    case .cases: return try buildCases(e)
    case .truth, .comparison, .and, .or, .not: return try indicator(e)
    case .inverse, .determinant, .logDeterminant: return try buildMatrix(e)
    case .apply: return try buildApplication(e)
    case .undefined: throw .undefined("a case that is not covered")
    case .derivative, .substitution: throw .unsupported("a derivative that was not carried out")
    case .limit: throw .unsupported("this limit")
    case .expectation: throw .unsupported(openExpectation(e))
    }
  }

  private func images(_ e: Expression) throws(Obstacle) -> [Form] {
    var forms: [Form] = []
    for part in store.operands(of: e) { forms.append(try image(part)) }
    return forms
  }

  func buildConstant(_ constant: Constant) throws(Obstacle) -> Form {
    if constant == .infinity { throw .unsupported("infinity") }
    if constant == .e { return try exponential(one) }
    return try reduced(Factor(atom(.constant, payload: UInt32(constant.rawValue))))
  }

  private func buildIndexValue(_ index: Index) throws(Obstacle) -> Form {
    try reduced(Factor(atom(.indexValue), try SlotList([try freeSlot(index)])))
  }

  // Slots

  func slots(_ terms: ArraySlice<Expression>, _ ranges: [IndexRange]) throws(Obstacle) -> [Slot] {
    var slots: [Slot] = []
    for (term, range) in zip(terms, ranges) { slots.append(try slot(term, range)) }
    return slots
  }

  /// An index term: a plain index, a literal, a shifted index, or any integer-valued form.
  func slot(_ e: Expression, _ range: IndexRange) throws(Obstacle) -> Slot {
    if store.op(e) == .index { return try freeSlot(store.index(e)) }
    if let value = store.rational(e)?.asInt { return try literal(value, range) }
    return try slot(of: try image(e), range)
  }

  /// The place in a range that an integer-valued form names.
  func slot(of form: Form, _ range: IndexRange) throws(Obstacle) -> Slot {
    if let value = form.constant?.asInt { return try literal(value, range) }
    let offset = form.coefficient(of: .one)?.asInt ?? 0
    let rest = form.removing(.one)
    if let term = rest.single, term.coefficient.isOne {
      let factors = factors(of: term.monomial)
      if factors.count == 1, let factor = factors.first, kind(factor) == .indexValue, factor.exponent.isOne {
        return try shifted(factor.slots[0], by: offset, range)
      }
    }
    for term in rest.terms where boundCount(term.monomial) > 0 { throw .unsupported("an index that is a sum") }
    return try slot(.computed(intern(inside: rest), offset), rangeOfComputed(rest, range))
  }

  /// A declared index `k : 1..K` takes just the values of its own range.
  private func rangeOfComputed(_ form: Form, _ range: IndexRange) -> IndexRange {
    declaredIndexRange(form) ?? range
  }

  private func deltaSlots(_ a: Expression, _ b: Expression) throws(Obstacle) -> [Slot] {
    let range = knownRange(a) ?? knownRange(b)
    guard let range else { throw .unsupported("a delta whose range is not known") }
    return [try slot(a, range), try slot(b, range)]
  }

  private func knownRange(_ e: Expression) -> IndexRange? {
    if let range = range(ofBase: e) { return range }
    return store.op(e) == .sum ? store.operands(of: e).lazy.compactMap { self.knownRange($0) }.first : nil
  }
}

extension NormalForms {
  /// An expectation that the declared moments do not determine.
  private func openExpectation(_ e: Expression) -> String {
    let symbol = store.symbol(e)
    let name = store.declaration(symbol).name
    let text = ExpressionText.text(e, in: store, limit: 60)
    switch store.declaration(symbol).law?.kind {
    case .moments: return "`\(text)`, which the mean and the variance of \(name) do not determine"
    default: return "`\(text)`"
    }
  }
}
