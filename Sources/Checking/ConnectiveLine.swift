import Calculus
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// A line `<=> Q`: judged against the statement before it, and against the head along links that compose.
extension Judge {
  mutating func connectiveLine(
    _ left: Proposition, _ connective: Link.Relation, _ right: Proposition, in chain: inout ChainState
  ) -> CheckedLine {
    if chain.headStatement == nil {
      chain.headStatement = left
      chain.composed = connective
      chain.isFirst = false
    } else {
      chain.composed = chain.composed.flatMap { compose(connectives: $0, connective) }
    }
    var line = link(left, connective, right)
    line.readAs = nil
    if !chain.predecessorIsRight, let head = chain.headStatement, let composed = chain.composed {
      let overall = link(head, composed, right)
      let before = line.verdict
      if overall.verdict.isRight {
        line = overall
        line.againstPrevious = before
        line.isHealed = before == .refuted
        line.reason = line.isHealed ? "right, though the line before it is not" : line.reason
      } else if before.isRight || followsFromTerm(left, connective, right, chain) {
        line.verdict = .follows
        line.counterexample = nil
        line.diagnoses = []
        line.reason = "right given the line before, which does not hold"
      }
    }
    chain.predecessorIsRight = line.verdict.isRight
    return line
  }

  /// `A = B set = 0 => C` with a wrong B: C follows where B = 0 in place of A = 0 has it.
  private mutating func followsFromTerm(
    _ left: Proposition, _ connective: Link.Relation, _ right: Proposition, _ chain: ChainState
  ) -> Bool {
    guard let term = chain.lastTerm, case .relation(var condition) = left else { return false }
    condition.left = term
    return link(.relation(condition), connective, right).verdict.isRight
  }

  private func compose(connectives a: Link.Relation, _ b: Link.Relation) -> Link.Relation? {
    if a == .equivalent { return b }
    if b == .equivalent || a == b { return a }
    return nil
  }

  /// One connective between two statements: a proof, and points of the solution sets.
  private mutating func link(_ left: Proposition, _ connective: Link.Relation, _ right: Proposition) -> CheckedLine {
    guard let left = separated(left), let right = separated(right) else {
      var line = blank(.undecided)
      line.reason = "a quantity that a quantifier binds could not be told from others of its name"
      return line
    }
    var prover = self.prover(fixed: fixedIndices(of: left, right))
    let attempt: ProofAttempt
    var directions: [(from: Proposition, to: Proposition, code: MistakeCode)] = []
    switch connective {
    case .implies:
      attempt = work.atMost(percent: 50) { prover.implication(left, right) }
      directions = [(left, right, .lostSolution)]
    case .impliedBy:
      attempt = work.atMost(percent: 50) { prover.implication(right, left) }
      directions = [(right, left, .gainedSolution)]
    default:
      attempt = work.atMost(percent: 50) { prover.equivalence(left, right) }
      directions = [(left, right, .lostSolution), (right, left, .gainedSolution)]
    }
    var line = blank(attempt.proof == nil ? .undecided : .proved)
    if case .open(let reason) = attempt { line.reason = reason }
    let conditions = directions.map { prover.conditions(of: $0.to, beyond: $0.from) }
    if let proof = attempt.proof {
      line.evidence = evidence(proof)
      line.evidence.conditions += conditions.flatMap { $0 }
    }
    settle(directions, attempt, conditions, &line)
    for (from, to, _) in directions where line.verdict == .confirmed {
      var compiler = StatementCompiler(store: store)
      compiler.isPremise = true
      guard let premise = compiler.condition(from) else { continue }
      store = compiler.store
      doubt(&line, .implies(.condition(premise), to))
    }
    if line.verdict == .refuted || line.verdict == .conditional, !judgement.needs.isEmpty, !isUnderNeeds {
      settleNeeds(left, connective, right, &line)
    }
    return line
  }

  /// The same step under what the author says it needs.
  private mutating func settleNeeds(
    _ left: Proposition, _ connective: Link.Relation, _ right: Proposition, _ line: inout CheckedLine
  ) {
    var under = self
    under.premises += judgement.needs
    under.isUnderNeeds = true
    let inner = under.link(left, connective, right)
    line.stand(under: inner.verdict, inner.evidence, because: inner.reason, at: inner.counterexample)
  }

  mutating func separated(_ proposition: Proposition) -> Proposition? {
    guard proposition.bindsQuantities else { return proposition }
    var names = BoundNames(store: store)
    let image = names.separated(proposition)
    store = names.differentiator.store
    kinks += names.differentiator.kinks.filter { !kinks.contains($0) }
    return image
  }

