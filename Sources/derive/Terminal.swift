import Reporting

/// Notes for the person at the terminal, on standard error, and how they and the report are drawn.
struct Terminal {
  private let usesASCII: Bool
  private let color: String?

  init(_ arguments: CommandLineText) {
    usesASCII = arguments.has(.ascii)
    color = arguments[.color]?.text
  }

  /// - Parameter descriptor: where the text goes; nil for a file.
  func presentation(on descriptor: Int32?, detail: Presentation.Detail = .normal) -> Presentation {
    Presentation(usesColor: usesColor(on: descriptor), usesASCII: usesASCII, detail: detail)
  }

  /// The flag, then `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` (bixense.com/clicolors), `TERM=dumb`, then whether a
  /// person is looking.
  private func usesColor(on descriptor: Int32?) -> Bool {
    if color == "always" { return true }
    if color == "never" || System.environment("NO_COLOR") != nil { return false }
    if let forced = System.environment("CLICOLOR_FORCE"), forced != "0" { return true }
    guard let descriptor, System.environment("TERM") != "dumb" else { return false }
    return System.isTerminal(descriptor)
  }

  /// `derive: TEXT`. Nobody can be told of a failure to write it.
  static func note(_ text: String) {
    _ = System.write("derive: " + text.visible + "\n", to: System.standardError)
  }
}
