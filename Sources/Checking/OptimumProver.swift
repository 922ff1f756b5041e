import Algebra
import Calculus
import Elaboration
import Expressions
import Numbers

/// Equality of sets of minimisers, and a closed form as a minimiser.
extension Prover {
  /// argmin f = argmin g: after dropping what cannot move a minimiser, f = c·g with a positive c free of the variable,
  /// and both are defined at the same values of it.
  mutating func sameOptimum(_ left: Optimum, _ right: Optimum) -> ProofAttempt {
    guard left.variable == right.variable, left.constraints == right.constraints else {
      return .open(reason: "the two sides range over different sets")
    }
    let variable = left.variable
    do {
      try requireFree(variable)
      let (f, g) = (try minimised(left), try minimised(right))
      return attempts(method: "same minimisers", unfolding: hides(variable, in: [f, g]) ? [true] : [false, true]) {
        (forms) throws(Obstacle) in
        let (a, b) = (try forms.normalForm(of: f), try forms.normalForm(of: g))
        guard
          try forms.areProportional(
            try forms.essentialObjective(a, in: variable), try forms.essentialObjective(b, in: variable), in: variable)
        else { return false }
        let domains = (try Regularity(of: f, in: variable, forms), try Regularity(of: g, in: variable, forms))
        if let part = domains.0.partial.symmetricDifference(domains.1.partial).min() {
          throw .unsupported("`\(ExpressionText.text(part, in: forms.expressions, limit: 60))`, which may be undefined")
        }
        return true
      }
    } catch {
      return .open(reason: error.text)
    }
  }

  /// Some defined name depends on the variable otherwise than by its slots.
  private func hides(_ variable: Symbol, in expressions: [Expression]) -> Bool {
    let all = store.reachable(from: expressions, throughDefinitions: true)
    return all.contains { e in
      store.op(e) == .definition
        && store.body(store.definition(e)).clauses.contains { differentiator.mentions($0.body, variable) }
    }
  }

  /// a is a minimiser of f: it lies in the domain, and f(w) ≥ f(a) there; or, for a smooth f on a convex domain, the
  /// gradient vanishes at a and f is convex, or falls before a and rises after it.
  mutating func optimum(_ optimum: Optimum, at value: Expression, slots: [Index]) -> ProofAttempt {
    let variable = optimum.variable
    let declaration = store.declaration(variable)
    guard optimum.constraints.isEmpty else { return .open(reason: "there is no rule for constrained optima") }
    guard declaration.structure == .none else {
      return .open(reason: "there is no rule for optima over matrices or vectors of a special structure")
    }
    guard declaration.domain.isConnected else {
      return .open(reason: "there is no rule for optima over a discrete set")
    }
    guard let claim = claim(optimum, at: value, slots: slots) else {
      return .open(reason: "a name that varies in the optimum is also used outside of it")
    }
    var inner = self
    inner.differentiator.store = claim.store
    return inner.attempts(method: "optimum", unfolding: [true]) { (forms) throws(Obstacle) in
      for condition in claim.conditions where !(try forms.isKnown(condition)) { return false }
      let regularity = try Regularity(of: claim.objective, in: variable, forms)
      guard regularity.isTotal else {
        let part = regularity.partial.min().map { ExpressionText.text($0, in: forms.expressions, limit: 60) } ?? ""
        throw .unsupported("`\(part)`, which may be undefined")
      }
      if try forms.isLowerBound(claim.there, of: claim.objective) { return true }
      for calculus in try smoothObjectives(claim.objective, variable, forms) {
        guard try calculus.isStationary(at: value, slots: slots) else { continue }
        if try calculus.isConvex { return true }
        if try calculus.isQuasiConvex { return true }
      }
      return false
    }
  }

  /// What `argmin(w, f) = a` says: a satisfies the conditions of the domain, and f(w) ≥ f(a).
  struct OptimumClaim {
    var store: ExpressionStore
    /// To be minimised.
    var objective: Expression
    var there: Expression
    var conditions: [Expression]
    /// The gradient at the value, which vanishes at an inner point; nil where there may be none.
    var slope: Expression?
    /// It is known to vanish.
    var isStationary: Bool
  }

