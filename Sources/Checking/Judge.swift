import Calculus
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// One judgement of a chain: a proof where there is one, numbers always, and what they say together.
struct Judge {
  let problem: Problem
  let source: SourceText
  let judgement: Judgement
  let options: CheckOptions
  let label: String?
  private(set) var faults: [Fault] = []
  var store: ExpressionStore
  var premises: [Expression] = []
  /// What `using` names and holds at every point: points need not be chosen for it.
  private var lemmas: [Expression] = []
  /// Kinks of derivatives that were carried out before the engine sees them.
  var kinks: [Expression] = []
  /// The author's `needs` are among the premises.
  var isUnderNeeds = false
  let seed: UInt64
  /// Of the whole line.
  var work: WorkAccount { store.work }
  /// How the limits on the line were read, if the file has any.
  var limits: LimitReading?
  /// What a picture of the line is about: a trial, and the side of it that is the correct one.
  var pictured: (trial: Trial, left: Expression)?
  /// Reduction steps for the orders of remainders.
  var stepsOfOrders = 0

  init(
    problem: Problem, source: SourceText, judgement: Judgement, options: CheckOptions, label: String?,
    usedFacts: [ClaimChecker.Fact]
  ) {
    self.problem = problem
    self.source = source
    self.judgement = judgement
    self.options = options
    self.label = label
    var store = problem.store
    for fact in usedFacts {
      let equation = store.comparison(.equal, fact.left, fact.right)
      if fact.holdsEverywhere { lemmas.append(equation) } else { premises.append(equation) }
    }
    premises = judgement.premises + premises
    self.store = store
    // The text of the line seeds its points, so that other lines do not influence it.
    var random = RandomSource(seed: options.seed, text: source.text(of: judgement.termSpan))
    seed = random.next()
  }

  mutating func line(in chain: inout ChainState) -> CheckedLine {
    var line = plainLine(in: &chain)
    line.isRightWithoutNeeds = judgement.statesNeeds && line.verdict.isRight
    return line
  }

  private mutating func plainLine(in chain: inout ChainState) -> CheckedLine {
    if judgement.allowance != nil, !isEquation {
      var line = blank(.undecided)
      line.reason = "`up to` is for equations between values"
      chain.predecessorIsRight = false
      return line
    }
    switch judgement.content {
    case .relation(let relation):
      return limits.map { limitLine(relation, $0, in: &chain) } ?? relationLine(relation, in: &chain)
    case .connective(let left, let connective, let right):
      return connectiveLine(left, connective, right, in: &chain)
    case .statement(let proposition): return statementLine(proposition)
    case .invalid(let diagnostic):
      chain.predecessorIsRight = false
      return invalidLine(diagnostic)
    }
  }

  /// `wrong` says that the line is known to be wrong. That is not confirmed by a construct that this program does not
  /// know, nor by a mistake that stands elsewhere.
  private func invalidLine(_ diagnostic: Diagnostic) -> CheckedLine {
    guard judgement.isMarkedWrong, judgement.isMisreadElsewhere || diagnostic.mistake.isNoFaultOfTheLine else {
      var line = blank(.invalid)
      line.diagnostic = diagnostic
      return line
    }
    var line = blank(.undecided)
    line.reason = "it was not judged, \(diagnostic.mistake.code): \(diagnostic.mistake.message)"
    return line
  }

  private var isEquation: Bool {
    guard case .relation(let relation) = judgement.content, relation.relation == .equal else { return false }
    return relation.left.expression != nil && relation.right.expression != nil
  }

  func blank(_ verdict: Verdict) -> CheckedLine {
    var line = CheckedLine(
      span: judgement.span, termSpan: judgement.termSpan, verdict: verdict, isMarkedWrong: judgement.isMarkedWrong,
      againstPrevious: verdict)
    line.needs = judgement.needSpans.map { source.text(of: $0) }
    return line
  }

  mutating func report(_ message: String) {
    faults.append(Fault(span: judgement.span, message: message))
  }

  // What a relation is judged by

  /// The engine and the numbers on one relation between two values.
  struct Finding {
    var verdict: Verdict
    var proof: Proof?
    var trial: Trial
    var reason: String?
    /// Where the sides of a strict relation are equal, shown by the normal form.
    var contact: Contact?
    /// Where the domains of the sides differ, the conditions under which both have values.
    var domainGap: [String] = []
  }

