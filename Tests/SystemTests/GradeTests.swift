import Foundation
import Testing

/// `derive grade`: a folder of submissions, and whatever else may lie in it.
@Suite struct GradeTests {
  private static let key = """
    dim K
    z : R^K;  y : onehot(K)
    p[i] := exp(z[i]) / sum(j, exp(z[j]))
    L    := -sum(i, y[i]*log(p[i]))
    claim gradient:
      diff(L, z[j])
        = -sum(i, y[i]*(delta(i,j) - p[j]))
        = p[j] - y[j]

    """
  private static let right =
    "claim gradient:\n  diff(L, z[j])\n    = -sum(i, y[i]*(delta(i,j) - p[j]))\n    = p[j] - y[j]\n"
  private static let wrong =
    "claim gradient:\n  diff(L, z[j])\n    = -sum(i, y[i]*(delta(i,j) - p[j]))\n    = p[j] + y[j]\n"

  private func folder() throws -> Folder {
    let folder = try Folder([
      "key.expr": Self.key, "key.rubric": "points gradient 2\n", "in/ada.expr": Self.right, "in/ben/x.expr": Self.wrong,
      "in/cleo.md": "I did this:\n\n```derive\n\(Self.right)```\n", "in/dan.expr": "", "in/eve.pdf": "%PDF",
      "in/.hidden": "", "in/gus/a.expr": "", "in/gus/b.expr": "",
    ])
    try folder.write(Data((0...255).map { UInt8($0) }), to: "in/fay.expr")
    try folder.write(Data(repeating: 0x20, count: 2 << 20), to: "in/hal.expr")
    return folder
  }

  private static let command = ["grade", "in", "--key", "key.expr", "--rubric", "key.rubric"]

