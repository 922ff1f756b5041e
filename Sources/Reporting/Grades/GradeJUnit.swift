import Grading
import Numbers

/// JUnit XML: a suite for each student, a case for each claim; lost points are a failure, what needs a person is skipped.
struct GradeJUnit {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  init(_ report: GradeReport) {
    let suites = report.grades.submissions.map { Suite($0, report.grades) }
    let totals = suites.reduce((0, 0, 0, 0)) {
      ($0.0 + $1.cases.count, $0.1 + $1.failures, $0.2 + $1.errors, $0.3 + $1.skipped)
    }
    text +=
      "<testsuites name=\"\(report.grades.name.markup)\" tests=\"\(totals.0)\" failures=\"\(totals.1)\" errors=\"\(totals.2)\" skipped=\"\(totals.3)\">\n"
    for suite in suites { text += suite.text }
    text += "</testsuites>\n"
  }

  private struct Suite {
    var name: String
    var cases: [String] = []
    var failures = 0
    var errors = 0
    var skipped = 0

    init(_ submission: GradedSubmission, _ grades: ClassGrades) {
      name = submission.student
      if let obstacle = submission.obstacle {
        errors = 1
        add("submission", "<error message=\"\("cannot be read: \(obstacle)".markup)\"/>")
      }
      for claim in submission.claims {
        let text = claim.account(in: submission).joined(separator: "\n")
        let marks = "\(MarkText.text(claim.mark)) of \(MarkText.points(claim.points))"
        if !claim.doubts.isEmpty {
          skipped += 1
          add(claim.label, "<skipped message=\"\("needs a human; \(marks) so far".markup)\"/>")
        } else if claim.mark < claim.points {
          failures += 1
          add(claim.label, "<failure message=\"\(marks.markup)\">\(text.markup)</failure>")
        } else {
          add(claim.label, nil)
        }
      }
    }

    private mutating func add(_ label: String, _ content: String?) {
      let start = "    <testcase classname=\"\(name.markup)\" name=\"\(label.markup)\""
      cases.append(content.map { "\(start)>\($0)</testcase>\n" } ?? "\(start)/>\n")
    }

    var text: String {
      "  <testsuite name=\"\(name.markup)\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\">\n"
        + cases.joined() + "  </testsuite>\n"
    }
  }
}
