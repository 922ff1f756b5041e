import Diagnostics
import Reporting

/// What became of a kernel.
public struct KernelVerdict: Sendable {
  public var claim: String
  public var file: String
  public var comparisons: [CaseComparison]
  public var diagnoses: [KernelDiagnosis]
  public var symmetries: [SymmetryFinding]
  public var isRepeatable: Bool

  public var wrong: [CaseComparison] { comparisons.filter { !$0.isRight } }
  public var isRight: Bool {
    wrong.isEmpty && isRepeatable && !comparisons.isEmpty && symmetries.allSatisfy { $0.breach == nil }
  }

  private var worst: CaseComparison? {
    comparisons.filter { $0.worst != nil }.max { ($0.worst?.ratio ?? 0) < ($1.worst?.ratio ?? 0) }
  }
  private var first: CaseComparison? { comparisons.first { $0.first != nil } }

  // MARK: Text

  public func text(marks: (right: String, wrong: String)) -> String {
    let total = comparisons.count
    if isRight {
      let ratio = comparisons.map { $0.greatestRatio }.max() ?? 0
      let first =
        "\(marks.right) \(claim)   \(total) cases within their bands   at most \(KernelVerdict.short(ratio)) of a band"
      return ([first] + tried + conduct).joined(separator: "\n") + "\n"
    }
    var lines = ["\(marks.wrong) \(claim)   \(headline)"]
    for (label, one) in [("worst", worst), ("first", first)] {
      guard let one, let entry = label == "worst" ? one.worst : one.first else { continue }
      if label == "first", one.name == worst?.name, entry.index == worst?.worst?.index { continue }
      lines.append("  \(label)       " + text(of: entry, one.name, one.sizes, "exact"))
    }
    let hasOnlyZeros = wrong.contains { $0.trouble == nil } && comparisons.allSatisfy { $0.hasOnlyZeros }
    if hasOnlyZeros { lines.append("  diagnosis   all results are 0: is anything written to them?") }
    for (k, diagnosis) in diagnoses.enumerated() where !hasOnlyZeros {
      lines.append("  \(k == 0 ? "diagnosis" : "or       ")   \(diagnosis.bug.rawValue): \(diagnosis.text)")
    }
    if diagnoses.isEmpty, wrong.contains(where: { $0.trouble == nil }) {
      lines.append("  diagnosis   none: no single mistake in the formula explains all results")
    }
    let troubles = wrong.filter { $0.trouble != nil }
    for one in troubles.prefix(3) { lines.append("  no result   \(one.name): \(one.trouble ?? "")") }
    if troubles.count > 3 { lines.append("  no result   … and \(troubles.count - 3) more cases") }
    let right = comparisons.filter { $0.isRight && $0.compared > 0 }
    if !right.isEmpty, wrong.contains(where: { $0.trouble == nil }) {
      let tags = Set(right.flatMap { $0.tags }).sorted().joined(separator: ", ")
      lines.append(
        "  passes      \(right.count) \(right.count == 1 ? "case" : "cases") (\(tags)) — these alone would not have shown it"
      )
    }
    return (lines + tried + conduct).joined(separator: "\n") + "\n"
  }

  /// How many cases are outside, and how many have no result at all.
  private var headline: String {
    let total = comparisons.count
    let silent = wrong.count { $0.trouble != nil }
    let outside = wrong.count - silent
    var parts: [String] = []
    if outside > 0 { parts.append("\(outside) of \(total) cases outside of their bands") }
    if silent > 0 {
      parts.append(outside > 0 ? "\(silent) without a result" : "no result in \(silent) of \(total) cases")
    }
    if wrong.isEmpty {
      parts.append(total == 0 ? "no cases" : "\(total) cases within their bands, but not as it should be")
    }
    return parts.joined(separator: ", ")
  }

  /// One line, as compilers write them: where the formula stands, and what is wrong.
  public var shortText: String {
    if isRight { return "" }
    var parts = [headline]
    if let worst, let entry = worst.worst {
      parts.append("worst " + text(of: entry, worst.name, worst.sizes, "exact", separator: ", "))
    }
    if let diagnosis = diagnoses.first { parts.append("\(diagnosis.bug.rawValue): \(diagnosis.text)") }
    if let trouble = wrong.compactMap({ $0.trouble }).first { parts.append(trouble) }
    parts += symmetries.filter { $0.breach != nil }.prefix(1).map { "is not \($0.text)" }
    return "\(file): error: \(claim): " + parts.joined(separator: "; ") + "\n"
  }

  private func text(
    of entry: CaseComparison.Entry, _ name: String, _ sizes: [(name: String, size: Int)], _ expected: String,
    separator: String = "   "
  ) -> String {
    let sizes = sizes.isEmpty ? "" : " (" + sizes.map { "\($0.name)=\($0.size)" }.joined(separator: ", ") + ")"
    let index = entry.index.isEmpty ? "" : "[" + entry.index.map { String($0) }.joined(separator: ",") + "]"
    return [
      "\(name)\(sizes) \(claim)\(index)", "yours \(KernelVerdict.text(entry.value))",
      "\(expected) \(KernelVerdict.text(entry.exact))", "band ±\(KernelVerdict.short(entry.band))",
    ].joined(separator: separator)
  }

  /// The symmetries of the formula: those that the kernel has, too, and where it lacks one.
  private var tried: [String] {
    let kept = symmetries.filter { $0.breach == nil }.map { $0.text } + (isRepeatable ? ["repeatable"] : [])
    let lines = symmetries.compactMap { finding in
      finding.breach.map { breach in
        "  is not      \(finding.text):\n              "
          + text(of: breach.entry, breach.one.name, breach.one.sizes, "expected")
      }
    }
    return lines + (symmetries.isEmpty ? [] : KernelVerdict.wrapped("  is          ", kept))
  }

  /// The parts after the label, in lines of about 100 characters.
  private static func wrapped(_ label: String, _ parts: [String]) -> [String] {
    var lines = [label]
    for (k, part) in parts.enumerated() {
      if k > 0, lines[lines.count - 1].count + part.count > 100 {
        lines.append(String(repeating: " ", count: label.count))
      }
      lines[lines.count - 1] +=
        (k > 0 && lines[lines.count - 1].last == ";" ? " " : "") + part + (k < parts.count - 1 ? ";" : "")
    }
    return lines
  }

  /// What the kernel gives where nothing can be asked of it.
  private var conduct: [String] {
    [
      ("no value    the formula has none in", comparisons.filter { $0.withoutValue.count > 0 }, \.withoutValue),
      (
        "overflow    as written, the formula overflows in", comparisons.filter { $0.overflowing.count > 0 },
        \.overflowing
      ),
    ].compactMap { (label: String, cases: [CaseComparison], own: KeyPath<CaseComparison, AnswerKinds>) -> String? in
      if cases.isEmpty { return nil }
      let kinds = cases.reduce(into: AnswerKinds()) { $0.add($1[keyPath: own]) }
      let tags = Set(cases.flatMap { $0.tags }).sorted().joined(separator: ", ")
      return "  \(label) \(kinds.count) entries (\(tags)), yours there: \(kinds.text)"
    }
  }

  private static func text(_ value: Double) -> String {
    value.isNaN || value.isInfinite ? value.description : NumberText.significant(value, digits: 9)
  }

  private static func short(_ value: Double) -> String {
    value.isInfinite || value.isNaN ? value.description : NumberText.significant(value, digits: 2)
  }
}