  /// Nil when the variable has a meaning outside the optimum, or there is no derivative.
  mutating func claim(_ optimum: Optimum, at value: Expression, slots: [Index]) -> OptimumClaim? {
    let variable = optimum.variable
    if differentiator.mentions(value, variable) { return nil }
    do {
      try requireFree(variable)
      let objective = try minimised(optimum)
      var work = differentiator
      var conditions = Prover.conditions(of: store.declaration(variable).domain, value, &work.store)
      for constraint in optimum.constraints {
        let there = work.store.substitution(of: variable, parameters: slots, by: value, in: constraint)
        conditions.append(try work.carryOut(there))
      }
      let there = try work.carryOut(work.store.substitution(of: variable, parameters: slots, by: value, in: objective))
      differentiator = work
      var claim = OptimumClaim(
        store: work.store, objective: objective, there: there, conditions: conditions, slope: nil, isStationary: false)
      guard optimum.constraints.isEmpty, store.declaration(variable).structure == .none,
        store.declaration(variable).domain.isOpen
      else { return claim }
      let attempt = attempts(unfolding: [true]) { (forms) throws(Obstacle) in
        guard let smooth = try smoothObjectives(objective, variable, forms).first else { return false }
        claim.slope = try smooth.slope(at: value, slots: slots)
        claim.store = forms.expressions
        return try smooth.isStationary(at: value, slots: slots)
      }
      claim.isStationary = attempt.proof != nil
      return claim
    } catch {
      return nil
    }
  }

  /// ∇f = 0 as a premise, for a convex f, and ∇g = 0 as a conclusion, for a smooth g on a set of inner points.
  struct StationarityClaim {
    var store: ExpressionStore
    var premise: Expression
    var conclusion: Expression
  }

  /// Nil when f is not known to be convex, or g to be smooth.
  mutating func stationarity(of f: Optimum, impliesThatOf g: Optimum) -> StationarityClaim? {
    let declaration = store.declaration(f.variable)
    guard f.variable == g.variable, f.constraints.isEmpty, g.constraints.isEmpty, declaration.structure == .none,
      declaration.domain.isOpen, (try? requireFree(f.variable)) != nil, let a = try? minimised(f),
      let b = try? minimised(g)
    else { return nil }
    var claim: StationarityClaim?
    _ = attempts(unfolding: [true]) { (forms) throws(Obstacle) in
      guard let conclusion = try smoothObjectives(b, f.variable, forms).first?.stationarity else { return false }
      var premise: Expression?
      for objective in try smoothObjectives(a, f.variable, forms) where premise == nil {
        if try objective.isConvex { premise = objective.stationarity }
      }
      guard let premise else { return false }
      claim = StationarityClaim(store: forms.expressions, premise: premise, conclusion: conclusion)
      return true
    }
    return claim
  }

  /// f(k) ≥ f(j) for all j as a premise, for a k that runs over the values of an index, and the same of g as a conclusion.
  mutating func discreteOptimality(of f: Optimum, impliesThatOf g: Optimum) -> StationarityClaim? {
    guard f.variable == g.variable, f.constraints.isEmpty, g.constraints.isEmpty,
      case .index(let range) = store.declaration(f.variable).domain, store.declaration(f.variable).slots.isEmpty,
      (try? requireFree(f.variable)) != nil, let a = try? minimised(f), let b = try? minimised(g)
    else { return nil }
    var work = differentiator
    var statements: [Expression] = []
    for objective in [a, b] {
      let index = work.store.freshIndex("k", range)
      let other = work.store.substitution(
        of: f.variable, parameters: [], by: work.store.value(of: index), in: objective)
      let comparison = work.store.comparison(.lessOrEqual, objective, other)
      statements.append(work.store.reduction(.all, over: index, comparison))
    }
    return StationarityClaim(store: work.store, premise: statements[0], conclusion: statements[1])
  }

