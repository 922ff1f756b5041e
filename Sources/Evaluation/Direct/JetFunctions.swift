import Expressions
import Numbers

/// Functions of jets, by f(a + b·ε) = f(a) + f′(a)·b·ε for one direction after the other.
///
/// The derivatives are written out here a second time, in other forms than the tape's where there is a choice.
extension Jet {
  func power(_ exponent: Rational) -> Jet {
    if directions == 0 { return Jet(value.power(exponent), directions: 0) }
    let (low, high) = halves
    let result = low.power(exponent)
    guard let high, !exponent.isZero else { return .joined(result, nil) }
    let slope = low.power(exponent - .one) * low.constant(exponent)
    return .joined(result, slope * high)
  }

  /// d(u^w) = u^w·(w/u du + log u dw).
  func raised(to exponent: Jet) -> Jet {
    if let fraction = exponent.value.exact, exponent.isConstant { return power(fraction) }
    if directions == 0 { return Jet(value.raised(to: exponent.value), directions: 0) }
    let (low, high) = halves
    let (w, change) = exponent.halves
    let result = low.raised(to: w)
    var slope: Jet?
    if let high { slope = w * low.raised(to: w - low.constant(.one)) * high }
    if let change {
      let term = result * low.image(under: .log) * change
      slope = slope.map { $0 + term } ?? term
    }
    return .joined(result, slope)
  }

  func image(under function: ElementaryFunction) -> Jet {
    if directions == 0 { return Jet(value.image(under: function), directions: 0) }
    let (low, high) = halves
    let result = low.image(under: function)
    guard let high else { return .joined(result, nil) }
    return .joined(result, (low.slope(of: function, value: result) * high).guarded(by: result))
  }

  func polygamma(_ order: Int) -> Jet {
    if directions == 0 { return Jet(Real(value.ball.polygamma(order)), directions: 0) }
    let (low, high) = halves
    return .joined(low.polygamma(order), high.map { low.polygamma(order + 1) * $0 })
  }

  func constant(_ value: Rational) -> Jet { Jet(Real(value), directions: directions) }

  private var reciprocal: Jet { power(Rational(-1)) }

  /// f′(self), where f(self) is known.
  private func slope(of function: ElementaryFunction, value f: Jet) -> Jet {
    let one = constant(.one)
    let square = self * self
    switch function {
    case .exp: return f
    case .log: return reciprocal
    case .abs: return jump(image(under: .sign))
    case .sign, .step: return jump(constant(.zero))
    case .floor: return (self - f).jump(constant(.zero))
    case .sin: return image(under: .cos)
    case .cos: return -image(under: .sin)
    case .tan: return image(under: .cos).power(Rational(-2))
    case .asin: return ((one - self) * (one + self)).power(Rational(-1, 2))
    case .acos: return -((one - self) * (one + self)).power(Rational(-1, 2))
    case .atan: return (one + square).reciprocal
    case .sinh: return image(under: .cosh)
    case .cosh: return image(under: .sinh)
    case .tanh: return image(under: .cosh).power(Rational(-2))
    case .asinh: return (one + square).power(Rational(-1, 2))
    case .acosh: return ((self - one) * (self + one)).power(Rational(-1, 2))
    case .atanh: return ((one - self) * (one + self)).reciprocal
    case .sigmoid: return f * (-self).image(under: .sigmoid)
    case .softplus: return image(under: .sigmoid)
    case .erf:
      let root = Real(Number.pi.power(Rational(-1, 2)))
      return (-square).image(under: .exp) * constant(Rational(2)) * Jet(root, directions: directions)
    case .imaginaryError:
      let root = Real(Number.pi.power(Rational(-1, 2)))
      return square.image(under: .exp) * constant(Rational(2)) * Jet(root, directions: directions)
    case .exponentialIntegral: return image(under: .exp) * reciprocal
    case .sineIntegral: return image(under: .sin) * reciprocal
    case .cosineIntegral: return image(under: .cos) * reciprocal
    case .hyperbolicSineIntegral: return image(under: .sinh) * reciprocal
    case .hyperbolicCosineIntegral: return image(under: .cosh) * reciprocal
    case .dilogarithm: return -(one - self).image(under: .log) * reciprocal
    case .fresnelSine: return quarterTurns(square).image(under: .sin)
    case .fresnelCosine: return quarterTurns(square).image(under: .cos)
    case .gamma: return f * image(under: .digamma)
    case .logGamma: return image(under: .digamma)
    case .digamma: return polygamma(1)
    case .maximum, .minimum, .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm: return one
    }
  }

  /// π/2 times a jet.
  private func quarterTurns(_ jet: Jet) -> Jet {
    jet * Jet(Real(Number(Ball.pi)), directions: directions) * constant(Rational(1, 2))
  }

  /// A slope that exists where self is not 0.
  private func jump(_ slope: Jet) -> Jet {
    if value.exact?.isZero == true || value.ball.isZero { return Jet(.undefined, directions: directions) }
    return value.ball.excludesZero ? slope : Jet(.unknown, directions: directions)
  }

  /// The greater of two, whose slope exists where they differ.
  func maximum(with other: Jet) -> Jet {
    let gap = self - other
    if gap.isConstant || !gap.value.ball.containsZero {
      if let less = gap.value.compared(.less).truth { return less ? other : self }
    }
    let value = Real(value.ball.maximum(with: other.value.ball))
    let isTie = gap.value.exact?.isZero == true || gap.value.ball.isZero
    let slopes = self + other
    return slopes.replaced(value: isTie ? self.value : value, slope: isTie ? .undefined : .unknown)
  }

  func minimum(with other: Jet) -> Jet { -(-self).maximum(with: -other) }
}
