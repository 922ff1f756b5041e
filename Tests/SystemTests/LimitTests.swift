import Foundation
import Testing

/// Inputs of a size that nobody writes: an answer or a clear limit, in seconds, never a crash.
@Suite struct LimitTests {
  private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  /// What one line comes to, and how the run ends.
  private func expect(_ line: String, _ code: Int32, _ finding: String = "") throws {
    let run = try Run(["--format", "short", "-"], input: "x : R\nclaim a: \(line)\n")
    #expect(run.code == code, "\(run.output.prefix(300))\(run.notes.prefix(300))")
    #expect(finding.isEmpty || run.output.contains(finding), "\(run.output.prefix(300))")
    #expect(run.notes.isEmpty)
  }

  @Test func aLineOfAMegabyte() throws {
    try expect("x" + repeated(" + x", 249_999) + " = 250000*x", 0)
    try expect(repeated("q", 1_000_000) + " = 0", 1, "error[D0151]")
  }

  @Test func nesting() throws {
    try expect(repeated("(", 100_000) + "x" + repeated(")", 100_000) + " = x", 0)
    try expect(repeated("(", 100_000) + "x" + repeated(")", 99_999) + " = x", 1, "error[D0119]")
    try expect(repeated("-", 100_000) + "x = x", 0)
    try expect(repeated("diff(", 200) + "exp(x)" + repeated(", x)", 200) + " = exp(x)", 0)
    try expect(repeated("not (", 5_000) + "x = x" + repeated(")", 5_000), 1, "error[D0704]")
  }

  @Test func powersThatNobodyWritesOut() throws {
    try expect("2^2^2^2^2^2 = x", 3, "warning[D0701]")
    try expect("10^10^10 + 1 = 10^10^10", 3, "warning[D0701]")
    try expect("(x + 1)^100000 = (1 + x)^100000", 0)
  }

  @Test func aLongChainAndManyClaims() throws {
    try expect("x\n" + repeated("  = x + 0\n", 2_000), 0)
    let claims = (0..<1_000).map { "claim c\($0): \($0)*x + x = \($0 + 1)*x\n" }.joined()
    let run = try Run(["-"], input: "x : R\n" + claims)
    #expect(run.code == 0)
    #expect(run.output.contains("1000 lines: 1000 proved"))
  }

  /// d59 has 2^59 factors when it is written out.
  @Test func definitionsThatDouble() throws {
    let lines = (1..<60).map { "d\($0) := d\($0 - 1)*d\($0 - 1)\n" }.joined()
    let run = try Run(["-"], input: "x : R\nd0 := x\n\(lines)claim a: d59 = d58^2\nclaim b: diff(d3, x) = 8*x^7\n")
    #expect(run.code == 0, "\(run.output.prefix(500))")
  }

  @Test func bytesThatAreNoText() throws {
    let folder = try Folder()
    try folder.write(Data("x : R\nclaim caf".utf8) + [0xE9] + Data(": x = x\n".utf8), to: "latin.expr")
    try folder.write(Data("x : R\nclaim a: x = ".utf8) + [0] + Data("x\n".utf8), to: "nul.expr")
    let latin = try Run(["--format", "short", "latin.expr"], in: folder)
    #expect(latin.code == 1)
    #expect(latin.output.hasPrefix("latin.expr:2:10: error[D0103]"))
    #expect(try Run(["nul.expr"], in: folder).code == 2)
  }
}
