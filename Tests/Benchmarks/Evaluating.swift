import Calculus
import Diagnostics
import Dispatch
import Elaboration
import Evaluation
import Expressions
import Foundation
import Notation
import Numbers

/// A gradient at 10,000 points, compiled into steps on blocks of points: nanoseconds a point.
struct Evaluating {
  private let options: BenchmarkOptions
  private static let points = 10_000

  init(_ options: BenchmarkOptions) { self.options = options }

  func addRows(to table: inout BenchmarkTable) {
    for (kind, size, name) in [
      (Workload.Kind.softmax, 100, "softmax cross-entropy of n"), (.batchNorm, 64, "batch norm of n"),
    ] {
      for row in rows(kind, size, name) { table.add(row) }
    }
  }

  private func rows(_ kind: Workload.Kind, _ size: Int, _ name: String) -> [BenchmarkTable.Row] {
    let task = "evaluate the gradient of " + name
    let workload = options.workload(kind, size)
    let source = workload.source()
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    guard problem.diagnostics.isEmpty, let (roots, store) = problem.definitions(["L"]) else { return [] }
    var sweep = AdjointSweep(store: store)
    guard let gradient = try? sweep.gradient(of: roots[0]) else { return [] }
    var byName: [String: Expressions.Expression] = [:]
    for (entry, partial) in gradient { byName[sweep.store.declaration(sweep.store.symbol(entry)).name] = partial }
    var compiler = TapeCompiler(sweep.store, Setting(sizes: Sizes(), capacity: 1 << 20))
    let outputs = workload.inputs.compactMap { byName[$0] }.compactMap { try? compiler.compile($0) }
    guard outputs.count == size else { return [] }
    let program = Program(compiler.tape, outputs: outputs)
    let block = BlockProgram(program)
    var random = RandomSource(seed: 1)
    let tiny = compiler.tape.inputs.blocks.map { block in
      guard case .symbol(let symbol) = block.subject else { return false }
      return sweep.store.declaration(symbol).name == "eps"
    }
    let values = (0..<Evaluating.points).flatMap { _ in
      tiny.map { $0 ? 0.5 : Double(random.next(below: 4000)) / 1000 - 2 }
    }
    var results = block.values(at: values, count: Evaluating.points)
    precondition(results.allSatisfy { $0.isFinite })
    let time = Stopwatch.median(options.isShort ? 1 : 21) {
      block.evaluate(at: values, count: Evaluating.points, into: &results)
    }
    var row = BenchmarkTable.Row(
      task: task, size: String(size), time: time * 1e6 / Double(Evaluating.points), unit: "ns a point")
    var rows: [BenchmarkTable.Row] = []
    for (peer, peerTime) in [
      ("C by hand", options.peers.handwritten(kind, size)), ("CasADi's C", options.peers.casadiCompiled(kind, size)),
    ] {
      row.peer = peer
      row.peerTime = peerTime
      rows.append(row)
    }
    if options.jobs > 1 { rows.append(sharedRow(task, size, block, values)) }
    return rows
  }

  /// Each thread takes its part of the points; the peer is the same on one thread, by the same clock.
  private func sharedRow(_ task: String, _ size: Int, _ block: BlockProgram, _ values: [Double])
    -> BenchmarkTable.Row
  {
    let runs = options.isShort ? 2 : 10
    func time(_ jobs: Int) -> Double {
      let width = values.count / Evaluating.points
      let share = Evaluating.points / jobs
      let parts = (0..<jobs).map { job in Array(values[(job * share * width)..<((job + 1) * share * width)]) }
      let time = Stopwatch.median(options.isShort ? 1 : 5, by: CLOCK_MONOTONIC) {
        DispatchQueue.concurrentPerform(iterations: jobs) { job in
          var results = block.values(at: parts[job], count: share)
          for _ in 1..<runs { block.evaluate(at: parts[job], count: share, into: &results) }
        }
      }
      return time * 1e6 / Double(share * jobs * runs)
    }
    return BenchmarkTable.Row(
      task: task, size: String(size), time: time(options.jobs), unit: "ns a point", peer: "one thread",
      peerTime: time(1),
      note: "\(options.jobs) threads")
  }
}
