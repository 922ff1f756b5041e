import Expressions
import Numbers

/// Looks for a point at which an inequality fails, from one at which it holds.
///
/// It walks to where the greater side exceeds the smaller one by less, in relation to both: along one input after the
/// other, by steps of several sizes, and to 0, to the opposite and to multiples. 3b ≤ 3·(3b + x²) fails only where b is
/// negative and x small beside it, which few points that are drawn are.
extension PointSampler {
  private static let steps = [Rational(4), Rational(1), Rational(1, 4), Rational(1, 16), Rational(1, 64)]
  /// A walk that reaches equality would stay there, though the order may turn beside it.
  private static let closestDescent = 1e-9
  private static let mostRounds = 12
  private static let mostDescentInputs = 16

  /// A point at which the output `least` is for certain greater than `most`; nil if the walk leads to none.
  public func descent(of program: Program, from least: Int, to most: Int, start point: Point) -> Point? {
    guard point.isExact, let branch = domains.first(where: { holds(at: point, $0) }), branch.solver.equations.isEmpty
    else { return nil }
    let places = freePlaces(branch).prefix(PointSampler.mostDescentInputs)
    guard !places.isEmpty, var slack = slack(program, least, most, point) else { return nil }
    var effort = Effort(PointSampler.effortLimit / 8)
    var lowest = point
    for _ in 0..<PointSampler.mostRounds {
      var isMoving = false
      for place in places {
        let value = lowest.values[place]
        var candidates = [Rational.zero, -value, value * Rational(3), value * Rational(1, 3)]
        for step in PointSampler.steps { candidates += [value + step, value - step] }
        for candidate in candidates where branch.sets[place].contains(candidate) && candidate.bitWidth < 64 {
          guard effort.spend(program.count * 4) else { return nil }
          var next = lowest
          next.values[place] = candidate
          guard let other = self.slack(program, least, most, next), other.relative < slack.relative,
            other.isNegative || other.relative > PointSampler.closestDescent, holds(at: next, branch)
          else { continue }
          if other.isNegative { return next }
          (lowest, slack, isMoving) = (next, other, true)
        }
      }
      if !isMoving { break }
    }
    return nil
  }

  /// (most − least)/(|most| + |least|), and whether it is negative for certain.
  private func slack(_ program: Program, _ least: Int, _ most: Int, _ point: Point) -> (
    relative: Double, isNegative: Bool
  )? {
    let values = program.balls(at: point)
    let (a, b) = (values[least], values[most])
    guard a.isBounded, b.isBounded else { return nil }
    let scale = a.midpoint.magnitude + b.midpoint.magnitude
    return ((b.midpoint - a.midpoint) / max(scale, 0x1p-500), (b - a).isNegative)
  }
}
