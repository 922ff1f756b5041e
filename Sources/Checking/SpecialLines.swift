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

  func evidence(_ proof: Proof) -> Evidence {
    var evidence = Evidence()
    evidence.method = proof.method
    evidence.steps = proof.steps
    evidence.conditions = proof.conditions
    return evidence
  }

  /// `value ~= 0.73`: |value − 0.73| ≤ half a unit of the last digit written. At the end of a chain of equations the head
  /// has that value, too.
  private mutating func roundedLine(
    _ value: Expression, _ literal: Expression, _ decimals: Int, _ relation: Relation, in chain: inout ChainState
  ) -> CheckedLine {
    let half = store.number((Rational(10).power(-decimals) ?? .one) * Rational(1, 2))
    let here = rounded(value, literal, within: half)
    var line = roundedLine(here, relation)
    if !chain.predecessorIsRight, chain.composed == .equal, let head = chain.head?.left.expression, head != value {
      let overall = rounded(head, literal, within: half)
      if overall.verdict.isRight {
        line = roundedLine(overall, relation)
        line.isHealed = here.verdict == .refuted
        line.reason = line.isHealed ? "right, though the line before it is not" : line.reason
      } else if here.verdict.isRight, overall.verdict == .refuted {
        line.verdict = .follows
        line.reason = "right given the line before, which does not hold"
      }
      (line.againstPrevious, line.againstHead) = (here.verdict, overall.verdict)
    }
    chain.composed = nil
    chain.predecessorIsRight = line.verdict.isRight
    return line
  }

  private mutating func rounded(_ value: Expression, _ literal: Expression, within half: Expression) -> Finding {
    let error = store.function(.abs, [store.difference(value, literal)])
    var finding = finding(error, .lessOrEqual, half)
    // Without anything that varies, one ball is a proof.
    if finding.verdict == .confirmed && isClosed(value) { finding.verdict = .proved }
    return finding
  }

  private func roundedLine(_ finding: Finding, _ relation: Relation) -> CheckedLine {
    var line = blank(finding.verdict)
    line.readAs = readAs(relation)
    line.evidence = evidence(finding)
    line.reason = finding.reason
    return line
  }

  private func isClosed(_ e: Expression) -> Bool {
    !store.reachable(from: [e]).contains {
      [.symbol, .definition, .apply, .size, .index].contains(store.op($0))
    }
  }
}
