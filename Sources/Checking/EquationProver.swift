import Algebra
import Calculus
import Elaboration
import Expressions
import Notation
import Numbers

/// Implications and equivalences of statements, by reversible steps on equations and by assuming one side.
extension Prover {
  /// left => right
  mutating func implication(_ left: Proposition, _ right: Proposition) -> ProofAttempt {
    if case .any(let alternatives) = left {
      return all(alternatives.map { .implies($0, right) })
    }
    if case .any(let alternatives) = right, let whole = product(of: alternatives),
      let proof = sameSolutions(left, whole)?.proof
    {
      return .proved(proof)
    }
    let plain = consequence(of: left, right)
    if let plain, plain.proof != nil { return plain }
    if case .any(let alternatives) = right {
      for alternative in alternatives { if let proof = implication(left, alternative).proof { return .proved(proof) } }
    }
    let (a, b) = (simpler(left), simpler(right))
    if a != nil || b != nil, let proof = implication(a ?? left, b ?? right).proof { return .proved(proof) }
    return plain ?? .open(reason: nil)
  }

  /// a = b or c = d as one equation: (a − b)·(c − d) = 0.
  private mutating func product(of alternatives: [Proposition]) -> Proposition? {
    var factors: [Expression] = []
    for alternative in alternatives {
      guard slots(of: alternative).isEmpty, let e = equation(alternative) else { return nil }
      factors.append(e)
    }
    guard case .relation(var relation)? = alternatives.first else { return nil }
    relation.left.content = .value(differentiator.store.product(factors))
    relation.right.content = .value(differentiator.store.integer(0))
    return .relation(relation)
  }

  /// left <=> right: in one stroke by reversible steps, else in both directions.
  mutating func equivalence(_ left: Proposition, _ right: Proposition) -> ProofAttempt {
    if let proof = sameSolutions(left, right)?.proof { return .proved(proof) }
    guard let forward = implication(left, right).proof, let backward = implication(right, left).proof else {
      // u·v ≠ 0 <=> u ≠ 0 and v ≠ 0 is u·v = 0 <=> u = 0 or v = 0.
      if Prover.isOfInequations(left), let a = negation(of: left), let b = negation(of: right) {
        return equivalence(a, b)
      }
      return .open(reason: "neither reversible steps nor both directions by themselves were found")
    }
    return .proved(
      Proof(
        conditions: Array(Set(forward.conditions + backward.conditions)).sorted(),
        steps: forward.steps + backward.steps, method: "both directions"))
  }

  /// Two equations that reversible steps make proportional, or two inequalities that steps which keep the sign do.
  private mutating func sameSolutions(_ left: Proposition, _ right: Proposition) -> ProofAttempt? {
    if let (a, isStrict) = inequality(left), let (b, isOtherStrict) = inequality(right), isStrict == isOtherStrict {
      return attempts(method: "reversible steps") { (forms) throws(Obstacle) in
        try forms.areEquivalent(inequalities: try forms.normalForm(of: a), try forms.normalForm(of: b))
      }
    }
    // Σ u² = 0 exactly when every u is 0.
    if slots(of: left).isEmpty != slots(of: right).isEmpty {
      guard let a = sumOfSquares(left), let b = sumOfSquares(right) else { return nil }
      return attempts(method: "reversible steps") { (forms) throws(Obstacle) in
        try forms.areEquivalent(try forms.normalForm(of: a), try forms.normalForm(of: b))
      }
    }
    guard let a = equation(left), let b = equation(right, slots: slots(of: left)) else { return nil }
    return attempts(method: "reversible steps") { (forms) throws(Obstacle) in
      try forms.areEquivalent(try forms.normalForm(of: a), try forms.normalForm(of: b))
    }
  }

  /// right, given left.
  private mutating func consequence(of left: Proposition, _ right: Proposition) -> ProofAttempt? {
    if let same = sameSolutions(left, right), same.proof != nil { return same }
    guard let premise = condition(left) else { return nil }
    let (a, b) = (left.indices(in: store), right.indices(in: store))
    let shared = a.free.union(b.free).subtracting(a.slots).subtracting(b.slots)
    var inner = Prover(assuming: premise, fixing: shared, like: self)
    return inner.statement(right)
  }

