import Expressions
import Numbers

/// Two outputs of a program while one input moves and the others stay: what a picture of a wrong line shows.
public struct LineThroughPoint: Sendable {
  /// The input that moves.
  public let place: Int
  /// Its value at the point.
  public let center: Double
  /// From the least value of the input to the greatest; nil where an output has no value or a premise does not hold.
  public let samples: [Sample?]

  public struct Sample: Sendable {
    public let position: Double
    public let left: Double
    public let right: Double
  }
}

extension PointSampler {
  /// Values of the moving input, from one span below the point to one above.
  private static let positions = -24...24
  private static let mostDirections = 12
  /// An earlier input is taken unless a later one shows this much more.
  private static let preference = 2.0

  /// The line through a point along that input which changes the difference of two outputs most; nil if premises leave
  /// no input free, or if none changes the outputs.
  ///
  /// The span is the size of the value, or 1 if that is smaller.
  public func line(through point: Point, of program: Program, _ left: Int, _ right: Int) -> LineThroughPoint? {
    guard point.isExact, let branch = domains.first(where: { holds(at: point, $0) }), branch.solver.equations.isEmpty
    else { return nil }
    var best: (line: LineThroughPoint, contrast: Double)?
    for place in freePlaces(branch).prefix(PointSampler.mostDirections) {
      let line = line(through: point, along: place, of: program, left, right, branch)
      let contrast = line.contrast
      if contrast > 1e-9, contrast > PointSampler.preference * (best?.contrast ?? 0) { best = (line, contrast) }
    }
    return best?.line
  }

  private func line(
    through point: Point, along place: Int, of program: Program, _ left: Int, _ right: Int, _ branch: BranchSampler
  ) -> LineThroughPoint {
    let center = point.values[place]
    let span = max(Rational(1), center.magnitude)
    let points = PointSampler.positions.map { position in
      var other = point
      other.values[place] = center + span * Rational(position, PointSampler.positions.upperBound)
      return other
    }
    let samples = zip(points, program.doubles(at: points)).map { point, values -> LineThroughPoint.Sample? in
      guard branch.sets[place].contains(point.values[place]), holds(at: point, branch), values[left].isFinite,
        values[right].isFinite
      else { return nil }
      return .init(position: point.values[place].double, left: values[left], right: values[right])
    }
    return LineThroughPoint(place: place, center: center.double, samples: samples)
  }
}

extension LineThroughPoint {
  /// How much the difference of the outputs changes, in relation to their size; 0 if there are too few values.
  fileprivate var contrast: Double {
    let known = samples.compactMap { $0 }
    guard known.count >= samples.count / 4 else { return 0 }
    let differences = known.map { $0.left - $0.right }
    let size = known.reduce(0) { max($0, abs($1.left), abs($1.right)) }
    guard let least = differences.min(), let most = differences.max(), size > 0 else { return 0 }
    return (most - least) / size
  }
}
