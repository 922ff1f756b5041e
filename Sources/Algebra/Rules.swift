import Expressions
import Numbers

/// The rules of reduction, by the kind of the factor that they start from. Side conditions are `known` or they do not
/// hold; whatever is used and not known from the declarations is recorded in `conditions`.
extension NormalForms {
  /// One rule applied to one factor; nil when nothing applies.
  func rewritten(_ factors: [Factor]) throws(Obstacle) -> [Product]? {
    for k in factors.indices {
      if let products = try rule(for: k, in: factors) { return products }
    }
    if let products = try sumOverEntries(factors) { return products }
    return facts.equations.isEmpty ? nil : try equationRule(factors)
  }

  private func rule(for k: Int, in factors: [Factor]) throws(Obstacle) -> [Product]? {
    let factor = factors[k]
    let rest = rest(factors, k)
    switch kind(factor) {
    case .symbol: return try symbolRule(factor, rest)
    case .prime: return primeRule(factor, rest)
    case .function:
      if let entry = try literalRule(factor, rest) { return try keepingSums(of: factor, entry) }
      if function(of: factor) == .exp {
        if let shifted = try shiftedExponent(factor, rest) { return shifted }
        if let sum = try closedSum(factor, rest) { return sum }
      }
      if isOrderOfPlaces(factor), let sum = try closedSum(factor, rest) { return sum }
      return try keepingSums(of: factor, try functionRule(factor, rest))
    case .power:
      if let entry = try literalRule(factor, rest) { return try keepingSums(of: factor, entry) }
      if factor.exponent > .zero && factor.exponent < .one { return nil }
      return try keepingSums(of: factor, try powerRule(factor, rest))
    case .inverse: return factor.exponent.isOne ? try inverseRule(factor, rest) : nil
    case .order: return try orderRule(factor, rest)
    case .vanishing:
      if let entry = try entryAtPlace(factor, rest) { return entry }
      if let entry = try entryAtEqualPlace(factor, rest) { return entry }
      if let settled = try orderAtPlace(factor, rest) { return settled }
      if let settled = try replacedPlace(factor, rest) { return settled }
      return try keepingSums(of: factor, try vanishingRule(factor, rest))
    case .indexValue:
      if let sum = try closedSum(factor, rest) { return sum }
      return try keepingSums(of: factor, try indexValueRule(factor, rest))
    case .definition: return try keepingSums(of: factor, try definitionRule(factor, rest))
    case .generalPower:
      if let shifted = try shiftedExponent(factor, rest) { return shifted }
      return try closedSum(factor, rest)
    case .delta: return try deltaAcrossEnds(factor, rest)
    case .size, .constant, .opaque, .determinant, .logDeterminant, .reduction: return nil
    }
  }

  /// For rules that put one factor in other words: an index that is summed over and that nothing mentions any more
  /// still counts its range, Σ_i D[i]·D[i]⁻¹ = n.
  func keepingSums(of factor: Factor, _ products: [Product]?) throws(Obstacle) -> [Product]? {
    guard var products, hasBoundSlots(factor) else { return products }
    let summed = Set(factor.slots.array.map { base(of: $0) }.filter { $0.isBound }).sorted()
    for k in products.indices {
      for slot in summed where !mentions(products[k].factors, slot) {
        products[k].factors += try lengthFactors(slot.range)
      }
    }
    return products
  }

  func rest(_ factors: [Factor], _ k: Int) -> [Factor] {
    var rest = factors
    rest.remove(at: k)
    return rest
  }

  /// 2^(3/2) = 2·2^(1/2)
  private func primeRule(_ factor: Factor, _ rest: [Factor]) -> [Product]? {
    let whole = factor.exponent.floor
    guard whole != 0, let value = Rational(Int(self[factor.atom].payload)).power(whole),
      let left = try? factor.exponent.minus(Exponent(Int32(whole)))
    else { return nil }
    return [(left.isZero ? rest : rest + [factor.raised(to: left)], value)]
  }

