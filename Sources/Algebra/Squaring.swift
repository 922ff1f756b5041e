import Numbers

/// a·u − b·v = 0 if (a·u)ᵏ = (b·v)ᵏ, where a and b are positive numbers and u and v are products that are not negative where
/// they have values: √(3 − x)·√(5 + x) is √(15 − 2x − x²).
extension NormalForms {
  private static let greatestRoot = 12

  func isZeroBySquaring(_ form: Form, depth: Int) throws(Obstacle) -> Bool {
    guard depth > 0, form.count == 2, form.terms[0].coefficient.signum != form.terms[1].coefficient.signum else {
      return false
    }
    var degree = 1
    for term in form.terms {
      guard boundCount(term.monomial) == 0, sign(of: term.monomial).isNonnegative else { return false }
      for factor in factors(of: term.monomial) {
        let d = Int(factor.exponent.denominator)
        degree = degree / NormalForms.commonDivisor(degree, d) * d
        if degree > NormalForms.greatestRoot { return false }
      }
    }
    if degree == 1 { return false }
    var sides: [Form] = []
    for term in form.terms {
      sides.append(try power(self.form(term.monomial, term.coefficient.magnitude), Rational(degree)))
    }
    return try clearsToZero(sides[0].adding(sides[1], times: Rational(-1)), depth: depth - 1)
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
