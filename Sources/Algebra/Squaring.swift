import Numbers

/// P − N = 0 if Pᵏ = Nᵏ, where P and N are sums of products with positive coefficients that are not negative where they have
/// values: √(3 − x)·√(5 + x) is √(15 − 2x − x²), and √(5 + 2√6) is √2 + √3.
extension NormalForms {
  private static let greatestRoot = 12
  /// Terms of a side that is squared, beside one of a single term.
  private static let mostTerms = 4

  func isZeroBySquaring(_ form: Form, depth: Int) throws(Obstacle) -> Bool {
    let (above, below) = (
      form.terms.filter { $0.coefficient.signum > 0 }, form.terms.filter { $0.coefficient.signum < 0 }
    )
    guard depth > 0, min(above.count, below.count) == 1, max(above.count, below.count) <= NormalForms.mostTerms else {
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
    // The k-th power of a sum grows with k, and its square leaves the fewest roots.
    if form.count > 2 { degree = 2 }
    var sides: [Form] = []
    for terms in [above, below] {
      var side = Form.zero
      for term in terms { side = side.adding(self.form(term.monomial, term.coefficient.magnitude)) }
      sides.append(try power(side, Rational(degree)))
    }
    return try clearsToZero(sides[0].adding(sides[1], times: Rational(-1)), depth: depth - 1)
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
