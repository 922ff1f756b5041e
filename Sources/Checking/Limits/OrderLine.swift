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
    if trees.allSatisfy({ $0.leaves.isEmpty }) {
      let (name, place) = (store.declaration(symbol).name, ExpressionText.text(point, in: store, limit: 80))
      return Finding(
        verdict: .undecided, proof: nil, trial: Trial(), reason: "\(name) has no values near \(place)")
    }
    let (one, zero) = (store.integer(1), store.integer(0))
    // Any point of a branch without a bound refutes.
    for tree in trees {
      for (signs, leaf) in tree.branches(in: &store) {
        guard case .leaf(let value) = leaf, value.isInfinite else { continue }
        let experimenter = experimenter(assuming: signs)
        let trial = experimenter.trial(one, .equal, zero)
        if trial.failure != nil { return Finding(verdict: .refuted, proof: nil, trial: trial) }
      }
    }
    guard trees.allSatisfy({ $0.isFinite }) else {
      let reason = trees.lazy.compactMap { $0.openReason }.first
      return Finding(verdict: .undecided, proof: nil, trial: Trial(), reason: reason ?? "no bound was found")
    }
    // Whether there is any point at all is asked of the premises.
    let proof = Proof(conditions: [], steps: stepsOfOrders, method: "order")
    let experimenter = experimenter()
    return finding(.proved(proof), experimenter.trial(zero, .equal, zero))
  }

  /// The author's `needs`: the order is as claimed under them.
  mutating func orderUnderNeeds(
    _ line: inout CheckedLine, _ left: Expression, _ right: Expression, order: Int, in symbol: Symbol,
    at point: Expression
  ) {
    let own = premises
    premises += judgement.needs
    let under = finding(left, right, order: order, in: symbol, at: point)
    premises = own
    line.stand(under: under.verdict, evidence(under), because: under.reason)
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
        store: store, premises: premises, fixed: fixedIndices([left, right]).union(judgement.indices),
        steps: options.steps)
      trees.append(solver.tree(of: limit))
      store = solver.store
      stepsOfOrders += solver.stepsTaken
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
      var found: (order: Int, limit: String)?
      // What is not bounded after a division is not after the next one.
      for lower in 0..<order {
        let trees = trees(left, right, order: lower, in: symbol, at: point)
        guard trees.allSatisfy({ $0.isFinite }), let limit = trees.first?.text(in: store) else { break }
        found = (lower, limit)
      }
      if let (lower, limit) = found {
        let inner = base == name ? name : "\(name) - \(place)"
        let size = lower == 0 ? "O(1)" : lower == 1 ? "O(\(inner))" : "O(\(base)^\(lower))"
        let divisor = lower == 0 ? "it" : "divided by \(base)" + (lower == 1 ? " it" : "^\(lower) it")
        return "the difference of the sides is \(size) only: \(divisor) tends to \(limit)"
      }
    }
    return "the difference of the sides divided by \(base)^\(order) is not bounded near \(name) = \(place)"
  }
}
