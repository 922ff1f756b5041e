import Calculus
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// Every partial derivative of a batch norm equals the closed form of textbooks: written out for m inputs, by values modulo
/// random primes with an error below 2⁻¹⁰⁰; and for every m at once by the normal form, as `derive check` does it.
struct Proving {
  private let options: BenchmarkOptions

  init(_ options: BenchmarkOptions) { self.options = options }

  func addRows(to table: inout BenchmarkTable) {
    for m in options.sizes([16, 64, 256, 1024]) { table.add(written(m)) }
  }

  private func written(_ m: Int) -> BenchmarkTable.Row {
    let source = options.workload(.batchNorm, m).source(with: options.workload(.batchNormGradient, m))
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    var row = BenchmarkTable.Row(task: "prove all partials of batch norm of n", size: String(m))
    guard problem.diagnostics.isEmpty, let (roots, store) = problem.definitions(["L"] + (1...m).map { "g\($0)" }) else {
      row.note = "cannot be read: \(problem.diagnostics.first?.mistake.message ?? "")"
      return row
    }
    var bits = 0
    row.time = Stopwatch.median(options.isShort ? 1 : 5) {
      bits = 0
      var sweep = AdjointSweep(store: store)
      guard let gradient = try? sweep.gradient(of: roots[0]) else { return }
      var compiler = TapeCompiler(sweep.store, Setting(sizes: Sizes(), capacity: 1 << 20))
      var outputs: [Tape.Node] = []
      var byName: [String: Expressions.Expression] = [:]
      for (entry, partial) in gradient { byName[sweep.store.declaration(sweep.store.symbol(entry)).name] = partial }
      for k in 1...m {
        guard let partial = byName["x\(k)"], let left = try? compiler.compile(partial),
          let right = try? compiler.compile(roots[k])
        else { return }
        outputs += [left, right]
      }
      let program = Program(compiler.tape, outputs: outputs)
      let finding = program.modularFinding(pairs: m, positiveInputs: [], nonnegativeInputs: [], seed: 1)
      if case .equal(let found) = finding { bits = found }
    }
    row.note = bits > 0 ? "proved, error below 2^-\(bits)" : "not proved"
    if bits == 0 { row.time = nil }
    return row
  }
}
