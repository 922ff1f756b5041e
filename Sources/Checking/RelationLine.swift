import Calculus
import Elaboration
import Evaluation
import Expressions
import Notation

/// A line `= right` of a chain: judged against the line before and against the head.
extension Judge {
  mutating func relationLine(_ relation: Relation, in chain: inout ChainState) -> CheckedLine {
    chain.lastTerm = relation.right
    if chain.isFirst {
      chain.head = relation
      chain.isFirst = false
    }
    guard case .value(let left) = relation.left.content, case .value(let right) = relation.right.content else {
      return specialLine(relation, in: &chain)
    }
    let here = finding(left, relation.relation, right, upTo: judgement.allowance)
    chain.allow(judgement.allowance)
    var line = blank(here.verdict)
    line.readAs = readAs(relation)
    line.evidence = evidence(here)
    line.reason = here.reason
    chain.composedBefore = chain.composed
    chain.composed = chain.composed.flatMap { compose($0, relation.relation) }
    let isHead = chain.head?.left.expression == left
    if isHead || chain.head == nil {
      settleFirst(&line, here, relation, &chain)
    } else {
      settle(&line, here, relation, &chain)
    }
    // Last, so that nothing else has less work left.
    if options.keepsFigures, let pictured, !line.isHealed,
      pictured.trial.failure == nil ? line.verdict.isRight : line.verdict.isWrong
    {
      line.figure = FigureWriter(store: store).figure(
        of: pictured.trial, pictured.left, upstream: upstream(in: [pictured.left, right]))
    }
    return line
  }

  /// The left side is the head itself: there is nothing else to compare with.
  private mutating func settleFirst(
    _ line: inout CheckedLine, _ here: Finding, _ relation: Relation, _ chain: inout ChainState
  ) {
    chain.predecessorIsRight = here.verdict.isRight
    chain.predecessorIsProved = here.verdict == .proved
    if let left = relation.left.expression { pictured = (here.trial, left) }
    if here.verdict == .refuted { explain(&line, here, relation) }
  }

  private mutating func settle(
    _ line: inout CheckedLine, _ here: Finding, _ relation: Relation, _ chain: inout ChainState
  ) {
    guard let composed = chain.composed, let head = chain.head?.left.expression,
      case .value(let right) = relation.right.content
    else {
      line.reason = line.reason ?? "the relations so far compose to nothing: compared with the line before only"
      if here.verdict == .refuted { explain(&line, here, relation) }
      return
    }
    // Equality where both are defined is not transitive when the line between is defined in part only.
    let isPartial = !Definedness(of: [relation.left.expression ?? head, right], in: store).conditions.isEmpty
    if chain.predecessorIsRight && here.verdict == .proved && !isPartial {
      line.againstHead = chain.predecessorIsProved ? .proved : .confirmed
      if !chain.predecessorIsProved { improve(&line, head, composed, right, &chain) }
      return
    }
    let overall = finding(head, composed, right, upTo: chain.allowance)
    line.againstHead = overall.verdict
    if chain.predecessorIsRight {
      settleAfterRight(&line, here, overall, relation, &chain)
    } else {
      settleAfterWrong(&line, here, overall, relation, &chain)
    }
  }

  /// The step is proved from a line that is only confirmed: a proof against the head settles both.
  private mutating func improve(
    _ line: inout CheckedLine, _ head: Expression, _ composed: Link.Relation, _ right: Expression,
    _ chain: inout ChainState
  ) {
    let overall = finding(head, composed, right, upTo: chain.allowance)
    line.againstHead = overall.verdict
    chain.predecessorIsProved = overall.verdict == .proved
  }

  private mutating func settleAfterRight(
    _ line: inout CheckedLine, _ here: Finding, _ overall: Finding, _ relation: Relation, _ chain: inout ChainState
  ) {
    let wasProved = chain.predecessorIsProved
    if overall.verdict == .proved && here.verdict != .refuted && chain.composedBefore == .equal {
      // The head equals the line before, so what holds of the head holds of that.
      line.verdict = chain.predecessorIsProved ? .proved : here.verdict
      line.evidence = evidence(overall)
      line.reason = nil
    }
    if overall.verdict == .refuted && here.verdict != .refuted, let head = chain.head {
      var whole = relation
      whole.left = head.left
      line.verdict = .refuted
      explain(&line, overall, whole)
      line.reason = line.reason ?? "equal to the line before where both are defined, but not to the head of the chain"
    }
    chain.predecessorIsRight = line.verdict.isRight
    chain.predecessorIsProved = line.verdict == .proved
    if here.verdict == .refuted { explain(&line, here, relation) }
    if overall.verdict == here.verdict, chain.composed == .equal, let head = chain.head?.left.expression {
      pictured = (overall.trial, head)
    }
    // Only an equation that holds of the head says what the line before should have been.
    let isEquation = chain.composed == .equal && chain.allowance == nil && !wasProved
    if overall.verdict == .proved && here.verdict == .refuted && isEquation { blamePredecessor(&line, overall, &chain) }
  }

