import Expressions
import Numbers

/// A ball of any precision, whose constants are made with the bits of its type.
struct FixedPrecision<Working: WorkingPrecision>: Enclosure {
  let ball: PreciseBall

  init(_ ball: PreciseBall) { self.ball = ball }

  init(_ value: Rational) { ball = PreciseBall(value, precision: Working.bits) }

  init(_ value: Ball) { ball = PreciseBall(value, precision: Working.bits) }

  static var undefined: Self { Self(PreciseBall.undefined) }
  static var unknown: Self { Self(PreciseBall.unknown) }
  static var zero: Self { Self(Rational.zero) }
  static var one: Self { Self(Rational.one) }
  static var pi: Self { Self(PreciseBall.pi(precision: Working.bits)) }

  static func + (a: Self, b: Self) -> Self { Self(a.ball + b.ball) }
  static func - (a: Self, b: Self) -> Self { Self(a.ball - b.ball) }
  static func * (a: Self, b: Self) -> Self { Self(a.ball * b.ball) }
  static func / (a: Self, b: Self) -> Self { Self(a.ball / b.ball) }
  static prefix func - (a: Self) -> Self { Self(-a.ball) }

  var isDefined: Bool { ball.isDefined }
  var isUnknown: Bool { ball.isUnknown }
  var isBounded: Bool { ball.isBounded }
  var isPositive: Bool { ball.isPositive }
  var isNegative: Bool { ball.isNegative }
  var isZero: Bool { ball.isZero }
  var isOne: Bool { ball.isOne }
  var containsZero: Bool { ball.containsZero }
  var excludesZero: Bool { ball.excludesZero }
  /// Only for numbers that have a use as fractions: not for 2^(10^6).
  var exact: Rational? { ball.midpoint.exponent.magnitude <= 1 << 12 ? ball.exactValue : nil }

  func power(_ exponent: Rational) -> Self { Self(ball.power(exponent)) }
  func polygamma(_ order: Int) -> Self { Self(ball.polygamma(order)) }
  func maximum(with other: Self) -> Self { Self(ball.maximum(with: other.ball)) }
  func minimum(with other: Self) -> Self { Self(ball.minimum(with: other.ball)) }

  var absolute: Self { Self(ball.absolute) }
  var exp: Self { Self(ball.exp) }
  var log: Self { Self(ball.log) }
  var sin: Self { Self(ball.sin) }
  var cos: Self { Self(ball.cos) }
  var tan: Self { Self(ball.tan) }
  var asin: Self { Self(ball.asin) }
  var acos: Self { Self(ball.acos) }
  var atan: Self { Self(ball.atan) }
  var sinh: Self { Self(ball.sinh) }
  var cosh: Self { Self(ball.cosh) }
  var tanh: Self { Self(ball.tanh) }
  var asinh: Self { Self(ball.asinh) }
  var acosh: Self { Self(ball.acosh) }
  var atanh: Self { Self(ball.atanh) }
  var erf: Self { Self(ball.erf) }
  var gamma: Self { Self(ball.gamma) }
  var logGamma: Self { Self(ball.logGamma) }
  /// In doubles: these functions have no series of any length here yet.
  func integral(_ function: ElementaryFunction) -> Self {
    Self(IntegralFunctions.image(function, ball.ball) ?? .unknown)
  }

  var floor: Self { Self(ball.floor) }

  /// Ten nanoseconds for each limb of an operation.
  static var workOfOperation: Int { (Working.bits + 63) / 64 * 4 }
  static var workOfMatrixOperation: Int { workOfOperation }

  var approximation: Double { ball.ball.midpoint }
}
