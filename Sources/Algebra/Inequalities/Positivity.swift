import Expressions
import Numbers

/// Is a form nowhere negative? A search for a certificate: f = Σ λ_k·g_k with λ ≥ 0 and forms g_k of which this is known.
///
/// The g_k are squares, products of premises and bounds, and convex functions above their tangents. True is a proof: the
/// identity holds in the normal form. False is no refutation.
extension NormalForms {
  /// f ≥ 0, or f > 0, at all admissible points.
  public func isCertified(_ form: Form, strictly: Bool) throws(Obstacle) -> Bool {
    try isCertified(form, strictly: strictly, depth: NormalForms.deepestCases)
  }

  /// Nested case distinctions over the signs of |u| and [u > 0].
  private static let deepestCases = 3

  func isCertified(_ form: Form, strictly: Bool, depth: Int) throws(Obstacle) -> Bool {
    if form.isZero { return !strictly }
    // Without anything that varies, numbers decide.
    guard mentions(form, { $0.kind.mayVary }) else { return false }
    for candidate in try equivalents(of: form) {
      let sign = sign(of: candidate)
      if strictly ? sign == .positive : sign.isNonnegative { return true }
      if try isCombination(candidate, strictly: strictly, depth: depth) { return true }
    }
    if depth > 0 {
      for next in try reductions(of: form) where try isCertified(next, strictly: strictly, depth: depth - 1) {
        return true
      }
    }
    if depth > 0, let holds = try holdsInCases(form, strictly: strictly, depth: depth) { return holds }
    return false
  }

  /// Forms of the same sign: as it is, without positive factors, times its positive denominators.
  private func equivalents(of form: Form) throws(Obstacle) -> [Form] {
    var found = [form]
    for next in [try withoutPositiveFactors(form), try timesPositiveDenominators(form)] where !found.contains(next) {
      found.append(next)
    }
    for known in found {
      let next = try withSpreads(known)
      if !found.contains(next) { found.append(next) }
    }
    return found
  }

  private func isCombination(_ form: Form, strictly: Bool, depth: Int) throws(Obstacle) -> Bool {
    if form.count > NormalForms.mostCertifiedTerms { return false }
    var cone = Cone()
    let known = try KnownInequalities(self)
    var (squares, convex) = (Squares(self), ConvexFunctions(self))
    try known.insert(into: &cone)
    for term in form.terms { try known.insert(for: term.monomial, into: &cone) }
    try squares.insert(for: form, into: &cone)
    if !cone.isFull { try convex.insert(for: form, into: &cone) }
    var monotone = MonotoneFunctions(self)
    try monotone.insert(for: form, into: &cone) { (gap) throws(Obstacle) in
      let sign = try self.clearedSign(of: gap)
      if sign.isNonnegative || depth == 0 { return sign }
      if try self.isCombination(gap, strictly: true, depth: 0) { return .positive }
      return try self.isCombination(gap, strictly: false, depth: 0) ? .nonnegative : .unknown
    }
    let spend = { (steps: Int) throws(Obstacle) in try self.spend(steps) }
    if try cone.combination(giving: form, strictly: strictly, spend) != nil { return true }
    // What the first generators brought in may have its own bounds.
    var seen = Set(form.terms.map { $0.monomial })
    for generator in cone.generators {
      for term in generator.form.terms where seen.insert(term.monomial).inserted && !cone.isFull {
        try known.insert(for: term.monomial, into: &cone)
      }
    }
    return try cone.combination(giving: form, strictly: strictly, spend) != nil
  }

  private static let mostCertifiedTerms = 60

  /// The form times what stands in its denominators, as far as that is known to be positive, or to be negative.
  public func timesPositiveDenominators(_ form: Form) throws(Obstacle) -> Form {
    var worst: [Factor: Exponent] = [:]
    var negative: Set<Factor> = []
    for term in form.terms {
      for factor in factors(of: term.monomial) where factor.exponent < .zero && !hasBoundSlots(factor) {
        let place = factor.raised(to: .one)
        if sign(of: factor) != .positive {
          guard try isNegative(place) else { continue }
          negative.insert(place)
        }
        worst[place] = max(worst[place] ?? .zero, factor.exponent.negated)
      }
    }
    if worst.isEmpty { return form }
    let clearing = worst.keys.sorted(by: precedes).map { $0.raised(to: worst[$0] ?? .one) }
    var turns = 0
    for factor in clearing where negative.contains(factor.raised(to: .one)) && !factor.exponent.isEven { turns += 1 }
    var sum = TermSum()
    for term in form.terms {
      let c = turns % 2 == 0 ? term.coefficient : -term.coefficient
      try reduce(factors(of: term.monomial) + clearing, c, into: &sum)
    }
    return sum.form(digest: digest)
  }

  /// The term in a denominator is negative: 1/(1 − y) is kept as −1/(y − 1).
  private func isNegative(_ factor: Factor) throws(Obstacle) -> Bool {
    guard kind(factor) == .power else { return false }
    return signOfNegative(try argument(factor)) == .positive
  }
}
