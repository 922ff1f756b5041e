import Expressions
import Numbers

/// Elementary functions where they map a fraction to a fraction.
extension Exact {
  func image(under function: ElementaryFunction) -> Exact {
    guard let x = rational else { return self }
    switch function {
    case .abs: return Exact(x.magnitude)
    case .sign: return Exact(Rational(x.signum))
    case .step: return x.isZero ? .undefined : .truth(x.signum > 0)
    case .floor: return Exact(Rational(x.floor))
    case .maximum, .minimum: return self
    case .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm: return .unknown
    case .exp, .cos, .cosh: return x.isZero ? Exact(.one) : .unknown
    case .sin, .tan, .atan, .sinh, .tanh, .asinh, .erf, .imaginaryError, .sineIntegral, .hyperbolicSineIntegral,
      .fresnelSine,
      .fresnelCosine:
      return x.isZero ? self : .unknown
    case .asin: return x.isZero ? self : x.magnitude > .one ? .undefined : .unknown
    case .atanh: return x.isZero ? self : x.magnitude >= .one ? .undefined : .unknown
    case .acos: return x.isOne ? Exact(.zero) : x.magnitude > .one ? .undefined : .unknown
    case .acosh: return x.isOne ? Exact(.zero) : x < .one ? .undefined : .unknown
    case .log: return x.isOne ? Exact(.zero) : x.signum <= 0 ? .undefined : .unknown
    case .exponentialIntegral: return x.isZero ? .undefined : .unknown
    case .cosineIntegral, .hyperbolicCosineIntegral: return x.signum <= 0 ? .undefined : .unknown
    case .dilogarithm: return x.isZero ? self : x > .one ? .undefined : .unknown
    case .sigmoid: return x.isZero ? Exact(Rational(1, 2)) : .unknown
    case .softplus: return .unknown
    case .gamma: return gamma(x)
    case .logGamma: return x.isOne || x == Rational(2) ? Exact(.zero) : isPole(x) ? .undefined : .unknown
    case .digamma: return isPole(x) ? .undefined : .unknown
    }
  }

  private func isPole(_ x: Rational) -> Bool { x.isInteger && x.signum <= 0 }

  /// Γ(n) = (n−1)!.
  private func gamma(_ x: Rational) -> Exact {
    if isPole(x) { return .undefined }
    guard let n = x.asInt, n <= 200 else { return .unknown }
    var product = Rational.one
    for k in 1..<n { product *= Rational(k) }
    return Exact(product)
  }
}
