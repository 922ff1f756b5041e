import Foundation
import Testing

/// Files that cannot be checked, and where files come from.
@Suite struct FileTests {
  /// A mistake of notation: no other layer decides about it.
  private static let broken = "claim a: (x = 1\n"

  @Test func missing() throws {
    let folder = try Folder(["gradient.expr": Self.broken])
    let run = try Run(["check", "gradeint.expr"], in: folder)
    #expect(run.code == 2)
    #expect(run.notes == "derive: gradeint.expr: no such file or folder; did you mean `gradient.expr`?\n")
  }

  @Test func missingBesideOthers() throws {
    let run = try Run(["--format", "short", "none.expr", "a.expr"], in: try Folder(["a.expr": Self.broken]))
    #expect(run.code == 2)
    #expect(run.output == "a.expr:1:10: error[D0119]: the bracket `(` is never closed\n")
  }

  @Test(arguments: ["", "# only words\n", "\u{FEFF}"]) func empty(_ text: String) throws {
    let folder = try Folder(["a.expr": text, "b.md": text])
    let run = try Run(["a.expr", "b.md"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.contains("nothing to check"))
    let short = try Run(["--format", "short", "a.expr", "b.md"], in: folder)
    #expect(short.code == 2)
    #expect(short.output.isEmpty)
    #expect(
      short.notes == """
        derive: a.expr: nothing to check: no claim in it
        derive: b.md: nothing to check: no claim in a ```derive block

        """)
  }

