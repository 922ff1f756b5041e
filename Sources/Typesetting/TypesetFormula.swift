import Diagnostics
import Notation

/// A formula in Presentation MathML, in parts between which a line may break, each in LaTeX, too, for those who cannot
/// see it and for those who copy it.
public struct TypesetFormula: Sendable {
  public struct Part: Sendable {
    /// The content of a `math` element.
    public var mathml: String
    public var latex: String
  }

  public private(set) var parts: [Part] = []

  /// Nil for what is not written as a formula.
  init?(in tree: SyntaxTree, _ write: (inout FormulaMarkup) throws(FormulaMarkup.Refusal) -> [String]) {
    var mathml = FormulaMarkup(tree: tree, style: MarkupStyle(name: .mathml))
    var latex = FormulaMarkup(tree: tree, style: MarkupStyle(name: .latex))
    guard let shown = try? write(&mathml), let spoken = try? write(&latex) else { return nil }
    for (shown, spoken) in zip(shown, spoken) { parts.append(Part(mathml: shown, latex: TypesetFormula.tidy(spoken))) }
  }

  /// A sign that stands between two sides.
  init(sign: String, isMarked: Bool) {
    func text(_ style: MarkupStyle) -> String {
      isMarked ? style.marked(style.infix(sign)) : style.infix(sign)
    }
    parts = [
      Part(
        mathml: text(MarkupStyle(name: .mathml)), latex: TypesetFormula.tidy(text(MarkupStyle(name: .latex))))
    ]
  }

  /// Single blanks, and none at the ends.
  private static func tidy(_ latex: String) -> String {
    latex.split(separator: " ").joined(separator: " ")
  }
}
