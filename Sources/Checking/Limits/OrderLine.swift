import Elaboration
import Expressions
import Notation
import Numbers

/// `left = right up to O((x - a)^k)`: (left − right)/(x − a)^k is bounded near a.
///
/// It is if it has finite limits from both sides, which need not agree. Where one of them is infinite it is not.
extension Judge {
  mutating func finding(
    _ left: Expression, _ right: Expression, order: Int, in symbol: Symbol, at point: Expression
  ) -> Finding {
    let trees = trees(left, right, order: order, in: symbol, at: point)
    if let reason = trees.lazy.compactMap({ $0.openReason }).first {
      return Finding(verdict: .undecided, proof: nil, trial: Trial(), reason: reason)
    }
    var sides: [Expression] = []
    for tree in trees {
      sides.append(
        store.expression(of: tree) { (store, leaf) in
          if case .leaf(.finite) = leaf { return store.integer(0) }
          return store.integer(1)
        })
    }
    let unbounded = store.sum(sides)
    var finding = finding(unbounded, .equal, store.integer(0))
    finding.proof?.method = "order"
    return finding
  }

  /// (left − right)/(x − a)^k from the right and from the left.
  private mutating func trees(
    _ left: Expression, _ right: Expression, order: Int, in symbol: Symbol, at point: Expression
  ) -> [LimitTree] {
    let variable = store.entry(of: symbol, [])
    let scale = store.power(store.difference(variable, point), Rational(-order))
    let ratio = store.product([store.difference(left, right), scale])
    var trees: [LimitTree] = []
    for approach in [Approach.right, .left] {
      let limit = store.limit(variable, to: point, from: approach, ratio)
      let isOneSided = store.rational(point).map { point in
        let sides = store.declaration(symbol).domain.sides(of: point)
        return approach == .left ? !sides.left : !sides.right
      }
      if isOneSided ?? false { continue }
      var solver = LimitSolver(
        store: store, premises: premises, fixed: fixedIndices([left, right]), steps: options.steps)
      trees.append(solver.tree(of: limit))
      store = solver.store
      premises += solver.conditions.filter { !premises.contains($0) }
    }
    return trees
  }

  /// Which order the difference has.
  mutating func orderMessage(_ relation: Relation, order: Int, in symbol: Symbol, at point: Expression) -> String {
    let name = store.declaration(symbol).name
    let place = ExpressionText.text(point, in: store, limit: 80)
    let base = store.rational(point)?.isZero ?? false ? name : "(\(name) - \(place))"
    if let left = relation.left.expression, let right = relation.right.expression {
      for lower in (0..<order).reversed() {
        let trees = trees(left, right, order: lower, in: symbol, at: point)
        guard trees.allSatisfy({ $0.isFinite }), !trees.isEmpty else { continue }
        let found = lower == 0 ? "O(1)" : lower == 1 ? "O(\(base))" : "O(\(base)^\(lower))"
        let limit = trees[0].text(in: store)
        let divisor = lower == 0 ? "it" : "divided by \(base)" + (lower == 1 ? " it" : "^\(lower) it")
        return "the difference of the sides is \(found) only: \(divisor) tends to \(limit)"
      }
    }
    return "the difference of the sides divided by \(base)^\(order) is not bounded near \(name) = \(place)"
  }
}
