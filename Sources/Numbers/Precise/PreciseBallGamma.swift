/// `Γ`, `log |Γ|` and the derivatives of `log Γ`.
///
/// For `x > 0`: raised by the recurrence to where Stirling's series has the precision, whose rest is less than the first
/// term left out. Below, by reflection. NIST Digital Library of Mathematical Functions, 5.5, 5.11, 5.15.
extension PreciseBall {
  /// `Γ(x)`, with `Γ(n + 1) = n!`: undefined at 0, −1, −2, …, unknown across them.
  public var gamma: PreciseBall {
    pole
      ?? image(
        isMonotone: isRightOfMinimum, derivative: { $0.gammaValue * $0.polygammaValue(0) }, value: { $0.gammaValue })
  }

  /// `log |Γ(x)|`: undefined at 0, −1, −2, …, unknown across them.
  public var logGamma: PreciseBall {
    pole
      ?? image(
        isMonotone: isRightOfMinimum, derivative: { $0.polygammaValue(0) }, value: { $0.logGammaValue })
  }

  /// Derivatives of digamma to this order.
  private static let greatestOrder = 64

  /// The derivative of digamma `(log Γ)′` of this order: undefined at 0, −1, −2, …, unknown across them.
  public func polygamma(_ order: Int) -> PreciseBall {
    if let pole { return pole }
    guard order < PreciseBall.greatestOrder else { return .unknown }
    // Each has one sign and falls or rises for positive arguments.
    return image(
      isMonotone: isPositive, derivative: { $0.polygammaValue(order + 1) }, value: { $0.polygammaValue(order) })
  }

  /// What the ball is if it has a pole 0, −1, −2, …, or is none.
  private var pole: PreciseBall? {
    guard isBounded else { return self }
    if isPositive { return nil }
    if isExact { return midpoint.isInteger ? .undefined : nil }
    let (low, high) = (lower, upper)
    guard let first = low.floor, let last = high.floor else { return .unknown }
    // The least integer that is not below the ball is above it.
    return (low.isInteger ? first : first + 1) > last ? nil : .unknown
  }

  /// The image under a function that need not be monotone: by the mean value theorem with the derivative over the ball.
  /// Where that varies much, from both ends on a branch known to be monotone; else the function over the ball, if that is
  /// narrower.
  private func image(
    isMonotone: Bool, derivative: (PreciseBall) -> PreciseBall, value: (PreciseBall) -> PreciseBall
  ) -> PreciseBall {
    func image(of x: BinaryFloat) -> PreciseBall {
      PreciseBall.value(precision: precision) { bits in value(PreciseBall(exactly: x, bits: bits)) }
    }
    if radius.isZero { return image(of: midpoint) }
    let slope = derivative(rounded(to: 64))
    let isSteady = slope.isBounded && slope.relativeExponent.map { $0 < -3 } ?? true
    if !isSteady && isMonotone { return imageOfEnds(image(of:)) }
    let whole = image(of: midpoint).widened(by: radius * (Magnitude(slope.midpoint) + slope.radius))
    if isSteady { return whole }
    let direct = value(self)
    return !whole.isBounded || (direct.isBounded && direct.radius < whole.radius) ? direct : whole
  }

  /// Whether Γ and log Γ are increasing on the ball: the least value is at 1.4616….
  private var isRightOfMinimum: Bool { isPositive && lower >= BinaryFloat(1.5) }

  private static let half = PreciseBall(BinaryFloat(0.5), .zero, precision: 64)

  /// The number of steps of the recurrence to where Stirling's series has `precision` bits.
  ///
  /// Its least term is about `e^(−2πx)`; at a quarter of the precision an eighth as many terms as bits are needed.
  private func stepCount(extra: Int = 0) -> Int {
    let bits = precision + extra
    // With a limited number of coefficients, more steps.
    let goal = bits / 4 + bits / 8192 * (bits / 4) + 4
    return max(0, goal - Int(clamping: midpoint.floor ?? .max))
  }

  /// The distance from the nearest integer, and whether that integer is odd; for a ball without integers or an exact one.
  private var fraction: (distance: PreciseBall, isOdd: Bool)? {
    let shifted = BinaryFloat.sum(midpoint, BinaryFloat(0.5), limit: midpoint.limbs.count + 2).value
    guard let nearest = shifted.floor else { return nil }
    return (self - PreciseBall(Integer(word: nearest), precision: 64), nearest & 1 != 0)
  }

  /// Whether reflection is used.
  private var isReflected: Bool { midpoint.isNegative }

  private var gammaValue: PreciseBall {
    if isExact, let n = midpoint.floor, midpoint.isInteger, n <= precision / 2 {
      var product = PreciseBall(1, precision: precision)
      for k in stride(from: 2, to: UInt64(max(2, n)), by: 1) {
        product = product * PreciseBall(BinaryFloat(Natural(k)), .zero, precision: precision)
      }
      return product
    }
    if isReflected {
      // Γ(x) = π/(sin πx·Γ(1 − x))
      guard let (distance, isOdd) = fraction else { return .unknown }
      let pi = PreciseBall.pi(precision: precision)
      let value = pi / ((pi * distance).sin * (.one - self).gammaValue)
      return isOdd ? -value : value
    }
    let (raised, product) = raised(stepCount())
    let value = raised.stirling.exp
    return product.map { value / $0 } ?? value
  }

  private var logGammaValue: PreciseBall {
    if isExact && (midpoint == .one || midpoint == BinaryFloat(2)) { return PreciseBall(0, precision: precision) }
    if isReflected {
      guard let (distance, _) = fraction else { return .unknown }
      let pi = PreciseBall.pi(precision: precision)
      return (pi / (pi * distance).sin.absolute).log - (.one - self).logGammaValue
    }
    let (raised, product) = raised(stepCount())
    let value = raised.stirling
    return product.map { value - $0.log } ?? value
  }

