import Evaluation
import Expressions
import Numbers

/// How products, powers, sums and logarithms are put into stable forms.
extension StableForms {
  /// Exponentials in one product are one; what is divided by a sum of exponentials loses the largest of them.
  mutating func product(_ parts: [Term]) -> Term {
    let whole = program.terms.product(parts)
    var exponents: [Term] = []
    var (rest, sums) = ([Term](), [(term: Term, power: Rational)]())
    for factor in program.terms.factors(whole) {
      let (base, power) = program.terms.powerParts(factor)
      if let a = exponent(base) {
        let scale = program.terms.number(power)
        exponents.append(program.terms.product([scale, a]))
      } else if isSumOfExponentials(base) {
        sums.append((base, power))
      } else {
        rest.append(factor)
      }
    }
    guard exponents.count + sums.count > 1 else { return sigmoids(exponents.isEmpty ? nil : whole) ?? whole }
    for (term, power) in sums {
      guard let (maximum, sum) = sumOfExponentials(term) else { continue }
      let scale = program.terms.number(power)
      exponents.append(program.terms.product([scale, maximum]))
      rest.append(program.terms.power(sum, power))
    }
    let total = program.terms.sum(exponents)
    if program.terms.number(total) != .zero { rest.append(program.terms.node(.function(.exp), [total])) }
    let combined = program.terms.product(rest)
    return sigmoids(combined) ?? combined
  }

  mutating func isSumOfExponentials(_ term: Term) -> Bool {
    let value = resolved(term)
    guard let (array, _) = program.terms.load(value), !isScaled.contains(array),
      let making = program.task(making: array),
      case .reduction(.sum, let variable, _, let summand) = program.tasks[making].body
    else { return false }
    return program.terms.factors(summand).contains { factor in
      guard let a = program.terms.argument(.exp, program.terms.powerParts(factor).base) else { return false }
      return program.terms.variables(of: a).contains(variable)
    }
  }

  /// exp(−x)·sigmoid(x) is sigmoid(−x).
  mutating func sigmoids(_ term: Term?) -> Term? {
    guard let term else { return nil }
    var factors = program.terms.factors(term)
    guard let place = factors.firstIndex(where: { program.terms.argument(.exp, $0) != nil }),
      let a = program.terms.argument(.exp, factors[place])
    else { return nil }
    for (k, factor) in factors.enumerated() where k != place {
      let (base, power) = program.terms.powerParts(factor)
      guard power >= .one, let x = program.terms.argument(.sigmoid, base) else { continue }
      let total = program.terms.sum([a, x])
      guard program.terms.number(total) == .zero else { continue }
      let minus = program.terms.negation(x)
      factors[k] = program.terms.power(base, power - .one)
      factors[place] = program.terms.node(.function(.sigmoid), [minus])
      return program.terms.product(factors)
    }
    return nil
  }

  /// 1/(1 + exp(x)) is sigmoid(−x).
  mutating func power(_ base: Term, _ power: Rational) -> Term {
    if power.signum < 0, let x = onePlus(base), let a = exponent(x) {
      let minus = program.terms.negation(a)
      let sigmoid = program.terms.node(.function(.sigmoid), [minus])
      return program.terms.power(sigmoid, -power)
    }
    return program.terms.power(base, power)
  }

  mutating func sum(_ parts: [Term]) -> Term {
    let whole = program.terms.sum(parts)
    let addends = program.terms.addends(whole)
    guard addends.count == 2, let k = addends.firstIndex(where: { program.terms.number($0) != nil }),
      let constant = program.terms.number(addends[k])
    else { return whole }
    let (scale, rest) = program.terms.coefficient(addends[1 - k])
    guard rest.count == 1, scale == -constant, constant == .one || constant == -.one else { return whole }
    let sign = program.terms.number(scale)
    if constant == .one, let x = sigmoidArgument(rest[0]) {
      let minus = program.terms.negation(x)
      return program.terms.node(.function(.sigmoid), [minus])
    }
    guard let a = exponent(rest[0]) else { return whole }
    let difference = program.terms.node(.expMinusOne, [a])
    return program.terms.product([sign, difference])
  }

  /// x of 1 + x.
  mutating func onePlus(_ term: Term) -> Term? {
    let value = resolved(term)
    let addends = program.terms.addends(value)
    guard addends.count > 1, let k = addends.firstIndex(where: { program.terms.number($0) == .one }) else {
      return nil
    }
    return program.terms.sum(addends.enumerated().filter { $0.offset != k }.map { $0.element })
  }

  /// The logarithm of a product whose factors that are certainly positive are taken out.
  mutating func logarithm(of term: Term) -> Term {
    if let x = onePlus(term) {
      if let a = exponent(x) { return program.terms.node(.function(.softplus), [a]) }
      return program.terms.node(.logOnePlus, [x])
    }
    var (addends, rest) = ([Term](), [Term]())
    let value = resolved(term)
    for factor in program.terms.factors(value) {
      let (base, power) = program.terms.powerParts(factor)
      let scale = program.terms.number(power)
      if let a = exponent(base) {
        addends.append(program.terms.product([scale, a]))
      } else if let x = sigmoidArgument(base) {
        let minus = program.terms.negation(x)
        let softplus = program.terms.node(.function(.softplus), [minus])
        let term = program.terms.negation(softplus)
        addends.append(program.terms.product([scale, term]))
      } else if let (maximum, sum) = sumOfExponentials(base) {
        addends.append(program.terms.product([scale, maximum]))
        rest.append(program.terms.power(sum, power))
      } else {
        rest.append(factor)
      }
    }
    if addends.isEmpty { return program.terms.node(.function(.log), [term]) }
    if !rest.isEmpty { addends.append(plainLogarithm(of: rest)) }
    return program.terms.sum(addends)
  }

  /// log(1/s) of a positive sum s is −log(s).
  mutating func plainLogarithm(of factors: [Term]) -> Term {
    if factors.count == 1, program.terms.load(program.terms.powerParts(factors[0]).base) != nil {
      let (base, power) = program.terms.powerParts(factors[0])
      let scale = program.terms.number(power)
      let logarithm = program.terms.node(.function(.log), [base])
      if power.isInteger, abs(power.asInt ?? 2) == 1 { return program.terms.product([scale, logarithm]) }
    }
    let product = program.terms.product(factors)
    return program.terms.node(.function(.log), [product])
  }
}
