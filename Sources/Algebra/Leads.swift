import Expressions
import Numbers

/// One rule for every denominator. With lead(D) the largest monomial of D, c its coefficient:
///
///     lead(D)·D⁻¹ = (1 − (D − lead(D))·D⁻¹)/c
///
/// It serves sigmoid, softmax, batch variance, and, with the product of matrices, every inverse.
extension NormalForms {
  /// The order of monomials by which a denominator's lead is chosen; ties by digest.
  func weight(_ monomial: Monomial) -> Double {
    var weight = 0.0
    for factor in factors(of: monomial) {
      let cost: Double
      switch kind(factor) {
      case .delta: cost = 0
      case .size, .prime: cost = 1
      case .inverse, .power: cost = 3
      case .order, .symbol, .constant, .indexValue, .generalPower, .function, .opaque, .determinant, .logDeterminant,
        .reduction, .definition, .vanishing:
        cost = 2
      }
      weight += cost * max(1, factor.exponent.magnitude)
    }
    return weight
  }

  /// The largest term of a form that is not 0.
  func lead(of form: Form) -> Form.Term? {
    form.terms.max { a, b in
      let (x, y) = (weight(a.monomial), weight(b.monomial))
      return x != y ? x < y : Form.precedes(a, b)
    }
  }

  func lead(of inside: InnerForm) -> Form.Term? {
    if let known = leads[inside] { return known }
    let found = lead(of: self[inside])
    leads[inside] = found
    return found
  }

  /// The largest term that is no multiple of the identity: a product M⁻¹·(A + c·I) shows A as it is, but c·I only as c.
  private func matrixLead(of inside: InnerForm) -> Form.Term? {
    if let known = matrixLeads[inside] { return known }
    let form = self[inside]
    let matrices = Form(terms: form.terms.filter { term in !factors(of: term.monomial).contains { $0.atom == .delta } })
    let found = lead(of: matrices.isZero ? form : matrices)
    matrixLeads[inside] = found
    return found
  }

