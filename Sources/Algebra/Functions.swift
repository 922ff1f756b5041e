import Expressions
import Numbers

/// Elementary functions of forms: exp turns sums into products, log products into sums, parities are normalised.
extension NormalForms {
  func function(_ function: ElementaryFunction, _ arguments: [Form]) throws(Obstacle) -> Form {
    switch function {
    case .exp: return try exponential(arguments[0])
    case .log: return try logarithm(arguments[0])
    case .abs: return try absolute(arguments[0])
    case .maximum, .minimum: return try extremum(function, arguments)
    case .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm:
      return try functionOfSeveral(function, arguments)
    default: break
    }
    var form = arguments[0]
    if function == .sign || function == .step { form = try withoutPositiveScale(form) }
    if let chosen = try selected(form, { (u) throws(Obstacle) in try self.function(function, [u]) }) { return chosen }
    if let composed = try compositionWithInverse(function, form) { return composed }
    if let value = try knownInverse(function, form) { return value }
    if function == .step, let gated = try stepOfGated(form) { return gated }
    if function == .step, let whole = try stepOfWhole(form) { return whole }
    if form.isZero, let value = valueAtZero(function) { return constant(value) }
    let isTurned = try leadingCoefficient(of: form).map { $0.signum < 0 } ?? false
    if isTurned {
      let turned = form.scaled(by: Rational(-1))
      switch function.properties.parity {
      case .odd: return try functionForm(function, [turned]).scaled(by: Rational(-1))
      case .even: return try functionForm(function, [turned])
      case .none: break
      }
      // [−u > 0] = 1 − [u > 0] − [u = 0]
      if function == .step {
        let strict = one.adding(try self.function(.step, [turned]), times: Rational(-1))
        return strict.adding(try vanishing(turned), times: Rational(-1))
      }
      // sigmoid(−u) = 1 − sigmoid(u), softplus(−u) = softplus(u) − u
      if function == .sigmoid { return one.adding(try functionForm(function, [turned]), times: Rational(-1)) }
      if function == .softplus { return try functionForm(function, [turned]).adding(form) }
    }
    if let value = settledSign(function, form) { return constant(value) }
    if function == .gamma, let value = form.constant, let result = try gamma(value) { return result }
    return try functionForm(function, [form])
  }

  private func knownInverse(_ function: ElementaryFunction, _ form: Form) throws(Obstacle) -> Form? {
    switch function {
    case .atan:
      if let turned = try arctangentOfReciprocal(form) { return turned }
      if let q = form.constant, let value = try arctangent(of: q) { return value }
      return try inverseValue(function, form)
    case .asin: return try inverseValue(function, form)
    case .floor: return try floorWithWholePart(form)
    default: return nil
    }
  }

  /// Iverson's [u = 0]; that of −u and of any multiple is the same.
  func vanishing(_ form: Form) throws(Obstacle) -> Form {
    if form.isZero { return one }
    if sign(of: form).isNonzero || bounds(of: form).isNegative { return .zero }
    if let value = form.constant { return value.isZero ? one : .zero }
    if let bracket = vanishingOfBit(form) { return bracket }
    if let bracket = try bracketOfWhole(form) { return bracket }
    guard let c = try leadingCoefficient(of: form)?.inverse else { return .zero }
    return try atomForm(.vanishing, over: [form.scaled(by: c)])
  }

  /// Γ(n) = (n − 1)!, and Γ(1/2 + k) by Γ(x + 1) = x·Γ(x) from Γ(1/2) = √π.
  private func gamma(_ x: Rational) throws(Obstacle) -> Form? {
    guard let (n, d) = x.smallFraction, d <= 2, n > 0, n <= NormalForms.largestGamma else { return nil }
    var product = Rational.one
    var y = x
    let start = d == 1 ? Rational.one : Rational(1, 2)
    while y > start {
      y = y - .one
      product = product * y
    }
    if d == 1 { return constant(product) }
    return try power(buildConstant(.pi), Rational(1, 2)).scaled(by: product)
  }

  private static let largestGamma = 60

  private func valueAtZero(_ function: ElementaryFunction) -> Rational? {
    switch function {
    case .sign, .step, .sin, .tan, .asin, .atan, .sinh, .tanh, .asinh, .atanh, .erf, .floor, .imaginaryError,
      .sineIntegral,
      .hyperbolicSineIntegral, .dilogarithm, .fresnelSine, .fresnelCosine:
      .zero
    case .cos, .cosh: .one
    case .sigmoid: Rational(1, 2)
    default: nil
    }
  }

