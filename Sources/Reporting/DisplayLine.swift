import Diagnostics

/// A line of a source as a terminal shows it: tabs as blanks, what is treacherous or no text escaped, and a very long
/// line cut around the place that matters.
struct DisplayLine {
  /// A scalar or a byte, with its offset in the file and the columns it takes.
  private struct Cell {
    var text: String
    var columns: Int
    var offset: Int
  }

  /// Columns of source text before a line is cut.
  static let width = 96
  /// Columns kept before the place that matters.
  private static let lead = 24
  private static let tabWidth = 4

  private var cells: ArraySlice<Cell>
  private var isCutBefore: Bool
  private var isCutAfter: Bool
  private let cutMark: String

  init(_ source: SourceText, line: Int, around focus: Int, cutMark: String) {
    let whole = source.span(ofLine: line)
    let kept = Self.neighbourhood(of: focus, in: whole, of: source.bytes)
    self.cutMark = cutMark
    isCutBefore = kept.start > whole.start
    isCutAfter = kept.end < whole.end
    cells = ArraySlice(Self.cells(of: source.bytes, in: kept))
    if isCutBefore || isCutAfter || columns(of: cells) > Self.width { cut(around: focus) }
  }

  /// Enough of a line for every column that can be shown; so a line of megabytes costs nothing.
  private static func neighbourhood(of focus: Int, in line: Span, of bytes: [UInt8]) -> Span {
    var start = max(line.start, min(focus, line.end) - 4 * width)
    while start > line.start && bytes[start] & 0xC0 == 0x80 { start -= 1 }
    var end = min(line.end, max(focus, line.start) + 8 * width)
    while end < line.end && bytes[end] & 0xC0 == 0x80 { end += 1 }
    return Span(start: start, end: max(start, end))
  }

  private static func cells(of bytes: [UInt8], in span: Span) -> [Cell] {
    var cells: [Cell] = []
    var offset = span.start
    var column = 0
    var parser = Unicode.UTF8.ForwardParser()
    var input = bytes[span.start..<span.end].makeIterator()
    func append(_ text: String, _ columns: Int, length: Int) {
      cells.append(Cell(text: text, columns: columns, offset: offset))
      column += columns
      offset += length
    }
    while true {
      switch parser.parseScalar(from: &input) {
      case .emptyInput: return cells
      case .error(let length):
        for _ in 0..<length { append("\\x" + String(bytes[offset], radix: 16), 4, length: 1) }
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if scalar == "\t" {
          let blanks = tabWidth - column % tabWidth
          append(String(repeating: " ", count: blanks), blanks, length: 1)
        } else {
          let text = scalar.visible
          append(text, scalar.isTreacherous ? text.utf8.count : scalar.columns, length: encoded.count)
        }
      }
    }
  }

  private mutating func cut(around focus: Int) {
    let place = cells.firstIndex { $0.offset >= focus } ?? cells.endIndex
    var start = place
    var before = 0
    while start > cells.startIndex && before + cells[start - 1].columns <= Self.lead {
      start -= 1
      before += cells[start].columns
    }
    var end = start
    var used = 0
    while end < cells.endIndex && used + cells[end].columns <= Self.width {
      used += cells[end].columns
      end += 1
    }
    while start > cells.startIndex && used + cells[start - 1].columns <= Self.width {
      start -= 1
      used += cells[start].columns
    }
    isCutBefore = isCutBefore || start > cells.startIndex
    isCutAfter = isCutAfter || end < cells.endIndex
    cells = cells[start..<end]
  }

  private func columns(of cells: ArraySlice<Cell>) -> Int { cells.reduce(0) { $0 + $1.columns } }

  var text: String {
    (isCutBefore ? cutMark : "") + cells.map { $0.text }.joined() + (isCutAfter ? cutMark : "")
  }

  /// The text before `span`, in it, and after it.
  func pieces(around span: Span) -> (before: String, inside: String, after: String) {
    let before = cells.prefix { $0.offset < span.start }
    let inside = cells[before.endIndex...].prefix { $0.offset < span.end }
    func text(_ cells: ArraySlice<Cell>) -> String { cells.map { $0.text }.joined() }
    return (
      (isCutBefore ? cutMark : "") + text(before), text(inside),
      text(cells[inside.endIndex...]) + (isCutAfter ? cutMark : "")
    )
  }

  /// Where the part of `span` on this line begins and how many columns it takes, at least 1.
  func marked(_ span: Span) -> (column: Int, width: Int) {
    let before = cells.prefix { $0.offset < span.start }
    let inside = cells[before.endIndex...].prefix { $0.offset < span.end }
    return (columns(of: before) + (isCutBefore ? cutMark.columns : 0), max(1, columns(of: inside)))
  }
}
