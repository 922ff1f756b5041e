import Diagnostics
import Elaboration
import Notation

/// A file read for the sake of one claim or definition: mistakes inside other claims do not matter to it.
struct Reading {
  let problem: Problem
  /// All of the file.
  let mistakes: [Diagnostic]
  /// Where the claims stand.
  private let claims: [Span]

  /// Throws the mistakes outside of claims: the named one may depend on what they hide.
  init(_ source: SourceText) throws(Formula.Failure) {
    let syntax = SyntaxFile(parsing: source)
    problem = Problem(elaborating: syntax, of: source)
    mistakes = syntax.diagnostics + problem.diagnostics
    let claims = syntax.statements.filter { Reading.isClaim($0, source) }.map { $0.span }
    self.claims = claims
    let outside = mistakes.filter { mistake in !claims.contains { $0.encloses(mistake.span) } }
    if !outside.isEmpty { throw .mistakes(mistakes) }
  }

  /// The claim of this label; where it has a mistake, that is thrown.
  func claim(named name: String) throws(Formula.Failure) -> Claim? {
    let labelled = problem.entries.compactMap { entry -> (claim: Claim, label: String)? in
      if case .claim(let claim) = entry, let label = claim.label { (claim, label) } else { nil }
    }
    guard let found = labelled.first(where: { $0.label == name }) else { return nil }
    let whole = claims.first { $0.encloses(found.claim.span) } ?? found.claim.span
    let own = mistakes.filter { whole.encloses($0.span) }
    if !own.isEmpty { throw .mistakes(own) }
    return found.claim
  }

  var labels: [String] {
    problem.entries.compactMap { if case .claim(let claim) = $0 { claim.label } else { nil } }
  }

  /// That nothing has this name; or the mistakes, of which one may have hidden it.
  func failure(_ name: String, _ kinds: String) -> Formula.Failure {
    if !mistakes.isEmpty { return .mistakes(mistakes) }
    let hint = labels.isEmpty ? "" : "; its claims are " + labels.map { "`\($0)`" }.joined(separator: ", ")
    return .noSuchName("the file has no \(kinds) `\(name)`" + hint)
  }

  /// Also one that cannot be read, by its first word.
  private static func isClaim(_ statement: Statement, _ source: SourceText) -> Bool {
    switch statement.form {
    case .claim: true
    case .unreadable: source.bytes[statement.span.start...].starts(with: "claim".utf8)
    default: false
    }
  }
}
