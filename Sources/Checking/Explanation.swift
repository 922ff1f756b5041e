import Algebra
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// What is said about a wrong line: the counterexample, the simplified difference, a condition under which it would be
/// right, the likely mistake.
extension Judge {
  mutating func explain(_ line: inout CheckedLine, _ finding: Finding, _ relation: Relation) {
    if let allowance = judgement.allowance { return explain(&line, finding, relation, upTo: allowance) }
    if let contact = finding.contact {
      line.counterexample = contact.counterexample
      line.diagnoses = inequalityDiagnoses(.relation(relation))
      if !judgement.needs.isEmpty, let left = relation.left.expression, let right = relation.right.expression {
        _ = conditionHolds(&line, left, relation.relation, right)
      }
      return
    }
    guard let failure = finding.trial.failure, let left = relation.left.expression,
      let right = relation.right.expression
    else { return }
    pictured = (finding.trial, left)
    let writer = CounterexampleWriter(store: store)
    line.counterexample = writer.counterexample(
      of: failure, upstream: upstream(in: [left, right]), finiteDifferences: finiteDifferences(of: left, failure))
    if relation.relation != .equal, !judgement.needs.isEmpty {
      _ = conditionHolds(&line, left, relation.relation, right)
      return
    }
    if relation.relation != .equal { line.diagnoses = inequalityDiagnoses(.relation(relation)) }
    guard relation.relation == .equal, store.reachable(from: [left, right]).count <= Judge.largestExplained else {
      return
    }
    let known = Quantities(of: problem, and: [left, right])
    var remainder = remainder(left, right, known)
    if let texts = work.atMost(percent: 25, { remainder?.texts() }) { (line.difference, line.ratio) = texts }
    let isConditional = work.atMost(percent: 40) { conditionHolds(&line, left, .equal, right) }
    if !judgement.needs.isEmpty && line.verdict != .refuted { return }
    let diagnoses = diagnoses(of: left, right, relation, remainder, known)
    line.diagnoses += isConditional ? diagnoses.filter { $0.isProved && $0.repair != nil } : diagnoses
  }

  /// Reduction steps for each formula that is tried in place of the wrong one; there are dozens.
  private var stepsOfExplanations: Int { options.steps / 16 }

  /// Larger terms get their counterexample and no search for a cause: 100,000 nodes take seconds.
  private static let largestExplained = 20_000

  /// What was probably done wrong: a mistake of the whole step, or one small edit.
  private func diagnoses(
    of left: Expression, _ right: Expression, _ relation: Relation, _ remainder: Remainder?, _ known: Quantities
  ) -> [Diagnosis] {
    let text = TermText(source: source, term: relation.right)
    let diagnostician = Diagnostician(
      store: store, premises: premises, indices: judgement.indices, claimed: right, truth: left, quantities: known,
      text: text,
      truthText: TermText(source: source, term: relation.left), seed: seed, steps: stepsOfExplanations)
    let causes = diagnostician.misreadings().map {
      Diagnosis(code: $0.code, message: $0.message, span: relation.right.span, repair: nil, isProved: $0.isProved)
    }
    let repair = SourceRepair(problem: problem, judgement: judgement, text: text, steps: stepsOfExplanations)
    let most = 3
    let edits = diagnostician.edits(from: remainder).prefix(most).map { found in
      let (edit, store) = (found.edit, found.store)
      let written = found.isProved ? repair.text(of: edit, in: store) : nil
      let place = edit.place.map { text.span(of: $0, in: store) } ?? text.span(of: edit.blamed)
      return Diagnosis(
        code: edit.code, message: edit.message, span: written?.span ?? place ?? relation.right.span,
        repair: written?.text ?? formula(edit.result, in: store), isProved: found.isProved)
    }
    var found = causes + edits
    // The search may miss what the normal forms know: a line too large to be evaluated often enough.
    if !found.contains(where: { $0.isProved }), let whole = remainder?.number.flatMap({ wrongNumber($0, relation) }) {
      found.insert(whole, at: 0)
    }
    let ofLeft = diagnosesOfLeft(left, right, relation, known)
    // A chain rule with one path is a mistake whatever a factor on the right can make up for.
    let isPath = ofLeft.contains { $0.code == .missingSum }
    if isPath || !found.contains(where: { $0.isProved }) { found = ofLeft + found }
    let written = relation.left.span.union(judgement.span)
    if found.isEmpty, let loose = looseIndex(left, right, written) ?? looseIndex(right, left, written) {
      found.append(loose)
    }
    return found.filter { $0.isProved } + found.filter { !$0.isProved }
  }

  /// The whole right side is a number times what it should be.
  private func wrongNumber(_ ratio: Rational, _ relation: Relation) -> Diagnosis? {
    guard let factor = ratio.inverse, ratio != .one else { return nil }
    let isSign = ratio == Rational(-1)
    return Diagnosis(
      code: isSign ? .sign : .numericFactor,
      message: isSign ? "the whole right side has the wrong sign" : "the right side lacks the factor `\(factor)`",
      span: relation.right.span, repair: nil, isProved: true)
  }

