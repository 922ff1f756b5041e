import Checking
import Diagnostics
import Elaboration
import Expressions
import Numbers

/// The marks of one claim of one student.
///
/// A claim is worth its points. A mistake costs what the rubric says, whatever the length of the chain in which it is
/// made; the lines share the points only where a part of them earns nothing: behind a mistake if follow-through is not
/// full, and where lines rest on what the student assumed.
struct ClaimGrading {
  private let claim: AnswerKey.KeyClaim
  private let number: Int
  private let reading: Reading
  private let liberal: Reading?
  private let rubric: Rubric
  private let bytes: [UInt8]
  private let options: CheckOptions
  /// Of the key's claims.
  private let allLabels: Set<String>
  /// How many premises the claim of the key has.
  private var premises = 0
  private var graded: GradedClaim
  private var comparison: Comparison

  /// - Parameters:
  ///   - liberal: the submission with what the student assumes, if that is anything.
  ///   - bytes: the student's text.
  init(
    _ number: Int, of key: AnswerKey, _ reading: Reading, _ liberal: Reading?, _ rubric: Rubric,
    _ bytes: [UInt8], _ options: CheckOptions
  ) {
    self.bytes = bytes
    self.options = options
    claim = key.claims[number]
    allLabels = Set(key.labels)
    self.number = number
    self.reading = reading
    self.liberal = liberal
    self.rubric = rubric
    let points = rubric.points(of: claim.label)
    graded = GradedClaim(label: claim.label, points: points, mark: .zero, attempt: .missing)
    comparison = Comparison(reading.problem.store, ownNames: reading.draft.ownNames)
  }

  private var points: Rational { graded.points }

  /// Attempts that are graded; whoever makes more is shown to a person.
  private static let mostAttempts = 8

  /// Of several attempts the best one counts, and of equally good ones that which leaves the least to a person.
  mutating func result() -> GradedClaim {
    guard let reference = reading.references[reading.draft.label(ofKey: number)] else { return graded }
    let wanted = Route.all(in: reference, premises: nil, of: reading.problem, reading.source)
    premises = reference.judgements.map { $0.premises.count }.max() ?? 0
    var best: GradedClaim?
    var count = 0
    for place in places(of: wanted.last) {
      for attempt in attempts(at: place, wanted.last, limit: max(1, Self.mostAttempts - count), &count)
      where best.map({ attempt.isBetter(than: $0) }) ?? true {
        best = attempt
      }
    }
    guard var best else { return graded }
    best.attempts = count
    if count > Self.mostAttempts { best.doubts.append(Doubt(cause: .attempts(count), line: nil)) }
    return best
  }

  /// The claim as it is graded by each of the ways that it goes from the first term on, or once if it goes none.
  private func attempts(at place: Int, _ goal: Route?, limit: Int, _ count: inout Int) -> [GradedClaim] {
    let own = reading.claims[place]
    let routes = routes(of: own)
    let alone = linesAlone(own.checked, routes)
    let withBreaches = liberal.flatMap { place < $0.claims.count ? $0.claims[place] : nil }
    let standings = LineStandings(claim.label, own, alone: alone, reading, liberal, withBreaches, rubric)
    var start = self
    for (position, line) in own.checked.lines.enumerated() where position < standings.all.count {
      start.graded.lines.append(
        GradedLine(
          checked: line.moved { reading.place($0) }, standing: standings.all[position], alone: alone[position]))
    }
    guard let goal else { return [start.graded] }
    let ways = Way.all(among: routes, to: goal, &start.comparison)
    count += max(1, ways.count)
    if ways.isEmpty {
      start.noteOtherStart(routes, goal)
      return [start.graded]
    }
    let lines = ways.reduce(into: Set<Int>()) { $0.formUnion($1.lines) }
    return ways.prefix(limit).map { way in
      var attempt = start
      attempt.graded.setAside = lines.subtracting(way.lines)
      attempt.charge(way, goal)
      return attempt.graded
    }
  }

  /// No chain of the claim starts where that of the key does.
  private mutating func noteOtherStart(_ routes: [Route], _ goal: Route) {
    if graded.lines.contains(where: { $0.standing == .unread }) { graded.doubts.append(Doubt(cause: .end, line: nil)) }
    graded.attempt = .elsewhere(start: routes.first?.start.text ?? "", wanted: goal.start.text)
  }

  private func routes(of own: Reading.OwnClaim) -> [Route] {
    Route.all(in: own.meant, premises: premises, of: reading.problem, reading.source)
  }

