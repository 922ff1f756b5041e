import Expressions
import Numbers

/// A ball, and the fraction that it is as long as that is known and short.
///
/// Slots and conditions are thereby decided exactly: 1/3 + 2/3 is 1.
struct Real<Number: Enclosure>: Sendable {
  let ball: Number
  let exact: Rational?

  /// Longer fractions are given up.
  private static var bitLimit: Int { 192 }

  init(_ ball: Number) { (self.ball, exact) = (ball, nil) }

  init(_ value: Rational) {
    ball = Number(value)
    exact = value.bitWidth <= Real.bitLimit ? value : nil
  }

  static var zero: Real { Real(Rational.zero) }
  static var one: Real { Real(Rational.one) }
  static var undefined: Real { Real(Number.undefined) }
  static var unknown: Real { Real(Number.unknown) }

  static func truth(_ value: Bool) -> Real { value ? one : zero }

  var isDefined: Bool { ball.isDefined }

  /// True, false, or nil if that is unknown.
  var truth: Bool? { ball.isOne ? true : ball.isZero ? false : nil }

  static func + (a: Real, b: Real) -> Real {
    if let x = a.exact, let y = b.exact { return Real(x + y) }
    return Real(a.ball + b.ball)
  }

  static func * (a: Real, b: Real) -> Real {
    if let x = a.exact, let y = b.exact { return Real(x * y) }
    return Real(a.ball * b.ball)
  }

  static prefix func - (a: Real) -> Real {
    if let x = a.exact { return Real(-x) }
    return Real(-a.ball)
  }

  func power(_ exponent: Rational) -> Real {
    if let exact, let n = exponent.asInt, n.magnitude <= 16 {
      if exact.isZero && n < 0 { return .undefined }
      if let power = exact.power(n) { return Real(power) }
    }
    return Real(ball.power(exponent))
  }

  func raised(to exponent: Real) -> Real {
    if let fraction = exponent.exact { return power(fraction) }
    return Real(ball.raised(to: exponent.ball))
  }

  func image(under function: ElementaryFunction) -> Real {
    guard let exact else { return Real(ball.image(under: function)) }
    switch function {
    case .abs: return Real(exact.magnitude)
    case .sign: return Real(Rational(exact.signum))
    case .floor: return Real(Rational(exact.floor))
    case .step: return exact.isZero ? .undefined : .truth(exact.signum > 0)
    case .exp, .log, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .sigmoid,
      .softplus, .erf, .gamma, .logGamma, .digamma, .maximum, .minimum, .imaginaryError, .exponentialIntegral,
      .sineIntegral, .cosineIntegral, .hyperbolicSineIntegral,
      .hyperbolicCosineIntegral, .dilogarithm, .fresnelSine, .fresnelCosine, .ellipticF, .ellipticE, .ellipticPi,
      .incompleteGamma, .polylogarithm:
      return Real(ball.image(under: function))
    }
  }

  static func image(under function: ElementaryFunction, of arguments: [Real]) -> Real {
    Real(Number.image(under: function, of: arguments.map { $0.ball }))
  }

  /// Whether the relation holds between self and 0.
  func compared(_ relation: Comparison) -> Real {
    if let exact { return .truth(Tape.holds(relation, exact, .zero)) }
    guard ball.isBounded else { return Real(ball) }
    switch relation {
    case .equal: return ball.isZero ? .one : ball.excludesZero ? .zero : .unknown
    case .notEqual: return ball.isZero ? .zero : ball.excludesZero ? .one : .unknown
    case .less: return ball.isNegative ? .one : ball.isPositive || ball.isZero ? .zero : .unknown
    case .lessOrEqual: return ball.isPositive ? .zero : ball.isNegative || ball.isZero ? .one : .unknown
    }
  }
}
