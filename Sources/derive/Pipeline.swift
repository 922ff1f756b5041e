import Checking
import Diagnostics
import Elaboration
import Notation

/// The calls into the layers below: one place to see what the command line asks of them.
enum Pipeline {
  /// - Parameter names: of the claims that are asked for, labels or numbers of lines: of a large file they, and those that
  ///   they use, are all that is judged. None for all claims.
  static func checked(
    _ source: SourceText, _ options: CheckOptions, only names: [String] = [],
    by workforce: some Workforce = Crew(threads: System.processorCount)
  ) -> CheckedFile {
    names.isEmpty
      ? check(source, options: options, by: workforce)
      : check(claims: Set(names), of: source, options: options, by: workforce)
  }

  /// A session with a text that goes on, and what its new part says; the lines before it are not checked again.
  ///
  /// - Parameter isAbandoned: nobody waits for it any more, so that claims may be left out.
  static func checked(
    _ session: GrowingProblem, grownTo source: SourceText, knowing established: EstablishedClaims,
    isAbandoned: @escaping @Sendable () -> Bool
  ) -> (session: GrowingProblem, news: CheckedFile) {
    let start = session.source.bytes.count
    let (whole, news) = session.grown(to: source)
    var checked = check(news, of: source, options: CheckOptions(), knowing: established) { claim in
      !isAbandoned() && claim.judgements.contains { $0.termSpan.end > start }
    }
    checked.remarks.removeAll { $0.span.start < start }
    checked.entries = checked.entries.compactMap { entry in
      switch entry {
      case .definition(let definition): return definition.span.start < start ? nil : entry
      case .assumption(let assumption): return assumption.span.start < start ? nil : entry
      case .claim(var claim):
        claim.lines.removeAll { $0.span.union($0.termSpan).end <= start }
        return .claim(claim)
      }
    }
    return (whole, checked)
  }

  /// A text read again from its beginning. Of its claims those that were established stay so; only the last one is judged,
  /// which may have lost a line.
  static func shortened(
    to source: SourceText, knowing established: EstablishedClaims
  ) -> (session: GrowingProblem, established: EstablishedClaims) {
    let (whole, news) = GrowingProblem(name: source.name).grown(to: source)
    let claims = news.entries.compactMap { entry in
      if case .claim(let claim) = entry { return claim }
      return nil
    }
    var known = established
    known.keep(Set(claims.compactMap { $0.label }))
    let last = claims.last?.span
    let checked = check(news, of: source, options: CheckOptions(), knowing: known) {
      $0.label != nil && $0.span == last
    }
    return (whole, checked.established)
  }

  /// The claims with a label, or with the number of their line; the last one for nil. With all that can be said of them, or
  /// with the labels that there are, if it is none of them.
  static func explained(
    _ name: String?, in source: SourceText, knowing established: EstablishedClaims
  ) -> (checked: CheckedFile, labels: [String]) {
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    let claims = problem.entries.compactMap { entry in
      if case .claim(let claim) = entry { return claim }
      return nil
    }
    let wanted = name.map { name in claims.filter { $0.isNamed(byAnyOf: [name], in: source) } }
    let spans = Set((wanted ?? Array(claims.suffix(1))).map { $0.span })
    let options = CheckOptions(keepsSamples: true, keepsFigures: true)
    let checked = check(problem, of: source, options: options, knowing: established) { spans.contains($0.span) }
    return (checked, claims.compactMap { $0.label })
  }

  /// A question about one expression.
  struct OneOff: Sendable {
    enum Kind: Sendable {
      case derivative(in: [SourceText])
      case normalForm
      case shape
      case value(at: [GivenValue], digits: Int?)
    }

    var kind: Kind
    var expression: SourceText
    /// What `--let` says, or the file that `FILE:NAME` names.
    var declarations: SourceText
    var isAboutFile: Bool
    var seed: UInt64
  }

  static func answer(_ oneOff: OneOff) -> Result<Question.Answer, Question.Failure> {
    answer(
      oneOff.kind,
      Question(
        expression: oneOff.expression, declarations: oneOff.declarations, isAboutFile: oneOff.isAboutFile,
        seed: oneOff.seed))
  }

  static func answer(_ kind: OneOff.Kind, _ question: Question) -> Result<Question.Answer, Question.Failure> {
    switch kind {
    case .derivative(let variables): return question.derivative(in: variables)
    case .normalForm: return question.normalForm()
    case .shape: return question.shape()
    case .value(let values, let digits): return question.value(at: values, digits: digits)
    }
  }
}
