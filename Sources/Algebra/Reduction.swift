import Expressions
import Numbers

/// A product of factors with a coefficient: what a rule puts in the place of a product.
typealias Product = (factors: [Factor], coefficient: Rational)

/// Reduction of products to normal form: deltas are eliminated, equal factors merged, and one rule applied after the
/// other until none fits. Each rule makes its network smaller in the order of `weight`.
extension NormalForms {
  func collect(_ products: [Product]) throws(Obstacle) -> Form {
    var sum = TermSum()
    for product in products { try reduce(product.factors, product.coefficient, into: &sum) }
    return sum.form(digest: digest)
  }

  func reduced(_ factors: [Factor], _ c: Rational = .one) throws(Obstacle) -> Form {
    try collect([(factors, c)])
  }

  func reduced(_ factor: Factor) throws(Obstacle) -> Form { try collect([([factor], .one)]) }

  func reduce(_ factors: [Factor], _ c: Rational, into sum: inout TermSum) throws(Obstacle) {
    var pending: [Product] = [(factors, c)]
    while let (factors, c) = pending.popLast() {
      try spend(1 + NormalForms.stepsOfDigits(c))
      // Rules look at pairs of factors, and take one out of the list to see what is left.
      store.work.draw(factors.count * (NormalForms.workOfFactor + factors.count / 4) + sum.takeWork())
      if c.isZero { continue }
      guard let merged = try merged(factors) else { continue }
      if let products = try rewritten(merged) {
        for product in products { pending.append((product.factors, c * product.coefficient)) }
      } else {
        sum.add(try canonical(merged), c)
      }
    }
  }

  // Arithmetic of forms

  func product(_ x: Form, _ y: Form) throws(Obstacle) -> Form {
    if let c = x.constant { return y.scaled(by: c) }
    if let c = y.constant { return x.scaled(by: c) }
    try spend(x.count * y.count)
    var sum = TermSum()
    for a in x.terms {
      let left = factors(of: a.monomial)
      let apart = boundCount(a.monomial)
      for b in y.terms {
        let right = try renamed(factors(of: b.monomial), Renaming(shift: apart))
        try reduce(left + right, a.coefficient * b.coefficient, into: &sum)
      }
    }
    return sum.form(digest: digest)
  }

  func product(_ forms: [Form]) throws(Obstacle) -> Form {
    var result = one
    for form in forms { result = try product(result, form) }
    return result
  }

  func sum(_ forms: [Form]) throws(Obstacle) -> Form {
    var sum = TermSum()
    for form in forms {
      sum.add(form)
      store.work.draw(form.count * NormalForms.workOfFactor + sum.takeWork())
      if store.work.isSpent { throw .budget }
    }
    return sum.form(digest: digest)
  }

  // Merging

  /// Deltas eliminated where they touch a bound index, the others substituted through, exponents of equal factors
  /// added. Nil when two different literal positions meet: the product is 0.
  private func merged(_ factors: [Factor]) throws(Obstacle) -> [Factor]? {
    var factors = factors.map(withDeclaredRanges)
    var k = 0
    while k < factors.count {
      if factors[k].atom != .delta {
        k += 1
        continue
      }
      switch try elimination(ofDelta: k, in: factors) {
      case .vanishes: return nil
      case .stays: k += 1
      case .replaced(let rest):
        factors = rest.map(withDeclaredRanges)
        k = 0
      }
    }
    return try mergedExponents(factors)
  }

  private enum Elimination {
    case vanishes, stays
    case replaced([Factor])
  }