  /// A statement by itself.
  mutating func statement(_ proposition: Proposition) -> ProofAttempt {
    switch proposition {
    case .relation(let relation):
      let attempt = self.relation(relation)
      guard attempt.proof == nil, let left = relation.left.expression, let right = relation.right.expression else {
        return attempt
      }
      let induction = induction(left, relation.relation, right)
      return induction.proof == nil ? attempt : induction
    case .all(let parts): return all(parts)
    case .implies(let a, let b): return implication(a, b)
    case .equivalent(let a, let b): return equivalence(a, b)
    // Its quantities are its own: `BoundNames`.
    case .forall(_, let body): return statement(body)
    case .any(let parts):
      for part in parts { if let proof = statement(part).proof { return .proved(proof) } }
      return exhaustion(of: parts) ?? .open(reason: "none of the alternatives is always true")
    case .condition(let condition):
      let e: Expression
      do { e = try carriedOut(condition) } catch { return .open(reason: error.text) }
      return attempts(method: Prover.inequalityMethod) { (forms) throws(Obstacle) in try forms.isKnown(e) }
    case .curvature(let e, let variables, let isConcave, let chord):
      return curvature(of: e, in: variables, isConcave: isConcave) ?? statement(chord)
    case .exists(let bounds, let body): return existence(bounds, body)
    case .not(let part): return negation(of: part).map { statement($0) } ?? .open(reason: nil)
    }
  }

  /// Alternatives that leave nothing over: `i = k or i != k`.
  private mutating func exhaustion(of alternatives: [Proposition]) -> ProofAttempt? {
    var conditions: [Expression] = []
    for alternative in alternatives {
      guard isPointwise(alternative), let condition = condition(alternative) else { return nil }
      conditions.append(condition)
    }
    let statement = differentiator.store.or(conditions)
    let attempt = attempts(method: "exhaustive cases") { (forms) throws(Obstacle) in
      try forms.isTautology(statement)
    }
    return attempt.proof == nil ? nil : attempt
  }

  /// It says something of single values: of two vectors neither need be the greater one.
  private func isPointwise(_ proposition: Proposition) -> Bool {
    switch proposition {
    case .relation: return slots(of: proposition).isEmpty
    case .condition: return true
    case .all(let parts): return parts.allSatisfy { isPointwise($0) }
    case .any, .not, .implies, .equivalent, .forall, .exists, .curvature: return false
    }
  }

  private mutating func all(_ parts: [Proposition]) -> ProofAttempt {
    var whole = Proof(conditions: [], steps: 0, method: "each part")
    for part in parts {
      switch statement(part) {
      case .open(let reason): return .open(reason: reason)
      case .proved(let proof):
        whole.steps += proof.steps
        whole.conditions = Array(Set(whole.conditions + proof.conditions)).sorted()
      }
    }
    return .proved(whole)
  }

  /// A relation between two terms.
  mutating func relation(_ relation: Relation) -> ProofAttempt {
    guard let left = relation.left.expression, let right = relation.right.expression else { return .open(reason: nil) }
    return self.relation(left, relation.relation, right)
  }

  /// left ⋈ right, for all values of their free indices.
  mutating func relation(_ left: Expression, _ relation: Link.Relation, _ right: Expression) -> ProofAttempt {
    let (left, right) = narrowed(left, right)
    let plain = comparing(left, relation, right)
    guard plain.proof == nil, var general = withFreeIndices([left, right]) else { return plain }
    let attempt = general.prover.comparing(general.terms[0], relation, general.terms[1])
    return attempt.proof == nil ? plain : attempt
  }

  private mutating func comparing(
    _ left: Expression, _ relation: Link.Relation, _ right: Expression
  ) -> ProofAttempt {
    switch relation {
    case .equal: return equality(left, right)
    case .less: return inequality(left, isStrict: true, right)
    case .lessOrEqual: return inequality(left, isStrict: false, right)
    case .greater: return inequality(right, isStrict: true, left)
    case .greaterOrEqual: return inequality(right, isStrict: false, left)
    case .notEqual: return inequality(left, differs: right)
    case .approximately, .element, .implies, .impliedBy, .equivalent: return .open(reason: nil)
    }
  }
}
