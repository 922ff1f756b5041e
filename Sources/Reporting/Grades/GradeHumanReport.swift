import Checking
import Diagnostics
import Grading
import Numbers

/// For the person who grades: everyone's marks, then what needs a human, then the mistakes of the class, then the counts.
struct GradeHumanReport {
  /// Students named for one mistake.
  private static let namesOfCluster = 4
  private static let widthOfName = 24
  private static let widthOfText = 92

  private let report: GradeReport
  private let presentation: Presentation
  private var output: StyledText

  init(_ report: GradeReport, _ presentation: Presentation) {
    self.report = report
    self.presentation = presentation
    output = StyledText(presentation)
    if presentation.detail != .quiet { writeMarks() }
    writeQueue()
    writeClusters()
    writeSummary()
  }

  var text: String { output.text }

  private var grades: ClassGrades { report.grades }
  private var cutMark: String { presentation.text(of: .cut) }

  private mutating func writeMarks() {
    let claims = grades.claims.map {
      "\($0.label.cut(to: Self.widthOfName, mark: cutMark))/\(MarkText.text($0.points))"
    }
    var table = TextTable(
      headings: ["student", "total/\(MarkText.text(grades.points))"] + claims + [""],
      alignments: [.left, .decimalPoint] + claims.map { _ in .decimalPoint } + [.left])
    for submission in grades.submissions { table.add(row(of: submission)) }
    for (position, line) in table.lines.enumerated() {
      output.add("  " + line, position == 0 ? .strong : .plain)
      output.endLine()
    }
    output.endLine()
  }

  private func row(of submission: GradedSubmission) -> [String] {
    let name = submission.student.visible.cut(to: Self.widthOfName, mark: cutMark)
    if let obstacle = submission.obstacle {
      return [name, "-"] + grades.claims.map { _ in "-" } + ["cannot be read: \(obstacle)"]
    }
    let marks = submission.claims.map { MarkText.text($0.mark) + ($0.doubts.isEmpty ? "" : "?") }
    let total = MarkText.text(submission.mark) + (submission.needsPerson ? "?" : "")
    return [name, total] + marks + [submission.codes.joined(separator: " ")]
  }

  /// What the machine leaves to a person.
  private mutating func writeQueue() {
    let queue = grades.submissions.filter { $0.needsPerson }
    guard !queue.isEmpty else { return }
    output.add("needs a human", .warning)
    output.endLine()
    for submission in queue {
      for question in submission.questions {
        let name = submission.student.visible.cut(to: Self.widthOfName, mark: cutMark)
        output.add("  " + name.padded(to: nameWidth) + "  ")
        output.add(presentation.prose(question.text).cut(to: Self.widthOfText, mark: cutMark))
        output.endLine()
      }
    }
    output.endLine()
  }

  private var nameWidth: Int {
    min(Self.widthOfName, grades.submissions.filter { $0.needsPerson }.map { $0.student.columns }.max() ?? 0)
  }

  private mutating func writeClusters() {
    let clusters = grades.clusters
    guard !clusters.isEmpty else { return }
    output.add("mistakes", .strong)
    output.endLine()
    let counts = clusters.map { "\($0.students.count)" + presentation.text(of: .times) }
    let width = counts.map { $0.columns }.max() ?? 0
    for (cluster, count) in zip(clusters, counts) {
      output.add("  " + String(repeating: " ", count: width - count.columns) + count + "  ")
      output.add(cluster.mistake.code, .strong)
      output.add("  " + presentation.prose(cluster.title).cut(to: Self.widthOfText, mark: cutMark))
      output.add("   " + names(of: cluster), .faint)
      output.endLine()
      if let line = cluster.labelLine {
        output.add(String(repeating: " ", count: width + 4) + "no name yet; in the rubric:  " + line, .faint)
        output.endLine()
      }
    }
    output.endLine()
  }

  private func names(of cluster: ClassGrades.Cluster) -> String {
    let names = cluster.students.prefix(Self.namesOfCluster).map {
      $0.visible.cut(to: Self.widthOfName, mark: cutMark)
    }
    let rest = cluster.students.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private mutating func writeSummary() {
    let submissions = grades.submissions
    let open = submissions.filter { $0.needsPerson }.count
    var text = "\(grades.name.visible): \(counted(submissions.count, "submission")), "
    text += "\(counted(grades.claims.count, "claim")), \(MarkText.points(grades.points))"
    output.add(text, .strong)
    if let mean = grades.mean { output.add("   mean \(MarkText.text(mean))") }
    output.add("   \(submissions.count - open) decided")
    if open > 0 { output.add("   \(open) \(open == 1 ? "needs" : "need") a human", .warning) }
    let extras = (presentation.elapsed.map { [$0] } ?? []) + ["seed \(report.seed)"]
    output.add("   " + extras.joined(separator: "   "), .faint)
    output.endLine()
    if !report.isComplete {
      output.add("not everything was graded", .warning)
      output.endLine()
    }
  }
}
