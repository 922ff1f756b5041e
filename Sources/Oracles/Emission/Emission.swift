import Diagnostics
import Evaluation
import Expressions
import Typesetting

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
    case .latex: return try ClaimMarkup.source(ofClaim: name, in: source, MarkupStyle(name: .latex))
    case .mathml: return try ClaimMarkup.source(ofClaim: name, in: source, MarkupStyle(name: .mathml))
    case .sympy: return try SymPyText.source(ofClaim: name, in: source)
    case .c, .swift, .python, .torch: return nil
    }
  }

  /// The program that computes a formula.
  public static func program(of formula: Formula, _ language: Language, _ type: EmittedType) throws(Failure) -> String {
    try refusing(formula) { () throws(EmissionError) in try text(of: formula, language, type) }
  }

  private static func text(of formula: Formula, _ language: Language, _ type: EmittedType) throws(EmissionError)
    -> String
  {
    switch language {
    case .c, .swift:
      let frame = try frame(formula, LoopLanguage(name: language == .c ? .c : .swift, type: type))
      return ProgramFrame.source(of: [frame], heading: [])
    case .python:
      return try ArrayLanguage(name: .numpy).source(
        formula.routine, function: function(formula), heading: heading(formula))
    case .torch:
      return try AutogradFunction(formula).source(named: function(formula), heading: heading(formula))
    case .latex, .mathml, .sympy: throw EmissionError(reason: "lines, not one formula")
    }
  }

  /// The claims that a program is made of: with PyTorch also those about the gradients in other inputs.
  public static func claims(of formula: Formula, _ language: Language) throws(Failure) -> [String] {
    guard language == .torch else { return [formula.name] }
    return try refusing(formula) { () throws(EmissionError) in
      try AutogradFunction(formula).gradients().map { $0.label }
    }
  }

  /// What cannot be written is named with its place.
  private static func refusing<Made>(_ formula: Formula, _ make: () throws(EmissionError) -> Made) throws(Failure)
    -> Made
  {
    do throws(EmissionError) {
      return try make()
    } catch {
      throw .refused(formula.refusal(error))
    }
  }

  /// Several formulas of one file as functions of one program, C or Swift; those that cannot be written, with the reason.
  public static func library(of formulas: [Formula], _ language: LoopLanguage.Name, _ type: EmittedType) -> (
    source: String, refused: [(formula: Formula, refusal: Formula.Refusal)]
  ) {
    var (frames, refused) = ([ProgramFrame](), [(formula: Formula, refusal: Formula.Refusal)]())
    for formula in formulas {
      do throws(EmissionError) {
        frames.append(try frame(formula, LoopLanguage(name: language, type: type)))
      } catch {
        refused.append((formula, formula.refusal(error)))
      }
    }
    let file = formulas.first.map { fileName($0) } ?? ""
    return (ProgramFrame.source(of: frames, heading: ["the claims of \(file), written by derive"]), refused)
  }

  /// A C program that runs these cases against a function of the emitted one's name.
  public static func test(of formula: Formula, _ type: EmittedType, _ cases: [OracleCase]) throws(Failure) -> String {
    try refusing(formula) { () throws(EmissionError) in
      try CTestProgram(frame: frame(formula, LoopLanguage(name: .c, type: type)), cases: cases).source()
    }
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

  /// As the file was named; of an absolute path, which another machine does not have, the last part.
  private static func fileName(_ formula: Formula) -> String {
    let name = formula.source.name
    return name.hasPrefix("/") ? String(name.split(separator: "/").last ?? "") : name
  }

  /// File and claim, and the formula as it is written.
  static func heading(_ formula: Formula) -> [String] {
    let kind = formula.claim == nil ? "definition" : "claim"
    return ["\(kind) `\(formula.name)` of \(fileName(formula)), written by derive"]
      + formula.source.text(of: formula.span).split(separator: "\n").map { "  " + String($0) }
  }
}

extension Formula {
  func refusal(_ error: EmissionError) -> Refusal {
    let place = problem.place(of: error.word, in: [span], madeOf: [value], store)
    return Refusal("`\(name)` contains \(error.reason)", at: place ?? span)
  }
}
