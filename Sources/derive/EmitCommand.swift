import Diagnostics
import Oracles
import Reporting

/// `derive emit`: a claim in another language.
struct EmitCommand {
  private let file: InputFile
  private let name: String
  private let language: Emission.Language
  private let type: EmittedType
  private let output: Argument?
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    terminal = Terminal(arguments)
    output = arguments[.output]
    guard let type = EmittedType(rawValue: arguments[.type]?.text ?? "f64") else {
      throw UsageError("`derive emit` writes f32 and f64", verb: .emit)
    }
    self.type = type
    guard let operand = arguments.operands.first else {
      throw UsageError("what shall be written? derive \(Verb.emit.usage)", verb: .emit)
    }
    if let extra = arguments.operands.dropFirst().first {
      throw UsageError("`derive emit` takes one claim, what is `\(extra.text)`?", verb: .emit)
    }
    guard let (file, name) = try OneOffCommand.reference(operand, .emit) else {
      throw UsageError("`\(operand.text)` names no claim of a file: expected FILE:CLAIM", verb: .emit)
    }
    self.file = file
    self.name = String(decoding: name, as: UTF8.self)
    guard let language = arguments[.language].flatMap({ Emission.Language(rawValue: $0.text) }) else {
      let names = Emission.Language.allCases.map { $0.rawValue }.joined(separator: "|")
      throw UsageError("`derive emit` needs a language: --lang \(names)", verb: .emit)
    }
    self.language = language
  }

  func run() throws(UsageError) -> ExitCode {
    let source: SourceText
    switch file.read() {
    case .failure(let failure): throw UsageError(failure.message, verb: .emit)
    case .success(let bytes): source = SourceText(name: file.name, bytes: bytes)
    }
    do {
      let text = try Emission.source(ofClaim: name, in: source, language, type)
      return show(text)
    } catch {
      return report(error, source)
    }
  }

  private func report(_ failure: Emission.Failure, _ source: SourceText) -> ExitCode {
    switch failure {
    case .mistakes(let diagnostics):
      let text = DiagnosticText.text(of: diagnostics, in: source, terminal.presentation(on: System.standardError))
      _ = System.write(text, to: System.standardError)
      return .usage
    case .noSuchName(let reason):
      Terminal.note(reason)
      return .usage
    case .refused(let reason):
      Terminal.note(reason)
      return .unsettled
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
