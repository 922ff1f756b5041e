import Checking
import Typesetting

/// How a line comes about, on a page: each of its derivatives from the inside out with the rules, then what both sides are
/// when they are multiplied out.
struct PageDerivation {
  let derivation: LineDerivation

  func write(to page: inout HTMLText) {
    for derivative in derivation.derivatives { write(derivative, to: &page) }
    let rules = derivation.derivatives.flatMap { $0.steps }.flatMap { $0.rules }
    if !rules.isEmpty { write(Set(rules), to: &page) }
    guard let form = derivation.commonForm else { return }
    page.element("p") { line in
      let how = derivation.unfoldsDefinitions ? ", with the definitions written out," : ""
      line.add("Multiplied out\(how) both sides are ")
      line.addTerm(form)
    }
  }

  private func write(_ derivative: LineDerivation.Derivative, to page: inout HTMLText) {
    page.element("p") { line in
      line.addTerm(derivative.text)
      line.add(", from the inside out")
      if let refusal = derivative.refusal { line.addProse(": \(refusal)") }
    }
    guard !derivative.steps.isEmpty else { return }
    page.element("ol", ("class", "derivation")) { list in
      for step in derivative.steps {
        list.element("li") { item in
          item.element("span", ("class", "formula")) { $0.addTerm(([step.left] + step.sides).joined(separator: " = ")) }
          item.addMarkup(" ")
          item.element("small", text: "by " + step.rules.map { $0.name }.joined(separator: ", "))
        }
      }
    }
  }

  private func write(_ rules: Set<LineDerivation.Rule>, to page: inout HTMLText) {
    page.element("dl", ("class", "notes rules")) { list in
      for rule in rules.sorted(by: { ($0.name, $0.statement) < ($1.name, $1.statement) }) {
        list.element("dt", text: rule.name)
        list.element("dd") { item in
          // One rule is a sentence.
          if let formula = FormulaSheet.formula(ofTerm: rule.statement) {
            item.add(formula)
          } else {
            item.add(rule.statement)
          }
        }
      }
    }
  }
}
