import Checking
import Diagnostics
import Elaboration
import Notation

/// What is looked at once more below a submission: single lines by themselves, and formulas that nobody wrote.
///
/// A line behind a mistake is compared with the first term of its chain, in which both mistakes show. By itself, against
/// the line above as it stands, only its own does.
struct Appendix {
  private let reading: Reading
  private let bytes: [UInt8]
  private var text: Composition
  private var labels: Set<String> = []

  /// - Parameter bytes: the student's text.
  init(below reading: Reading, _ bytes: [UInt8]) {
    self.reading = reading
    self.bytes = bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
    text = reading.draft.text
    text.endLine()
  }

  var isEmpty: Bool { labels.isEmpty }

  /// Adds a line with what it is compared with, under the clauses of its claim.
  ///
  /// - Returns: nil for what does not stand in the student's text.
  mutating func add(_ first: Span, _ relation: Link.Relation, _ second: Span, of claim: String) -> String? {
    guard let left = reading.place(first), let right = reading.place(second) else { return nil }
    let label = newLabel()
    text.add("claim \(label)\(header(of: claim)):\n  ")
    text.add(left, of: bytes, from: .submission)
    text.add("\n    \(relation.text) ")
    text.add(right, of: bytes, from: .submission)
    text.endLine()
    return label
  }

  /// Adds a formula, as a line whose left side is looked at.
  mutating func add(_ formula: String) -> String {
    let label = newLabel()
    let line = formula.split(whereSeparator: { $0.isNewline }).joined(separator: " ")
    text.add("claim \(label): (\(line)) = (\(line))\n")
    return label
  }

  private mutating func newLabel() -> String {
    let label = reading.draft.label(ofAddition: labels.count)
    labels.insert(label)
    return label
  }

  private func header(of claim: String) -> String {
    for statement in reading.problem.syntax.statements {
      guard case .claim(let label, let header, _) = statement.form,
        reading.problem.syntax.tree.name(label) == claim,
        reading.draft.text.place(of: Span(start: statement.span.start, end: statement.span.start))?.origin
          == .submission
      else { continue }
      return header.map { " " + reading.problem.syntax.tree.source(of: $0) }.joined()
    }
    return ""
  }

  /// What the additions mean.
  var problem: Problem {
    let source = SourceText(name: "submission", bytes: text.bytes)
    return Problem(elaborating: SyntaxFile(parsing: source), of: source)
  }

  /// The additions, judged; their places are in the student's text.
  func lines(_ options: CheckOptions) -> [String: CheckedLine] {
    let source = SourceText(name: "submission", bytes: text.bytes)
    let file = check(problem, of: source, options: options) { claim in
      claim.label.map { labels.contains($0) } ?? false
    }
    var lines: [String: CheckedLine] = [:]
    for claim in file.claims {
      guard let label = claim.label, let line = claim.lines.first else { continue }
      lines[label] = line.moved { span in
        text.place(of: span).flatMap { $0.origin == .submission ? $0.span : nil }
      }
    }
    return lines
  }
}
