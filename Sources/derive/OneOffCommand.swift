import Checking
import Diagnostics
import Reporting

/// `derive diff`, `simplify` and `eval`: one expression in, one line out.
struct OneOffCommand {
  private let question: Pipeline.OneOff
  private let terminal: Terminal
  private let isVerbose: Bool

  init(_ verb: Verb, _ question: Pipeline.OneOff.Kind, _ arguments: CommandLineText) throws(UsageError) {
    terminal = Terminal(arguments)
    isVerbose = arguments.has(.verbose)
    guard let expression = arguments.operands.first else {
      throw UsageError("`derive \(verb.rawValue)` needs an expression: derive \(verb.usage)", verb: verb)
    }
    let operands = arguments.operands.dropFirst().map { SourceText(name: $0.text, bytes: $0.bytes) }
    if question == .derivative && operands.isEmpty {
      throw UsageError("`derive diff` needs a letter to differentiate by: derive \(verb.usage)", verb: verb)
    }
    if question == .normalForm, let extra = operands.first {
      throw UsageError(
        "`derive simplify` takes one expression, what is `\(extra.name)`?", hint: "quote the expression: 'a + b'",
        verb: verb)
    }
    if question == .value, let other = operands.first(where: { !$0.bytes.contains(0x3D) }) {
      throw UsageError("expected NAME=VALUE, found `\(other.name)`", verb: verb)
    }
    let lets = arguments.all(.letting).map { SourceText(name: "--let", bytes: $0.bytes) }
    self.question = Pipeline.OneOff(
      kind: question, expression: SourceText(name: "EXPR", bytes: expression.bytes), operands: operands,
      declarations: lets, seed: try arguments.number(.seed, from: 0) ?? 1)
  }

  func run() -> ExitCode {
    switch Pipeline.answer(question) {
    case .success(let answer):
      if let note = answer.note, isVerbose { Terminal.note(note) }
      let lines = [answer.slots?.visible, answer.text].compactMap { $0 }
      let error = System.write(lines.joined(separator: "\n") + "\n", to: System.standardOutput)
      guard let error, error != System.brokenPipe else { return .success }
      Terminal.note("standard output: \(System.description(of: error))")
      return .usage
    case .failure(.mistakes(let diagnostics, let source)):
      let text = DiagnosticText.text(of: diagnostics, in: source, terminal.presentation(on: System.standardError))
      _ = System.write(text, to: System.standardError)
      return .usage
    case .failure(.refused(let reason)):
      Terminal.note(reason)
      return .unsettled
    case .failure(.fault(let message)):
      Terminal.note("internal error: \(message)")
      return .internalError
    }
  }
}
