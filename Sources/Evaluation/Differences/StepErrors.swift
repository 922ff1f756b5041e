import Numbers

/// How far central differences are from a value, step by step: D(h) = (f(x + h) − f(x − h))/2h differs from f′(x) by
/// h²·f‴/6 + O(h⁴), so that the error falls by 100 with a step smaller by 10; from any other value it stays away.
public struct StepErrors: Sendable {
  public let step: Double
  /// |D(h) − value| for each value, 0 where they are not known to differ.
  public let errors: [Double]
}

extension FiniteDifferences {
  /// The errors of central differences at these steps, in the arithmetic of sums of two doubles, so that rounding does not
  /// hide the order; steps at which the body has no value are left out.
  public func errors(
    of derivative: CompiledDerivative, at point: Point, steps: [Rational], from values: [PreciseBall]
  ) -> [StepErrors] {
    let graph = PreciseGraph(derivative, tape, point)
    return steps.compactMap { step in
      guard let quotient = graph.quotient(step: step) else { return nil }
      let errors = values.map { value -> Double? in
        let difference = quotient - value
        guard difference.isBounded else { return nil }
        return difference.containsZero ? 0 : abs(difference.ball.midpoint)
      }
      guard !errors.contains(nil) else { return nil }
      return StepErrors(step: step.double, errors: errors.compactMap { $0 })
    }
  }
}

/// The body of a derivative as a function of its target alone, with midpoints of 106 bits.
private struct PreciseGraph {
  private let program: Program
  private let point: Point
  private let constants: [DoubleDoubleBall]
  private let place: Int?
  private var held: [(place: Int, value: DoubleDoubleBall)] = []
  private var target: DoubleDoubleBall?

  init(_ derivative: CompiledDerivative, _ tape: Tape, _ point: Point) {
    program = Program(tape, outputs: [derivative.body])
    self.point = point
    constants = program.rationals.map { DoubleDoubleBall($0) }
    place = program.places[derivative.target]
    let values = program.values(
      inputs: { point.enclosure($0, as: DoubleDoubleBall.self) }, rationals: constants)
    target = place.map { values[$0] }
    for (node, place) in program.places where node != derivative.target && tape.isHeld(node, by: derivative.held) {
      held.append((place, values[place]))
    }
    held.sort { $0.place < $1.place }
  }

  /// D(h) by the step h; 0 if the body does not depend on the target.
  func quotient(step: Rational) -> PreciseBall? {
    guard let target, let place else { return DoubleDoubleBall.zero.precise }
    let h = DoubleDoubleBall(step)
    let (above, below) = (body(at: target + h, place), body(at: target - h, place))
    let quotient = (above - below) / (h + h)
    return quotient.isBounded ? quotient.precise : nil
  }

  private func body(at value: DoubleDoubleBall, _ place: Int) -> DoubleDoubleBall {
    let replacing = held.filter { $0.place < place } + [(place, value)] + held.filter { $0.place > place }
    let values = program.values(
      inputs: { point.enclosure($0, as: DoubleDoubleBall.self) }, rationals: constants, replacing: replacing)
    return values[program.outputs[0]]
  }
}
