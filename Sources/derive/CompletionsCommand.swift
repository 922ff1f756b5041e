/// `derive completions SHELL`: a script for the shell, on standard output.
struct CompletionsCommand {
  private let shell: Completions.Shell

  init(_ arguments: CommandLineText) throws(UsageError) {
    let known = Completions.Shell.allCases.map { $0.rawValue }
    guard let name = arguments.operands.first?.text else {
      throw UsageError("for which shell? derive completions \(known.joined(separator: "|"))", verb: .completions)
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
    self.shell = shell
  }

  func text() -> String { Completions.script(for: shell, version: Command.version) }
}
