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
      if case .invalid(let mistake) = judgement.content { throw .mistakes([mistake]) }
      guard case .relation(let relation) = judgement.content else {
        let span = judgement.span.union(judgement.termSpan)
        let reason = "`\(name)` contains a line that is no equation or inequality: `\(source.text(of: span))`"
        throw .refused(Formula.Refusal(reason, at: span))
      }
      if judgement.isMarkedWrong { continue }
      if judgement.chain != chain { lines.append(Line(relation: nil, side: relation.left)) }
      chain = judgement.chain
      lines.append(Line(relation: relation.relation, side: relation.right))
    }
  }

  func refusal(_ error: EmissionError) -> Formula.Refusal {
    let sides = lines.map { $0.side }
    let place = problem.place(
      of: error.word, in: sides.map { $0.span }, madeOf: sides.compactMap { $0.expression }, problem.store)
    return Formula.Refusal("`\(claim.label ?? "")` contains \(error.reason)", at: place ?? claim.span)
  }
}
