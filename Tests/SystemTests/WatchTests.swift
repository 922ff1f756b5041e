import Foundation
import Testing

/// `check --watch` says what each change of a file changes.
@Suite struct WatchTests {
  /// The last words of each report.
  private static let end = "seed 1\n"

  private func write(_ text: String, to name: String, in folder: Folder) throws {
    try folder.write(Data(text.utf8), to: name)
  }

  @Test func changesAreTold() throws {
    let right = "x : R\nclaim slope: diff(x^2, x) = 2*x\nclaim other: x + x = 2*x\n"
    let folder = try Folder(["a.expr": right])
    let run = try LiveRun(["check", "--watch", "a.expr", "--report", "short=out.txt"], in: folder)
    #expect(try run.text(until: Self.end).contains("✔ slope  line 2  proved"))
    // In place.
    try write(right.replacing("= 2*x\nclaim o", with: "= 3*x\nclaim o"), to: "a.expr", in: folder)
    let wrong = try run.text(until: Self.end)
    #expect(wrong.contains("a.expr  changed\n  ✘ slope  line 2  refuted, was proved  D0306"), "\(wrong)")
    #expect(wrong.contains("error[D0306]: claim slope: `3` should be `2`") && !wrong.contains("other"))
    #expect(wrong.hasSuffix("2 lines: 1 proved, 1 refuted   seed 1\n"))
    #expect(try folder.text("out.txt").hasPrefix("a.expr:2:"))
    // Taken away, and put back as editors do it: a new file takes the name.
    let path = folder.url.appendingPathComponent("a.expr")
    try FileManager.default.removeItem(at: path)
    try write(
      "# slopes\n" + right.replacing("= 2*x\nclaim o", with: "= 3*x\nclaim o") + "x*x = x^2\n", to: "b", in: folder)
    try FileManager.default.moveItem(at: folder.url.appendingPathComponent("b"), to: path)
    let more = try run.text(until: Self.end)
    #expect(more.contains("✔   line 5  proved, new"), "\(more)")
    #expect(
      more.contains("still open\n  a.expr:3:") && !more.contains("error[D0306]: claim slope: `3` should be `2`\n  ┌─"))
    // Comments change no verdict, and mended is mended.
    try write(right + "x*x = x^2\n# the end\n", to: "a.expr", in: folder)
    let mended = try run.text(until: Self.end)
    #expect(mended.contains("✔ slope  line 2  proved, was refuted"), "\(mended)")
    #expect(!mended.contains("still open") && !mended.contains("line 4"))
    try write(right, to: "a.expr", in: folder)
    #expect(try run.text(until: Self.end).contains("·   line 4  gone"))
    try write(right + "\n\n", to: "a.expr", in: folder)
    #expect(try run.text(until: Self.end).contains("a.expr  changed, every verdict is as it was"))
    try write("x : R\nclaim slope: (x = 1\n", to: "a.expr", in: folder)
    #expect(try run.text(until: Self.end).contains("error[D0119]: the bracket `(` is never closed"))
    #expect(run.interrupt() == 130)
  }

  @Test func foldersAreWatched() throws {
    let folder = try Folder(["d/a.expr": "x : R\nx = x\n"])
    let run = try LiveRun(["--watch", "d"], in: folder)
    #expect(try run.text(until: Self.end).contains("d/a.expr"))
    try write("y : R\ny = y + 1\n", to: "d/b.expr", in: folder)
    let more = try run.text(until: Self.end)
    #expect(
      more.contains("d/b.expr  new\n  ✘   line 2  refuted") && more.contains("2 files, 2 lines: 1 proved, 1 refuted"))
    #expect(!more.contains("d/a.expr"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("d/b.expr"))
    #expect(try run.text(until: Self.end).contains("d/b.expr  gone\n\n1 line: 1 proved"))
    #expect(run.interrupt() == 130)
  }

  @Test func aMissingFileIsWaitedFor() throws {
    let folder = try Folder(["a.expr": "x : R\nx = x\n"])
    let run = try LiveRun(["check", "--watch", "a.expr"], in: folder)
    _ = try run.text(until: Self.end)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("a.expr"))
    _ = try run.text(until: "derive: a.expr: no such file; waiting for it\n")
    try write("x : R\nx = 2*x\n", to: "a.expr", in: folder)
    #expect(try run.text(until: Self.end).contains("refuted, was proved"))
    #expect(run.interrupt() == 130)
  }

  @Test func whatCannotBeWatched() throws {
    let folder = try Folder(["a.expr": "x : R\nx = x\n"])
    let input = try Run(["check", "--watch", "-"], in: folder)
    #expect(input.code == 2 && input.notes.contains("standard input cannot be watched"))
    let form = try Run(["check", "--watch", "--format", "json", "a.expr"], in: folder)
    #expect(form.code == 2 && form.notes.contains("`--report json=FILE` writes a file after each change"))
    let missing = try Run(["check", "--watch", "b.expr"], in: folder)
    #expect(missing.code == 2 && missing.notes.contains("no such file or folder; did you mean `a.expr`?"))
    #expect(try Run(["report", "--watch", "a.expr"], in: folder).code == 2)
  }
}
