import Expressions
import Numbers

/// Equations that premises give, as rewriting rules.
extension NormalForms {
  /// E = 0 as a rewriting rule for its lead: a symbol that stands alone in one term and nowhere else if there is one,
  /// else the largest monomial.
  func assumeZero(_ written: Form, _ fixed: Set<Index>) throws(Obstacle) {
    var form = try clearingDenominators(written) ?? written
    if let root = try withoutRoot(form) { form = root }
    if try addMarginal(form, fixed) { return }
    if try addOneHotEntry(form, fixed) { return }
    let open = freeSlots(of: form).filter { !fixed.contains(Index(UInt32($0.number))) }
    for term in form.terms.sorted(by: { weight($0.monomial) > weight($1.monomial) }) where isSolvable(term, in: form) {
      if addSolution(form, lead: term, open) { return }
      if try addEquation(form, lead: term, open) { return }
    }
    if let lead = lead(of: form), lead.monomial != .one { _ = try addEquation(form, lead: lead, open) }
  }

  /// u − vᵏ = 0 for c·u^(1/k) − c·v = 0.
  private func withoutRoot(_ form: Form) throws(Obstacle) -> Form? {
    guard form.count == 2 else { return nil }
    for (term, other) in [(form.terms[0], form.terms[1]), (form.terms[1], form.terms[0])] {
      let own = factors(of: term.monomial)
      guard own.count == 1, let root = own.first, kind(root) == .power, !hasBoundSlots(root),
        root.exponent > .zero, root.exponent.numerator == 1, root.exponent.denominator > 1,
        let c = term.coefficient.inverse
      else { continue }
      let value = self.form(other.monomial, -other.coefficient * c)
      let power = try power(value, Exponent(Rational(Int(root.exponent.denominator))))
      return try argument(root).adding(power, times: Rational(-1))
    }
    return nil
  }

  private func isSolvable(_ term: Form.Term, in form: Form) -> Bool {
    let own = factors(of: term.monomial)
    guard own.count == 1, let factor = own.first, factor.exponent.isOne,
      kind(factor) == .symbol || kind(factor) == .definition, !hasBoundSlots(factor)
    else { return false }
    let (kind, payload) = (kind(factor), self[factor.atom].payload)
    return !mentions(form.removing(term.monomial)) { $0.kind == kind && $0.payload == payload }
  }

  /// symbol[i, …] = value for every i, …
  private func addSolution(_ form: Form, lead: Form.Term, _ open: [Slot]) -> Bool {
    guard let factor = factors(of: lead.monomial).first, kind(factor) == .symbol, let c = lead.coefficient.inverse
    else { return false }
    let slots = factor.slots.array
    guard slots.allSatisfy({ open.contains($0) }), Set(slots).count == slots.count,
      open.allSatisfy({ slots.contains($0) }), runsOverAll(factor)
    else { return false }
    let value = form.removing(lead.monomial).scaled(by: -c)
    facts.solutions[self[factor.atom].payload] = Facts.Solution(slots: slots, value: value)
    forgetImages()
    return true
  }

  /// The slots of an atom run over all its entries, and not over some: `x[i] = 0 for i in 2..n` says nothing of x[1], nor
  /// does `log(x[i]) > 0`.
  func runsOverAll(_ factor: Factor) -> Bool {
    guard let ranges = knownRanges(of: factor.atom), ranges.count == factor.slots.count else {
      return factor.slots.isEmpty || !hasParts
    }
    return zip(factor.slots.array, ranges).allSatisfy { $0.range == $1 }
  }

  private func addEquation(_ form: Form, lead: Form.Term, _ open: [Slot]) throws(Obstacle) -> Bool {
    let pattern = factors(of: lead.monomial)
    // A[i, j] = −A[j, i] would be applied for ever.
    let atoms = Set(pattern.map { $0.atom })
    let isCircular = form.removing(lead.monomial).terms.contains {
      Set(factors(of: $0.monomial).map { $0.atom }) == atoms
    }
    if isCircular && !open.isEmpty { return false }
    let mentioned = Set(pattern.flatMap { $0.slots.array.map { base(of: $0) } })
    guard open.allSatisfy({ mentioned.contains($0) }), let c = lead.coefficient.inverse else { return false }
    let rest = form.removing(lead.monomial).scaled(by: -c)
    forgetImages()
    facts.equations.append(Facts.Equation(pattern: pattern, open: open, replacement: rest))
    return true
  }

  /// One assumed equation applied to a product.
  func equationRule(_ factors: [Factor]) throws(Obstacle) -> [Product]? {
    for equation in facts.equations where isPlausible(equation.pattern, in: factors) {
      let apart = nextBound(in: factors)
      let placed = try renamed(equation.pattern, Renaming(shift: apart))
      let pattern = NetworkPattern(factors: placed, joints: equation.open, fixed: [], apart: apart)
      guard let match = try embeddings(of: pattern, in: factors, most: 1).first,
        equation.open.allSatisfy({ slot in match.images[slot].map { takesValues($0, of: slot.range) } ?? true })
      else { continue }
      var bound = nextBound(in: match.remaining)
      var renaming = Renaming()
      for slot in equation.open {
        guard let image = match.images[slot] else { continue }
        renaming[slot] = image
        if base(of: image).isBound { bound = max(bound, base(of: image).number + 1) }
      }
      renaming.shift = bound
      var result: [Product] = []
      for term in equation.replacement.terms {
        // Slots first get their images, which are not shifted; the term's own bound indices are.
        let own = try renamed(self.factors(of: term.monomial), renaming)
        result.append((match.remaining + own, term.coefficient))
      }
      // An index that only the pattern used is summed over its range.
      return try withUnusedLengths(result, match, equation)
    }
    return nil
  }

  /// A bound index that was an open slot's image and is gone from the result still stands for a sum over its range.
  private func withUnusedLengths(
    _ products: [Product], _ match: Embedding, _ equation: Facts.Equation
  ) throws(Obstacle) -> [Product] {
    var images: [Slot] = []
    for slot in equation.open {
      if let image = match.images[slot], base(of: image).isBound { images.append(base(of: image)) }
    }
    var result: [Product] = []
    for product in products {
      var factors = product.factors
      for slot in images where !mentions(factors, slot) { factors += try lengthFactors(slot.range) }
      result.append((factors, product.coefficient))
    }
    return result
  }
}
