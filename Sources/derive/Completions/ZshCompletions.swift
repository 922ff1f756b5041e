/// The script for zsh: a file `_derive` in its `fpath`, or read with `source`.
enum ZshCompletions {
  static var script: String {
    """

    _derive_derivations() { _files -g '*.(expr|md)(-.)' }

    # Behind FILE: the labels of its claims.
    _derive_claims() {
      if [[ $PREFIX != *:* ]]; then
        _derive_derivations
        return
      fi
      local file=${(Q)PREFIX%:*}
      local -a names=(${(f)"$($words[1] completions claims -- $file 2>/dev/null)"})
      compset -P '*:'
      compadd -a names
    }

    _derive() {
      local -a verbs=(
    \(Verb.allCases.map { "    " + "\($0.rawValue):\($0.summary)".quotedForShell }.joined(separator: "\n"))
      )
      local verb=${${words[2,CURRENT-1]}[(r)\(pattern)]}
      if [[ -z $verb ]]; then
        if [[ $words[CURRENT] != -* && $words[CURRENT-1] != -* ]]; then _describe -t verbs verb verbs; fi
        \(arguments(Completions.plain, operand: .derivations))
        return
      fi
      # The verb is not among the operands.
      local -i place=${words[(i)$verb]}
      words[place]=()
      (( CURRENT-- ))
      case $verb in
    \(Verb.allCases.map { "    \($0.rawValue)) \(arguments(Completions.options(of: $0), operand: $0.operand)) ;;" }.joined(separator: "\n"))
      esac
    }

    if [[ ${funcstack[1]-} == _derive ]]; then _derive "$@"; else compdef _derive derive; fi

    """
  }

  private static var pattern: String { "(" + Verb.allCases.map { $0.rawValue }.joined(separator: "|") + ")" }

  private static func arguments(_ options: [Completions.Option], operand: Completion) -> String {
    let specifications = options.flatMap { option in option.names.map { specification(option, $0) } }
    let rest = operand == .free ? [] : [("*:" + "operand:" + action(operand)).quotedForShell]
    return "_arguments -s " + (specifications + rest).joined(separator: " ")
  }

  /// `(-o --output)--output=[write to FILE]:FILE:_files`: with one name the others are out.
  private static func specification(_ option: Completions.Option, _ name: String) -> String {
    let start = option.isRepeatable ? "*" : "(" + option.names.joined(separator: " ") + ")"
    let sign = option.value == nil ? "" : name.hasPrefix("--") ? "=" : "+"
    let value = option.value.map { ":\($0.name.replacing(":", with: "\\:")):\(action($0.completion))" } ?? ""
    return (start + name + sign + "[" + escaped(option.summary) + "]" + value).quotedForShell
  }

  private static func action(_ completion: Completion) -> String {
    switch completion {
    case .words(let words): "(" + words.joined(separator: " ") + ")"
    case .derivations: "_derive_derivations"
    case .claims: "_derive_claims"
    case .files: "_files"
    case .free: " "
    }
  }

  private static func escaped(_ text: String) -> String {
    "\\[]:".reduce(text) { $0.replacing($1, with: "\\" + String($1)) }
  }
}
