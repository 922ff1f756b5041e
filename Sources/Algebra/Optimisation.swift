import Expressions
import Numbers

/// Objectives brought to forms with the same minimisers.
extension NormalForms {
  /// The objective without what cannot move its minimisers: a positive product by its logarithm, a logarithm or a root
  /// by what it is of (monotone maps), and without the terms that do not mention the variable.
  public func essentialObjective(_ form: Form, in variable: Symbol) throws(Obstacle) -> Form {
    var form = droppingConstants(form, in: variable)
    for _ in 0..<4 {
      guard let next = try monotoneStep(form, variable) else { break }
      form = droppingConstants(next, in: variable)
    }
    return form
  }

  private func droppingConstants(_ form: Form, in variable: Symbol) -> Form {
    Form(terms: form.terms.filter { mentions($0.monomial, variable) })
  }

  private func mentions(_ monomial: Monomial, _ variable: Symbol) -> Bool {
    factors(of: monomial).contains { mentions($0, variable) }
  }

  private func mentions(_ factor: Factor, _ variable: Symbol) -> Bool {
    mentions(factor.atom) { $0.kind == .symbol && $0.payload == variable.number }
  }

  public func mentions(_ form: Form, _ variable: Symbol) -> Bool {
    form.terms.contains { mentions($0.monomial, variable) }
  }

  /// One increasing map taken off, if the objective is a single term under one.
  private func monotoneStep(_ form: Form, _ variable: Symbol) throws(Obstacle) -> Form? {
    guard let term = form.single, term.coefficient.signum > 0, boundCount(term.monomial) == 0 else { return nil }
    let own = factors(of: term.monomial)
    let moving = own.filter { mentions($0, variable) }
    let isScaledUp = own.filter { !mentions($0, variable) }.allSatisfy { sign(of: $0) == .positive }
    guard isScaledUp, let factor = moving.first else { return nil }
    if moving.count == 1, !hasBoundSlots(factor) {
      if function(of: factor) == .log && factor.exponent.isOne { return try argument(factor) }
      if kind(factor) == .power && factor.exponent > .zero && !factor.exponent.isInteger { return try argument(factor) }
    }
    guard moving.allSatisfy({ sign(of: $0) == .positive }) else { return nil }
    return try logarithm(form)
  }

  /// a = c·b with c positive and free of the variable.
  public func areProportional(_ a: Form, _ b: Form, in variable: Symbol) throws(Obstacle) -> Bool {
    if a.isZero && b.isZero { return true }
    guard let c = try monomialRatio(a, b), !mentions(c, variable) else { return false }
    return sign(of: c) == .positive
  }

  public func difference(_ a: Form, _ b: Form) -> Form { a.adding(b, times: Rational(-1)) }
  public func multiple(_ a: Form, _ c: Rational) -> Form { a.scaled(by: c) }

  /// The matrix with entries `form` is positive semidefinite as a sum of products G'G, u·u' and non-negative diagonals.
  public func isPositiveSemidefinite(_ form: Form, row: Index, column: Index) throws(Obstacle) -> Bool {
    let (i, j) = (try freeSlot(row), try freeSlot(column))
    return form.terms.allSatisfy { term in
      term.coefficient.signum > 0 && isPositiveSemidefinite(Array(factors(of: term.monomial)), i, j)
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