  /// sign(c·u) = sign(u) for c > 0, and the same for the step.
  private func withoutPositiveScale(_ form: Form) throws(Obstacle) -> Form {
    let form = try withoutPositiveFactors(try withoutEvenPowers(form))
    guard let c = try leadingCoefficient(of: form)?.magnitude.inverse else { return form }
    return form.scaled(by: c)
  }

  /// An odd power has the sign of its base, and a negative power where it has a value.
  private func withoutEvenPowers(_ form: Form) throws(Obstacle) -> Form {
    guard let term = form.single, boundCount(term.monomial) == 0 else { return form }
    var kept: [Factor] = []
    for factor in factors(of: term.monomial) {
      if factor.atom == .delta || !factor.exponent.isInteger || factor.exponent.isEven && factor.exponent > .zero {
        kept.append(factor)
      } else if !factor.exponent.isEven {
        kept.append(factor.raised(to: .one))
      }
    }
    return kept == factors(of: term.monomial) ? form : try reduced(kept, term.coefficient)
  }

  private func absolute(_ form: Form) throws(Obstacle) -> Form {
    if form.isZero { return .zero }
    if sign(of: form).isNonnegative { return form }
    if bounds(of: form).isNegative || signOfNegative(form).isNonnegative { return form.scaled(by: Rational(-1)) }
    if let chosen = try selected(form, { (u) throws(Obstacle) in try self.absolute(u) }) { return chosen }
    guard let term = form.single else {
      let content = try content(of: form, forRoots: true)
      var primitive = content.primitive
      if let c = try leadingCoefficient(of: primitive), c.signum < 0 { primitive = primitive.scaled(by: Rational(-1)) }
      return try product(try reduced(content.common, content.scale), try functionForm(.abs, [primitive]))
    }
    // |c·a·b| = |c|·|a|·|b|
    var result = constant(term.coefficient.magnitude)
    for part in components(of: factors(of: term.monomial)) {
      let own = try reduced(part)
      let isKnown = sign(of: part, summed: nextBound(in: part) > 0).isNonnegative
      if isKnown {
        result = try product(result, own)
      } else if part.count == 1, !hasBoundSlots(part[0]), part[0].exponent.isInteger {
        let base = try functionForm(.abs, [try reduced(part[0].raised(to: .one))])
        result = try product(result, try power(base, part[0].exponent))
      } else {
        result = try product(result, try functionForm(.abs, [own]))
      }
    }
    return result
  }

  /// max and min: flattened, sorted, of equal arguments one.
  private func extremum(_ function: ElementaryFunction, _ arguments: [Form]) throws(Obstacle) -> Form {
    var distinct: [Form] = []
    for form in arguments where !distinct.contains(form) { distinct.append(form) }
    if distinct.count == 1 { return distinct[0] }
    if let values = allConstants(distinct), let first = values.first {
      return constant(values.reduce(first) { function == .maximum ? max($0, $1) : min($0, $1) })
    }
    if distinct.count == 2 {
      // max(u, v) = v + max(u − v, 0) = v + (u − v)·step(u − v); min likewise.
      let difference = distinct[0].adding(distinct[1], times: Rational(-1))
      let (greater, lesser) = function == .maximum ? (0, 1) : (1, 0)
      if sign(of: difference).isNonnegative { return distinct[greater] }
      if signOfNegative(difference).isNonnegative { return distinct[lesser] }
      let gate = try self.function(.step, [difference])
      let part = try product(difference, gate)
      return function == .maximum ? distinct[1].adding(part) : distinct[0].adding(part, times: Rational(-1))
    }
    distinct.sort { digest(of: $0) < digest(of: $1) }
    return try functionForm(function, distinct)
  }

  private func allConstants(_ forms: [Form]) -> [Rational]? {
    var values: [Rational] = []
    for form in forms {
      guard let value = form.constant else { return nil }
      values.append(value)
    }
    return values
  }

  /// exp(Σ c·m) = Π exp(m)^c, so that equal exponentials merge; exp(c·log u) = u^c.
  func exponential(_ form: Form) throws(Obstacle) -> Form {
    if let chosen = try selected(form, { (u) throws(Obstacle) in try self.exponential(u) }) { return chosen }
    var result = one
    for term in form.terms {
      let factors = factors(of: term.monomial)
      if factors.count == 1, let log = factors.first, function(of: log) == .log, log.exponent.isOne, !hasBoundSlots(log)
      {
        result = try product(result, try power(try argument(log), term.coefficient))
      } else {
        let base = self.form(term.monomial)
        result = try product(result, try functionForm(.exp, [base], exponent: try Exponent(term.coefficient)))
      }
    }
    return result
  }
}
