import Foundation
import Testing

/// `derive emit`: the programs are compiled and run by Tests/Oracles/emitted.py.
@Suite struct EmissionTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The gate runs it with a NumPy of its own.
  @Test(.enabled("NumPy is not installed") { try Run(shell: "python3 -c 'import numpy'", in: Folder()).code == 0 })
  func programsAgreeWithFormulasByHand() throws {
    let script = EmissionTests.package.appendingPathComponent("Tests/Oracles/emitted.py").path
    let run = try Run(shell: "python3 '\(script)' --derive \"$DERIVE\"", in: Folder())
    #expect(run.code == 0, "\(run.output)\(run.notes)")
    #expect(run.output.contains("0 wrong"))
  }

  @Test func wrongNamesListTheClaims() throws {
    let folder = try Folder(["a.expr": "x : R\nclaim slope: diff(x^2, x) = 2*x\n"])
    let run = try Run(["emit", "a.expr:slop", "--lang", "c"], in: folder)
    #expect(run.code == 2)
    #expect(run.notes.contains("its claims are `slope`"))
    #expect(run.output.isEmpty)
  }

  @Test(arguments: ["c", "swift", "python", "torch"]) func whatCannotBeComputedIsRefused(_ language: String) throws {
    let folder = try Folder(["a.expr": "x : R\nf : R -> R\nclaim slope: diff(f(x)^2, x) = 2*f(x)*diff(f(x), x)\n"])
    let run = try Run(["emit", "a.expr:slope", "--lang", language], in: folder)
    #expect(run.code == 3)
    #expect(run.notes.contains("a function of which nothing is known"))
  }

  /// What a language cannot say is named, with the place where it is written: in the claim, or in a definition below it.
  @Test(arguments: [
    ("x, y : R\nclaim c: x + y = x + erfi(y) - erfi(y) + y + erfi(x)", "c", "c", "a.expr:2:22", "the function `erfi`"),
    ("x, y : R\nclaim c: x = x + erfi(x)", "c", "swift", "a.expr:2:18", "the function `erfi`"),
    (
      "x, y : R\nclaim c: x = x + erfi(x)", "c", "python", "a.expr:2:18",
      "the function `erfi`, which NumPy does not have"
    ),
    ("x : R\nh := x*erfi(x)\nclaim c: x = x + h", "c", "c", "a.expr:2:8", "the function `erfi`, which C does not have"),
    ("dim n\nx : R^n\nclaim c: max(i, x[i]) = max(i, x[i])", "c", "sympy", "a.expr:3:10", "max(i, x[i])"),
    ("dim n\nA : R^(n,n)\nclaim c: A = A*inv(A)*A", "c", "sympy", "a.expr:3:16", "an inverse: `inv(A)"),
    ("x : R\nf : R -> R\nclaim c: x = x + f(x)", "c", "sympy", "a.expr:3:18", "of which nothing is known: `f(x)`"),
    ("x : R\nf : R -> R\nclaim c: x = x + f(x)^2", "c", "torch", "a.expr:3:18", "of which nothing is known: `f(x)`"),
    ("x : R\nclaim c: x^2 <= x^2 + 1", "c", "c", "a.expr:2:17", "no equation whose right side"),
  ]) func refusalsNameThePlace(_ text: String, _ name: String, _ language: String, _ place: String, _ what: String)
    throws
  {
    let folder = try Folder(["a.expr": text + "\n"])
    let run = try Run(["emit", "a.expr:\(name)", "--lang", language], in: folder)
    #expect(run.code == 3 && run.output.isEmpty)
    #expect(run.notes.hasPrefix("derive: \(place): "), "\(run.notes)")
    #expect(run.notes.contains(what), "\(run.notes)")
  }

  /// Of a file, each claim that cannot be written, and the others are written.
  @Test func refusalsOfAFileNameThePlaces() throws {
    let folder = try Folder(["a.expr": "x : R\nclaim bad: x = x + erfi(x)\nclaim good: diff(x^2, x) = 2*x\n"])
    let run = try Run(["emit", "a.expr", "--lang", "c"], in: folder)
    #expect(run.code == 0 && run.output.contains("a_good"), "\(run.output)")
    #expect(
      run.notes.contains("a.expr:2:20: `bad` contains the function `erfi`, which C does not have"), "\(run.notes)")
    let vectors = try Run(
      ["vectors", "a.expr:open", "-o", "v"],
      in: Folder(["a.expr": "dim n\nx : R^n\nf : R -> R\nclaim open: f(x[1]) = 1 + f(x[1])\n"]))
    #expect(vectors.code == 3 && vectors.notes.contains("a.expr:4:27: `open` contains"), "\(vectors.notes)")
  }

  /// A mistake that cannot be read matters only to the claim that it stands in.
  @Test func mistakesElsewhereDoNotMatter() throws {
    let text = "dim n\nx : R^n\nf := sum(i, x[i]^2)\nclaim bad: diff(f, x[i]) = 2*y[i]\n"
    let folder = try Folder(["a.expr": text + "claim good: diff(f, x[i]) = 2*x[i]\n"])
    for language in ["c", "swift", "python", "torch", "latex", "mathml"] {
      let good = try Run(["emit", "a.expr:good", "--lang", language], in: folder)
      #expect(good.code == 0 && !good.output.isEmpty, "\(language): \(good.notes)")
      // What is only set needs no meaning.
      if language == "latex" || language == "mathml" { continue }
      let bad = try Run(["emit", "a.expr:bad", "--lang", language], in: folder)
      #expect(bad.code == 2 && bad.output.isEmpty && bad.notes.contains("D0151"), "\(language): \(bad.notes)")
    }
    let vectors = try Run(["vectors", "a.expr:good", "--cases", "1", "--as", "json", "-o", "good.json"], in: folder)
    #expect(vectors.code == 0, "\(vectors.notes)")
    let none = try Run(["vectors", "a.expr:bad", "--cases", "1", "--as", "json", "-o", "bad.json"], in: folder)
    #expect(none.code == 2 && none.notes.contains("D0151"), "\(none.notes)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("bad.json").path))
  }

  /// A NumPy constant would widen an array of float32; a number of Python does not.
  @Test func constantsInPythonArePlainNumbers() throws {
    let folder = try Folder(["a.expr": "dim n\nx : R^n\nclaim scaled: x[i]*sqrt(2)/pi = sqrt(2)*x[i]/pi\n"])
    let run = try Run(["emit", "a.expr:scaled", "--lang", "python"], in: folder)
    #expect(run.code == 0 && run.output.contains("float(np.sqrt(2))"), "\(run.output)\(run.notes)")
  }

  @Test func swiftIsCompiled() throws {
    let folder = try Folder([
      "a.expr": "dim n\nz : R^n\np[k] := exp(z[k])/sum(j, exp(z[j]))\n",
      "main.swift": """
      let p = a_p(n: 3, z: [1000, 1001, 999])
      print(abs(p[0] - 0.24472847105479767) < 1e-15, abs(p[0] + p[1] + p[2] - 1) < 1e-15)
      """,
    ])
    let line = "\"$DERIVE\" emit a.expr:p --lang swift -o p.swift && swiftc main.swift p.swift -o p && ./p"
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let run = try Run(shell: "PATH='\(path)'; " + line, in: folder)
    #expect(run.output == "true true\n", "\(run.notes)")
  }

  /// Against SymPy's own derivative, if SymPy is there; else the module is only compiled.
  @Test func linesAreWritten() throws {
    let folder = try Folder(["a.expr": "x : R\nclaim slope: diff(x^2*sin(x), x) = 2*x*sin(x) + x^2*cos(x)\n"])
    let latex = try Run(["emit", "a.expr:slope", "--lang", "latex"], in: folder)
    #expect(latex.output.contains("\\begin{align*}") && latex.output.contains("\\sin"))
    let check = """
      "$DERIVE" emit a.expr:slope --lang mathml > a.xml && python3 -c 'import xml.dom.minidom as d; d.parse("a.xml")' &&
      "$DERIVE" emit a.expr:slope --lang sympy > a.py && python3 -m py_compile a.py &&
      (! python3 -c 'import sympy' 2>&- || python3 -c 'from a import lines; l, r = lines; assert (l.doit() - r).simplify() == 0')
      """
    let run = try Run(shell: check, in: folder)
    #expect(run.code == 0, "\(run.notes)")
  }

  /// The emitted function passes its own test program, one with a small mistake does not.
  @Test(arguments: ["f32", "f64"]) func testProgramsJudge(_ type: String) throws {
    let folder = try Folder([
      "a.expr": "dim m\nx, g : R^m\nL := sum(i, g[i]*x[i])/m\nclaim dx: diff(L, x[i]) = g[i]/m\n"
    ])
    let line = """
      "$DERIVE" emit a.expr:dx --lang c --dtype \(type) > a.c &&
      "$DERIVE" emit a.expr:dx --lang c --dtype \(type) --test --cases 12 --sizes m=0,1,5 > test.c &&
      gcc -std=c99 -Wall -Wextra -Werror a.c test.c -o right -lm && ./right; echo $?
      sed 's/dx\\[i\\] = /dx[i] = 1.001 * /' a.c > b.c && gcc -std=c99 b.c test.c -o wrong -lm && ./wrong | tail -n 1
      """
    let run = try Run(shell: line, in: folder)
    #expect(run.output.hasPrefix("0 of 12 cases are outside of the band\n0\n"), "\(run.output)\(run.notes)")
    #expect(run.output.contains(#/\n[1-9]\d* of 12 cases are outside of the band\n$/#), "\(run.output)")
  }
}
