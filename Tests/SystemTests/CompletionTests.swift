import Foundation
import Testing

/// What shells offer is what the help names, and names of files are never run.
@Suite struct CompletionTests {
  /// What bash offers for the last of these words.
  /// - Parameter quotes: the line editor will quote names of files, as from bash 4 on.
  private func offers(_ words: [String], in folder: Folder, quotes: Bool = true) throws -> [String] {
    let quoted = (["derive"] + words).map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
    let script = """
      source <("$DERIVE" completions bash)
      COMP_WORDS=(\(quoted)); COMP_WORDS[0]=$DERIVE; COMP_CWORD=\(words.count)
      compopt() { \(quotes ? "true" : "false"); }
      _derive
      if [[ ${#COMPREPLY[@]} -gt 0 ]]; then printf '%s\\n' "${COMPREPLY[@]}"; fi
      """
    try folder.write(Data(script.utf8), to: "offer.bash")
    let run = try Run(shell: "bash offer.bash", in: folder)
    #expect(run.code == 0 && run.notes.isEmpty, "\(run.notes)")
    return run.output.split(separator: "\n").map { String($0) }
  }

  @Test func verbsAndFlags() throws {
    let folder = try Folder(["ridge.expr": "", "notes.txt": "", "essay.md": "", "homework/a.expr": ""])
    let first = try offers([""], in: folder)
    let help = try Run(["--help"]).output
    let verbs = help.matches(of: /(?m)^  derive ([a-z]+) .*$/).map { String($0.1) }
    #expect(Set(verbs).subtracting(first).isEmpty && verbs.count > 12)
    #expect(Set(first).isSuperset(of: ["ridge.expr", "essay.md", "homework"]) && !first.contains("notes.txt"))
    #expect(try offers(["sim"], in: folder) == ["simplify"])
    #expect(try offers(["check", "--fo"], in: folder) == ["--format"])
    let flags = try offers(["fmt", "-"], in: folder)
    #expect(flags.sorted() == ["--ascii", "--check", "--color", "--help", "-h"])
    #expect(try offers(["--ver"], in: folder).sorted() == ["--verbose", "--version"])
  }

  @Test func values() throws {
    let folder = try Folder(["k.expr": "", "r.rubric": ""])
    #expect(try offers(["check", "--format", "s"], in: folder) == ["short", "sarif"])
    #expect(try offers(["check", "--format", "=", "js"], in: folder) == ["json"])
    #expect(try offers(["grade", "x", "--format", "g"], in: folder) == ["gradescope"])
    #expect(try offers(["check", "--format", "="], in: folder).contains("human"))
    #expect(try offers(["doc", "D030"], in: folder).contains("D0301"))
    #expect(try offers(["help", "re"], in: folder).sorted() == ["repl", "report"])
    #expect(try offers(["completions", ""], in: folder) == ["bash", "zsh", "fish"])
    #expect(try offers(["grade", "--key", "k"], in: folder) == ["k.expr"])
    #expect(try offers(["grade", "--rubric", "r"], in: folder) == ["r.rubric"])
    #expect(try offers(["check", "--seed", ""], in: folder).isEmpty)
    #expect(try offers(["diff", ""], in: folder).isEmpty)
  }

  private static let derivation =
    "x : R\nclaim slope: diff(x^2, x) = 2*x\nx = x\nclaim sum:\n  x + x\n    = 2*x\nclaim slope: x = (\n"

  /// Behind FILE and a colon stand the claims, whether the shell parts words at colons or not, of a broken file too.
  @Test func claims() throws {
    let folder = try Folder([
      "a b.expr": Self.derivation, "c.expr": Self.derivation, "m.md": "```derive\n\(Self.derivation)```\n",
    ])
    let list = try Run(["completions", "claims", "c.expr"], in: folder)
    #expect(list.output == "slope\nsum\n" && list.code == 0 && list.notes.isEmpty)
    #expect(try Run(["completions", "claims", "-"], input: Self.derivation).output == "slope\nsum\n")
    for verb in ["explain", "vectors", "emit"] {
      #expect(try offers([verb, "c.expr", ":"], in: folder) == ["slope", "sum"])
      #expect(try offers([verb, "m.md", ":", "su"], in: folder) == ["sum"])
    }
    #expect(try offers(["explain", "c.expr:"], in: folder) == ["c.expr:slope", "c.expr:sum"])
    #expect(try offers(["explain", "c.expr:sl"], in: folder) == ["c.expr:slope"])
    #expect(try offers(["explain", "a\\ b.expr", ":", "s"], in: folder) == ["slope", "sum"])
    #expect(try offers(["explain", "c"], in: folder) == ["c.expr"])
    #expect(try offers(["explain", "none.expr", ":"], in: folder).isEmpty)
    #expect(try offers(["explain", "$(touch pwned).expr", ":"], in: folder).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("pwned").path))
  }