  /// Judges left ⋈ right.
  mutating func finding(
    _ left: Expression, _ relation: Link.Relation, _ right: Expression, assuming extra: [Expression] = []
  ) -> Finding {
    let (attempt, trial) = attemptAndTrial(left, relation, right, assuming: extra)
    var finding = finding(attempt, trial)
    if finding.verdict == .refuted, let root = rootOfNegativeNumber(in: [left, right]) {
      finding.verdict = .undecided
      finding.trial.failure = nil
      finding.reason = "the sides differ if `\(root)` is the real root, and need not if it is the principal one"
    }
    acceptExactValues(&finding, relation)
    let isUnseen = trial.points == 0 && trial.failure == nil && !trial.hasVanishingSides
    if finding.verdict == .undecided, isUnseen {
      if relation == .equal { lookThroughComplexValues(&finding, left, right, assuming: extra) }
      if finding.verdict == .undecided,
        let need = prover(fixed: fixedIndices([left, right]), assuming: extra).impossibleNeed(left, right)
      {
        finding.reason = "it has real values only where \(need), which never holds"
      }
    } else if finding.verdict == .confirmed {
      doubt(&finding, left, relation, right, assuming: extra)
      rejectPoorPoints(&finding, left, relation, right, isFree: (premises + extra).isEmpty)
    }
    if finding.trial.differsInDomain, finding.verdict.isRight {
      finding.domainGap = prover(fixed: fixedIndices([left, right]), assuming: extra).domainGap(left, right)
    }
    return finding
  }

  /// A short search for a proof, points, and a long search if they leave it open.
  private mutating func attemptAndTrial(
    _ left: Expression, _ relation: Link.Relation, _ right: Expression, assuming extra: [Expression]
  ) -> (ProofAttempt, Trial) {
    var experimenter = experimenter(assuming: extra)
    // Most proofs are short; a long search is for a line that no point refutes.
    let first = relation == .equal ? Judge.shortestSearch : Judge.shortSearch
    var isDifferent = false
    var attempt = work.atMost(percent: 25) {
      proofAttempt(left, relation, right, assuming: extra, steps: options.steps / first)
    }
    if relation == .equal {
      work.atMost(percent: 25) {
        isDifferent = look(at: left, right, isFree: premises.isEmpty && lemmas.isEmpty && extra.isEmpty, &attempt)
        if attempt.proof == nil && !isDifferent {
          attempt = proofAttempt(left, relation, right, assuming: extra, steps: options.steps / Judge.shortSearch)
        }
      }
    }
    experimenter.isCrossCheck = attempt.proof != nil
    let trial = work.atMost(percent: 50) { experimenter.trial(left, relation, right) }
    if attempt.proof == nil && trial.failure == nil && !isDifferent {
      attempt = work.atMost(percent: 50) {
        proofAttempt(left, relation, right, assuming: extra, steps: options.steps)
      }
    }
    return (attempt, trial)
  }

  /// Where nothing varies, bounds of the error that keep the sides apart are a proof, and so are equal fractions.
  private func acceptExactValues(_ finding: inout Finding, _ relation: Link.Relation) {
    guard finding.verdict == .confirmed, finding.trial.isClosed, finding.trial.isCertain else { return }
    finding.verdict = .proved
    let method = relation == .equal ? "exact values" : "bounds of the error"
    finding.proof = Proof(conditions: [], steps: 0, method: method)
    finding.reason = nil
  }

  private func lookThroughComplexValues(
    _ finding: inout Finding, _ left: Expression, _ right: Expression, assuming extra: [Expression]
  ) {
    var experimenter = experimenter(assuming: extra)
    experimenter.isCrossCheck = finding.proof != nil
    let trial = experimenter.complexTrial(left, right)
    if trial.isConfirmed {
      finding = Finding(verdict: .confirmed, trial: trial)
      finding.reason = "values on the way to both sides are complex"
    } else if trial.isDoubtful {
      finding.reason = "the sides are real by way of complex values, and seem to differ"
    }
  }

  /// What is confirmed by points alone at which the line says little is undecided.
  ///
  /// - Parameter isFree: no premise restricts the line.
  private func rejectPoorPoints(
    _ finding: inout Finding, _ left: Expression, _ relation: Link.Relation, _ right: Expression, isFree: Bool
  ) {
    guard finding.verdict == .confirmed else { return }
    // Points of premises may be poor ones: S·u = λ·u and S·v = ν·v at u = 0 alone.
    let isEmpty = relation == .equal && !finding.trial.hasNonzeroSides && !finding.trial.isClosed
    if isEmpty, !isFree, !store.isZero(left), !store.isZero(right) {
      finding.verdict = .undecided
      finding.reason = "both sides are 0 at every point that was found"
    }
    if finding.verdict == .confirmed, let dimension = finding.trial.singleTerm {
      finding.verdict = .undecided
      finding.reason = "both sides have values for \(store.name(dimension)) = 1 only"
    }
  }

