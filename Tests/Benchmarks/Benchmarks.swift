import Calculus
import Checking
import Diagnostics
import Elaboration
import Expressions
import Foundation
import Notation

/// Times the layers on generated formulas and the repository's derivations, and prints a table.
///
///     swift run -c release benchmarks
///
/// CPU milliseconds of this process, the least of several runs. Whole processes are timed by
/// Tests/Benchmarks/processes.py, with peers beside them.
@main struct Benchmarks {
  struct Row {
    var name: String
    var size: String
    var milliseconds: Double
    var note: String
  }

  private var rows: [Row] = []

  static func main() {
    var benchmarks = Benchmarks()
    benchmarks.reading()
    benchmarks.differentiating()
    benchmarks.checking()
    benchmarks.printTable()
    print("\nwhole processes, and what other programs need for comparable tasks: python3 Tests/Benchmarks/processes.py")
  }

  private static var cpuMilliseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  /// The least CPU time of `runs` runs.
  private static func least(_ runs: Int, _ work: () -> Void) -> Double {
    (0..<runs).reduce(.infinity) { best, _ in
      let start = cpuMilliseconds
      work()
      return min(best, cpuMilliseconds - start)
    }
  }

  private mutating func reading() {
    for (megabytes, runs) in [(1, 5), (10, 3)] {
      let source = SourceText(name: "sum", text: Workloads.randomSum(bytes: megabytes * 1_000_000))
      let time = Benchmarks.least(runs) { precondition(SyntaxFile(parsing: source).diagnostics.isEmpty) }
      let speed = Int(Double(source.bytes.count) / 1e3 / time)
      rows.append(Row(name: "parse one formula", size: "\(megabytes) MB", milliseconds: time, note: "\(speed) MB/s"))
    }
  }

  /// What is written out: elaboration, then all partial derivatives in one sweep.
  private mutating func differentiating() {
    for n in [1_000, 10_000] { differentiate("product of n", n, Workloads.speelpenning(n)) }
    for k in [100, 1_000, 10_000] { differentiate("softmax cross-entropy, written out", k, Workloads.softmax(k)) }
    for m in [64, 256] { differentiate("batch norm, written out", m, Workloads.batchNorm(m)) }
    for d in [10_000, 100_000] { differentiate("sin nested", d, Workloads.nestedSine(d)) }
  }

  private mutating func differentiate(_ name: String, _ size: Int, _ text: String) {
    let source = SourceText(name: name, text: text)
    let syntax = SyntaxFile(parsing: source)
    let reading = Benchmarks.least(3) { _ = Problem(elaborating: syntax, of: source) }
    let problem = Problem(elaborating: syntax, of: source)
    guard problem.diagnostics.isEmpty, let (root, store) = Workloads.last(of: problem) else {
      rows.append(Row(name: name, size: String(size), milliseconds: .nan, note: "cannot be read"))
      return
    }
    var partials = 0
    let time = Benchmarks.least(5) {
      var sweep = AdjointSweep(store: store)
      partials = (try? sweep.gradient(of: root))?.count ?? 0
    }
    let note = String(format: "%d partials; elaboration %.2f ms", partials, reading)
    rows.append(Row(name: name, size: String(size), milliseconds: time, note: note))
  }

  private mutating func checking() {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("derivations")
    for name in ["bn", "ridge", "logistic_softmax", "softmax"] {
      guard let data = try? Data(contentsOf: folder.appendingPathComponent("\(name).expr")) else { continue }
      let source = SourceText(name: "\(name).expr", bytes: Array(data))
      var lines = 0
      let time = Benchmarks.least(5) { lines = check(source).lines.count }
      rows.append(Row(name: "check \(name).expr", size: "\(lines) lines", milliseconds: time, note: ""))
    }
  }

  private func printTable() {
    func padded(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
    let width = rows.map { $0.name.count }.max() ?? 0
    print(padded("workload", width) + "  " + padded("size", 10) + "     CPU ms")
    for row in rows {
      print(
        padded(row.name, width) + "  " + padded(row.size, 10) + String(format: "  %9.2f  ", row.milliseconds) + row.note
      )
    }
  }
}
