import Expressions
import Numbers

/// An atom over a form: the free indices of the form become slots of the atom.
extension NormalForms {
  /// An atom with the slots that put it where it was made.
  struct PlacedAtom {
    var atom: Atom
    var slots: [Slot]
  }

  /// More free indices than this would need too many orders to be tried.
  private static let mostParameters = 4

  /// The atom of a kind over some forms. Every free slot of the forms but the `lambdas` becomes a generic slot, in the
  /// order that gives the least forms, so that equal insides are the same number whatever their indices are called.
  func place(
    _ kind: AtomKind, payload: UInt32 = 0, over forms: [Form], lambdas: [Slot] = [], symmetric: Bool = false
  ) throws(Obstacle) -> PlacedAtom {
    let outer = outerSlots(of: forms, but: lambdas)
    if outer.isEmpty && lambdas.isEmpty {
      let insides = forms.map { intern(inside: $0) }
      return PlacedAtom(atom: atom(kind, payload: payload, insides: insides, symmetric: symmetric), slots: [])
    }
    if outer.count > NormalForms.mostParameters { throw .unsupported("a function of more than four free indices") }
    let (best, order) = try leastForms(forms, outer: outer, lambdas: lambdas)
    let insides = best.map { intern(inside: $0) }
    return PlacedAtom(atom: atom(kind, payload: payload, insides: insides, symmetric: symmetric), slots: order)
  }

  /// What becomes a slot of an atom over the forms: their free slots, and the computed places in them, each as one: f(x[i + j])
  /// is the atom f(x[·]) at i + j.
  private func outerSlots(of forms: [Form], but lambdas: [Slot]) -> [Slot] {
    var outer = Set<Slot>()
    for factor in forms.lazy.flatMap({ $0.terms }).flatMap({ self.factors(of: $0.monomial) }) {
      for k in 0..<factor.slots.count {
        let slot = base(of: factor.slots[k])
        if slot.isFree {
          outer.insert(slot)
        } else if slot.kind == .position, case .computed(let value, _) = positions[slot.number] {
          let own = freeSlots(of: self[value])
          if own.contains(where: lambdas.contains) { outer.formUnion(own) } else if !own.isEmpty { outer.insert(slot) }
        }
      }
    }
    return outer.subtracting(lambdas).sorted(by: slotPrecedes)
  }

  /// The form with its free slots made generic, the same for every naming of them, and what the generic ones stood for.
  func generalised(_ form: Form) throws(Obstacle) -> (InnerForm, [Reach]) {
    let outer = freeSlots(of: form).sorted(by: slotPrecedes)
    if outer.count > NormalForms.mostParameters { throw .unsupported("a condition on more than four free indices") }
    let (forms, places) = try leastForms([form], outer: outer, lambdas: [])
    let reach = places.map { Reach(range: base(of: $0).range, shift: Int(Int64(bitPattern: offset(of: $0)))) }
    return (intern(inside: forms[0]), reach)
  }

  /// The coefficient by which a form is divided so that all its multiples become one form: that of its lead over generic
  /// slots, whatever its indices are called. Where u and −u are both led by a positive coefficient, as x[i] − x[j] and
  /// x[j] − x[i] are, the lesser of the two is the form; of equal ones the ranges and then the names of the indices decide.
  /// So that of −u is always the negative of that of u.
  func leadingCoefficient(of form: Form) throws(Obstacle) -> Rational? {
    if let term = form.single { return term.coefficient }
    let outer = outerSlots(of: [form], but: [])
    guard !outer.isEmpty, outer.count <= NormalForms.mostParameters else { return lead(of: form)?.coefficient }
    let (own, places) = try leastForms([form], outer: outer, lambdas: [])
    guard let c = lead(of: own[0])?.coefficient else { return nil }
    if outer.count == 1 { return c }
    let (negative, otherPlaces) = try leastForms([form.scaled(by: Rational(-1))], outer: outer, lambdas: [])
    guard let d = lead(of: negative[0])?.coefficient, c.signum == d.signum else { return c }
    let isLesser =
      precedes(own, negative) || !precedes(negative, own) && precedesByPlaces(places, otherPlaces)
    return isLesser ? c.magnitude : -d.magnitude
  }

