import Testing

@testable import Numbers

/// Balls against mpmath, see `Fixtures/ball_cases.py`.
struct BallTests {
  let fixture: Fixture

  init() throws { fixture = try Fixture("balls.txt") }

  static let functions: [String: @Sendable (Ball) -> Ball] = [
    "exp": { $0.exp }, "log": { $0.log }, "sin": { $0.sin }, "cos": { $0.cos }, "tan": { $0.tan },
    "asin": { $0.asin }, "acos": { $0.acos }, "atan": { $0.atan }, "sinh": { $0.sinh }, "cosh": { $0.cosh },
    "tanh": { $0.tanh }, "asinh": { $0.asinh }, "acosh": { $0.acosh }, "atanh": { $0.atanh }, "erf": { $0.erf },
    "squareRoot": { $0.squareRoot },
  ]

  @Test func valuesAtPoints() throws {
    let cases = fixture.cases("value")
    #expect(cases.count > 500)
    for fields in cases {
      let function = try #require(BallTests.functions[fields[0]])
      let argument = try #require(Double(fields[1]))
      let value = try #require(Rational(decimal: fields[2]))
      let ball = function(Ball(argument))
      #expect(ball.contains(value), "\(fields[0])(\(argument)) = \(fields[2]) not in \(ball)")
      // Below 1e-290 an ulp may be more than 2^-52 of the value.
      let isLargeAngle = ["sin", "cos", "tan"].contains(fields[0]) && abs(argument) > 0x1p26
      let isTight = ball.relativeRadius < 5e-15 || abs(value.double) < 1e-290 || isLargeAngle
      #expect(isTight, "\(fields[0])(\(argument)) is \(ball)")
    }
  }

  @Test func rangesOverBalls() throws {
    let cases = fixture.cases("range")
    #expect(cases.count > 250)
    for fields in cases {
      let function = try #require(BallTests.functions[fields[0]])
      let midpoint = try #require(Double(fields[1]))
      let radius = try #require(Double(fields[2]))
      let least = try #require(Rational(decimal: fields[3]))
      let greatest = try #require(Rational(decimal: fields[4]))
      let argument = Ball(midpoint: midpoint, radius: radius)
      let ball = function(argument)
      #expect(ball.contains(least) && ball.contains(greatest), "\(fields[0]) of \(argument) is \(ball)")
      // The ends are rounded outwards to doubles first.
      let width = (greatest - least).double * (1 + midpoint.ulp / radius)
      #expect(ball.radius <= 2 * width + 1e-14 * abs(greatest.double), "\(fields[0]) of \(argument) is \(ball)")
    }
  }

  @Test func powers() throws {
    for fields in fixture.cases("power") {
      let base = try #require(Double(fields[0]))
      let exponent = try #require(Rational(fields[1]))
      let value = try #require(Rational(decimal: fields[2]))
      let ball = Ball(base).power(exponent)
      #expect(ball.contains(value), "\(base)^\(exponent) = \(fields[2]) not in \(ball)")
      #expect(ball.relativeRadius < 1e-13, "\(base)^\(exponent) is \(ball)")
    }
  }

  @Test func pi() throws {
    let value = try #require(Rational(decimal: "3.1415926535897932384626433832795028841971693993751"))
    #expect(Ball.pi.contains(value))
    #expect(Ball.pi.sin.containsZero)
    #expect(Ball.pi.cos.contains(Rational(-1)))
    #expect((Ball.pi / Ball(2)).tan.isUnknown)
    // e^(π√163) is an integer to twelve places: 53 bits cannot tell, and must not claim to.
    let almost = (Ball.pi * Ball(163).squareRoot).exp - Ball(Rational(262_537_412_640_768_744))
    #expect(almost.containsZero)
  }

