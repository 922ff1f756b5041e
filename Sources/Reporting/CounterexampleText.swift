import Checking
import Numbers

/// A counterexample as lines: where, then a table of both sides.
struct CounterexampleText {
  /// Rows that are shown; the ones that differ come first when there are more.
  private static let limit = 8

  private let counterexample: Counterexample
  /// The line is no equation: neither side is the correct one.
  private let isComparison: Bool
  private let presentation: Presentation

  /// Nil for a line without counterexample.
  init?(_ line: CheckedLine, _ presentation: Presentation) {
    guard let counterexample = line.shownCounterexample else { return nil }
    self.counterexample = counterexample
    self.presentation = presentation
    isComparison = line.isComparison
  }

  /// `m = 3, x = [1/2, 1, 3]`
  var bindings: String {
    counterexample.bindings.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
  }

  var named: [Counterexample.Binding] { counterexample.bindings }

  /// What the columns of the table are called; empty for a statement that has no two sides. Numbers stand in all but the
  /// first, if that has no heading.
  var headings: [String] {
    guard !counterexample.rows.isEmpty else { return [] }
    let names = counterexample.headings
    return (hasEntries ? [""] : []) + inOrder(names.right, names.left) + (hasFiniteDifferences ? ["finite diff."] : [])
      + ["\(names.right) - \(names.left)"]
  }

  /// The cells of each row that is shown, and whether its sides differ.
  var rows: [(cells: [String], differs: Bool)] {
    shown.map { row in
      var cells = (hasEntries ? [row.entry] : []) + sides(of: row)
      if hasFiniteDifferences { cells.append(row.finiteDifference.map { NumberText.significant($0) } ?? "") }
      return (cells + [difference(of: row)], row.differs)
    }
  }

  /// `… 3 more entries`
  var remainder: String? {
    let hidden = counterexample.rows.count - shown.count
    return hidden > 0 ? "\(presentation.text(of: .cut)) \(hidden) more \(hidden == 1 ? "entry" : "entries")" : nil
  }

  private var hasEntries: Bool { counterexample.rows.contains { !$0.entry.isEmpty } }
  private var hasFiniteDifferences: Bool { counterexample.rows.contains { $0.finiteDifference != nil } }

  /// In columns.
  var table: [String] {
    let headings = headings
    guard let first = headings.first else { return [] }
    var table = TextTable(
      headings: headings,
      alignments: headings.indices.map { $0 == 0 && first.isEmpty ? .left : .decimalPoint })
    for row in rows { table.add(row.cells) }
    return table.lines + (remainder.map { [$0] } ?? [])
  }

  /// Of an equation the claimed side first, else from left to right.
  private func inOrder<T>(_ right: T, _ left: T) -> [T] { isComparison ? [left, right] : [right, left] }

  private var shown: [Counterexample.Row] {
    let rows = counterexample.rows
    guard rows.count > Self.limit else { return rows }
    let differing = rows.indices.filter { rows[$0].differs }
    let others = rows.indices.filter { !rows[$0].differs }
    return (differing + others).prefix(Self.limit).sorted().map { rows[$0] }
  }

  private func sides(of row: Counterexample.Row) -> [String] {
    let sides = RowText(row: row).sides
    return inOrder(sides.yours, sides.correct)
  }

  private func difference(of row: Counterexample.Row) -> String {
    if row.sides == nil, !row.differs, !isComparison, row.yours.isFinite, row.correct.isFinite {
      return row.errorBound == 0 && row.yours == row.correct ? "0" : "\(presentation.text(of: .confirmed)) 0"
    }
    return RowText(row: row).difference
  }

  /// Why the line cannot hold, from the first entry that differs.
  var evidence: String? {
    guard let row = counterexample.rows.first(where: { $0.differs && $0.errorBound.isFinite }) else { return nil }
    let place = row.entry.isEmpty ? "" : " at \(row.entry)"
    if case .fractions? = row.sides { return "both sides\(place) are fractions, so the difference is exact" }
    let bound = RowText(row: row).bound
    if counterexample.isOfEquality {
      return "the sides are equal\(place) at such a point, within the digits shown: it was solved for"
    }
    if isComparison { return "both sides\(place) are known to within \(bound), so the relation fails" }
    let sentence = "the difference\(place) is known to within \(bound), so it is not 0"
    guard let derivative = row.finiteDifference else { return sentence }
    let sides = (derivative - row.yours).magnitude > (derivative - row.correct).magnitude
    return sides ? sentence + "; finite differences agree with `\(counterexample.headings.left)`" : sentence
  }
}

extension CheckedLine {
  /// A relation other than `=`.
  var isComparison: Bool { readAs.map { $0.relation != "=" } ?? false }

  /// With headings that fit the relation.
  var shownCounterexample: Counterexample? {
    guard isComparison, var shown = counterexample else { return counterexample }
    shown.headings = ("left", "right")
    return shown
  }
}
