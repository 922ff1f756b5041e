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
      isRepeatable: isRepeatable)
  }
}

/// What became of a kernel.
public struct KernelVerdict: Sendable {
  public var claim: String
  public var file: String
  public var comparisons: [CaseComparison]
  public var diagnoses: [KernelDiagnosis]
  public var isRepeatable: Bool

  public var wrong: [CaseComparison] { comparisons.filter { !$0.isRight } }
  public var isRight: Bool { wrong.isEmpty && isRepeatable && !comparisons.isEmpty }

  private var worst: CaseComparison? {
    comparisons.filter { $0.worst != nil }.max { ($0.worst?.ratio ?? 0) < ($1.worst?.ratio ?? 0) }
  }
  private var first: CaseComparison? { comparisons.first { $0.first != nil } }

  // MARK: Text

  public func text(marks: (right: String, wrong: String)) -> String {
    let total = comparisons.count
    if isRight {
      let ratio = comparisons.map { $0.greatestRatio }.max() ?? 0
      return
        "\(marks.right) \(claim)   \(total) cases within their bands   at most \(KernelVerdict.short(ratio)) of a band\n"
    }
    var lines = ["\(marks.wrong) \(claim)   \(wrong.count) of \(total) cases outside of their bands"]
    for (label, one) in [("worst", worst), ("first", first)] {
      guard let one, let entry = label == "worst" ? one.worst : one.first else { continue }
      if label == "first", one.name == worst?.name, entry.index == worst?.worst?.index { continue }
      let sizes = one.sizes.map { "\($0.name)=\($0.size)" }.joined(separator: ", ")
      let index = entry.index.isEmpty ? "" : "[" + entry.index.map { String($0) }.joined(separator: ",") + "]"
      lines.append(
        "  \(label)       \(one.name) (\(sizes)) \(claim)\(index)   yours \(KernelVerdict.text(entry.value))   "
          + "exact \(KernelVerdict.text(entry.exact))   band ±\(KernelVerdict.short(entry.band))")
    }
    for (k, diagnosis) in diagnoses.enumerated() {
      lines.append("  \(k == 0 ? "diagnosis" : "or       ")   \(diagnosis.bug.rawValue): \(diagnosis.text)")
    }
    if diagnoses.isEmpty, wrong.contains(where: { $0.trouble == nil }) {
      lines.append("  diagnosis   none: no single mistake in the formula explains all results")
    }
    let troubles = wrong.filter { $0.trouble != nil }
    for one in troubles.prefix(3) { lines.append("  no result   \(one.name): \(one.trouble ?? "")") }
    if troubles.count > 3 { lines.append("  no result   … and \(troubles.count - 3) more cases") }
    let right = comparisons.filter { $0.isRight }
    if !right.isEmpty, wrong.contains(where: { $0.trouble == nil }) {
      let tags = Set(right.flatMap { $0.tags }).sorted().joined(separator: ", ")
      lines.append("  passes      \(right.count) cases (\(tags)) — these alone would not have shown it")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ value: Double) -> String {
    value.isNaN || value.isInfinite ? value.description : NumberText.significant(value, digits: 9)
  }

  private static func short(_ value: Double) -> String {
    value.isInfinite || value.isNaN ? value.description : NumberText.significant(value, digits: 2)
  }

  // MARK: JSON

  public var json: JSONValue {
    .object([
      ("format", .string("derive-judge-1")), ("claim", .string(claim)), ("file", .string(file)),
      ("right", .boolean(isRight)), ("cases", .integer(comparisons.count)), ("wrong", .integer(wrong.count)),
      ("repeatable", .boolean(isRepeatable)),
      (
        "diagnosis",
        .array(
          diagnoses.map {
            .object([
              ("kind", .string($0.bug.rawValue)), ("text", .string($0.text)), ("residual", .number($0.residual)),
            ])
          })
      ),
      ("results", .array(comparisons.map { $0.json })),
    ])
  }
}

extension CaseComparison {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("case", .string(name)), ("right", .boolean(isRight)), ("outside", .integer(outside)),
      ("ratio", .number(greatestRatio)),
    ]
    if let trouble { members.append(("trouble", .string(trouble))) }
    if let worst { members.append(("worst", worst.json)) }
    if let first { members.append(("first", first.json)) }
    return .object(members)
  }
}

extension CaseComparison.Entry {
  fileprivate var json: JSONValue {
    .object([
      ("index", .array(index.map { .integer($0) })), ("value", .number(value)), ("exact", .number(exact)),
      ("band", .number(band)),
    ])
  }
}
