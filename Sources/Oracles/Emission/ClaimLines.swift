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
    let syntax = SyntaxFile(parsing: source)
    problem = Problem(elaborating: syntax, of: source)
    let mistakes = syntax.diagnostics + problem.diagnostics
    if !mistakes.isEmpty { throw .mistakes(mistakes) }
    var known: [String] = []
    var found: Claim?
    for case .claim(let claim) in problem.entries {
      guard let label = claim.label else { continue }
      known.append("`\(label)`")
      if label == name, found == nil { found = claim }
    }
    guard let found else {
      let hint = known.isEmpty ? "" : "; its claims are " + known.joined(separator: ", ")
      throw .noSuchName("the file has no claim `\(name)`" + hint)
    }
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
