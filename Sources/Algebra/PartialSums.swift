import Expressions
import Numbers

/// A sum over a part of a slot's range is the sum over all of it without the entries that are missing at its ends:
///
///     Σ_{i in 2..n} x[i] = Σ_i x[i] − x[1]        Σ_{i in 1..n-1} x[i+1] = Σ_i x[i] − x[1]
///
/// so that telescoping sums cancel. What goes beyond is written out as if there were such entries:
///
///     Σ_{i in 1..n} [i < n]·x[i+1] = Σ_{i in 1..n} x[i+1] − x[n+1] = Σ_i x[i] − x[1] + x[n+1] − x[n+1]
///
/// for where the sum has a value, these have none in it, whatever they are. Only what is defined at every entry is summed over more of them, and only ranges that
/// never end before they begin are widened.
extension NormalForms {
  /// Ends that are written out.
  private static let mostMissing = 4

  /// Where an index stands in slots: bare or shifted, always by the same number and in slots of the same range.
  private struct Place: Equatable {
    var range: IndexRange
    var shift: Int
  }

  /// A value of the slots at an end of their range, which the index leaves out, or beyond it.
  private struct End {
    var value: Expression
    var isMissing: Bool
  }

  /// The sum of a form over an index, term by term; nil where the index may end before it begins.
  func sumOverPart(_ body: Form, over index: Index) throws(Obstacle) -> Form? {
    let range = store.range(index)
    guard store.fixedLength(range) == nil, hasParts, endsAfterItBegins(range) else { return nil }
    let slot = try freeSlot(index)
    var result = Form.zero
    for term in body.terms {
      let own = form(term.monomial, term.coefficient)
      let closed = try summed(own, over: slot)
      let isClosed = !closed.terms.contains { boundCount($0.monomial) > 0 }
      if !isClosed, let e = expression(of: own), let place = place(of: index, in: e), let ends = try ends(range, place)
      {
        result = result.adding(try widened(e, index, place, ends))
      } else {
        result = result.adding(closed)
      }
    }
    return result
  }

  /// Σ or Π over a small part of a slot's range, entry by entry: the entries are those of the slot. Nothing is summed over
  /// an empty range.
  func writtenOut(_ e: Expression) throws(Obstacle) -> Form? {
    let (kind, index) = (store.reduction(e), store.index(store.operand(0, of: e)))
    guard kind == .sum || kind == .product else { return nil }
    let range = store.range(index)
    if store.fixedLength(range) == 0 { return kind == .sum ? .zero : one }
    guard let values = writtenOut(range), isPart(range, index, of: e) else { return nil }
    var parts: [Form] = []
    for value in values {
      let place = store.integer(value)
      let own = (1...2).map { store.substituting([index: place], in: store.operand($0, of: e)) }
      let (condition, body) = (try indicator(own[0]), try normalForm(of: own[1]))
      let other = kind == .sum ? Form.zero : one.adding(condition, times: Rational(-1))
      parts.append(other.adding(try product(condition, body)))
    }
    return kind == .sum ? try sum(parts) : try product(parts)
  }

  /// The index stands in a slot with more entries.
  private func isPart(_ range: IndexRange, _ index: Index, of e: Expression) -> Bool {
    store.reachable(from: [store.operand(2, of: e)]).contains { node in
      guard store.op(node) == .symbol || store.op(node) == .definition else { return false }
      return zip(store.operands(of: node), slotRanges(of: node)).contains { slot, own in
        own != range && store.op(slot) == .index && store.index(slot) == index
      }
    }
  }

  private func endsAfterItBegins(_ range: IndexRange) -> Bool {
    (try? lengthForm(range)) != nil
  }

  private func widened(
    _ term: Expression, _ index: Index, _ place: Place, _ ends: [End]
  ) throws(Obstacle) -> Form {
    let wide = store.freshIndex(store.name(index), place.range)
    let all = try summand(term, index, at: store.value(of: wide), place)
    var result = try summed(all, over: try freeSlot(wide))
    for end in ends {
      result = result.adding(try summand(term, index, at: end.value, place), times: end.isMissing ? Rational(-1) : .one)
    }
    return result
  }

  /// The term where the slots hold `value`.
  private func summand(
    _ term: Expression, _ index: Index, at value: Expression, _ place: Place
  ) throws(Obstacle) -> Form {
    let position = place.shift == 0 ? value : store.sum([value, store.integer(-place.shift)])
    let own = store.substituting([index: position], in: term)
    return try normalForm(of: own)
  }

