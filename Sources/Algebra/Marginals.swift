import Expressions
import Numbers

/// Premises about a joint distribution, such as P(x | y) = P(x): equations between products of marginals, which all are
/// positive.
extension NormalForms {
  private func labels(of factor: Factor) -> [String] {
    let payload = Int(self[factor.atom].payload)
    switch kind(factor) {
    case .symbol: return store.symbols[payload].labels
    case .definition: return store.definitions[payload].labels
    default: return []
    }
  }

  /// c₁·M₁ + c₂·M₂ = 0 for products of marginals, solved for the one with the most variables: what it is made of is
  /// simpler. Its slots must be all that are open, so that it is given at every value of its variables.
  func addMarginal(_ form: Form, _ fixed: Set<Index>) throws(Obstacle) -> Bool {
    guard form.count == 2 else { return false }
    var exponents: [(factor: Factor, exponent: Int)] = []
    for (term, sign) in zip(form.terms, [1, -1]) {
      for factor in factors(of: term.monomial) {
        guard !labels(of: factor).isEmpty, factor.exponent.isInteger, !hasBoundSlots(factor) else { return false }
        let base = factor.raised(to: .one)
        let exponent = sign * Int(factor.exponent.numerator)
        if let known = exponents.firstIndex(where: { $0.factor == base }) {
          exponents[known].exponent += exponent
        } else {
          exponents.append((base, exponent))
        }
      }
    }
    let open = freeSlots(of: form).filter { !fixed.contains(Index(UInt32($0.number))) }
    let candidates = exponents.filter { factor, exponent in
      let slots = factor.slots.array
      return abs(exponent) == 1 && Set(slots).count == slots.count && Set(slots) == Set(open)
        && zip(slots, declaredRanges(of: factor.atom) ?? []).allSatisfy { $0.range == $1 }
        && !exponents.contains { $0.factor != factor && $0.factor.atom == factor.atom }
    }
    guard let lead = candidates.max(by: { labels(of: $0.factor).count < labels(of: $1.factor).count }),
      let ratio = (-form.terms[1].coefficient).divided(by: form.terms[0].coefficient),
      let scale = ratio.power(lead.exponent)
    else { return false }
    var value = constant(scale)
    for (factor, exponent) in exponents where factor != lead.factor && exponent != 0 {
      let own = try Exponent(Rational(-exponent * lead.exponent))
      value = try product(value, try reduced(factor.raised(to: own)))
    }
    let solution = Facts.Solution(slots: lead.factor.slots.array, value: value)
    let payload = self[lead.factor.atom].payload
    if kind(lead.factor) == .symbol { facts.solutions[payload] = solution } else { facts.marginals[payload] = solution }
    imagesOfExpressions.removeAll()
    return true
  }

  /// What a marginal is by the premises; by its sum where the table itself is given in terms of others.
  func marginal(_ definition: Definition, at slots: [Slot]) throws(Obstacle) -> Form? {
    let body = store.body(definition)
    guard !body.labels.isEmpty, let clause = body.clauses.first else { return nil }
    if let known = facts.marginals[definition.number] {
      return try renamed(known.value, Renaming(Array(zip(known.slots, slots))))
    }
    guard let table = store.symbols(in: [clause.body]).first, let known = facts.solutions[table.number],
      !mentions(known.value, { $0.kind == .definition && $0.payload == definition.number })
    else { return nil }
    return try formula(of: clause, at: slots)
  }
}
