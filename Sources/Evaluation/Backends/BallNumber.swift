import Expressions
import Numbers

/// Rigorous evaluation: every value lies in its ball.
extension Ball: TapeNumber {
  static var infinity: Ball { .unknown }

  static func truth(_ value: Bool) -> Ball { value ? .one : .zero }

  func raised(to exponent: Ball) -> Ball {
    guard isBounded && exponent.isBounded else { return isDefined && exponent.isDefined ? .unknown : .undefined }
    if exponent.radius == 0, let exact = Rational(exactly: exponent.midpoint) { return power(exact) }
    if isPositive { return (exponent * log).exp }
    // 0^y = 0 for y > 0; with another exponent that is not a known fraction only positive bases have a power.
    if isZero { return exponent.isPositive ? .zero : exponent.isNegative ? .undefined : .unknown }
    return .unknown
  }

  func polygamma(_ order: Int) -> Ball { GammaFunctions.polygamma(order, self) }

  var flat: Ball { isZero ? .undefined : excludesZero ? .zero : self.isDefined ? .unknown : self }

  func isLess(than other: Ball) -> Ball {
    let gap = other - self
    if !gap.isDefined || gap.isUnknown { return gap }
    return gap.isPositive ? .one : gap.isNegative || gap.isZero ? .zero : .unknown
  }

  func isAtMost(_ other: Ball) -> Ball { other.isLess(than: self).negation }

  func isEqual(to other: Ball) -> Ball {
    let gap = other - self
    if !gap.isDefined || gap.isUnknown { return gap }
    return gap.isZero ? .one : gap.excludesZero ? .zero : .unknown
  }

  func and(_ other: Ball) -> Ball {
    if isZero || other.isZero { return .zero }
    if !isDefined || !other.isDefined { return .undefined }
    return isUnknown || other.isUnknown ? .unknown : .one
  }

  func or(_ other: Ball) -> Ball { negation.and(other.negation).negation }

  var negation: Ball { isBounded ? Ball.truth(isZero) : self }

  func select(_ value: Ball, otherwise: Ball) -> Ball {
    guard isBounded else { return self }
    return isZero ? otherwise : value
  }

  func guarded(by witness: Ball) -> Ball {
    if !isDefined || !witness.isDefined { return .undefined }
    return witness.isUnknown ? .unknown : self
  }

  func image(under function: ElementaryFunction) -> Ball {
    guard isBounded else { return self }
    switch function {
    case .exp: return exp
    case .log: return log
    case .abs: return absolute
    case .sign: return isPositive ? .one : isNegative ? -.one : isZero ? .zero : .unknown
    case .step: return isPositive ? .one : isNegative ? .zero : isZero ? .undefined : .unknown
    case .sin: return sin
    case .cos: return cos
    case .tan: return tan
    case .asin: return asin
    case .acos: return acos
    case .atan: return atan
    case .sinh: return sinh
    case .cosh: return cosh
    case .tanh: return tanh
    case .asinh: return asinh
    case .acosh: return acosh
    case .atanh: return atanh
    case .sigmoid: return sigmoid
    case .softplus: return softplus
    case .erf: return erf
    case .gamma: return GammaFunctions.gamma(self)
    case .logGamma: return GammaFunctions.logGamma(self)
    case .digamma: return GammaFunctions.polygamma(0, self)
    case .maximum, .minimum: return self
    case .floor:
      let (low, high) = (lower.rounded(.down), upper.rounded(.down))
      return low == high ? Ball(low) : .unknown
    }
  }

  /// 1/(1 + e⁻ˣ), from the side on which the exponential is small.
  private var sigmoid: Ball {
    if midpoint >= 0 { return .one / (.one + (-self).exp) }
    let power = exp
    return power / (.one + power)
  }

  /// log(1 + eˣ) = x + log(1 + e⁻ˣ).
  private var softplus: Ball {
    midpoint > 0 ? self + (.one + (-self).exp).log : (.one + exp).log
  }
}
