import Algebra
import Expressions
import Numbers

/// Elementary functions at the limits of their arguments.
extension Asymptotics {
  func limit(
    of function: ElementaryFunction, _ arguments: [Expression], _ unknown: inout LimitObstacle?
  ) throws(LimitObstacle) -> LimitValue? {
    if function == .maximum || function == .minimum {
      return limit(ofExtremum: function, arguments, &unknown)
    }
    if function.argumentCount > 1 { return nil }
    switch known(arguments[0], &unknown) {
    case nil: return nil
    case .plusInfinity?: return atInfinity(function, 1)
    case .minusInfinity?: return atInfinity(function, -1)
    case .finite(let b)?:
      if try isContinuous(function, at: b) { return .finite(forms.store.function(function, [b])) }
      if function == .log, try sign(ofConstant: b) == 0 {
        guard try eventualSign(of: arguments[0]) > 0 else { throw .open("a logarithm in it is not defined there") }
        return .minusInfinity
      }
      if function == .sign || function == .step {
        return .finite(try opened(forms.store.function(function, arguments)))
      }
      return nil
    }
  }

  /// The value at +∞ or −∞, from the graphs of the functions; nil for those without one.
  private func atInfinity(_ function: ElementaryFunction, _ side: Int) -> LimitValue? {
    let isPlus = side > 0
    func number(_ value: Int) -> LimitValue { .finite(forms.store.integer(value)) }
    switch function {
    case .exp, .softplus, .exponentialIntegral: return isPlus ? .plusInfinity : number(0)
    case .log, .acosh, .gamma, .logGamma, .digamma, .hyperbolicCosineIntegral: return isPlus ? .plusInfinity : nil
    case .abs, .cosh: return .plusInfinity
    case .sinh, .asinh, .floor, .imaginaryError, .hyperbolicSineIntegral: return .infinity(side)
    case .sign, .tanh, .erf: return number(side)
    case .step, .sigmoid: return number(isPlus ? 1 : 0)
    case .cosineIntegral: return isPlus ? number(0) : nil
    case .dilogarithm: return isPlus ? nil : .infinity(-1)
    case .fresnelSine, .fresnelCosine: return .finite(forms.store.number(Rational(side, 2)))
    case .atan, .sineIntegral:
      let pi = forms.store.constant(.pi)
      let half = forms.store.number(Rational(side, 2))
      return .finite(forms.store.product([half, pi]))
    case .sin, .cos, .tan, .asin, .acos, .atanh, .maximum, .minimum, .ellipticF, .ellipticE, .ellipticPi,
      .incompleteGamma, .polylogarithm:
      return nil
    }
  }

  /// The function is continuous, and even smooth but for abs, in a neighbourhood of b.
  func isContinuous(_ function: ElementaryFunction, at b: Expression) throws(LimitObstacle) -> Bool {
    switch function {
    case .exp, .abs, .sin, .cos, .sinh, .cosh, .tanh, .atan, .asinh, .sigmoid, .softplus, .erf, .imaginaryError,
      .sineIntegral,
      .hyperbolicSineIntegral, .fresnelSine, .fresnelCosine:
      return true
    case .log, .gamma, .logGamma, .digamma, .cosineIntegral, .hyperbolicCosineIntegral:
      return try sign(ofConstant: b) > 0
    case .dilogarithm: return try sign(ofConstant: forms.store.difference(forms.store.integer(1), b)) > 0
    case .sign, .step, .exponentialIntegral: return try isNonzero(constant: b)
    case .tan: return try isNonzero(constant: forms.store.function(.cos, [b]))
    case .asin, .acos, .atanh:
      let square = forms.store.power(b, Rational(2))
      return try sign(ofConstant: forms.store.difference(forms.store.integer(1), square)) > 0
    case .acosh: return try sign(ofConstant: forms.store.difference(b, forms.store.integer(1))) > 0
    case .maximum, .minimum, .floor, .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm:
      return false
    }
  }

  private func limit(
    ofExtremum function: ElementaryFunction, _ arguments: [Expression], _ unknown: inout LimitObstacle?
  ) -> LimitValue? {
    let strongest = LimitValue.infinity(function == .maximum ? 1 : -1)
    var values: [Expression] = []
    for argument in arguments {
      guard let value = known(argument, &unknown) else { return nil }
      if value == strongest { return strongest }
      if case .finite(let value) = value { values.append(value) }
    }
    if values.isEmpty { return .infinity(function == .maximum ? -1 : 1) }
    return .finite(values.count == 1 ? values[0] : forms.store.function(function, values))
  }
}
