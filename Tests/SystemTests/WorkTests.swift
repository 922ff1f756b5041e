import Foundation
import Testing

/// Lines that no machine finishes: each ends in an answer or says that its work is used up, within seconds and a gigabyte.
@Suite struct WorkTests {
  struct Line: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    /// Lines that are judged; each may take its account of work.
    var lines = 1

    init(_ name: String, _ text: String, lines: Int = 1) {
      (testDescription, self.text, self.lines) = (name, text, lines)
    }
  }

  /// Three times what a line takes where the longest was measured (5 s, 13 s without optimization), for machines that
  /// are slower or busy.
  #if DEBUG
    private static let secondsPerLine = 40
  #else
    private static let secondsPerLine = 15
  #endif
  private static let kilobytes = 1_000_000

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  private static func doubling(_ step: (String) -> String) -> String {
    (1..<60).map { "d\($0) := \(step("d\($0 - 1)"))\n" }.joined()
  }

  private static func symbolicMatrix(_ size: Int) -> String {
    let names = (0..<size).map { i in (0..<size).map { "a\(i)_\($0)" } }
    let rows = names.map { $0.joined(separator: ", ") }.joined(separator: "; ")
    return names.joined().joined(separator: ", ") + " : R\nM := [\(rows)]\n"
  }

  static let all = [
    Line("tower of powers", "x : R\nclaim a: 2^2^2^2^2^2 = x\n"),
    Line("power of a sum", "x, y, z : R\nclaim a: (x + y + z)^1000 = x\n"),
    Line("sum to 10^12", "claim a: sum(i in 1..10^12, i) = 1\n"),
    Line("nested sums", "x : R\nclaim a: sum(i in 1..1000, sum(j in 1..1000, sin(i*j*x))) = x\n"),
    Line("symbolic determinant", symbolicMatrix(20) + "claim a: det(M) = 0\n"),
    Line("inverse of 20 by 20", "A : invertible(20)\nB : R^(20,20)\nclaim a: inv(A)*B = B*inv(A)\n"),
    Line(
      "tower of exponentials", "x : R\nclaim a: exp(exp(exp(exp(x)))) = x\nclaim b: exp(exp(exp(exp(5)))) = 1\n",
      lines: 2),
    Line("powers of matrices", "dim n\nA : R^(n,n)\nclaim a: ((A^16)^16)^16 = A\n"),
    Line("power of a sum of matrices", "dim n\nA, B, C : R^(n,n)\nclaim a: (A + B + C)^16 = (A + B)^16\n"),
    Line("true power of matrices", "dim n\nA : R^(n,n)\nclaim a: A^16*A^16 = A^15*A^16*A\n"),
    Line(
      "many cases",
      "x : R\nclaim a: cases(" + (0..<2000).map { "x < \($0): x^\($0 % 7), " }.joined() + "else: x) = x\n"),
    Line("many entries", "a : R^300\nclaim a: sum(a) = 0\nclaim b: norm(a)^4 = a'*a\n", lines: 2),
    Line("more entries", "a : R^100000\nclaim a: sum(a) = 0\n"),
    Line(
      "many quantities",
      (0..<1000).map { "a\($0) : R\n" }.joined() + "claim a: " + (0..<1000).map { "a\($0)" }.joined(separator: " + ")
        + " = 0\n"),
    Line("sum of fractions", "claim a: " + (1..<5000).map { "1/\($0)" }.joined(separator: " + ") + " = 1\n"),
    Line("long fractions", "x : R\nclaim a: (1 + 1/3)^100000 = x\nclaim b: (2/3)^(10^9) = x\n", lines: 2),
    Line(
      "sums that double", "x : R\nd0 := x\n" + doubling { "\($0) + \($0)" } + "claim a: d59 = x\nclaim b: d59 >= 0\n",
      lines: 2),
    Line(
      "products that double",
      "x : R\nd0 := x + 1\n" + doubling { "\($0)*\($0)" } + "claim a: d59 = x\nclaim b: diff(d59, x) = 0\n", lines: 2),
    Line(
      "functions that double",
      "x : R\nd0 := x\n" + doubling { "sin(\($0))*cos(\($0))" } + "claim a: d59 = x\nclaim b: diff(d59, x) = 0\n",
      lines: 2),
    Line(
      "vectors that double", "dim n\nx : R^n\nd0 := x\n" + doubling { "\($0)*norm(\($0))^2" } + "claim a: d59 = x\n"),
    Line("nested logarithms", "x : R\nclaim a: " + repeated("log(", 5000) + "x" + repeated(")", 5000) + " = x\n"),
    Line("nested roots", "x : R\nclaim a: " + repeated("sqrt(", 5000) + "x" + repeated(")", 5000) + " = x\n"),
    Line("recursion of functions", "x : R\nh[0] := x\nh[t] := sin(h[t-1]) for t in 1..10000\nclaim a: h[10000] = x\n"),
    Line(
      "recursion of polynomials",
      "x : R\nh[0] := x\nh[t] := h[t-1]^2 + h[t-1] for t in 1..100000\nclaim a: h[100000] = x\n"
        + "claim b: diff(h[10000], x) = 0\n", lines: 2),
    Line("derivatives", "x : R\nclaim a: " + repeated("diff(", 20) + "tan(x)" + repeated(", x)", 20) + " = x\n"),
    Line("many bits", "b[50] ~ bernoulli(1/3)\nclaim a: E(exp(sum(b))) = 1\nclaim b: E(sum(b)^8) = 1\n", lines: 2),
    Line(
      "many variables",
      "P : prob(" + (0..<20).map { "x\($0)" }.joined(separator: ", ") + ")\nclaim a: P(x0 | x1) = P(x0)\n"),
    Line(
      "quantifiers",
      "claim a: " + (0..<30).map { "forall u\($0) in R: " }.joined()
        + (0..<30).map { "u\($0)^2" }.joined(separator: " + ") + " >= 0\n"),
  ]

  @Test(arguments: all) func ends(_ line: Line) throws {
    let folder = try Folder(["t.expr": line.text])
    let seconds = WorkTests.secondsPerLine * line.lines
    let shell = "ulimit -t \(seconds); ulimit -v \(WorkTests.kilobytes); \"$DERIVE\" check --format short t.expr"
    let run = try Run(shell: shell, in: folder)
    #expect([0, 1, 3].contains(run.code), "\(run.code) \(run.output.prefix(300)) \(run.notes.prefix(300))")
    #expect(run.notes.isEmpty)
  }

  /// A line whose work is used up takes nothing from the next one, and is the same wherever it stands.
  @Test func linesHaveTheirOwnAccounts() throws {
    let large = "sum(i in 1..1000, sum(j in 1..1000, sin(i*j*x))) = x\n"
    let run = try Run(["--format", "short", "-"], input: "x : R\n\(large)claim small: x + x = 2*x\n\(large)")
    let lines = run.output.split(separator: "\n").map { $0.drop { $0 != " " } }
    #expect(run.code == 3)
    #expect(lines.count == 2 && lines[0] == lines[1], "\(run.output)")
    #expect(run.output.contains("its evaluation takes more work than a line may"))
  }
}
