/// The script for fish, from 3.0 on.
enum FishCompletions {
  static var script: String {
    let verbs = Verb.allCases.map { $0.rawValue }
    var lines = [
      "",
      "function __derive_verb_is",
      "    set -l words (commandline -opc)",
      "    for word in $words[2..-1]",
      "        if contains -- $word \(verbs.joined(separator: " "))",
      "            contains -- $word $argv",
      "            return",
      "        end",
      "    end",
      "    contains -- none $argv",
      "end",
      "",
      "function __derive_claims",
      "    set -l parts (string match -r '^(.*):([^:]*)$' -- (commandline -ct))",
      "    if test (count $parts) -eq 3",
      "        for name in (derive completions claims -- $parts[2] 2>/dev/null)",
      "            echo $parts[2]:$name",
      "        end",
      "    else",
      "        __fish_complete_suffix .expr",
      "    end",
      "end",
      "",
      "complete -c derive -f",
    ]
    for verb in Verb.allCases {
      lines.append("complete -c derive -n '__derive_verb_is none' -a \(verb.rawValue) -d \(quoted(verb.summary))")
    }
    lines += Completions.plain.map { line("none", $0) } + operands("none", .derivations)
    for verb in Verb.allCases {
      lines += Completions.options(of: verb).map { line(verb.rawValue, $0) } + operands(verb.rawValue, verb.operand)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ verb: String, _ option: Completions.Option) -> String {
    let names = option.names.map { $0.hasPrefix("--") ? "-l \($0.dropFirst(2))" : "-s \($0.dropFirst())" }
    let value = option.value.map { " -r" + (argument($0.completion).map { " " + $0 } ?? "") } ?? ""
    return "complete -c derive -n '__derive_verb_is \(verb)' \(names.joined(separator: " "))\(value)"
      + " -d \(quoted(option.summary))"
  }

  private static func operands(_ verb: String, _ completion: Completion) -> [String] {
    argument(completion).map { ["complete -c derive -n '__derive_verb_is \(verb)' \($0)"] } ?? []
  }

  /// Nil where nothing is known.
  private static func argument(_ completion: Completion) -> String? {
    switch completion {
    case .words(let words): "-f -a \(quoted(words.joined(separator: " ")))"
    case .derivations: "-f -a '(__fish_complete_suffix .expr)'"
    case .claims: "-f -a '(__derive_claims)'"
    case .files: "-F"
    case .free: nil
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
