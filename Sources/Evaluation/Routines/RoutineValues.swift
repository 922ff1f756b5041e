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
    let run = try RoutineRun<RoundedNumber<ExactFloat64>>(self, sizes)
    return arrays.indices.map { run.shape($0) }
  }

  /// The outputs as a kernel of this type computes them that rounds each operation; sums with a type of their own, by
  /// array, are rounded to that after each term.
  public func rounded(
    _ sizes: Sizes, _ inputs: RoutineInputs, to type: FloatingType, order: SummationOrder,
    narrow: [Int: FloatingType] = [:]
  ) throws(RoutineFailure) -> [[Double]] {
    switch type {
    case .f64: try rounded(sizes, inputs, order, narrow, as: RoundedNumber<Float64Rounding>.self)
    case .f32: try rounded(sizes, inputs, order, narrow, as: RoundedNumber<Float32Rounding>.self)
    case .f16: try rounded(sizes, inputs, order, narrow, as: RoundedNumber<Float16Rounding>.self)
    case .bf16: try rounded(sizes, inputs, order, narrow, as: RoundedNumber<BFloat16Rounding>.self)
    }
  }

  /// The outputs in doubles.
  public func doubles(_ sizes: Sizes, _ inputs: RoutineInputs) throws(RoutineFailure) -> [[Double]] {
    try rounded(sizes, inputs, .forward, [:], as: RoundedNumber<ExactFloat64>.self)
  }

  /// By output, a bound of the rounding error of each entry in a kernel of this type that adds up in this order, in units
  /// of the roundoff; infinite where it is not known.
  public func roundingBounds(
    _ sizes: Sizes, _ inputs: RoutineInputs, _ type: FloatingType, order: SummationOrder
  ) throws(RoutineFailure) -> [[Double]] {
    switch type {
    case .f64: try roundingBounds(sizes, inputs, order, as: RunningError<Float64Rounding>.self)
    case .f32: try roundingBounds(sizes, inputs, order, as: RunningError<Float32Rounding>.self)
    case .f16: try roundingBounds(sizes, inputs, order, as: RunningError<Float16Rounding>.self)
    case .bf16: try roundingBounds(sizes, inputs, order, as: RunningError<BFloat16Rounding>.self)
    }
  }

  private func roundingBounds<R: Rounding>(
    _ sizes: Sizes, _ inputs: RoutineInputs, _ order: SummationOrder, as: RunningError<R>.Type
  ) throws(RoutineFailure) -> [[Double]] {
    try outputs(sizes, inputs, order, as: RunningError<R>.self).map { $0.map { $0.bound.isNaN ? .infinity : $0.bound } }
  }

  /// By output, whether the arithmetic of this type has the numbers that it takes to come to each entry.
  public func staysInRange(_ sizes: Sizes, _ inputs: RoutineInputs, _ type: FloatingType) throws(RoutineFailure)
    -> [[Bool]]
  {
    switch type {
    case .f64: try staysInRange(sizes, inputs, as: RangedNumber<Float64Rounding>.self)
    case .f32: try staysInRange(sizes, inputs, as: RangedNumber<Float32Rounding>.self)
    case .f16: try staysInRange(sizes, inputs, as: RangedNumber<Float16Rounding>.self)
    case .bf16: try staysInRange(sizes, inputs, as: RangedNumber<BFloat16Rounding>.self)
    }
  }

  private func staysInRange<R: Rounding>(_ sizes: Sizes, _ inputs: RoutineInputs, as: RangedNumber<R>.Type)
    throws(RoutineFailure) -> [[Bool]]
  {
    try outputs(sizes, inputs, as: RangedNumber<R>.self).map { $0.map { $0.value.isFinite } }
  }

  private func rounded<R: Rounding>(
    _ sizes: Sizes, _ inputs: RoutineInputs, _ order: SummationOrder, _ narrow: [Int: FloatingType],
    as: RoundedNumber<R>.Type
  ) throws(RoutineFailure) -> [[Double]] {
    let rounding = narrow.mapValues { type in { (x: RoundedNumber<R>) in RoundedNumber<R>(type.rounded(x.value)) } }
    return try outputs(sizes, inputs, order, rounding, as: RoundedNumber<R>.self).map { $0.map { $0.value } }
  }

  func outputs<Number: RoutineNumber & RoutineInput>(
    _ sizes: Sizes, _ inputs: RoutineInputs, _ order: SummationOrder = .forward,
    _ rounding: [Int: (Number) -> Number] = [:], as: Number.Type
  ) throws(RoutineFailure) -> [[Number]] {
    var run = try RoutineRun<Number>(self, sizes, order: order, rounding: rounding)
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
extension RangedNumber: RoutineInput {
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
