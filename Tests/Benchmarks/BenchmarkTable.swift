import Foundation

/// One line a task: our time, the peer's, their ratio.
struct BenchmarkTable {
  struct Row {
    var task: String
    var size: String
    /// CPU milliseconds, or nanoseconds a point where the unit says so.
    var time: Double?
    var unit = "ms"
    var peer = ""
    var peerTime: Double?
    var note = ""
  }

  private var rows: [Row] = []

  mutating func add(_ row: Row) { rows.append(row) }

  var text: String {
    var cells = [["task", "size", "derive", "", "peer", "its time", "derive/peer", ""]]
    for row in rows {
      let ratio = row.time.flatMap { own in row.peerTime.map { String(format: "%.2f", own / $0) } }
      cells.append([
        row.task, row.size, BenchmarkTable.number(row.time), row.unit, row.peer,
        row.peer.isEmpty ? "" : row.peerTime.map { BenchmarkTable.number($0) } ?? "not here", ratio ?? "", row.note,
      ])
    }
    let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let isNumber = [false, false, true, false, false, true, true, false]
    return cells.map { row in
      let padded = row.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumber[column] ? blanks + row[column] : row[column] + blanks
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  private static func number(_ value: Double?) -> String {
    value.map { String(format: $0 < 1 ? "%.3f" : $0 < 10 ? "%.2f" : "%.1f", $0) } ?? "-"
  }
}