  @Test func everyoneHasARow() throws {
    let folder = try folder()
    let run = try Run(Self.command + ["--format", "csv"], in: folder)
    #expect(run.code == 3)
    #expect(run.notes.isEmpty)
    #expect(
      run.output == """
        student,mark,points,needs_human,gradient,mistakes,remark
        ada,2,2,no,2,,
        ben,1,2,no,1,D0301,
        cleo,2,2,no,2,,
        dan,,2,yes,,,cannot be read: there is nothing in it
        eve.pdf,,2,yes,,,cannot be read: a derivation is a file *.expr or *.md
        fay,,2,yes,,,cannot be read: this is not a text file: it holds the byte 0x00
        gus,,2,yes,,,cannot be read: 2 derivations: which one counts?
        hal,,2,yes,,,cannot be read: larger than 1 MB

        """)
  }

  @Test func sameBytesAtAnyNumberOfJobs() throws {
    let folder = try folder()
    let one = try Run(Self.command + ["--format", "json", "-j", "1"], in: folder).output
    #expect(try Run(Self.command + ["--format", "json", "-j", "4"], in: folder).output == one)
  }

  @Test func filesAreWritten() throws {
    let folder = try folder()
    let run = try Run(Self.command + ["-o", "marks.csv", "--report", "html=pages"], in: folder)
    #expect(run.output.contains("2×") == false && run.output.contains("1×  D0301"))
    #expect(try folder.text("marks.csv").hasPrefix("student,mark"))
    #expect(try folder.text("pages/index.html").contains("student-ben.html"))
    #expect(try folder.text("pages/student-ben.html").contains("D0301"))
    #expect(try Run(Self.command + ["--format", "gradescope"], in: folder).code == 2)
    #expect(try Run(Self.command + ["--format", "gradescope", "-o", "results"], in: folder).code == 3)
    #expect(try folder.text("results/ada.json").contains("\"score\": 2"))
  }

  @Test func oneSubmission() throws {
    let folder = try folder()
    let least = ["--key", "key.expr", "--rubric", "key.rubric", "--min", "2"]
    #expect(try Run(["grade", "in/ada.expr"] + least, in: folder).code == 0)
    #expect(try Run(["grade", "in/ben/x.expr"] + least, in: folder).code == 1)
  }

  /// With `--ids` no form of the marks names a student or a file, and the table tells the teacher who is who.
  @Test func ids() throws {
    let folder = try folder()
    try folder.write(Data("between us\n".utf8), to: "secret")
    let run = try Run(
      Self.command + [
        "--ids-table", "in/ids.csv", "--ids-secret", "secret", "--report", "html=pages", "-o", "marks.csv",
      ],
      in: folder)
    #expect(run.code == 3 && run.notes.isEmpty, "\(run.notes)")
    let rows = try folder.text("in/ids.csv").split(separator: "\n").map { $0.split(separator: ",").map { String($0) } }
    #expect(rows.first == ["id", "student", "file"])
    #expect(rows.dropFirst().map { $0[1] } == ["ada", "ben", "cleo", "dan", "eve.pdf", "fay", "gus", "hal"])
    #expect(rows[2][2] == "in/ben/x.expr")
    let ids = rows.dropFirst().map { $0[0] }
    let marks = try folder.text("marks.csv").split(separator: "\n").dropFirst()
    #expect(marks.map { $0.prefix { $0 != "," } }.map { String($0) } == ids.sorted())
    #expect(marks.contains { $0.hasPrefix("\(rows[2][0]),1,2,no") })
    var texts = [run.output, try folder.text("marks.csv"), try folder.text("pages/index.html")]
    for id in ids { texts.append(try folder.text("pages/student-\(id).html")) }
    for format in ["json", "junit"] {
      texts.append(try Run(Self.command + ["--ids", "--format", format], in: folder).output)
    }
    #expect(try Run(Self.command + ["--ids", "--format", "gradescope", "-o", "results"], in: folder).code == 3)
    texts.append(try Run(Self.command + ["--ids-secret", "secret", "--explain", rows[2][0]], in: folder).output)
    #expect(texts[texts.count - 1].contains("\(rows[2][0]).expr:4:"))
    for text in texts {
      for name in ["ada", "ben", "cleo", "dan", "eve", "fay", "gus", "hal", "in/"] {
        #expect(text.range(of: "\\b\(name)\\b", options: .regularExpression) == nil, "\(name) in \(text.prefix(300))")
      }
    }
    // Without the secret the ids are others; with it they are the same, whether a line end stands behind it or not.
    try folder.write(Data("between us".utf8), to: "secret")
    #expect(
      try Run(Self.command + ["--ids-secret", "secret", "--ids-table", "in/ids.csv", "--format", "csv"], in: folder)
        .output
        == folder.text("marks.csv"))
    #expect(try !Run(Self.command + ["--ids", "--format", "csv"], in: folder).output.contains(rows[2][0]))
  }

  @Test func explanation() throws {
    let folder = try folder()
    let run = try Run(Self.command + ["--explain", "ben"], in: folder)
    #expect(run.output.contains("1 of 2 points"))
    #expect(run.output.contains("error[D0301]: claim gradient: the term `y[j]` has the wrong sign"))
    #expect(run.output.contains("in/ben/x.expr:4:"))
    let other = try Run(Self.command + ["--explain", "bem"], in: folder)
    #expect(other.code == 2 && other.notes.contains("did you mean `ben`?"))
  }

  @Test(arguments: [
    (["grade"], "needs one folder of submissions"), (["grade", "in"], "needs a key"),
    (["grade", "out", "--key", "key.expr"], "out: no such file or folder"),
    (["grade", "in", "--key", "kee.expr"], "kee.expr: no such file"),
    (["grade", "in", "--key", "key.expr", "--min", "much"], "needs a number of points"),
    (["grade", "in", "--key", "key.expr", "--report", "pages"], "--report html=FOLDER"),
    (["grade", "in", "--key", "in/ben/x.expr"], "error[D0151]"),
    (["grade", "in", "--key", "key.expr", "--ids-secret", "none"], "none: no such file"),
    (["grade", "in", "--key", "key.expr", "--ids-secret", "in/dan.expr"], "there is no secret in it"),
    (["grade", "in", "--key", "key.expr", "--ids-table", "-"], "`--ids-table` needs a file"),
    (["grade", "in", "--key", "key.expr", "--ids-table", "none/ids.csv"], "none/ids.csv: no such file"),
    (["grade", "in", "--key", "key.expr", "--rubric", "key.expr"], "error[D0801]"),
  ])
  func usage(_ arguments: [String], _ message: String) throws {
    let run = try Run(arguments, in: try folder())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.notes.contains(message), "\(run.notes)")
  }
}
