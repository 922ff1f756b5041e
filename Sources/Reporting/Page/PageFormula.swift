import Checking
import Diagnostics
import Typesetting

/// Formulas in a page: each part between which a line may break is a `math` element with its LaTeX.
extension HTMLText {
  mutating func add(_ formula: TypesetFormula) {
    for (position, part) in formula.parts.enumerated() {
      if position > 0 { addMarkup("<wbr/>") }
      element("math", ("displaystyle", "true"), ("alttext", part.latex)) { $0.addMarkup(part.mathml) }
    }
  }

  /// A term in the language of the sources, set if it can be read.
  mutating func addTerm(_ text: String, isInline: Bool = false) {
    if let formula = FormulaSheet.formula(ofTerm: text, isInline: isInline) {
      add(formula)
    } else {
      element("code", text: text)
    }
  }

  /// A line as it is set; as it is written where it cannot be.
  /// - Parameter withHead: the first term of the chain stands before it.
  mutating func add(_ set: FormulaSheet.Line?, of line: CheckedLine, in source: SourceText, withHead: Bool) {
    guard let set else {
      return element("code", text: source.text(of: line.span.union(line.termSpan)).singleLine)
    }
    if withHead, let head = set.head {
      element("span", ("class", "side")) { $0.add(head) }
      addMarkup(" ")
    }
    if let relation = set.relation {
      element("span", ("class", "relation")) { $0.add(relation) }
      addMarkup(" ")
    }
    element("span", ("class", "side")) { $0.add(set.side) }
  }

  /// A number as print has it.
  mutating func addNumber(_ text: String) { add(text.withMinusSign) }

  /// Prose of the tool: what stands between grave accents is a term, or a word of the language.
  mutating func addProse(_ prose: String) {
    for (position, piece) in prose.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      if position % 2 == 0 {
        add(String(piece))
      } else if piece.count == 1 || piece.contains(where: { "[(^+*/=".contains($0) }) {
        addTerm(String(piece))
      } else {
        element("code", text: String(piece))
      }
    }
  }
}
