import Expressions
import Numbers

/// The formula of a definition at some literal slots.
struct UnfoldedEntry {
  struct Key: Hashable {
    var atom: Atom
    var place: [Place]
  }

  /// A literal, or an index of a range plus a number.
  struct Place: Hashable {
    var range: IndexRange?
    var free: Index?
    var offset: Int

    init(_ forms: NormalForms, _ slot: Slot) {
      let base = forms.base(of: slot)
      range = slot.kind == .literal ? nil : base.range
      free = base.isFree && !forms.isFresh(base) ? Index(UInt32(base.number)) : nil
      offset = slot.kind == .literal ? slot.number : Int(Int64(bitPattern: forms.offset(of: slot)))
    }
  }

  /// The free slots of `value` that stand for the other ones.
  var slots: [Slot]
  var value: Form
}

/// Defined names: closed atoms, or unfolded where it is plain which of their lines applies.
extension NormalForms {
  func buildDefinition(_ e: Expression) throws(Obstacle) -> Form {
    let definition = store.definition(e)
    let body = store.body(definition)
    let own = try slots(store.operands(of: e), body.slots)
    guard body.clauses.count == 1, !body.isRecursive, unfoldsDefinitions else {
      if unfoldsDefinitions, let unfolded = try clause(for: e) { return try image(unfolded) }
      if let marginal = try marginal(definition, at: own) { return marginal }
      return try reduced(Factor(atom(.definition, payload: definition.number), try SlotList(own)))
    }
    return try formula(of: body.clauses[0], at: own)
  }

  /// The formula of a line at the slots of an entry.
  func formula(of clause: DefinitionBody.Clause, at slots: [Slot]) throws(Obstacle) -> Form {
    var renaming = Renaming()
    for (pattern, slot) in zip(clause.pattern, slots) {
      if case .variable(let index) = pattern { renaming[try freeSlot(index)] = slot }
    }
    return try renamed(try image(clause.body), renaming)
  }

