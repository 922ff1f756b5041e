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
/// CPU seconds of this process, the least of several runs. Whole processes are timed by Tests/Benchmarks/processes.py,
/// with peers beside them.

struct Row {
  var name: String
  var size: String
  var milliseconds: Double
  var note: String
}

func cpuMilliseconds() -> Double {
  var usage = rusage()
  getrusage(RUSAGE_SELF, &usage)
  let user = Double(usage.ru_utime.tv_sec) * 1e3 + Double(usage.ru_utime.tv_usec) / 1e3
  let system = Double(usage.ru_stime.tv_sec) * 1e3 + Double(usage.ru_stime.tv_usec) / 1e3
  return user + system
}

/// The least CPU time of `runs` runs.
func least(_ runs: Int, _ work: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<runs {
    let start = cpuMilliseconds()
    work()
    best = min(best, cpuMilliseconds() - start)
  }
  return best
}

var rows: [Row] = []

// Reading

for (megabytes, runs) in [(1, 5), (10, 3)] {
  let source = SourceText(name: "sum", text: Workloads.randomSum(bytes: megabytes * 1_000_000))
  let time = least(runs) { precondition(SyntaxFile(parsing: source).diagnostics.isEmpty) }
  rows.append(Row(name: "parse one formula", size: "\(megabytes) MB", milliseconds: time, note: "\(Int(Double(source.bytes.count) / 1e3 / time)) MB/s"))
}

// Differentiating what is written out: elaboration, then all partial derivatives in one sweep

func differentiate(_ name: String, _ size: Int, _ text: String, runs: Int) {
  let source = SourceText(name: name, text: text)
  let syntax = SyntaxFile(parsing: source)
  let reading = least(runs) { _ = Problem(elaborating: syntax, of: source) }
  let problem = Problem(elaborating: syntax, of: source)
  precondition(problem.diagnostics.isEmpty, problem.diagnostics.first.map { $0.mistake.message } ?? "")
  guard let (root, store) = Workloads.last(of: problem) else { preconditionFailure("nothing is defined") }
  var nodes = 0
  let time = least(runs) {
    var sweep = AdjointSweep(store: store)
    guard let gradient = try? sweep.gradient(of: root) else { preconditionFailure("no gradient") }
    nodes = gradient.count
  }
  rows.append(Row(name: name, size: String(size), milliseconds: time, note: "\(nodes) partials, elaboration \(milliseconds(reading))"))
}

func milliseconds(_ value: Double) -> String { String(format: "%.2f ms", value) }

for n in [1_000, 10_000] { differentiate("product of n", n, Workloads.speelpenning(n), runs: 5) }
for k in [100, 1_000, 10_000] { differentiate("softmax cross-entropy, written out", k, Workloads.softmax(k), runs: 5) }
for m in [64, 256] { differentiate("batch norm, written out", m, Workloads.batchNorm(m), runs: 5) }
for d in [10_000, 100_000] { differentiate("sin nested", d, Workloads.nestedSine(d), runs: 3) }

// Checking

let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("derivations")
for name in ["bn", "ridge", "logistic_softmax", "softmax"] {
  guard let data = try? Data(contentsOf: folder.appendingPathComponent("\(name).expr")) else { continue }
  let source = SourceText(name: "\(name).expr", bytes: Array(data))
  var lines = 0
  let time = least(5) { lines = check(source).lines.count }
  rows.append(Row(name: "check \(name).expr", size: "\(lines) lines", milliseconds: time, note: ""))
}

let width = rows.map { $0.name.count }.max() ?? 0
print("workload".padding(toLength: width, withPad: " ", startingAt: 0) + "        size     CPU ms  ")
for row in rows {
  let name = row.name.padding(toLength: width, withPad: " ", startingAt: 0)
  print(name + String(format: "  %10@  %9.2f  ", row.size as NSString, row.milliseconds) + row.note)
}
