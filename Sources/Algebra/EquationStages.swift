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
    try extend(clearingOuterMatrix)
    try extend(clearingDenominators)
    try extend(primitivePart)
    try extend(radical)
    try extend(radical)
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
    if left.contains(where: { a in right.contains { b in areProportional(a, b) } }) { return true }
    for c in [Rational.one, Rational(-1)] where try isZeroTermwise(e.adding(f, times: c)) { return true }
    return false
  }

  /// D > 0 and F > 0, or D ≥ 0 and F ≥ 0, have the same solutions, as far as steps that keep the sign tell.
  public func areEquivalent(inequalities d: Form, _ f: Form) throws(Obstacle) -> Bool {
    let (left, right) = (try signStages(of: d), try signStages(of: f))
    return left.contains { a in right.contains { b in (ratio(a, b)?.signum ?? 0) > 0 } }
  }

  private func signStages(of form: Form) throws(Obstacle) -> [Form] {
    var stages = [form]
    for step in [clearingPositive, withoutPositiveFactors, logarithmsOfBinomial] {
      guard let last = stages.last, let next = try step(last), !stages.contains(next) else { continue }
      stages.append(next)
      let shorter = try withoutPositiveFactors(next)
      if !stages.contains(shorter) { stages.append(shorter) }
    }
    return stages
  }

  /// Times the denominators, if all are known to be positive.
  private func clearingPositive(_ form: Form) throws(Obstacle) -> Form? {
    let denominators = form.terms.flatMap { factors(of: $0.monomial).filter { $0.exponent < .zero } }
    return denominators.allSatisfy { sign(of: $0) == .positive } ? try clearingDenominators(form) : nil
  }

  /// c·aᵉ·bᶠ = 0 exactly when a·b = 0, for e, f > 0; |u| = 0 when u = 0, and u^e = 0 too.
  private func radical(_ form: Form) throws(Obstacle) -> Form? {
    guard let term = form.single, boundCount(term.monomial) == 0 else { return nil }
    let own = factors(of: term.monomial)
    guard own.allSatisfy({ $0.exponent > .zero && $0.atom != .delta }) else { return nil }
    if own.count == 1, let factor = own.first, kind(factor) == .power || function(of: factor) == .abs {
      return try argument(factor)
    }
    return try reduced(own.map { $0.raised(to: .one) })
  }

  /// M·u = 0 exactly when u = 0, for an invertible M: every term starts with the same declared matrix at a free index
  /// that occurs nowhere else.
  private func clearingOuterMatrix(_ form: Form) throws(Obstacle) -> Form? {
    guard let first = form.terms.first else { return nil }
    for factor in factors(of: first.monomial) where kind(factor) == .symbol && factor.slots.count == 2 {
      let declaration = store.symbols[Int(self[factor.atom].payload)]
      guard declaration.structure.isInvertible,
        zip(factor.slots.array, declaration.slots).allSatisfy({ $0.range == $1 })
      else { continue }
      for place in 0..<2 where factor.slots[place].isFree {
        if let cleared = try clearing(factor.atom, at: factor.slots[place], place, of: form) { return cleared }
      }
    }
    return nil
  }

  private func clearing(_ matrix: Atom, at end: Slot, _ place: Int, of form: Form) throws(Obstacle) -> Form? {
    var sum = TermSum()
    for term in form.terms {
      let own = factors(of: term.monomial)
      guard occurrences(of: end, in: own) == 1,
        let k = own.firstIndex(where: {
          $0.atom == matrix && $0.exponent.isOne && $0.slots.count == 2 && $0.slots[place] == end
        })
      else { return nil }
      let joint = own[k].slots[1 - place]
      guard joint.isBound, joint.range == end.range else { return nil }
      try reduce(try renamed(rest(own, k), Renaming([(joint, end)])), term.coefficient, into: &sum)
    }
    return sum.form(digest: digest)
  }

  /// Divides by the common factors that are known not to be zero; any other one might be a solution.
  private func primitivePart(_ form: Form) throws(Obstacle) -> Form? {
    let content = try content(of: form, forRoots: false)
    let undo = content.common.filter { sign(of: $0).isNonzero }.map { $0.raised(to: $0.exponent.negated) }
    if undo.isEmpty { return nil }
    var sum = TermSum()
    for term in form.terms { try reduce(factors(of: term.monomial) + undo, term.coefficient, into: &sum) }
    return sum.form(digest: digest)
  }

  /// u − v = 0 with u, v > 0: log u − log v = 0.
  private func logarithmsOfBinomial(_ form: Form) throws(Obstacle) -> Form? {
    guard form.count == 2, form.terms[0].coefficient.signum * form.terms[1].coefficient.signum < 0 else { return nil }
    for term in form.terms where sign(of: term.monomial) != .positive { return nil }
    // The positive term first, so that the sign of the difference is kept.
    let isFirst = form.terms[0].coefficient.signum > 0
    let (a, b) = (form.terms[isFirst ? 0 : 1], form.terms[isFirst ? 1 : 0])
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
