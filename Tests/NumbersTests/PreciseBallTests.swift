import Testing

@testable import Numbers

/// Balls of many digits against Arb, see `Fixtures/precise_cases.py`.
struct PreciseBallTests {
  let fixture: Fixture

  init() throws { fixture = try Fixture("precise.txt") }

  static let functions: [String: @Sendable (PreciseBall) -> PreciseBall] = [
    "exp": { $0.exp }, "log": { $0.log }, "sin": { $0.sin }, "cos": { $0.cos }, "tan": { $0.tan },
    "asin": { $0.asin }, "acos": { $0.acos }, "atan": { $0.atan }, "sinh": { $0.sinh }, "cosh": { $0.cosh },
    "tanh": { $0.tanh }, "asinh": { $0.asinh }, "acosh": { $0.acosh }, "atanh": { $0.atanh }, "erf": { $0.erf },
    "gamma": { $0.gamma }, "logGamma": { $0.logGamma }, "squareRoot": { $0.squareRoot },
  ]

  /// The function of a name such as `exp`, `polygamma.2`, `power.-3/2`.
  static func function(_ name: String) -> ((PreciseBall) -> PreciseBall)? {
    let parts = name.split(separator: ".").map { String($0) }
    if parts[0] == "polygamma", let order = Int(parts[1]) { return { $0.polygamma(order) } }
    if parts[0] == "power", let exponent = Rational(parts[1]) { return { $0.power(exponent) } }
    return functions[name]
  }

  /// The greatest precision of whole limbs whose balls are wider than the error of a text of so many digits.
  static func precision(digits: Int) -> Int { digits * 332 / 100 / 64 * 64 }

  /// `p/q`, or `m:e` for m·2^e.
  static func argument(_ text: String, precision: Int) throws -> PreciseBall {
    let parts = text.split(separator: ":").map { String($0) }
    guard parts.count == 2 else { return PreciseBall(try #require(Rational(text)), precision: precision) }
    let mantissa = try #require(Integer(parts[0]))
    let exponent = try #require(Int64(parts[1]))
    return PreciseBall(BinaryFloat(mantissa).scaled(by: exponent), .zero, precision: precision)
  }

  /// How many bits an error of the argument costs the value: `log₂ |x·f′(x)/f(x)|`, from two values of the function.
  static func conditionBits(_ function: (PreciseBall) -> PreciseBall, _ x: PreciseBall) -> Double {
    if x.isExact { return 0 }
    let step = x.midpoint.exponent - 40
    let exact = PreciseBall(x.midpoint, .zero, precision: x.precision + 64)
    let (a, b) = (
      function(exact), function(exact + PreciseBall(BinaryFloat.one.scaled(by: step), .zero, precision: 64))
    )
    let change = b - a
    guard a.isBounded && b.isBounded && !change.midpoint.isZero && !a.midpoint.isZero else { return .infinity }
    return Double(max(0, change.midpoint.exponent - a.midpoint.exponent + 40))
  }

  @Test func valuesAtPoints() throws {
    let cases = fixture.cases("value")
    #expect(cases.count > 600)
    for fields in cases {
      let function = try #require(PreciseBallTests.function(fields[1]))
      let digits = try #require(Int(fields[0]))
      let precision = PreciseBallTests.precision(digits: digits)
      let argument = try PreciseBallTests.argument(fields[2], precision: precision)
      let value = try #require(DecimalValue(fields[3]))
      let ball = function(argument)
      let name = "\(fields[1])(\(fields[2])) to \(digits) digits"
      let isInside = ball.contains(value)
      #expect(isInside, "\(name) = \(fields[3]) is not in \(ball.ball)")
      if value.digits.isZero {
        #expect(ball.isZero, "\(name)")
        continue
      }
      let loss = PreciseBallTests.conditionBits(function, argument)
      let exponent = ball.relativeExponent ?? .min
      #expect(Double(exponent) < Double(-precision) + 12 + loss, "\(name): relative radius 2^\(exponent), loss \(loss)")
    }
  }
}

extension PreciseBall {
  func contains(_ value: Rational) -> Bool { contains(value.numerator, over: value.denominator) }

  /// Whether a value is inside, give or take a unit in the last place of its text.
  func contains(_ value: DecimalValue) -> Bool {
    let (up, down) = (Integer(10).power(max(0, value.power)), Integer(10).power(max(0, -value.power)))
    return contains(value.digits * up, over: down, slack: up)
  }

  /// Whether `|numerator/denominator − m| ≤ r + slack/denominator`, with all denominators multiplied away.
  private func contains(_ numerator: Integer, over denominator: Integer, slack: Integer = .zero) -> Bool {
    guard isBounded else { return isUnknown }
    // A radius too small to write out may as well be zero.
    let radius = radius.exponent < -1 << 22 ? .zero : radius.binaryFloat
    let least = [midpoint, radius].map { $0.exponent - 64 * Int64($0.limbs.count) }.min() ?? 0
    let unit = Integer(2).power(Int(abs(least)))
    /// The value in units of 2^least.
    func units(_ x: BinaryFloat) -> Integer {
      let shift = Int(x.exponent - 64 * Int64(x.limbs.count) - least)
      return Integer(x.mantissa << (x.isZero ? 0 : shift), isNegative: x.isNegative)
    }
    let (own, other) = least >= 0 ? (unit, Integer.one) : (Integer.one, unit)
    let distance = (numerator * other - units(midpoint) * denominator * own).magnitude
    return distance <= units(radius) * denominator * own + slack * other
  }
}

/// A number as it is written: `digits·10^power`.
struct DecimalValue {
  let digits: Integer
  let power: Int

  init?(_ text: String) {
    let parts = text.split(separator: "e").map { String($0) }
    let exponent = parts.count > 1 ? Int(parts[1].drop { $0 == "+" }) : 0
    let places = parts[0].split(separator: ".").dropFirst().first?.utf8.count ?? 0
    guard let digits = Integer(parts[0].filter { $0 != "." }), let exponent else { return nil }
    self.digits = digits
    power = exponent - places
  }
}
