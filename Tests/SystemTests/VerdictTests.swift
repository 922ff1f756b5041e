import Testing

/// Exit codes for verdicts, from real derivations.
@Suite struct VerdictTests {
  private static let files = [
    "right.expr": "x : R\nclaim square: (x + 1)^2 = x^2 + 2*x + 1\nclaim slope: diff(x^2, x) = 2*x\n",
    "wrong.expr": "x : R\nclaim slope: diff(x^2, x) = 3*x\nclaim other: x + x = 2*x\n",
    "marked.expr": "x : R\nclaim slope: diff(x^2, x) wrong = 3*x\n",
    "mismarked.expr": "x : R\nclaim slope: diff(x^2, x) wrong = 2*x\n",
    "unread.expr": "x : R\nclaim area: wrong integral(t in 0..1, t) = x\n",
    "elsewhere.expr": "x : R\nclaim sum:\n  x + y\n    = x\n    wrong = x + 1\n",
    "premise.expr": "x : R\nclaim sum given y > 0: x wrong = x + 1\n",
    "needless.expr": "x : R\nclaim square: (x + 1)^2 = x^2 + 2*x + 1 needs x > 0\n",
    "doubtful.expr": "x : R\nclaim bound: abs(sin(x)) <= abs(x) needs x > 0\n",
    "own.expr": "x : R^2\nclaim own given x[i] > 0: sqrt(x[i]^2)*x[j] = x[i]*x[j]\n",
    "others.expr": "x : R^2\nclaim others given x[i] > 0: sqrt(x[j]^2)*x[i] = x[j]*x[i]\n",
    "apart.expr": "x : R^2\nclaim apart: log(x[i]) + sqrt(x[j]^2) = log(x[i]) + x[j]\n",
    "chosen.expr":
      "x : R^2; y : R\nclaim chosen: cases(i = 1: sqrt(y^2), else: log(y))*x[i] = cases(i = 1: y, else: log(y))*x[i]\n",
    "far.expr": "dim d\nclaim shift: log(d - 4) + 1 = log(e*(d - 4))\n",
    "farther.expr": "dim d\nclaim shift: log(d - 4) + 1 = log(e*(d - 5))\n",
    "needed.expr": "x : R\nclaim root: sqrt(x^2) = x needs x >= 0\n",
  ]

  private static let codes: [(arguments: String, code: Int32)] = [
    ("right.expr", 0), ("wrong.expr", 1), ("marked.expr", 0), ("mismarked.expr", 1), ("right.expr wrong.expr", 1),
    ("unread.expr", 1), ("elsewhere.expr", 1), ("premise.expr", 1), ("needless.expr", 1), ("doubtful.expr", 3),
    ("needed.expr", 0), ("--require proved far.expr", 0), ("farther.expr", 1),
    ("--require proved own.expr", 0), ("others.expr", 1), ("apart.expr", 1), ("chosen.expr", 1),
    ("wrong.expr missing.expr", 2), ("--exit-zero wrong.expr", 0), ("--exit-zero missing.expr", 2),
    ("--require proved right.expr", 0), ("--only other wrong.expr", 0), ("--only slope wrong.expr", 1),
    ("--only 2 wrong.expr", 1), ("--only slop wrong.expr", 2), (".", 1),
  ]

  @Test(arguments: codes)
  func code(_ arguments: String, _ code: Int32) throws {
    let run = try Run(arguments.split(separator: " ").map(String.init), in: try Folder(Self.files))
    #expect(run.code == code, "\(run.output)\(run.notes)")
  }

  @Test func quiet() throws {
    let folder = try Folder(Self.files)
    #expect(try Run(["-q", "right.expr", "marked.expr"], in: folder).output.isEmpty)
    #expect(try Run(["-q", "wrong.expr"], in: folder).output.contains("wrong.expr:2:"))
  }

  @Test func jobsDoNotChangeABit() throws {
    var files: [String: String] = [:]
    for number in 0..<40 { files["f\(number).expr"] = Self.files[number % 3 == 0 ? "wrong.expr" : "right.expr"] }
    let folder = try Folder(files)
    for format in ["human", "short", "json"] {
      let one = try Run(["--format", format, "--jobs", "1", "."], in: folder)
      let many = try Run(["--format", format, "--jobs", "8", "."], in: folder)
      #expect(one.output == many.output)
      #expect(one.code == 1)
    }
  }

  /// Claims that use others, in a file by itself: its claims are shared out.
  @Test func jobsDoNotChangeABitOfOneFile() throws {
    var text = "x : R\n"
    for number in 0..<30 {
      text += "claim a\(number): diff(sin(\(number)*x), x) = \(number)*cos(x*\(number % 7 == 3 ? 2 : number))\n"
      if number > 0 { text += "  using a\(number - 1)\n" }
      if number % 5 == 0 { text += "claim b\(number): sqrt(x^\(number)) = x\n" }
    }
    let folder = try Folder(["file.expr": text])
    let one = try Run(["--format", "json", "--jobs", "1", "file.expr"], in: folder)
    #expect(one.code == 1)
    #expect(one.output.contains("follows"))
    for jobs in ["2", "8"] {
      #expect(try Run(["--format", "json", "--jobs", jobs, "file.expr"], in: folder).output == one.output)
    }
  }

  @Test func timeStaysOutOfTheReport() throws {
    let folder = try Folder(Self.files)
    let run = try Run(["-v", "right.expr"], in: folder)
    #expect(run.output == (try Run(["-v", "right.expr"], in: folder)).output)
    #expect(run.notes.wholeMatch(of: /derive: \d+\.\d\d s\n/) != nil)
  }
}