  /// Nil where it is too long to be shown in full.
  private func formula(_ e: Expression, in store: ExpressionStore) -> String? {
    let text = ExpressionText.text(e, in: store, limit: 200)
    return text.hasSuffix("…") ? nil : text
  }

  /// The first line of a chain may have its mistake on the left: another name was meant, or the chain rule has one path.
  private func diagnosesOfLeft(
    _ left: Expression, _ right: Expression, _ relation: Relation, _ known: Quantities
  ) -> [Diagnosis] {
    guard isFirstLine(relation) else { return [] }
    let text = TermText(source: source, term: relation.left)
    let diagnostician = Diagnostician(
      store: store, premises: premises, indices: judgement.indices, claimed: left, truth: right, quantities: known,
      text: text, truthText: TermText(source: source, term: relation.right), seed: seed, steps: stepsOfExplanations)
    return diagnostician.editsOfGivenSide().filter { $0.isProved }.prefix(1).map { found in
      let image = ExpressionText.text(found.edit.result, in: found.store, limit: 200)
      let isName = found.edit.code == .wrongName || found.edit.code == .wrongIndex
      let message = "on the left side, \(found.edit.message)" + (isName ? "" : ": `\(image)`")
      return Diagnosis(
        code: found.edit.code, message: message, span: relation.left.span, repair: nil, isProved: true)
    }
  }

  /// Nothing was claimed of the left side before this line.
  private func isFirstLine(_ relation: Relation) -> Bool {
    let gap = Span(start: relation.left.span.end, end: relation.span.start)
    if gap.start > gap.end { return false }
    let words = source.text(of: gap).split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" })
    return words.allSatisfy { $0 == "wrong" || $0 == ")" }
  }

  /// An index that stands on one side only: one entry is claimed to be what all of them are together.
  private func looseIndex(_ other: Expression, _ side: Expression, _ written: Span) -> Diagnosis? {
    let own = Set(store.freeIndices(of: other))
    // The index of a vector's entries is nothing that its author wrote.
    let loose = store.freeIndices(of: side).first { !own.contains($0) && isWritten(store.name($0), in: written) }
    guard let loose else { return nil }
    let message = "`\(store.name(loose))` stands on one side only: is a sum over it, or another index, meant?"
    return Diagnosis(code: .unexplained, message: message, span: judgement.termSpan, repair: nil, isProved: false)
  }

  private func isWritten(_ name: String, in span: Span) -> Bool {
    source.text(of: span).split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == name }
  }

  /// The difference of the sides, read with the entries of defined names at the line's indices.
  private func remainder(_ left: Expression, _ right: Expression, _ known: Quantities) -> Remainder? {
    var store = store
    var names = known.entries(at: store.freeIndices(of: left), in: &store)
    for e in store.reachable(from: [left, right]) where store.op(e) == .definition && !names.contains(e) {
      names.append(e)
    }
    return Remainder(
      store: store, premises: premises, indices: judgement.indices, truth: left, claimed: right, known: names)
  }

  /// The true side by finite differences, where it is a derivative as it stands.
  private func finiteDifferences(of truth: Expression, _ failure: Trial.Failure) -> [Int: Double] {
    guard store.op(truth) == .derivative else { return [:] }
    var compiler = failure.scene.compiler
    var found: [Int: Double] = [:]
    for (k, assignment) in failure.scene.assignments.enumerated() {
      guard let value = try? compiler.compile(truth, at: assignment),
        let derivative = compiler.derivatives.first(where: { $0.value == value && $0.expression == truth }),
        let estimate = FiniteDifferences(compiler.tape).estimate(derivative, at: failure.point)
      else { continue }
      found[k] = estimate.value
    }
    return found
  }

  /// Upstream gradients that the line mentions: their values say more than a formula of the unknown function.
  func upstream(in expressions: [Expression]) -> [Definition] {
    let mentioned = store.reachable(from: expressions).filter { store.op($0) == .definition }
    let all = problem.entries.compactMap { entry -> Definition? in
      guard case .definition(let definition, _, true) = entry else { return nil }
      return definition
    }
    return all.filter { definition in mentioned.contains { store.definition($0) == definition } }
  }

  /// The author's `needs`, or a condition that is found, under which the line is proved.
  private mutating func conditionHolds(
    _ line: inout CheckedLine, _ left: Expression, _ relation: Link.Relation, _ right: Expression
  ) -> Bool {
    if !judgement.needs.isEmpty {
      let under = finding(left, relation, right, assuming: judgement.needs)
      let counterexample = under.trial.failure.map {
        CounterexampleWriter(store: store).counterexample(
          of: $0, upstream: upstream(in: [left, right]), finiteDifferences: finiteDifferences(of: left, $0))
      }
      return line.stand(under: under.verdict, evidence(under), because: under.reason, at: counterexample)
    }
    let search = ConditionSearch(
      store: store, premises: premises, indices: judgement.indices, seed: seed, steps: stepsOfExplanations)
    guard let condition = search.condition(left, right) else { return false }
    line.verdict = .conditional
    line.reason = condition
    line.diagnoses = [
      Diagnosis(
        code: .missingCondition, message: "it holds if \(condition), not in general", span: judgement.termSpan,
        repair: nil,
        isProved: true)
    ]
    return true
  }
}
