import Testing

@testable import Numbers

/// The integer to 128 bits.
private func ball(_ value: Int) -> PreciseBall { PreciseBall(value, precision: 128) }

/// The fraction to 128 bits.
private func ball(_ numerator: Int, _ denominator: Int) -> PreciseBall {
  PreciseBall(Rational(numerator, denominator), precision: 128)
}

private func wide(_ midpoint: Double, _ radius: Double) -> PreciseBall {
  PreciseBall(Ball(midpoint: midpoint, radius: radius), precision: 128)
}

/// Values that are exact, undefined, unknown or beyond measure; and text.
struct PreciseBallSpecialTests {
  @Test func exactValuesStayExact() {
    #expect((ball(3) * ball(4) - ball(12)).isZero)
    #expect((ball(84) / ball(7) - ball(12)).isZero)
    #expect((ball(49).squareRoot - ball(7)).isZero)
    #expect((ball(-3).power(5) + ball(243)).isZero)
    #expect((ball(4).power(Rational(3, 2)) - ball(8)).isZero)
    #expect((ball(2).power(-3) - ball(1, 8)).isZero)
    #expect((ball(3).power(80) - PreciseBall(Integer(3).power(80), precision: 128)).isZero)
    #expect((ball(11).gamma - ball(3_628_800)).isZero)
    #expect(ball(1).gamma.isExact)
    #expect(ball(2).logGamma.isZero)
    #expect(ball(1).logGamma.isZero)
    #expect(ball(3, 8).isExact)
    #expect(!ball(1, 3).isExact)
    for value: PreciseBall in [
      ball(0).sin, ball(0).tan, ball(0).asin, ball(0).atan, ball(0).sinh, ball(0).tanh, ball(0).asinh, ball(0).atanh,
      ball(0).erf, ball(1).log, ball(1).acos, ball(1).acosh, ball(0).squareRoot, ball(0).power(Rational(2, 3)),
    ] {
      #expect(value.isZero)
    }
    for value in [ball(0).exp, ball(0).cos, ball(0).cosh, ball(0).power(0), ball(1).power(Rational(1, 7))] {
      #expect((value - PreciseBall.one).isZero)
    }
  }

