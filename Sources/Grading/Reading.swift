import Checking
import Diagnostics
import Elaboration
import Notation

/// A submission read and checked together with the key.
struct Reading {
  let draft: Draft
  let source: SourceText
  let problem: Problem
  /// A claim of the student, with what was found about its lines.
  struct OwnClaim {
    var meant: Claim
    var checked: CheckedClaim
  }

  /// The student's claims, in order.
  private(set) var claims: [OwnClaim] = []
  /// The key's claims and the formulas of the rubric, which are only looked at.
  let references: [String: Claim]
  /// In the student's text.
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var faults: [Fault] = []

  init(_ draft: Draft, _ options: CheckOptions) {
    self.draft = draft
    source = SourceText(name: "submission", bytes: draft.text.bytes)
    problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    var own: [Claim] = []
    var references: [String: Claim] = [:]
    for case .claim(let claim) in problem.entries {
      if draft.isOwn(claim) {
        own.append(claim)
      } else if let label = claim.label {
        references[label] = claim
      }
    }
    self.references = references
    let file = check(problem, of: source, options: options) { draft.isOwn($0) }
    claims = zip(own, file.claims).map { OwnClaim(meant: $0, checked: $1) }
    let text = draft.text
    func place(_ span: Span) -> Span? { text.place(of: span).flatMap { $0.origin == .submission ? $0.span : nil } }
    for diagnostic in file.diagnostics {
      guard let span = place(diagnostic.span) else { continue }
      diagnostics.append(diagnostic.moved(place, or: span))
    }
    faults = file.faults.map { Fault(span: place($0.span) ?? $0.span, message: $0.message) }
  }

  func place(_ span: Span) -> Span? {
    draft.text.place(of: span).flatMap { $0.origin == .submission ? $0.span : nil }
  }
}
