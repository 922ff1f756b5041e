import Expressions
import Numbers

/// Looks for a point at which two sides touch: a zero of their difference without a change of sign, such as that of eᵃ − e·a
/// at a = 1.
///
/// From a point it walks along one input after the other, with shrinking steps, to where the difference is small in
/// relation to the sides. That they come very close there shows only that points do not tell whether they can be equal.
extension PointSampler {
  /// Shrinking from 1/2 so often, the last steps are below 10⁻⁷, where a difference that touches 0 is below 10⁻¹⁴.
  private static let halvings = 24
  private static let mostMoves = 6
  private static let mostInputs = 8
  /// Closer than this the sides may be equal.
  private static let closest = 1e-11

  /// A point near to the given one at which two outputs are all but equal; nil if the walk leads to none, or if premises
  /// leave no way to walk.
  public func contact(of program: Program, _ left: Int, _ right: Int, near point: Point) -> Point? {
    guard point.isExact, let branch = domains.first(where: { holds(at: point, $0) }), branch.solver.equations.isEmpty
    else { return nil }
    let places = freePlaces(branch).prefix(PointSampler.mostInputs)
    guard !places.isEmpty, var least = gap(program, left, right, point) else { return nil }
    var effort = Effort(PointSampler.effortLimit / 4)
    var nearest = point
    var step = Rational(1, 2)
    for _ in 0..<PointSampler.halvings {
      for _ in 0..<PointSampler.mostMoves {
        var isMoving = false
        for place in places {
          for move in [step, -step] {
            guard effort.spend(program.count * 4) else { return nil }
            var next = nearest
            next.values[place] += move
            guard branch.sets[place].contains(next.values[place]), let gap = gap(program, left, right, next),
              gap < least, holds(at: next, branch)
            else { continue }
            (nearest, least, isMoving) = (next, gap, true)
            break
          }
        }
        if !isMoving { break }
      }
      step = step * Rational(1, 2)
    }
    // Sides that only meet at an end that is no value do not touch.
    let isAtOpenEnd = places.contains { branch.sets[$0].isOpen(near: nearest.values[$0]) }
    return least < PointSampler.closest && !isAtOpenEnd ? nearest : nil
  }

  /// Inputs that may have any real value of their set.
  func freePlaces(_ branch: BranchSampler) -> [Int] {
    var places: [Int] = []
    for (block, structure) in zip(inputs.blocks, branch.structures) where structure == .none && !block.isCoefficients {
      places += (block.start..<(block.start + block.count)).filter { branch.sets[$0].kind == .real }
    }
    return places
  }

  /// |a − b| in relation to the greater one.
  private func gap(_ program: Program, _ left: Int, _ right: Int, _ point: Point) -> Double? {
    let values = program.balls(at: point)
    let (a, b) = (values[left], values[right])
    guard a.isBounded, b.isBounded else { return nil }
    let scale = max(a.midpoint.magnitude, b.midpoint.magnitude)
    return scale == 0 ? 0 : (a.midpoint - b.midpoint).magnitude / scale
  }
}

extension ValueSet {
  /// The value is all but an end, or a 0, that does not belong to the set.
  fileprivate func isOpen(near value: Rational) -> Bool {
    let margin = Rational(1, 10_000)
    if excludesZero && value.magnitude < margin { return true }
    if let lower, !includesLower, value - lower < margin { return true }
    if let upper, !includesUpper, upper - value < margin { return true }
    return false
  }
}
