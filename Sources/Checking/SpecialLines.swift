import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// Lines that are not relations between two values: optima, rounded numbers, statements and connectives.
extension Judge {
  mutating func specialLine(_ relation: Relation, in chain: inout ChainState) -> CheckedLine {
    switch (relation.left.content, relation.right.content) {
    case (.optimum(let left), .optimum(let right)): return optimumLine(left, right, relation, in: &chain)
    case (.optimum(let optimum), .value(let value)): return optimumLine(optimum, value, relation, in: &chain)
    case (.value(let value), .optimum(let optimum)): return optimumLine(optimum, value, relation, in: &chain)
    case (.value(let value), .rounded(let literal, let decimals)):
      return roundedLine(value, literal, decimals, relation, in: &chain)
    default:
      var line = blank(.undecided)
      line.reason = "there is no rule for a relation of this kind"
      chain.predecessorIsRight = false
      return line
    }
  }

  func prover(fixed: Set<Index>) -> Prover {
    Prover(store: store, premises: premises, fixed: fixed, steps: options.steps)
  }

  func evidence(_ proof: Proof) -> Evidence {
    var evidence = Evidence()
    evidence.method = proof.method
    evidence.steps = proof.steps
    evidence.conditions = proof.conditions
    return evidence
  }

  /// `value ~= 0.73`: |value − 0.73| ≤ half a unit of the last digit written.
  private mutating func roundedLine(
    _ value: Expression, _ literal: Expression, _ decimals: Int, _ relation: Relation, in chain: inout ChainState
  ) -> CheckedLine {
    let half = store.number((Rational(10).power(-decimals) ?? .one) * Rational(1, 2))
    let error = store.function(.abs, [store.difference(value, literal)])
    let here = finding(error, .lessOrEqual, half)
    var line = blank(here.verdict)
    line.readAs = readAs(relation)
    line.evidence = evidence(here)
    line.reason = here.reason
    // Without anything that varies, one ball is a proof.
    let isClosed = here.trial.failure?.point.values.isEmpty ?? (here.verdict == .confirmed && isClosed(value))
    if here.verdict == .confirmed && isClosed { line.verdict = .proved }
    chain.predecessorIsRight = line.verdict.isRight
    return line
  }

  private func isClosed(_ e: Expression) -> Bool {
    !store.reachable(from: [e]).contains {
      [.symbol, .definition, .apply, .size, .index].contains(store.op($0))
    }
  }
}
