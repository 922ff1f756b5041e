import Diagnostics
import Grading
import Numbers

/// A key, a rubric and what students hand in, for tests.
struct Homework {
  static let key = """
    dim K
    z : R^K;  y : onehot(K)
    p[i] := exp(z[i]) / sum(j, exp(z[j]))
    L    := -sum(i, y[i]*log(p[i]))
    claim gradient:
      diff(L, z[j])
        = -sum(i, y[i]*diff(log(p[i]), z[j]))
        = -sum(i, y[i]*(delta(i,j) - p[j]))
        = sum(i, y[i])*p[j] - y[j]
        = p[j] - y[j]
    """

  static let rubric = """
    points gradient 4
    requires gradient step "-sum(i, y[i]*(delta(i,j) - p[j]))" 1
    deduct D0301 1
    deduct other 2
    """

  static func grader(_ key: String = key, _ rubric: String? = rubric) throws -> Grader {
    try Grader.make(
      key: SourceText(name: "hw.expr", text: key), rubric: rubric.map { SourceText(name: "hw.rubric", text: $0) },
      seed: 1
    ).get()
  }

  static func graded(_ text: String, _ rubric: String? = rubric, key: String = key) throws -> GradedSubmission {
    try grader(key, rubric).graded(
      Submission(student: "ada", path: "ada.expr", content: .text(Array(text.utf8))))
  }

  /// The claim of the key with these lines.
  static func chain(_ lines: String..., header: String = "claim gradient:") -> String {
    header + "\n  " + lines.joined(separator: "\n    = ") + "\n"
  }

  /// The mistakes of a key or a rubric, with the text that each of them marks.
  static func mistakes(_ key: String = key, _ rubric: String?) -> [(code: String, text: String)] {
    let made = Grader.make(
      key: SourceText(name: "hw.expr", text: key), rubric: rubric.map { SourceText(name: "hw.rubric", text: $0) },
      seed: 1)
    guard case .failure(let mistakes) = made else { return [] }
    return mistakes.all.map { ($0.code, mistakes.source.text(of: $0.span)) }
  }
}

extension GradedSubmission {
  var losses: [Loss] { claims.flatMap { $0.losses } }
  var standings: [GradedLine.Standing] { claims.flatMap { $0.lines.map { $0.standing } } }
}
