import Algebra
import Calculus
import Elaboration
import Expressions
import Numbers

/// Equality of sets of minimisers, and a closed form as a minimiser.
extension Prover {
  /// argmin f = argmin g: after dropping what cannot move a minimiser, f = c·g with a positive c free of the variable.
  mutating func sameOptimum(_ left: Optimum, _ right: Optimum) -> ProofAttempt {
    guard left.variable == right.variable, left.constraints == right.constraints else {
      return .open(reason: "the two sides range over different sets")
    }
    let f: Expression
    let g: Expression
    do {
      (f, g) = (try carriedOut(left.objective), try carriedOut(right.objective))
    } catch {
      return .open(reason: error.text)
    }
    let turns = left.sense != right.sense
    return attempts(method: "same minimisers") { (forms) throws(Obstacle) in
      let a = try forms.essentialObjective(try forms.normalForm(of: f), in: left.variable)
      let target = try forms.normalForm(of: g)
      let sign = Rational(turns ? -1 : 1)
      // A monotone map may be taken off on either side before or after the sign is turned.
      let b = forms.multiple(try forms.essentialObjective(target, in: left.variable), sign)
      if try forms.areProportional(a, b, in: left.variable) { return true }
      let turned = try forms.essentialObjective(forms.multiple(target, sign), in: left.variable)
      return try forms.areProportional(a, turned, in: left.variable)
    }
  }

  /// a is a minimiser of f: the gradient vanishes there, f is convex on its domain, and a lies in the domain.
  mutating func optimum(_ optimum: Optimum, at value: Expression, slots: [Index]) -> ProofAttempt {
    guard optimum.constraints.isEmpty else { return .open(reason: "there is no rule for constrained optima") }
    let declaration = store.declaration(optimum.variable)
    let sign = Rational(optimum.sense == .minimum ? 1 : -1)
    do {
      var work = differentiator
      let objective = try work.carryOut(optimum.objective)
      let rows = declaration.slots.map { work.store.freshIndex("i", $0) }
      let columns = declaration.slots.map { work.store.freshIndex("j", $0) }
      let target = Target(.symbol(optimum.variable))
      let gradient = try work.derivative(of: objective, target, slots: rows.map { work.store.value(of: $0) })
      let hessian = try work.derivative(of: gradient, target, slots: columns.map { work.store.value(of: $0) })
      let point = work.store.substitution(of: optimum.variable, parameters: slots, by: value, in: gradient)
      let atValue = try work.carryOut(point)
      let inDomain = domainConditions(declaration.domain, value, &work.store)
      var inner = self
      inner.differentiator = work
      return inner.attempts(method: "stationary and convex") { (forms) throws(Obstacle) in
        guard try forms.isZero(try forms.normalForm(of: atValue)) else { return false }
        for (low, high) in inDomain {
          let gap = forms.difference(try forms.normalForm(of: high), try forms.normalForm(of: low))
          guard try forms.isKnownPositive(gap) else { return false }
        }
        let curvature = forms.multiple(try forms.normalForm(of: hessian), sign)
        if rows.isEmpty { return try forms.isKnownNonnegative(curvature) }
        guard rows.count == 1 else { return false }
        return try forms.isPositiveSemidefinite(curvature, row: rows[0], column: columns[0])
      }
    } catch {
      return .open(reason: error.text)
    }
  }

  /// Pairs low < high that put the value inside the declared domain.
  private func domainConditions(
    _ domain: Domain, _ value: Expression, _ store: inout ExpressionStore
  ) -> [(Expression, Expression)] {
    switch domain {
    case .real: return []
    case .positive: return [(store.integer(0), value)]
    case .interval(let lower, let upper, _, _):
      return (lower.map { [(store.number($0), value)] } ?? []) + (upper.map { [(value, store.number($0))] } ?? [])
    // A closed or discrete domain needs more than stationarity: an impossible condition leaves the claim open.
    case .nonnegative, .nonzero, .integer, .finite, .index: return [(value, value)]
    }
  }
}
