import Foundation
import Testing

/// The command line itself: help, flags, words that are mistyped.
@Suite struct UsageTests {
  @Test func helpBeginsWithThreeExamples() throws {
    let run = try Run(["--help"])
    #expect(run.code == 0)
    #expect(run.notes.isEmpty)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2...4].allSatisfy { $0.hasPrefix("  derive ") })
    #expect(run.output == (try Run(["help"])).output)
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test(arguments: ["check", "report", "grade", "diff", "simplify", "eval", "repl", "completions", "help"])
  func helpOfAVerb(_ verb: String) throws {
    let run = try Run(["help", verb])
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("derive \(verb)"))
    #expect(run.output == (try Run([verb, "--help"])).output)
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func version() throws {
    let run = try Run(["--version"])
    #expect(run.code == 0)
    #expect(run.output.wholeMatch(of: /derive \d+\.\d+\.\d+\n/) != nil)
  }

  private static let mistyped: [([String], String)] = [
    (["chekc", "a.expr"], "did you mean `derive check`?"),
    (["simplfy"], "did you mean `derive simplify`?"),
    (["help", "evla"], "did you mean `derive help eval`?"),
    (["--fromat", "short", "a.expr"], "did you mean `--format`?"),
    (["check", "--format", "jsno", "a.expr"], "did you mean `--format json`?"),
    (["check", "--colour=never", "a.expr"], "did you mean `--color`?"),
    (["check", "-z", "a.expr"], "unknown flag `-z`"),
    (["check", "a.expr", "--seed"], "`--seed` needs a value"),
    (["check", "a.expr", "--seed", "one"], "needs a whole number from 0 on, not `one`"),
    (["check", "a.expr", "--seed=-1"], "needs a whole number from 0 on"),
    (["check", "a.expr", "--jobs", "0"], "needs a whole number from 1 on"),
    (["check", "a.expr", "--ascii=yes"], "`--ascii` takes no value"),
    (["check", "a.expr", "--let", "x : R"], "it belongs to `diff`, `simplify`, `eval`"),
    (["check", "-", "-"], "standard input can be read only once"),
    (["check"], "needs a file, a folder or `-`"),
    (["report"], "`derive report` needs a file, a folder or `-`"),
    (["check", "a.expr", "--report", "htm=a.html"], "did you mean `--report html=FILE`?"),
    (["check", "a.expr", "--report", "html"], "`--report html` needs a file"),
    (["check", "a.expr", "--report", "html="], "`--report html` needs a file"),
    (["report", "a.expr", "--quiet"], "`--quiet` does not apply to `derive report`"),
    (["judge", "a", "b", "--format", "sarif"], "`derive judge` has no format `sarif`"),
    ([], "what shall be checked?"),
    (["diff"], "needs an expression"),
    (["diff", "x^2"], "needs a letter"),
    (["simplify", "a", "+", "b"], "quote the expression"),
    (["eval", "x", "y"], "expected NAME=VALUE, found `y`"),
  ]

  @Test(arguments: mistyped)
  func mistakes(_ arguments: [String], _ message: String) throws {
    let run = try Run(arguments, in: try Folder())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.notes.contains(message), "\(run.notes)")
    #expect(run.notes.contains("see `derive "))
  }

  @Test func anExpressionMayBeginWithAMinusSign() throws {
    let run = try Run(["simplify", "-x^2 +"])
    #expect(run.code == 2)
    #expect(run.notes.contains("error[D0116]"))
    #expect(run.notes.contains("1 │ -x^2 +"))
  }

  @Test func flagsEndAtTwoDashes() throws {
    let run = try Run(["check", "--", "--seed"], in: try Folder())
    #expect(run.code == 2)
    #expect(run.notes == "derive: --seed: no such file or folder\n")
  }

  /// Every code that the list of `derive doc` names has a text.
  @Test func docOfCodes() throws {
    let list = try Run(["doc"], in: try Folder([:]))
    #expect(list.code == 0)
    let codes = list.output.split(separator: "\n").map { String($0.prefix(5)) }
    #expect(codes.count > 100 && Set(codes).count == codes.count)
    let sign = try Run(["doc", "d0301"], in: try Folder([:]))
    #expect(sign.code == 0)
    #expect(sign.output.hasPrefix("D0301: "))
    #expect(sign.output.contains("    error[D0301]: "))
    #expect(!sign.output.contains("```"))
    let unknown = try Run(["doc", "D0399"], in: try Folder([:]))
    #expect(unknown.code == 2)
    #expect(unknown.notes.contains("there is no code `D0399`; did you mean D03"))
  }

  /// Each derivative comes with its rules, a claim by the number of its line, and what is wrong with a reason.
  @Test func derivationOfAClaim() throws {
    let folder = try Folder([
      "a.expr": "x : R\nclaim slope: diff(x*exp(x^2), x) = exp(x^2)*(1 + 2*x^2)\ndiff(sin(x), x) = sin(x)\n"
    ])
    let run = try Run(["explain", "a.expr:slope"], in: folder)
    #expect(run.code == 0)
    #expect(run.output.contains("  2  diff(exp(x^2), x)\n       = exp(x^2)*diff(x^2, x)\n"))
    #expect(run.output.contains("by chain rule"))
    #expect(run.output.contains("  product rule   diff(u*v, x) = diff(u, x)*v + u*diff(v, x)\n"))
    #expect(run.output.contains("multiplied out, both sides are\n      2*x^2*exp(x^2) + exp(x^2)\n"))
    #expect(!run.output.contains("sin(x)"))
    #expect(try Run(["explain", "a.expr:3"], in: folder).code == 1)
    #expect(try Run(["explain", "a.expr"], in: folder).output.contains("line 3   diff(sin(x), x) = sin(x)"))
    let unknown = try Run(["explain", "a.expr:slop"], in: folder)
    #expect(unknown.code == 2)
    #expect(unknown.notes == "derive: a.expr: there is no claim `slop`; did you mean `slope`?\n")
    #expect(try Run(["explain", "b.expr"], in: folder).code == 2)
    try folder.write(Data([0x7F, 0, 1]), to: "c.expr")
    try folder.write(Data(), to: "d.expr")
    #expect(try Run(["explain", "c.expr"], in: folder).code == 2)
    #expect(try Run(["explain", "d.expr"], in: folder).code == 2)
    #expect(try Run(["explain"], in: folder).code == 2)
  }
}