  /// No two values of the variable are put in opposite orders by f and g, as they are minimised. So it is where the sets
  /// of minimisers are the same for the reasons that `sameOptimum` knows. Nil where derivatives cannot be carried out.
  mutating func sameOrder(_ f: Optimum, _ g: Optimum) -> (store: ExpressionStore, order: Expression)? {
    guard let a = try? minimised(f), let b = try? minimised(g) else { return nil }
    var work = differentiator
    var declaration = store.declaration(f.variable)
    let index: Index?
    let places: [Index]
    let value: Expression
    if case .index(let range) = declaration.domain, declaration.slots.isEmpty {
      let fresh = work.store.freshIndex("k", range)
      (index, places, value) = (fresh, [], work.store.value(of: fresh))
    } else {
      declaration.name += "'"
      let other = work.store.declare(declaration)
      places = declaration.slots.map { work.store.freshIndex("d", $0) }
      (index, value) = (nil, work.store.entry(of: other, places.map { work.store.value(of: $0) }))
    }
    func moved(_ e: Expression) -> Expression? {
      try? work.carryOut(work.store.substitution(of: f.variable, parameters: places, by: value, in: e))
    }
    guard let c = moved(a), let d = moved(b) else { return nil }
    let falls = work.store.and([work.store.comparison(.less, a, c), work.store.comparison(.less, d, b)])
    let rises = work.store.and([work.store.comparison(.less, c, a), work.store.comparison(.less, b, d)])
    var order = work.store.not(work.store.or([falls, rises]))
    if let index { order = work.store.reduction(.all, over: index, order) }
    return (work.store, order)
  }

  /// The objective without what cannot move its minimisers, and as it is written, as far as they are smooth. The first
  /// is the same function only where the objective is defined, so that this must be everywhere.
  private func smoothObjectives(
    _ objective: Expression, _ variable: Symbol, _ forms: NormalForms
  ) throws(Obstacle) -> [SmoothObjective] {
    guard try Regularity(of: objective, in: variable, forms).isTotal else { return [] }
    let essential = try forms.essentialObjective(try forms.normalForm(of: objective), in: variable)
    var found: [SmoothObjective] = []
    for candidate in [forms.expression(of: essential), objective] {
      if let candidate, let smooth = try SmoothObjective(candidate, variable, forms) { found.append(smooth) }
    }
    return found
  }

  /// The objective with derivatives carried out, turned so that it is to be minimised.
  private mutating func minimised(_ optimum: Optimum) throws(Refusal) -> Expression {
    let objective = try carriedOut(optimum.objective)
    return optimum.sense == .minimum ? objective : differentiator.store.negation(objective)
  }

  /// A premise about an outer quantity of the same name says nothing of the one that is varied.
  private func requireFree(_ variable: Symbol) throws(Refusal) {
    for premise in premises where differentiator.mentions(premise, variable) {
      throw .unsupported("an optimum over a name that a premise mentions too")
    }
  }

  /// What puts the value inside the declared domain.
  static func conditions(of domain: Domain, _ value: Expression, _ store: inout ExpressionStore) -> [Expression] {
    let zero = store.integer(0)
    switch domain {
    case .positive: return [store.comparison(.less, zero, value)]
    case .nonnegative: return [store.comparison(.lessOrEqual, zero, value)]
    case .nonzero: return [store.comparison(.notEqual, value, zero)]
    case .interval(let lower, let upper, let closed, let closedUpper):
      var conditions: [Expression] = []
      if let lower { conditions.append(store.comparison(closed ? .lessOrEqual : .less, store.number(lower), value)) }
      if let upper {
        conditions.append(store.comparison(closedUpper ? .lessOrEqual : .less, value, store.number(upper)))
      }
      return conditions
    case .real, .integer, .finite, .index: return []
    }
  }
}

extension Domain {

  /// A convex set whose points all are inner ones.
  fileprivate var isOpen: Bool {
    switch self {
    case .real, .positive: true
    case .interval(let lower, let upper, let closed, let closedUpper):
      (lower == nil || !closed) && (upper == nil || !closedUpper)
    case .nonnegative, .nonzero, .integer, .finite, .index: false
    }
  }
}
