import Testing

@testable import Numbers

/// Arithmetic of random balls against exact fractions: the result holds what any two points of the operands give.
struct BallLawTests {
  /// Doubles of many sizes and shapes, with zeros, powers of two and their neighbours.
  private static func double(_ random: inout RandomSource) -> Double {
    let exponent = random.pick([0, 1, -1, 30, -30, 300, -300, 1000, -1000, -1074])
    let value = Double(sign: random.pick([.plus, .minus]), exponent: exponent, significand: 1 + random.nextUnit())
    return random.pick([value, value, value, 0, 1, value.nextUp, Double(Int(random.nextUnit() * 100) - 50)])
  }

  private static func ball(_ random: inout RandomSource) -> Ball {
    let midpoint = double(&random)
    return Ball(
      midpoint: midpoint, radius: random.pick([0, midpoint.ulp, abs(midpoint) * 1e-9, abs(midpoint) * 1.5, 1]))
  }

  /// A point of the ball: an end, the middle, or between.
  private static func point(_ ball: Ball, _ random: inout RandomSource) throws -> Rational {
    let midpoint = try #require(Rational(exactly: ball.midpoint))
    let radius = try #require(Rational(exactly: ball.radius))
    return midpoint + radius * Rational(random.next(below: 5) - 2, 2)
  }

  @Test func resultsHoldThePoints() throws {
    var random = RandomSource(seed: 7)
    for _ in 0..<3000 {
      let (a, b) = (BallLawTests.ball(&random), BallLawTests.ball(&random))
      let (x, y) = (try BallLawTests.point(a, &random), try BallLawTests.point(b, &random))
      #expect((a + b).contains(x + y), "\(a) + \(b)")
      #expect((a - b).contains(x - y), "\(a) - \(b)")
      #expect((a * b).contains(x * y), "\(a) * \(b)")
      if let quotient = x.divided(by: y) { #expect((a / b).contains(quotient), "\(a) / \(b)") }
      #expect(a.absolute.contains(x.magnitude))
      #expect(a.minimum(with: b).contains(min(x, y)) && a.maximum(with: b).contains(max(x, y)))
      for exponent in [2, 3, 5, -1, -2] {
        guard let power = x.power(exponent) else { continue }
        #expect(a.power(exponent).contains(power), "\(a)^\(exponent)")
      }
      #expect(a.isPositive ? x.signum > 0 : true)
      #expect(a.excludesZero ? !x.isZero : true)
      #expect(Ball(x).contains(x))
    }
  }

  @Test func singleOperationsLoseAtMostAnUlp() {
    var random = RandomSource(seed: 8)
    for _ in 0..<2000 {
      let (x, y) = (random.nextUnit() * 10 - 5, random.nextUnit() + 0.5)
      for ball in [Ball(x) + Ball(y), Ball(x) * Ball(y), Ball(x) / Ball(y), Ball(y).squareRoot] {
        #expect(ball.radius <= ball.midpoint.ulp)
      }
    }
  }

  /// Four times the documented error of the C library, which the cases at points alone would not show.
  @Test func libraryErrorsAreAllowedFor() {
    let x = Ball(0.75)
    for ball in [x.exp, x.log, x.sin, x.cos, x.tan, x.asin, x.acos, x.atan, x.power(Rational(1, 4)), Ball(3).power(99)]
    {
      #expect(ball.radius >= 4 * ball.midpoint.ulp, "\(ball)")
    }
    for ball in [x.sinh, x.cosh, x.tanh, x.asinh, Ball(1.5).acosh, x.atanh, x.erf] {
      #expect(ball.radius >= 8 * ball.midpoint.ulp, "\(ball)")
    }
  }

  @Test func directedRoundingIsTight() throws {
    var random = RandomSource(seed: 9)
    for _ in 0..<3000 {
      let (x, y) = (BallLawTests.double(&random), BallLawTests.double(&random))
      let (a, b) = (try #require(Rational(exactly: x)), try #require(Rational(exactly: y)))
      let sums = (DirectedRounding.sumDown(x, y), DirectedRounding.sumUp(x, y))
      expectTight(sums, a + b, allowing: 1)
      let products = (DirectedRounding.productDown(x, y), DirectedRounding.productUp(x, y))
      let isOrdinary = abs(x * y) > 1e-280 && abs(x * y) < 1e280 && max(abs(x), abs(y)) < 1e280
      expectTight(products, a * b, allowing: isOrdinary ? 1 : 2)
      let roots = (DirectedRounding.rootDown(abs(x)), DirectedRounding.rootUp(abs(x)))
      if let low = Rational(exactly: max(0, roots.0)), let high = Rational(exactly: roots.1) {
        #expect(low * low <= a.magnitude && high * high >= a.magnitude, "root of \(x)")
      }
    }
  }

  private func expectTight(_ ends: (Double, Double), _ exact: Rational, allowing steps: Int) {
    #expect(Rational(exactly: ends.0).map { $0 <= exact } ?? (ends.0 < 0), "\(ends) \(exact)")
    #expect(Rational(exactly: ends.1).map { $0 >= exact } ?? (ends.1 > 0), "\(ends) \(exact)")
    var end = ends.0
    for _ in 0..<steps { end = end.nextUp }
    #expect(end >= ends.1, "\(ends)")
  }
}
