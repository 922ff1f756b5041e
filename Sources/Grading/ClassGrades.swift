import Diagnostics
import Numbers

/// The marks of all who handed in, and what they have in common.
public struct ClassGrades: Sendable {
  /// As the key's file is called.
  public var name: String
  /// The claims of the key with what they are worth.
  public var claims: [(label: String, points: Rational)]
  /// Sorted as they were given.
  public var submissions: [GradedSubmission]

  public init(grader: Grader, name: String, submissions: [GradedSubmission]) {
    self.name = name
    claims = grader.key.labels.map { ($0, grader.rubric.points(of: $0)) }
    self.submissions = submissions
  }

  public var points: Rational { claims.reduce(.zero) { $0 + $1.points } }

  /// Of those that could be read; nil if none could.
  public var mean: Rational? {
    let marks = submissions.filter { $0.obstacle == nil }.map { $0.mark }
    guard !marks.isEmpty else { return nil }
    return marks.reduce(.zero, +) * Rational(1, marks.count)
  }

  /// The same mistake in the same claim.
  public struct Cluster: Sendable {
    public var label: String
    public var mistake: MistakeKind
    /// Everyone once, in the order of the submissions.
    public var students: [String]
    public var occurrences: [Occurrence]
  }

  /// A line with a mistake.
  public struct Occurrence: Sendable {
    public var student: String
    public var line: GradedLine
    /// What was taken off for it.
    public var points: Rational
  }

  /// Those that most students made first.
  public var clusters: [Cluster] {
    var found: [Cluster] = []
    var places: [Place: Int] = [:]
    for submission in submissions {
      for claim in submission.claims {
        for loss in claim.losses {
          guard case .mistake(let kind) = loss.cause, let line = loss.line else { continue }
          let place = Place(label: claim.label, mistake: kind)
          let position = places[place] ?? found.count
          if position == found.count {
            places[place] = position
            found.append(Cluster(label: claim.label, mistake: kind, students: [], occurrences: []))
          }
          if found[position].students.last != submission.student { found[position].students.append(submission.student) }
          found[position].occurrences.append(
            Occurrence(student: submission.student, line: claim.lines[line], points: loss.points))
        }
      }
    }
    return found.enumerated().sorted { a, b in
      (b.element.students.count, a.offset) < (a.element.students.count, b.offset)
    }.map { $0.element }
  }

  private struct Place: Hashable {
    var label: String
    var mistake: MistakeKind
  }
}
