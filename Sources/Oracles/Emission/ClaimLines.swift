import Diagnostics
import Elaboration
import Expressions
import Notation

/// The lines of a claim as they are written: the head, then a relation and a side each.
struct ClaimLines {
  struct Line {
    /// Nil for the head of a chain.
    var relation: Link.Relation?
    var side: Elaboration.Term
  }

  var problem: Problem
  var claim: Claim
  var lines: [Line] = []

  init(named name: String, in source: SourceText) throws(Formula.Failure) {
    let reading = try Reading(source)
    problem = reading.problem
    guard let found = try reading.claim(named: name) else { throw reading.failure(name, "claim") }
    claim = found
    var chain: Int?
    for judgement in claim.judgements {
      guard case .relation(let relation) = judgement.content else {
        throw .refused("`\(name)` contains a line that is no equation or inequality")
      }
      if judgement.isMarkedWrong { continue }
      if judgement.chain != chain { lines.append(Line(relation: nil, side: relation.left)) }
      chain = judgement.chain
      lines.append(Line(relation: relation.relation, side: relation.right))
    }
  }
}
