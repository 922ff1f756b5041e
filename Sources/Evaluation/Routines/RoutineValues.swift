import Expressions
import Numbers

/// The numbers that go into a routine: by array, its entries.
public typealias RoutineInputs = [Int: [Double]]

/// A number, and how far at most it is from the exact one; NaN where there is none.
public struct KnownValue: Hashable, Sendable {
  public var value: Double
  public var radius: Double

  public init(value: Double, radius: Double) {
    self.value = value
    self.radius = radius
  }
}

/// Runs of a routine.
extension Routine {
  /// The extents of all arrays at these sizes, by array.
  public func shapes(_ sizes: Sizes) throws(RoutineFailure) -> [[Int]] {
    let run = try RoutineRun<RunningError>(self, sizes)
    return arrays.indices.map { run.shape($0) }
  }

  /// The outputs as a kernel of this type computes them that rounds each operation.
  public func rounded(
    _ sizes: Sizes, _ inputs: RoutineInputs, to type: FloatingType, order: SummationOrder, loose: Bool = false
  ) throws(RoutineFailure) -> [[Double]] {
    switch type {
    case .f64: try rounded(sizes, inputs, order, as: RoundedNumber<Float64Rounding>.self)
    case .f32 where loose: try rounded(sizes, inputs, order, as: RoundedNumber<Float32LooseRounding>.self)
    case .f32: try rounded(sizes, inputs, order, as: RoundedNumber<Float32Rounding>.self)
    case .f16: try rounded(sizes, inputs, order, as: RoundedNumber<Float16Rounding>.self)
    case .bf16: try rounded(sizes, inputs, order, as: RoundedNumber<BFloat16Rounding>.self)
    }
  }

  /// The outputs in doubles.
  public func doubles(_ sizes: Sizes, _ inputs: RoutineInputs) throws(RoutineFailure) -> [[Double]] {
    try rounded(sizes, inputs, .forward, as: RoundedNumber<ExactFloat64>.self)
  }

  /// By output, a bound of the rounding error of each entry, in units of the roundoff.
  public func roundingBounds(_ sizes: Sizes, _ inputs: RoutineInputs) throws(RoutineFailure) -> [[Double]] {
    try outputs(sizes, inputs, as: RunningError.self).map { $0.map { $0.bound } }
  }

  private func rounded<R: Rounding>(
    _ sizes: Sizes, _ inputs: RoutineInputs, _ order: SummationOrder, as: RoundedNumber<R>.Type
  ) throws(RoutineFailure) -> [[Double]] {
    try outputs(sizes, inputs, order, as: RoundedNumber<R>.self).map { $0.map { $0.value } }
  }

  func outputs<Number: RoutineNumber & RoutineInput>(
    _ sizes: Sizes, _ inputs: RoutineInputs, _ order: SummationOrder = .forward, as: Number.Type
  ) throws(RoutineFailure) -> [[Number]] {
    var run = try RoutineRun<Number>(self, sizes, order: order)
    for (array, values) in inputs { run.set(array, values.map { Number(input: $0) }) }
    run.run()
    return outputs.map { run.entries[$0] }
  }
}

/// Numbers that doubles are made into.
protocol RoutineInput {
  init(input: Double)
}

extension BoundedDouble: RoutineInput {
  init(input: Double) { self.init(input) }
}
extension DoubleDoubleBall: RoutineInput {
  init(input: Double) { self.init(Ball(input)) }
}
extension FixedPrecision: RoutineInput {
  init(input: Double) { self.init(Ball(input)) }
}
extension RoundedNumber: RoutineInput {
  init(input: Double) { self.init(input) }
}
extension RunningError: RoutineInput {
  init(input: Double) { self.init(input) }
}

extension KnownValue {
  init(_ ball: Ball) { self.init(value: ball.midpoint, radius: ball.radius) }

  static let undefined = KnownValue(value: .nan, radius: 0)
  static let unknown = KnownValue(value: .nan, radius: .infinity)

  /// It has no value, for certain.
  public var isUndefined: Bool { value.isNaN && radius == 0 }
}
