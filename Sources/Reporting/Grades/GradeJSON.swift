import Checking
import Diagnostics
import Grading
import Numbers

/// One JSON document, `derive-grades/1`: all marks, how each arose, and the mistakes of the class. Its schema is
/// `Tests/Golden/json/derive-grades-1.schema.json`.
struct GradeJSON {
  let text: String

  init(_ report: GradeReport) {
    let grades = report.grades
    let open = grades.submissions.filter { $0.needsPerson }.count
    text =
      JSONValue.object([
        ("schema", .string("derive-grades/1")),
        ("tool", .object([("name", .string("derive")), ("version", .string(report.toolVersion))])),
        ("seed", .unsigned(report.seed)), ("complete", .boolean(report.isComplete)), ("key", .string(grades.name)),
        ("points", .number(grades.points.double)),
        (
          "claims",
          .array(
            grades.claims.map { .object([("label", .string($0.label)), ("points", .number($0.points.double))]) })
        ),
        ("submissions", .array(grades.submissions.map { GradeJSON.value(of: $0) })),
        ("clusters", .array(grades.clusters.map { GradeJSON.value(of: $0) })),
        (
          "summary",
          .object([
            ("submissions", .integer(grades.submissions.count)), ("needHuman", .integer(open)),
            ("mean", grades.mean.map { .number($0.double) } ?? .null),
          ])
        ),
      ]).text
  }

  private static func value(of submission: GradedSubmission) -> JSONValue {
    .object([
      ("student", .string(submission.student)), ("path", .string(submission.path)),
      ("obstacle", JSONValue(submission.obstacle)),
      ("mark", submission.obstacle == nil ? .number(submission.mark.double) : .null),
      ("needsHuman", .boolean(submission.needsPerson)),
      ("claims", .array(submission.claims.map { value(of: $0, submission.source) })),
      ("breaches", .array(submission.breaches.map { value(of: $0, submission.source) })),
      ("questions", .array(submission.questions.map { .string($0.text) })),
    ])
  }

  private static func value(of claim: GradedClaim, _ source: SourceText?) -> JSONValue {
    .object([
      ("label", .string(claim.label)), ("points", .number(claim.points.double)),
      ("mark", .number(claim.mark.double)), ("attempt", .string(claim.attemptName)),
      ("attempts", .integer(claim.attempts)), ("unrounded", claim.unrounded.map { .number($0.double) } ?? .null),
      ("lines", .array(claim.lines.indices.map { value(ofLineAt: $0, of: claim, source) })),
      (
        "losses",
        .array(
          claim.losses.map { loss in
            .object([
              ("points", .number(loss.points.double)), ("code", JSONValue(loss.code)),
              ("message", .string(loss.message(in: claim))), ("line", line(loss.line, of: claim, source)),
            ])
          })
      ),
      (
        "doubts",
        .array(
          claim.doubts.map { doubt in
            .object([
              ("message", .string(doubt.message(in: claim))), ("line", line(doubt.line, of: claim, source)),
            ])
          })
      ),
    ])
  }

  private static func line(_ position: Int?, of claim: GradedClaim, _ source: SourceText?) -> JSONValue {
    guard let position, let source, position < claim.lines.count else { return .null }
    return .integer(source.line(at: claim.lines[position].checked.span.start))
  }

  private static func value(ofLineAt position: Int, of claim: GradedClaim, _ source: SourceText?) -> JSONValue {
    .object([
      ("line", line(position, of: claim, source)),
      ("verdict", .string(claim.lines[position].checked.verdict.rawValue)),
      ("standing", .string(claim.lines[position].standingName)),
      ("counted", .boolean(!claim.setAside.contains(position))),
    ])
  }

  private static func value(of breach: Breach, _ source: SourceText?) -> JSONValue {
    .object([
      ("code", .string(breach.code)), ("message", .string(breach.message)), ("claim", JSONValue(breach.claim)),
      ("line", source.map { .integer($0.line(at: breach.span.start)) } ?? .null),
    ])
  }

  private static func value(of cluster: ClassGrades.Cluster) -> JSONValue {
    .object([
      ("claim", .string(cluster.label)), ("code", .string(cluster.mistake.code)),
      ("residual", JSONValue(cluster.mistake.residual?.text)), ("name", JSONValue(cluster.mistake.name)),
      ("title", .string(cluster.message)),
      ("students", JSONValue(cluster.students)),
    ])
  }
}
