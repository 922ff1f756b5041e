import Diagnostics
import Elaboration
import Expressions
import Notation

/// From text to the shared graph.
struct Reading {
  private let options: BenchmarkOptions

  init(_ options: BenchmarkOptions) { self.options = options }

  func addRows(to table: inout BenchmarkTable) {
    for megabytes in options.sizes([1, 10]) {
      let sum = options.randomSum(megabytes: megabytes)
      let names = (1...50).map { "x\($0)" }.joined(separator: ", ")
      let source = SourceText(name: "sum", text: "\(names) : R\nL := \(sum)\n")
      let runs = megabytes > 1 ? 3 : 5
      let parsing = Stopwatch.median(runs) { precondition(SyntaxFile(parsing: source).diagnostics.isEmpty) }
      let speed = Double(source.bytes.count) / 1e3
      table.add(
        .init(task: "parse", size: "\(megabytes) MB", time: parsing, note: "\(Int(speed / parsing)) MB/s"))
      var nodes = 0
      let reading = Stopwatch.median(runs) {
        let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
        precondition(problem.diagnostics.isEmpty)
        nodes = problem.store.count
      }
      table.add(
        .init(
          task: "read into the shared graph", size: "\(megabytes) MB", time: reading,
          note: "\(Int(speed / reading)) MB/s, \(nodes) nodes"))
    }
  }
}
