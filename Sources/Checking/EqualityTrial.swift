import Evaluation
import Expressions
import Notation
import Numbers

/// A claim that two sides differ, or that one is the greater, tried where they are equal.
///
/// Points that are drawn miss such places: `sum(i, v[i]*p[i]) != 0` fails on a plane only. So left = right is put to the
/// solver as one more premise. Its points satisfy their premises for certain; where a coordinate is no fraction it is
/// enclosed by a change of sign, so that a point of equality exists inside, and that refutes.
extension Experimenter {
  func failureOfEquality(_ left: Expression, _ relation: Link.Relation, _ right: Expression) -> Trial.Failure? {
    guard [.less, .greater, .notEqual].contains(relation) else { return nil }
    var store = store
    let difference = store.rational(right)?.isZero == true ? left : store.difference(left, right)
    guard let equality = store.vanishing(difference) else { return nil }
    var effort = effort
    effort.pointsPerScene = 1
    effort.pointsInAll = 1
    effort.coincidences = 2 * PointSampler.Coincidence.allCases.count
    effort.plans = SizePlan.fewest
    effort.families = [0]
    // The values at one assignment of the free indices: an equation for each would be too many.
    let free = Set(store.freeIndices(of: equality))
    let maker = SceneMaker(
      store: store, expressions: [left, right], premises: premises + [equality], indices: indices.union(free),
      effort: effort, seed: seed)
    var failure: Trial.Failure?
    _ = maker.forEach { scene in
      for point in scene.points where failure == nil {
        failure = self.failure(at: point, scene, left, right)
      }
      return failure == nil
    }
    return failure
  }

  /// The point, if both ways to evaluate it agree that the sides have values that may be equal.
  private func failure(at point: Point, _ scene: Scene, _ left: Expression, _ right: Expression) -> Trial.Failure? {
    guard scene.assignments.count == 1, let values = scene.balls(at: point).first, let a = values.first,
      let b = values.last, a.isBounded, b.isBounded, (a - b).containsZero
    else { return nil }
    var direct = DirectEvaluation(store, scene.setting, at: point)
    guard let c = try? direct.ball(of: left, at: scene.assignments[0]),
      let d = try? direct.ball(of: right, at: scene.assignments[0]), c.isBounded, d.isBounded, (c - d).containsZero
    else { return nil }
    return Trial.Failure(scene: scene, point: point, failing: [0], isOfEquality: true)
  }
}

extension ExpressionStore {
  func isZero(_ e: Expression) -> Bool { rational(e)?.isZero == true }

  /// e = 0, where a product vanishes with one of its factors and a power with its base: there a change of sign shows a
  /// zero that a square hides. Nil where nothing in it can be 0.
  mutating func vanishing(_ e: Expression) -> Expression? {
    var alternatives: [Expression] = []
    var pending = [e]
    while let part = pending.popLast() {
      switch op(part) {
      case .number: if rational(part)?.isZero == true { return truth(true) }
      case .product: pending += operands(of: part)
      case .power:
        guard let exponent = rational(operand(1, of: part)) else { continue }
        if exponent.signum > 0 { pending.append(operand(0, of: part)) }
      case .function where function(part) == .exp: continue
      case .function where function(part) == .abs: pending.append(operand(0, of: part))
      default: alternatives.append(comparison(.equal, part, integer(0)))
      }
    }
    return alternatives.isEmpty ? nil : or(alternatives.reversed())
  }
}
