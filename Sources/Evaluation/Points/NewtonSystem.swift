import Expressions
import Numbers

/// As many equations as a symbol has entries, solved for all of them at once.
///
/// Newton's method in doubles finds a zero; Krawczyk's operator proves that there is one in a box around it: with Y an
/// approximate inverse of the Jacobian J at x, K = x − Y·f(x) + (I − Y·J(X))·(X − x) inside X means that f has exactly
/// one zero in X, and it lies in K. Rump, "Verification methods", Acta Numerica 2010, section 13.
struct NewtonSystem: Sendable {
  let premise: Int
  /// The unknowns.
  let places: Range<Int>
  /// Its outputs are the terms, then their derivatives by the unknowns, row by row.
  private let program: Program
  private let sets: ArraySlice<ValueSet>

  private static let iterations = 30
  /// What one solution may cost, in evaluations of the program.
  static let cost = 60

  /// The system of the terms in the entries of a block; nil if their numbers differ.
  init?(_ terms: [Tape.Node], premise: Int, _ places: Range<Int>, _ tape: inout Tape, _ sets: [ValueSet]) {
    guard terms.count == places.count, terms.count > 1, terms.count <= 16 else { return nil }
    var slopes: [Tape.Node] = []
    var room = Contributions()
    for term in terms {
      let partials = Adjoints(of: term, on: &tape, holding: [], in: &room).partials
      for place in places { slopes.append(partials[tape.input(place)] ?? .zero) }
    }
    if tape.isFull { return nil }
    self.premise = premise
    self.places = places
    self.sets = sets[places]
    program = Program(tape, outputs: terms + slopes)
  }

  var operationCount: Int { program.count }

  /// The point with the unknowns enclosed; nil if Newton's method does not converge or nothing is proved.
  func solution(near point: Point) -> Point? {
    let size = places.count
    let constants = program.rationals.map { Lanes($0.double) }
    var x = places.map { point.double($0) }
    var (best, last) = (Double.infinity, x)
    for _ in 0..<NewtonSystem.iterations {
      let values = program.values(inputs: { Lanes(unknown($0, x) ?? point.double($0)) }, rationals: constants)
      let outputs = program.outputs.map { values[$0].values[0] }
      let norm = outputs[..<size].reduce(0.0) { max($0, abs($1)) }
      guard norm.isFinite, outputs.allSatisfy({ $0.isFinite }) else { return nil }
      if norm >= best {
        // Half of the last step.
        let middle = zip(x, last).map { ($0 + $1) * 0.5 }
        if middle == last || middle == x { break }
        x = middle
        continue
      }
      (best, last) = (norm, x)
      guard let inverse = Ball.approximateInverse(of: Array(outputs[size...]), size: size) else { return nil }
      for i in 0..<size {
        for k in 0..<size { x[i] -= inverse[i * size + k] * outputs[k] }
      }
      if norm == 0 || x == last { break }
    }
    return enclosed(around: last, point)
  }

  private func unknown(_ place: Int, _ x: [Double]) -> Double? {
    places.contains(place) ? x[place - places.lowerBound] : nil
  }

  private func enclosed(around x: [Double], _ point: Point) -> Point? {
    let rationals = program.rationals.map { Ball($0) }
    func outputs(_ box: [Ball]) -> [Ball] {
      let values = program.values(
        inputs: { places.contains($0) ? box[$0 - places.lowerBound] : point.ball($0) }, rationals: rationals)
      return program.outputs.map { values[$0] }
    }
    let size = x.count
    let center = outputs(x.map { Ball($0) })
    guard center.allSatisfy({ $0.isBounded }),
      let inverse = Ball.approximateInverse(of: center[size...].map { $0.midpoint }, size: size)
    else { return nil }
    for exponent in [-46.0, -40, -34, -26] {
      let radii = x.map { max(abs($0), 1) * RealMath.pow(2, exponent) }
      let box = zip(x, radii).map { Ball(midpoint: $0, radius: $1) }
      let slopes = Array(outputs(box)[size...])
      guard let image = krawczyk(x, radii, inverse, Array(center[..<size]), slopes) else { continue }
      return placed(image, point)
    }
    return nil
  }

  /// K, if it lies in the box.
  private func krawczyk(
    _ x: [Double], _ radii: [Double], _ inverse: [Double], _ terms: [Ball], _ slopes: [Ball]
  ) -> [Ball]? {
    let size = x.count
    var image: [Ball] = []
    for i in 0..<size {
      var value = Ball(x[i])
      for k in 0..<size {
        value = value - Ball(inverse[i * size + k]) * terms[k]
        var entry = i == k ? Ball.one : .zero
        for j in 0..<size { entry = entry - Ball(inverse[i * size + j]) * slopes[j * size + k] }
        value = value + entry * Ball(midpoint: 0, radius: radii[k])
      }
      guard value.isBounded, value.lower > (x[i] - radii[i]).nextUp, value.upper < (x[i] + radii[i]).nextDown else {
        return nil
      }
      image.append(value)
    }
    return image
  }

  private func placed(_ image: [Ball], _ point: Point) -> Point? {
    var next = point
    for (place, ball) in zip(places, image) {
      let set = sets[place]
      guard set.kind == .real, let value = Rational(exactly: ball.midpoint), let lower = Rational(exactly: ball.lower),
        let upper = Rational(exactly: ball.upper), set.contains(lower), set.contains(upper)
      else { return nil }
      next.values[place] = value
      next.enclosures[place] = Point.Enclosure(lower: ball.lower, upper: ball.upper)
    }
    return next
  }
}
