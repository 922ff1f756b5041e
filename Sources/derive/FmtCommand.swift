import Diagnostics
import Notation
import Reporting

/// `derive fmt FILE…`: sets the blanks of derivation files; with `--check` it only names those that would change.
struct FmtCommand {
  private let operands: [Argument]
  private let onlyChecks: Bool
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    operands = arguments.operands
    if operands.isEmpty { throw UsageError("what shall be formatted? derive \(Verb.fmt.usage)", verb: .fmt) }
    onlyChecks = arguments.has(.check)
    terminal = Terminal(arguments)
  }

  func run() -> ExitCode {
    var code = ExitCode.success
    for operand in operands {
      do throws(InputFile.Failure) {
        for file in try InputFile.named(by: operand, stdinName: "<stdin>") { code = max(code, format(file)) }
      } catch {
        Terminal.note(error.message)
        code = max(code, .usage)
      }
    }
    return code
  }

  private func format(_ file: InputFile) -> ExitCode {
    let bytes: [UInt8]
    switch file.read() {
    case .failure(let failure):
      Terminal.note(failure.message)
      return .usage
    case .success(let found): bytes = found
    }
    let source = SourceText(name: file.name, bytes: bytes)
    do throws(Layout.Failure) {
      let text = try Layout.formatted(source)
      if onlyChecks { return text == bytes ? .success : report(file) }
      guard let path = file.path else {
        return finish(System.write(String(decoding: text, as: UTF8.self), to: System.standardOutput), file)
      }
      return text == bytes ? .success : finish(SafeReplacement.write(text, toFile: path), file)
    } catch {
      switch error {
      case .mistakes(let mistakes):
        InputFile.show(mistakes, in: source, terminal)
        return .refuted
      case .changesMeaning:
        Terminal.note(
          "\(file.name): internal error: the formatted text would be another derivation; it is left as it is")
        return .internalError
      }
    }
  }

  private func report(_ file: InputFile) -> ExitCode {
    _ = System.write(file.name.visible + "\n", to: System.standardOutput)
    return .refuted
  }

  private func finish(_ error: Int32?, _ file: InputFile) -> ExitCode {
    guard let error, error != System.brokenPipe else { return .success }
    Terminal.note("\(file.name): \(System.description(of: error))")
    return .usage
  }
}
