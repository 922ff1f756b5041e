import Expressions
import Numbers

/// Objectives brought to forms with the same minimisers.
extension NormalForms {
  /// What has the same minimisers as the objective: a positive product is replaced by its logarithm, an increasing map of
  /// a term by the term, a decreasing one by its negative, and terms that do not mention the variable are dropped.
  ///
  /// Defined names must be unfolded where their formulas mention the variable: a closed one would hide it.
  public func essentialObjective(_ form: Form, in variable: Symbol) throws(Obstacle) -> Form {
    var form = droppingConstants(form, in: variable)
    for _ in 0..<NormalForms.mostMonotoneSteps {
      guard let next = try monotoneStep(form, variable) else { break }
      form = droppingConstants(next, in: variable)
    }
    return form
  }

  private static let mostMonotoneSteps = 8

  private func droppingConstants(_ form: Form, in variable: Symbol) -> Form {
    Form(terms: form.terms.filter { mentions($0.monomial, variable) })
  }

  private func mentions(_ monomial: Monomial, _ variable: Symbol) -> Bool {
    factors(of: monomial).contains { mentions($0, variable) }
  }

  private func mentions(_ factor: Factor, _ variable: Symbol) -> Bool {
    mentions(factor.atom) { $0.kind == .symbol && $0.payload == variable.number }
      || factor.slots.array.contains { isComputed($0, from: variable) } || hasComputedSlot(factor.atom, from: variable)
  }

  /// The variable stands in the slot, as the k of p[k].
  private func isComputed(_ slot: Slot, from variable: Symbol) -> Bool {
    let plain = base(of: slot)
    guard plain.kind == .position, case .computed(let value, _) = positions[plain.number] else { return false }
    return mentions(self[value], variable)
  }

  private func hasComputedSlot(_ atom: Atom, from variable: Symbol) -> Bool {
    self[atom].insides.contains { mentions(self[$0], variable) }
  }

  public func mentions(_ form: Form, _ variable: Symbol) -> Bool {
    form.terms.contains { mentions($0.monomial, variable) }
  }

  /// One monotone map taken off, if the objective is a single term under one.
  private func monotoneStep(_ form: Form, _ variable: Symbol) throws(Obstacle) -> Form? {
    guard let term = form.single, boundCount(term.monomial) == 0 else { return nil }
    let own = factors(of: term.monomial)
    let moving = own.filter { mentions($0, variable) }
    let isScaledUp = own.filter { !mentions($0, variable) }.allSatisfy { sign(of: $0) == .positive }
    guard isScaledUp, let factor = moving.first else { return nil }
    let direction = Rational(term.coefficient.signum)
    guard moving.count == 1 else {
      guard moving.allSatisfy({ sign(of: $0) == .positive }) else { return nil }
      return try logarithm(form.scaled(by: direction)).scaled(by: direction)
    }
    if hasBoundSlots(factor) { return nil }
    if factor.exponent.isOne, function(of: factor) == .log {
      let argument = try argument(factor)
      return try clearedSign(of: argument) == .positive ? argument.scaled(by: direction) : nil
    }
    if function(of: factor) == .exp {
      return try argument(factor).scaled(by: direction * Rational(factor.exponent.rational.signum))
    }
    if factor.exponent.isOne && kind(factor) != .power { return nil }
    let base = kind(factor) == .power ? try argument(factor) : try reduced(factor.raised(to: .one))
    let baseSign = try clearedSign(of: base)
    let isMonotone = factor.exponent > .zero && baseSign.isNonnegative || baseSign == .positive
    return isMonotone ? base.scaled(by: direction * Rational(factor.exponent.rational.signum)) : nil
  }

  /// a = c·b with c positive and free of the variable.
  public func areProportional(_ a: Form, _ b: Form, in variable: Symbol) throws(Obstacle) -> Bool {
    if a.isZero && b.isZero { return true }
    guard let c = try monomialRatio(a, b), !mentions(c, variable) else { return false }
    return sign(of: c) == .positive && isNowhereZero(c, a, b)
  }

