import Expressions
import Numbers

/// A double with a bound of what rounding makes of it, in units of the roundoff: z ± bound·u.
///
/// The running error analysis of Wilkinson (Higham, Accuracy and Stability of Numerical Algorithms, 3.3), without terms
/// of the second order: each operation adds |z| to what its operands bring.
struct RunningError: ApproximateNumber {
  var value: Double
  var bound: Double

  init(_ exact: Double) { (value, bound) = (exact, 0) }
  init(_ value: Double, bound: Double) { (self.value, self.bound) = (value, bound) }

  static func + (a: RunningError, b: RunningError) -> RunningError {
    let z = a.value + b.value
    return RunningError(z, bound: a.bound + b.bound + abs(z))
  }

  static func * (a: RunningError, b: RunningError) -> RunningError {
    let z = a.value * b.value
    return RunningError(z, bound: abs(a.value) * b.bound + abs(b.value) * a.bound + abs(z))
  }

  /// |r·x^(r-1)| times the error of x.
  func power(_ exponent: Rational) -> RunningError {
    if exponent.isOne { return self }
    let z = RoundedNumber<ExactFloat64>(value).power(exponent).value
    let slope = value == 0 ? (exponent > .one ? 0 : Double.infinity) : abs(exponent.double * z / value)
    return RunningError(z, bound: (bound == 0 ? 0 : slope * bound) + RunningError.unitsOfFunction * abs(z))
  }

  func raised(to exponent: RunningError) -> RunningError {
    let z = RoundedNumber<ExactFloat64>(value).raised(to: RoundedNumber(exponent.value)).value
    let slopes = abs(exponent.value * z / value) * bound + abs(z * RealMath.log(abs(value))) * exponent.bound
    return RunningError(z, bound: slopes + RunningError.unitsOfFunction * abs(z))
  }

  func image(under function: ElementaryFunction) -> RunningError {
    switch function {
    case .exp: return mapped(RealMath.exp) { _, z in z }
    case .log: return mapped(Scalar.kernel(.log)) { x, _ in 1 / x }
    case .sin: return mapped(RealMath.sin) { x, _ in RealMath.cos(x) }
    case .cos: return mapped(RealMath.cos) { x, _ in RealMath.sin(x) }
    case .sigmoid: return mapped(Scalar.kernel(.sigmoid)) { _, z in z * (1 - z) }
    case .tanh: return mapped(RealMath.tanh) { _, z in 1 - z * z }
    case .softplus: return mapped(Scalar.kernel(.softplus)) { x, _ in Scalar.kernel(.sigmoid)(x) }
    default: return mapped(Scalar.kernel(function))
    }
  }

  /// With the slope at x, where the function is z.
  @inline(__always)
  private func mapped(_ function: (Double) -> Double, slope: (_ x: Double, _ z: Double) -> Double) -> RunningError {
    let z = function(value)
    return RunningError(z, bound: abs(slope(value, z)) * max(bound, abs(value)) + RunningError.unitsOfFunction * abs(z))
  }

  /// The slope by a central quotient. The argument counts as rounded once even where it is exact: kernels shift it, as in
  /// exp(x − max x).
  func mapped(_ function: (Double) -> Double) -> RunningError {
    let z = function(value)
    let bound = max(bound, abs(value))
    let step = max(abs(value) * 0x1p-20, 0x1p-40)
    let (above, below) = (function(value + step), function(value - step))
    let slope = above.isNaN || below.isNaN ? abs(z) / step : abs(above - below) / (2 * step)
    return RunningError(z, bound: slope * bound + RunningError.unitsOfFunction * abs(z))
  }

  /// The error of a library's function in single precision, in half units of the last place.
  private static let unitsOfFunction = 4.0
}
