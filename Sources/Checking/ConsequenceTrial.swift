import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// P => Q tried on points of the solution set of P.
extension Experimenter {
  /// - Parameters:
  ///   - premise: P as a boolean expression; its free index variables are quantified in it.
  ///   - conclusion: Q likewise, and Q with its equations up to rounding, which is what a ball can affirm.
  ///   - indices: the index variables that mean the same on both sides.
  func trial(
    _ premise: Expression, implies conclusion: (exact: Expression, near: Expression), sharing shared: Set<Index>
  ) -> Trial {
    var trial = Trial()
    var effort = effort
    // Points of a solution set are dearer than free ones; implications fail at special points.
    effort.pointsPerScene = 3
    effort.coincidences = (isCrossCheck ? 1 : 2) * PointSampler.Coincidence.common.count
    if isOfInequality {
      effort.coincidenceKinds = PointSampler.Coincidence.allCases
      effort.coincidences = 2 * effort.coincidenceKinds.count
    }
    let maker = SceneMaker(
      store: store, expressions: [conclusion.exact, conclusion.near], premises: premises + [premise],
      indices: indices.union(shared), effort: effort, seed: seed)
    var scenes = 0
    let reason = maker.forEach { scene in
      for point in scene.points {
        observe(scene, point, &trial)
        if trial.failure != nil { return false }
      }
      scenes += 1
      trial.isClosed = scenes == 1 && scene.isClosed
      return !store.work.isSpent
    }
    // Elsewhere it could not be evaluated.
    if reason != nil || store.work.isSpent { trial.isClosed = false }
    if trial.failure == nil, !isCrossCheck { refine(&trial) }
    if trial.failure == nil, !isCrossCheck, trial.points > 0, !trial.isClosed {
      trial.failure =
        failureInBranches(premise, conclusion, shared) ?? failureByDescent(premise, conclusion, shared)
    }
    if trial.points == 0 {
      trial.reason =
        trial.kink != nil
        ? "where the first statement holds, a derivative is at a kink"
        : reason ?? "no point was found where the first statement holds"
    }
    return trial
  }

  private func failureInBranches(
    _ premise: Expression, _ conclusion: (exact: Expression, near: Expression), _ shared: Set<Index>
  ) -> Trial.Failure? {
    // The conclusion alone is a comparison, too: what is told by it is what was tried.
    let sides = Array(store.operands(of: premise)) + Array(store.operands(of: conclusion.exact))
    return failure(inBranchesOf: sides) { experimenter, more in
      var (trial, own) = (Trial(), experimenter)
      own.indices = indices.union(shared)
      _ = own.maker([conclusion.exact, conclusion.near], where: [premise] + more).forEach { scene in
        for point in scene.points where trial.failure == nil { own.observe(scene, point, &trial) }
        return trial.failure == nil
      }
      if trial.failure == nil { own.refine(&trial) }
      return trial.failure
    }
  }

  /// A conclusion that is an inequality, tried where a walk through the points at which the premise holds leads.
  private func failureByDescent(
    _ premise: Expression, _ conclusion: (exact: Expression, near: Expression), _ shared: Set<Index>
  ) -> Trial.Failure? {
    guard store.op(conclusion.exact) == .comparison,
      [.less, .lessOrEqual].contains(store.comparison(conclusion.exact))
    else { return nil }
    let (left, right) = (store.operand(0, of: conclusion.exact), store.operand(1, of: conclusion.exact))
    var (trial, own, scenes) = (Trial(), self, 0)
    own.indices = indices.union(shared)
    _ = own.maker([conclusion.exact, conclusion.near, left, right], where: [premise]).forEach { scene in
      for start in scene.points where trial.failure == nil {
        guard let point = scene.sampler.descent(of: scene.program, from: 2, to: 3, start: start) else { continue }
        own.observe(scene, point, &trial)
      }
      scenes += 1
      return trial.failure == nil && scenes < Experimenter.descendedScenes
    }
    return trial.failure
  }

