import Numbers

/// Γ, log |Γ| and the derivatives of log Γ, enclosed in balls.
///
/// For x ≥ 16 Stirling's series is cut where its next term, which bounds the rest, is smaller than 2^-60; smaller x are
/// raised by the recurrence. NIST Digital Library of Mathematical Functions, 5.5(i), 5.11(i), 5.15.
enum GammaFunctions {
  /// B₂, B₄, …, B₂₄.
  private static let bernoulli: [Rational] = [
    Rational(1, 6), Rational(-1, 30), Rational(1, 42), Rational(-1, 30), Rational(5, 66), Rational(-691, 2730),
    Rational(7, 6), Rational(-3617, 510), Rational(43867, 798), Rational(-174_611, 330), Rational(854_513, 138),
    Rational(-236_364_091, 2730),
  ]

  private static let threshold = 16.0
  /// Arguments below this are not raised step by step.
  private static let least = -1000.0

  /// Whether the ball is or may be a pole 0, −1, −2, …
  private static func pole(_ x: Ball) -> Ball? {
    guard x.isBounded else { return x }
    if x.lower < least { return .unknown }
    let (low, high) = (x.lower, x.upper)
    if low > 0 || low.rounded(.up) > high { return nil }
    return x.radius == 0 ? .undefined : .unknown
  }

  static func logGamma(_ x: Ball) -> Ball {
    if let special = pole(x) { return special }
    if x.radius == 0 && (x.midpoint == 1 || x.midpoint == 2) { return .zero }
    var (raised, product) = (x, Ball.one)
    while raised.lower < threshold {
      product = product * raised
      raised = raised + .one
    }
    return stirling(raised) - product.absolute.log
  }

  static func gamma(_ x: Ball) -> Ball {
    if let special = pole(x) { return special }
    if x.radius == 0 && x.midpoint == x.midpoint.rounded() && x.midpoint <= 20 {
      return factorial(Int(x.midpoint) - 1)
    }
    var (raised, product) = (x, Ball.one)
    while raised.lower < threshold {
      product = product * raised
      raised = raised + .one
    }
    return stirling(raised).exp / product
  }

  private static func factorial(_ n: Int) -> Ball {
    var product = Ball.one
    for k in stride(from: 2, through: n, by: 1) { product = product * Ball(Double(k)) }
    return product
  }

  /// log Γ(x) = (x − ½)·log x − x + ½·log 2π + Σ B₂ₖ/(2k(2k−1)·x^(2k−1)).
  private static func stirling(_ x: Ball) -> Ball {
    let half = Ball(0.5)
    var total = (x - half) * x.log - x + half * (Ball(2) * .pi).log
    let inverse = Ball.one / x
    let square = inverse * inverse
    var power = inverse
    for (k, number) in bernoulli.enumerated() {
      let term = Ball(number) * power / Ball(Double((2 * k + 2) * (2 * k + 1)))
      if k == bernoulli.count - 1 { return widened(total, by: term) }
      total = total + term
      power = power * square
    }
    return total
  }

  /// The m-th derivative of digamma: for m ≥ 1
  /// (−1)^(m+1)·((m−1)!/xᵐ + m!/(2·x^(m+1)) + Σ B₂ₖ·(2k+m−1)!/((2k)!·x^(2k+m))).
  static func polygamma(_ order: Int, _ x: Ball) -> Ball {
    if let special = pole(x) { return special }
    guard order < 20 else { return .unknown }
    let sign = Ball(order % 2 == 0 ? -1 : 1)
    let factor = factorial(order)
    var (raised, total) = (x, Ball.zero)
    // ψ⁽ᵐ⁾(x) = ψ⁽ᵐ⁾(x + 1) + (−1)^(m+1)·m!/x^(m+1)
    while raised.lower < threshold {
      total = total + sign * factor / raised.power(order + 1)
      raised = raised + .one
    }
    return total + asymptotic(order, raised, sign)
  }

  private static func asymptotic(_ order: Int, _ x: Ball, _ sign: Ball) -> Ball {
    let half = Ball(0.5)
    let leading = order == 0 ? x.log * sign : factorial(order - 1) / x.power(order)
    var total = leading + half * factorial(order) / x.power(order + 1)
    for (k, number) in bernoulli.enumerated() {
      let n = 2 * (k + 1)
      // (n+m−1)!/n! = (n+1)⋯(n+m−1), or 1/n for m = 0.
      var ratio = order == 0 ? Ball.one / Ball(Double(n)) : .one
      for j in stride(from: n + 1, through: n + order - 1, by: 1) { ratio = ratio * Ball(Double(j)) }
      let term = Ball(number) * ratio / x.power(n + order)
      if k == bernoulli.count - 1 { return sign * widened(total, by: term) }
      total = total + term
    }
    return total
  }

  /// The partial sum of an alternating asymptotic series, whose rest is less than its next term.
  private static func widened(_ sum: Ball, by term: Ball) -> Ball {
    guard sum.isBounded && term.isBounded else { return .unknown }
    return sum + Ball(midpoint: 0, radius: max(-term.lower, term.upper))
  }
}
