import Expressions
import Numbers

/// A double that is infinite where sums, products and powers leave the range of a type.
///
/// Exponentials may leave it, and what is computed from them: kernels that are fit for use shift their arguments, as in
/// softmax, log-sum-exp and sigmoid. That one overflows there although the result is harmless is a mistake of it.
struct RangedNumber<R: Rounding>: ApproximateNumber {
  var value: Double

  init(_ exact: Double) { value = exact }

  /// Infinite if the operands were in the range and the result is not.
  @inline(__always)
  private init(_ value: Double, of a: Double, _ b: Double = 0) {
    let isInside = abs(a) <= R.type.greatest && abs(b) <= R.type.greatest
    self.value = isInside && abs(value) > R.type.greatest ? .infinity : value
  }

  static func + (a: RangedNumber, b: RangedNumber) -> RangedNumber {
    RangedNumber(a.value + b.value, of: a.value, b.value)
  }
  static func * (a: RangedNumber, b: RangedNumber) -> RangedNumber {
    RangedNumber(a.value * b.value, of: a.value, b.value)
  }

  var square: RangedNumber { self * self }

  func power(_ exponent: Rational) -> RangedNumber {
    RangedNumber(RoundedNumber<ExactFloat64>(value).power(exponent).value, of: value)
  }

  func raised(to exponent: RangedNumber) -> RangedNumber {
    let image = RoundedNumber<ExactFloat64>(value).raised(to: RoundedNumber(exponent.value)).value
    return RangedNumber(image, of: value, exponent.value)
  }

  func mapped(_ function: (Double) -> Double) -> RangedNumber { RangedNumber(function(value)) }
}
