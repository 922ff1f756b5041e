import Expressions
import Numbers

/// A double with a bound of what the rounding of a type makes of it: z ± bound·u, u being half a unit in the last place.
///
/// The running error analysis of Wilkinson (Higham, Accuracy and Stability of Numerical Algorithms, 3.3): each operation
/// adds what it rounds to what its operands bring. It bounds other orders of evaluation, too:
///
/// - an addition counts at the largest of its operands and its result, since an operand may itself be a sum that another
///   order makes later: of a + b + c, that rounds a + b or b + c;
/// - a number that is added to a sum may come first, so that each addition of that sum rounds at its size: s = a, then
///   s += x·y for each term;
/// - a factor of a sum may be that of each term, which rounds each of them: s += x/m;
/// - products of two errors count, so that the bound holds where errors are as large as the numbers are;
/// - a result below the smallest normal number may be flushed to 0;
/// - a comparison that errors could decide otherwise chooses both of its sides.
struct RunningError<R: Rounding>: ApproximateNumber {
  var value: Double
  /// In units of u. A truth value has one above 0 if it is not certain.
  var bound: Double
  /// Of a sum: its additions, and Σ|term|.
  private var additions = 0.0
  private var mass = 0.0

  init(_ exact: Double) { (value, bound) = (exact, 0) }
  init(_ value: Double, bound: Double) { (self.value, self.bound) = (value, bound) }

  /// What flushing to 0 loses.
  private static var flushed: Double { R.type.smallestNormal / R.type.unit }

  static func + (a: RunningError, b: RunningError) -> RunningError {
    var z = RunningError(a.value + b.value)
    let own = max(abs(z.value), abs(a.value), abs(b.value))
    z.bound = a.bound + b.bound + own + max(a.additions * abs(b.value), b.additions * abs(a.value))
    z.additions = a.additions + b.additions + 1
    z.mass = a.massOfTerms + b.massOfTerms
    return z
  }

  private var massOfTerms: Double { additions > 0 ? mass : abs(value) }

  /// The terms of a long sum are not put in another order than the run's: of a partial sum only the value counts.
  static func accumulated(_ total: RunningError, _ term: RunningError) -> RunningError {
    var partial = total
    partial.additions = 0
    var z = partial + term
    z.additions = total.additions + term.additions + 1
    z.mass = total.massOfTerms + term.massOfTerms
    return z
  }

  static func * (a: RunningError, b: RunningError) -> RunningError {
    let z = a.value * b.value
    let both = a.bound * b.bound * R.type.unit
    let spread = abs(a.value) * b.mass + abs(b.value) * a.mass
    let own = abs(z) + spread + flushed
    var product = RunningError(z, bound: abs(a.value) * b.bound + abs(b.value) * a.bound + both + own)
    // A sum with the opposite sign is one.
    for (sign, sum) in [(a, b), (b, a)] where abs(sign.value) == 1 && sign.bound == 0 && sum.additions > 0 {
      product = RunningError(z, bound: sum.bound)
      (product.additions, product.mass) = (sum.additions, sum.mass)
    }
    return product
  }

  /// |(x ± d)² − x²| ≤ 2·|x|·d + d².
  var square: RunningError {
    let z = value * value
    let spread = (2 * abs(value) + bound * R.type.unit) * bound
    return RunningError(z, bound: spread + Self.unitsOfFunction * abs(z) + Self.flushed)
  }

  func power(_ exponent: Rational) -> RunningError {
    if exponent.isOne { return self }
    return image(of: { RoundedNumber<ExactFloat64>($0).power(exponent).value }) { z in
      value == 0 ? (exponent > .one ? 0 : .infinity) : abs(exponent.double * z / value)
    }
  }

  func raised(to exponent: RunningError) -> RunningError {
    let z = RoundedNumber<ExactFloat64>(value).raised(to: RoundedNumber(exponent.value)).value
    let slopes = abs(exponent.value * z / value) * bound + abs(z * RealMath.log(abs(value))) * exponent.bound
    return RunningError(z, bound: slopes + Self.unitsOfFunction * abs(z) + Self.flushed)
  }

