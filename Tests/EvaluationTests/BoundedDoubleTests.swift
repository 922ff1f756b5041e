import Expressions
import Numbers
import Testing

@testable import Evaluation

/// The error of a number in pairs of doubles is a bound: the exact value lies within it, and it is small.
@Suite struct BoundedDoubleTests {
  private struct Operation: CustomTestStringConvertible {
    var testDescription: String
    var image: @Sendable (BoundedDouble, BoundedDouble) -> BoundedDouble
    var exact: @Sendable (PreciseBall, PreciseBall) -> PreciseBall
  }

  private static let operations: [Operation] = [
    Operation(testDescription: "sum", image: { $0 + $1 }, exact: { $0 + $1 }),
    Operation(testDescription: "product", image: { $0 * $1 }, exact: { $0 * $1 }),
    Operation(testDescription: "quotient", image: { $0 * $1.reciprocal }, exact: { $0 / $1 }),
    Operation(testDescription: "square", image: { x, _ in x.square }, exact: { x, _ in x * x }),
    Operation(testDescription: "root", image: { x, _ in (x * x).root }, exact: { x, _ in x.absolute }),
    Operation(
      testDescription: "power", image: { x, _ in x.power(Rational(-3)) }, exact: { x, _ in .one / (x * x * x) }),
    function(.exp) { $0.exp },
    Operation(
      testDescription: "log", image: { x, _ in (x * x).image(under: .log) }, exact: { x, _ in (x * x).log }),
    function(.sigmoid) { .one / (.one + (-$0).exp) },
    function(.softplus) { (.one + $0.exp).log },
    function(.tanh) { $0.tanh },
    function(.abs) { $0.absolute },
    Operation(testDescription: "maximum", image: { $0.maximum(with: $1) }, exact: { $0.maximum(with: $1) }),
  ]

  private static func function(
    _ function: ElementaryFunction, _ exact: @escaping @Sendable (PreciseBall) -> PreciseBall
  ) -> Operation {
    Operation(
      testDescription: function.properties.name, image: { x, _ in x.image(under: function) },
      exact: { x, _ in exact(x) })
  }

  private static func precise(_ value: Double) -> PreciseBall { PreciseBall(Ball(value), precision: 400) }

  /// Sums of two doubles of many sizes, each known exactly or not.
  private static func number(_ random: inout RandomSource, spread: Int) -> BoundedDouble {
    func double(_ exponent: Int) -> Double {
      let sign: FloatingPointSign = random.next(below: 2) == 0 ? .plus : .minus
      return Double(sign: sign, exponent: exponent, significand: 1 + random.nextUnit())
    }
    let high = double(random.next(below: 2 * spread + 1) - spread)
    switch random.next(below: 3) {
    case 0: return BoundedDouble(high)
    case 1: return BoundedDouble(high) + BoundedDouble(high * double(-60))
    default: return BoundedDouble(high, 0, error: abs(high) * 0x1p-100)
    }
  }

  @Test(arguments: operations) private func theErrorIsABound(_ operation: Operation) {
    var random = RandomSource(seed: 1, text: operation.testDescription)
    var loose = 0
    for round in 0..<3000 {
      let spread = round % 3 == 0 ? 3 : round % 3 == 1 ? 9 : 120
      let (x, y) = (Self.number(&random, spread: spread), Self.number(&random, spread: spread))
      let image = operation.image(x, y)
      guard image.error.isFinite else {
        // Exponentials of large numbers are beyond doubles.
        #expect(abs(x.high) >= 600, "\(operation.testDescription) of \(x), \(y)")
        continue
      }
      // The ends of both balls, which are the hardest to enclose.
      for (a, b) in [(1.0, 1.0), (-1, 1), (1, -1), (-1, -1)] {
        let exact = operation.exact(
          Self.precise(x.high) + Self.precise(x.low) + Self.precise(a * x.error),
          Self.precise(y.high) + Self.precise(y.low) + Self.precise(b * y.error))
        let distance = (Self.precise(image.high) + Self.precise(image.low) - exact).absolute
        #expect(!(distance - Self.precise(image.error)).isPositive, "\(operation.testDescription) of \(x), \(y)")
      }
      if image.error > abs(image.high) * 0x1p-80 { loose += 1 }
    }
    // What cancels, and functions where they are close to 0.
    #expect(loose < 300)
  }

  /// The nearest double, of numbers close to the middle between two of them, too.
  @Test func rounding() {
    let (one, next) = (1.0, 1.0.nextUp)
    let half = 0x1p-53
    #expect(BoundedDouble(one, half, error: 0).nearest?.value == one)
    #expect(BoundedDouble(one, half * 0.999, error: 0x1p-100).nearest?.value == one)
    #expect(BoundedDouble(one, half, error: 0x1p-100).nearest == nil)
    #expect(BoundedDouble(next, -half, error: 0x1p-100).nearest == nil)
    #expect(BoundedDouble(0, 0, error: 0x1p-100).nearest == nil)
    #expect(BoundedDouble.unknown.nearest == nil)
    let tie = PreciseBall(Rational(1), precision: 200) + PreciseBall(Ball(half), precision: 200)
    #expect(tie.nearestDouble?.midpoint == one)
    let tiny = PreciseBall(Rational(1, 3), precision: 200)
    #expect((tie + tiny * PreciseBall(Ball(0x1p-150), precision: 200)).nearestDouble?.midpoint == next)
    #expect((tie - tiny * PreciseBall(Ball(0x1p-150), precision: 200)).nearestDouble?.midpoint == one)
    // What cancels is not known to be 0.
    #expect((tiny + tiny + tiny - .one).nearestDouble == nil)
  }
}
