import Expressions
import Numbers

/// A function of the inverse of another, and the inverse of a function where its argument is in range.
extension NormalForms {
  /// f(g(u)) for an inverse function g, or an f that undoes g; nil for others.
  func compositionWithInverse(_ function: ElementaryFunction, _ form: Form) throws(Obstacle) -> Form? {
    guard let term = form.single, term.coefficient.magnitude.isOne, let factor = factors(of: term.monomial).first,
      factors(of: term.monomial).count == 1, factor.exponent.isOne, !hasBoundSlots(factor),
      let inner = self.function(of: factor)
    else { return nil }
    let u = try argument(factor)
    let isTurned = term.coefficient.signum < 0
    var found = try composition(function, inner, u)
    if found == nil { found = try undone(function, inner, u) }
    guard let value = found else { return nil }
    switch function.properties.parity {
    case .odd: return isTurned ? value.scaled(by: Rational(-1)) : value
    case .even: return value
    case .none: return isTurned ? nil : value
    }
  }

  /// sin(asin u) = u, cos(asin u) = √(1 − u²) and their like. Abramowitz and Stegun 4.3.45, 4.5.
  private func composition(
    _ outer: ElementaryFunction, _ inner: ElementaryFunction, _ u: Form
  ) throws(Obstacle) -> Form? {
    let square = try product(u, u)
    /// (a + b·u²)^(e/2)
    func root(_ a: Int, _ b: Int, _ e: Int) throws(Obstacle) -> Form {
      try power(constant(Rational(a)).adding(square, times: Rational(b)), Rational(e, 2))
    }
    switch (outer, inner) {
    case (.sin, .asin), (.cos, .acos), (.tan, .atan), (.sinh, .asinh), (.cosh, .acosh), (.tanh, .atanh): return u
    case (.cos, .asin), (.sin, .acos): return try root(1, -1, 1)
    case (.tan, .asin), (.sinh, .atanh): return try product(u, try root(1, -1, -1))
    case (.tan, .acos): return try product(try root(1, -1, 1), try power(u, Rational(-1)))
    case (.sin, .atan), (.tanh, .asinh): return try product(u, try root(1, 1, -1))
    case (.cos, .atan): return try root(1, 1, -1)
    case (.cosh, .asinh): return try root(1, 1, 1)
    case (.sinh, .acosh): return try root(-1, 1, 1)
    case (.tanh, .acosh): return try product(try root(-1, 1, 1), try power(u, Rational(-1)))
    case (.cosh, .atanh): return try root(1, -1, -1)
    default: return nil
    }
  }

  /// asinh(sinh u) = u; asin(sin u) = u for |u| ≤ π/2, and its like.
  private func undone(_ outer: ElementaryFunction, _ inner: ElementaryFunction, _ u: Form) throws(Obstacle) -> Form? {
    switch (outer, inner) {
    case (.asinh, .sinh), (.atanh, .tanh): return u
    case (.acosh, .cosh): return try function(.abs, [u])
    case (.asin, .sin), (.atan, .tan): return isWithin(u, NormalForms.quarterTurn) ? u : nil
    case (.acos, .cos):
      return isWithin(u, NormalForms.quarterTurn + NormalForms.quarterTurn) ? try function(.abs, [u]) : nil
    default: return nil
    }
  }

  /// A little below π/2.
  private static let quarterTurn = Rational(15_707_963, 10_000_000)

  private func isWithin(_ form: Form, _ limit: Rational) -> Bool {
    let bounds = bounds(of: form)
    guard let lower = bounds.lower, let upper = bounds.upper else { return false }
    return -limit <= lower && upper <= limit
  }

  /// atan(1/u) = sign(u)·π/2 − atan(u), where the argument is a product of reciprocals.
  func arctangentOfReciprocal(_ form: Form) throws(Obstacle) -> Form? {
    guard let term = form.single, term.monomial != .one, boundCount(term.monomial) == 0,
      factors(of: term.monomial).allSatisfy({ $0.exponent < .zero && $0.exponent.isInteger && $0.atom != .delta })
    else { return nil }
    let u = try power(form, Rational(-1))
    let quarter = try buildConstant(.pi).scaled(by: Rational(1, 2))
    return try product(try function(.sign, [u]), quarter).adding(try function(.atan, [u]), times: Rational(-1))
  }

  /// floor(u + n) = floor(u) + n for a whole number n.
  func floorWithWholePart(_ form: Form) throws(Obstacle) -> Form? {
    guard let whole = form.coefficient(of: .one)?.floor, !whole.isZero else { return nil }
    let n = constant(Rational(whole))
    return n.adding(try function(.floor, [form.adding(n, times: Rational(-1))]))
  }
}
