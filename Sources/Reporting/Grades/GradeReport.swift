import Grading

/// The outcome of grading: everything that an output format may show.
public struct GradeReport: Sendable {
  public var grades: ClassGrades
  public var seed: UInt64
  public var toolVersion: String
  /// Every submission was graded: nothing was interrupted.
  public var isComplete: Bool
  /// When students see their results.
  public var visibility: Rubric.Visibility?

  public init(
    grades: ClassGrades, seed: UInt64, toolVersion: String, visibility: Rubric.Visibility? = nil,
    isComplete: Bool = true
  ) {
    self.grades = grades
    self.visibility = visibility
    self.seed = seed
    self.toolVersion = toolVersion
    self.isComplete = isComplete
  }
}

/// The forms in which marks can be written.
public enum GradeFormat: String, CaseIterable, Sendable {
  case human, csv, json, junit
  /// A document for each submission.
  case gradescope

  /// The form that belongs to the ending of a file's name.
  public init?(ending: String) {
    switch ending {
    case "csv": self = .csv
    case "json": self = .json
    case "xml": self = .junit
    case "txt": self = .human
    default: return nil
    }
  }

  /// Of all submissions in one text.
  public func text(of report: GradeReport, in presentation: Presentation = Presentation()) -> String {
    switch self {
    case .human: GradeHumanReport(report, presentation).text
    case .csv: GradeCSV(report).text
    case .json: GradeJSON(report).text
    case .junit: GradeJUnit(report).text
    case .gradescope: report.grades.submissions.map { GradescopeResults($0, report).text }.joined()
    }
  }
}
