import Grading
import Numbers

/// `results.json` of a Gradescope autograder: a test for each claim.
public struct GradescopeResults {
  public let text: String

  public init(_ submission: GradedSubmission, _ report: GradeReport) {
    let grades = report.grades
    let visibility: [(String, JSONValue)] = report.visibility.map { [("visibility", .string($0.rawValue))] } ?? []
    var members: [(String, JSONValue)] = []
    if submission.obstacle == nil { members.append(("score", .number(submission.mark.double))) }
    let output =
      submission.obstacle.map { "cannot be read: \($0)" }
      ?? (submission.needsPerson ? "a person has still to look at this" : "")
    members += [("output", .string(output.visible))] + visibility
    var tests: [JSONValue] = []
    for claim in submission.claims {
      let status: [(String, JSONValue)] =
        claim.doubts.isEmpty ? [("status", .string(claim.mark == claim.points ? "passed" : "failed"))] : []
      tests.append(
        .object(
          [
            ("name", .string(claim.label)), ("score", .number(claim.mark.double)),
            ("max_score", .number(claim.points.double)),
          ] + status + [
            ("output", .string(claim.account(in: submission).joined(separator: "\n"))),
            ("tags", JSONValue(claim.codes)),
          ] + visibility))
    }
    if submission.obstacle != nil {
      members.insert(("score", .number(0)), at: 0)
      for claim in grades.claims {
        tests.append(
          .object(
            [
              ("name", .string(claim.label)), ("score", .number(0)), ("max_score", .number(claim.points.double)),
              ("output", .string("cannot be read")), ("tags", .array([])),
            ] + visibility))
      }
    }
    text = JSONValue.object(members + [("tests", .array(tests))]).text
  }
}
