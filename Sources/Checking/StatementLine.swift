import Elaboration
import Evaluation
import Expressions
import Numbers

/// A statement that stands alone: `forall x: …`, `not forall …`, `a = 0 or b = 0`.
extension Judge {
  mutating func statementLine(_ proposition: Proposition) -> CheckedLine {
    if case .relation(let relation) = proposition {
      var chain = ChainState()
      return relationLine(relation, in: &chain)
    }
    guard let proposition = separated(proposition) else {
      var line = blank(.undecided)
      line.reason = "a quantity that a quantifier binds could not be told from others of its name"
      return line
    }
    var prover = self.prover(fixed: [])
    let attempt = work.atMost(percent: 50) { prover.statement(proposition) }
    if attempt.proof == nil {
      if let line = witnessLine(proposition), line.verdict != .undecided || !isExistence(proposition) { return line }
      if let line = opposite(of: proposition) { return line }
    }
    var line = blank(attempt.proof == nil ? .undecided : .proved)
    if let proof = attempt.proof {
      line.evidence = evidence(proof)
      line.evidence.conditions += prover.conditions(ofStepsIn: proposition)
    }
    if let witnesses = attempt.proof?.witnesses, !witnesses.isEmpty {
      line.reason = "shown by " + witnesses.joined(separator: ", ")
    }
    if case .open(let reason) = attempt { line.reason = reason }
    test(proposition, attempt, &line)
    return line
  }

  private func isExistence(_ proposition: Proposition) -> Bool {
    if case .exists = proposition { true } else { false }
  }

  /// A statement with `exists` whose opposite is proved: no point can show that.
  private mutating func opposite(of proposition: Proposition) -> CheckedLine? {
    var prover = self.prover(fixed: [])
    guard premises.isEmpty, proposition.claimsExistence, let negation = prover.negation(of: proposition),
      let proof = prover.statement(negation).proof, proof.conditions.isEmpty
    else { return nil }
    var line = blank(.refuted)
    line.evidence = evidence(proof)
    let shown = proof.witnesses.isEmpty ? "" : ", shown by " + proof.witnesses.joined(separator: ", ")
    line.reason =
      (isExistence(proposition) ? "there is none: the opposite is proved" : "the opposite is proved") + shown
    return line
  }

  /// Points of the premises at which the statement certainly fails refute it.
  private mutating func test(_ proposition: Proposition, _ attempt: ProofAttempt, _ line: inout CheckedLine) {
    var compiler = StatementCompiler(store: store)
    guard let exact = compiler.condition(proposition) else {
      if line.verdict == .undecided {
        line.reason = line.reason ?? "there is no proof and no test for such a statement yet"
      } else if case .all(let parts) = proposition {
        for part in parts { test(part, attempt, &line) }
      } else if let instance = attempt.proof?.instance, proposition.isShownByInstance {
        crossCheck(instance, &line)
      }
      return
    }
    compiler.isTolerant = true
    guard let near = compiler.condition(proposition) else { return }
    let always = compiler.store.truth(true)
    var experimenter = experimenter(in: compiler.store)
    experimenter.isOfInequality = proposition.mentionsInequality
    let trial = experimenter.trial(always, implies: (exact, near), sharing: [])
    line.evidence.points = trial.points
    line.evidence.sizes = trial.sizes.count
    if let failure = trial.failure {
      if attempt.proof != nil { report("a proof was found for a statement that fails at a point: \(pointText(trial))") }
      line.verdict = .refuted
      line.reason = nil
      let writer = CounterexampleWriter(store: compiler.store)
      line.counterexample = writer.counterexample(of: failure)
      line.diagnoses = inequalityDiagnoses(proposition)
    } else if attempt.proof == nil, trial.isClosed, trial.isAffirmed, trial.points > 0, premises.isEmpty {
      // Without anything that varies, one point is a proof.
      line.verdict = .proved
      line.evidence.method = "bounds of the values"
      line.reason = nil
    } else if attempt.proof == nil {
      line.verdict = trial.isConfirmed ? .confirmed : .undecided
      line.reason = trial.isConfirmed ? nil : line.reason ?? trial.reason ?? "too few points could be evaluated"
      if trial.isConfirmed { doubt(&line, proposition) }
    } else if trial.points == 0 {
      line.verdict = .undecided
      line.reason = trial.reason
    }
  }

