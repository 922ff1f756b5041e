import Checking
import Diagnostics
import Evaluation
import Oracles
import Reporting

/// `derive emit`: a claim in another language, or all claims of a file.
struct EmitCommand {
  private enum Subject {
    case formula(FormulaOperand)
    case file(InputFile, LoopLanguage.Name)
  }

  private let subject: Subject
  private let language: Emission.Language
  private let type: EmittedType
  /// Of the test program with cases.
  private let request: CaseRequest?
  private let output: Argument?
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    terminal = Terminal(arguments)
    output = arguments[.output]
    guard let type = EmittedType(rawValue: arguments[.type]?.text ?? "f64") else {
      throw UsageError("`derive emit` writes f32 and f64", verb: .emit)
    }
    self.type = type
    guard let language = arguments[.language].flatMap({ Emission.Language(rawValue: $0.text) }) else {
      let names = Emission.Language.allCases.map { $0.rawValue }.joined(separator: "|")
      throw UsageError("`derive emit` needs a language: --lang \(names)", verb: .emit)
    }
    self.language = language
    subject = try EmitCommand.subject(arguments, language)
    if arguments.has(.test) {
      guard language == .c else { throw UsageError("`--test` is there for --lang c", verb: .emit) }
      request = try VectorsCommand.request(arguments, .emit, usual: .f64)
      return
    }
    for flag in [Flag.cases, .accumulator, .sizes, .seed] where arguments.has(flag) {
      throw UsageError("`\(flag.row.name)` is about the cases of --test", verb: .emit)
    }
    request = nil
  }

  /// A file without a claim is all of its claims, in the languages whose programs hold several functions.
  private static func subject(_ arguments: CommandLineText, _ language: Emission.Language) throws(UsageError) -> Subject
  {
    let name: LoopLanguage.Name? = language == .c ? .c : language == .swift ? .swift : nil
    if let name, !arguments.has(.test), arguments.operands.count == 1,
      try OneOffCommand.reference(arguments.operands[0], .emit) == nil
    {
      let operand = arguments.operands[0]
      if operand.text == "-" || System.kind(of: operand.bytes) == .file {
        do throws(InputFile.Failure) {
          if let file = try InputFile.named(by: operand, stdinName: "<stdin>").first { return .file(file, name) }
        } catch {
          throw UsageError(error.message, verb: .emit)
        }
      }
    }
    return .formula(try FormulaOperand(arguments, .emit))
  }

  func run() -> ExitCode {
    switch subject {
    case .formula(let operand): run(operand)
    case .file(let file, let language): run(file, language)
    }
  }

  /// Claims that cannot be written are named; the others are functions of one program.
  private func run(_ file: InputFile, _ language: LoopLanguage.Name) -> ExitCode {
    let read = file.reading(terminal) { (source) throws(Formula.Failure) in
      (source: source, found: try Formula.labels(in: source))
    }
    let (source, labels): (SourceText, [String])
    switch read {
    case .success(let (text, found)):
      (source, labels) = (text, found.labels)
      InputFile.show(found.mistakes, in: source, terminal)
    case .failure(let failed): return failed.code
    }
    var formulas: [Formula] = []
    for label in labels {
      do throws(Formula.Failure) {
        formulas.append(try Formula(named: label, in: source))
      } catch {
        switch error {
        case .refused(let refusal): Terminal.note(refusal.text(in: source) + "; it is not written")
        case .mistakes(let mistakes): InputFile.show(mistakes, in: source, terminal)
        case .noSuchName: break
        }
      }
    }
    let (text, refused) = Emission.library(of: formulas, language, type)
    for (_, refusal) in refused { Terminal.note(refusal.text(in: source) + "; it is not written") }
    guard refused.count < formulas.count else {
      Terminal.note("\(file.name): no claim of it can be written")
      return .unsettled
    }
    let written = formulas.filter { formula in !refused.contains { $0.formula.name == formula.name } }
    let isRefuted = isRefuted(written.filter { $0.claim != nil }.map { $0.name }, in: source)
    let code = show(text)
    return code == .success && isRefuted ? .refuted : code
  }

  /// Says which of these claims are not proved.
  private func isRefuted(_ labels: [String], in source: SourceText) -> Bool {
    if labels.isEmpty { return false }
    let checked = Pipeline.checked(source, CheckOptions(), only: labels)
    let verdicts = labels.map { checked.verdict(ofClaim: $0) }
    for (label, verdict) in zip(labels, verdicts) where verdict != .proved {
      Terminal.note("`\(label)` is \(verdict.rawValue), not proved")
    }
    return verdicts.contains(.refuted)
  }

  private func run(_ subject: FormulaOperand) -> ExitCode {
    switch lines(subject) {
    case .success(let text?): return show(text)
    case .success(nil): break
    case .failure(let failed): return failed.code
    }
    let formula: Formula
    switch subject.formula(terminal) {
    case .success(let found): formula = found
    case .failure(let failed): return failed.code
    }
    do throws(Formula.Failure) {
      let text: String
      if let request {
        switch cases(formula, request) {
        case .success(let cases): text = try Emission.test(of: formula, type, cases)
        case .failure(let failed): return failed.code
        }
      } else {
        text = try Emission.program(of: formula, language, type)
      }
      let claims = formula.claim == nil ? [] : try Emission.claims(of: formula, language)
      let isRefuted = !claims.isEmpty && isRefuted(claims, in: formula.source)
      let code = show(text)
      return code == .success && isRefuted ? .refuted : code
    } catch {
      return InputFile.code(of: error, formula.source, terminal)
    }
  }

  /// Nil for a language of programs.
  private func lines(_ subject: FormulaOperand) -> Result<String?, FormulaOperand.Failed> {
    switch language {
    case .c, .swift, .python, .torch: return .success(nil)
    case .latex, .mathml, .sympy: break
    }
    return subject.file.reading(terminal) { (source) throws(Formula.Failure) in
      try Emission.lines(ofClaim: subject.name, in: source, language)
    }
  }

  private func cases(_ formula: Formula, _ request: CaseRequest) -> Result<[OracleCase], FormulaOperand.Failed> {
    do throws(CaseMaker.Failure) {
      let maker = try CaseMaker(formula, request)
      var cases: [OracleCase] = []
      for number in 0..<request.count { cases.append(try maker.oracleCase(number)) }
      return .success(cases)
    } catch {
      return .failure(FormulaOperand.Failed(code: VectorsCommand.fail(error, formula)))
    }
  }

  private func show(_ text: String) -> ExitCode {
    let error: Int32?
    if let output, output.text != "-" {
      error = System.write(text, toFile: output.bytes)
    } else {
      error = System.write(text, to: System.standardOutput)
    }
    guard let error, error != System.brokenPipe else { return .success }
    Terminal.note("\(output?.text ?? "standard output"): \(System.description(of: error))")
    return .usage
  }
}
