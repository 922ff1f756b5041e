import Expressions
import Numbers

/// Evaluates expressions from the store itself, in balls, without a tape: the second way to a value that a refutation
/// must take.
public struct DirectEvaluation: Sendable {
  private let store: ExpressionStore
  private let setting: Setting
  private let point: Point
  /// What was evaluated in doubles already is known there.
  private var evaluator: DirectEvaluator<Ball>

  /// The point must have been drawn for a tape of the same expressions and setting.
  public init(_ store: ExpressionStore, _ setting: Setting, at point: Point) {
    self.store = store
    self.setting = setting
    self.point = point
    evaluator = DirectEvaluator(store, setting, at: point)
  }

  /// A ball that contains the value of `e`.
  public mutating func ball(of e: Expression, at indices: [Index: Int] = [:]) throws(EvaluationError) -> Ball {
    try evaluator.enclosure(of: e, at: indices)
  }

  /// The same with more bits.
  public func ball(
    of e: Expression, at indices: [Index: Int], _ precision: Precision
  ) throws(EvaluationError) -> PreciseBall {
    switch precision {
    case .double:
      var evaluator = evaluator
      return PreciseBall(try evaluator.enclosure(of: e, at: indices), precision: precision.bits)
    case .doubleDouble: return try enclosure(of: e, at: indices, as: DoubleDoubleBall.self).precise
    case .bits512: return try enclosure(of: e, at: indices, as: FixedPrecision<Bits512>.self).ball
    case .bits2048: return try enclosure(of: e, at: indices, as: FixedPrecision<Bits2048>.self).ball
    case .bits8192: return try enclosure(of: e, at: indices, as: FixedPrecision<Bits8192>.self).ball
    }
  }

  private func enclosure<Number: Enclosure>(
    of e: Expression, at indices: [Index: Int], as: Number.Type
  ) throws(EvaluationError) -> Number {
    var evaluator = DirectEvaluator<Number>(store, setting, at: point)
    return try evaluator.enclosure(of: e, at: indices)
  }
}
