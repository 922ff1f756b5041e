import Elaboration
import Expressions
import Notation

/// Lines with limits. Where all of them have values, a line is like any other; else the sides are compared on the
/// extended line, or along a sequence that approaches the point.
extension Judge {
  mutating func limitLine(_ relation: Relation, _ limits: LimitReading, in chain: inout ChainState) -> CheckedLine {
    var line: CheckedLine
    if let reason = limits.reason {
      line = openLimitLine(relation, reason, isApproachable: limits.isApproachable, in: &chain)
    } else if limits.isCompactified {
      line = extendedLine(relation, in: &chain)
    } else {
      line = relationLine(relation, in: &chain)
    }
    if line.evidence.method != nil {
      line.evidence.steps += limits.stepsTaken
      line.evidence.conditions += limits.conditionTexts
    }
    let isWrong = line.verdict == .refuted || line.verdict == .conditional
    if isWrong, let values = limits.values {
      let at = line.verdict == .conditional ? line.diagnoses.count : 0
      line.diagnoses.insert(
        Diagnosis(
          code: .limit, message: values, span: judgement.termSpan, repair: limits.repair, isProved: true), at: at)
    }
    return line
  }

  /// ±∞, or no value at all, on a side: compared with the line before only.
  private mutating func extendedLine(_ relation: Relation, in chain: inout ChainState) -> CheckedLine {
    guard let left = relation.left.expression, let right = relation.right.expression else {
      return relationLine(relation, in: &chain)
    }
    let here = finding(left, relation.relation, right)
    var line = blank(here.verdict)
    line.readAs = readAs(relation)
    line.evidence = evidence(here)
    line.reason = here.reason
    if let failure = here.trial.failure {
      let writer = CounterexampleWriter(store: store)
      line.counterexample = Counterexample(bindings: writer.bindings(of: failure, mentioned: []), rows: [])
    }
    chain.isFirst = false
    chain.head = nil
    chain.predecessorIsRight = here.verdict.isRight
    chain.predecessorIsProved = here.verdict == .proved
    return line
  }

  /// A limit is not known: a sequence that approaches its point may confirm the line.
  private mutating func openLimitLine(
    _ relation: Relation, _ reason: String, isApproachable: Bool, in chain: inout ChainState
  ) -> CheckedLine {
    var line = blank(.undecided)
    line.readAs = readAs(relation)
    line.reason = reason
    if isApproachable, relation.relation == .equal, let left = relation.left.expression,
      let right = relation.right.expression
    {
      let approach = LimitApproach(store: store, premises: premises, indices: judgement.indices, seed: seed)
      if let points = approach.points(left, right) {
        line = blank(.confirmed)
        line.readAs = readAs(relation)
        line.evidence.points = points
        line.reason = reason
      }
    }
    chain.isFirst = false
    chain.head = nil
    chain.predecessorIsRight = line.verdict.isRight
    chain.predecessorIsProved = false
    return line
  }
}
