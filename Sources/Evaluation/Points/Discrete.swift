import Expressions
import Numbers

/// The inputs that take few values, and the order in which their combinations are tried.
struct Discrete: Sendable {
  /// One entry, or a one-hot vector that is drawn as a whole.
  struct Coordinate: Sendable {
    var place: Int
    /// The values that are put in from `place` on.
    var choices: [[Rational]]
  }

  private(set) var coordinates: [Coordinate] = []
  /// The number of combinations; nil if there are too many to count through.
  private(set) var combinations: Int? = 1

  mutating func append(_ coordinate: Coordinate) {
    coordinates.append(coordinate)
    guard let known = combinations else { return }
    let (product, overflow) = known.multipliedReportingOverflow(by: coordinate.choices.count)
    combinations = overflow || product > PointSampler.enumerationLimit ? nil : product
  }

  /// Puts the combination with this number into the values. Neighbouring numbers give combinations that differ in more
  /// than the first entry, and the first is not the one of all least values.
  func fill(_ values: inout [Rational], number: Int) {
    guard let count = combinations, count > 0 else { return }
    // Near the golden ratio of the count and without a common divisor, so that all come up.
    var step = max(1, count * 5 / 8)
    while Discrete.commonDivisor(step, count) != 1 { step += 1 }
    var rest = (number % count * step + count / 3) % count
    for coordinate in coordinates where !coordinate.choices.isEmpty {
      let choice = coordinate.choices[rest % coordinate.choices.count]
      rest /= coordinate.choices.count
      for (k, value) in choice.enumerated() { values[coordinate.place + k] = value }
    }
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