  /// The claims of this label; else one that has no label of the key, and begins as the key does.
  private func places(of goal: Route?) -> [Int] {
    let labels = [claim.label] + reading.draft.labels(ofRepetitionsOf: claim.label)
    let places = reading.claims.indices.filter { place in
      reading.claims[place].meant.label.map { labels.contains($0) } ?? false
    }
    guard let goal, places.isEmpty else { return places }
    let other = reading.claims.indices.first { place in
      let own = reading.claims[place]
      if let label = own.meant.label, allLabels.contains(label) { return false }
      var comparison = comparison
      return !Way.all(among: routes(of: own), to: goal, &comparison).isEmpty
    }
    return other.map { [$0] } ?? []
  }

  private static let mostLinesAlone = 8

  /// Lines behind a mistake that do not follow from the line above, judged by themselves.
  private func linesAlone(_ checked: CheckedClaim, _ routes: [Route]) -> [Int: CheckedLine] {
    var appendix = Appendix(below: reading, bytes)
    var labels: [Int: String] = [:]
    for route in routes {
      var before = route.start.span
      var isBehindMistake = false
      for step in route.steps where step.number < checked.lines.count {
        let line = checked.lines[step.number]
        let isSuspect = line.isHealed || line.verdict == .refuted && line.againstHead != nil
        if isBehindMistake, isSuspect, labels.count < Self.mostLinesAlone, let relation = step.relation {
          labels[step.number] = appendix.add(before, relation, step.station.span, of: checked.label ?? claim.label)
        }
        isBehindMistake = line.verdict.isWrong || line.verdict == .follows || line.isHealed
        before = step.station.span
      }
    }
    guard !appendix.isEmpty else { return [:] }
    let lines = appendix.lines(options)
    return labels.compactMapValues { lines[$0] }
  }

  // The way from the first term to the last

  private mutating func charge(_ way: Way, _ goal: Route) {
    guard Route(start: way.start, steps: way.steps).isAsStrong(as: goal) else {
      graded.attempt = .weaker
      return
    }
    chargeLines(of: way)
    let ends = self.ends(of: goal)
    let reached = way.isBackwards || way.reaches(ends, &comparison)
    if reached {
      graded.attempt = .complete
    } else {
      chargeStop(of: way, goal)
    }
    chargeJumps(way, goal, hasReached: reached)
    // Where the chain stops before them, that is what has its price; and where nothing is left, nothing is to be asked.
    if reached && mark(without: graded.losses).signum > 0 { chargeSteps(way) }
    graded.mark = mark(without: graded.losses)
    let earns = way.lines.contains { $0 < graded.lines.count && graded.lines[$0].standing.earns }
    if !earns && graded.mark.signum > 0 {
      graded.losses.append(Loss(cause: .nothingRight, points: graded.mark))
      graded.mark = .zero
    }
    let rounded = rubric.rounded(graded.mark, of: points)
    if rounded != graded.mark { (graded.unrounded, graded.mark) = (graded.mark, rounded) }
  }

  private func mark(without losses: [Loss]) -> Rational {
    max(.zero, points - losses.reduce(.zero) { $0 + $1.points })
  }

  private func ends(of goal: Route) -> [Route.Station] {
    let accepted = (rubric.terms[claim.label]?.accepted ?? []).indices.compactMap { position in
      formula(reading.draft.label(ofEnd: position, claim: number))
    }
    return [goal.end] + accepted.map { Route.Station(text: "", span: goal.end.span, expression: $0) }
  }

  /// A formula of the rubric.
  private func formula(_ label: String) -> Expression? {
    guard case .relation(let relation)? = reading.references[label]?.judgements.first?.content else { return nil }
    return relation.left.expression
  }

  private mutating func chargeLines(of way: Way) {
    let share = Rational(1, max(1, way.steps.count)) * points
    let steps = way.lines
    var restsOn: Breach?
    for (position, line) in graded.lines.enumerated() where !graded.setAside.contains(position) {
      switch line.standing {
      case .right: restsOn = nil
      case .follows:
        guard steps.contains(position) else { continue }
        if let breach = restsOn {
          graded.losses.append(Loss(cause: .breach(breach), points: share, line: position))
        } else if rubric.followThrough != .full {
          let lost = share * (.one - rubric.followThrough.kept)
          graded.losses.append(Loss(cause: .followThrough, points: lost, line: position))
        }
      case .wrong(let kind), .undoes(let kind):
        restsOn = nil
        let cost = rubric.deduction(for: kind, in: claim.label, of: points)
        graded.losses.append(Loss(cause: .mistake(kind), points: cost, line: position))
      case .restsOnBreach(let breach):
        restsOn = breach
        guard steps.contains(position) else { continue }
        graded.losses.append(Loss(cause: .breach(breach), points: share, line: position))
      case .undecided:
        graded.doubts.append(Doubt(cause: .undecided(line.checked.reason ?? ""), line: position))
      case .unread:
        graded.doubts.append(Doubt(cause: .unread(line.checked.diagnostic?.mistake.message ?? ""), line: position))
      }
    }
  }