  /// A conclusion that is certainly false at some entry refutes; one that certainly nearly holds counts.
  private func observe(_ scene: Scene, _ point: Point, _ trial: inout Trial) {
    var failing: [Int] = []
    var undefined: [Int] = []
    var (isUsable, isOpen) = (false, false)
    for (k, values) in scene.balls(at: point).enumerated() {
      guard let exact = values.first, let near = values.dropFirst().first else { continue }
      if !exact.isDefined && !conclusionsMayBeUndefined { undefined.append(k) }
      if exact.isBounded && exact.isZero { failing.append(k) }
      if near.isBounded && near.isPositive { isUsable = true }
      if !(exact.isBounded && exact.isPositive) { trial.isAffirmed = false }
      if exact.isUnknown { isOpen = true }
    }
    if failing.isEmpty && isOfInequality {
      // At a point of equality a ball cannot tell < from ≤.
      let values = scene.program.fractions(at: point)
      failing = scene.assignments.indices.filter { values[$0 * scene.width].map { $0.isZero } ?? false }
    }
    if !failing.isEmpty || !undefined.isEmpty {
      let failure = Trial.Failure(
        scene: scene, point: point, failing: failing.isEmpty ? undefined : failing, isUndefined: failing.isEmpty)
      if failing.isEmpty && scene.hasValueBesideKinks(at: point, undefined) {
        trial.kink = trial.kink ?? failure
      } else {
        trial.failure = failure
      }
    }
    if isUsable {
      trial.points += 1
      trial.sizes.insert(scene.setting.sizes)
    }
    // What the coordinates are known to limits what more bits can say.
    if isOpen, point.isExact, trial.candidates.count < Refinement.mostCandidates {
      trial.candidates.append(Refinement.Candidate(scene: scene, point: point))
    }
  }
}

extension ExpressionStore {
  /// |value − literal| ≤ half a unit of the last digit written.
  mutating func rounds(_ value: Expression, to literal: Expression, decimals: Int) -> Expression {
    let half = number((Rational(10).power(-decimals) ?? .one) * Rational(1, 2))
    return comparison(.lessOrEqual, function(.abs, [difference(value, literal)]), half)
  }
}

/// Statements as boolean expressions that can be evaluated, derivatives and all.
struct StatementCompiler {
  var store: ExpressionStore
  /// Equations hold up to rounding: |a − b| ≤ 10⁻⁹·(1 + |a| + |b|).
  var isTolerant = false
  /// The statement is to be satisfied, not to be tested.
  var isPremise = false

  /// Nil for what cannot be decided at a point: quantified symbols, optima.
  mutating func condition(_ proposition: Proposition) -> Expression? {
    switch proposition {
    case .relation(let relation): return comparison(relation)
    case .condition(let e): return e
    case .curvature(_, _, _, let chord): return condition(chord)
    case .all(let parts): return conditions(parts).map { store.and($0) }
    case .any(let parts): return conditions(parts).map { store.or($0) }
    case .not(let part): return opposed(part).map { store.not($0) }
    case .implies(let a, let b):
      guard let p = opposed(a), let q = condition(b) else { return nil }
      return store.or([store.not(p), q])
    case .equivalent(let a, let b):
      guard !a.bindsQuantities, !b.bindsQuantities, let p = condition(a), let q = condition(b) else { return nil }
      let both = store.and([p, q])
      return store.or([both, store.and([store.not(p), store.not(q)])])
    case .forall(let bounds, let body):
      let indices = bounds.compactMap { $0.index }
      // As a conclusion: it fails where its body fails at the point drawn for the bound quantities.
      if isPremise && indices.count < bounds.count { return nil }
      // What exists for each index is not one quantity.
      if isPremise && !indices.isEmpty && !body.boundSymbols.isEmpty { return nil }
      return condition(body).map { body in
        indices.reversed().reduce(body) { store.reduction(.all, over: $1, $0) }
      }
    case .exists(let bounds, let body):
      let indices = bounds.compactMap { $0.index }
      // As a premise: it holds where its body holds at the point drawn for the bound quantities.
      if !isPremise && indices.count < bounds.count { return nil }
      if !isPremise && !indices.isEmpty && !body.boundSymbols.isEmpty { return nil }
      return condition(body).map { body in
        indices.reversed().reduce(body) { store.reduction(.any, over: $1, $0) }
      }
    }
  }