  private func leastForms(
    _ forms: [Form], outer: [Slot], lambdas: [Slot]
  ) throws(Obstacle) -> ([Form], order: [Slot]) {
    var best: ([Form], order: [Slot])?
    let stands = hasParts ? outer.map { stand(of: $0, in: forms) } : []
    for order in permutations(of: outer) {
      var renaming = Renaming()
      var places: [Slot] = []
      for (k, slot) in order.enumerated() {
        guard let own = outer.firstIndex(of: slot), hasParts else {
          renaming[slot] = Slot(.generic, k, slot.range)
          places.append(slot)
          continue
        }
        let generic = Slot(.generic, k, stands[own].range)
        renaming[slot] = try shifted(generic, by: -stands[own].shift, generic.range)
        places.append(try shifted(slot, by: stands[own].shift, generic.range))
      }
      for (k, slot) in lambdas.enumerated() {
        renaming[slot] = Slot(.generic, Slot.firstLambda + k, slot.range)
      }
      var images: [Form] = []
      for form in forms { images.append(try relabelled(form, renaming)) }
      if let known = best, !precedes(images, known.0),
        precedes(known.0, images) || !precedesByRange(places, known.order)
      {
        continue
      }
      best = (images, places)
    }
    return best ?? (forms, outer)
  }

  /// Of orders that give the same form, as those of i and j in [p = i + j] do, the one with the lesser ranges.
  private func precedesByRange(_ a: [Slot], _ b: [Slot]) -> Bool {
    a.lazy.map { self.digest($0.range) }.lexicographicallyPrecedes(b.lazy.map { self.digest($0.range) })
  }

  private func precedesByPlaces(_ a: [Slot], _ b: [Slot]) -> Bool {
    precedesByRange(a, b) || !precedesByRange(b, a) && a.lexicographicallyPrecedes(b, by: slotPrecedes)
  }

  /// The slots of an atom whose order does not matter, as those of (x[i] + x[j])⁻¹: exchanged, its insides are the same.
  func symmetricParameters(of insides: [InnerForm]) -> Range<Int> {
    let forms = insides.map { self[$0] }
    var generic: [Int: Slot] = [:]
    for slot in forms.flatMap({ genericSlots(of: $0) }) where slot.number < Slot.firstLambda {
      generic[slot.number] = slot
    }
    var block = 0..<0
    for k in 0..<max(0, generic.count - 1) {
      guard let a = generic[k], let b = generic[k + 1], a.range == b.range else { continue }
      let exchange = Renaming([(a, b), (b, a)])
      let isInvariant = forms.allSatisfy { form in (try? relabelled(form, exchange)) == form }
      if isInvariant { block = block.upperBound == k + 1 ? block.lowerBound..<(k + 2) : k..<(k + 2) }
    }
    return block
  }

  private func genericSlots(of form: Form) -> [Slot] {
    form.terms.flatMap { term in
      factors(of: term.monomial).flatMap { factor in
        factor.slots.array.map { base(of: $0) }.filter { $0.kind == .generic }
      }
    }
  }

  /// The furthest entry that an index points at, and the range of the entries there.
  private struct Stand {
    var shift: Int
    var range: IndexRange
  }

  /// h(y[s + 1]) is the atom h(y[·]) at s + 1, whatever the range of s is: the same as h(y[j]) at j = s + 1.
  private func stand(of slot: Slot, in forms: [Form]) -> Stand {
    var best: Stand?
    for form in forms {
      for term in form.terms {
        for factor in factors(of: term.monomial) {
          let ranges = entryRanges(of: factor)
          for k in 0..<factor.slots.count where base(of: factor.slots[k]) == slot {
            if kind(factor) == .indexValue { return Stand(shift: 0, range: slot.range) }
            let own = Stand(shift: Int(Int64(bitPattern: offset(of: factor.slots[k]))), range: ranges[k])
            guard let known = best else {
              best = own
              continue
            }
            if (own.shift, known.range.number) > (known.shift, own.range.number) { best = own }
          }
          if mentionsComputed([factor], slot) { return Stand(shift: 0, range: slot.range) }
        }
      }
    }
    return best ?? Stand(shift: 0, range: slot.range)
  }

