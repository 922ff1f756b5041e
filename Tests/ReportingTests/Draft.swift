import Checking
import Diagnostics
import Reporting

/// A checked file made by hand: texts are found in its source, verdicts are said.
struct Draft {
  let source: SourceText
  var entries: [CheckedFile.Entry] = []
  var diagnostics: [Diagnostic] = []
  var remarks: [Diagnostic] = []
  var faults: [Fault] = []

  init(_ name: String, _ text: String) { source = SourceText(name: name, text: text) }
  init(_ name: String, bytes: [UInt8]) { source = SourceText(name: name, bytes: bytes) }

  /// Where `text` stands for the `occurrence`-th time; an empty span at the end if it does not.
  func span(_ text: String, _ occurrence: Int = 1) -> Span {
    let wanted = Array(text.utf8)
    var rest = occurrence
    for start in 0...max(0, source.bytes.count - wanted.count) where source.bytes[start...].starts(with: wanted) {
      rest -= 1
      if rest == 0 { return Span(start: start, end: start + wanted.count) }
    }
    return Span(start: source.bytes.count, end: source.bytes.count)
  }

  mutating func define(_ name: String, _ shape: String, upstream: Bool = false) {
    entries.append(.definition(CheckedDefinition(name: name, shape: shape, isUpstream: upstream, span: span(name))))
  }

  mutating func assume(_ text: String) {
    entries.append(.assumption(CheckedAssumption(text: text, span: span(text))))
  }

  mutating func claim(_ label: String?, _ lines: [CheckedLine]) {
    let place = label.map { span($0) } ?? lines.first?.span ?? span("")
    entries.append(.claim(CheckedClaim(label: label, span: place, lines: lines)))
  }

  /// The line `= right`, where `right` is the term.
  func line(
    _ right: String, _ verdict: Verdict, at occurrence: Int = 1, wrong: Bool = false,
    _ change: (inout CheckedLine) -> Void = { _ in }
  ) -> CheckedLine {
    let term = span(right, occurrence)
    var line = CheckedLine(
      span: term, termSpan: term, verdict: verdict, isMarkedWrong: wrong, againstPrevious: verdict)
    change(&line)
    return line
  }

  var file: CheckedFile {
    var file = CheckedFile(source: source, entries: entries, diagnostics: diagnostics, remarks: remarks, seed: 1)
    file.faults = faults
    return file
  }
}

extension Evidence {
  static func proof(_ steps: Int, sizes: Int = 0, fd: Double? = nil, conditions: [String] = []) -> Evidence {
    var evidence = Evidence()
    evidence.method = steps == 0 ? "identical" : "normal form"
    evidence.steps = steps
    evidence.sizes = sizes
    evidence.conditions = conditions
    evidence.derivatives = fd == nil ? 0 : 1
    evidence.finiteDifference = fd
    return evidence
  }

  static func numbers(_ points: Int, sizes: Int = 0, difference: Double? = nil, fd: Double? = nil) -> Evidence {
    var evidence = Evidence()
    evidence.points = points
    evidence.sizes = sizes
    evidence.largestDifference = difference
    evidence.finiteDifference = fd
    return evidence
  }
}

extension Report {
  static func of(_ drafts: [Draft], requiring required: Verdict = .confirmed, isComplete: Bool = true) -> Report {
    Report(files: drafts.map { $0.file }, seed: 1, required: required, toolVersion: "0.0.0", isComplete: isComplete)
  }
}
