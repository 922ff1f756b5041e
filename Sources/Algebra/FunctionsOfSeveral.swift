import Expressions
import Numbers

/// Functions whose arguments have places of their own, by simpler ones where these have the same domain.
extension NormalForms {
  func functionOfSeveral(_ function: ElementaryFunction, _ arguments: [Form]) throws(Obstacle) -> Form {
    guard arguments.count == function.argumentCount else { throw .unsupported(function.name) }
    switch function {
    case .ellipticF, .ellipticE: return try legendre(function, arguments, angle: 0)
    case .ellipticPi: return try legendre(function, arguments, angle: 1)
    case .polylogarithm: return try polylogarithm(arguments)
    case .incompleteGamma: return try incompleteGamma(arguments)
    default: return try functionForm(function, arguments)
    }
  }

  /// Odd in the angle.
  private func legendre(_ function: ElementaryFunction, _ arguments: [Form], angle: Int) throws(Obstacle) -> Form {
    var arguments = arguments
    if arguments[angle].isZero { return .zero }
    // F(φ | 0) = E(φ | 0) = φ, and Π(0; φ | m) = F(φ | m).
    if function != .ellipticPi, arguments[1].isZero { return arguments[0] }
    if function == .ellipticPi, arguments[0].isZero { return try functionOfSeveral(.ellipticF, Array(arguments[1...])) }
    guard let c = try leadingCoefficient(of: arguments[angle]), c.signum < 0 else {
      return try functionForm(function, arguments)
    }
    arguments[angle] = arguments[angle].scaled(by: Rational(-1))
    return try functionForm(function, arguments).scaled(by: Rational(-1))
  }

  /// Li₋ₙ(x) = Σ k!·S(n + 1, k + 1)·(x/(1 − x))^(k+1), Li₁(x) = −log(1 − x); Li₂ is a function of its own.
  private func polylogarithm(_ arguments: [Form]) throws(Obstacle) -> Form {
    let x = arguments[1]
    let rest = one.adding(x, times: Rational(-1))
    switch arguments[0].constant?.asInt {
    case let order? where (-8...0).contains(order):
      let ratio = try product(x, try power(rest, Rational(-1)))
      var total = Form.zero
      for (k, coefficient) in StirlingNumbers.polylogarithmCoefficients(-order).enumerated() {
        total = total.adding(try power(ratio, Rational(k + 1)), times: coefficient)
      }
      return total
    case 1?: return try logarithm(rest).scaled(by: Rational(-1))
    case 2?: return try function(.dilogarithm, [x])
    default: return try functionForm(.polylogarithm, arguments)
    }
  }

  private static let greatestOrder = Rational(20)

  /// Γ(s + 1, x) = s·Γ(s, x) + x^s·e⁻ˣ down to Γ(1, x) = e⁻ˣ, or to an order whose constant term is below 1.
  private func incompleteGamma(_ arguments: [Form]) throws(Obstacle) -> Form {
    let (s, x) = (arguments[0], arguments[1])
    let number = s.terms.first { $0.monomial == one.terms[0].monomial }?.coefficient ?? .zero
    guard number >= .one, number <= NormalForms.greatestOrder else {
      return try functionForm(.incompleteGamma, arguments)
    }
    if s.constant?.isOne == true { return try exponential(x.scaled(by: Rational(-1))) }
    let lowered = s.adding(one, times: Rational(-1))
    let weight = try product(
      try symbolicPower(x, lowered), try exponential(x.scaled(by: Rational(-1))))
    return try product(lowered, try incompleteGamma([lowered, x])).adding(weight)
  }
}
