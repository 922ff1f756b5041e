import Expressions
import Numbers

/// How a kernel rounds: the type of its numbers, and what its functions are worth.
protocol Rounding: Sendable {
  static var type: FloatingType { get }
  /// Functions of such a kernel are off by up to so many units in the last place, here in the direction that the bits of
  /// the value give.
  static var functionError: Double { get }
}

enum ExactFloat64: Rounding {
  static var type: FloatingType { .f64 }
  static var functionError: Double { 0.0 }
}
enum Float64Rounding: Rounding {
  static var type: FloatingType { .f64 }
  static var functionError: Double { 1.0 }
}
enum Float32Rounding: Rounding {
  static var type: FloatingType { .f32 }
  static var functionError: Double { 0.0 }
}
enum Float16Rounding: Rounding {
  static var type: FloatingType { .f16 }
  static var functionError: Double { 0.0 }
}
enum BFloat16Rounding: Rounding {
  static var type: FloatingType { .bf16 }
  static var functionError: Double { 0.0 }
}

/// A number of a floating-point type: each operation is rounded once. Sums, products, quotients and square roots of
/// numbers with at most 24 bits are rounded rightly by way of doubles (Figueroa 1995).
struct RoundedNumber<R: Rounding>: ApproximateNumber {
  var value: Double

  init(_ exact: Double) { value = R.type.rounded(exact) }

  static func + (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber { RoundedNumber(a.value + b.value) }
  static func * (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber { RoundedNumber(a.value * b.value) }

  var square: RoundedNumber { self * self }
  var reciprocal: RoundedNumber { value == 0 ? .undefined : RoundedNumber(1 / value) }
  var root: RoundedNumber { RoundedNumber(value.squareRoot()) }

  func power(_ exponent: Rational) -> RoundedNumber {
    switch exponent.smallFraction {
    case (0, 1)?: return RoundedNumber(1)
    case (1, 1)?: return self
    case (2, 1)?: return self * self
    case (3, 1)?: return self * self * self
    case (-1, 1)?: return value == 0 ? .undefined : RoundedNumber(1 / value)
    case (-2, 1)?: return (self * self).power(Rational(-1))
    case (1, 2)?: return RoundedNumber(value.squareRoot())
    case (-1, 2)?: return RoundedNumber(value.squareRoot()).power(Rational(-1))
    case (let n, let d)?: return mapped { Scalar.power($0, n, d) }
    case nil: return raised(to: RoundedNumber(exponent.double))
    }
  }

  func raised(to exponent: RoundedNumber) -> RoundedNumber {
    if value.isNaN || exponent.value.isNaN || value == 0 && exponent.value < 0 { return .undefined }
    return mapped { RealMath.pow($0, exponent.value) }
  }

  func mapped(_ function: (Double) -> Double) -> RoundedNumber {
    let image = function(value)
    if R.functionError == 0 { return RoundedNumber(image) }
    // -1, -1/2, 1/2 or 1 by two bits of the middle of the fraction.
    let bits = Double((value * 0x1.8p3).bitPattern >> 28 & 3) - 1.5
    return RoundedNumber(image * (1 + bits / 1.5 * R.functionError * R.type.unit))
  }
}