  /// D^e with e ≥ 1 gives up one D; with e < 0 the lead rule  lead(D)·D^e = (D^(e+1) − (D − lead(D))·D^e)/c.
  func powerRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let inside = self[factor.atom].insides[0]
    let parameters = factor.slots.array
    if factor.exponent >= .one { return try expansion(of: factor, inside, rest) }
    if let fractions = try partialFractions(factor, inside, rest) { return fractions }
    guard let lead = lead(of: inside), lead.monomial != .one else { return nil }
    guard isPlausible(factors(of: lead.monomial), in: rest) else { return nil }
    let apart = max(nextBound(in: rest), nextBound(in: [factor]))
    let renaming = Renaming(parameters: parameters, shift: apart)
    let placed = try renamed(factors(of: lead.monomial), renaming)
    let pattern = NetworkPattern(factors: placed, joints: [], fixed: parameters, apart: apart)
    guard let match = try embeddings(of: pattern, in: rest, most: 1).first, let c = lead.coefficient.inverse else {
      return nil
    }
    let raised = factor.raised(to: try factor.exponent.plus(.one))
    var result: [Product] = [(match.remaining + (raised.exponent.isZero ? [] : [raised]), c)]
    let bound = max(nextBound(in: match.remaining), nextBound(in: [factor]))
    for (others, d) in try instances(inside, but: lead.monomial, parameters: parameters, apart: bound) {
      result.append((match.remaining + [factor] + others, -d * c))
    }
    return result
  }

  /// For D = c·t + m with a single factor t and a monomial m known not to vanish, partial fractions:
  ///
  ///     t⁻¹·D^e = (t⁻¹·D^(e+1) − c·D^e)/m
  private func partialFractions(_ factor: Factor, _ inside: InnerForm, _ rest: [Factor]) throws(Obstacle) -> [Product]?
  {
    let form = self[inside]
    guard form.count == 2, factor.exponent.isInteger, let lead = lead(of: inside),
      factors(of: lead.monomial).count == 1, boundCount(lead.monomial) == 0,
      let other = form.terms.first(where: { $0.monomial != lead.monomial }), boundCount(other.monomial) == 0,
      sign(of: other.monomial).isNonzero
    else { return nil }
    let renaming = Renaming(parameters: factor.slots.array)
    guard let t = try renamed(factors(of: lead.monomial), renaming).first, t.exponent.isInteger,
      let place = rest.firstIndex(where: { $0.atom == t.atom && $0.slots == t.slots && $0.exponent < .zero }),
      let scale = other.coefficient.inverse
    else { return nil }
    let divisor = try renamed(factors(of: other.monomial), renaming).map { $0.raised(to: $0.exponent.negated) }
    let raised = factor.raised(to: try factor.exponent.plus(.one))
    var without = rest
    without[place] = rest[place].raised(to: try rest[place].exponent.plus(t.exponent))
    if without[place].exponent.isZero { without.remove(at: place) }
    return [
      (rest + divisor + (raised.exponent.isZero ? [] : [raised]), scale),
      (without + divisor + [factor], -lead.coefficient * scale),
    ]
  }

  /// D^e = D^(e-1)·D for e ≥ 1, unless that would make too many terms.
  private func expansion(of factor: Factor, _ inside: InnerForm, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    // A sum has at least as many as its exponent.
    let exponent = max(1, factor.exponent.floor)
    if Double(exponent) > NormalForms.largestExpansion { return nil }
    let terms = Double(self[inside].count)
    var size = 1.0
    for k in 0..<exponent { size = size * (terms + Double(k)) / Double(k + 1) }
    if size > NormalForms.largestExpansion { return nil }
    let less = factor.raised(to: try factor.exponent.minus(.one))
    let left = less.exponent.isZero ? rest : rest + [less]
    var result: [Product] = []
    for (more, c) in try instances(inside, parameters: factor.slots.array, apart: nextBound(in: left)) {
      result.append((left + more, c))
    }
    return result
  }

  /// A power of a sum stays closed beyond this many terms: (x + y + z)^1000 would have half a million.
  static let largestExpansion = 2_000.0

  /// A quick look: every atom of the pattern occurs with enough exponent.
  func isPlausible(_ pattern: some Sequence<Factor>, in factors: [Factor]) -> Bool {
    pattern.allSatisfy { wanted in
      factors.contains { $0.atom == wanted.atom && covers($0.exponent, wanted.exponent) }
    }
  }

  func covers(_ have: Exponent, _ want: Exponent) -> Bool {
    have.numerator.signum() == want.numerator.signum() && have.magnitude >= want.magnitude
  }

  /// The same rule for matrices:  M⁻¹[i,j]·lead(M)[j,k] = (δ(i,k) − M⁻¹[i,j]·(M − lead(M))[j,k])/c, and mirrored.
  /// The joining index j may be used by nothing else, nor twice: M⁻¹[i,j]·M[j,j] is no matrix product.
  func inverseRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let record = self[factor.atom]
    let inside = record.insides[0]
    guard let lead = matrixLead(of: inside), isPlausible(factors(of: lead.monomial), in: rest) else { return nil }
    for side in [1, 0] {
      for flipped in record.isSymmetric ? [false, true] : [false] {
        let (i, j) = flipped ? (factor.slots[1], factor.slots[0]) : (factor.slots[0], factor.slots[1])
        let (joint, other) = side == 1 ? (j, i) : (i, j)
        if let products = try inverseRule(factor, rest, inside, lead, joint: joint, other: other, side: side) {
          return products
        }
      }
    }
    return nil
  }

  private func inverseRule(
    _ factor: Factor, _ rest: [Factor], _ inside: InnerForm, _ lead: Form.Term, joint: Slot, other: Slot, side: Int
  ) throws(Obstacle) -> [Product]? {
    let parameters = Array(factor.slots.array.dropFirst(2))
    guard joint.isBound, joint.range == matrixRange(factor.atom), base(of: other) != joint,
      !parameters.contains(where: { base(of: $0) == joint })
    else { return nil }
    // The open end of the lead is a fresh slot that the embedding fills.
    let open = try freshFreeSlot(joint.range)
    let apart = max(nextBound(in: rest), nextBound(in: [factor]))
    let lambdas = side == 1 ? [joint, open] : [open, joint]
    let placed = try renamed(
      factors(of: lead.monomial), Renaming(parameters: parameters, lambdas: lambdas, shift: apart))
    let pattern = NetworkPattern(factors: placed, joints: [open], fixed: parameters + [other, joint], apart: apart)
    for match in try embeddings(of: pattern, in: rest) {
      guard let end = match.images[open], base(of: end) != joint, !mentions(match.remaining, joint),
        let c = lead.coefficient.inverse
      else { continue }
      var bound = nextBound(in: match.remaining)
      for slot in [other, end] + parameters where base(of: slot).isBound {
        bound = max(bound, base(of: slot).number + 1)
      }
      let fresh = Slot(.bound, bound, joint.range)
      var keep = factor
      keep.slots[0] = side == 1 ? other : fresh
      keep.slots[1] = side == 1 ? fresh : other
      let ends = side == 1 ? [fresh, end] : [end, fresh]
      var result: [Product] = [(match.remaining + [Factor(.delta, try SlotList([other, end]))], c)]
      for (others, d) in try instances(
        inside, but: lead.monomial, lambdas: ends, parameters: parameters, apart: bound + 1)
      {
        result.append((match.remaining + [keep] + others, -d * c))
      }
      return result
    }
    return nil
  }

  /// The range of the rows and columns of an inverse or a determinant.
  func matrixRange(_ atom: Atom) -> IndexRange { IndexRange(self[atom].payload) }
}
