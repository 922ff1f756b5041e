import Checking

/// Counts over the lines of one file or of a whole report.
public struct Summary: Equatable, Sendable {
  public private(set) var files = 0
  public private(set) var lines = 0
  /// Lines by verdict, without those that `wrong` marks rightly.
  public private(set) var verdicts: [Verdict: Int] = [:]
  /// Lines marked `wrong` that are wrong.
  public private(set) var wrongAsMarked = 0
  /// Lines that are right though the line before them is wrong.
  public private(set) var healed = 0
  public private(set) var failing = 0
  public private(set) var unsettled = 0
  /// Mistakes of the text outside any line.
  public private(set) var mistakes = 0
  /// Bugs of the tool that showed.
  public private(set) var faults = 0
  public private(set) var definitions = 0
  public private(set) var assumptions = 0

  public init() {}

  public mutating func add(_ file: CheckedFile, requiring required: Verdict) {
    files += 1
    mistakes += file.diagnostics.count
    faults += file.faults.count
    for entry in file.entries {
      switch entry {
      case .definition: definitions += 1
      case .assumption: assumptions += 1
      case .claim(let claim): for line in claim.lines { add(line, requiring: required) }
      }
    }
  }

  private mutating func add(_ line: CheckedLine, requiring required: Verdict) {
    lines += 1
    if line.isHealed { healed += 1 }
    let outcome = line.outcome(requiring: required)
    switch outcome {
    case .passes: break
    case .fails: failing += 1
    case .unsettled: unsettled += 1
    }
    if line.isMarkedWrong && outcome == .passes {
      wrongAsMarked += 1
    } else {
      verdicts[line.verdict, default: 0] += 1
    }
  }

  public func count(_ verdict: Verdict) -> Int { verdicts[verdict] ?? 0 }

  public var outcome: CheckedLine.Outcome {
    if failing > 0 || mistakes > 0 || faults > 0 { return .fails }
    return unsettled > 0 ? .unsettled : .passes
  }

  /// `12 lines: 10 proved, 1 confirmed, 1 refuted`, with the number of files where there are several.
  public var sentence: String {
    var counts = Verdict.inOrderOfReport.map { (count($0), $0.rawValue) }
    counts += [(wrongAsMarked, "wrong as marked"), (mistakes, "unreadable"), (faults, "internal error")]
    let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let start = files > 1 ? "\(files) files, " : ""
    if lines == 0 && mistakes > 0 && faults == 0 {
      return start + "no line was checked: " + counted(mistakes, "mistake") + " in the text"
    }
    let end = assumptions > 0 ? "   " + counted(assumptions, "assumption") : ""
    return start + counted(lines, "line") + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")) + end
  }
}

extension Verdict {
  /// Good ones first, as summaries list them.
  static let inOrderOfReport: [Verdict] = [
    .proved, .confirmed, .assumed, .follows, .refuted, .conditional, .invalid, .undecided,
  ]
}

/// `1 line`, `2 lines`
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
