import Expressions
import Numbers

/// Bijective changes of an unrestricted symbol: an identity for all v is one for all w.
extension NormalForms {
  /// v = M·w removes M⁻¹·v. Only for a symbol without declared properties that M does not contain.
  func absorbingVector(_ form: Form) throws(Obstacle) -> Form? {
    for term in form.terms {
      let own = factors(of: term.monomial)
      for inverse in own where kind(inverse) == .inverse && inverse.exponent.isOne && inverse.slots.count == 2 {
        for place in 0..<2 {
          for vector in own where isAbsorbable(vector, into: inverse, at: place) {
            return try absorbed(form, inverse, place, vector)
          }
        }
      }
    }
    return nil
  }

  private func isAbsorbable(_ vector: Factor, into inverse: Factor, at place: Int) -> Bool {
    let record = self[vector.atom]
    guard record.kind == .symbol, vector.exponent.isOne, !vector.slots.isEmpty else { return false }
    let symbol = store.symbols[Int(record.payload)]
    let joint = inverse.slots[place]
    return joint.isBound && vector.slots[0] == joint && symbol.domain == .real && symbol.structure == .none
      && symbol.slots[0] == matrixRange(inverse.atom) && joint.range == symbol.slots[0]
      && !facts.mentions(record.payload)
      && !mentions(inverse.atom) { $0.kind == .symbol && $0.payload == record.payload }
  }

  private func absorbed(_ form: Form, _ inverse: Factor, _ place: Int, _ vector: Factor) throws(Obstacle) -> Form {
    var declaration = store.symbols[Int(self[vector.atom].payload)]
    var slots: [Slot] = []
    for range in declaration.slots { slots.append(try freshFreeSlot(range)) }
    declaration.name += "~"
    // The new symbol is itself not absorbed again: that would go on for ever.
    declaration.domain = .interval(lower: nil, upper: nil, closedLower: false, closedUpper: false)
    let fresh = atom(.symbol, payload: store.declare(declaration).number)
    let joint = try freshFreeSlot(slots[0].range)
    // M⁻¹[i,j]·v[j]: v[j] = M[j,k]·w[k];  v[i]·M⁻¹[i,j]: v[i] = w[k]·M[k,i]
    let ends = place == 1 ? [slots[0], joint] : [joint, slots[0]]
    let matrix = try instance(self[inverse.atom].insides[0], lambdas: ends, parameters: [])
    let w = try reduced(Factor(fresh, try SlotList([joint] + slots.dropFirst())))
    let value = try summed(try product(matrix, w), over: joint)
    return try substituting(vector.atom, by: value, slots: slots, in: form)
  }

  /// In (X + R)⁻¹ with a matrix symbol X that no other inverse contains, call X + R = Z and put X = Z − R: only
  /// inverses of single symbols are left. Of X only its symmetry is kept, which proves more.
  func namingDenominator(_ form: Form) throws(Obstacle) -> Form? {
    var inverses: [Atom] = []
    for term in form.terms {
      for factor in factors(of: term.monomial) where kind(factor) == .inverse && factor.slots.count == 2 {
        if !inverses.contains(factor.atom) { inverses.append(factor.atom) }
      }
    }
    for inverse in inverses.sorted(by: { self[$0].digest < self[$1].digest }) {
      if let next = try namingDenominator(form, inverse, inverses) { return next }
    }
    return nil
  }

  private func namingDenominator(_ form: Form, _ inverse: Atom, _ all: [Atom]) throws(Obstacle) -> Form? {
    let inside = self[self[inverse].insides[0]]
    guard inside.count > 1 else { return nil }
    for term in inside.terms where term.coefficient.isOne {
      let own = factors(of: term.monomial)
      guard own.count == 1, let x = own.first, x.exponent.isOne, kind(x) == .symbol, x.slots.count == 2 else {
        continue
      }
      let payload = self[x.atom].payload
      func uses(_ record: AtomRecord) -> Bool { record.kind == .symbol && record.payload == payload }
      let rest = inside.removing(term.monomial)
      guard x.slots[0] != x.slots[1], !mentions(rest, uses), !facts.mentions(payload),
        !all.contains(where: { $0 != inverse && mentions($0, uses) })
      else { continue }
      return try named(form, inverse, x, rest)
    }
    return nil
  }

  private func named(_ form: Form, _ inverse: Atom, _ x: Factor, _ rest: Form) throws(Obstacle) -> Form? {
    let range = matrixRange(inverse)
    let slots = [try freshFreeSlot(range), try freshFreeSlot(range)]
    let symbol = store.symbols[Int(self[x.atom].payload)]
    guard symbol.slots == [range, range] else { return nil }
    let isTurned = x.slots[0].number == Slot.firstLambda + 1
    let others = try renamed(rest, Renaming(parameters: [], lambdas: isTurned ? [slots[1], slots[0]] : slots))
    if symbol.structure.isSymmetric {
      let m = MatrixForm(form: others, row: slots[0], column: slots[1])
      if try transposed(m).form != others { return nil }
    }
    let structure: Structure = symbol.structure.isSymmetric ? .invertibleSymmetric : .invertible
    let declaration = SymbolDeclaration(name: symbol.name + "^", slots: symbol.slots, structure: structure)
    let z = Factor(atom(.symbol, payload: store.declare(declaration).number), try SlotList(slots))
    let value = try reduced(z).adding(others, times: Rational(-1))
    return try substituting(x.atom, by: value, slots: slots, in: form)
  }
}
