import Diagnostics
import Elaboration
import Expressions

/// What comes out of the claims of a problem. Those that do not use each other are judged side by side; the outcomes do
/// not depend on by how many.
struct ClaimOutcomes {
  /// Of every claim of the problem; nil for those that were not asked for.
  private(set) var inOrder: [ClaimChecker.Outcome?] = []
  private(set) var established: EstablishedClaims
  /// How many of those that were asked for were left undone.
  private(set) var undone = 0

  init(
    of problem: Problem, _ source: SourceText, _ options: CheckOptions, knowing earlier: EstablishedClaims,
    by workforce: some Workforce, where isJudged: @escaping @Sendable (Claim) -> Bool
  ) {
    established = earlier
    let claims = problem.entries.compactMap { entry in
      if case .claim(let claim) = entry { return claim }
      return nil
    }
    var workLeft = options.workOfFile
    while inOrder.count < claims.count {
      let first = inOrder.count
      let count = ClaimOutcomes.independentClaims(claims[first...], options, workLeft)
      let round = workforce.results(count) { [established, workLeft] number in
        let claim = claims[first + number]
        guard isJudged(claim) else { return ClaimChecker.Outcome?.none }
        var outcome = ClaimChecker.outcome(
          of: claim, in: problem, of: source, options, knowing: established, workLeft: workLeft)
        if options.keepsFigures { outcome.claim.keep(claim.derivations(in: problem)) }
        return outcome
      }
      for (claim, outcome) in zip(claims[first...], round) {
        if outcome == nil && isJudged(claim) { undone += 1 }
        let outcome = outcome ?? nil
        inOrder.append(outcome)
        guard let outcome else { continue }
        workLeft -= outcome.work
        if let label = claim.label { established.byLabel[label] = outcome.established }
      }
    }
  }

  /// How many of the next claims can be judged side by side: none uses another, and together they may take no more work
  /// than is left, so that none gets less for what the others take.
  private static func independentClaims(_ claims: ArraySlice<Claim>, _ options: CheckOptions, _ workLeft: Int) -> Int {
    let linesLeft = workLeft / (options.work + ClaimChecker.leastWorkOfLine)
    var (count, lines) = (0, 0)
    var labels: Set<String> = []
    for claim in claims {
      lines += claim.judgements.count
      let isUser = claim.judgements.contains { $0.using.contains { labels.contains($0) } }
      if count > 0 && (isUser || lines > linesLeft) { break }
      if let label = claim.label { labels.insert(label) }
      count += 1
    }
    return count
  }
}

extension CheckedClaim {
  /// Gives the lines their derivations.
  fileprivate mutating func keep(_ derivations: [LineDerivation?]) {
    for (place, derivation) in zip(lines.indices, derivations) { lines[place].derivation = derivation }
  }
}
