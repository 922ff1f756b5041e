/// Rows of cells in columns. Columns of numbers are aligned at the decimal point.
struct TextTable {
  enum Alignment { case left, decimalPoint }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// - Parameter headings: one for each column.
  init(headings: [String], alignments: [Alignment]) {
    self.alignments = alignments
    rows = [headings]
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// One text for each row, the headings first.
  var lines: [String] {
    let columns = alignments.indices.map { column in
      let cells = rows.map { column < $0.count ? $0[column] : "" }
      return alignments[column] == .left ? cells : Self.alignedAtPoint(cells)
    }
    let widths = columns.map { cells in cells.map { $0.columns }.max() ?? 0 }
    return rows.indices.map { row in
      zip(columns, widths).map { $0[row].padded(to: $1) }.joined(separator: "   ")
    }
  }

  /// The heading is not a number: it begins where the widest number does.
  private static func alignedAtPoint(_ cells: [String]) -> [String] {
    let widest = cells.dropFirst().map { wholePart($0) }.max() ?? 0
    return cells.enumerated().map { position, cell in
      position == 0 ? cell : String(repeating: " ", count: widest - wholePart(cell)) + cell
    }
  }

  private static func wholePart(_ number: String) -> Int {
    let leading = number.prefix { $0 == "-" || $0 == "~" || $0 == "≈" || $0 == " " || ($0 >= "0" && $0 <= "9") }
    return String(leading).columns
  }
}
