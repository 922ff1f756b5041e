import Expressions
import Numbers

/// Points at which quantities coincide: equal, opposite, 0 or 1, or a number that a statement names.
///
/// Ordinary points avoid such accidents, since they can make a false equation look true. A false inequality or
/// implication often fails just there.
extension PointSampler {
  /// A point whose free entries are taken from the pool as far as their domains allow; nil if none was found.
  public mutating func coincident(_ pool: [Rational], attempts limit: Int = 12) -> Point? {
    for _ in 0..<limit {
      if domains.isEmpty || coincidenceEffort.isExhausted { return nil }
      let branch = domains[attempts % domains.count]
      let number = attempts / domains.count
      attempts += 1
      var draw = Draw(pointNumber: pointsFound, random: RandomSource(seed: random.next()))
      guard let drawn = branch.coincident(inputs, number, pool, &draw) else { continue }
      guard branch.solver.equations.isEmpty || branch.isFinite else {
        if inputs.count > PointSampler.largestCoincidentSystem { return nil }
        if let point = branch.solver.solve(drawn, attempt: number, &coincidenceEffort), holds(at: point, branch) {
          return point
        }
        continue
      }
      if holds(at: drawn, branch) { return drawn }
    }
    return nil
  }
}

extension BranchSampler {
  func coincident(_ inputs: Inputs, _ number: Int, _ pool: [Rational], _ draw: inout Draw) -> Point? {
    guard var point = point(inputs, number, &draw) else { return nil }
    for (block, structure) in zip(inputs.blocks, structures) where structure == .none && !block.isCoefficients {
      for place in block.start..<(block.start + block.count) {
        let allowed = pool.filter { sets[place].contains($0) }
        if !allowed.isEmpty { point.values[place] = draw.random.pick(allowed) }
      }
    }
    return point
  }
}
