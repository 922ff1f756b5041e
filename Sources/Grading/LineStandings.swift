import Checking
import Diagnostics
import Elaboration
import Expressions
import Notation

/// What became of each line of a claim.
struct LineStandings {
  private(set) var all: [GradedLine.Standing] = []
  /// Lines behind a mistake, judged by themselves.
  private let alone: [Int: CheckedLine]
  private let label: String
  private let namesOfKey: Set<String>
  private let rubric: Rubric
  private let reading: Reading
  private let liberal: Reading?
  /// The same claim there.
  private let withBreaches: Reading.OwnClaim?

  init(
    _ label: String, _ own: Reading.OwnClaim, alone: [Int: CheckedLine], _ reading: Reading,
    _ liberal: Reading?, _ withBreaches: Reading.OwnClaim?, _ rubric: Rubric
  ) {
    self.rubric = rubric
    namesOfKey = Set(reading.draft.key.names.keys)
    let (meant, checked) = (own.meant, own.checked)
    self.withBreaches = withBreaches
    self.alone = alone
    self.label = label
    self.reading = reading
    self.liberal = liberal
    let assumed = circularLines(meant)
    for (number, line) in checked.lines.enumerated() {
      guard number < meant.judgements.count else { break }
      all.append(standing(of: line, number, meant.judgements[number], isAssumed: assumed.contains(number)))
    }
  }

  private func standing(
    of line: CheckedLine, _ number: Int, _ judgement: Judgement, isAssumed: Bool
  ) -> GradedLine.Standing {
    if isAssumed, let breach = breach(before: line, where: { $0.isCondition }) { return .restsOnBreach(breach) }
    if let breach = foreignName(in: judgement) { return .restsOnBreach(breach) }
    if !line.verdict.isRight && line.verdict != .follows && holdsWithBreaches(number),
      let breach = breach(before: line, where: { $0.changesMeaning })
    {
      return .restsOnBreach(breach)
    }
    switch line.verdict {
    case .proved, .confirmed, .assumed: return line.isHealed ? .undoes(kind(of: line, number)) : .right
    case .follows: return .follows
    case .refuted, .conditional: return .wrong(kind(of: line, number))
    case .invalid: return line.diagnostic.map { isMistake($0) } ?? false ? .wrong(kind(of: line, number)) : .unread
    case .undecided: return .undecided
    }
  }

  /// A mistake of meaning in shapes or indices, and not in the reading of names.
  private func isMistake(_ diagnostic: Diagnostic) -> Bool {
    diagnostic.mistake.code.hasPrefix("D02") && !diagnostic.mistake.isNoFaultOfTheLine
  }

  private func kind(of line: CheckedLine, _ number: Int) -> MistakeKind {
    if let own = alone[number], own.verdict == .refuted || own.verdict == .conditional {
      return named(MistakeKind(own, namesOfKey))
    }
    return named(
      line.isHealed ? MistakeKind(code: MistakeCode.unexplained.rawValue) : MistakeKind(line, namesOfKey))
  }

  private func named(_ kind: MistakeKind) -> MistakeKind {
    var kind = kind
    kind.name = rubric.label(of: kind, in: label)?.name
    return kind
  }

  /// The last one that counts for the line.
  private func breach(before line: CheckedLine, where isWanted: (Breach) -> Bool) -> Breach? {
    let end = reading.place(line.termSpan)?.end ?? .max
    return reading.draft.breaches.last { breach in
      isWanted(breach) && (breach.claim == nil && breach.span.start < end || breach.claim == label)
    }
  }

  private func foreignName(in judgement: Judgement) -> Breach? {
    guard case .relation(let relation) = judgement.content else { return nil }
    let tree = reading.problem.syntax.tree
    guard reading.draft.mentionsForeignName(relation.right.node, tree) else { return nil }
    return reading.draft.breaches.first { breach in
      if case .declaration = breach.kind { return true }
      return false
    }
  }

  private func holdsWithBreaches(_ number: Int) -> Bool {
    guard let lines = withBreaches?.checked.lines, number < lines.count else { return false }
    return lines[number].verdict.isRight
  }

  /// Lines that lead from one side of an assumed equation to the other: they would hold without it, and still they say
  /// nothing but what was assumed.
  private func circularLines(_ meant: Claim) -> Set<Int> {
    guard let liberal, let claim = withBreaches?.meant, claim.judgements.count == meant.judgements.count else {
      return []
    }
    var comparison = Comparison(liberal.problem.store, ownNames: liberal.draft.ownNames)
    var found: Set<Int> = []
    for route in Route.all(in: claim, premises: nil, of: liberal.problem, liberal.source) {
      let stations = [route.start] + route.steps.map { $0.station }
      for premise in assumedEquations(claim, meant) {
        for (first, last) in pairs(stations.count) {
          guard let a = stations[first].expression, let b = stations[last].expression,
            matches(premise, a, b, &comparison) || matches(premise, b, a, &comparison)
          else { continue }
          for step in route.steps[first..<last] { found.insert(step.number) }
        }
      }
    }
    return found
  }

  private static let mostStations = 40

  private func pairs(_ count: Int) -> [(Int, Int)] {
    let most = min(count, LineStandings.mostStations)
    return (0..<most).flatMap { first in ((first + 1)..<max(first + 1, most)).map { (first, $0) } }
  }

  /// Premises of the claim that it does not have without the student's assumptions.
  private func assumedEquations(_ claim: Claim, _ meant: Claim) -> [(Expression, Expression)] {
    guard let store = liberal?.problem.store, let own = claim.judgements.last, let strict = meant.judgements.last else {
      return []
    }
    let added = own.premises.count - strict.premises.count
    guard added > 0 else { return [] }
    return own.premises.compactMap { premise in
      guard store.op(premise) == .comparison, store.comparison(premise) == .equal else { return nil }
      return (store.operand(0, of: premise), store.operand(1, of: premise))
    }
  }

  private func matches(
    _ premise: (Expression, Expression), _ a: Expression, _ b: Expression, _ comparison: inout Comparison
  ) -> Bool {
    let assumed = comparison.pair(premise.0, premise.1)
    let claimed = comparison.pair(a, b)
    return comparison.renaming(of: claimed, to: assumed) != nil
  }
}

extension MistakeKind {
  /// Of a wrong line.
  fileprivate init(_ line: CheckedLine, _ namesOfKey: Set<String>) {
    self.init(code: line.causeCode)
    guard code == MistakeCode.unexplained.rawValue, let text = line.difference ?? line.ratio else { return }
    residual = Residual(text, isRatio: line.difference == nil, namesOfKey: namesOfKey)
  }
}