  /// An entry of a recursion or of a definition by entries whose slots have become literals.
  func definitionRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let body = store.body(Definition(self[factor.atom].payload))
    guard unfoldsDefinitions, body.isRecursive || body.clauses.count != 1, factor.exponent.isInteger,
      factor.exponent > .zero, let entry = try unfoldedEntry(factor, isRecursive: body.isRecursive)
    else { return nil }
    let less = try factor.exponent.minus(.one)
    let left = less.isZero ? rest : rest + [factor.raised(to: less)]
    var renaming = Renaming(shift: nextBound(in: left + [factor]))
    let open = factor.slots.array.filter { $0.kind != .literal }
    for (slot, own) in zip(entry.slots, open) { renaming[slot] = base(of: own) }
    var products: [Product] = []
    for term in entry.value.terms {
      products.append((left + (try renamed(factors(of: term.monomial), renaming)), term.coefficient))
    }
    return products
  }

  /// The value of an entry with free slots in the place of those that are no literals; nil where it stays closed.
  private func unfoldedEntry(_ factor: Factor, isRecursive: Bool) throws(Obstacle) -> UnfoldedEntry? {
    let own = factor.slots.array
    let place = own.map { UnfoldedEntry.Place(self, $0) }
    if isRecursive && !own.contains(where: { $0.kind == .literal }) { return nil }
    if own.contains(where: { $0.kind == .position && base(of: $0) == $0 }) { return nil }
    let key = UnfoldedEntry.Key(atom: factor.atom, place: place)
    if let known = unfoldedEntries[key] { return known }
    var (slots, terms) = ([Slot](), [Expression]())
    for (slot, place) in zip(own, place) {
      if slot.kind == .literal {
        terms.append(store.integer(place.offset))
      } else {
        // A free index stays itself, since facts may speak of it.
        let index = place.free ?? store.freshIndex("i", base(of: slot).range)
        slots.append(try freeSlot(index))
        let value = store.value(of: index)
        terms.append(place.offset == 0 ? value : store.sum([value, store.integer(place.offset)]))
      }
    }
    let entry = store.entry(of: Definition(self[factor.atom].payload), terms)
    guard let formula = try clause(for: entry) else {
      unfoldedEntries[key] = .some(nil)
      return nil
    }
    let unfolded = UnfoldedEntry(slots: slots, value: try image(formula))
    unfoldedEntries[key] = unfolded
    return unfolded
  }

  /// The line of a definition that applies at these slots, with them put in; nil where a symbolic slot leaves it open.
  func clause(for e: Expression) throws(Obstacle) -> Expression? {
    let body = store.body(store.definition(e))
    let slots = Array(store.operands(of: e))
    for (slot, range) in zip(slots, body.slots) {
      if let value = try literalValue(slot), !mayHold(range, value) { throw .undefined("an entry outside its range") }
    }
    let choice = try body.choice(at: slots) { (slot, number) throws(Obstacle) -> Bool? in
      if let value = try literalValue(slot) { return value == number }
      return isNever(slot, number) ? false : nil
    }
    switch choice {
    case .clause(let clause):
      let image = store.formula(of: e, by: clause)
      if !body.isRecursive { return image }
      return try isLiteral(e) ? image : decidedArm(of: image)
    case .open: return nil
    case .uncovered: throw .undefined("an entry that no line of the definition covers")
    }
  }

  /// The index term lies beyond the value, by the ends of its range.
  private func isNever(_ slot: Expression, _ value: Int) -> Bool {
    guard let term = indexTerm(slot), let base = term.base, let range = range(ofBase: base) else { return false }
    return !mayHold(range, value - term.offset)
  }

  /// A slot that every reference steps in the same way is a literal, or every slot that some reference steps in, so that
  /// unfolding comes to an end.
  private func isLiteral(_ e: Expression) throws(Obstacle) -> Bool {
    let definition = store.definition(e)
    var isOpen = false
    for (k, isStep) in store.recursionSlots(of: definition).enumerated() where isStep {
      let isLiteral = try literalValue(store.operand(k, of: e)) != nil
      if isLiteral, let steps = store.recursionSteps(of: definition, slot: k), endsBySteps(steps, definition, slot: k) {
        return true
      }
      isOpen = isOpen || !isLiteral || (store.recursionSteps(of: definition, slot: k)?.contains { $0 > 0 } ?? false)
    }
    return !isOpen
  }

  /// The steps lead to an end of the slot's range that is a number.
  private func endsBySteps(_ steps: Set<Int>, _ definition: Definition, slot k: Int) -> Bool {
    let bounds = store.bounds(store.body(definition).slots[k])
    if steps.allSatisfy({ $0 < 0 }) { return store.rational(bounds.lower) != nil }
    return steps.allSatisfy { $0 > 0 } && store.rational(bounds.upper) != nil
  }

  /// The arm of a recursion at a symbolic slot that is plainly meant: `b[T] := 1` at b[T]. Any other arm stays closed,
  /// since its own entries would be unfolded in turn without an end.
  private func decidedArm(of e: Expression) -> Expression? {
    guard store.op(e) == .cases else { return nil }
    let (condition, value) = (store.operand(0, of: e), store.operand(1, of: e))
    switch store.op(condition) {
    case .truth: return store.truth(condition) ? value : nil
    case .comparison:
      let isEquation = store.comparison(condition) == .equal
      return isEquation && store.operand(0, of: condition) == store.operand(1, of: condition) ? value : nil
    default: return nil
    }
  }

  /// The integer that an index term is: `3`, `3 - 1`.
  private func literalValue(_ e: Expression) throws(Obstacle) -> Int? {
    if let value = store.rational(e) { return value.asInt }
    return store.hasFreeIndices(e) ? nil : try normalForm(of: e).constant?.asInt
  }
}
