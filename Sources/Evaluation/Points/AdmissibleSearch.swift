import Expressions
import Numbers

/// Points at which a program has values, where few of those that are drawn are such.
///
/// √(b² − 4ac)·atan(x/√(b − √(b² − 4ac))) has a value at one point of twenty. One coordinate is changed after the other, as
/// long as less is lacking: Selman, Kautz and Cohen, "Noise strategies for improving local search", AAAI 1994.
extension PointSampler {
  /// Fewer points with a value than these are too few to be content with.
  public static let enoughPoints = 8

  /// Operations that may be evaluated in one search: some 30 ms.
  private static let searchEffort = 1_500_000

  /// Changes without gain after which another start is tried.
  fileprivate static let patience = 40

  /// Changes of each input, none of which matters to what is lacking, after which nothing is expected of more: the root of
  /// a variance is 0 in a batch of one, whatever the batch.
  private static let fewestChanges = 8

  /// The points at which the program has a value, and so many more that there are enough.
  public mutating func admissible(_ program: Program, from points: [Point], where isUsable: (Point) -> Bool)
    -> [Point]
  {
    var found: [Point] = []
    guard let branch = domains.first, domains.count == 1, branch.solver.equations.isEmpty, !branch.isFinite,
      program.canBeExtended, !points.isEmpty
    else { return [] }
    let places = branch.changeablePlaces(inputs)
    if places.isEmpty { return [] }
    var effort = Effort(PointSampler.searchEffort)
    var draw = Draw(pointNumber: 0, random: RandomSource(seed: random.next()), work: work)
    var (changes, haveEffect) = (0, false)
    for start in 0..<(4 * PointSampler.enoughPoints) where found.count < PointSampler.enoughPoints {
      // What was found once leads to others.
      let isNear = start % 2 == 1 && !found.isEmpty
      var point = isNear ? draw.random.pick(found) : points[start % points.count]
      if isNear { branch.change(&point, draw.random.pick(places), &draw) }
      let repair = branch.repair(&point, program, places, &draw, &effort)
      changes += repair.changes
      haveEffect = haveEffect || repair.hasEffect
      guard repair.isComplete else {
        if effort.isExhausted || !haveEffect && changes >= PointSampler.fewestChanges * places.count { break }
        continue
      }
      if !points.contains(point), !found.contains(point), holds(at: point, branch), isUsable(point) {
        found.append(point)
      }
    }
    return found
  }
}

extension BranchSampler {
  /// Inputs whose values may be changed one at a time.
  fileprivate func changeablePlaces(_ inputs: Inputs) -> [Int] {
    var places: [Int] = []
    for (block, structure) in zip(inputs.blocks, structures) where structure == .none && !block.isCoefficients {
      places += block.start..<(block.start + block.count)
    }
    return places
  }

  /// What became of a point that lacked something.
  fileprivate struct Repair {
    /// Nothing is lacking.
    var isComplete = false
    var changes = 0
    /// Some change made a difference.
    var hasEffect = false
  }

  /// Changes single values until nothing is lacking, or patience ends.
  fileprivate func repair(
    _ point: inout Point, _ program: Program, _ places: [Int], _ draw: inout Draw, _ effort: inout Effort
  ) -> Repair {
    var repair = Repair()
    var values = point.values.map { $0.double }
    var lack = program.lack(at: values)
    var failures = 0
    while !lack.isNone {
      if failures > PointSampler.patience || !effort.spend(program.count) { return repair }
      let place = draw.random.pick(places)
      let old = point.values[place]
      change(&point, place, &draw)
      values[place] = point.values[place].double
      let next = program.lack(at: values)
      repair.changes += 1
      if next != lack { repair.hasEffect = true }
      // A change that neither helps nor harms leads away from where nothing helps.
      if next < lack || next == lack && point.values[place] != old || draw.random.next(below: 40) == 0 {
        failures = next < lack ? 0 : failures + 1
        lack = next
      } else {
        point.values[place] = old
        values[place] = old.double
        failures += 1
      }
    }
    repair.isComplete = true
    return repair
  }

  /// Another value of one input: a drawn one, the opposite, or one nearby.
  fileprivate func change(_ point: inout Point, _ place: Int, _ draw: inout Draw) {
    let old = point.values[place]
    let new: Rational?
    switch draw.random.next(below: 8) {
    case 0: new = -old
    case 1: new = old * Rational(draw.random.next(below: 2) == 0 ? 3 : 1, 2)
    case 2: new = old + Rational(1, 2 + draw.random.next(below: 3))
    case 3: new = old - Rational(1, 2 + draw.random.next(below: 3))
    case 4: new = old * Rational(draw.random.next(below: 2) == 0 ? 10 : 1, 5)
    default: new = draw.value(in: sets[place])
    }
    // Long fractions would slow exact arithmetic down and are hard to read.
    if let new, new.bitWidth <= 24, sets[place].contains(new) { point.values[place] = new }
  }
}
