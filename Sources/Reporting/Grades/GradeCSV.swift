import Grading

/// A row for each submission (RFC 4180), for spreadsheets and course systems.
struct GradeCSV {
  let text: String

  init(_ report: GradeReport) {
    let grades = report.grades
    var rows = [
      ["student", "mark", "points", "needs_human"] + grades.claims.map { $0.label } + ["mistakes", "remark"]
    ]
    for submission in grades.submissions {
      let marks =
        submission.obstacle != nil
        ? ["", MarkText.text(grades.points), "yes"] + grades.claims.map { _ in "" }
        : [MarkText.text(submission.mark), MarkText.text(grades.points), submission.needsPerson ? "yes" : "no"]
          + submission.claims.map { MarkText.text($0.mark) }
      rows.append(
        [submission.student] + marks
          + [submission.codes.joined(separator: " "), submission.questions.first?.text ?? ""])
    }
    text = rows.map { $0.map { GradeCSV.cell($0) }.joined(separator: ",") + "\n" }.joined()
  }

  /// A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV injection").
  private static func cell(_ content: String) -> String {
    var text = content.visible
    if let first = text.first, "=+-@".contains(first), Double(text) == nil { text = "'" + text }
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