  /// c is not 0 where both forms are defined: a denominator of c, whose sign is known where it does not vanish, is known
  /// not to, or stands in a denominator of the forms themselves.
  private func isNowhereZero(_ c: Form, _ a: Form, _ b: Form) -> Bool {
    guard let term = c.single else { return false }
    return factors(of: term.monomial).filter { $0.exponent < .zero }.allSatisfy { factor in
      if sign(of: factor.raised(to: factor.exponent.negated)).isNonzero { return true }
      return [a, b].contains { form in
        form.terms.allSatisfy { term in
          factors(of: term.monomial).contains {
            $0.atom == factor.atom && $0.slots == factor.slots && $0.exponent < .zero
          }
        }
      }
    }
  }

  /// The form divided by the factors common to its terms that are known to be positive: it has the same sign.
  public func withoutPositiveFactors(_ form: Form) throws(Obstacle) -> Form {
    let common = try content(of: form, forRoots: false).common.filter { sign(of: $0) == .positive }
    let undo = common.map { $0.raised(to: $0.exponent.negated) }
    var sum = TermSum()
    for term in form.terms { try reduce(factors(of: term.monomial) + undo, term.coefficient, into: &sum) }
    return sum.form(digest: digest)
  }

  /// The difference e − bound is known to be non-negative.
  public func isLowerBound(_ bound: Expression, of e: Expression) throws(Obstacle) -> Bool {
    // A bound that is a number leaves the expression as it is written, whose sign may be plain.
    let least = try normalForm(of: bound).constant.map { store.number($0) } ?? bound
    let gap = least == store.integer(0) ? e : store.difference(e, least)
    return try sign(of: gap).isNonnegative
  }

  /// The form divided by its leading coefficient, or by the size of it.
  public func monic(_ form: Form, keepsSign: Bool) -> Form {
    guard let c = lead(of: form)?.coefficient.inverse else { return form }
    return form.scaled(by: keepsSign ? c.magnitude : c)
  }

  public func difference(_ a: Form, _ b: Form) -> Form { a.adding(b, times: Rational(-1)) }
  public func multiple(_ a: Form, _ c: Rational) -> Form { a.scaled(by: c) }

  /// The matrix with entries `form` is positive semidefinite as a sum of products G'G, u·u' and non-negative diagonals.
  public func isPositiveSemidefinite(_ form: Form, row: Index, column: Index) throws(Obstacle) -> Bool {
    let (i, j) = (try freeSlot(row), try freeSlot(column))
    return form.terms.allSatisfy { term in
      term.coefficient.signum > 0 && isPositiveSemidefinite(factors(of: term.monomial), i, j)
    }
  }

  private func isPositiveSemidefinite(_ factors: [Factor], _ i: Slot, _ j: Slot) -> Bool {
    let ends = factors.filter { $0.slots.contains(i) || $0.slots.contains(j) }
    let others = factors.filter { !$0.slots.contains(i) && !$0.slots.contains(j) }
    guard others.allSatisfy({ sign(of: $0).isNonnegative }) else { return false }
    if ends.count == 1, let factor = ends.first {
      if factor.atom == .delta { return true }
      let record = self[factor.atom]
      let isDefinite =
        record.kind == .symbol && store.symbols[Int(record.payload)].structure == .positiveDefinite
        || record.kind == .inverse && isPositiveDefinite(self[record.insides[0]])
      return isDefinite && factor.exponent.isOne
    }
    // Σ_k G[k,i]·w[k]·G[k,j] with w ≥ 0: for each value of the joining indices a multiple of u·u'. Every factor with i
    // has a partner that is the same with j, joined through the very same bound indices.
    let rows = ends.filter { $0.slots.contains(i) && !$0.slots.contains(j) }
    let columns = ends.filter { $0.slots.contains(j) && !$0.slots.contains(i) }
    guard rows.count + columns.count == ends.count, rows.count == columns.count else { return false }
    let swapped = (try? renamed(rows, Renaming([(i, j)]))) ?? []
    return swapped.map(ordered).sorted(by: precedes) == columns.map(ordered).sorted(by: precedes)
  }
}
