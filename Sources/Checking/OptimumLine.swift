import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// Lines about minimisers: `argmin(w, f) = a` claims that a is one, `argmin = argmin` that the sets are equal.
extension Judge {
  mutating func optimumLine(
    _ left: Optimum, _ right: Optimum, _ relation: Relation, in chain: inout ChainState
  ) -> CheckedLine {
    var line = line(left, right, relation)
    settleNeeds(&line) { $0.line(left, right, relation) }
    if !line.verdict.isRight, case .optimum(let head)? = chain.head?.left.content,
      head.objective != left.objective || head.sense != left.sense
    {
      var prover = self.prover(fixed: [])
      if let proof = prover.sameOptimum(head, right).proof {
        line = optimumLine(.proved(proof), relation)
        line.reason = chain.predecessorIsRight ? nil : "right, though the line before it is not"
        line.isHealed = !chain.predecessorIsRight
        crossCheck(head, right, &line)
      }
    }
    chain.predecessorIsRight = line.verdict.isRight
    return line
  }

  mutating func optimumLine(
    _ optimum: Optimum, _ value: Expression, _ relation: Relation, in chain: inout ChainState
  ) -> CheckedLine {
    var line = line(optimum, at: value, relation)
    settleNeeds(&line) { $0.line(optimum, at: value, relation) }
    chain.predecessorIsRight = line.verdict.isRight
    return line
  }

  private mutating func line(_ left: Optimum, _ right: Optimum, _ relation: Relation) -> CheckedLine {
    var prover = self.prover(fixed: [])
    let here = prover.sameOptimum(left, right)
    var line = optimumLine(here, relation)
    if here.proof == nil { compare(left, right, &line) } else { crossCheck(left, right, &line) }
    return line
  }

  private mutating func line(_ optimum: Optimum, at value: Expression, _ relation: Relation) -> CheckedLine {
    var prover = self.prover(fixed: fixedIndices([value]))
    let slots = relation.left.slots.isEmpty ? relation.right.slots : relation.left.slots
    let attempt = prover.optimum(optimum, at: value, slots: slots)
    var line = optimumLine(attempt, relation)
    attack(optimum, at: value, slots, attempt, &line)
    if line.verdict == .proved, line.evidence.points == 0 {
      line.verdict = .undecided
      line.reason = "a proof was found, but no point where the line has a meaning"
    }
    return line
  }

  /// The same line under what the author says it needs.
  private mutating func settleNeeds(_ line: inout CheckedLine, _ judge: (inout Judge) -> CheckedLine) {
    if judgement.needs.isEmpty || line.verdict != .refuted { return }
    var under = self
    under.premises += judgement.needs
    let inner = judge(&under)
    for fault in under.faults.dropFirst(faults.count) { report(fault.message) }
    if inner.verdict == .refuted { line = inner }
    line.stand(under: inner.verdict, inner.evidence, because: inner.reason)
  }

  private func optimumLine(_ attempt: ProofAttempt, _ relation: Relation) -> CheckedLine {
    var line = blank(attempt.proof == nil ? .undecided : .proved)
    line.readAs = readAs(relation)
    if let proof = attempt.proof { line.evidence = evidence(proof) }
    if case .open(let reason) = attempt { line.reason = reason ?? "no rule shows it and no point contradicts it" }
    return line
  }

  // Against a value

  /// A value outside the domain, or a point of it at which the objective is smaller, refutes.
  private mutating func attack(
    _ optimum: Optimum, at value: Expression, _ slots: [Index], _ attempt: ProofAttempt, _ line: inout CheckedLine
  ) {
    var prover = self.prover(fixed: fixedIndices([value]))
    guard let claim = prover.claim(optimum, at: value, slots: slots) else { return }
    var store = claim.store
    let always = store.truth(true)
    // Inside the domain first: that a value lies on the boundary says little of the line.
    if !claim.isStationary, let slope = claim.slope {
      let among = self.experimenter(in: store, assuming: claim.conditions)
      let trial = among.trial(store.integer(0), .equal, slope)
      line.evidence.points += trial.points
      if let failure = trial.failure {
        refute(&line, attempt, failure, store, .notOptimal, rows: true)
        line.diagnoses[0].message = "the gradient of the objective does not vanish at this value"
        return
      }
    }
    let among = self.experimenter(in: claim.store, assuming: optimum.constraints + claim.conditions)
    let trial = among.trial(claim.objective, .greaterOrEqual, claim.there)
    line.evidence.points += trial.points
    line.evidence.sizes = trial.sizes.count
    if let failure = trial.failure {
      refute(&line, attempt, failure, claim.store, claim.isStationary ? .stationaryOnly : .notOptimal, rows: true)
      return
    }
    let experimenter = experimenter(in: store)
    for condition in claim.conditions {
      let trial = experimenter.trial(always, implies: (condition, condition), sharing: [])
      if let failure = trial.failure {
        refute(&line, attempt, failure, claim.store, .outsideDomain, rows: false)
        return
      }
    }
  }

