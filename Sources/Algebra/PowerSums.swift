import Expressions
import Numbers

/// Sums of powers of an index in closed form:
///
///     Σ_{i in 1..n} i = n·(n + 1)/2        Σ_{i in 1..n} i² = n·(n + 1)·(2·n + 1)/6
///
/// Source: NIST Digital Library of Mathematical Functions, 24.4.7 (Faulhaber's formula).
extension NormalForms {
  /// The greatest power: longer polynomials than what they stand for help nobody.
  private static let greatestPower = 8

  /// Σ_i i^m, where nothing else mentions i; nil where the range may end before it begins.
  func sumOfPowers(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let slot = factor.slots[0]
    guard slot.isBound, factor.exponent.isInteger, factor.exponent > .zero, !mentions(rest, slot) else { return nil }
    let power = Int(factor.exponent.numerator)
    guard power <= NormalForms.greatestPower, (try? lengthForm(slot.range)) != nil else { return nil }
    guard let (lower, upper) = try ends(of: slot.range) else { return nil }
    let before = lower.adding(one, times: Rational(-1))
    var result = Form.zero
    for (k, c) in NormalForms.coefficientsOfSum(ofPower: power).enumerated() where !c.isZero {
      let exponent = Rational(k)
      let difference = try self.power(upper, exponent).adding(try self.power(before, exponent), times: Rational(-1))
      result = result.adding(difference, times: c)
    }
    return result.terms.map { (rest + factors(of: $0.monomial), $0.coefficient) }
  }

  /// 1^m + … + n^m as a polynomial in n, from (n + 1)^(m+1) − 1 = Σ_{k ≤ m} C(m + 1, k)·(1^k + … + n^k).
  private static func coefficientsOfSum(ofPower m: Int) -> [Rational] {
    var sums: [[Rational]] = []
    for power in 0...m {
      var binomials = [Rational.one]
      for k in 1...(power + 1) { binomials.append(binomials[k - 1] * Rational(power + 2 - k, k)) }
      var polynomial = binomials
      polynomial[0] = .zero
      for (k, lesser) in sums.enumerated() {
        for (degree, c) in lesser.enumerated() { polynomial[degree] = polynomial[degree] - binomials[k] * c }
      }
      sums.append(polynomial.map { $0 * Rational(1, power + 1) })
    }
    return sums[m]
  }
}