  /// The ranges of all entries of an atom, where every slot has one for certain.
  func knownRanges(of atom: Atom) -> [IndexRange]? {
    if let declared = declaredRanges(of: atom) { return declared }
    let kind = self[atom].kind
    return kind == .function || kind == .power ? parameterRanges(of: atom) : nil
  }

  /// The ranges that the slots of a factor are declared with: of a name, or of the places of the forms that it is over.
  func entryRanges(of factor: Factor) -> [IndexRange] {
    let own = factor.slots.array.map { $0.range }
    if let declared = declaredRanges(of: factor.atom), declared.count == own.count { return declared }
    let inner = parameterRanges(of: factor.atom)
    return inner.count > own.count ? own : own.dropLast(inner.count) + inner
  }

  private func parameterRanges(of atom: Atom) -> [IndexRange] {
    var ranges: [Int: IndexRange] = [:]
    for inside in self[atom].insides {
      for term in self[inside].terms {
        for factor in factors(of: term.monomial) {
          for slot in factor.slots.array.map({ base(of: $0) })
          where slot.kind == .generic && slot.number < Slot.firstLambda && ranges[slot.number] == nil {
            ranges[slot.number] = slot.range
          }
        }
      }
    }
    return (0..<ranges.count).allSatisfy { ranges[$0] != nil } ? (0..<ranges.count).compactMap { ranges[$0] } : []
  }

  private func permutations(of slots: [Slot]) -> [[Slot]] {
    guard slots.count > 1 else { return [slots] }
    return slots.indices.flatMap { k -> [[Slot]] in
      var others = slots
      let first = others.remove(at: k)
      return permutations(of: others).map { [first] + $0 }
    }
  }

  /// Renaming of a reduced form to slots that are pairwise different: no rule can be enabled by it.
  private func relabelled(_ form: Form, _ renaming: Renaming) throws(Obstacle) -> Form {
    var sum = TermSum()
    for term in form.terms {
      let image = try renamed(factors(of: term.monomial), renaming)
      sum.add(try canonical(image.map(withDeclaredRanges)), term.coefficient)
    }
    return sum.form(digest: digest)
  }

  private func precedes(_ a: [Form], _ b: [Form]) -> Bool {
    for (x, y) in zip(a, b) {
      for (s, t) in zip(x.terms, y.terms) where s != t {
        if s.digest != t.digest { return s.digest < t.digest }
        if s.coefficient != t.coefficient { return s.coefficient < t.coefficient }
      }
      if x.count != y.count { return x.count < y.count }
    }
    return false
  }

  /// The form of one atom over one or more forms, raised to an exponent.
  func atomForm(
    _ kind: AtomKind, payload: UInt32 = 0, over forms: [Form], exponent: Exponent = .one
  ) throws(Obstacle) -> Form {
    let placed = try place(kind, payload: payload, over: forms)
    return try reduced(Factor(placed.atom, try SlotList(placed.slots), exponent))
  }

  func functionForm(_ function: ElementaryFunction, _ arguments: [Form], exponent: Exponent = .one)
    throws(Obstacle) -> Form
  {
    try atomForm(.function, payload: UInt32(function.rawValue), over: arguments, exponent: exponent)
  }

  /// The function of a factor, if it is one.
  func function(of factor: Factor) -> ElementaryFunction? {
    let record = self[factor.atom]
    return record.kind == .function ? ElementaryFunction(rawValue: UInt8(record.payload)) : nil
  }

  /// What a function or power is taken of, at the slots of the factor. Only for factors without bound slots.
  func argument(_ factor: Factor, _ k: Int = 0) throws(Obstacle) -> Form {
    try instance(self[factor.atom].insides[k], parameters: factor.slots.array)
  }

  func hasBoundSlots(_ factor: Factor) -> Bool {
    for k in 0..<factor.slots.count where base(of: factor.slots[k]).isBound { return true }
    return false
  }

  /// The bound indices of the factors, each once, in the order of their first occurrence.
  func boundSlots(in factors: [Factor]) -> [Slot] {
    var found: [Slot] = []
    for factor in factors {
      for slot in factor.slots.array.map({ base(of: $0) }) where slot.isBound && !found.contains(slot) {
        found.append(slot)
      }
    }
    return found
  }
}