  @Test func binary() throws {
    let folder = try Folder()
    try folder.write(Data([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 0xFF]), to: "a.expr")
    let run = try Run(["a.expr"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.contains("this is not a text file"))
    #expect(run.output.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }

  @Test func tooLarge() throws {
    let folder = try Folder()
    #expect(FileManager.default.createFile(atPath: folder.url.appendingPathComponent("a.expr").path, contents: nil))
    let file = try FileHandle(forWritingTo: folder.url.appendingPathComponent("a.expr"))
    try file.truncate(atOffset: 65 << 20)
    try file.close()
    let run = try Run(["a.expr"], in: folder)
    #expect(run.code == 2)
    #expect(run.notes.contains("a.expr: larger than 64 MB"))
  }

  @Test func foldersAreSearched() throws {
    let folder = try Folder([
      "b/z.expr": Self.broken, "b/a.expr": Self.broken, "a.md": "# Words\n```derive\n\(Self.broken)```\n",
      "words.md": "no derivation", ".hidden/c.expr": Self.broken, "b/notes.txt": Self.broken, "b.expr": Self.broken,
    ])
    let run = try Run(["--format", "short", "."], in: folder)
    #expect(run.code == 1)
    let names = run.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    #expect(names == ["./a.md", "./b.expr", "./b/a.expr", "./b/z.expr"])
    #expect(run.notes.isEmpty)
    let one = try Run(["--format", "short", "--jobs", "1", "."], in: folder)
    #expect(one.output == run.output)
  }

  @Test func folderWithoutDerivations() throws {
    let run = try Run(["d"], in: try Folder(["d/notes.txt": "x"]))
    #expect(run.code == 2)
    #expect(run.notes == "derive: d: no *.expr and no *.md in this folder\n")
  }

  @Test func linksDoNotLeadInCircles() throws {
    let folder = try Folder(["d/a.expr": Self.broken])
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("d/loop"), withDestinationURL: folder.url.appendingPathComponent("d"))
    let run = try Run(["--format", "short", "d"], in: folder)
    #expect(run.output.split(separator: "\n").count == 1)
  }

  @Test func standardInput() throws {
    let run = try Run(["--format", "short", "-"], input: Self.broken)
    #expect(run.code == 1)
    #expect(run.output.hasPrefix("<stdin>:1:10: error[D0119]"))
    let named = try Run(
      ["--format", "short", "-", "--stdin-name", "a.md"], input: "words\n\n```derive\n\(Self.broken)```\n")
    #expect(named.output.hasPrefix("a.md:4:10: error[D0119]"))
  }

  @Test func aNameThatIsNotUTF8() throws {
    let run = try Run(
      shell: "printf 'claim a: (x = 1\\n' > \"$(printf 'a\\377.expr')\"; $DERIVE --format short .", in: try Folder())
    #expect(run.output.hasPrefix("./a\u{FFFD}.expr:1:10: error[D0119]"))
    #expect(run.code == 1)
  }

  @Test func outputToAFile() throws {
    let folder = try Folder(["a.expr": Self.broken])
    let run = try Run(["--format", "json", "-o", "r.json", "a.expr"], in: folder)
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(try folder.text("r.json") == (try Run(["--format=json", "a.expr"], in: folder)).output)
    let failing = try Run(["-o", "no/such/r.txt", "a.expr"], in: folder)
    #expect(failing.code == 2)
    #expect(failing.notes.contains("no/such/r.txt: no such file"))
  }

  @Test func aReaderThatHasEnough() throws {
    let text = String(repeating: Self.broken, count: 5000)
    let run = try Run(
      shell: "{ $DERIVE --format short a.expr; echo $? >&2; } | head -n 1", in: try Folder(["a.expr": text]))
    #expect(run.output.hasPrefix("a.expr:1:10: "))
    #expect(run.notes == "1\n")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))) func aFullDisk() throws {
    let run = try Run(shell: "$DERIVE a.expr > /dev/full", in: try Folder(["a.expr": Self.broken]))
    #expect(run.code == 2)
    #expect(run.notes == "derive: standard output: no space left on the device\n")
  }

  @Test func closedStreams() throws {
    let line =
      "$DERIVE - <&-; echo $?; $DERIVE repl <&-; echo $?; $DERIVE a.expr >&-; echo $?; $DERIVE a.expr 2>&- | tail -n 1"
    let run = try Run(shell: line, in: try Folder(["a.expr": "x : R\nx = x\n"]))
    #expect(run.output.contains("2\n0\n2\n1 line: 1 proved   seed 1\n"), "\(run.output) \(run.notes)")
    #expect(run.notes.contains("derive: standard output: "))
  }

  @Test func anInterruptEndsIt() throws {
    let line = "mkfifo p; $DERIVE a.expr p & sleep 0.3; kill -INT $!; wait $!; echo $?"
    let run = try Run(shell: line, in: try Folder(["a.expr": Self.broken]))
    #expect(run.output.contains("a.expr:1:10"))
    #expect(run.output.hasSuffix("not everything was checked\n130\n"))
    #expect(run.notes.contains("p: not checked, interrupted"))
  }

  /// Of a file that was begun the claims that are judged are reported. It is begun after two seconds of the processor's time.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/stat")), arguments: [1, 2])
  func anInterruptKeepsWhatIsJudged(_ jobs: Int) throws {
    let claims = (1...20_000).map { "claim c\($0): sin(\($0)*x)^2 + cos(\($0)*x)^2 = \($0 == 1 ? 2 : 1)\n" }
    let wait = "until [ $(cut -d ' ' -f 14 /proc/$!/stat) -gt 200 ]; do sleep 0.05; done"
    let line = "$DERIVE -j \(jobs) long.expr & \(wait); kill -INT $!; wait $!; echo $?"
    let run = try Run(shell: line, in: try Folder(["long.expr": "x : R\n" + claims.joined()]))
    #expect(run.output.contains("✘ c1 "))
    #expect(run.output.hasSuffix("not everything was checked\n130\n"))
    #expect(run.notes.contains(/long.expr: interrupted, [0-9]+ claims are not checked/))
  }

  /// A trap of the program arrives as such a signal.
  @Test func aBugEndsItWithWords() throws {
    let line = "mkfifo p; $DERIVE p & sleep 0.3; kill -ILL $!; wait $!; echo $?"
    let run = try Run(shell: line, in: try Folder())
    #expect(run.output == "70\n")
    #expect(run.notes.contains("derive: internal error: this is a bug in derive"))
  }

  @Test func colour() throws {
    let folder = try Folder(["a.expr": Self.broken])
    func isColoured(_ flags: [String], _ environment: [String: String]) throws -> Bool {
      try Run(["a.expr"] + flags, in: folder, environment: environment).output.contains("\u{1B}[")
    }
    #expect(try !isColoured([], [:]))
    #expect(try isColoured(["--color", "always"], ["NO_COLOR": "1", "TERM": "dumb"]))
    #expect(try isColoured([], ["CLICOLOR_FORCE": "1"]))
    #expect(try !isColoured([], ["CLICOLOR_FORCE": "0"]))
    #expect(try !isColoured([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]))
    #expect(try !isColoured(["--color=never"], ["CLICOLOR_FORCE": "1"]))
    let plain = try Run(["a.expr", "--ascii"], in: folder).output
    #expect(plain.utf8.allSatisfy { $0 < 0x80 })
  }

  /// Every derivation of the repository is the same after it is formatted, and formatting it again changes nothing.
  @Test func formatting() throws {
    let folder = try Folder(["a.expr": "x:R\nclaim a: x=x\n", "b.expr": "claim a: (x = 1\n"])
    let check = try Run(["fmt", "--check", "a.expr"], in: folder)
    #expect(check.code == 1)
    #expect(check.output == "a.expr\n")
    let run = try Run(["fmt", "a.expr", "b.expr"], in: folder)
    #expect(run.code == 1)
    #expect(run.notes.contains("error[D0119]"))
    #expect(try Run(["fmt", "--check", "a.expr"], in: folder).code == 0)
    #expect(try String(contentsOf: folder.url.appending(path: "a.expr"), encoding: .utf8) == "x : R\nclaim a: x = x\n")
    #expect(try String(contentsOf: folder.url.appending(path: "b.expr"), encoding: .utf8) == "claim a: (x = 1\n")
    #expect(try Run(["fmt"], in: folder).code == 2)
    #expect(try Run(["fmt", "none.expr"], in: folder).code == 2)
  }

  /// A disk that is full in the middle takes nothing from the file; permissions and links stay.
  @Test func formattingLosesNothing() throws {
    let text = "x:R\nclaim a:x=x\n" + String(repeating: "x=x\n", count: 1000)
    let folder = try Folder(["a.expr": text])
    let full = try Run(shell: "trap '' XFSZ; ulimit -f 1; $DERIVE fmt a.expr; echo $?", in: folder)
    #expect(full.output == "2\n" && full.notes.contains("a.expr: "))
    #expect(try folder.text("a.expr") == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.expr"])
    let run = try Run(
      shell:
        "chmod 640 a.expr; mkdir d; ln -s ../a.expr d/b.expr; $DERIVE fmt d/b.expr && stat -c %a a.expr && ls -F d",
      in: folder)
    #expect(run.output == "640\nb.expr@\n", "\(run.notes)")
    #expect(try folder.text("a.expr").hasPrefix("x : R\nclaim a: x = x\nx = x\n"))
  }

  @Test func derivationsOfTheRepositoryAreFormatted() throws {
    let run = try Run(["fmt", "--check", Page.package.appendingPathComponent("derivations").path])
    #expect(run.code == 0 && run.output.isEmpty, "`derive fmt derivations` is to be run: \(run.output)")
  }
}