  /// What exists was named, so that points can test the statement about it.
  private mutating func crossCheck(_ instance: Proof.Instance, _ line: inout CheckedLine) {
    var compiler = StatementCompiler(store: instance.store)
    guard let exact = compiler.condition(instance.statement) else { return }
    compiler.isTolerant = true
    guard let near = compiler.condition(instance.statement) else { return }
    let always = compiler.store.truth(true)
    var experimenter = experimenter(in: compiler.store)
    experimenter.isCrossCheck = true
    let trial = experimenter.trial(always, implies: (exact, near), sharing: [])
    line.evidence.points += trial.points
    line.evidence.sizes = max(line.evidence.sizes, trial.sizes.count)
    guard trial.failure != nil else { return }
    report("a proof was found for a statement whose witness fails at a point: \(pointText(trial))")
    (line.verdict, line.reason) = (.undecided, "the proof and the numbers contradict each other")
  }

  // Statements that one point settles

  /// `not forall x: P` and `exists x: P` are shown by a point, at every size that is tried.
  private mutating func witnessLine(_ proposition: Proposition) -> CheckedLine? {
    let sought: Proposition
    switch proposition {
    case .not(.forall(_, let body)): sought = .not(body)
    case .exists(_, let body): sought = body
    default: return nil
    }
    var compiler = StatementCompiler(store: store)
    compiler.isPremise = true
    guard let condition = compiler.condition(sought) else { return nil }
    let smooth = smoothness(in: &compiler.store)
    let premise = smooth.isEmpty ? condition : compiler.store.and([condition] + smooth)
    // A witness may depend on what is not bound here: one point would show it for one value only. Of the premises only
    // those about sizes can speak of what is bound.
    guard isBoundThroughout(proposition, premise, compiler.store) else { return nil }
    let ofSizes = premises.filter { isClosed($0) }
    if ofSizes.count < premises.count {
      let always = compiler.store.truth(true)
      if experimenter(in: compiler.store).trial(always, implies: (always, always), sharing: []).points == 0 {
        return nil
      }
    }
    var (witness, sizes, missing) = (Trial.Failure?.none, Set<Sizes>(), Set<Sizes>())
    var effort = SceneMaker.Effort()
    effort.pointsPerScene = 1
    let maker = SceneMaker(
      store: compiler.store, expressions: [premise], premises: ofSizes + [premise], indices: judgement.indices,
      effort: effort, seed: seed)
    let reason = maker.forEach { scene in
      if let point = scene.points.first {
        sizes.insert(scene.setting.sizes)
        if witness == nil { witness = Trial.Failure(scene: scene, point: point, failing: []) }
      } else {
        missing.insert(scene.setting.sizes)
      }
      return true
    }
    // A size for which the statement is false whatever the point has no scene.
    let every = SceneMaker(
      store: compiler.store, expressions: [premise], premises: ofSizes, indices: judgement.indices, effort: effort,
      seed: seed)
    _ = every.forEach { scene in
      missing.insert(scene.setting.sizes)
      return true
    }
    return witnessLine(witness, sizes, missing.subtracting(sizes), reason, compiler.store)
  }

  /// Every quantity of the statement is bound by a quantifier in it.
  private func isBoundThroughout(
    _ proposition: Proposition, _ statement: Expression, _ store: ExpressionStore
  ) -> Bool {
    let bound = proposition.boundNames
    if !store.freeIndices(of: statement).allSatisfy({ bound.contains(.index($0)) }) { return false }
    if store.reachable(from: [statement], throughDefinitions: true).contains(where: { store.op($0) == .apply }) {
      return false
    }
    return store.symbols(in: [statement]).allSatisfy { bound.contains(.symbol($0)) }
  }

  /// It mentions sizes and indices only.
  private func isClosed(_ premise: Expression) -> Bool {
    !store.reachable(from: [premise]).contains {
      [.symbol, .definition, .apply, .derivative, .substitution].contains(store.op($0))
    }
  }

  private func witnessLine(
    _ witness: Trial.Failure?, _ sizes: Set<Sizes>, _ missing: Set<Sizes>, _ reason: String?, _ store: ExpressionStore
  ) -> CheckedLine {
    guard let witness, missing.isEmpty else {
      var line = blank(.undecided)
      line.reason = reason ?? "no point was found that shows it at every size"
      return line
    }
    // At one size a point is a proof, if fractions or bounds of the error affirm it; at several it shows no more than those.
    let isExact =
      witness.scene.program.fractions(at: witness.point).allSatisfy { $0 == .one }
      || witness.scene.program.balls(at: witness.point).allSatisfy { $0.midpoint == 1 && $0.radius == 0 }
    let isClosed = isExact && sizes.count == 1 && witness.scene.setting.sizes.dimensions.isEmpty
    var line = blank(isClosed ? .proved : .confirmed)
    line.evidence.method = isClosed ? "a point that shows it" : nil
    line.evidence.points = sizes.count
    line.evidence.sizes = sizes.count
    let writer = CounterexampleWriter(store: store)
    let bindings = writer.bindings(of: witness, mentioned: []).map { "\($0.name) = \($0.value)" }
    line.reason = "shown by " + bindings.joined(separator: ", ")
    return line
  }
}