  /// What is proved against the head and differs from the line before shows that that one is wrong: it was confirmed at
  /// other points.
  private func blamePredecessor(_ line: inout CheckedLine, _ overall: Finding, _ chain: inout ChainState) {
    var counterexample = line.counterexample
    for k in (counterexample?.rows ?? []).indices { counterexample?.rows[k].exchangeSides() }
    chain.refutationOfPredecessor = counterexample
    line.verdict = .proved
    line.isHealed = true
    line.evidence = evidence(overall)
    line.reason = "right, though the line before it is not"
    (line.counterexample, line.diagnoses, line.difference, line.ratio) = (nil, [], nil, nil)
    (chain.predecessorIsRight, chain.predecessorIsProved) = (true, true)
  }

  private mutating func settleAfterWrong(
    _ line: inout CheckedLine, _ here: Finding, _ overall: Finding, _ relation: Relation, _ chain: inout ChainState
  ) {
    // Behind an inequality, what is right against the head need not be what the line says.
    if overall.verdict.isRight && (chain.composed == .equal || here.verdict != .refuted) {
      line.verdict = overall.verdict
      line.isHealed = here.verdict == .refuted
      line.evidence = evidence(overall)
      line.reason = line.isHealed ? "right, though the line before it is not" : nil
      chain.predecessorIsRight = true
      chain.predecessorIsProved = overall.verdict == .proved
    } else if overall.verdict == .refuted && here.verdict.isRight {
      line.verdict = .follows
      line.reason = "right given the line before, which does not hold"
    } else if here.verdict == .refuted {
      line.verdict = .refuted
      var against = relation
      if overall.verdict == .refuted, let head = chain.head { against.left = head.left }
      explain(&line, overall.verdict == .refuted ? overall : here, against)
    } else {
      line.verdict = .undecided
      line.reason = here.reason ?? overall.reason
    }
  }

  /// Judges an equation as it is meant: exactly, or up to what the line or one before it allows.
  private mutating func finding(
    _ left: Expression, _ relation: Link.Relation, _ right: Expression, upTo allowance: Judgement.Allowance?
  ) -> Finding {
    guard let allowance, relation == .equal else { return finding(left, relation, right) }
    return finding(left, right, upTo: allowance)
  }

  /// The relation between a and c when a ⋈ b and b ⋉ c.
  private func compose(_ a: Link.Relation, _ b: Link.Relation) -> Link.Relation? {
    switch (a, b) {
    case (.equal, .notEqual), (.equal, .approximately): return nil
    case (.equal, _): return b
    case (_, .equal): return a
    case (.less, .less), (.less, .lessOrEqual), (.lessOrEqual, .less): return .less
    case (.lessOrEqual, .lessOrEqual): return .lessOrEqual
    case (.greater, .greater), (.greater, .greaterOrEqual), (.greaterOrEqual, .greater): return .greater
    case (.greaterOrEqual, .greaterOrEqual): return .greaterOrEqual
    default: return nil
    }
  }

  func readAs(_ relation: Relation) -> CheckedLine.ReadAs {
    CheckedLine.ReadAs(
      left: text(of: relation.left), relation: relation.relation.text, right: text(of: relation.right))
  }

  private func text(of term: Term) -> String {
    problem.syntax.tree.readable(term.node, maxLength: 400)
  }

  func evidence(_ finding: Finding) -> Evidence {
    var evidence = Evidence()
    evidence.method = finding.proof?.method
    evidence.steps = finding.proof?.steps ?? 0
    evidence.conditions = finding.trial.conditions + (finding.proof?.conditions ?? [])
    if finding.trial.differsInDomain {
      let general = "both sides are defined"
      let place = finding.trial.oneSidedGap.map { "\(general), unlike at \($0.text)" } ?? general
      let gap = finding.domainGap.isEmpty ? [place] : finding.domainGap.map { $0 == general ? place : $0 }
      evidence.conditions += gap.filter { !evidence.conditions.contains($0) }
    }
    evidence.points = finding.trial.points
    evidence.sizes = finding.trial.sizes.count
    evidence.derivatives = finding.trial.derivatives
    evidence.finiteDifference = finding.trial.derivatives > 0 ? finding.trial.worstDerivative : nil
    evidence.precision = (finding.trial.failure?.precision ?? finding.trial.precision).bits
    evidence.agreeingDigits = finding.trial.digits
    if options.keepsSamples, let sample = finding.trial.sample {
      evidence.sample = CounterexampleWriter(store: sample.scene.compiler.store)
        .counterexample(of: sample, upstream: [], finiteDifferences: [:])
    }
    evidence.largestDifference = finding.trial.points > 0 ? finding.trial.largestDifference : nil
    return evidence
  }
}
