import Testing

@testable import Numbers

/// Balls around two doubles against exact fractions, and against Arb by the fixture of `PreciseBall`.
struct DoubleDoubleBallTests {
  private static func double(_ random: inout RandomSource) -> Double {
    let exponent = random.pick([0, 1, -1, 53, -53, 106, 200, -200, 448, -448, 700, -700, 1000, -1000])
    let value = Double(sign: random.pick([.plus, .minus]), exponent: exponent, significand: 1 + random.nextUnit())
    return random.pick([value, value, value, value, 0, 1, value.nextUp, Double(Int(random.nextUnit() * 100) - 50)])
  }

  /// A pair of doubles with a low part of any size that it may have.
  private static func ball(_ random: inout RandomSource) -> DoubleDoubleBall {
    let high = double(&random)
    let low = high.ulp * (random.nextUnit() - 0.5) * random.pick([0, 1, 0.999, 0x1p-20, 0x1p-60])
    let middle = DirectedRounding.exactSum(high, high.isNormal ? low : 0)
    let radius = random.pick([0, 0, high.ulp * 0x1p-52, high.ulp, abs(high) * 1e-9, abs(high) * 1.5])
    return DoubleDoubleBall(DoubleDouble(middle.sum, middle.error), radius)
  }

  private static func point(_ ball: DoubleDoubleBall, _ random: inout RandomSource) throws -> Rational {
    let radius = try #require(Rational(exactly: ball.radius))
    return try ball.middle() + radius * Rational(random.next(below: 5) - 2, 2)
  }

  @Test func resultsHoldThePoints() throws {
    var random = RandomSource(seed: 21)
    var known = 0
    for _ in 0..<1000 {
      let (a, b) = (DoubleDoubleBallTests.ball(&random), DoubleDoubleBallTests.ball(&random))
      let x = try DoubleDoubleBallTests.point(a, &random)
      let y = try DoubleDoubleBallTests.point(b, &random)
      expect(try (a + b).contains(x + y), "\(a) + \(b)")
      expect(try (a - b).contains(x - y), "\(a) - \(b)")
      expect(try (a * b).contains(x * y), "\(a) * \(b)")
      if let quotient = x.divided(by: y) { expect(try (a / b).contains(quotient), "\(a) / \(b)") }
      expect(try a.absolute.contains(x.magnitude), "|\(a)|")
      expect(try a.minimum(with: b).contains(min(x, y)), "min(\(a), \(b))")
      expect(try a.maximum(with: b).contains(max(x, y)), "max(\(a), \(b))")
      expect(a.precise.contains(x) && a.ball.contains(x), "\(a) converted")
      expect(try DoubleDoubleBall(a.precise).contains(x), "\(a) to 128 bits and back")
      expect(try DoubleDoubleBall(x).contains(x), "\(x)")
      expect(a.isPositive ? x.signum > 0 : a.isNegative ? x.signum < 0 : a.containsZero, "sign of \(a)")
      for exponent in [2, 3, -1, 7] {
        if let power = x.power(exponent) { expect(try a.power(exponent).contains(power), "\(a)^\(exponent)") }
      }
      let root = a.squareRoot
      if root.isBounded && x.signum >= 0 {
        let (low, high) = (root.precise.lower.rational ?? .zero, root.precise.upper.rational ?? .zero)
        expect((low.signum < 0 || low * low <= x) && x <= high * high, "√\(a)")
      }
      known += (a * b).isUnknown ? 0 : 1
    }
    // Where the sizes allow it, the bounds apply.
    #expect(known > 700)
  }

