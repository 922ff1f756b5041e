import Diagnostics
import Elaboration
import Expressions
import Notation

/// How a file is checked. The same options give the same report everywhere.
public struct CheckOptions: Sendable {
  /// All random choices follow from it and from the text of the claim.
  public var seed: UInt64
  /// Reduction steps that one attempt at a proof may take.
  public var steps: Int
  /// Units of work that one line may take in all.
  public var work: Int
  /// Units of work that all lines of a file may take together; those below are undecided once they are spent.
  public var workOfFile: Int
  /// Each line keeps one of the points at which it was evaluated.
  public var keepsSamples: Bool
  /// Each line keeps what a page about it shows: a picture, and its derivation by rules. Verdicts do not depend on it.
  public var keepsFigures: Bool

  public init(
    seed: UInt64 = 1, steps: Int = 400_000, work: Int = WorkAccount.unitsOfOneLine, workOfFile: Int = .max,
    keepsSamples: Bool = false, keepsFigures: Bool = false
  ) {
    self.seed = seed
    self.steps = steps
    self.work = work
    self.workOfFile = workOfFile
    self.keepsSamples = keepsSamples
    self.keepsFigures = keepsFigures
  }
}

/// The whole way: source text → syntax tree → problem → verdicts. Reports only render its result.
public func check(
  _ source: SourceText, options: CheckOptions = CheckOptions(), by workforce: some Workforce = SingleWorker()
) -> CheckedFile {
  let syntax = SyntaxFile(parsing: source)
  return check(Problem(elaborating: syntax, of: source), of: source, options: options, by: workforce)
}

/// Judges the claims of these names, labels or numbers of lines, and those that they use: of a large file nothing else is
/// looked at.
public func check(
  claims names: Set<String>, of source: SourceText, options: CheckOptions = CheckOptions(),
  by workforce: some Workforce = SingleWorker()
) -> CheckedFile {
  let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
  var used: Set<String> = []
  for case .claim(let claim) in problem.entries.reversed()
  where claim.isNamed(byAnyOf: names, in: source) || claim.label.map({ used.contains($0) }) ?? false {
    used.formUnion(claim.judgements.flatMap { $0.using })
  }
  return check(problem, of: source, options: options, by: workforce) { [used] claim in
    claim.isNamed(byAnyOf: names, in: source) || claim.label.map { used.contains($0) } ?? false
  }
}

extension Claim {
  /// A claim is named by its label, or by the number of its line.
  public func isNamed(byAnyOf names: Set<String>, in source: SourceText) -> Bool {
    !source.names(ofClaimAt: span, labelled: label).isDisjoint(with: names)
  }
}

extension SourceText {
  fileprivate func names(ofClaimAt span: Span, labelled label: String?) -> Set<String> {
    Set([label, String(line(at: span.start))].compactMap { $0 })
  }
}

extension CheckedFile {
  public func names(of claim: CheckedClaim) -> Set<String> {
    source.names(ofClaimAt: claim.span, labelled: claim.label)
  }
}

/// Judges the claims of a problem, or those of them that are asked for.
///
/// - Parameters:
///   - earlier: what claims established that stand above the problem's entries.
///   - isJudged: asked when the turn of the claim comes.
public func check(
  _ problem: Problem, of source: SourceText, options: CheckOptions, knowing earlier: EstablishedClaims = .init(),
  by workforce: some Workforce = SingleWorker(), where isJudged: @escaping @Sendable (Claim) -> Bool = { _ in true }
) -> CheckedFile {
  var checked = CheckedFile(
    source: source, entries: [], diagnostics: problem.syntax.diagnostics + problem.diagnostics,
    remarks: problem.remarks, seed: options.seed)
  let outcomes = ClaimOutcomes(
    of: problem, source, options, knowing: earlier, by: workforce, where: isJudged)
  checked.labels = problem.entries.compactMap { entry in
    if case .claim(let claim) = entry { return claim.label }
    return nil
  }
  checked.undoneClaims = outcomes.undone
  checked.faults = outcomes.inOrder.flatMap { $0?.faults ?? [] }
  checked.established = outcomes.established
  var claimsSeen = 0
  for entry in problem.entries {
    switch entry {
    case .definition(let definition, let span, let isUpstream):
      let body = problem.store.body(definition)
      let shape = Shapes(store: problem.store).text(body.slots)
      checked.entries.append(
        .definition(CheckedDefinition(name: body.name, shape: shape, isUpstream: isUpstream, span: span)))
    case .assumption(_, let span):
      checked.entries.append(.assumption(CheckedAssumption(text: source.text(of: span), span: span)))
    case .claim:
      if let outcome = outcomes.inOrder[claimsSeen] { checked.entries.append(.claim(outcome.claim)) }
      claimsSeen += 1
    }
  }
  return checked
}
