import Expressions
import Numbers

/// The values that the entries of a random variable take when an expectation is evaluated: finitely many, with rational
/// probabilities, so that the expectation is a finite sum.
///
/// Each entry is mean + deviation·z with independent z of mean 0 and variance 1. Where only these are declared, any such
/// distribution will do, and several are tried: what needs more than the declared moments fails for one of them. The z of
/// a normal variable have its moments up to the degree of what the expectation is taken of.
struct Outcomes: Sendable {
  struct Draw: Sendable {
    var value: Rational
    var weight: Rational
  }

  /// The values of one z.
  let draws: [Draw]
  /// The number of independent entries.
  let entries: Int
  /// The probability of each combination.
  let weights: [Rational]
  /// The number of combinations.
  var count: Int { weights.count }

  /// More combinations are not added up.
  static let most = 1024

  /// Nil if there are too many.
  init?(_ draws: [Draw], entries: Int) {
    self.draws = draws
    self.entries = entries
    var weights = [Rational.one]
    for _ in 0..<entries {
      if weights.count * draws.count > Outcomes.most { return nil }
      // The first entry's draw changes fastest.
      weights = draws.flatMap { draw in weights.map { $0 * draw.weight } }
    }
    self.weights = weights
  }

  /// Which of the draws an entry takes in an outcome.
  func draw(ofEntry entry: Int, in outcome: Int) -> Int {
    var rest = outcome
    for _ in 0..<entry { rest /= draws.count }
    return rest % draws.count
  }

  /// The distribution of z, nil if none of them has all the moments that matter.
  static func draws(of kind: Law.Kind, family: Int, degree: Int?) -> [Draw]? {
    switch kind {
    case .moments: return standardised(family: family)
    case .normal: return degree.flatMap { normal(upTo: $0) }
    // 1 and 0; their weights are no numbers.
    case .bernoulli, .categorical: return [Draw(value: .one, weight: .zero), Draw(value: .zero, weight: .zero)]
    }
  }

  /// Four distributions with mean 0 and variance 1: with two values, symmetric and skew, and with three.
  static func standardised(family: Int) -> [Draw] {
    let table: [[(Rational, Rational)]] = [
      [(Rational(2), Rational(1, 5)), (Rational(-1, 2), Rational(4, 5))],
      [(Rational(-2), Rational(1, 8)), (.zero, Rational(3, 4)), (Rational(2), Rational(1, 8))],
      [(Rational(-1), Rational(1, 3)), (.zero, Rational(1, 2)), (Rational(2), Rational(1, 6))],
      [(Rational(-1), Rational(1, 2)), (.one, Rational(1, 2))],
    ]
    return table[((family % 4) + 4) % 4].map { Draw(value: $0.0, weight: $0.1) }
  }

  /// Distributions with E z^k = 1·3⋯(k − 1) for even k and 0 for odd k, up to k = 3, 5 and 7.
  private static func normal(upTo degree: Int) -> [Draw]? {
    let weights: [Rational]
    switch degree {
    case ...3: weights = [.zero, Rational(1, 2)]
    case ...5: weights = [Rational(1, 2), Rational(1, 6), Rational(1, 12)]
    case ...7: weights = [Rational(7, 18), Rational(1, 4), Rational(1, 20), Rational(1, 180)]
    default: return nil
    }
    var draws = weights[0].isZero ? [] : [Draw(value: .zero, weight: weights[0])]
    for (k, weight) in weights.enumerated().dropFirst() {
      draws += [Draw(value: Rational(k), weight: weight), Draw(value: Rational(-k), weight: weight)]
    }
    return draws
  }
}
