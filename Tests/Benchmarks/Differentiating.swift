import Calculus
import Diagnostics
import Elaboration
import Expressions
import Notation

/// All partial derivatives of a written-out formula as one shared graph. The formula is in the store already, as it is in
/// the peer's graph; how long it takes to read it is said beside.
struct Differentiating {
  private let options: BenchmarkOptions

  init(_ options: BenchmarkOptions) { self.options = options }

  func addRows(to table: inout BenchmarkTable) {
    let tasks: [(Workload.Kind, String, [Int])] = [
      (.product, "product of n", [1_000, 10_000]), (.softmax, "softmax cross-entropy of n", [100, 1_000]),
      (.batchNorm, "batch norm of n", [64, 256]), (.nestedSine, "sin nested n deep", [1_000, 10_000, 100_000]),
      (.horner, "products nested n deep", [1_000, 10_000, 100_000]),
      (.shared, "shared n deep", [1_000, 10_000, 100_000]),
    ]
    for (kind, name, sizes) in tasks {
      for size in options.sizes(sizes) { table.add(row(kind, name, size)) }
    }
  }

  private func row(_ kind: Workload.Kind, _ name: String, _ size: Int) -> BenchmarkTable.Row {
    let workload = options.workload(kind, size)
    let source = workload.source()
    var row = BenchmarkTable.Row(task: "differentiate " + name, size: String(size), peer: "CasADi")
    let reading = Stopwatch.median(1) { _ = Problem(elaborating: SyntaxFile(parsing: source), of: source) }
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    let output = kind == .shared ? "f\(size)" : "L"
    guard problem.diagnostics.isEmpty, let (roots, store) = problem.definitions([output]) else {
      row.note = "cannot be read: \(problem.diagnostics.first?.mistake.message ?? "")"
      return row
    }
    var nodes = 0
    row.time = Stopwatch.median(options.isShort ? 1 : 5) {
      var sweep = AdjointSweep(store: store)
      let gradient = try? sweep.gradient(of: roots[0])
      precondition(gradient?.isEmpty == false)
      nodes = sweep.store.count - store.count
    }
    row.note = "\(nodes) new nodes; \(Int(reading)) ms to read \(source.bytes.count / 1024) kB"
    row.peerTime = options.peers.casadi(kind, size)
    return row
  }
}