  private func elimination(ofDelta k: Int, in factors: [Factor]) throws(Obstacle) -> Elimination {
    let (a, b) = (factors[k].slots[0], factors[k].slots[1])
    var rest = factors
    rest.remove(at: k)
    if a == b {
      if a.isBound && !mentions(rest, a) { return .replaced(rest + (try lengthFactors(a.range))) }
      return .replaced(rest)
    }
    let (i, j) = a < b ? (a, b) : (b, a)
    if i.kind == .literal && j.kind == .literal { return .vanishes }
    if j.isBound, isWithin(i, j.range) { return .replaced(try identified(j, with: i, in: rest)) }
    if i.isBound, isWithin(j, i.range) { return .replaced(try identified(i, with: j, in: rest)) }
    if facts.areDistinct(i, j) || areApart(i, j) { return .vanishes }
    if (j.isFree || j.kind == .generic) && i.kind != .position && mentions(rest, j) && areParallel(i, j) {
      let substituted = try renamed(rest, Renaming([(j, i)]))
      return .replaced(substituted + [factors[k]])
    }
    if let bracket = try bracketOfPlaces(i, j) { return .replaced(rest + bracket) }
    return .stays
  }

  /// δ(i + j, k) = [i + j − k = 0]
  private func bracketOfPlaces(_ a: Slot, _ b: Slot) throws(Obstacle) -> [Factor]? {
    guard isComputed(a) || isComputed(b), !base(of: a).isBound, !base(of: b).isBound else { return nil }
    let difference = try value(of: a).adding(try value(of: b), times: Rational(-1))
    guard let term = try vanishing(difference).single, term.coefficient.isOne else { return nil }
    return factors(of: term.monomial)
  }

  func isComputed(_ slot: Slot) -> Bool {
    guard slot.kind == .position, case .computed = positions[slot.number] else { return false }
    return true
  }

  /// The number that the index at a place is.
  func value(of slot: Slot) throws(Obstacle) -> Form {
    guard slot.kind == .position, case .computed(let value, let offset) = positions[slot.number] else {
      return try reduced(Factor(atom(.indexValue), try SlotList([slot])))
    }
    return self[value].adding(constant(Rational(offset)))
  }

  /// The factors with one slot for another; a sum over that one which nothing mentions any more is its length.
  func identified(_ bound: Slot, with slot: Slot, in rest: [Factor]) throws(Obstacle) -> [Factor] {
    let image = try renamed(rest, Renaming([(bound, slot)]))
    let left = base(of: slot)
    return left.isBound && !mentions(image, left) ? image + (try lengthFactors(left.range)) : image
  }

  func mentions(_ factors: [Factor], _ slot: Slot) -> Bool {
    factors.contains { factor in
      for k in 0..<factor.slots.count where base(of: factor.slots[k]) == slot { return true }
      return false
    }
  }

  func occurrences(of slot: Slot, in factors: some Sequence<Factor>) -> Int {
    var count = 0
    for factor in factors {
      for k in 0..<factor.slots.count where base(of: factor.slots[k]) == slot { count += 1 }
    }
    return count
  }

  private func mergedExponents(_ factors: [Factor]) throws(Obstacle) -> [Factor] {
    if factors.count < 2 { return try withoutTrivial(factors.map(ordered)) }
    var result: [Factor] = []
    // Looked up only in long monomials: most have fewer than ten factors.
    let isLong = factors.count > 32
    var places: [Factor: Int] = [:]
    for factor in factors {
      let factor = ordered(factor)
      let place = factor.raised(to: .one)
      if let k = isLong ? places[place] : result.firstIndex(where: { $0.isSamePlace(as: factor) }) {
        if factor.atom != .delta { result[k].exponent = try result[k].exponent.plus(factor.exponent) }
      } else {
        if isLong { places[place] = result.count }
        result.append(factor)
      }
    }
    return try withoutTrivial(result)
  }

  /// x⁰ = 1, and Σ_i x[i]⁰ = n.
  private func withoutTrivial(_ factors: [Factor]) throws(Obstacle) -> [Factor] {
    let trivial = factors.filter { $0.exponent.isZero }
    if trivial.isEmpty { return factors }
    let kept = factors.filter { !$0.exponent.isZero }
    var lengths: [Factor] = []
    for slot in boundSlots(in: trivial) where !mentions(kept, slot) { lengths += try lengthFactors(slot.range) }
    return lengths.isEmpty ? kept : try mergedExponents(kept + lengths)
  }

  // Lengths