  /// `x + n` and `x·(x + 1)⋯(x + n − 1)`, nil for `n = 0`.
  private func raised(_ steps: Int) -> (PreciseBall, PreciseBall?) {
    var (raised, product): (PreciseBall, PreciseBall?) = (self, nil)
    for _ in 0..<steps {
      product = product.map { $0 * raised } ?? raised
      raised = raised + .one
    }
    return (raised, product)
  }

  /// `log Γ(x) = (x − ½)·log x − x + ½·log 2π + Σ B₂ₖ/(2k·(2k − 1)·x^(2k−1))`.
  private var stirling: PreciseBall {
    let pi = PreciseBall.pi(precision: precision)
    let leading = (self - PreciseBall.half) * log - self + pi.scaled(by: 1).log.scaled(by: -1)
    let inverse = .one / self
    let (square, scale) = (inverse * inverse, leading.midpoint.exponent - Int64(precision))
    var (total, power) = (leading, inverse)
    for k in 1...BernoulliNumbers.count {
      let term = power * BernoulliNumbers.stirlingCoefficient(k, precision: precision)
      if k == BernoulliNumbers.count || term.midpoint.exponent < scale { return total.widened(byTerm: term) }
      total = total + term
      power = power * square
    }
    return .unknown
  }

  /// The partial sum of an enveloping series, whose rest is less than its next term.
  private func widened(byTerm term: PreciseBall) -> PreciseBall {
    term.isBounded ? widened(by: Magnitude(term.midpoint) + term.radius) : .unknown
  }

  private func polygammaValue(_ order: Int) -> PreciseBall {
    if isReflected {
      // ψ⁽ᵐ⁾(x) = (−1)^m·ψ⁽ᵐ⁾(1 − x) − π·dᵐ/dxᵐ cot πx
      guard let (distance, _) = fraction else { return .unknown }
      let value = (.one - self).polygammaValue(order)
      return (order.isMultiple(of: 2) ? value : -value) - distance.cotangentDerivative(order)
    }
    let sign = PreciseBall(order.isMultiple(of: 2) ? -1 : 1, precision: precision)
    var factorial = PreciseBall(1, precision: precision)
    for k in stride(from: 2, through: order, by: 1) { factorial = factorial * PreciseBall(k, precision: precision) }
    var (raised, sum) = (self, PreciseBall(0, precision: precision))
    // ψ⁽ᵐ⁾(x) = ψ⁽ᵐ⁾(x + 1) + (−1)^(m+1)·m!/x^(m+1)
    for _ in 0..<stepCount(extra: 4 * order) {
      sum = sum + .one / raised.smallPower(order + 1)
      raised = raised + .one
    }
    return sign * (factorial * sum + raised.polygammaSeries(order, factorial))
  }

  /// `self^n` for small `n ≥ 0`, in ball arithmetic.
  private func smallPower(_ n: Int) -> PreciseBall {
    var result = PreciseBall(1, precision: precision)
    for _ in 0..<n { result = result * self }
    return result
  }

  /// `(m − 1)!/xᵐ + m!/(2·x^(m+1)) + Σ B₂ₖ·(2k + m − 1)!/((2k)!·x^(2k+m))`, with `−log x` first for `m = 0`.
  private func polygammaSeries(_ order: Int, _ factorial: PreciseBall) -> PreciseBall {
    let inverse = .one / self
    let leading = inverse.smallPower(order)
    var power = factorial * leading * inverse
    var total = power.scaled(by: -1)
    total = total + (order == 0 ? -log : factorial * leading / PreciseBall(order, precision: precision))
    let scale = total.midpoint.exponent - Int64(precision)
    for k in 1...BernoulliNumbers.count {
      // power = (2k + m − 2)!/(2k − 2)!/x^(2k+m−1), and for B₂ₖ/(2k)! = c·(2k − 1)·… with Stirling's coefficient c:
      // (2k + m − 1)!/(2k)!·B₂ₖ = c·(2k + m − 1)!/(2k − 2)!
      power = power * PreciseBall(2 * k + order - 1, precision: precision) * inverse
      let term = power * BernoulliNumbers.stirlingCoefficient(k, precision: precision)
      if k == BernoulliNumbers.count || term.midpoint.exponent < scale { return total.widened(byTerm: term) }
      total = total + term
      let ratio =
        PreciseBall(2 * k + order, precision: precision) / PreciseBall((2 * k - 1) * 2 * k, precision: precision)
      power = power * ratio * inverse
    }
    return .unknown
  }

  /// `π·dᵐ/dxᵐ cot πx`: a polynomial in `c = cot πx`, from `c′ = −π·(1 + c²)`.
  private func cotangentDerivative(_ order: Int) -> PreciseBall {
    let pi = PreciseBall.pi(precision: precision)
    let angle = pi * self
    let cotangent = angle.cos / angle.sin
    // p[i] is the coefficient of cⁱ; p ← −(1 + c²)·p′.
    var p = [Integer.zero, .one]
    for _ in 0..<order {
      var next = [Integer](repeating: .zero, count: p.count + 1)
      for i in 1..<p.count {
        let slope = p[i] * Integer(i)
        next[i - 1] -= slope
        next[i + 1] -= slope
      }
      p = next
    }
    var value = PreciseBall(0, precision: precision)
    for coefficient in p.reversed() { value = value * cotangent + PreciseBall(coefficient, precision: precision) }
    return value * pi.smallPower(order + 1)
  }
}
