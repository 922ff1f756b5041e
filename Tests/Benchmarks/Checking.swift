import Checking
import Diagnostics
import Foundation

/// Whole derivations, every line of them, without the start of a process.
struct Checking {
  private let options: BenchmarkOptions

  init(_ options: BenchmarkOptions) { self.options = options }

  func addRows(to table: inout BenchmarkTable) {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("derivations")
    for name in options.isShort ? ["bn"] : ["bn", "ridge", "logistic_softmax", "softmax"] {
      guard let data = try? Data(contentsOf: folder.appendingPathComponent("\(name).expr")) else { continue }
      let source = SourceText(name: "\(name).expr", bytes: Array(data))
      var lines = 0
      let time = Stopwatch.median(options.isShort ? 1 : 5) { lines = check(source).lines.count }
      table.add(.init(task: "check \(name).expr", size: "\(lines) lines", time: time))
    }
  }
}