  /// A sum over an unused index is a factor of the length of its range, when that is one atom.
  func lengthFactors(_ range: IndexRange) throws(Obstacle) -> [Factor] {
    let length = try lengthForm(range)
    if let term = length.single, term.coefficient.isOne { return factors(of: term.monomial) }
    return [Factor(try lengthAtom(length))]
  }

  func lengthForm(_ range: IndexRange) throws(Obstacle) -> Form {
    let length = store.length(range)
    let form = try normalForm(of: length)
    if !asksForItsLength(range) && !sign(of: form).isNonnegative {
      throw .unsupported("a range that may end before it begins")
    }
    return form
  }

  /// A length that is a sum, such as T - 1, as one atom of exponent 1, which `powerRule` expands again.
  private func lengthAtom(_ form: Form) throws(Obstacle) -> Atom {
    atom(.power, insides: [intern(inside: form)])
  }

  /// Binds a free slot. A small fixed range is written out, so that fixed-size identities become scalar ones.
  func summed(_ form: Form, over index: Slot) throws(Obstacle) -> Form {
    if let values = writtenOut(index.range) {
      var total = TermSum()
      for value in values {
        total.add(try renamed(form, Renaming([(index, try literal(value, index.range))])))
      }
      return total.form(digest: digest)
    }
    var total = TermSum()
    for term in form.terms {
      let factors = factors(of: term.monomial)
      if let (opened, place) = try withOpenPlace(factors, computedFrom: index) {
        total.add(try summed(opened.scaled(by: term.coefficient), over: [index, place]))
      } else if mentions(factors, index) {
        let bound = Slot(.bound, boundCount(term.monomial), index.range)
        try reduce(try renamed(factors, Renaming([(index, bound)])), term.coefficient, into: &total)
      } else {
        let unused = try product(self.form(term.monomial, term.coefficient), try lengthForm(index.range))
        total.add(unused)
      }
    }
    return total.form(digest: digest)
  }

  /// x[i + j] = Σ_p [p = i + j]·x[p], where x[i + j] is defined. The product under this sum and its p, for the first entry
  /// whose place is computed from the index; nil if there is none.
  private func withOpenPlace(
    _ factors: [Factor], computedFrom index: Slot
  ) throws(Obstacle) -> (product: Form, place: Slot)? {
    for slot in factors.lazy.flatMap({ $0.slots.array }) where isComputed(slot) {
      let value = try value(of: slot)
      guard freeSlots(of: value).contains(index) else { continue }
      let open = try freshFreeSlot(slot.range)
      let bracket = try vanishing(try self.value(of: open).adding(value, times: Rational(-1)))
      let entries = try reduced(try renamed(factors, Renaming([(slot, open)])))
      return (try product(bracket, entries), open)
    }
    return nil
  }

  /// Binds free slots, one after the other.
  func summed(_ form: Form, over indices: [Slot]) throws(Obstacle) -> Form {
    var result = form
    for index in indices { result = try summed(result, over: index) }
    return result
  }

  /// A place is computed from the slot.
  func mentionsComputed(_ factors: [Factor], _ slot: Slot) -> Bool {
    factors.contains { factor in
      factor.slots.array.contains { position in
        guard position.kind == .position, case .computed(let value, _) = positions[position.number] else {
          return false
        }
        return freeSlots(of: self[value]).contains(slot)
      }
    }
  }

  /// The values of a fixed range that is short enough to be written out entry by entry.
  func writtenOut(_ range: IndexRange) -> ClosedRange<Int>? {
    guard let length = assumedLength(of: range) ?? store.fixedLength(range), length <= 6, length > 0,
      let low = store.rational(store.bounds(range).lower)?.asInt, low >= 0
    else { return nil }
    return low...(low + length - 1)
  }

  /// The length of a range that ends with a size which a premise gives.
  private func assumedLength(of range: IndexRange) -> Int? {
    if facts.sizes.isEmpty { return nil }
    let bounds = store.bounds(range)
    guard store.op(bounds.upper) == .size, let upper = facts.sizes[store.dimension(bounds.upper)],
      let lower = store.rational(bounds.lower)?.asInt
    else { return nil }
    return upper - lower + 1
  }
}
