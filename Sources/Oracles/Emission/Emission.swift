import Diagnostics
import Evaluation
import Expressions

/// A formula written in another language.
public enum Emission {
  public enum Language: String, CaseIterable, Sendable {
    case c, swift, python, torch, latex, mathml, sympy
  }

  public typealias Failure = Formula.Failure

  /// The source text of a claim, or of a definition.
  public static func source(
    ofClaim name: String, in source: SourceText, _ language: Language, _ type: EmittedType
  ) throws(Failure) -> String {
    switch language {
    case .latex: return try FormulaMarkup.source(ofClaim: name, in: source, MarkupStyle(name: .latex))
    case .mathml: return try FormulaMarkup.source(ofClaim: name, in: source, MarkupStyle(name: .mathml))
    case .sympy: return try SymPyText.source(ofClaim: name, in: source)
    case .c, .swift, .python, .torch: break
    }
    let formula = try Formula(named: name, in: source)
    do {
      return try text(of: formula, language, type)
    } catch {
      throw .refused("`\(name)` contains \(error.reason)")
    }
  }

  private static func text(of formula: Formula, _ language: Language, _ type: EmittedType) throws(EmissionError)
    -> String
  {
    switch language {
    case .c, .swift:
      return try LoopWriter.source(
        formula.routine, LoopLanguage(name: language == .c ? .c : .swift, type: type), function: function(formula),
        heading: heading(formula))
    case .python:
      return try ArrayLanguage(name: .numpy).source(
        formula.routine, function: function(formula), heading: heading(formula))
    case .torch:
      return try AutogradFunction(formula).source(named: function(formula), heading: heading(formula))
    case .latex, .mathml, .sympy: throw EmissionError(reason: "lines, not one formula")
    }
  }

  /// `bn_dx` of the claim `dx` in `bn.expr`.
  static func function(_ formula: Formula) -> String {
    let file = formula.source.name.split(separator: "/").last.map { String($0) } ?? formula.source.name
    let stem = file.split(separator: ".").first.map { String($0) } ?? file
    return Identifiers.valid(stem) + "_" + Identifiers.valid(formula.name)
  }

  /// File and claim, and the formula as it is written.
  static func heading(_ formula: Formula) -> [String] {
    let kind = formula.claim == nil ? "definition" : "claim"
    return ["\(kind) `\(formula.name)` of \(formula.source.name), written by derive"]
      + formula.source.text(of: formula.span).split(separator: "\n").map { "  " + String($0) }
  }
}
