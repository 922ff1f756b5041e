import Expressions
import Numbers

/// Evaluates expressions from the store itself, in balls, without a tape: the second way to a value that a refutation
/// must take.
public struct DirectEvaluation: Sendable {
  private var evaluator: DirectEvaluator<Ball>

  /// The point must have been drawn for a tape of the same expressions and setting.
  public init(_ store: ExpressionStore, _ setting: Setting, at point: Point) {
    evaluator = DirectEvaluator(store, setting, at: point)
  }

  /// A ball that contains the value of `e`.
  public mutating func ball(of e: Expression, at indices: [Index: Int] = [:]) throws(EvaluationError) -> Ball {
    try evaluator.enclosure(of: e, at: indices)
  }
}
