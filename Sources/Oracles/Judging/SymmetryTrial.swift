import Evaluation
import Expressions

/// Two calls of a kernel whose results belong together: the formula has a symmetry, so the kernel must have it.
///
/// That the formula has it is read off its exact values at the inputs of the trial; what is asked of a kernel does not rest
/// on more, for each answer is also compared with the exact values at its own inputs.
public struct SymmetryTrial: Sendable {
  /// What to ask, one after the other.
  public let asked: [OracleCase]
  /// The results of the second case, made of those of the first.
  let symmetry: FormulaSymmetry
  /// What the symmetry says, in words.
  let text: String

  /// Cases on which a symmetry is tried, and entries that none of them may exceed.
  static let mostCases = 2
  private static let mostEntries = 4096

  /// Results that are mostly 0 have every symmetry.
  static func isOrdinary(_ one: OracleCase) -> Bool {
    2 * one.exact.count(where: { $0.value != 0 }) > one.exact.count && one.tags.first == InputStyle.random.rawValue
      && !one.exact.isEmpty && one.sizes.allSatisfy { $0.size > 1 }
      && one.inputs.reduce(one.exact.count, { $0 + $1.values.count }) <= mostEntries
  }

  /// The symmetries of a formula that hold at all the cases, each with its trials.
  static func trials(of formula: Formula, _ manifest: Manifest, _ cases: [OracleCase]) -> [SymmetryTrial] {
    let evaluation = CaseEvaluation(formula, manifest)
    return FormulaSymmetry.candidates(of: formula.routine).flatMap { alternatives -> [SymmetryTrial] in
      for symmetry in alternatives {
        let trials = cases.map { trial(symmetry, $0, evaluation) }
        if !trials.isEmpty, trials.allSatisfy({ $0 != nil }) { return trials.compactMap { $0 } }
      }
      return []
    }
  }

  /// Nil if the formula has no such symmetry here.
  private static func trial(_ symmetry: FormulaSymmetry, _ one: OracleCase, _ evaluation: CaseEvaluation)
    -> SymmetryTrial?
  {
    let (routine, type) = (evaluation.routine, evaluation.request.type)
    let prepared = symmetry.prepared(one, routine, type)
    guard let changed = symmetry.changed(prepared, routine, type), let first = evaluation.evaluated(prepared),
      let second = evaluation.evaluated(changed), first.values.allSatisfy({ $0.isFinite })
    else { return nil }
    let expected = symmetry.expected(first.values, first.shape, routine)
    let radii = symmetry.expected(first.exact.map { $0.radius }, first.shape, routine, areMagnitudes: true)
    for (k, value) in second.exact.enumerated() {
      guard abs(value.value - expected[k]) <= value.radius + radii[k] else { return nil }
    }
    return SymmetryTrial(asked: [first, second], symmetry: symmetry, text: symmetry.text(routine))
  }

  /// The first entry at which the two answers do not belong together as the symmetry says, to within both bands; after a
  /// right answer to the first case also the worst one that is wrong in the second.
  func breach(_ answers: [Answer], _ routine: Routine) -> CaseComparison.Entry? {
    guard case .values(let first, _) = answers[0], case .values(let second, _) = answers[1],
      first.count == asked[0].exact.count, second.count == asked[1].exact.count
    else { return nil }
    let expected = symmetry.expected(first, asked[0].shape, routine)
    let bands = symmetry.expected(asked[0].band, asked[0].shape, routine, areMagnitudes: true)
    for (k, value) in second.enumerated() where bands[k].isFinite && asked[1].band[k].isFinite && expected[k].isFinite {
      let entry = CaseComparison.Entry(
        index: asked[1].index(of: k), value: value, exact: expected[k], band: bands[k] + asked[1].band[k])
      if entry.ratio > 1 { return entry }
    }
    return asked[0].compared(with: answers[0]).isRight ? asked[1].compared(with: answers[1]).worst : nil
  }
}

/// What became of a symmetry.
public struct SymmetryFinding: Sendable {
  /// "proportional to `g`"
  public var text: String
  /// The case and the entry at which the kernel does not have it: `exact` is what the symmetry makes of its other answer.
  public var breach: (one: OracleCase, entry: CaseComparison.Entry)?
}