  /// The values of the slots that the index leaves out, or goes beyond; nil if there are none, or too many.
  private func ends(_ range: IndexRange, _ place: Place) throws(Obstacle) -> [End]? {
    let (own, whole) = (store.bounds(range), store.bounds(place.range))
    let shift = constant(Rational(place.shift))
    let below = try normalForm(of: own.lower).adding(shift).adding(try normalForm(of: whole.lower), times: Rational(-1))
    let above = try normalForm(of: whole.upper).adding(shift, times: Rational(-1))
      .adding(try normalForm(of: own.upper), times: Rational(-1))
    guard let p = integer(below), let q = integer(above), p != 0 || q != 0 || place.shift != 0,
      abs(p) <= NormalForms.mostCorrections, abs(q) <= NormalForms.mostMissing,
      abs(p) + abs(q) <= NormalForms.mostMissing
    else { return nil }
    let lower = (min(p, 0)..<max(p, 0)).map { ($0, store.sum([whole.lower, store.integer($0)])) }
    let upper = (min(q, 0)..<max(q, 0)).map { ($0, store.sum([whole.upper, store.integer(-$0)])) }
    return (lower + upper).map { End(value: $0.1, isMissing: $0.0 >= 0) }
  }

  private func integer(_ form: Form) -> Int? { form.isZero ? 0 : form.constant?.asInt }

  /// Nil as well where the expressions need not be defined at entries that the index does not reach.
  private func place(of index: Index, in root: Expression) -> Place? {
    var found: Place?
    var (isInDelta, partner) = (false, IndexRange?.none)
    for e in store.reachable(from: [root]) where store.isFree(index, in: e) {
      switch store.op(e) {
      case .symbol, .definition:
        if store.op(e) == .definition && !isTotal(store.definition(e)) { return nil }
        for (slot, range) in zip(store.operands(of: e), slotRanges(of: e)) where store.isFree(index, in: slot) {
          guard let shift = shift(of: index, in: slot) else { return nil }
          let place = Place(range: range, shift: shift)
          if let found, found != place { return nil }
          found = place
        }
      case .delta:
        isInDelta = true
        let other = store.operands(of: e).first { store.op($0) == .index && store.index($0) != index }
        partner = other.map { store.range(store.index($0)) }
      case .comparison:
        let others = Set(store.reachable(from: [e]).filter { store.op($0) == .index }.map { store.index($0) })
          .subtracting([index])
        if others.count == 1, partner == nil { partner = others.first.map { store.range($0) } }
      default: if !isTotal(e) { return nil }
      }
    }
    // A delta is worked off only where its indices stand bare; where the index has no other place, its partner tells one,
    // as the other index of a comparison does.
    return (found ?? partner.map { Place(range: $0, shift: 0) }).flatMap { isInDelta && $0.shift != 0 ? nil : $0 }
  }

  private func slotRanges(of e: Expression) -> [IndexRange] {
    store.op(e) == .symbol ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
  }

  private func shift(of index: Index, in slot: Expression) -> Int? {
    if store.op(slot) == .index { return 0 }
    guard store.op(slot) == .sum, store.operandCount(of: slot) == 2 else { return nil }
    let parts = store.operands(of: slot)
    guard parts.contains(where: { store.op($0) == .index }) else { return nil }
    return parts.lazy.compactMap { self.store.rational($0)?.asInt }.first
  }

  /// The operation has a value wherever its operands have.
  private func isTotal(_ e: Expression) -> Bool {
    switch store.op(e) {
    case .number, .size, .index, .symbol, .sum, .product, .delta, .cases, .truth, .comparison, .and, .or, .not: true
    case .constant: store.constant(e) != .infinity
    case .reduction: store.reduction(e) == .sum || store.reduction(e) == .product
    case .power: hasEveryPower(e) || store.rational(store.operand(1, of: e))?.asInt.map { $0 >= 0 } ?? false
    // Iverson's bracket [u > 0] has a value at 0.
    case .function: store.function(e) == .step || store.function(e).isDefinedEverywhere
    case .definition: isTotal(store.definition(e))
    case .inverse, .determinant, .logDeterminant, .apply, .derivative, .substitution, .limit, .expectation, .undefined:
      false
    }
  }

  /// u^a for a u that is known to be positive.
  private func hasEveryPower(_ e: Expression) -> Bool {
    guard let base = try? normalForm(of: store.operand(0, of: e)) else { return false }
    return sign(of: base) == .positive
  }

  /// By its formula; a definition mentions only earlier ones.
  public func isTotal(_ definition: Definition) -> Bool {
    let body = store.body(definition)
    guard !body.isRecursive, body.clauses.count == 1 else { return false }
    return store.reachable(from: [body.clauses[0].body]).allSatisfy { isTotal($0) }
  }
}
