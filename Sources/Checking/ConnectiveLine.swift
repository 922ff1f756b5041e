import Elaboration
import Expressions
import Notation

/// A line `<=> Q`: judged against the statement before it, and against the head along links that compose.
extension Judge {
  mutating func connectiveLine(
    _ left: Proposition, _ connective: Link.Relation, _ right: Proposition, in chain: inout ChainState
  ) -> CheckedLine {
    if chain.isFirst {
      chain.headStatement = left
      chain.composed = connective
      chain.isFirst = false
    } else {
      chain.composed = chain.composed.flatMap { compose(connectives: $0, connective) }
    }
    var line = link(left, connective, right)
    line.readAs = nil
    if line.verdict.isRight {
      chain.predecessorIsRight = chain.predecessorIsRight && true
    } else if !chain.predecessorIsRight, let head = chain.headStatement, let composed = chain.composed {
      let overall = link(head, composed, right)
      if overall.verdict.isRight {
        let before = line.verdict
        line = overall
        line.againstPrevious = before
        line.isHealed = before == .refuted
        line.reason = line.isHealed ? "right, though the line before it is not" : line.reason
      }
    }
    chain.predecessorIsRight = line.verdict.isRight
    return line
  }

  private func compose(connectives a: Link.Relation, _ b: Link.Relation) -> Link.Relation? {
    if a == .equivalent { return b }
    if b == .equivalent || a == b { return a }
    return nil
  }

  private mutating func link(_ left: Proposition, _ connective: Link.Relation, _ right: Proposition) -> CheckedLine {
    var prover = self.prover(fixed: [])
    let attempt: ProofAttempt
    switch connective {
    case .implies: attempt = prover.implication(left, right)
    case .impliedBy: attempt = prover.implication(right, left)
    default: attempt = prover.equivalence(left, right)
    }
    var line = blank(attempt.proof == nil ? .undecided : .proved)
    if let proof = attempt.proof {
      line.evidence = evidence(proof)
    } else if case .open(let reason) = attempt {
      line.reason = reason
    }
    return line
  }
}
