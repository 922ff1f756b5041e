import Testing

@testable import Numbers

/// Balls of many digits against Arb, see `Fixtures/precise_cases.py`.
struct PreciseBallTests {
  let fixture: Fixture

  init() throws { fixture = try Fixture("precise.txt") }

  static let functions: [String: @Sendable (PreciseBall) -> PreciseBall] = [
    "exp": { $0.exp }, "log": { $0.log }, "sin": { $0.sin }, "cos": { $0.cos }, "tan": { $0.tan },
    "atan": { $0.atan }, "squareRoot": { $0.squareRoot },
  ]

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
      guard let function = PreciseBallTests.functions[fields[1]] else { continue }
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
  func contains(_ value: Rational, within error: Rational = .zero) -> Bool {
    guard let midpoint = midpoint.rational, let radius = radius.binaryFloat.rational else { return isUnknown }
    return (value - midpoint).magnitude <= radius + error
  }
}
