import Expressions
import Numbers

/// Points at which quantities coincide: all 0, equal, opposite, numbers that a statement names, or very large and small.
///
/// Ordinary points avoid such accidents, since they can make a false equation look true. A false inequality or
/// implication often fails just there.
extension PointSampler {
  /// How the free entries of a point are chosen.
  public enum Coincidence: CaseIterable, Sendable {
    case zero, equal, opposite, named, extreme
    /// Each quantity has entries of one value: 0, 1 or −1.
    case constant
    /// Each quantity is 0 or a basis vector.
    case basis

    /// Those at which a false equation or implication often fails. At the others an inequality often is an equality.
    public static let common: [Coincidence] = [.zero, .equal, .opposite, .named, .extreme]
  }

  /// What the next point is drawn with; nil when enough was spent.
  private mutating func nextDraw() -> (branch: BranchSampler, number: Int, draw: Draw)? {
    if domains.isEmpty || coincidenceEffort.isExhausted || work.isSpent { return nil }
    let branch = domains[attempts % domains.count]
    let number = attempts / domains.count
    attempts += 1
    return (branch, number, Draw(pointNumber: pointsFound, random: RandomSource(seed: random.next()), work: work))
  }

  /// An ordinary point with a negative base and exponents such as 2 and 1/2, where (aᵇ)ᶜ is not a^(b·c).
  public mutating func exponential(_ exponents: Set<Symbol>, attempts limit: Int = 4) -> Point? {
    for _ in 0..<limit {
      guard let (branch, number, first) = nextDraw() else { return nil }
      var draw = first
      if branch.solver.equations.isEmpty, let point = branch.exponential(exponents, inputs, number, &draw),
        holds(at: point, branch)
      {
        return point
      }
    }
    return nil
  }

  /// A point whose free entries are taken from the pool as far as their domains allow; nil if none was found.
  public mutating func coincident(_ kind: Coincidence, _ pool: [Rational], attempts limit: Int = 6) -> Point? {
    for _ in 0..<limit {
      guard let (branch, number, first) = nextDraw() else { return nil }
      var draw = first
      guard let drawn = branch.coincident(kind, inputs, number, pool, &draw) else { continue }
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
  /// Sizes that are far from 1.
  private static let extremes: [Rational] = [1_000, 1_000_000, 10].flatMap { (n: Int) in
    [Rational(n), Rational(-n), Rational(1, n), Rational(-1, n)]
  }

  private static let exponents: [Rational] = [Rational(2), Rational(1, 2), Rational(1, 3), Rational(3)]

  func exponential(_ exponents: Set<Symbol>, _ inputs: Inputs, _ number: Int, _ draw: inout Draw) -> Point? {
    guard var point = point(inputs, number, &draw) else { return nil }
    for (block, structure) in zip(inputs.blocks, structures) where structure == .none {
      guard case .symbol(let symbol) = block.subject else { continue }
      for place in block.start..<(block.start + block.count) {
        let candidates = exponents.contains(symbol) ? BranchSampler.exponents : [-point.values[place].magnitude]
        let allowed = candidates.filter { sets[place].contains($0) }
        if !allowed.isEmpty { point.values[place] = draw.random.pick(allowed) }
      }
    }
    return point
  }

  func coincident(
    _ kind: PointSampler.Coincidence, _ inputs: Inputs, _ number: Int, _ pool: [Rational], _ draw: inout Draw
  ) -> Point? {
    guard var point = point(inputs, number, &draw) else { return nil }
    let common = draw.random.pick(pool)
    var entry = 0
    for (block, structure) in zip(inputs.blocks, structures) where !block.isCoefficients {
      let places = block.start..<(block.start + block.count)
      if structure == .simplex, draw.random.next(below: 2) == 0 {
        let length = max(block.lengths.last ?? 1, 1)
        moveToVertex(&point, places, length, draw.random.next(below: length))
      }
      guard structure == .none else { continue }
      let value: Rational = [.zero, .zero, .zero, .zero, .one, .one, .one, Rational(-1)][draw.random.next(below: 8)]
      let unit = places.lowerBound + draw.random.next(below: max(places.count, 1))
      for place in places {
        let candidates: [Rational]
        switch kind {
        case .zero: candidates = [.zero]
        case .equal: candidates = [common]
        case .opposite: candidates = [entry % 2 == 0 ? common : -common]
        case .named: candidates = pool
        case .extreme: candidates = BranchSampler.extremes
        case .constant: candidates = [value]
        case .basis: candidates = [place == unit && value.signum >= 0 ? .one : .zero]
        }
        entry += 1
        let allowed = candidates.filter { sets[place].contains($0) }
        if allowed.isEmpty { continue }
        point.values[place] = kind == .extreme ? allowed[(number + entry) % allowed.count] : draw.random.pick(allowed)
      }
    }
    return point
  }

  /// Each distribution puts everything on one outcome.
  private func moveToVertex(_ point: inout Point, _ places: Range<Int>, _ length: Int, _ outcome: Int) {
    for (k, place) in places.enumerated() { point.values[place] = k % length == outcome ? .one : .zero }
  }
}
