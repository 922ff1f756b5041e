import Expressions
import Numbers

/// The upper incomplete gamma function Γ(s, x) = ∫ₓ^∞ t^(s−1)·e⁻ᵗ dt in balls, real for x > 0, and for every x if s is a
/// positive whole number. NIST Digital Library of Mathematical Functions, 8.2(i), 8.4, 8.7.1, 8.8(i), 8.9.2.
enum IncompleteGamma {
  private static let greatestOrder = 200.0

  static func value(_ s: Ball, _ x: Ball) -> Ball {
    guard s.isBounded && x.isBounded else { return .unknown }
    guard abs(s.midpoint) + s.radius <= greatestOrder else { return .unknown }
    let isWhole = s.radius == 0 && s.midpoint == s.midpoint.rounded()
    if isWhole && s.midpoint > 0 { return wholeOrder(Int(s.midpoint), x) }
    if x.upper < 0 || x.isZero && s.upper <= 0 { return .undefined }
    if x.isZero { return s.isPositive ? GammaFunctions.gamma(s) : .unknown }
    guard x.isPositive else { return .unknown }
    // The fraction converges slowly near 0, the series cancels far from it.
    if x.lower >= 2 { return far(s, x) }
    return isWhole ? wholeFromZero(Int(s.midpoint), x) : near(s, x)
  }

  /// x^s·e⁻ˣ for x > 0.
  private static func weight(_ s: Ball, _ x: Ball) -> Ball { (s * x.log - x).exp }

  /// (n − 1)!·e⁻ˣ·Σ x^k/k! below n.
  private static func wholeOrder(_ n: Int, _ x: Ball) -> Ball {
    var (term, total) = (Ball.one, Ball.one)
    for k in stride(from: 1, to: n, by: 1) {
      term = term * x / Ball(Double(k))
      total = total + term
    }
    return GammaFunctions.gamma(Ball(Double(n))) * (-x).exp * total
  }

  /// Γ(0, x) = −Ei(−x), and Γ(s, x) = (Γ(s + 1, x) − x^s·e⁻ˣ)/s below.
  private static func wholeFromZero(_ n: Int, _ x: Ball) -> Ball {
    var value = -(IntegralFunctions.image(.exponentialIntegral, -x) ?? .unknown)
    for k in stride(from: -1, through: n, by: -1) {
      let order = Ball(Double(k))
      value = (value - weight(order, x)) / order
    }
    return value
  }

  /// Γ(s) − x^s·e⁻ˣ·Σ x^k/(s·(s + 1)⋯(s + k)).
  private static func near(_ s: Ball, _ x: Ball) -> Ball {
    var term = .one / s
    var (total, k) = (term, 0.0)
    while term.isBounded {
      k += 1
      let divisor = s + Ball(k)
      term = term * x / divisor
      total = total + term
      // From here on each term is less than half the one before.
      let isFalling = divisor.lower > 2 * x.upper
      let rest = term.absolute.upper
      if isFalling && rest <= max(0x1p-60 * abs(total.midpoint), .leastNormalMagnitude) {
        return GammaFunctions.gamma(s) - weight(s, x) * (total + Ball(midpoint: 0, radius: rest))
      }
    }
    return .unknown
  }

  /// By Γ(s, x) = (s − 1)·Γ(s − 1, x) + x^(s−1)·e⁻ˣ from an order below 1, where x^s·e⁻ˣ/(x + (1 − s)/(1 + 1/(x + (2 − s)/
  /// (1 + 2/(x + …))))) has positive numerators only, so that its convergents lie on both sides of it.
  private static func far(_ s: Ball, _ x: Ball) -> Ball {
    let lowered = max(0, s.upper.rounded(.down))
    let start = s - Ball(lowered)
    let (a, b) = (fraction(start, x, depth: 120), fraction(start, x, depth: 121))
    let gap = (a - b).absolute.upper
    var value = weight(start, x) * (a + Ball(midpoint: 0, radius: gap))
    for k in stride(from: 0, to: lowered, by: 1) {
      let order = start + Ball(k)
      value = order * value + weight(order, x)
    }
    return value
  }

  private static func fraction(_ s: Ball, _ x: Ball, depth: Int) -> Ball {
    var tail = depth % 2 == 0 ? x : .one
    for k in stride(from: depth, through: 1, by: -1) {
      let numerator = k % 2 == 1 ? Ball(Double((k + 1) / 2)) - s : Ball(Double(k / 2))
      tail = (k % 2 == 1 ? x : .one) + numerator / tail
    }
    return .one / tail
  }
}
