import Diagnostics
import Evaluation
import Expressions

/// A formula written in another language.
public enum Emission {
  public enum Language: String, CaseIterable, Sendable {
    case c, swift, python, torch, latex, mathml, sympy
  }

  public typealias Failure = Formula.Failure

  /// The lines of a claim for print, or for a computer algebra system; nil for a language of programs.
  public static func lines(ofClaim name: String, in source: SourceText, _ language: Language) throws(Failure)
    -> String?
  {
    switch language {
    case .latex: return try FormulaMarkup.source(ofClaim: name, in: source, MarkupStyle(name: .latex))
    case .mathml: return try FormulaMarkup.source(ofClaim: name, in: source, MarkupStyle(name: .mathml))
    case .sympy: return try SymPyText.source(ofClaim: name, in: source)
    case .c, .swift, .python, .torch: return nil
    }
  }

  /// The program that computes a formula.
  public static func program(of formula: Formula, _ language: Language, _ type: EmittedType) throws(EmissionError)
    -> String
  {
    switch language {
    case .c: return try frame(formula, LoopLanguage(name: .c, type: type)).source
    case .swift: return try frame(formula, LoopLanguage(name: .swift, type: type)).source
    case .python:
      return try ArrayLanguage(name: .numpy).source(
        formula.routine, function: function(formula), heading: heading(formula))
    case .torch:
      return try AutogradFunction(formula).source(named: function(formula), heading: heading(formula))
    case .latex, .mathml, .sympy: throw EmissionError(reason: "lines, not one formula")
    }
  }

  /// A C program that runs these cases against a function of the emitted one's name.
  public static func test(of formula: Formula, _ type: EmittedType, _ cases: [OracleCase]) throws(EmissionError)
    -> String
  {
    try CTestProgram(frame: frame(formula, LoopLanguage(name: .c, type: type)), cases: cases).source()
  }

  private static func frame(_ formula: Formula, _ language: LoopLanguage) throws(EmissionError) -> ProgramFrame {
    try LoopWriter.frame(formula.routine, language, function: function(formula), heading: heading(formula))
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
