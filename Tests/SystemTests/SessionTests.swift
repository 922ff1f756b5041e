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
    ])
    let run = try run(
      ":load a.expr", "claim b: x = x", ":save b.expr", ":undo", ":save b.expr", ":save a.expr", ":load w.expr",
      ":load none.expr",
      ":load m.md", in: folder)
    #expect(run.code == 2)
    #expect(run.output.contains("✔ a  line 2  proved") && run.output.contains("✔ b  line 3  proved"))
    #expect(run.output.contains("  without claim b: x = x\n") && run.output.contains("error[D0119]"))
    #expect(try folder.text("b.expr") == "x : R\nclaim a: x + x = 2*x\n")
    #expect(try folder.text("a.expr") == "x : R\nclaim a: x + x = 2*x\n")
    #expect(run.notes.contains("a.expr: this is there already") && run.notes.contains("none.expr: no such file"))
    #expect(run.notes.contains("m.md: a session is one derivation"))
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
