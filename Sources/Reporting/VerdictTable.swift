/// Rows of an overview with their columns in line.
struct VerdictTable {
  private static let widthOfName = 24
  private static let widthOfDetails = 72

  let rows: [VerdictRow]

  func write(to output: inout StyledText) {
    let presentation = output.presentation
    let cutMark = presentation.text(of: .cut)
    let nameWidth = min(Self.widthOfName, rows.map { $0.name.columns }.max() ?? 0)
    let placeWidth = rows.map { $0.place.columns }.max() ?? 0
    let verdictWidth = rows.map { $0.verdict.columns }.max() ?? 0
    for row in rows {
      output.add("  ")
      output.add(row.mark, row.ink)
      output.add(" " + row.name.cut(to: nameWidth, mark: cutMark).padded(to: nameWidth) + "  ")
      output.add(row.place.padded(to: placeWidth) + "  ", .faint)
      output.add(row.verdict.padded(to: verdictWidth), row.ink)
      let width = presentation.detail >= .verbose ? Int.max : Self.widthOfDetails
      output.add("  " + row.details.cut(to: width, mark: cutMark))
      output.endLine()
    }
  }
}