  @Test func floorsAndExactValues() {
    for (numerator, denominator, floor) in [
      (7, 2, 3), (-7, 2, -4), (6, 2, 3), (-6, 2, -3), (1, 9, 0), (-1, 9, -1), (0, 1, 0),
    ] {
      #expect((ball(numerator, denominator).floor - ball(floor)).isZero)
      #expect(DoubleDoubleBall(Rational(numerator, denominator)).floor.exactValue == Rational(floor))
    }
    #expect(wide(3, 0.1).floor.isUnknown && wide(3.5, 0.1).floor.exactValue == Rational(3))
    #expect(ball(10).power(1_000_000_000).floor.isUnknown && PreciseBall.undefined.floor.isDefined == false)
    #expect((ball(2).power(1_000_000_000).floor / ball(2).power(1_000_000_000)).exactValue == .one)
    #expect(
      ball(3, 8).exactValue == Rational(3, 8) && ball(1, 3).exactValue == nil && PreciseBall.unknown.exactValue == nil)
    #expect(DoubleDoubleBall(0.1).exactValue == Rational(exactly: 0.1) && DoubleDoubleBall.pi.exactValue == nil)
  }

  @Test func almostAnInteger() {
    // e^(π√163): 128 bits tell what 53 could not.
    let value = (PreciseBall.pi(precision: 128) * ball(163).squareRoot).exp
    let rest = value - ball(262_537_412_640_768_744)
    #expect(rest.isNegative)
    #expect(rest.ball.midpoint > -8e-13)
    #expect(PreciseBall.pi(precision: 128).sin.containsZero)
    #expect((PreciseBall.pi(precision: 5000) - PreciseBall.pi(precision: 40000)).containsZero)
  }

  @Test func outsideTheDomain() {
    let undefined: [PreciseBall] = [
      ball(-1).log, ball(0).log, ball(-1).squareRoot, ball(2).asin, ball(-2).acos, ball(1, 2).acosh, ball(1).atanh,
      ball(-1).atanh, ball(3).atanh, PreciseBall.one / PreciseBall.zero, ball(0).power(-1),
      ball(-1).power(Rational(1, 2)),
      ball(0).power(Rational(-1, 3)), ball(0).gamma, ball(-3).gamma, ball(-3).logGamma, ball(-7).polygamma(2),
      PreciseBall(Ball.undefined, precision: 64), ball(-1).log + PreciseBall.one, PreciseBall.unknown * .undefined,
      PreciseBall.undefined.minimum(with: PreciseBall.unknown), PreciseBall.undefined.sin,
      PreciseBall.undefined.power(0),
      PreciseBall.undefined.gamma, -PreciseBall.undefined, PreciseBall.undefined.exp, PreciseBall.undefined.absolute,
    ]
    for value in undefined {
      #expect(!value.isDefined)
      #expect(!value.isUnknown)
      #expect(!value.isBounded)
      #expect(!value.containsZero)
      #expect(!value.excludesZero)
      #expect(!value.isPositive)
      #expect(!value.isNegative)
      #expect(!value.isZero)
      #expect(value.description == "undefined")
      #expect(!value.ball.isDefined)
      #expect(value.relativeRadius.isNaN)
    }
    let across = wide(0, 1.5)
    let unknown: [PreciseBall] = [
      across.log, across.squareRoot, across.asin, across.acos, across.acosh, across.atanh, PreciseBall.one / across,
      across.power(-1),
      across.power(Rational(1, 2)), across.power(Rational(-1, 3)), across.gamma, across.logGamma, across.polygamma(1),
      wide(-3.5, 0.6).gamma, PreciseBall(Ball.unknown, precision: 64), PreciseBall.zero * PreciseBall.unknown,
      PreciseBall.unknown.sin, PreciseBall.unknown.absolute, -PreciseBall.unknown, PreciseBall.unknown.gamma,
      wide(1.6, 0.1).tan, PreciseBall.unknown.exp, PreciseBall.unknown.power(2),
    ]
    for value in unknown {
      #expect(value.isDefined)
      #expect(value.isUnknown)
      #expect(value.containsZero)
      #expect(!value.excludesZero)
      #expect(!value.isPositive)
      #expect(!value.isNegative)
      #expect(!value.isZero)
      #expect(value.ball.isUnknown)
      #expect(value.description == "unknown")
    }
  }

  /// No exponent is too large for the time and memory of a precision.
  @Test func hugeAndTinyNumbers() {
    let huge = ball(10).power(1_000_000_000)
    #expect(huge.isPositive)
    #expect(huge.relativeRadius < 1e-30)
    #expect(huge.sin.lower >= -BinaryFloat.one)
    #expect(huge.sin.upper <= BinaryFloat.one)
    #expect(huge.sin.radius.double == 1)
    #expect(huge.exp.isUnknown)
    #expect((-huge).exp.contains(Rational.zero))
    #expect((-huge).exp.radius.double < 1e-300)
    #expect((huge + PreciseBall.one - huge).containsZero)
    #expect((huge + PreciseBall.one).midpoint.limbs.count <= 2)
    #expect((huge.log / ball(10).log - ball(1_000_000_000)).containsZero)
    #expect((huge.atan - PreciseBall.pi(precision: 128) / ball(2)).containsZero)
    #expect((huge.tanh - PreciseBall.one).containsZero)
    #expect((huge.erf - PreciseBall.one).containsZero)
    #expect(huge.erf.radius.double < 1e-70)
    #expect(huge.logGamma.isPositive)
    #expect(huge.gamma.isUnknown)
    #expect(huge.polygamma(0).relativeRadius < 1e-30)
    #expect((huge.asinh - huge.acosh).containsZero)
    #expect(huge.power(2000).isUnknown)
    #expect(huge.power(Rational(1, 1000)).relativeRadius < 1e-25)
    let tiny = PreciseBall.one / huge
    #expect(tiny.isPositive)
    #expect(tiny.ball.contains(Rational.zero))
    #expect((tiny.power(5000)).radius.double < 1e-300)
    for value: PreciseBall in [
      tiny.sin, tiny.tan, tiny.asin, tiny.atan, tiny.sinh, tiny.tanh, tiny.asinh, tiny.atanh, tiny.log, tiny.gamma,
      tiny.erf, tiny.exp, tiny.cos, tiny.cosh, tiny.acos, tiny.polygamma(3), (PreciseBall.one + tiny),
      (tiny.exp - PreciseBall.one).absolute + PreciseBall.one,
    ] {
      #expect(value.excludesZero)
      #expect(value.relativeRadius < 1e-25)
    }
    #expect(ball(10).power(Rational(Integer(10).power(30))).isUnknown)
    #expect(ball(10).power(Rational(-Integer(10).power(30))).contains(Rational.zero))
  }

  @Test func textHasCertainDigits() {
    let cases: [(PreciseBall, Int, String)] = [
      ((PreciseBall.pi(precision: 160) * ball(163).squareRoot.rounded(to: 128)).exp, 35, ""),
      (ball(7), 20, "7"), (ball(-7000), 20, "-7000"), (ball(1, 8), 20, "0.125"), (ball(0), 5, "0"),
      (PreciseBall(Ball(0.1), precision: 64), 20, "0.10000000000000000555…"),
      (PreciseBall(Ball(0.1), precision: 64), 60, "0.1000000000000000055511151231257827021181583404541015625"),
      (wide(1, 0x1p-20), 20, "1.000000 ± 9.6e-7"), (wide(10, 0x1p-20), 20, "10.000000 ± 9.6e-7"),
      (wide(10, 9), 20, "1e1 ± 9.1"), (wide(10, 11), 20, "0 ± 2.1e1"), (wide(0, 0.5), 20, "0 ± 5e-1"),
      (wide(1_234_567, 100), 20, "1.234…e6 ± 1e2"), (ball(1, 3), 10, "0.3333333333… ± 1.5e-39"),
      (ball(-2, 3), 4, "-0.6666… ± 3e-39"), (ball(10).power(30), 5, "1e30"),
      (ball(10).power(30) + PreciseBall.one, 5, "1.0000…e30"), (ball(10).power(-10), 5, ""),
    ]
    for (value, digits, text) in cases where !text.isEmpty { #expect(value.decimalText(digits: digits) == text) }
    let root = (PreciseBall.pi(precision: 160) * PreciseBall(163, precision: 160).squareRoot).exp
    #expect(root.decimalText(digits: 35).hasPrefix("262537412640768743.99999999999925007… ± "))
    #expect(PreciseBall.pi(precision: 3500).decimalText(digits: 1001).contains("2164201989… ± "))
  }

  /// Every digit before `…` is the fixture's.
  @Test func textAgreesWithTheFixture() throws {
    /// The significant digits of a decimal text.
    func significant(_ text: String) -> String {
      let mantissa = text.prefix { $0 != "e" && $0 != "…" && $0 != " " }
      return String(mantissa.filter { $0 != "." && $0 != "-" }.drop { $0 == "0" })
    }
    var count = 0
    for fields in try Fixture("precise.txt").cases("value") where fields[0] == "50" {
      let function = try #require(PreciseBallTests.function(fields[1]))
      let text = function(try PreciseBallTests.argument(fields[2], precision: 128)).decimalText(digits: 45)
      guard text.contains("…") else { continue }
      count += 1
      let (shown, exact) = (significant(text), significant(fields[3]))
      // The fixture's last digit is rounded.
      let common = zip(shown, exact.dropLast()).prefix { $0 == $1 }.count
      #expect(common == min(shown.count, exact.count - 1), "\(fields[1])(\(fields[2])) = \(fields[3]) as \(text)")
    }
    #expect(count > 400)
  }
}
