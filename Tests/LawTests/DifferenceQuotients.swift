import Calculus
import Evaluation
import Expressions
import Numbers

/// The derivative on the left of a line against differences of the term on its right, which is what is differentiated.
struct DifferenceQuotients {
  private let store: ExpressionStore
  private let term: Expression
  private let bySymbols: Expression
  private let symbol: Symbol
  private let slots: [Expression]

  struct Outcome {
    var compared = 0
    /// The first disagreement.
    var worst: String?
  }

  struct NotADerivative: Error {}

  init(_ line: Line) throws {
    let store = line.store
    guard store.op(line.left) == .derivative, case .symbol(let symbol) = store.target(line.left).subject else {
      throw NotADerivative()
    }
    var differentiator = Differentiator(store: store)
    bySymbols = try differentiator.carryOut(line.left)
    term = line.right
    slots = Array(store.operands(of: line.left).dropFirst())
    self.symbol = symbol
    self.store = differentiator.store
  }

  func compare(size: Int, seed: UInt64) throws -> Outcome {
    var random = RandomSource(seed: seed, text: "differences")
    let sizes = Sizes([Dimension(0): size, Dimension(1): size % 3 + 1])
    let choices = try IndexChoices(for: [term, bySymbols], in: store, sizes: sizes, limit: 2, random: &random).all
    var outcome = Outcome()
    for choice in choices {
      var compiler = TapeCompiler(store, Setting(sizes: sizes, choice: choice, capacity: 1 << 18))
      var free = compiler.freeIndices(of: term)
      for e in slots + [bySymbols] {
        for index in compiler.freeIndices(of: e) where !free.contains(index) { free.append(index) }
      }
      let assignments = try compiler.assignments(of: free)
      let values = try assignments.map { (a) throws in try compiler.compile(term, at: a) }
      let slopes = try assignments.map { (a) throws in try compiler.compile(bySymbols, at: a) }
      let places = try assignments.map { (a) throws in
        try slots.map { slot in
          let node = try compiler.compile(slot, at: a)
          return compiler.tape.knownRational(node)?.asInt ?? 0
        }
      }
      var sampler = try PointSampler(&compiler, random: RandomSource(seed: random.next()))
      let program = Program(compiler.tape, outputs: values)
      let derivatives = Program(compiler.tape, outputs: slopes)
      for _ in 0..<2 {
        guard let point = sampler.next() else { break }
        let exact = derivatives.balls(at: point)
        for k in assignments.indices where point.value(of: symbol, places[k]) != nil {
          // Undefined at single points where there is a slope: det(A)·inv(A) at a singular A.
          guard exact[k].isBounded, exact[k].radius < 1e-9 else { continue }
          guard let estimate = quotient(program, k, at: point, places[k]) else { continue }
          outcome.compared += 1
          let error = abs(estimate.value - exact[k].midpoint)
          if !(error <= 1e-6 * estimate.scale) {
            outcome.worst =
              "\(exact[k].midpoint) by the rules, \(estimate.value) by differences, at \(point.values) \(places[k])"
          }
        }
      }
    }
    return outcome
  }

  /// Central differences of fourth order with two steps; nil where they do not agree, as near a pole.
  private func quotient(_ program: Program, _ k: Int, at point: Point, _ place: [Int]) -> (
    value: Double, scale: Double
  )? {
    guard let centre = point.value(of: symbol, place) else { return nil }
    let step = Rational(1, 1024)
    // f at centre + q·step/2 for these q
    let shifts = [-4, -2, -1, 1, 2, 4]
    let points = shifts.map { shift in
      var moved = point
      moved.set(symbol, place, to: centre + step * Rational(shift, 2))
      return moved
    }
    let f = program.doubles(at: points).map { $0[k] }
    let h = step.double
    let wide = (f[0] - 8 * f[1] + 8 * f[4] - f[5]) / (12 * h)
    let narrow = (f[1] - 8 * f[2] + 8 * f[3] - f[4]) / (6 * h)
    let scale = max(1, abs(narrow), f.map { abs($0) }.max() ?? 0)
    guard scale < 1e6, abs(wide - narrow) < 1e-7 * scale else { return nil }
    return (narrow, scale)
  }
}
