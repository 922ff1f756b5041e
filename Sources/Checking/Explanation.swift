import Algebra
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation

/// What is said about a wrong line: the counterexample, the simplified difference, a condition under which it would be
/// right, the likely mistake.
extension Judge {
  mutating func explain(_ line: inout CheckedLine, _ finding: Finding, _ relation: Relation) {
    if let allowance = judgement.allowance { return explain(&line, finding, upTo: allowance) }
    guard let failure = finding.trial.failure, let left = relation.left.expression,
      let right = relation.right.expression
    else { return }
    let writer = CounterexampleWriter(store: store)
    line.counterexample = writer.counterexample(
      of: failure, upstream: upstream(in: [left, right]), finiteDifferences: finiteDifferences(of: left, failure))
    guard relation.relation == .equal else { return }
    showDifference(&line, left, right)
    if conditionHolds(&line, left, right) { return }
    line.diagnoses = diagnoses(of: left, right, relation)
  }

  /// What was probably done wrong: a name held constant, one small edit, or what is left of the difference.
  private func diagnoses(of left: Expression, _ right: Expression, _ relation: Relation) -> [Diagnosis] {
    let diagnostician = Diagnostician(
      store: store, premises: premises, claimed: right, truth: left, quantities: Quantities(of: problem), seed: seed,
      steps: options.steps)
    var found: [Diagnosis] = []
    if let held = diagnostician.heldConstants() {
      let names = held.names.map { "`\($0)`" }.joined(separator: " and ")
      let verb =
        held.names.count == 1 ? "is treated as a constant, but it depends" : "are treated as constants, but they depend"
      found.append(
        Diagnosis(
          code: .heldConstant, message: "\(names) \(verb) on what is differentiated in", span: relation.right.span,
          repair: nil, isProved: held.isProved))
    }
    let most = 3
    return found
      + diagnostician.edits().prefix(most).map { found in
        Diagnosis(
          code: found.edit.code, message: found.edit.message, span: span(of: found.edit.blamed, in: relation.right),
          repair: ExpressionText.text(found.edit.result, in: found.store, limit: 200), isProved: found.isProved)
      }
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
  private func upstream(in expressions: [Expression]) -> [Definition] {
    let mentioned = store.reachable(from: expressions).filter { store.op($0) == .definition }
    let all = problem.entries.compactMap { entry -> Definition? in
      guard case .definition(let definition, _, true) = entry else { return nil }
      return definition
    }
    return all.filter { definition in mentioned.contains { store.definition($0) == definition } }
  }

  /// The author's `needs`, or a condition that is found, under which the line is proved.
  private mutating func conditionHolds(_ line: inout CheckedLine, _ left: Expression, _ right: Expression) -> Bool {
    if !judgement.needs.isEmpty {
      let under = finding(left, .equal, right, assuming: judgement.needs)
      if under.verdict == .proved {
        line.verdict = .conditional
        line.reason = line.needs.joined(separator: " and ")
        line.evidence = evidence(under)
        return true
      }
      let stated = line.needs.joined(separator: " and ")
      line.reason = "under \(stated) it is \(under.verdict.rawValue)"
      if let failure = under.trial.failure {
        line.reason = "it fails under \(stated), too"
        let writer = CounterexampleWriter(store: store)
        line.counterexample = writer.counterexample(
          of: failure, upstream: upstream(in: [left, right]), finiteDifferences: finiteDifferences(of: left, failure))
      }
      return false
    }
    let search = ConditionSearch(store: store, premises: premises, seed: seed, steps: options.steps)
    guard let condition = search.condition(left, right) else { return false }
    line.verdict = .conditional
    line.reason = condition
    line.diagnoses = [
      Diagnosis(
        code: .missingCondition, message: "it holds only if \(condition)", span: judgement.termSpan, repair: nil,
        isProved: true)
    ]
    return true
  }

  /// claimed − true and claimed / true, with defined names as they stand.
  private func showDifference(_ line: inout CheckedLine, _ left: Expression, _ right: Expression) {
    var prover = self.prover(fixed: fixedIndices([left, right]))
    guard let truth = try? prover.carriedOut(left), let claimed = try? prover.carriedOut(right),
      let forms = prover.forms(unfolding: false), let a = try? forms.normalForm(of: truth),
      let b = try? forms.normalForm(of: claimed)
    else { return }
    if let ratio = try? forms.monomialRatio(b, a), let e = forms.expression(of: ratio) {
      line.ratio = ExpressionText.text(e, in: forms.expressions, limit: 120)
    }
    let difference = forms.difference(b, a)
    if let e = forms.expression(of: difference) {
      let text = ExpressionText.text(e, in: forms.expressions, limit: 160)
      if !text.hasSuffix("…") { line.difference = text }
    }
  }

  /// Where the part stands in the text of the term; a term that is subtracted is marked without its sign.
  private func span(of part: Expression, in term: Term) -> Span? {
    if let own = term.origins[part] { return own }
    guard store.op(part) == .product, let first = store.operands(of: part).first, store.rational(first) != nil else {
      return term.span
    }
    var store = store
    let rest = store.product(Array(store.operands(of: part).dropFirst()))
    return term.origins[rest] ?? term.span
  }
}
