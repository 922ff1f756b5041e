import Expressions
import Numbers

/// Equations E = 0 brought to forms with the same solutions, so that two of them can be compared.
extension NormalForms {
  /// E itself and its images under reversible steps: denominators and invertible matrices cleared, factors that are
  /// known not to vanish divided out, a difference of positive terms replaced by that of the logarithms.
  public func stages(of form: Form) throws(Obstacle) -> [Form] {
    var stages = [form]
    func extend(_ step: (Form) throws(Obstacle) -> Form?) throws(Obstacle) {
      guard let last = stages.last, !last.isZero, let next = try step(last), !stages.contains(next) else { return }
      stages.append(next)
    }
    try extend(clearingDenominators)
    try extend(clearingOuterInverse)
    try extend(clearingDenominators)
    try extend(primitivePart)
    try extend(logarithmsOfBinomial)
    try extend(primitivePart)
    try extend(clearingDenominators)
    if let opened = try openingExponentials(form), !stages.contains(opened) {
      stages.append(opened)
      try extend(clearingDenominators)
      try extend(primitivePart)
      try extend(logarithmsOfBinomial)
    }
    return stages
  }

  /// The equations E = 0 and F = 0 have the same solutions, as far as reversible steps tell.
  public func areEquivalent(_ e: Form, _ f: Form) throws(Obstacle) -> Bool {
    let (left, right) = (try stages(of: e), try stages(of: f))
    return left.contains { a in right.contains { b in areProportional(a, b) } }
  }

  /// Divides by the common factors that are known not to be zero; any other one might be a solution.
  private func primitivePart(_ form: Form) throws(Obstacle) -> Form? {
    let content = try content(of: form, forRoots: false)
    let undo = content.common.filter { sign(of: $0).isNonzero }.map { $0.raised(to: $0.exponent.negated) }
    if undo.isEmpty { return nil }
    var sum = TermSum()
    for term in form.terms { try reduce(Array(factors(of: term.monomial)) + undo, term.coefficient, into: &sum) }
    return sum.form(digest: digest)
  }

  /// u − v = 0 with u, v > 0: log u − log v = 0.
  private func logarithmsOfBinomial(_ form: Form) throws(Obstacle) -> Form? {
    guard form.count == 2, form.terms[0].coefficient.signum * form.terms[1].coefficient.signum < 0 else { return nil }
    for term in form.terms where sign(of: term.monomial) != .positive { return nil }
    let (a, b) = (form.terms[0], form.terms[1])
    let left = try logarithm(self.form(a.monomial, a.coefficient.magnitude))
    let right = try logarithm(self.form(b.monomial, b.coefficient.magnitude))
    return left.adding(right, times: Rational(-1))
  }

  /// a = c·b with a rational c ≠ 0; also 0 = 0.
  public func areProportional(_ a: Form, _ b: Form) -> Bool { ratio(a, b) != nil || (a.isZero && b.isZero) }

  /// The rational c ≠ 0 with a = c·b.
  public func ratio(_ a: Form, _ b: Form) -> Rational? {
    guard a.count == b.count, let first = a.terms.first, let other = b.terms.first,
      let c = first.coefficient.divided(by: other.coefficient), a == b.scaled(by: c)
    else { return nil }
    return c
  }

  /// The form c with a = c·b, where c is one monomial; nil when there is none.
  public func monomialRatio(_ a: Form, _ b: Form) throws(Obstacle) -> Form? {
    guard a.count == b.count, let x = lead(of: a) else { return nil }
    // Which term of b the lead of a belongs to is not known: the factor c may change the order.
    for y in b.terms.prefix(NormalForms.mostRatios) {
      let own = factors(of: x.monomial).filter { !hasBoundSlots($0) && $0.atom != .delta }
      let other = factors(of: y.monomial).filter { !hasBoundSlots($0) && $0.atom != .delta }
      guard let c = x.coefficient.divided(by: y.coefficient) else { continue }
      let ratio = try reduced(own + other.map { $0.raised(to: $0.exponent.negated) }, c)
      if try product(ratio, b) == a { return ratio }
    }
    return nil
  }

  private static let mostRatios = 12
}
