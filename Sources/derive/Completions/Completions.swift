/// What may stand at a place of a command line.
enum Completion: Equatable {
  case words([String])
  /// Derivations, and folders with them.
  case derivations
  /// The same, and behind a derivation and a colon the labels of its claims.
  case claims
  case files
  /// What nobody can guess: an expression, a number, a name.
  case free
}

/// What a shell completes, made of the tables of verbs and flags as the help is. All words are the tool's own: letters,
/// digits and hyphens.
enum Completions {
  enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// How a person puts the script to use.
    var use: String {
      switch self {
      case .bash: "source <(derive completions bash)"
      case .zsh: "source <(derive completions zsh)"
      case .fish: "derive completions fish | source"
      }
    }
  }

  /// A flag of a verb as a shell needs to know it.
  struct Option {
    var names: [String]
    var summary: String
    /// What the value is called, and what it may be; nil for a flag without one.
    var value: (name: String, completion: Completion)?
    var isRepeatable: Bool
  }

  /// Flags that stand before any verb.
  static var plain: [Option] { (Verb.check.flags + [.version]).map { option($0) } }

  static func options(of verb: Verb) -> [Option] { verb.flags.map { option($0) } }

  private static func option(_ flag: Flag) -> Option {
    let row = flag.row
    return Option(
      names: [row.short, row.name].compactMap { $0 }, summary: row.summary,
      value: row.value.map { ($0, flag.completion) }, isRepeatable: row.isRepeatable)
  }

  static func script(for shell: Shell, version: String) -> String {
    let head = "# Completion of derive \(version) in \(shell.rawValue); in its start-up file:  \(shell.use)\n"
    switch shell {
    case .bash: return head + BashCompletions.script
    case .zsh: return "#compdef derive\n" + head + ZshCompletions.script
    case .fish: return head + FishCompletions.script
    }
  }
}

extension Flag {
  /// What its value may be.
  fileprivate var completion: Completion {
    if !row.choices.isEmpty { return .words(row.choices) }
    switch self {
    case .key: return .derivations
    case .output, .rubric, .idTable, .idSecret: return .files
    default: return .free
    }
  }
}

extension Verb {
  /// What its operands may be.
  var operand: Completion {
    switch self {
    case .explain, .vectors, .emit: .claims
    case .check, .report, .fmt: .derivations
    case .grade, .judge: .files
    case .diff, .simplify, .eval, .repl: .free
    case .doc: .words(DocCommand.codes)
    case .completions: .words(Completions.Shell.allCases.map { $0.rawValue })
    case .help: .words(Verb.allCases.map { $0.rawValue })
    }
  }
}

extension String {
  /// Within apostrophes of a POSIX shell, where nothing has a meaning but the apostrophe.
  var quotedForShell: String { "'" + replacing("'", with: "'\\''") + "'" }

  func replacing(_ part: Character, with other: String) -> String {
    reduce(into: "") { $0 += $1 == part ? other : String($1) }
  }
}