  /// The engine and the numbers together. A proof that the numbers contradict is a fault of the engine.
  mutating func finding(_ attempt: ProofAttempt, _ trial: Trial) -> Finding {
    var finding = Finding(verdict: .undecided, proof: attempt.proof, trial: trial)
    if let contradiction = trial.contradiction { report(contradiction) }
    if trial.failure != nil {
      finding.verdict = .refuted
      if attempt.proof != nil { report("a proof was found for a line that fails at a point: \(pointText(trial))") }
    } else if attempt.proof != nil {
      let isSeen = trial.points > 0 || trial.hasVanishingSides
      finding.verdict = isSeen ? .proved : .undecided
      let isFree = trial.reason == nil || trial.reason == Trial.withoutPoint
      let cause = isFree ? "no point where the line has a meaning" : "it could not be tried: \(trial.reason ?? "")"
      finding.reason = isSeen ? nil : "a proof was found, but \(cause)"
    } else if trial.isConfirmed {
      finding.verdict = .confirmed
      if case .open(let reason) = attempt { finding.reason = reason }
    } else {
      finding.reason = trial.reason ?? "too few points could be evaluated"
    }
    return finding
  }

  /// An odd root of a negative number, such as (-1)^(1/3): −1 over the reals, and in tables of integrals the complex root of
  /// least angle.
  ///
  /// Nil where nothing varies, as in (-8)^(1/3) = 2, which no root makes right.
  private func rootOfNegativeNumber(in expressions: [Expression]) -> String? {
    if store.symbols(in: expressions).isEmpty { return nil }
    return store.reachable(from: expressions, throughDefinitions: true).first { e in
      guard store.op(e) == .power, let exponent = store.rational(store.operand(1, of: e)), !exponent.isInteger,
        let base = store.rational(store.operand(0, of: e))
      else { return false }
      return base.signum < 0
    }.map { ExpressionText.text($0, in: store, limit: 40) }
  }

  private func proofAttempt(
    _ left: Expression, _ relation: Link.Relation, _ right: Expression, assuming extra: [Expression], steps: Int
  ) -> ProofAttempt {
    var prover = prover(fixed: fixedIndices([left, right]), assuming: extra, steps: steps)
    let attempt = prover.relation(left, relation, right)
    if attempt.proof != nil { return attempt }
    let induction = prover.induction(left, relation, right)
    return induction.proof != nil ? induction : attempt
  }

  /// Random points of finite fields are the first judge of an equation that is not proved at once, and contradict a proof
  /// that is wrong: they may prove it, or know that there is no proof to look for.
  ///
  /// - Parameter isFree: no premise restricts the line.
  private mutating func look(
    at left: Expression, _ right: Expression, isFree: Bool, _ attempt: inout ProofAttempt
  ) -> Bool {
    var prover = prover(fixed: fixedIndices([left, right]))
    if attempt.proof == nil {
      let finding = prover.modularFinding(left, right, seed: seed)
      if case .equal(let bits) = finding { attempt = .proved(.modular(bits: bits)) }
      if finding == .open, let proof = prover.separationProof(left, right) { attempt = .proved(proof) }
      if finding != .open { return isFree && finding == .different }
    }
    let isDifferent = isFree && prover.areDifferentRationalFunctions(left, right, seed: seed)
    if isDifferent && attempt.proof != nil { report("a proof was found for two different rational functions") }
    return isDifferent && attempt.proof == nil
  }

  /// The engine under the premises of this line.
  ///
  /// - Parameter fixed: index variables that mean the same in premises and conclusions, besides those of the chain.
  func prover(fixed: Set<Index>, assuming extra: [Expression] = [], steps: Int? = nil) -> Prover {
    var prover = Prover(
      store: store, premises: premises + lemmas + extra, fixed: fixed.union(judgement.indices),
      steps: steps ?? options.steps)
    prover.differentiator.stepOver(kinks)
    return prover
  }

  /// The part of the steps for a first search: 20,000 of 400,000, a tenth of a second. A wrong line of a network of six
  /// layers took 5 s before a point refuted it.
  private static let shortSearch = 20
  /// Before values in finite fields are looked at, which take some milliseconds.
  private static let shortestSearch = 200

  /// Points at which the premises of this line hold.
  func experimenter(in store: ExpressionStore? = nil, assuming extra: [Expression] = []) -> Experimenter {
    var store = store ?? self.store
    let smooth = smoothness(in: &store)
    return Experimenter(store: store, premises: premises + extra + smooth, indices: judgement.indices, seed: seed)
  }

  /// No derivative that was carried out is at a kink: what it became has a value there, and it has none.
  func smoothness(in store: inout ExpressionStore) -> [Expression] {
    let zero = store.integer(0)
    return kinks.map { store.comparison(.notEqual, $0, zero) }
  }

  func fixedIndices(_ expressions: [Expression]) -> Set<Index> {
    Set(expressions.flatMap { store.freeIndices(of: $0) })
  }

  func pointText(_ trial: Trial) -> String {
    trial.failure.map { text(of: $0) } ?? ""
  }

  /// `n = 3, x = [1, 2, 1/2]`
  func text(of failure: Trial.Failure) -> String {
    let bindings = CounterexampleWriter(store: failure.scene.compiler.store).bindings(of: failure, mentioned: [])
    return bindings.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
  }
}
