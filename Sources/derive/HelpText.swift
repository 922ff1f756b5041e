/// The help, made of the tables of verbs and flags.
enum HelpText {
  static func general(_ version: String) -> String {
    let examples = [
      ("derive bn.expr", "check every claim of a derivation"),
      ("derive check --format short homework/", "one line for each mistake in a folder"),
      ("derive diff 'x^2*sin(x)' x", "differentiate one expression"),
    ]
    return """
      derive checks derivations: every line of a calculation is proved, confirmed by numbers, or refuted.

      \(columns(examples))

      Verbs
      \(columns(Verb.allCases.map { ("derive " + $0.usage, $0.summary) }))

      Flags of `derive check`
      \(flags(of: Verb.check.flags + [.version]))

      Exit codes
      \(exitCodes)

      `derive help VERB` says more.

      """
  }

  static func text(for verb: Verb) -> String {
    var parts = ["derive \(verb.usage)\n  \(verb.summary)"]
    if !verb.details.isEmpty { parts.append(verb.details.joined(separator: "\n")) }
    if !verb.examples.isEmpty {
      parts.append("Examples\n" + columns(verb.examples.map { ($0.command, $0.purpose) }))
    }
    parts.append("Flags\n" + flags(of: verb.flags))
    if verb == .check { parts.append("Exit codes\n" + exitCodes) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func flags(of flags: [Flag]) -> String {
    columns(
      flags.map { flag in
        let row = flag.row
        let choices = row.choices.isEmpty ? row.value ?? "" : row.choices.joined(separator: "|")
        let name = (row.short.map { "\($0), " } ?? "    ") + row.name + (choices.isEmpty ? "" : " " + choices)
        return (name, row.summary + (row.isRepeatable ? "; may be repeated" : ""))
      })
  }

  private static var exitCodes: String {
    columns(ExitCode.explanations.map { (String($0.code.rawValue), $0.meaning) })
  }

  /// Two columns; what is too wide for the first one has its explanation below.
  static func columns(_ rows: [(String, String)]) -> String {
    let limit = 44
    let width = rows.map { $0.0.count }.filter { $0 <= limit }.max() ?? 0
    return rows.map { left, right in
      let gap =
        left.count <= width
        ? String(repeating: " ", count: width - left.count + 3) : "\n" + String(repeating: " ", count: width + 5)
      return "  \(left)\(gap)\(right)"
    }.joined(separator: "\n")
  }
}
