/// The script for bash, from 3.2 on. What a person typed and names of files are never evaluated: they stand behind `--`,
/// and names are quoted by the shell, or with `%q` where it does not offer that.
enum BashCompletions {
  static var script: String {
    """

    _derive_words() {
      local word
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$current")
    }

    # Names of files that have one of the endings, and folders; without endings all files.
    _derive_files() {
      local path isQuoted=no ending
      compopt -o filenames 2>/dev/null && isQuoted=yes
      while IFS= read -r path; do
        if [[ $isQuoted == no ]]; then printf -v path %q "$path"; fi
        COMPREPLY+=("$path")
      done < <(
        if [[ $# -eq 0 ]]; then compgen -f -- "$current"; else compgen -d -- "$current"; fi
        for ending; do compgen -f -X "!*$ending" -- "$current"; done
      )
    }

    # Behind FILE: the labels of its claims. The shell takes the colon for a word of its own unless it is told otherwise, and
    # then only what stands behind it is completed.
    _derive_claims() {
      local file= start= word=$current
      if [[ $word == ':' ]]; then
        file=$before word=
      elif [[ $before == ':' && $COMP_CWORD -gt 1 ]]; then
        file=${COMP_WORDS[COMP_CWORD-2]}
      elif [[ $word == *:* ]]; then
        file=${word%:*} start=${word%:*}: word=${word##*:}
      else
        _derive_files .expr .md
        return
      fi
      while IFS= read -r word; do COMPREPLY+=("$start$word"); done < <(
        compgen -W "$("${COMP_WORDS[0]}" completions claims -- "${file//\\\\/}" 2>/dev/null)" -- "$word"
      )
    }

    _derive() {
      local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb= flags= word
      COMPREPLY=()
      # `=` is a word of its own: --format=short
      if [[ $current == '=' ]]; then
        current=
      elif [[ $before == '=' && $COMP_CWORD -gt 1 ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
      fi
      for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
          \(Verb.allCases.map { $0.rawValue }.joined(separator: "|"))) verb=$word; break ;;
        esac
      done
      case $verb in
    \(Verb.allCases.map { block($0.rawValue, Completions.options(of: $0)) }.joined(separator: "\n"))
    \(block("*", Completions.plain))
      esac
      if [[ $current == -* ]]; then
        _derive_words "$flags"
        return
      fi
      case $verb in
    \(Verb.allCases.map { "    \($0.rawValue)) \(command(for: $0.operand)) ;;" }.joined(separator: "\n"))
        *) _derive_words \(Verb.allCases.map { $0.rawValue }.joined(separator: " ").quotedForShell); \
    \(command(for: .derivations)) ;;
      esac
    }

    complete -F _derive derive

    """
  }

  /// The flags of a verb; if the word before is one with a value, its values are all there is.
  private static func block(_ pattern: String, _ options: [Completions.Option]) -> String {
    let names = options.flatMap { $0.names }.joined(separator: " ")
    let values = options.compactMap { option in
      option.value.map { "          \(option.names.joined(separator: "|"))) \(command(for: $0.completion)); return ;;" }
    }
    let cases = values.isEmpty ? [] : ["      case $before in"] + values + ["      esac"]
    return (["    \(pattern))", "      flags=\(names.quotedForShell)"] + cases + ["      ;;"]).joined(separator: "\n")
  }

  private static func command(for completion: Completion) -> String {
    switch completion {
    case .words(let words): "_derive_words \(words.joined(separator: " ").quotedForShell)"
    case .derivations: "_derive_files .expr .md"
    case .claims: "_derive_claims"
    case .files: "_derive_files"
    case .free: ":"
    }
  }
}
