import Diagnostics
import Evaluation
import Expressions
import Reporting

/// Collects the answers of a kernel, case by case, and says what is wrong with it.
public struct KernelJudge {
  public let manifest: Manifest
  private let formula: Formula
  private var comparisons: [CaseComparison] = []
  private var samples: [Sample] = []
  /// What the buffer of the result holds: of each place the last number that was answered there.
  private var buffer: [Double] = []
  private var isRepeatable = true
  private var addsUp = false
  /// Cases on which symmetries of the formula may be tried.
  private var ordinary: [OracleCase] = []
  private var symmetries: [SymmetryFinding] = []

  /// Cases that the diagnosis looks at: so many wrong ones, so many right ones, none with more entries than this.
  private static let mostWrong = 8
  private static let mostRight = 4
  private static let mostEntries = 4096

  public init(_ manifest: Manifest) throws(Formula.Failure) {
    self.manifest = manifest
    formula = try Formula(
      named: manifest.claim, in: SourceText(name: manifest.file, bytes: Array(manifest.source.utf8)))
  }

  /// One case after the other, in the order in which the kernel was asked.
  public mutating func add(_ one: OracleCase, _ answer: Answer) {
    let comparison = one.compared(with: answer)
    comparisons.append(comparison)
    if ordinary.count < SymmetryTrial.mostCases, SymmetryTrial.isOrdinary(one) { ordinary.append(one) }
    guard case .values(let values, _) = answer, comparison.trouble == nil else { return }
    // What is longer than all before gets a new buffer.
    if values.count > buffer.count { buffer = [] }
    defer { buffer = values + buffer.dropFirst(values.count) }
    let limit = comparison.isRight ? KernelJudge.mostRight : KernelJudge.mostWrong
    let known = samples.count { $0.isRight == comparison.isRight }
    guard known < limit, one.exact.count <= KernelJudge.mostEntries, !values.isEmpty else { return }
    var sizes = Sizes()
    for dimension in formula.routine.dimensions {
      let name = formula.store.name(dimension)
      sizes[dimension] = one.sizes.first { $0.name == name }?.size
    }
    samples.append(
      Sample(
        sizes: sizes, inputs: one.inputs.map { (name: $0.name, values: $0.values, shape: $0.shape) }, shape: one.shape,
        exact: one.values, band: one.band, answer: values, previous: buffer))
  }

  /// Two answers to one case, one after the other.
  public mutating func addRepetition(of one: OracleCase, _ first: Answer, _ second: Answer) {
    guard case .values(let a, _) = first, case .values(let b, _) = second, a.count == b.count,
      a.count == one.exact.count
    else { return }
    let isSame = zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
    if isSame || one.exact.isEmpty { return }
    isRepeatable = false
    // Whatever the buffer held, the second answer is larger by the result.
    addsUp =
      addsUp
      || one.exact.indices.allSatisfy { k in
        let rounding = manifest.accumulator.unit * (abs(a[k]) + abs(b[k]))
        return abs(b[k] - a[k] - one.exact[k].value) <= one.band[k] + 4 * rounding
      }
  }

  /// Further questions to the kernel: pairs of cases whose results belong together, by a symmetry of the formula.
  public func symmetryTrials() -> [SymmetryTrial] { SymmetryTrial.trials(of: formula, manifest, ordinary) }

  /// The answers to both cases of a trial; what is no result says nothing of symmetries.
  public mutating func add(_ trial: SymmetryTrial, _ answers: [Answer]) {
    guard zip(trial.asked, answers).allSatisfy({ $0.compared(with: $1).trouble == nil }) else { return }
    let place = symmetries.firstIndex { $0.text == trial.text } ?? symmetries.count
    if place == symmetries.count { symmetries.append(SymmetryFinding(text: trial.text)) }
    guard symmetries[place].breach == nil, let entry = trial.breach(answers, formula.routine) else { return }
    symmetries[place].breach = (trial.asked[1], entry)
  }

  public func verdict() -> KernelVerdict {
    var diagnoses = KernelDiagnostician(
      formula: formula, type: manifest.type, accumulator: manifest.accumulator, samples: samples
    ).diagnoses()
    if addsUp, !diagnoses.contains(where: { $0.bug == .accumulate }) {
      diagnoses.insert(
        KernelDiagnosis(bug: .accumulate, text: "the result is added to what the buffer held before", residual: 0),
        at: 0)
    } else if !isRepeatable, !diagnoses.contains(where: { $0.bug == .accumulate }) {
      diagnoses.append(
        KernelDiagnosis(bug: .nondeterministic, text: "the same case twice gives different results", residual: 0))
    }
    return KernelVerdict(
      claim: manifest.claim, file: manifest.file, comparisons: comparisons, diagnoses: diagnoses,
      symmetries: symmetries, isRepeatable: isRepeatable)
  }
}
