import Grading

/// A row for each submission.
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
    text = TableOfCommas.text(rows)
  }
}