  private func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { Issue.record("\(message())") }
  }

  /// The bounds are those proved, no more than 2^-102 for sums, products and roots, and 2^-101 for quotients.
  @Test func singleOperationsAreTight() {
    var random = RandomSource(seed: 22)
    for _ in 0..<2000 {
      let x = DoubleDoubleBall(Rational(random.next(below: 1_000_000) + 1, random.next(below: 1_000_000) + 1))
      let y = DoubleDoubleBall(Rational(random.next(below: 1_000_000) + 1, random.next(below: 1_000_000) + 1))
      let (a, b) = (DoubleDoubleBall(x.midpoint, 0), DoubleDoubleBall(y.midpoint, 0))
      #expect(x.relativeRadius < 0x1p-105)
      for value in [a + b, a * b, a.squareRoot] { #expect(value.relativeRadius < 0x1p-102) }
      #expect((a / b).relativeRadius < 0x1p-101 && (a - a).isZero)
    }
  }

  @Test func valuesAtPoints() throws {
    var count = 0
    for fields in try Fixture("precise.txt").cases("value") where fields[0] == "50" {
      let argument = DoubleDoubleBall(try PreciseBallTests.argument(fields[2], precision: 192))
      let value = try #require(DecimalValue(fields[3]))
      guard argument.isBounded, argument.relativeRadius < 1 else { continue }
      let ball: DoubleDoubleBall
      switch fields[1] {
      case "exp": ball = argument.exp
      case "log": ball = argument.log
      case "sin": ball = argument.sin
      case "cos": ball = argument.cos
      case "tan": ball = argument.tan
      case "asin": ball = argument.asin
      case "acos": ball = argument.acos
      case "atan": ball = argument.atan
      case "sinh": ball = argument.sinh
      case "cosh": ball = argument.cosh
      case "tanh": ball = argument.tanh
      case "asinh": ball = argument.asinh
      case "acosh": ball = argument.acosh
      case "atanh": ball = argument.atanh
      case "erf": ball = argument.erf
      case "gamma": ball = argument.gamma
      case "logGamma": ball = argument.logGamma
      case "squareRoot": ball = argument.squareRoot
      case "polygamma.1": ball = argument.polygamma(1)
      case "power.22/7": ball = argument.power(Rational(22, 7))
      default: continue
      }
      count += 1
      expect(ball.contains(value), "\(fields[1])(\(fields[2])) = \(fields[3]), not \(ball)")
    }
    #expect(count > 300)
  }

  @Test func exactValuesStayExact() {
    func ball(_ value: Double) -> DoubleDoubleBall { DoubleDoubleBall(value) }
    #expect((ball(3) * ball(4) - ball(12)).isZero && (ball(84) / ball(7) - ball(12)).isZero)
    #expect((ball(49).squareRoot - ball(7)).isZero && (ball(-3).power(5) + ball(243)).isZero)
    #expect((ball(0x1p60) + ball(1)).radius == 0 && (ball(0.1) * ball(0.1)).radius == 0)
    #expect(ball(0).sin.isZero && ball(1).log.isZero && (ball(2).power(-3) - ball(0.125)).isZero)
    #expect(
      DoubleDoubleBall.pi.precise.midpoint != .zero && (DoubleDoubleBall.pi.precise - .pi(precision: 192)).containsZero)
    #expect(DoubleDoubleBall.pi.relativeRadius < 1e-32 && DoubleDoubleBall.pi.sin.containsZero)
  }

  @Test func outsideTheDomain() {
    func ball(_ value: Double) -> DoubleDoubleBall { DoubleDoubleBall(value) }
    let undefined: [DoubleDoubleBall] = [
      ball(-1).log, ball(-1).squareRoot, ball(2).asin, ball(1) / ball(0), ball(0).power(-1), ball(.nan),
      ball(-1).power(Rational(1, 2)), ball(0).gamma, DoubleDoubleBall.unknown * .undefined, -DoubleDoubleBall.undefined,
      DoubleDoubleBall.undefined.sin, DoubleDoubleBall.undefined.absolute, ball(-1).log + ball(1),
      DoubleDoubleBall.undefined.minimum(with: .unknown), DoubleDoubleBall.undefined.power(2),
    ]
    for value in undefined {
      #expect(!value.isDefined && !value.isUnknown && !value.containsZero && !value.excludesZero && !value.isPositive)
      #expect(value.description == "undefined" && !value.ball.isDefined && !value.precise.isDefined)
      #expect(value.lower.isNaN && value.upper.isNaN)
    }
    let across = DoubleDoubleBall(Ball(midpoint: 0, radius: 1.5))
    let unknown: [DoubleDoubleBall] = [
      across.log, across.squareRoot, ball(1) / across, across.power(-1), ball(.infinity), ball(1000).exp,
      ball(1e200) * ball(1e200), ball(1e-200) * ball(1e-200), ball(1e-250) / ball(1e250), ball(1e308) + ball(1e308),
      -DoubleDoubleBall.unknown, ball(0) * .unknown, DoubleDoubleBall.unknown.absolute, DoubleDoubleBall.unknown.exp,
    ]
    for value in unknown {
      #expect(value.isDefined && value.isUnknown && value.containsZero && !value.excludesZero && !value.isPositive)
      #expect(value.description == "unknown" && value.lower == -.infinity && value.upper == .infinity)
    }
  }
}

extension DoubleDoubleBall {
  func middle() throws -> Rational {
    try #require(Rational(exactly: midpoint.high)) + #require(Rational(exactly: midpoint.low))
  }

  func contains(_ value: Rational) throws -> Bool {
    guard isBounded else { return isUnknown }
    return try (value - middle()).magnitude <= #require(Rational(exactly: radius))
  }

  /// Whether a value is inside, give or take a unit in the last place of its text.
  func contains(_ value: DecimalValue) -> Bool {
    let middle = BinaryFloat.sum(BinaryFloat(midpoint.high), BinaryFloat(midpoint.low), limit: 40).value
    return (isBounded ? PreciseBall(middle, Magnitude(radius), precision: 64) : precise).contains(value)
  }
}
