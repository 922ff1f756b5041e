import Foundation
import Testing

/// What is printed for the case files: the same with any number of workers, and readable by machines.
@Suite struct ReportTests {
  private static let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Cases/verdicts").path

  /// Exit codes by what the worst line is.
  @Test func exitCodes() throws {
    func code(_ claim: String, _ flags: [String] = []) throws -> Int32 {
      try Run(flags + ["-"], input: "x, y : R; s : positive; n : R^2\n\(claim)\n").code
    }
    #expect(try code("x + x = 2*x") == 0)
    #expect(try code("x + x = 3*x") == 1)
    #expect(try code("sqrt(x^2) = x") == 1)
    #expect(try code("x = n") == 1)
    #expect(try code("x wrong = n") == 0)
    #expect(try code("sqrt(x^2) wrong = x") == 0)
    #expect(try code("log(-s) = 0") == 3)
    #expect(try code("log(-s) = 0\nx = y") == 1)
    #expect(try code("x = ") == 1)
    #expect(try code("") == 2)
  }

  @Test func oneWorkerOrFour() throws {
    let one = try Run(["--format", "json", "--jobs", "1", Self.cases])
    let four = try Run(["--format", "json", "--jobs", "4", Self.cases])
    #expect(one.output == four.output)
    #expect(one.code == four.code)
    #expect(!one.output.isEmpty)
  }

  @Test func theJSONIsOneDocument() throws {
    let run = try Run(["--format", "json", Self.cases])
    let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let document = try #require(value as? [String: Any])
    #expect(document["schema"] as? String == "derive-report/1")
    let files = try #require(document["files"] as? [[String: Any]])
    let written = try FileManager.default.contentsOfDirectory(atPath: Self.cases).filter { $0.hasSuffix(".expr") }
    #expect(files.count == written.count)
    let steps = files.flatMap { $0["steps"] as? [[String: Any]] ?? [] }
    #expect(steps.contains { $0["verdict"] as? String == "refuted" && $0["counterexample"] is [String: Any] })
    #expect(!run.output.contains("D0901"))
  }

  /// What comes through standard input is reported like the file, but for its name.
  @Test func standardInputIsReadLikeAFile() throws {
    let text = "x : R\nclaim a: x + x = 3*x\nclaim b: x*x = x^2\n"
    let folder = try Folder(["a.expr": text])
    for format in ["human", "short", "json"] {
      let file = try Run(["--format", format, "a.expr"], in: folder)
      let input = try Run(["--format", format, "-", "--stdin-name", "a.expr"], in: folder, input: text)
      #expect(file.output == input.output)
      #expect(file.code == input.code)
    }
  }
}
