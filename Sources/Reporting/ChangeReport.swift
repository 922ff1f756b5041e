import Checking
import Diagnostics

/// What an edit changed: a row for each line whose verdict is another one, in full what was not found before, in one line
/// each what still does not pass, and the counts.
public struct ChangeReport {
  /// Findings of before that are repeated; more are only counted.
  private static let mostRepeated = 20

  private let before: Report
  private let after: Report
  private var output: StyledText
  /// What was found before, and still is.
  private var repeated: [String] = []

  /// - Parameters:
  ///   - before: of the files as they were.
  ///   - after: of the same files in the same order, less those that are gone, with those that are new.
  public init(from before: Report, to after: Report, in presentation: Presentation) {
    self.before = before
    self.after = after
    output = StyledText(presentation)
    for file in after.files {
      let old = before.files.first { $0.source.name == file.source.name }
      if let old, old.source.bytes == file.source.bytes {
        repeated += Self.shortLines(file, after)
      } else {
        write(file, old)
      }
    }
    for file in before.files where !after.files.contains(where: { $0.source.name == file.source.name }) {
      writeName(of: file, "gone")
      output.endLine()
    }
    writeRepeated()
    HumanReport.writeSummary(of: after, to: &output)
  }

  public var text: String { output.text }

  private static func shortLines(_ file: CheckedFile, _ report: Report) -> [String] {
    file.findings(requiring: report.required).filter { $0.severity != .note }
      .map { ShortReport.line(for: $0, in: file.source) }
  }

  private mutating func writeName(of file: CheckedFile, _ remark: String) {
    output.add(file.source.name, .strong)
    output.add("  " + remark, .faint)
    output.endLine()
  }

  private mutating func write(_ file: CheckedFile, _ old: CheckedFile?) {
    let (rows, isChange) = self.rows(of: file, old)
    writeName(of: file, old == nil ? "new" : isChange ? "changed" : "changed, every verdict is as it was")
    VerdictTable(rows: rows).write(to: &output)
    output.endLine()
    var known: [FindingIdentity: Int] = [:]
    for finding in old?.findings(requiring: before.required) ?? [] {
      if let old { known[FindingIdentity(finding, old.source), default: 0] += 1 }
    }
    for finding in file.findings(requiring: after.required) {
      if known.take(FindingIdentity(finding, file.source)) {
        if finding.severity != .note { repeated.append(ShortReport.line(for: finding, in: file.source)) }
        continue
      }
      FindingBlock(finding: finding, source: file.source, presentation: output.presentation).write(to: &output)
      output.endLine()
    }
  }

  private mutating func writeRepeated() {
    guard !repeated.isEmpty else { return }
    output.add("still open", .strong)
    output.endLine()
    for line in repeated.prefix(Self.mostRepeated) {
      output.add("  " + line)
      output.endLine()
    }
    let rest = repeated.count - Self.mostRepeated
    if rest > 0 {
      output.add("  ")
      output.add(.cut)
      output.add(" \(rest) more")
      output.endLine()
    }
    output.endLine()
  }

  // MARK: Rows

  /// Of the lines with another verdict, of new ones and of those that are gone; and whether there are any.
  private func rows(of file: CheckedFile, _ old: CheckedFile?) -> (rows: [VerdictRow], isChange: Bool) {
    let oldRows = old.map { Self.rows(of: $0, before.required, output.presentation) } ?? []
    let newRows = Self.rows(of: file, after.required, output.presentation)
    let pairs = LinePairs(
      from: old.map { Self.identities(of: $0) } ?? [], to: Self.identities(of: file))
    var rows: [VerdictRow] = []
    for (row, partner) in zip(newRows, pairs.partners) {
      var row = row
      if let partner {
        if oldRows[partner].verdict == row.verdict { continue }
        row.verdict += ", was \(oldRows[partner].verdict)"
      } else if old != nil {
        row.verdict += ", new"
      }
      rows.append(row)
    }
    // Lines of a text with mistakes may be there, and not be read.
    for position in pairs.gone where file.diagnostics.isEmpty {
      var row = oldRows[position]
      (row.mark, row.ink, row.verdict, row.details) = (.note, .faint, "gone", "")
      rows.append(row)
    }
    return (rows, !rows.isEmpty)
  }

  private static func rows(of file: CheckedFile, _ required: Verdict, _ presentation: Presentation) -> [VerdictRow] {
    file.claims.flatMap { claim in
      claim.lines.map { VerdictRow($0, name: claim.label ?? "", in: file.source, required: required, presentation) }
    }
  }

  /// A line is known by its claim and its text.
  private static func identities(of file: CheckedFile) -> [String] {
    file.claims.flatMap { claim in
      claim.lines.map { line in
        (claim.label ?? "") + ":" + file.source.text(of: line.span.union(line.termSpan)).singleLine
      }
    }
  }
}

/// A finding is known by what it says and by the text of its line, wherever that line has moved.
private struct FindingIdentity: Hashable {
  var code: String
  var message: String
  var text: String

  init(_ finding: Finding, _ source: SourceText) {
    code = finding.code
    message = finding.message
    text = source.text(of: source.span(ofLine: source.line(at: finding.span.start))).singleLine
  }
}

extension [FindingIdentity: Int] {
  /// Takes one away if there is one.
  fileprivate mutating func take(_ key: FindingIdentity) -> Bool {
    guard let count = self[key], count > 0 else { return false }
    self[key] = count - 1
    return true
  }
}

/// Which line of a new text is which of the old one: those that are equal, by a shortest edit, and between two of these the
/// others in their order.
struct LinePairs {
  /// Above this many lines on either side that are not at the beginning or end, equal ones are not looked for among them.
  private static let limit = 1000

  /// For each new line the old one that it was, nil for one that is new.
  private(set) var partners: [Int?]
  /// Old lines without a partner.
  private(set) var gone: [Int] = []

  init(from old: [String], to new: [String]) {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let end = zip(old.reversed(), new.reversed()).prefix(min(old.count, new.count) - start).prefix { $0 == $1 }.count
    let (oldMiddle, newMiddle) = (start..<old.count - end, start..<new.count - end)
    var (removed, added) = (Set(oldMiddle), Set(newMiddle))
    if max(oldMiddle.count, newMiddle.count) <= Self.limit {
      let difference = Array(new[newMiddle]).difference(from: Array(old[oldMiddle]))
      removed = Set(difference.removals.map { $0.place + start })
      added = Set(difference.insertions.map { $0.place + start })
    }
    partners = []
    var place = 0
    while place < old.count || partners.count < new.count {
      var (left, right): ([Int], [Int]) = ([], [])
      while removed.contains(place) {
        left.append(place)
        place += 1
      }
      while added.contains(partners.count + right.count) { right.append(partners.count + right.count) }
      for k in right.indices { partners.append(k < left.count ? left[k] : nil) }
      gone += left.dropFirst(right.count)
      if place < old.count {
        partners.append(place)
        place += 1
      }
    }
  }
}

extension CollectionDifference.Change {
  fileprivate var place: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