  /// Waves go up and down many times in the step of a quotient when their argument is large.
  func image(under function: ElementaryFunction) -> RunningError {
    let own = RunningError(value, bound: max(bound, abs(value)))
    switch function {
    case .sin: return own.image(of: RealMath.sin) { _ in abs(RealMath.cos(value)) }
    case .cos: return own.image(of: RealMath.cos) { _ in abs(RealMath.sin(value)) }
    default: return mapped(Scalar.kernel(function))
    }
  }

  /// The argument counts as rounded once even where it is exact: kernels shift it, as in exp(x − max x).
  func mapped(_ function: (Double) -> Double) -> RunningError {
    RunningError(value, bound: max(bound, abs(value))).image(of: function) { z in
      let step = max(abs(value) * 0x1p-20, 0x1p-40)
      let (above, below) = (function(value + step), function(value - step))
      return above.isNaN || below.isNaN ? abs(z) / step : abs(above - below) / (2 * step)
    }
  }

  /// How far f(x ± d) is from f(x); by the slope where d is too small for the difference to be known.
  private func image(of function: (Double) -> Double, slope: (Double) -> Double) -> RunningError {
    let z = function(value)
    let own = Self.unitsOfFunction * abs(z) + Self.flushed
    if bound == 0 { return RunningError(z, bound: own) }
    let error = bound * R.type.unit
    guard error > abs(value) * Self.leastDifference else { return RunningError(z, bound: slope(z) * bound + own) }
    let (above, below) = (abs(function(value + error) - z), abs(function(value - error) - z))
    return RunningError(z, bound: above.isNaN || below.isNaN ? .infinity : max(above, below) / R.type.unit + own)
  }

  /// Relative to the argument: differences of doubles are known to 2⁻²⁰ of themselves there.
  private static var leastDifference: Double { 0x1p-30 }
  /// The error of a library's function in single precision, in half units of the last place.
  private static var unitsOfFunction: Double { 4 }

  func maximum(with other: RunningError) -> RunningError { chosen(self, other, isSecond: value < other.value) }
  func minimum(with other: RunningError) -> RunningError { chosen(self, other, isSecond: value > other.value) }

  /// The second one, or the first; neither choice moves the result by more than the errors.
  private func chosen(_ a: RunningError, _ b: RunningError, isSecond: Bool) -> RunningError {
    if a.value.isNaN || b.value.isNaN { return .undefined }
    let one = isSecond ? b : a
    return a.mayEqual(b) ? RunningError(one.value, bound: max(a.bound, b.bound)) : one
  }

  // MARK: Truth

  private static func truth(_ value: Bool, isCertain: Bool) -> RunningError {
    RunningError(value ? 1 : 0, bound: isCertain ? 0 : 1)
  }

  /// The errors of both sides could close the gap between them.
  private func mayEqual(_ other: RunningError) -> Bool {
    bound + other.bound > 0 && abs(value - other.value) <= (bound + other.bound) * R.type.unit
  }

  func isLess(than other: RunningError) -> RunningError {
    if value.isNaN || other.value.isNaN { return .undefined }
    return Self.truth(value < other.value, isCertain: !mayEqual(other))
  }
  func isAtMost(_ other: RunningError) -> RunningError {
    if value.isNaN || other.value.isNaN { return .undefined }
    return Self.truth(value <= other.value, isCertain: !mayEqual(other))
  }
  func isEqual(to other: RunningError) -> RunningError {
    if value.isNaN || other.value.isNaN { return .undefined }
    return Self.truth(value == other.value, isCertain: !mayEqual(other))
  }
  func and(_ other: RunningError) -> RunningError {
    for one in [self, other] where one.value == 0 && one.bound == 0 { return one }
    if value.isNaN || other.value.isNaN { return .undefined }
    return Self.truth(value == 1 && other.value == 1, isCertain: bound == 0 && other.bound == 0)
  }
  var negation: RunningError { value.isNaN ? self : Self.truth(value == 0, isCertain: bound == 0) }

  func select(_ value: RunningError, otherwise: RunningError) -> RunningError {
    if self.value.isNaN { return self }
    let (chosen, other) = self.value == 0 ? (otherwise, value) : (value, otherwise)
    if bound == 0 { return chosen }
    let gap = abs(chosen.value - other.value) / R.type.unit
    return RunningError(chosen.value, bound: gap.isNaN ? .infinity : max(chosen.bound, gap + other.bound))
  }
}
