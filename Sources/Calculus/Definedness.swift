import Expressions
import Numbers

/// What must hold for expressions to have a value over the reals, as far as logarithms, even roots and denominators tell.
///
/// Only parts that are always evaluated count: not the arms of cases, not the bodies of sums with a condition. What is
/// differentiated is: log x has no derivative at x = -1, although 1/x has a value. A condition under a sum holds for every
/// value of the bound index, which is a free index of the condition here.
public struct Definedness {
  public struct Condition: Hashable, Sendable {
    public var argument: Expression
    /// argument > 0 rather than argument ≥ 0.
    public var isStrict: Bool
  }

  public private(set) var conditions: [Condition] = []
  /// What stands in denominators and must not be 0.
  public private(set) var denominators: [Expression] = []

  public init(of expressions: [Expression], in store: ExpressionStore) {
    var seen = ExpressionSet()
    var stack = expressions
    while let e = stack.popLast() {
      guard seen.insert(e) else { continue }
      if let condition = Definedness.condition(of: e, in: store), store.op(condition.argument) != .number {
        conditions.append(condition)
      } else if store.op(e) == .power, let exponent = store.rational(store.operand(1, of: e)), exponent.signum < 0,
        !denominators.contains(store.operand(0, of: e))
      {
        denominators.append(store.operand(0, of: e))
      }
      stack += Definedness.alwaysEvaluated(e, in: store)
    }
  }

  private static func condition(of e: Expression, in store: ExpressionStore) -> Condition? {
    switch store.op(e) {
    case .function where store.function(e) == .log: return Condition(argument: store.operand(0, of: e), isStrict: true)
    case .power:
      guard let exponent = store.rational(store.operand(1, of: e)), let (_, d) = exponent.smallFraction, d % 2 == 0
      else {
        return nil
      }
      return Condition(argument: store.operand(0, of: e), isStrict: exponent.signum < 0)
    default: return nil
    }
  }

  private static func alwaysEvaluated(_ e: Expression, in store: ExpressionStore) -> [Expression] {
    switch store.op(e) {
    case .sum, .product, .power, .function: return Array(store.operands(of: e))
    case .derivative: return [store.operand(0, of: e)]
    case .reduction:
      let condition = store.operand(1, of: e)
      return store.op(condition) == .truth && store.truth(condition) ? [store.operand(2, of: e)] : []
    case .definition:
      // The body at its own pattern: it is evaluated at these slots only, so nothing general follows from indexed ones.
      let body = store.body(store.definition(e))
      return body.slots.isEmpty && body.clauses.count == 1 ? [body.clauses[0].body] : []
    default: return []
    }
  }
}
