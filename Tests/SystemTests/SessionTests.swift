import Foundation
import Testing

/// `derive repl`, as a script speaks to it.
@Suite struct SessionTests {
  private func run(_ lines: String..., in folder: Folder? = nil) throws -> Run {
    try Run(["repl"], in: folder, input: lines.map { $0 + "\n" }.joined())
  }

  @Test func linesAreJudgedAtOnce() throws {
    let run = try run("x : R", "f := x^2", "diff(f, x) = 2*x", "  = x + x", "= 3*x", "x = x")
    #expect(run.code == 1 && run.notes.isEmpty)
    #expect(!run.output.contains("> ") && !run.output.contains("\u{1B}"))
    let rows = run.output.split(separator: "\n").filter {
      $0.hasPrefix("  ✔") || $0.hasPrefix("  ✘") || $0.hasPrefix("  ·")
    }
    #expect(
      rows.map { $0.prefix(20).split(separator: " ").prefix(3).joined(separator: " ") } == [
        "· 1 definition", "✔ line 3", "✔ line 4", "✘ line 5", "✔ line 6",
      ])
    #expect(run.output.contains("error[D0306]: `3` should be `2`") && run.output.contains("5 │ = 3*x"))
  }

  @Test func entriesGoOn() throws {
    let run = try run(
      "dim K", "z : R^K", "p[i] := exp(z[i]) /", "  sum(j, exp(z[j]))", "claim total:", "  sum(i,", "    p[i])",
      "    = 1",
      ":list")
    #expect(run.code == 0 && run.notes.isEmpty, "\(run.notes)")
    #expect(run.output.contains("p : R^K") && run.output.contains("✔ total  line 8  proved"))
    #expect(run.output.hasSuffix("  5  claim total:\n  6    sum(i,\n  7      p[i])\n  8      = 1\n"))
  }

  /// What has a mistake is not taken, and what was there stays.
  @Test func mistakesLoseNothing() throws {
    let run = try run("x : R", "f := x^2", "g := 2 * )", "f = q", "f = x*x", ":list")
    #expect(run.code == 1)
    #expect(run.output.contains("3 │ g := 2 * )") && run.output.contains("error[D0151]: the name `q` is not declared"))
    #expect(run.output.contains("✔   line 3  proved"))
    #expect(run.output.hasSuffix("  1  x : R\n  2  f := x^2\n  3  f = x*x\n"))
    #expect(try self.run("x : R", "x = (1 +").output.contains("error[D0119]"))
  }

  /// A term alone is answered, and may be where a chain begins.
  @Test func terms() throws {
    let run = try run("x : R", "(x + 1)^2", "  = x^2 + 2*x + 1", "x*x", "x = x", "claim a:", "x + x", ":list")
    #expect(run.code == 1)
    #expect(run.output.hasPrefix("(x + 1)^2\n  ✔   line 3  proved"), "\(run.output)")
    #expect(run.output.hasSuffix("  1  x : R\n  2  (x + 1)^2\n  3    = x^2 + 2*x + 1\n  4  x = x\n"), "\(run.output)")
    let unfinished = try self.run("x : R", "claim a:", "  x + x")
    #expect(unfinished.code == 1 && unfinished.output.contains("error[D0223]: claim a: this line claims nothing"))
  }

  @Test func questions() throws {
    let run = try run(
      "dim n", "x : R^n; A : R^(n,n); t : R", "2 + 1/3", ":type A*x", ":type sum(x)", ":simplify (t^2 - 1)/(t - 1)",
      ":diff t^3*sin(t) t", ":diff t^3 t 2", ":at t = 1/3, x = [1, 2]", ":at", ":eval t + sum(x)", ":at t = 2",
      ":eval t")
    #expect(run.code == 0 && run.notes == "derive: where t - 1 != 0\n", "\(run.notes)")
    #expect(
      run.output == """
        7/3
        R^n
        R
        t + 1
        cos(t)*t^3 + 3*t^2*sin(t)
        6*t
          t = 1/3
          x = [1, 2]
        10/3
        2

        """)
  }

  @Test func explanations() throws {
    let run = try run("x : R", "claim a: diff(exp(x^2), x) = 2*x*exp(x^2)", "x = x", ":explain a")
    #expect(run.code == 0)
    #expect(run.output.contains("by chain rule") && run.output.contains("multiplied out"))
    #expect(try self.run(":explain").notes == "derive: nothing is claimed yet\n")
    #expect(try self.run("x : R", "claim abc: x = x", ":explain abd").notes.contains("did you mean `abc`?"))
  }

  @Test func filesComeAndGo() throws {
    let folder = try Folder([
      "a.expr": "x : R\nclaim a: x + x = 2*x\n", "w.expr": "claim a: (x = 1\n", "m.md": "# words\n",
      "b.bin": "x : R\n\u{0}",
    ])
    let run = try run(
      ":load a.expr", "claim b: x = x", ":save b.expr", ":undo", ":save b.expr", ":save a.expr", ":load w.expr",
      ":load none.expr",
      ":load m.md", ":load b.bin", in: folder)
    #expect(run.code == 2)
    #expect(run.output.contains("✔ a  line 2  proved") && run.output.contains("✔ b  line 3  proved"))
    #expect(run.output.contains("  without claim b: x = x\n") && run.output.contains("error[D0119]"))
    #expect(try folder.text("b.expr") == "x : R\nclaim a: x + x = 2*x\n")
    #expect(try folder.text("a.expr") == "x : R\nclaim a: x + x = 2*x\n")
    #expect(run.notes.contains("a.expr: this is there already") && run.notes.contains("none.expr: no such file"))
    #expect(run.notes.contains("m.md: no block marked `derive` in it"))
    #expect(run.notes.contains("b.bin: this is not a text file: it holds the byte 0x00"))
  }

  /// Of a write-up the blocks are entered, indented or not, as one derivation.
  @Test func writeUps() throws {
    let text = """
      Words.

      ```derive
      x : R
      claim a:
        x + x
          = 2*x
      ```

      - a list

        ```derive
        claim b:
          x*x
            = 2*x
        ```
      """
    let run = try run(":load m.md", ":list", in: try Folder(["m.md": text]))
    #expect(run.code == 1 && run.notes.isEmpty)
    #expect(run.output.contains("✔ a  line 4  proved") && run.output.contains("✘ b  line 7  refuted"))
    #expect(
      run.output.hasSuffix(
        "  1  x : R\n  2  claim a:\n  3    x + x\n  4      = 2*x\n  5  claim b:\n  6    x*x\n  7      = 2*x\n"))
  }

  /// What belongs together is read together, in however many entries it comes; and with what it uses.
  @Test func blocksGoOn() throws {
    let run = try run(
      "h[0] := 1", "h[t] := 2*h[t-1] for t in 1..3", "h[3] = 8", "x : R", "claim a:", "  x + x = 2*x", "  = x*2",
      "  = x*3", "claim b: x + x + 1 = 2*x + 1 using a", ":undo", ":undo", "claim b: x + x + 1 = 2*x + 1 using a",
      "claim a: x = x", ":list")
    let rows = run.output.split(separator: "\n").compactMap { row in
      row.firstMatch(of: /^  \S (\w* *line \d+  \w+)/).map { String($0.1).split(separator: " ").joined(separator: " ") }
    }
    #expect(
      rows == [
        "line 3 proved", "a line 6 proved", "a line 7 proved", "a line 8 refuted", "b line 9 follows",
        "b line 8 proved",
      ], "\(run.output)")
    #expect(run.output.contains("error[D0153]: `a` is declared twice"))
  }

  /// An entry costs what it says, however much stands above it.
  @Test func longSessions() throws {
    func seconds(_ entries: Int) throws -> Double {
      let lines = (0..<entries).map { "f\($0) := t^3 + \($0)*t\nclaim c\($0): diff(f\($0), t) = 3*t^2 + \($0)\n" }
      let start = Date()
      let run = try Run(["repl"], input: "t : R\n" + lines.joined())
      #expect(run.code == 0 && run.output.split(separator: "\n").count == 2 * entries)
      return Date().timeIntervalSince(start)
    }
    let short = try seconds(100)
    #expect(try seconds(800) < 40 * short + 5)
  }

  /// What is no text ends a script, and says so.
  @Test func binaryInput() throws {
    for bytes in [[0x00, 0x41], [0xFF, 0xFE, 0x41], [0x7F, 0x45, 0x4C, 0x46, 0x02]] as [[UInt8]] {
      let folder = try Folder()
      try folder.write(Data(Array("x : R\n".utf8) + bytes + Array("\nx = x + 1\n".utf8)), to: "in")
      let run = try Run(shell: "$DERIVE repl < in", in: folder)
      #expect(run.code == 2 && run.output.isEmpty && run.notes.contains("standard input: this is not a text file"))
    }
  }

  /// At a terminal Ctrl-C gives up what is typed or computed, and the session goes on.
  @Test func interrupts() throws {
    let lines = (0..<2500).map {
      "claim c\($0): exp(sin(x)*y)^2 + atan(x*y + \($0))^2 >= exp(2*y*sin(x)) - \($0)*x^2*y^2\n"
    }
    let folder = try Folder(["long.expr": "x, y : R\n" + lines.joined()])
    let run = try LiveRun(["repl", "--color", "never"], in: folder, atTerminal: true)
    _ = try run.text(until: "> ")
    try run.type("t : R\n")
    _ = try run.text(until: "> ")
    try run.type("claim a:\n")
    _ = try run.text(until: "claim a:\r\n  ")
    run.sendInterrupt()
    _ = try run.text(until: "> ")
    try run.type(":load long.expr\n")
    _ = try run.text(until: "long.expr\r\n")
    usleep(200_000)
    run.sendInterrupt()
    _ = try run.text(until: "given up; what was entered before stays")
    _ = try run.text(until: "> ")
    try run.type("t + t = 2*t\n:list\n")
    _ = try run.text(until: "line 2  proved")
    _ = try run.text(until: "  2  t + t = 2*t\r\n")
    try run.type(":quit\n")
    #expect(run.exitCode() == 0)
  }

  @Test func instructions() throws {
    let help = try run(":help")
    #expect(help.code == 0 && help.output.contains(":explain [CLAIM]") && help.output.contains("rlwrap"))
    #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
    let wrong = try run(":hlep", ":type", "quit", ":undo")
    #expect(wrong.code == 2)
    #expect(wrong.notes.contains("there is no `:hlep`; did you mean `:help`?"))
    #expect(wrong.notes.contains("`:type` needs more: :type EXPR") && wrong.notes.contains("did you mean `:quit`?"))
    #expect(wrong.notes.contains("there is nothing to take back"))
    #expect(try run("x : R", ":reset", "x = x").output.contains("error[D0151]"))
    #expect(try run("x : R", ":quit", "x = x + 1").output.isEmpty)
    #expect(try run("x : R", ":quit", "x = x + 1").code == 0)
    #expect(try Run(["repl", "a.expr"]).notes.contains(":load FILE"))
  }

  /// Neither a line without end nor a session without end takes all memory.
  @Test func sizesAreLimited() throws {
    let folder = try Folder()
    let line = try Run(shell: "ulimit -v 2000000; head -c 3000000 /dev/zero | tr '\\0' x | $DERIVE repl", in: folder)
    #expect(line.code == 2 && line.notes.contains("a line longer than 1 MB"), "\(line.notes.prefix(200))")
    let entry = try Run(shell: "ulimit -v 2000000; yes '(1 +' | head -n 100000 | $DERIVE repl", in: folder)
    #expect(entry.code != 70 && entry.notes.contains("a session holds 256 kB"), "\(entry.notes.prefix(200))")
  }

  @Test func controlCharactersAreShownNotSent() throws {
    let run = try run("x : R", "x = \u{1B}[31m", "x = \u{202E}y", ":\u{1B}[2J", ":load \u{1B}]0;a\u{7}")
    #expect(!(run.output + run.notes).unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{7}" })
  }
}
