import Checking

/// The outcome of one run: everything that an output format may show.
public struct Report: Sendable {
  /// In the order of the command line.
  public var files: [CheckedFile]
  public var seed: UInt64
  /// The verdict that a line must reach: `.proved` or `.confirmed`.
  public var required: Verdict
  public var toolVersion: String
  /// Every file that was asked for is here: none was unreadable, and nothing was interrupted.
  public var isComplete: Bool

  public init(
    files: [CheckedFile], seed: UInt64, required: Verdict, toolVersion: String, isComplete: Bool = true
  ) {
    self.files = files
    self.seed = seed
    self.required = required
    self.toolVersion = toolVersion
    self.isComplete = isComplete
  }

  /// What a session says of its newest entry. - Parameter entry: a file with only what is new in it.
  public static func text(ofEntry entry: CheckedFile, toolVersion: String, in presentation: Presentation) -> String {
    let report = Report(files: [entry], seed: entry.seed, required: .confirmed, toolVersion: toolVersion)
    return HumanReport(entry: entry, report, presentation).text
  }

  public var summary: Summary {
    var summary = Summary()
    for file in files { summary.add(file, requiring: required) }
    return summary
  }
}

extension CheckedFile {
  /// `passes` if every line does and the text has no mistake.
  public func outcome(requiring required: Verdict) -> CheckedLine.Outcome {
    var summary = Summary()
    summary.add(self, requiring: required)
    return summary.outcome
  }
}