  private mutating func refute(
    _ line: inout CheckedLine, _ attempt: ProofAttempt, _ failure: Trial.Failure, _ store: ExpressionStore,
    _ code: MistakeCode, rows: Bool
  ) {
    if attempt.proof != nil {
      report("a proof was found for an optimum that a point contradicts: \(text(of: failure))")
    }
    line.verdict = .refuted
    line.againstPrevious = .refuted
    line.reason = nil
    let writer = CounterexampleWriter(store: store)
    line.counterexample =
      rows
      ? writer.counterexample(of: failure, upstream: [], finiteDifferences: [:])
      : writer.counterexample(of: failure)
    line.diagnoses = [
      Diagnosis(
        code: code, message: optimumMessage(code), span: judgement.termSpan, repair: nil, isProved: true)
    ]
  }

  private func optimumMessage(_ code: MistakeCode) -> String {
    switch code {
    case .outsideDomain: "the value lies outside the domain over which the optimum is taken"
    case .stationaryOnly: "the gradient vanishes at this value, but the objective is better at the point shown"
    default: "the objective is better at the point shown than at this value"
    }
  }

  // Against another optimum

  /// Two values that one objective puts in one order and the other in the opposite one contradict a proof.
  private mutating func crossCheck(_ left: Optimum, _ right: Optimum, _ line: inout CheckedLine) {
    var prover = self.prover(fixed: [])
    guard let claim = prover.sameOrder(left, right) else { return }
    var store = claim.store
    let always = store.truth(true)
    var experimenter = experimenter(in: store)
    experimenter.isCrossCheck = true
    let trial = experimenter.trial(always, implies: (claim.order, claim.order), sharing: [])
    line.evidence.points += trial.points
    line.evidence.sizes = trial.sizes.count
    if trial.failure != nil {
      report("a proof was found for optima of objectives that differ in order: \(pointText(trial))")
      (line.verdict, line.reason) = (.undecided, "the proof and the numbers contradict each other")
    } else if trial.points == 0 {
      line.verdict = .undecided
      line.reason = "a proof was found, but no point where the line has a meaning"
    }
  }

  /// Where the gradient of a convex objective vanishes there is a minimiser of it; a gradient of the other side that
  /// does not vanish there shows that it is none of the other's.
  private mutating func compare(_ left: Optimum, _ right: Optimum, _ line: inout CheckedLine) {
    for (minimal, other) in [(left, right), (right, left)] {
      var prover = self.prover(fixed: [])
      guard
        let claim = prover.stationarity(of: minimal, impliesThatOf: other)
          ?? prover.discreteOptimality(of: minimal, impliesThatOf: other)
      else { continue }
      let experimenter = experimenter(in: claim.store)
      let trial = experimenter.trial(claim.premise, implies: (claim.conclusion, claim.conclusion), sharing: [])
      line.evidence.points += trial.points
      guard let failure = trial.failure else { continue }
      line.verdict = .refuted
      line.againstPrevious = .refuted
      line.reason = nil
      let writer = CounterexampleWriter(store: claim.store)
      line.counterexample = writer.counterexample(of: failure)
      let name = store.declaration(minimal.variable).name
      line.diagnoses = [
        Diagnosis(
          code: .notOptimal, message: "this \(name) is an optimum of one side and not of the other",
          span: judgement.termSpan, repair: nil, isProved: true)
      ]
      return
    }
  }
}