  @Test(arguments: ["", "$(", "`touch pwned`", "$(touch pwned)", "; touch pwned", "a b", "*"])
  func nothingIsRun(_ word: String) throws {
    let names = ["$(touch pwned).expr", "`touch pwned`.expr", "; touch pwned;.expr", "a b.expr", "'\".expr"]
    let folder = try Folder(Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))
    let offered = try offers(["check", word], in: folder)
    #expect(offered.allSatisfy { names.contains($0) }, "\(offered)")
    if word.isEmpty {
      #expect(Set(offered) == Set(names))
      let quoted = try offers(["check", ""], in: folder, quotes: false)
      let read = try Run(shell: "printf '%s\\n' \(quoted.joined(separator: " "))", in: folder)
      #expect(Set(read.output.split(separator: "\n").map { String($0) }) == Set(names))
    }
    #expect(try offers(["check", "--format", word], in: folder).allSatisfy { !$0.contains("touch") })
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("pwned").path))
  }

  private static func isInstalled(_ shell: String) -> Bool {
    ["/bin/", "/usr/bin/", "/usr/local/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + shell) }
  }

  @Test(.enabled(if: isInstalled("zsh"), "there is no zsh on this machine")) func zsh() throws {
    try expectSyntax("zsh", "zsh -f -n s")
    // Loaded after the completion system, it is what completes `derive`.
    let folder = try Folder()
    let line =
      "$DERIVE completions zsh > s; zsh -f -c 'autoload -U compinit; compinit -u -d d; source ./s; echo $_comps[derive]'"
    #expect(try Run(shell: line, in: folder).output == "_derive\n")
  }

  @Test(.enabled(if: isInstalled("fish"), "there is no fish on this machine")) func fish() throws {
    try expectSyntax("fish", "fish -n s")
    let folder = try Folder(["a.expr": Self.derivation])
    func offers(_ line: String) throws -> [String] {
      let shell =
        "export HOME=$PWD PATH=${DERIVE%/*}:$PATH; $DERIVE completions fish > s; fish -c 'source s; complete -C \"\(line)\"'"
      return try Run(shell: shell, in: folder).output.split(separator: "\n")
        .map { String($0.prefix { $0 != "\t" }) }
    }
    #expect(try offers("derive sim") == ["simplify"])
    #expect(try offers("derive check --format sa") == ["sarif"])
    #expect(try offers("derive doc D030").contains("D0301"))
    #expect(try offers("derive check a").contains("a.expr"))
    #expect(try offers("derive explain a.expr:s") == ["a.expr:slope", "a.expr:sum"])
    #expect(try offers("derive explain a").contains("a.expr"))
  }

  private func expectSyntax(_ shell: String, _ check: String) throws {
    let run = try Run(shell: "$DERIVE completions \(shell) > s && \(check)", in: try Folder())
    #expect(run.code == 0 && run.notes.isEmpty, "\(run.notes)")
  }

  @Test func bashReadsIt() throws { try expectSyntax("bash", "bash -n s") }

  @Test func mistakes() throws {
    #expect(try Run(["completions"]).notes.contains("for which shell? derive completions bash|zsh|fish"))
    let run = try Run(["completions", "bsh"])
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.notes.contains("there are no completions for `bsh`: expected bash, zsh, fish; did you mean `bash`?"))
    #expect(try Run(["completions", "bash", "zsh"]).code == 2)
    #expect(try Run(["completions", "claims"]).notes.contains("of which file? derive completions claims FILE"))
    #expect(try Run(["completions", "claims", "none.expr"]).code == 2)
  }
}