  private mutating func chargeStop(of way: Way, _ goal: Route) {
    graded.attempt = .stops(at: way.end.text, wanted: goal.end.text)
    if graded.countedLines.contains(where: { $0.standing == .unread }) { return }
    let lost = rubric.deductionForStopping ?? points * (.one - way.progress(along: goal, &comparison))
    graded.losses.append(Loss(cause: .stop, points: lost))
  }

  private var hasMistake: Bool {
    graded.countedLines.contains { line in
      switch line.standing {
      case .right, .follows, .undecided: false
      case .wrong, .undoes, .restsOnBreach, .unread: true
      }
    }
  }

  /// A line that is missing behind a mistake may be there with the mistake in it, which a person can see.
  private mutating func chargeSteps(_ way: Way) {
    for (position, step) in (rubric.terms[claim.label]?.requirements ?? []).enumerated() {
      let label = reading.draft.label(ofStep: position, claim: number)
      guard let wanted = formula(label), !way.passes(wanted, &comparison) else { continue }
      if hasMistake {
        if isRepaired(to: label, way) { continue }
        graded.doubts.append(Doubt(cause: .step(step.formula.text), line: nil))
      } else {
        let cost = step.points ?? rubric.deductionForStep ?? rubric.usualDeduction ?? points * Rational(1, 2)
        graded.losses.append(Loss(cause: .missingStep(step.formula.text), points: cost))
      }
    }
  }

  /// A wrong line is the required one but for its mistake.
  private func isRepaired(to label: String, _ way: Way) -> Bool {
    var appendix = Appendix(below: reading, bytes)
    let repairs = graded.countedLines.compactMap { $0.checked.diagnoses.first { $0.isProved }?.repair }
    let added = Set(repairs.map { appendix.add($0) })
    if appendix.isEmpty { return false }
    let problem = appendix.problem
    var formulas: [String: Expression] = [:]
    for case .claim(let claim) in problem.entries {
      guard let own = claim.label, own == label || added.contains(own),
        case .relation(let relation)? = claim.judgements.first?.content
      else { continue }
      formulas[own] = relation.left.expression
    }
    guard let wanted = formulas[label] else { return false }
    var comparison = Comparison(problem.store, ownNames: reading.draft.ownNames)
    let names = way.names(in: self.comparison.store)
    return added.contains { own in
      formulas[own].map { comparison.areAlike($0, wanted, names) } ?? false
    }
  }

  private mutating func chargeJumps(_ way: Way, _ goal: Route, hasReached: Bool) {
    let limit = rubric.limitOfJump(in: claim.label)
    for jump in way.jumps(along: goal, hasReached: hasReached, &comparison)
    where graded.lines[jump.line].standing == .right {
      if let limit {
        guard jump.lines > limit else { continue }
        if let cost = rubric.deductionForJump {
          graded.losses.append(Loss(cause: .jump(lines: jump.lines), points: cost, line: jump.line))
          continue
        }
      } else if jump.lines < goal.steps.count || jump.lines < 2 {
        continue
      }
      graded.doubts.append(Doubt(cause: .jump(lines: jump.lines), line: jump.line))
    }
  }
}

extension GradedClaim {
  /// Those of the attempt that is graded, and of side calculations.
  fileprivate var countedLines: [GradedLine] {
    lines.indices.filter { !setAside.contains($0) }.map { lines[$0] }
  }

  fileprivate func isBetter(than other: GradedClaim) -> Bool {
    if mark != other.mark { return mark > other.mark }
    if doubts.count != other.doubts.count { return doubts.count < other.doubts.count }
    return attempt == .complete && other.attempt != .complete
  }
}

extension GradedLine.Standing {
  /// Something was shown by the line, or may have been.
  fileprivate var earns: Bool {
    switch self {
    case .right, .follows, .undoes, .undecided, .unread: true
    case .wrong, .restsOnBreach: false
    }
  }
}