  /// Tries each direction on solutions; one failure refutes, and contradicts a proof.
  private mutating func settle(
    _ directions: [(from: Proposition, to: Proposition, code: MistakeCode)], _ attempt: ProofAttempt,
    _ conditions: [[String]], _ line: inout CheckedLine
  ) {
    var trials: [Trial] = []
    for ((from, to, code), conditions) in zip(directions, conditions) {
      guard
        let (trial, compiler) = consequenceTrial(
          from, to, isProved: attempt.proof != nil, mayBeUndefined: conditions.isEmpty)
      else { continue }
      trials.append(trial)
      line.evidence.points += trial.points
      guard let failure = trial.failure ?? (attempt.proof == nil ? nil : trial.kink) else { continue }
      let writer = CounterexampleWriter(store: compiler.store)
      line.counterexample = writer.counterexample(of: failure)
      if attempt.proof != nil && failure.isUndefined {
        line.verdict = .conditional
        line.againstPrevious = .conditional
        line.reason = conditions.joined(separator: " and ")
        line.evidence.conditions = []
        line.diagnoses = [
          Diagnosis(
            code: .missingCondition, message: "it holds if \(line.reason ?? ""), not in general",
            span: judgement.termSpan,
            repair: nil, isProved: true)
        ]
        return
      }
      if attempt.proof != nil {
        report("a proof was found for a step between statements that fails at a point: \(pointText(trial))")
      }
      line.verdict = .refuted
      line.reason = nil
      line.diagnoses = [solutionDiagnosis(code, failingPart(of: to, at: failure, compiler))]
      return
    }
    if attempt.proof == nil {
      let isSeen = trials.count == directions.count && trials.allSatisfy { $0.points >= Trial.fewestSolutions }
      if isSeen, directions.allSatisfy({ !$0.to.isStrict }) {
        line.verdict = .confirmed
      } else if isSeen {
        line.reason = line.reason ?? "no proof, and points do not tell whether the sides can be equal"
      } else if line.reason == nil {
        line.reason = trials.compactMap { $0.reason }.first ?? "too few solutions were found to say that it holds"
      }
    } else if trials.allSatisfy({ $0.points == 0 }) {
      line.verdict = .undecided
      line.reason = trials.compactMap { $0.reason }.first ?? "a proof was found, but numbers cannot test such a step"
    }
  }

  /// Of several statements the one that does not hold at the point, as it is written.
  private func failingPart(of to: Proposition, at failure: Trial.Failure, _ compiler: StatementCompiler) -> String? {
    guard case .all(let parts) = to, let first = failure.failing.first else { return nil }
    var compiler = compiler
    (compiler.isPremise, compiler.isTolerant) = (false, false)
    for part in parts {
      guard case .relation(let relation) = part, let condition = compiler.condition(part) else { continue }
      var direct = DirectEvaluation(compiler.store, failure.scene.setting, at: failure.point)
      guard let value = try? direct.ball(of: condition, at: failure.scene.assignments[first]), value.isZero else {
        continue
      }
      return source.text(of: relation.left.span.union(relation.right.span))
    }
    return nil
  }

  private func solutionDiagnosis(_ code: MistakeCode, _ part: String?) -> Diagnosis {
    let failing = part.map { "`\($0)` does not" }
    let message =
      code == .lostSolution
      ? "a solution is lost: here the first statement holds and \(failing ?? "the second does not")"
      : "a solution is gained: here the second statement holds and \(failing ?? "the first does not")"
    return Diagnosis(code: code, message: message, span: judgement.span, repair: nil, isProved: true)
  }

  private func consequenceTrial(
    _ from: Proposition, _ to: Proposition, isProved: Bool, mayBeUndefined: Bool
  ) -> (Trial, StatementCompiler)? {
    // `forall x: E = 0` as a premise is a statement about the coefficients of E.
    var prover = self.prover(fixed: [])
    var compiler = StatementCompiler(store: store)
    compiler.isPremise = true
    var premise = compiler.condition(from)
    if premise == nil, let coefficients = prover.condition(from) {
      premise = coefficients
      compiler.store = prover.store
    }
    compiler.isPremise = false
    guard let premise, let conclusion = compiler.condition(to) else { return nil }
    compiler.isTolerant = true
    guard let near = compiler.condition(to) else { return nil }
    var experimenter = experimenter(in: compiler.store)
    experimenter.isCrossCheck = isProved
    experimenter.conclusionsMayBeUndefined = mayBeUndefined
    return (experimenter.trial(premise, implies: (conclusion, near), sharing: fixedIndices(of: from, to)), compiler)
  }

  /// Free indices of a chain of statements are quantified over the whole chain; slots of tensors are not.
  private func fixedIndices(of left: Proposition, _ right: Proposition) -> Set<Index> {
    let (x, y) = (left.indices(in: store), right.indices(in: store))
    return x.free.union(y.free).subtracting(x.slots).subtracting(y.slots)
  }
}