  @Test func exactValuesStayExact() {
    #expect((Ball(3) * Ball(4) - Ball(12)).isZero)
    #expect((Ball(84) / Ball(7) - Ball(12)).isZero)
    #expect((Ball(0.1) + Ball(0.2)).radius > 0)
    #expect((Ball(49).squareRoot - Ball(7)).isZero)
    #expect((Ball(-3).power(5) + Ball(243)).isZero)
    #expect((Ball(4).power(Rational(3, 2)) - Ball(8)).isZero)
    #expect((Ball(2).power(-3) - Ball(0.125)).isZero)
    for value in [
      Ball.zero.sin, Ball.zero.tan, Ball.zero.asin, Ball.zero.sinh, Ball.zero.erf, Ball.one.log, Ball.one.acos,
    ] {
      #expect(value.isZero)
    }
    #expect((Ball.zero.exp - .one).isZero && (Ball.zero.cos - .one).isZero && (Ball.zero.cosh - .one).isZero)
    #expect(Ball(Rational(3, 8)).radius == 0 && Ball(Rational(1, 3)).radius > 0)
  }

  @Test func outsideTheDomain() {
    let undefined = [
      Ball(-1).log, Ball.zero.log, Ball(-1).squareRoot, Ball(2).asin, Ball(-2).acos, Ball(0.5).acosh, Ball.one.atanh,
      Ball.one / .zero, Ball.zero.power(-1), Ball(-1).power(Rational(1, 2)), Ball.zero.power(Rational(-1, 3)),
      Ball(.nan), Ball(midpoint: 1, radius: -1), Ball(-1).log + .one, Ball.unknown * .undefined,
      Ball.undefined.minimum(with: .unknown), Ball.undefined.sin, Ball.undefined.power(0),
    ]
    for ball in undefined {
      #expect(!ball.isDefined && !ball.isUnknown && !ball.containsZero && !ball.excludesZero && !ball.isPositive)
      #expect(ball.description == "undefined")
    }
    let wide = Ball(midpoint: 0, radius: 1.5)
    let unknown = [
      wide.log, wide.squareRoot, wide.asin, wide.acos, wide.acosh, wide.atanh, Ball.one / wide, wide.power(-1),
      wide.power(Rational(1, 2)), wide.power(Rational(-1, 3)), Ball(.infinity), Ball(1000).exp,
      Ball(1e200) * Ball(1e200),
      Ball.zero * .unknown, Ball.unknown.sin, Ball.unknown.absolute, -Ball.unknown, Ball(1e308) + Ball(1e308),
      Ball(midpoint: 1.6, radius: 0.1).tan, Ball(Rational(10).power(400) ?? .zero),
    ]
    for ball in unknown {
      #expect(ball.isDefined && ball.isUnknown && ball.containsZero && !ball.excludesZero && !ball.isPositive)
      #expect(ball.lower == -.infinity && ball.upper == .infinity, "\(ball)")
    }
  }

  @Test func oddAndEvenPowersAcrossZero() {
    let wide = Ball(midpoint: 0.5, radius: 1.5)
    #expect(wide.power(2).lower == 0 && wide.power(2).upper == 4)
    #expect(wide.power(3).lower <= -1 && wide.power(3).upper >= 8 && wide.power(3).radius < 4.6)
    #expect(wide.power(Rational(2, 3)).lower >= -1e-15 && wide.power(Rational(2, 3)).upper < 1.6)
    #expect(wide.power(Rational(1, 3)).contains(Rational(-1)))
    #expect(wide.absolute.lower == 0 && wide.absolute.upper == 2)
  }
}

extension Ball {
  func contains(_ value: Rational) -> Bool {
    guard let midpoint = Rational(exactly: midpoint), let radius = Rational(exactly: radius) else { return isUnknown }
    return (value - midpoint).magnitude <= radius
  }
}

extension Rational {
  /// Reads a decimal with an optional minus sign.
  init?(decimal text: String) {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    guard let value = Rational(literal: text.utf8.dropFirst(isNegative ? 1 : 0)) else { return nil }
    self = isNegative ? -value : value
  }
}