  /// The condition of a part that is negated: what was to be tested is to be satisfied, and the other way round.
  private mutating func opposed(_ part: Proposition) -> Expression? {
    isPremise.toggle()
    defer { isPremise.toggle() }
    return condition(part)
  }

  private mutating func conditions(_ parts: [Proposition]) -> [Expression]? {
    var images: [Expression] = []
    for part in parts {
      guard let image = condition(part) else { return nil }
      images.append(image)
    }
    return images
  }

  /// A relation between tensors holds when it holds in every entry.
  private mutating func comparison(_ relation: Relation) -> Expression? {
    guard let left = relation.left.expression, let right = relation.right.expression else { return nil }
    let plain: Expression
    switch relation.relation {
    case .equal:
      let isNumber = relation.left.slots.isEmpty && relation.right.slots.isEmpty
      let parts = isPremise && isNumber ? alternatives(left, right) : nil
      plain = isTolerant ? nearness(left, right) : parts ?? store.comparison(.equal, left, right)
    case .notEqual: plain = store.comparison(.notEqual, left, right)
    case .less: plain = store.comparison(.less, left, right)
    case .lessOrEqual: plain = store.comparison(.lessOrEqual, left, right)
    case .greater: plain = store.comparison(.less, right, left)
    case .greaterOrEqual: plain = store.comparison(.lessOrEqual, right, left)
    case .approximately:
      guard case .rounded(_, let decimals) = relation.right.content else { return nil }
      plain = store.rounds(left, to: right, decimals: decimals)
    case .element, .implies, .impliedBy, .equivalent: return nil
    }
    let slots = relation.left.slots.isEmpty ? relation.right.slots : relation.left.slots
    // Two tensors differ if some entries do.
    let kind: Reduction = relation.relation == .notEqual ? .any : .all
    return slots.reversed().reduce(plain) { store.reduction(kind, over: $1, $0) }
  }

  /// A product is 0 just where it has a value and one of its factors is 0; |u| = c where c is not negative and u is c or
  /// −c; f(u) = f(v) for an increasing f where both have values and u = v. Solutions are looked for in each of these.
  private mutating func alternatives(_ left: Expression, _ right: Expression) -> Expression? {
    let zero = store.integer(0)
    if store.isZero(right), [.product, .power].contains(store.op(left)), let factors = store.vanishing(left) {
      // 0 ≤ |left| is true wherever left has a value.
      return store.and([factors, store.comparison(.lessOrEqual, zero, store.function(.abs, [left]))])
    }
    if store.op(left) == .function, store.op(right) == .function, store.function(left) == store.function(right),
      store.function(left).isIncreasing
    {
      let same = store.comparison(.equal, store.operand(0, of: left), store.operand(0, of: right))
      return store.and([same, store.comparison(.lessOrEqual, zero, store.function(.abs, [left]))])
    }
    if store.op(left) == .function, store.function(left) == .abs, store.rational(right)?.signum == 1 {
      let u = store.operand(0, of: left)
      return store.or([store.comparison(.equal, u, right), store.comparison(.equal, u, store.negation(right))])
    }
    return nil
  }

  private mutating func nearness(_ a: Expression, _ b: Expression) -> Expression {
    let error = store.function(.abs, [store.difference(a, b)])
    let scale = store.sum([store.integer(1), store.function(.abs, [a]), store.function(.abs, [b])])
    let bound = store.product([store.number(Rational(1, 1_000_000_000)), scale])
    return store.comparison(.lessOrEqual, error, bound)
  }
}
