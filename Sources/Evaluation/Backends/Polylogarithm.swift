import Expressions
import Numbers

/// The polylogarithm Li_s(x) = Σ x^k/k^s in balls, real for x < 1. NIST Digital Library of Mathematical Functions, 25.12(ii).
enum Polylogarithm {
  private static let greatestOrder = 60.0
  /// The series takes 40/(1 − x) terms.
  private static let greatestArgument = 0.998

  static func value(_ s: Ball, _ x: Ball) -> Ball {
    guard s.isBounded && x.isBounded && abs(s.midpoint) + s.radius <= greatestOrder else { return .unknown }
    if x.isZero { return .zero }
    let order = s.radius == 0 && s.midpoint == s.midpoint.rounded() ? Int(s.midpoint) : nil
    if let order, order <= 0 { return rational(-order, x) }
    if order == 1 { return -(.one - x).log }
    if order == 2 { return IntegralFunctions.image(.dilogarithm, x) ?? .unknown }
    if x.lower > 1 { return .undefined }
    if let order, x.radius == 0, abs(x.midpoint) == 1 { return x.midpoint > 0 ? zeta(order) : alternating(order) }
    if x.upper > greatestArgument { return .unknown }
    if x.lower <= -1 { return x.upper < -1 ? order.map { inverted($0, x) } ?? .unknown : .unknown }
    if x.upper < -0.5 {
      // Li_s(x) + Li_s(−x) = 2^(1−s)·Li_s(x²)
      let factor = ((.one - s) * Ball(2).log).exp
      return factor * value(s, x.power(2)) - value(s, -x)
    }
    return series(s, order, x)
  }

  /// Σ k!·S(n + 1, k + 1)·w^(k+1) for Li₋ₙ(x), with w = x/(1 − x).
  private static func rational(_ n: Int, _ x: Ball) -> Ball {
    let below = .one - x
    if below.isZero { return .undefined }
    let w = x / below
    var (total, power) = (Ball.zero, Ball.one)
    for coefficient in StirlingNumbers.polylogarithmCoefficients(n) {
      power = power * w
      total = total + Ball(coefficient) * power
    }
    return total
  }

  /// By Li_n(x) + (−1)ⁿ·Li_n(1/x) = −2·Σ η(2k)·log(−x)^(n−2k)/(n − 2k)! for x < −1, with
  /// η(2k) = Σ (−1)^(j−1)/j^(2k) and η(0) = 1/2.
  private static func inverted(_ n: Int, _ x: Ball) -> Ball {
    let logarithm = (-x).log
    var total = Ball.zero
    for k in stride(from: 0, through: n / 2, by: 1) {
      let rest = n - 2 * k
      let eta = k == 0 ? Ball(0.5) : -alternating(2 * k)
      total = total + eta * logarithm.power(rest) / GammaFunctions.gamma(Ball(Double(rest + 1)))
    }
    let other = value(Ball(Double(n)), .one / x)
    return (n % 2 == 0 ? -other : other) - Ball(2) * total
  }

  /// Li_n(−1) = −(1 − 2^(1−n))·ζ(n).
  private static func alternating(_ order: Int) -> Ball { -(.one - Ball(2).power(1 - order)) * zeta(order) }

  /// Li_n(1) = ζ(n) = Σ_{j<N} j^(−n) + N^(1−n)/(n − 1) + N^(−n)/2 + n·N^(−n−1)/12
  /// − n(n+1)(n+2)·N^(−n−3)/720 + R for n ≥ 2, with 0 ≤ R ≤ n(n+1)(n+2)(n+3)(n+4)·N^(−n−5)/30240. NIST Digital Library of Mathematical Functions, 25.2.9.
  private static func zeta(_ order: Int) -> Ball {
    let (s, count) = (Ball(Double(order)), 200)
    let n = Ball(Double(count))
    var zeta = Ball.zero
    for j in stride(from: count - 1, through: 1, by: -1) { zeta = zeta + .one / Ball(Double(j)).power(order) }
    let power = .one / n.power(order)
    zeta = zeta + power * n / (s - .one) + power * Ball(0.5) + s * power / n / Ball(12)
    let cubic = s * (s + .one) * (s + Ball(2)) * power / n.power(3)
    let rest = cubic * (s + Ball(3)) * (s + Ball(4)) / n.power(2) / Ball(30240)
    return zeta - cubic / Ball(720) + Ball(midpoint: 0, radius: rest.upper)
  }

  /// For s ≥ 0 a term is at most |x| of the one before, else at most |x|·((k + 1)/k)^(−s).
  private static func series(_ s: Ball, _ order: Int?, _ x: Ball) -> Ball {
    let size = x.absolute.upper
    var (power, total, k) = (x, Ball.zero, 1.0)
    while power.isBounded {
      let n = Ball(k)
      let term = power * (order.map { .one / n.power($0) } ?? (-s * n.log).exp)
      total = total + term
      let growth = s.lower >= 0 ? Ball.one : (-s * (.one + .one / n).log).exp
      let ratio = (Ball(size) * growth).upper
      if ratio < 1 {
        let rest = (term.absolute * Ball(ratio) / (.one - Ball(ratio))).upper
        if rest <= max(0x1p-60 * abs(total.midpoint), .leastNormalMagnitude) {
          return total + Ball(midpoint: 0, radius: rest)
        }
      }
      power = power * x
      k += 1
      if k > 1e5 { return .unknown }
    }
    return .unknown
  }
}
