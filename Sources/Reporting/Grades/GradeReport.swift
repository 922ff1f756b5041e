import Grading

/// The outcome of grading: everything that an output format may show.
public struct GradeReport: Sendable {
  public var grades: ClassGrades
  public var seed: UInt64
  public var toolVersion: String
  /// Every submission was graded: nothing was interrupted.
  public var isComplete: Bool

  public init(grades: ClassGrades, seed: UInt64, toolVersion: String, isComplete: Bool = true) {
    self.grades = grades
    self.seed = seed
    self.toolVersion = toolVersion
    self.isComplete = isComplete
  }
}

/// The forms in which marks can be written.
public enum GradeFormat: String, CaseIterable, Sendable {
  case human

  public func text(of report: GradeReport, in presentation: Presentation = Presentation()) -> String {
    switch self {
    case .human: GradeHumanReport(report, presentation).text
    }
  }
}
