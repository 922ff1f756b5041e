import Checking
import Diagnostics
import Oracles
import Reporting

/// `FILE:CLAIM`, the operand of the verbs that are about a formula.
struct FormulaOperand {
  let file: InputFile
  let name: String

  init(_ arguments: CommandLineText, _ verb: Verb) throws(UsageError) {
    guard let operand = arguments.operands.first else {
      throw UsageError("`derive \(verb.rawValue)` needs a claim of a file: derive \(verb.usage)", verb: verb)
    }
    guard let (file, name) = try OneOffCommand.reference(operand, verb) else {
      throw UsageError("`\(operand.text)` names no claim of a file", hint: "write FILE:CLAIM", verb: verb)
    }
    if arguments.operands.count > 1 {
      throw UsageError(
        "`derive \(verb.rawValue)` takes one claim, what is `\(arguments.operands[1].text)`?", verb: verb)
    }
    self.file = file
    self.name = String(decoding: name, as: UTF8.self)
  }

  /// A note was written.
  struct Failed: Error {
    var code: ExitCode
  }

  /// The last part of the path.
  var fileName: String { String(file.name.split(separator: "/").last ?? "") }

  func formula(_ terminal: Terminal) -> Result<Formula, Failed> {
    file.reading(terminal) { (source) throws(Formula.Failure) in try Formula(named: name, in: source) }
  }

  /// What `check` says of the claim. A definition is what it says.
  func verdict(of formula: Formula) -> Verdict {
    if formula.claim == nil { return .proved }
    return Pipeline.checked(formula.source, CheckOptions(), only: [formula.name]).verdict(ofClaim: formula.name)
  }
}

extension CheckedFile {
  /// The weakest verdict of the claim's lines that are not marked `wrong`.
  func verdict(ofClaim label: String) -> Verdict {
    let lines = claims.first { $0.label == label }?.lines.filter { !$0.isMarkedWrong } ?? []
    let order: [Verdict] = [.refuted, .invalid, .conditional, .undecided, .confirmed, .follows, .proved]
    return lines.map { $0.verdict }.min { a, b in
      (order.firstIndex(of: a) ?? 0) < (order.firstIndex(of: b) ?? 0)
    } ?? .undecided
  }
}

extension InputFile {
  /// What is made of the file; where that fails, a note is written.
  func reading<Made>(
    _ terminal: Terminal, _ make: (SourceText) throws(Formula.Failure) -> Made
  ) -> Result<Made, FormulaOperand.Failed> {
    switch read() {
    case .failure(let failure):
      Terminal.note(failure.message)
      return .failure(FormulaOperand.Failed(code: .usage))
    case .success(let bytes):
      let source = SourceText(name: name, bytes: bytes)
      do throws(Formula.Failure) {
        return .success(try make(source))
      } catch {
        return .failure(FormulaOperand.Failed(code: InputFile.code(of: error, source, terminal)))
      }
    }
  }

  /// On standard error.
  static func show(_ mistakes: [Diagnostic], in source: SourceText, _ terminal: Terminal) {
    if mistakes.isEmpty { return }
    let text = DiagnosticText.text(of: mistakes, in: source, terminal.presentation(on: System.standardError))
    _ = System.write(text, to: System.standardError)
  }

  /// The code to end with, after a note that says what is wrong.
  static func code(of failure: Formula.Failure, _ source: SourceText, _ terminal: Terminal) -> ExitCode {
    switch failure {
    case .mistakes(let diagnostics):
      show(diagnostics, in: source, terminal)
      return .usage
    case .noSuchName(let reason):
      Terminal.note("\(source.name): \(reason)")
      return .usage
    case .refused(let refusal):
      Terminal.note(refusal.text(in: source))
      return .unsettled
    }
  }
}
