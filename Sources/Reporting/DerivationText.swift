import Checking
import Diagnostics

/// How one line of a claim leads to the next, for a person who wants to learn it: the derivatives that it has, from the
/// inside out, each with its rule; what both sides are when they are multiplied out; the rules in words of the language.
public enum DerivationText {
  public static func text(
    of claim: CheckedClaim, in source: SourceText, _ presentation: Presentation
  ) -> String {
    var output = StyledText(presentation)
    var rules: [LineDerivation.Rule] = []
    for line in claim.lines {
      guard let derivation = line.derivation, let readAs = line.readAs else { continue }
      output.endLine()
      output.add("line \(source.line(at: line.span.start))", .strong)
      output.add("   \(readAs.left) \(readAs.relation) \(readAs.right)")
      output.endLine()
      for derivative in derivation.derivatives {
        write(derivative, to: &output)
        for rule in derivative.steps.flatMap({ $0.rules }) where !rules.contains(rule) { rules.append(rule) }
      }
      if let form = derivation.commonForm {
        let how = derivation.unfoldsDefinitions ? ", with the definitions written out" : ""
        write("multiplied out\(how), both sides are", [form], to: &output)
      }
    }
    if !rules.isEmpty { write(rules, to: &output) }
    return output.text
  }

  private static let width = 96

  private static func write(_ derivative: LineDerivation.Derivative, to output: inout StyledText) {
    output.add("  \(derivative.text), from the inside out")
    if let refusal = derivative.refusal { output.addProse(": \(refusal)") }
    output.endLine()
    let digits = "\(derivative.steps.count)".count
    func number(_ k: Int) -> String { String(repeating: " ", count: digits - "\(k)".count) + "\(k)" }
    for (k, step) in derivative.steps.enumerated() {
      output.add("  \(number(k + 1))  ", .faint)
      output.add(step.left)
      output.endLine()
      let indent = String(repeating: " ", count: digits + 6)
      for right in step.sides {
        for (n, part) in right.wrapped(to: width - indent.count - 2).enumerated() {
          output.add(indent + (n == 0 ? "= " : "  ") + part)
          output.endLine()
        }
      }
      output.add(indent + "  by ", .faint)
      output.add(step.rules.map { $0.name }.joined(separator: ", "), .faint)
      output.endLine()
    }
  }

  private static func write(_ heading: String, _ lines: [String], to output: inout StyledText) {
    output.addProse("  " + heading)
    output.endLine()
    for line in lines {
      for part in line.wrapped(to: width - 4) {
        output.add("      " + part)
        output.endLine()
      }
    }
  }

  private static func write(_ rules: [LineDerivation.Rule], to output: inout StyledText) {
    output.endLine()
    output.add("rules", .strong)
    output.endLine()
    let width = rules.map { $0.name.count }.max() ?? 0
    for rule in rules.sorted(by: { ($0.name, $0.statement) < ($1.name, $1.statement) }) {
      output.add("  " + rule.name.padded(to: width) + "   " + rule.statement)
      output.endLine()
    }
  }
}