  /// The value of a literal index is a number; that of s + 1 is one more than that of s.
  private func indexValueRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let slot = factor.slots[0]
    if base(of: slot) != slot, factor.exponent.isInteger, factor.exponent > .zero {
      let less = try factor.exponent.minus(.one)
      let left = less.isZero ? rest : rest + [factor.raised(to: less)]
      let plain = Factor(factor.atom, try SlotList([base(of: slot)]))
      return [(left + [plain], .one), (left, Rational(Int(Int64(bitPattern: offset(of: slot)))))]
    }
    if isComputed(slot), factor.exponent.isInteger, factor.exponent > .zero {
      let less = try factor.exponent.minus(.one)
      let left = less.isZero ? rest : rest + [factor.raised(to: less)]
      return try value(of: slot).terms.map { (left + factors(of: $0.monomial), $0.coefficient) }
    }
    guard factor.slots[0].kind == .literal, factor.exponent.isInteger,
      let value = Rational(factor.slots[0].number).power(Int(factor.exponent.numerator))
    else { return nil }
    return [(rest, value)]
  }

  /// step² = step; sign(u)² = 1 − [u = 0]; cos² = 1 − sin²; cosh² = 1 + sinh².
  private func functionRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let function = function(of: factor)
    if let power = try assumedValue(of: factor)?.power(Int(factor.exponent.numerator)) { return [(rest, power)] }
    if function == .cos || function == .cosh, factor.exponent.isInteger, factor.exponent > .one {
      let less = try factor.exponent.minus(Exponent(2))
      let left = less.isZero ? rest : rest + [factor.raised(to: less)]
      let partner: ElementaryFunction = function == .cos ? .sin : .sinh
      let inside = self[factor.atom].insides
      let sine = Factor(atom(.function, payload: UInt32(partner.rawValue), insides: inside), factor.slots)
      return [(left, .one), (left + [sine.raised(to: Exponent(2))], function == .cos ? Rational(-1) : .one)]
    }
    if function == .step, let settled = try replacedPlace(factor, rest) { return settled }
    guard function == .step || function == .sign, factor.exponent.isInteger, factor.exponent > .one else { return nil }
    if function == .step { return [(rest + [factor.raised(to: .one)], .one)] }
    let less = try factor.exponent.minus(Exponent(2))
    let left = less.isZero ? rest : rest + [factor.raised(to: less)]
    let inside = self[factor.atom].insides
    if sign(of: self[inside[0]]).isNonzero { return [(left, .one)] }
    let zero = Factor(atom(.vanishing, insides: inside), factor.slots)
    return [(left, .one), (left + [zero], Rational(-1))]
  }

  /// [u = 0]·u = 0, by the lead of u; [u = 0]·[u > 0] = 0.
  private func vanishingRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let inside = self[factor.atom].insides[0]
    if !factor.exponent.isOne { return factor.exponent > .one ? [(rest + [factor.raised(to: .one)], .one)] : nil }
    let gated = rest.contains {
      let function = function(of: $0)
      return (function == .step || function == .sign) && self[$0.atom].insides[0] == inside && $0.slots == factor.slots
    }
    if gated { return [] }
    if try assumedValue(of: factor) != nil { return [] }
    if let products = try settledVanishing(factor, rest) { return products }
    guard let lead = lead(of: inside), isPlausible(factors(of: lead.monomial), in: rest) else { return nil }
    let parameters = factor.slots.array
    let apart = max(nextBound(in: rest), nextBound(in: [factor]))
    let placed = try renamed(factors(of: lead.monomial), Renaming(parameters: parameters, shift: apart))
    let pattern = NetworkPattern(factors: placed, joints: [], fixed: parameters, apart: apart)
    guard let match = try embeddings(of: pattern, in: rest, most: 1).first, let c = lead.coefficient.inverse else {
      return nil
    }
    let left = match.remaining + [factor]
    var result: [Product] = []
    for (others, d) in try instances(
      inside, but: lead.monomial, parameters: parameters, apart: nextBound(in: left))
    {
      result.append((left + others, -d * c))
    }
    return result
  }

  /// Σ_p [p = v]·x[p] = x[v] for a value v, computed from free indices and sizes, that is always one of those of p.
  private func entryAtPlace(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    guard factor.exponent.isOne else { return nil }
    let bound = factor.slots.array.indices.filter { base(of: factor.slots[$0]).isBound }
    guard bound.count == 1, let k = bound.first, factor.slots[k].isBound else { return nil }
    let form = self[self[factor.atom].insides[0]]
    var place: Rational?
    var others = Form.zero
    for term in form.terms {
      let own = factors(of: term.monomial)
      let mentionsPlace = own.contains { kind($0) == .indexValue && base(of: $0.slots[0]).number == k }
      if mentionsPlace, place == nil, own.count == 1, own[0].exponent.isOne, own[0].slots[0].kind == .generic {
        place = term.coefficient
      } else if !mentionsPlace, term.coefficient.isInteger, own.allSatisfy(isWhole) {
        others = others.adding(self.form(term.monomial, term.coefficient))
      } else {
        return nil
      }
    }
    guard let place, place.magnitude.isOne else { return nil }
    let value = try renamed(others.scaled(by: -place), Renaming(parameters: factor.slots.array))
    let (p, slot) = (factor.slots[k], try slot(of: value, factor.slots[k].range))
    return isWithin(slot, p.range) ? [(try identified(p, with: slot, in: rest), .one)] : nil
  }

  /// [i + j = k]·x[i + j] = [i + j = k]·x[k]
  private func entryAtEqualPlace(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    guard factor.exponent.isOne, !hasBoundSlots(factor),
      let computed = rest.lazy.flatMap({ $0.slots.array }).first(where: isComputed)
    else { return nil }
    let difference = try argument(factor)
    let place = try value(of: computed)
    for k in 0..<factor.slots.count where factor.slots[k].isFree {
      let own = place.adding(try value(of: factor.slots[k]), times: Rational(-1))
      if own == difference || own.scaled(by: Rational(-1)) == difference {
        return [(try renamed(rest, Renaming([(computed, factor.slots[k])])) + [factor], .one)]
      }
    }
    return nil
  }

  /// [p = i + j]·[i + j > n] = 0 and [p = i + j]·[i + j = n + 1] = 0 for p in 1..n: the range of p says what i + j is. Where
  /// it is never negative, it is positive or 0.
  private func orderAtPlace(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    guard factor.exponent.isOne, isOfPlaces(factor) else { return nil }
    for (k, step) in rest.enumerated() where isStepOfPlaces(step) {
      let left = self.rest(rest, k) + [factor]
      let (opened, closed) = try opening([factor, step], beside: left)
      let difference = try argument(try renamed([factor], opened)[0])
      let own = try excess(try renamed([step], opened)[0])
      for other in [own.adding(difference), own.adding(difference, times: Rational(-1))] {
        if kind(step) == .vanishing {
          if isNeverLess(other, than: one) || isNeverLess(other.scaled(by: Rational(-1)), than: one) { return [] }
          continue
        }
        if isNeverLess(.zero, than: other) { return [] }
        guard isNeverLess(other, than: .zero) else { continue }
        var products: [Product] = [(left, .one)]
        if !isNeverLess(other, than: one) {
          for term in try vanishing(own).terms {
            products.append((left + (try renamed(factors(of: term.monomial), closed)), -term.coefficient))
          }
        }
        return try keepingSums(of: step, products)
      }
    }
    return nil
  }

  /// Free indices for the bound ones of factors, and the way back, on which other bound ones are kept apart from those of
  /// the factors and of what stands beside them.
  func opening(_ factors: [Factor], beside rest: [Factor]) throws(Obstacle) -> (opened: Renaming, closed: Renaming) {
    var pairs: [(bound: Slot, free: Slot)] = []
    for slot in factors.flatMap({ $0.slots.array }).map({ base(of: $0) }) where slot.isBound {
      if !pairs.contains(where: { $0.bound == slot }) { pairs.append((slot, try freshFreeSlot(slot.range))) }
    }
    let apart = nextBound(in: factors + rest)
    return (Renaming(pairs.map { ($0.bound, $0.free) }), Renaming(pairs.map { ($0.free, $0.bound) }, shift: apart))
  }

  /// q^(s+1) = q·q^s; q^i is q at i = 1, and q^(i−j) is 1 at i = j; what was said of i in 1..n is
  /// said of one in 1..n-1.
  private func shiftedExponent(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let slots = factor.slots.array
    func isPlaced(_ slot: Slot) -> Bool {
      slot.kind == .position || slot.kind == .literal || slots.count { $0 == slot } > 1
    }
    guard let inside = self[factor.atom].insides.last, hasParts || slots.contains(where: isPlaced),
      self[inside].terms.contains(where: { term in
        factors(of: term.monomial).contains { own in
          kind(own) == .indexValue && own.slots[0].kind == .generic && own.slots[0].number < factor.slots.count
            && (isPlaced(slots[own.slots[0].number]) || slots[own.slots[0].number].range != own.slots[0].range)
        }
      })
    else { return nil }
    let (opened, closed) = try opening([factor], beside: rest)
    let own = try renamed([factor], opened)[0]
    let isExponential = kind(factor) == .function
    let exponent = try argument(own, isExponential ? 0 : 1).scaled(by: factor.exponent.rational)
    let isSettled = !exponent.terms.contains { term in
      factors(of: term.monomial).contains { kind($0) == .indexValue && $0.slots[0].kind == .position }
    }
    guard isSettled else { return nil }
    let form = isExponential ? try exponential(exponent) : try symbolicPower(try argument(own, 0), exponent)
    if let term = form.single, term.coefficient.isOne, factors(of: term.monomial) == [own] { return nil }
    return try keepingSums(
      of: factor,
      try form.terms.map { (term) throws(Obstacle) in
        (rest + (try renamed(factors(of: term.monomial), closed)), term.coefficient)
      })
  }

  /// A step or bracket of places of which one was put in for another: [i − j + n > 0] at j = i.
  private func replacedPlace(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let slots = factor.slots.array
    let isPlain = slots.allSatisfy { $0.isFree || $0.isBound } && Set(slots).count == slots.count
    guard !isPlain, factor.exponent.isOne, isOfPlaces(factor) else { return nil }
    let (opened, closed) = try opening([factor], beside: rest)
    let own = try renamed([factor], opened)
    let argument = try argument(own[0])
    let form = kind(factor) == .vanishing ? try vanishing(argument) : try function(.step, [argument])
    if form.count == 1, let term = form.single, term.coefficient.isOne, factors(of: term.monomial) == own { return nil }
    var products: [Product] = []
    for term in form.terms {
      products.append((rest + (try renamed(factors(of: term.monomial), closed)), term.coefficient))
    }
    return try keepingSums(of: factor, products)
  }

  /// [i < j], or [u > 0] of indices and sizes.
  func isOrderOfPlaces(_ factor: Factor) -> Bool {
    factor.exponent.isOne && (kind(factor) == .order || function(of: factor) == .step && isOfPlaces(factor))
  }

  /// The same, or [u = 0].
  private func isStepOfPlaces(_ factor: Factor) -> Bool {
    isOrderOfPlaces(factor) || factor.exponent.isOne && kind(factor) == .vanishing && isOfPlaces(factor)
  }

  /// What such a step says is positive, or 0.
  func excess(_ step: Factor) throws(Obstacle) -> Form {
    if kind(step) != .order { return try argument(step) }
    return try value(of: step.slots[1]).adding(try value(of: step.slots[0]), times: Rational(-1))
  }

  /// With a literal in a slot more may be known.
  private func settledVanishing(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    guard factor.slots.array.contains(where: { $0.kind == .literal }) else { return nil }
    let (opened, closed) = try opening([factor], beside: rest)
    let own = try renamed([factor], opened)
    let bracket = try vanishing(try argument(own[0]))
    if bracket.count == 1, let term = bracket.single, factors(of: term.monomial) == own { return nil }
    var products: [Product] = []
    for term in bracket.terms {
      products.append((rest + (try renamed(factors(of: term.monomial), closed)), term.coefficient))
    }
    return products
  }
}
