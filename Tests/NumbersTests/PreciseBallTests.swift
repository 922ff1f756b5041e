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
      let value = try #require(Rational(decimal: fields[3]))
      let textError = value.magnitude * (Rational(10).power(1 - digits) ?? .zero)
      let ball = function(argument)
      let name = "\(fields[1])(\(fields[2])) to \(digits) digits"
      // The text may be wrong by a unit in its last place, far less than a usual radius.
      let isInside = ball.contains(value, within: textError)
      #expect(isInside, "\(name) = \(fields[3]) is not in \(ball.ball)")
      if value.isZero {
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
  /// Whether `value`, give or take `error`, is inside: `|value − m| ≤ r + error`, with all denominators multiplied away.
  func contains(_ value: Rational, within error: Rational = .zero) -> Bool {
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
    let scale = value.denominator * error.denominator
    let (exact, slack) = (value.numerator * error.denominator, error.numerator * value.denominator)
    let (own, other) = least >= 0 ? (unit, Integer.one) : (Integer.one, unit)
    return (exact * other - units(midpoint) * scale * own).magnitude <= units(radius) * scale * own + slack * other
  }
}
