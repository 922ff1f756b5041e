import Reporting

/// The whole command: arguments in, exit code out.
enum Command {
  static let version = "0.1.0"

  static func run(_ arguments: [Argument]) -> ExitCode {
    do {
      return try run(try CommandLineText(arguments))
    } catch {
      Terminal.note(error.message + (error.hint.map { "; \($0)" } ?? ""))
      let help = error.verb.map { "derive help \($0.rawValue)" } ?? "derive --help"
      _ = System.write("        see `\(help)`\n", to: System.standardError)
      return .usage
    }
  }

  private static func run(_ arguments: CommandLineText) throws(UsageError) -> ExitCode {
    if arguments.has(.version) { return show("derive \(version)\n") }
    if arguments.has(.help) { return show(arguments.verb.map { HelpText.text(for: $0) } ?? HelpText.general(version)) }
    switch arguments.verb {
    case let verb? where verb.takesExpression: return try OneOffCommand(verb, arguments).run()
    case .explain: return try ExplainCommand(arguments).run()
    case .vectors: return try VectorsCommand(arguments).run()
    case .judge: return try JudgeCommand(arguments).run()
    case .emit: return try EmitCommand(arguments).run()
    case .fmt: return try FmtCommand(arguments).run()
    case .grade:
      var command = try GradeCommand(arguments)
      return command.run()
    case .doc: return show(try DocCommand(arguments).text())
    case .repl: return try ReplCommand(arguments).run()
    case .completions: return show(try CompletionsCommand(arguments).text())
    case .help: return show(try help(arguments.operands))
    default: return try check(arguments)
    }
  }

  private static func check(_ arguments: CommandLineText) throws(UsageError) -> ExitCode {
    if arguments.verb == nil {
      guard let first = arguments.operands.first else {
        throw UsageError("what shall be checked? derive FILE…")
      }
      if isMistypedVerb(first) {
        let verb = nearest(to: first.text, among: Verb.allCases.map { $0.rawValue })
        throw UsageError(
          "`\(first.text)` is neither a verb nor a file", hint: verb.map { "did you mean `derive \($0)`?" })
      }
    }
    let settings = try CheckSettings(arguments)
    if settings.watches {
      var command = WatchCommand(settings)
      return command.run()
    }
    var command = CheckCommand(settings)
    return command.run()
  }

  /// A word that could be a verb, and no file.
  private static func isMistypedVerb(_ operand: Argument) -> Bool {
    let isWord = operand.bytes.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x2D }
    return isWord && operand.text != "-" && System.kind(of: operand.bytes) == nil
  }

  private static func help(_ operands: [Argument]) throws(UsageError) -> String {
    guard let name = operands.first?.text else { return HelpText.general(version) }
    if let verb = Verb(rawValue: name) { return HelpText.text(for: verb) }
    let verb = nearest(to: name, among: Verb.allCases.map { $0.rawValue })
    throw UsageError("there is no verb `\(name)`", hint: verb.map { "did you mean `derive help \($0)`?" })
  }

  private static func show(_ text: String) -> ExitCode {
    let error = System.write(text, to: System.standardOutput)
    return error == nil || error == System.brokenPipe ? .success : .usage
  }
}
