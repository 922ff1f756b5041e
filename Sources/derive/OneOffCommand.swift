import Checking
import Diagnostics
import Reporting

/// `derive diff`, `simplify` and `eval`: one expression in, one line out; two where the slots of a tensor are explained.
struct OneOffCommand {
  private let question: Pipeline.OneOff
  private let terminal: Terminal
  private let isVerbose: Bool

  init(_ verb: Verb, _ arguments: CommandLineText) throws(UsageError) {
    terminal = Terminal(arguments)
    isVerbose = arguments.has(.verbose)
    guard let operand = arguments.operands.first else {
      throw UsageError("`derive \(verb.rawValue)` needs an expression: derive \(verb.usage)", verb: verb)
    }
    let kind = try Self.kind(verb, arguments)
    let subject = try Self.subject(operand, arguments.all(.letting), verb)
    self.question = Pipeline.OneOff(
      kind: kind, expression: subject.expression, declarations: subject.declarations, isAboutFile: subject.isFile,
      seed: try arguments.number(.seed, from: 0) ?? 1)
  }

  func run() -> ExitCode { Self.show(Pipeline.answer(question), on: terminal, isVerbose: isVerbose) }

  static func show(
    _ result: Result<Question.Answer, Question.Failure>, on terminal: Terminal, isVerbose: Bool = false
  ) -> ExitCode {
    switch result {
    case .success(let answer): return show(answer, isVerbose)
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

  private static func show(_ answer: Question.Answer, _ isVerbose: Bool) -> ExitCode {
    if let note = answer.note, isVerbose { Terminal.note(note) }
    let lines = [answer.slots?.visible, answer.text].compactMap { $0 }
    let error = System.write(lines.joined(separator: "\n") + "\n", to: System.standardOutput)
    if let error, error != System.brokenPipe {
      Terminal.note("standard output: \(System.description(of: error))")
      return .usage
    }
    if !answer.conditions.isEmpty { Terminal.note("where " + answer.conditions.joined(separator: ", ")) }
    guard let doubt = answer.doubt else { return .success }
    Terminal.note(doubt)
    return .unsettled
  }
}

// MARK: Operands

extension OneOffCommand {
  /// What is asked, by the operands after the expression.
  private static func kind(_ verb: Verb, _ arguments: CommandLineText) throws(UsageError) -> Pipeline.OneOff.Kind {
    let operands = Array(arguments.operands.dropFirst())
    switch verb {
    case .diff: return .derivative(in: try variables(operands))
    case .eval:
      return .value(at: try values(operands), digits: try arguments.number(.digits, from: 1, to: Question.mostDigits))
    default:
      guard let extra = operands.first else { return .normalForm }
      throw UsageError(
        "`derive simplify` takes one expression, what is `\(extra.text)`?", hint: "quote the expression: 'a + b'",
        verb: .simplify)
    }
  }

  private static let highestOrder = 20

  /// `x y`, or `x 2` for the second derivative, as in `diff(f, x, 2)`.
  static func variables(_ operands: [Argument]) throws(UsageError) -> [SourceText] {
    var variables: [SourceText] = []
    for operand in operands {
      guard operand.bytes.allSatisfy({ (0x30...0x39).contains($0) }), let last = variables.last else {
        variables.append(SourceText(name: "VAR", bytes: operand.bytes))
        continue
      }
      guard let order = Int(operand.text), (1...highestOrder).contains(order) else {
        throw UsageError("`\(operand.text)` is no order of a derivative: expected 1 to \(highestOrder)", verb: .diff)
      }
      variables += Array(repeating: last, count: order - 1)
    }
    if variables.isEmpty {
      throw UsageError("`derive diff` needs a letter to differentiate by: derive \(Verb.diff.usage)", verb: .diff)
    }
    return variables
  }

  private static func values(_ operands: [Argument]) throws(UsageError) -> [GivenValue] {
    var values: [GivenValue] = []
    for operand in operands {
      if !operand.bytes.contains(0x3D) { throw UsageError("expected NAME=VALUE, found `\(operand.text)`", verb: .eval) }
      guard let value = GivenValue(SourceText(name: "VALUE", bytes: operand.bytes)) else {
        throw UsageError(
          "`\(operand.text)` is not a value", hint: "write x=1, x=1/3, x=[1, 2] or x=[1, 2; 3, 4]", verb: .eval)
      }
      values.append(value)
    }
    return values
  }

  private struct Subject {
    var expression: SourceText
    var declarations: SourceText
    var isFile = false
  }

  /// The expression, or what `FILE:NAME` names: `-:NAME` is from standard input.
  private static func subject(_ operand: Argument, _ lets: [Argument], _ verb: Verb) throws(UsageError) -> Subject {
    let more = lets.map { $0.text + "\n" }.joined()
    guard let (file, name) = try reference(operand, verb) else {
      return Subject(
        expression: SourceText(name: "EXPR", bytes: operand.bytes),
        declarations: SourceText(name: "--let", text: more))
    }
    switch file.read() {
    case .failure(let failure): throw UsageError(failure.message, verb: verb)
    case .success(let bytes):
      let isMarkdown = file.name.hasSuffix(".md") && !more.isEmpty
      let extra = isMarkdown ? "\n```derive\n\(more)```\n" : "\n" + more
      return Subject(
        expression: SourceText(name: "NAME", bytes: name),
        declarations: SourceText(name: file.name, bytes: bytes + Array(extra.utf8)), isFile: true)
    }
  }

  /// A path before a colon, and what stands behind it. Expressions have colons only in brackets, so that the text before
  /// one is no path.
  static func reference(_ operand: Argument, _ verb: Verb) throws(UsageError) -> (InputFile, name: [UInt8])? {
    for colon in operand.bytes.indices where operand.bytes[colon] == 0x3A {
      let path = Argument(bytes: Array(operand.bytes[..<colon]))
      let isNamed = path.text.hasSuffix(".expr") || path.text.hasSuffix(".md")
      guard path.text == "-" || isNamed || System.kind(of: path.bytes) == .file else { continue }
      let name = Array(operand.bytes[(colon + 1)...])
      if name.isEmpty { throw UsageError("`\(operand.text)` names nothing: expected FILE:NAME", verb: verb) }
      do {
        return try InputFile.named(by: path, stdinName: "<stdin>").first.map { ($0, name) }
      } catch {
        throw UsageError(error.message, verb: verb)
      }
    }
    return nil
  }
}
