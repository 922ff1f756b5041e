import Diagnostics
import Notation

/// `derive completions SHELL`: a script for the shell, on standard output. `derive completions claims FILE`, which the
/// scripts call: the labels of the claims of a derivation, which is read and not checked.
enum CompletionsCommand {
  case script(Completions.Shell)
  case claims(Argument)

  /// The operand in place of a shell.
  private static let claimsOperand = "claims"

  init(_ arguments: CommandLineText) throws(UsageError) {
    let known = Completions.Shell.allCases.map { $0.rawValue }
    guard let name = arguments.operands.first?.text else {
      throw UsageError("for which shell? derive completions \(known.joined(separator: "|"))", verb: .completions)
    }
    if name == Self.claimsOperand, arguments.operands.count == 2 {
      self = .claims(arguments.operands[1])
      return
    }
    if name == Self.claimsOperand {
      throw UsageError("of which file? derive completions claims FILE", verb: .completions)
    }
    guard let shell = Completions.Shell(rawValue: name) else {
      throw UsageError(
        "there are no completions for `\(name)`: expected \(known.joined(separator: ", "))",
        hint: nearest(to: name, among: known).map { "did you mean `\($0)`?" }, verb: .completions)
    }
    if arguments.operands.count > 1 {
      throw UsageError(
        "`derive completions` takes one shell, what is `\(arguments.operands[1].text)`?", verb: .completions)
    }
    self = .script(shell)
  }

  func text() throws(UsageError) -> String {
    switch self {
    case .script(let shell): return Completions.script(for: shell, version: Command.version)
    case .claims(let operand):
      let path = operand.text == "-" ? nil : operand.bytes
      switch InputFile(path: path, name: operand.text).read() {
      case .failure(let failure): throw UsageError(failure.message, verb: .completions)
      case .success(let bytes):
        return Self.labels(of: SourceText(name: operand.text, bytes: bytes)).map { $0 + "\n" }.joined()
      }
    }
  }

  /// In the order of the file, each once.
  private static func labels(of source: SourceText) -> [String] {
    let file = SyntaxFile(parsing: source)
    var found: [String] = []
    var known: Set<String> = []
    for case .claim(let label, _, _) in file.statements.map({ $0.form }) {
      let name = file.tree.name(label)
      if known.insert(name).inserted { found.append(name) }
    }
    return found
  }
}
