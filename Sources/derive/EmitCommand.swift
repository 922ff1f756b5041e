import Checking
import Diagnostics
import Evaluation
import Oracles
import Reporting

/// `derive emit`: a claim in another language.
struct EmitCommand {
  private let subject: FormulaOperand
  private let language: Emission.Language
  private let type: EmittedType
  /// Of the test program with cases.
  private let request: CaseRequest?
  private let output: Argument?
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    terminal = Terminal(arguments)
    output = arguments[.output]
    subject = try FormulaOperand(arguments, .emit)
    guard let type = EmittedType(rawValue: arguments[.type]?.text ?? "f64") else {
      throw UsageError("`derive emit` writes f32 and f64", verb: .emit)
    }
    self.type = type
    guard let language = arguments[.language].flatMap({ Emission.Language(rawValue: $0.text) }) else {
      let names = Emission.Language.allCases.map { $0.rawValue }.joined(separator: "|")
      throw UsageError("`derive emit` needs a language: --lang \(names)", verb: .emit)
    }
    self.language = language
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

  func run() -> ExitCode {
    switch lines() {
    case .success(let text?): return show(text)
    case .success(nil): break
    case .failure(let failed): return failed.code
    }
    let formula: Formula
    switch subject.formula(terminal) {
    case .success(let found): formula = found
    case .failure(let failed): return failed.code
    }
    do throws(EmissionError) {
      let text: String
      if let request {
        switch cases(formula, request) {
        case .success(let cases): text = try Emission.test(of: formula, type, cases)
        case .failure(let failed): return failed.code
        }
      } else {
        text = try Emission.program(of: formula, language, type)
      }
      let verdict = subject.verdict(of: formula)
      if verdict != .proved { Terminal.note("`\(formula.name)` is \(verdict.rawValue), not proved") }
      let code = show(text)
      return code == .success && verdict == .refuted ? .refuted : code
    } catch {
      Terminal.note("\(subject.file.name): `\(formula.name)` contains \(error.reason)")
      return .unsettled
    }
  }

  /// Nil for a language of programs.
  private func lines() -> Result<String?, FormulaOperand.Failed> {
    switch language {
    case .c, .swift, .python, .torch: return .success(nil)
    case .latex, .mathml, .sympy: break
    }
    return subject.reading(terminal) { (name, source) throws(Formula.Failure) in
      try Emission.lines(ofClaim: name, in: source, language)
    }
  }

  private func cases(_ formula: Formula, _ request: CaseRequest) -> Result<[OracleCase], FormulaOperand.Failed> {
    do throws(CaseMaker.Failure) {
      let maker = try CaseMaker(formula, request)
      var cases: [OracleCase] = []
      for number in 0..<request.count { cases.append(try maker.oracleCase(number)) }
      return .success(cases)
    } catch {
      return .failure(FormulaOperand.Failed(code: VectorsCommand.fail(error)))
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
