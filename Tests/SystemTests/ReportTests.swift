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

  private static let wrong = "x : R\nclaim a: diff(exp(x), x) = x*exp(x)\n"

  /// Beside the report at the terminal there may be any number of others, each like the one that `--format` writes.
  @Test func furtherReports() throws {
    let folder = try Folder(["a.expr": Self.wrong])
    let run = try Run(
      ["check", "a.expr", "--report", "html=a.html", "--report=sarif=a.sarif", "--report", "json=a=b.json"], in: folder)
    #expect(run.code == 1)
    #expect(run.output == (try Run(["check", "a.expr"], in: folder)).output)
    for (format, name) in [("html", "a.html"), ("sarif", "a.sarif"), ("json", "a=b.json")] {
      let written = try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
      #expect(written == (try Run(["check", "a.expr", "--format", format], in: folder)).output, "\(format)")
    }
    let unwritable = try Run(["check", "a.expr", "--report", "tap=missing/a.tap"], in: folder)
    #expect(unwritable.code == 2)
    #expect(unwritable.notes.contains("missing/a.tap: "))
    #expect(unwritable.output == run.output)
  }

  @Test func aPageIsTheSameWithAnyNumberOfWorkers() throws {
    let folder = try Folder(["a.expr": Self.wrong, "b.expr": "x : R\nclaim b: x = x\n"])
    let page = try Run(["report", "a.expr", "b.expr"], in: folder)
    #expect(page.code == 1)
    #expect(page.notes.isEmpty)
    #expect(page.output.hasPrefix("<!DOCTYPE html>\n") && page.output.hasSuffix("</html>\n"))
    #expect(page.output == (try Run(["report", "a.expr", "b.expr", "--jobs", "1"], in: folder)).output)
    let file = try Run(["report", "a.expr", "b.expr", "-o", "page.html", "--exit-zero"], in: folder)
    #expect(file.code == 0 && file.output.isEmpty)
    #expect(
      try String(contentsOf: folder.url.appendingPathComponent("page.html"), encoding: .utf8) == page.output)
    #expect(try Run(["report", "b.expr"], in: folder).code == 0)
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
