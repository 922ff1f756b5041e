import Evaluation
import Expressions
import Numbers

/// Draws a line of a derivation around the point at which it fails, or around one at which it was seen to hold.
struct FigureWriter {
  let store: ExpressionStore

  /// Larger lines get none: each point takes as long as a trial.
  private static let largest = 100_000

  /// 10⁻¹, 3·10⁻², 10⁻², … 10⁻⁶.
  private static let steps: [Rational] = [10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap { decade in
    [Rational(1, decade)] + (decade < 1_000_000 ? [Rational(3, 10 * decade)] : [])
  }

  /// - Parameter left: the side that is the correct one.
  func figure(of trial: Trial, _ left: Expression, upstream: [Definition]) -> Figure? {
    guard let shown = trial.failure ?? trial.sample, shown.scene.width == 2, shown.scene.program.count <= Self.largest
    else { return nil }
    let entry = shown.failing.first ?? 0
    guard let kind = steps(shown, left, entry) ?? line(shown, entry, isWrong: trial.failure != nil) else { return nil }
    let writer = CounterexampleWriter(store: store)
    return Figure(
      kind: kind, entry: writer.entryText(shown.scene.assignments[entry]),
      bindings: writer.bindings(of: shown, mentioned: upstream))
  }

  /// Nil where the left side is no derivative, or where central differences are exact at every step.
  private func steps(_ shown: Trial.Failure, _ left: Expression, _ entry: Int) -> Figure.Kind? {
    guard store.op(left) == .derivative else { return nil }
    var compiler = shown.scene.compiler
    guard let value = try? compiler.compile(left, at: shown.scene.assignments[entry]),
      let derivative = compiler.derivatives.first(where: { $0.value == value && $0.expression == left })
    else { return nil }
    let sides = shown.scene.balls(at: shown.point, .doubleDouble)[entry]
    guard let correct = sides.first, let yours = sides.last, correct.isBounded, yours.isBounded else { return nil }
    let errors = FiniteDifferences(compiler.tape).errors(
      of: derivative, at: shown.point, steps: Self.steps, from: [yours, correct])
    guard errors.count > Self.steps.count / 2, errors.contains(where: { $0.errors.contains { $0 > 0 } }) else {
      return nil
    }
    return .steps(errors.map { Figure.Step(step: $0.step, yours: $0.errors[0], correct: $0.errors[1]) })
  }

  /// Only what is wrong is worth two curves.
  private func line(_ shown: Trial.Failure, _ entry: Int, isWrong: Bool) -> Figure.Kind? {
    let scene = shown.scene
    guard isWrong, !shown.isUndefined,
      let line = scene.sampler.line(
        through: shown.point, of: scene.program, scene.width * entry, scene.width * (entry + 1) - 1),
      let block = shown.point.inputs.block(at: line.place), case .symbol(let symbol) = block.subject
    else { return nil }
    let slots = block.slots(at: line.place).map { String($0) }
    let name = store.declaration(symbol).name + (slots.isEmpty ? "" : "[\(slots.joined(separator: ", "))]")
    let samples = line.samples.map { sample in
      sample.map { Figure.Sample(position: $0.position, yours: $0.right, correct: $0.left) }
    }
    return .line(variable: name, center: line.center, samples)
  }
}
