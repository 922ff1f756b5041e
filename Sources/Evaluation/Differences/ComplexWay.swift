import Expressions
import Numbers

/// Values of outputs that are real although values on the way to them are complex, and their derivatives from differences.
public struct ComplexWay: Sendable {
  let tape: Tape

  public init(_ tape: Tape) { self.tape = tape }

  /// Of an imaginary part, relative to the value: below it the value is taken to be real.
  private static let rounding = 1e-9

  /// What is known of a value: a real number as far as can be seen, certainly none, or neither.
  public enum Value: Sendable {
    case real(Ball)
    case notReal
    case unknown
  }

  /// The outputs at a point.
  public func values(of program: Program, at point: Point) -> [Value] {
    let values = program.values(
      inputs: { ComplexBall(point.ball($0)) }, rationals: program.rationals.map { ComplexBall(Ball($0)) })
    return program.outputs.map { output in
      let value = values[output]
      guard value.isBounded else { return .unknown }
      guard value.imaginary.containsZero else { return .notReal }
      let isNarrow = value.imaginary.radius <= ComplexWay.rounding * value.real.absolute.upper
      return value.isReal || isNarrow ? .real(value.real) : .unknown
    }
  }

  /// The greatest relative difference between derivatives on the tape and (8(f₁ − f₋₁) − (f₂ − f₋₂))/12h, whose error is of
  /// the order h⁴; nil where no two steps agree, as across a cut.
  public func worstDifference(_ derivatives: [CompiledDerivative], at point: Point) -> Double? {
    var worst: Double?
    for derivative in derivatives.prefix(ComplexWay.mostDerivatives) {
      guard let found = difference(derivative, at: point) else { continue }
      worst = max(worst ?? 0, found)
    }
    return worst
  }

  private static let mostDerivatives = 16
  private static let steps = [1e-2, 1e-3, 1e-4, 1e-5]
  /// Of two estimates that agree, relative to the slope.
  private static let agreement = 1e-6

  private func difference(_ derivative: CompiledDerivative, at point: Point) -> Double? {
    let program = Program(tape, outputs: [derivative.body, derivative.value])
    let rationals = program.rationals.map { ComplexBall(Ball($0)) }
    func values(replacing: [(place: Int, value: ComplexBall)]) -> [ComplexBall] {
      program.values(inputs: { ComplexBall(point.ball($0)) }, rationals: rationals, replacing: replacing)
    }
    let here = values(replacing: [])
    let (center, slope) = (here[program.outputs[0]], here[program.outputs[1]])
    guard let place = program.places[derivative.target], center.isBounded, slope.isBounded else { return nil }
    var held = program.places.filter { $0.key != derivative.target && tape.isHeld($0.key, by: derivative.held) }
      .map { (place: $0.value, value: here[$0.value]) }
    held.append((place, here[place]))
    held.sort { $0.place < $1.place }
    let size = here[place].size
    func body(at offset: Double) -> ComplexBall {
      let moved = held.map {
        (place: $0.place, value: $0.place == place ? $0.value + ComplexBall(Ball(offset)) : $0.value)
      }
      return values(replacing: moved)[program.outputs[0]]
    }
    var last: ComplexBall?
    for step in ComplexWay.steps {
      let h = step * max(size, step)
      let (near, far) = (body(at: h) - body(at: -h), body(at: 2 * h) - body(at: -2 * h))
      let estimate = ComplexBall(.one / Ball(12 * h)) * (ComplexBall(Ball(8)) * near - far)
      guard estimate.isBounded else { continue }
      let scale = max(slope.size, estimate.size, ComplexWay.rounding * center.size)
      if let last, ComplexWay.excess(estimate - last) <= ComplexWay.agreement * scale {
        let gap = ComplexWay.excess(estimate - slope)
        return gap == 0 ? 0 : gap / scale
      }
      last = estimate
    }
    return nil
  }

  /// How far from 0 a number certainly is, in one of its parts.
  private static func excess(_ gap: ComplexBall) -> Double {
    max(0, abs(gap.real.midpoint) - gap.real.radius, abs(gap.imaginary.midpoint) - gap.imaginary.radius)
  }
}

extension ComplexBall {
  fileprivate var size: Double { squareOfSize.upper.squareRoot() }
}
