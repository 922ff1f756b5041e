import Evaluation
import Expressions
import Numbers

/// Compares the sides of an equation along a sequence on which the variables of its limits approach their points.
///
/// It only confirms: the difference must shrink steadily and end small. A sequence refutes no limit.
struct LimitApproach {
  let store: ExpressionStore
  let premises: [Expression]
  let indices: Set<Index>
  let seed: UInt64

  /// Distances 4^-k from a point, or 4^k on the way to infinity.
  private static let steps = Array(2...10)
  /// A difference of this size, relative to the sides, is as good as 0.
  private static let negligible = 1e-9
  private static let small = 1e-4
  /// From step to step the difference shrinks by this factor at least, at the last steps.
  private static let shrinking = 1.5
  private static let watched = 4

  /// The number of points at which the sides approach each other; nil if at one of them they do not.
  func points(_ left: Expression, _ right: Expression) -> Int? {
    var (count, isClosed) = (0, true)
    for side in [1, -1] where !isExcluded(side, left) && !isExcluded(side, right) {
      let before = count
      var store = store
      var expressions: [Expression] = []
      for step in LimitApproach.steps {
        guard let a = at(step, side, left, &store), let b = at(step, side, right, &store) else { return nil }
        expressions += [a, b]
      }
      var effort = SceneMaker.Effort()
      effort.plans = SizePlan.fewest
      let maker = SceneMaker(
        store: store, expressions: expressions, premises: premises, indices: indices, effort: effort, seed: seed)
      var isApproached = true
      _ = maker.forEach { scene in
        for point in scene.points {
          if !point.values.isEmpty || !scene.setting.sizes.dimensions.isEmpty { isClosed = false }
          for values in scene.balls(at: point) {
            guard let approaches = approaches(Array(values)) else { continue }
            count += 1
            if !approaches { isApproached = false }
          }
        }
        return isApproached
      }
      if !isApproached || count == before { return nil }
    }
    return count >= (isClosed ? 1 : 2 * Trial.fewestPoints) ? count : nil
  }

  /// A limit from both sides whose variable has no values on this one.
  private func isExcluded(_ side: Int, _ root: Expression) -> Bool {
    for e in store.reachable(from: [root]) where store.op(e) == .limit {
      let limit = store.limitParts(e)
      guard limit.approach == .both, store.op(limit.variable) == .symbol, let point = store.rational(limit.point) else {
        continue
      }
      let sides = store.declaration(store.symbol(limit.variable)).domain.sides(of: point)
      if side > 0 ? !sides.right : !sides.left { return true }
    }
    return false
  }

  /// Nil where the values are not known well enough.
  private func approaches(_ values: [Ball]) -> Bool? {
    var errors: [Double] = []
    for k in stride(from: 0, to: values.count - 1, by: 2) {
      let (a, b) = (values[k], values[k + 1])
      guard a.isBounded, b.isBounded else { return nil }
      let difference = a - b
      let scale = max(1, b.upper.magnitude, b.lower.magnitude)
      errors.append(max(difference.upper.magnitude, difference.lower.magnitude) / scale)
    }
    guard let last = errors.last, last < LimitApproach.small else { return false }
    for k in (errors.count - LimitApproach.watched)..<errors.count where errors[k] > LimitApproach.negligible {
      if errors[k] * LimitApproach.shrinking > errors[k - 1] { return false }
    }
    return true
  }

  /// The expression with every limit replaced by its term near the point; nil for limits inside each other and limits in
  /// a size. A limit from both sides is approached from one after the other.
  private func at(_ step: Int, _ side: Int, _ root: Expression, _ store: inout ExpressionStore) -> Expression? {
    var images: [Expression: Expression] = [:]
    for e in store.reachable(from: [root]) {
      let operands = Array(store.operands(of: e))
      let parts = operands.map { images[$0] ?? $0 }
      guard store.op(e) == .limit else {
        images[e] = parts == operands ? e : store.rebuilt(e, parts)
        continue
      }
      let limit = store.limitParts(e)
      guard store.op(limit.variable) == .symbol, !store.mentionsLimit(limit.body), mayApproach(limit, store) else {
        return nil
      }
      let near = value(of: limit, step, side, &store)
      images[e] = store.substitution(of: store.symbol(limit.variable), parameters: [], by: near, in: limit.body)
    }
    return images[root]
  }

  /// The declared domain has values near the point.
  private func mayApproach(_ limit: ExpressionStore.LimitParts, _ store: ExpressionStore) -> Bool {
    let domain = store.declaration(store.symbol(limit.variable)).domain
    if let side = store.infinity(limit.point) { return domain.reaches(infinity: side) }
    guard let point = store.rational(limit.point) else { return domain.isConnected }
    let sides = domain.sides(of: point)
    return sides.left || sides.right
  }

  private func value(
    of limit: ExpressionStore.LimitParts, _ step: Int, _ side: Int, _ store: inout ExpressionStore
  ) -> Expression {
    let scale = Rational(4).power(step) ?? .one
    if let sign = store.infinity(limit.point) { return store.number((scale + Rational(1, 3)) * Rational(sign)) }
    let side = limit.approach == .both ? side : limit.approach.rawValue
    return store.sum([limit.point, store.number((scale.inverse ?? .zero) * Rational(side))])
  }
}
