import Expressions
import Numbers

/// Functions that are integrals of elementary ones: Ei, Si, Ci, Shi, Chi, Li₂, erfi and Fresnel's S and C, in balls.
///
/// Power series are cut where each term is at most ¾ of the one before, so that the rest is below three times the last term;
/// asymptotic series of alternating terms before their least one, which bounds the rest. NIST Digital Library of Mathematical Functions, 6.6,
/// 6.9.1, 6.12(ii), 7.6, 7.12(ii), 25.12(i).
enum IntegralFunctions {
  static func image(_ function: ElementaryFunction, _ x: Ball) -> Ball? {
    switch function {
    case .imaginaryError: monotone(x, imaginaryError)
    case .exponentialIntegral: outsideZero(x) ?? monotone(x, exponentialIntegral)
    case .sineIntegral: smooth(x, slope: 1, sineIntegral)
    case .cosineIntegral: nonpositive(x) ?? smooth(x, slope: 1 / x.lower, cosineIntegral)
    case .hyperbolicSineIntegral: monotone(x, hyperbolicSineIntegral)
    case .hyperbolicCosineIntegral: nonpositive(x) ?? monotone(x, hyperbolicCosineIntegral)
    case .dilogarithm: aboveOne(x) ?? monotone(x, dilogarithm)
    case .fresnelSine: smooth(x, slope: 1, fresnelSine)
    case .fresnelCosine: smooth(x, slope: 1, fresnelCosine)
    default: nil
    }
  }

  // Domains

  private static func outsideZero(_ x: Ball) -> Ball? { x.isZero ? .undefined : x.containsZero ? .unknown : nil }
  private static func nonpositive(_ x: Ball) -> Ball? { x.upper <= 0 ? .undefined : x.lower <= 0 ? .unknown : nil }
  private static func aboveOne(_ x: Ball) -> Ball? { x.lower > 1 ? .undefined : x.upper > 1 ? .unknown : nil }

  // From points to balls

  /// The image under a function that only rises, or only falls, between the ends.
  private static func monotone(_ x: Ball, _ function: (Ball) -> Ball) -> Ball {
    if x.radius == 0 { return function(x) }
    let (a, b) = (function(Ball(x.lower)), function(Ball(x.upper)))
    guard a.isBounded && b.isBounded else { return .unknown }
    let (low, high) = (min(a.lower, b.lower), max(a.upper, b.upper))
    let middle = low * 0.5 + high * 0.5
    return Ball(midpoint: middle, radius: max((high - middle).nextUp, (middle - low).nextUp))
  }

  /// The image under a function whose derivative is at most `slope` in size.
  private static func smooth(_ x: Ball, slope: Double, _ function: (Ball) -> Ball) -> Ball {
    let value = function(Ball(x.midpoint))
    return x.radius == 0 ? value : value + Ball(midpoint: 0, radius: (slope * x.radius).nextUp.nextUp)
  }

  // Series

  /// Relative size of what a series leaves out, far below the rounding of its terms.
  private static let cut = 0x1p-60

  /// Σ tₙ/d(n) from n = 0, where tₙ₊₁ = tₙ·r/q(n); q and d rise.
  private static func series(
    _ first: Ball, ratio r: Ball, quotient q: (Double) -> Double, divisor d: (Double) -> Double
  ) -> Ball {
    var (term, total, n) = (first, Ball.zero, 0.0)
    let size = r.absolute.upper
    while term.isBounded {
      total = total + term / Ball(d(n))
      let rest = 3 * term.absolute.upper
      // Balls of terms that vanish keep the least radius there is, so that a vanishing sum needs a bound of its own.
      if size <= 0.75 * q(n) && rest <= max(cut * abs(total.midpoint), Double.leastNormalMagnitude) {
        return total + Ball(midpoint: 0, radius: rest)
      }
      term = term * r / Ball(q(n))
      n += 1
    }
    return .unknown
  }

  /// Σ tₙ from n = 0, where tₙ₊₁ = −tₙ·q(n)/s, cut before its least term.
  private static func asymptotic(_ first: Ball, over s: Ball, quotient q: (Double) -> Double) -> Ball {
    var (term, total, n) = (first, Ball.zero, 0.0)
    while true {
      let next = -(term * Ball(q(n)) / s)
      let (size, rest) = (term.absolute.upper, next.absolute.upper)
      if !term.isBounded { return .unknown }
      if !(rest < size) || size <= cut * abs(total.midpoint) { return total + Ball(midpoint: 0, radius: size) }
      total = total + term
      term = next
      n += 1
    }
  }

  /// Euler's constant γ = 0.57721566490153286…, which lies within half a unit in the last place of this double.
  private static let euler = Ball(midpoint: 0.5772156649015329, radius: 0x1p-53)

  // The functions at a number

  /// 2/√π·Σ x^(2n+1)/(n!·(2n+1)).
  private static func imaginaryError(_ x: Ball) -> Ball {
    if x.isZero { return .zero }
    let sum = series(x, ratio: x * x, quotient: { $0 + 1 }, divisor: { 2 * $0 + 1 })
    return Ball(2) * Ball.pi.power(Rational(-1, 2)) * sum
  }

  /// γ + log|x| + Σ xⁿ/(n·n!); below −2 by −eˣ/(y + 1/(1 + 1/(y + 2/(1 + 2/(y + …))))) with y = −x, whose convergents
  /// lie on both sides.
  private static func exponentialIntegral(_ x: Ball) -> Ball {
    if x.upper >= -2 {
      return euler + x.absolute.log + series(x, ratio: x, quotient: { $0 + 2 }, divisor: { $0 + 1 })
    }
    let (a, b) = (fraction(-x, depth: 60), fraction(-x, depth: 61))
    let gap = (a - b).absolute.upper
    return -(x.exp * (a + Ball(midpoint: 0, radius: gap)))
  }

  private static func fraction(_ y: Ball, depth: Int) -> Ball {
    var tail = depth % 2 == 0 ? y : .one
    for k in stride(from: depth, through: 1, by: -1) {
      let numerator = Ball(Double((k + 1) / 2))
      tail = (k % 2 == 1 ? y : .one) + numerator / tail
    }
    return .one / tail
  }

  /// Where the asymptotic series of Si and Ci take over: e^-18 and e^18 units in the last place are about equal.
  private static let farAngle = 18.0

  private static func sineIntegral(_ x: Ball) -> Ball {
    if x.isZero { return .zero }
    if x.isNegative { return -sineIntegral(-x) }
    if x.upper <= farAngle {
      return series(x, ratio: -(x * x), quotient: { (2 * $0 + 2) * (2 * $0 + 3) }, divisor: { 2 * $0 + 1 })
    }
    let (f, g) = auxiliary(x)
    return Ball.pi / Ball(2) - f * x.cos - g * x.sin
  }

  private static func cosineIntegral(_ x: Ball) -> Ball {
    if x.upper <= farAngle { return euler + x.log + evenSeries(x, -(x * x)) }
    let (f, g) = auxiliary(x)
    return f * x.sin - g * x.cos
  }

  /// f = ∫₀^∞ sin t/(t + x) dt and g = ∫₀^∞ cos t/(t + x) dt.
  private static func auxiliary(_ x: Ball) -> (f: Ball, g: Ball) {
    let square = x * x
    let f = asymptotic(.one / x, over: square) { (2 * $0 + 1) * (2 * $0 + 2) }
    let g = asymptotic(.one / square, over: square) { (2 * $0 + 2) * (2 * $0 + 3) }
    return (f, g)
  }

  private static func hyperbolicSineIntegral(_ x: Ball) -> Ball {
    if x.isZero { return .zero }
    return series(x, ratio: x * x, quotient: { (2 * $0 + 2) * (2 * $0 + 3) }, divisor: { 2 * $0 + 1 })
  }

  private static func hyperbolicCosineIntegral(_ x: Ball) -> Ball { euler + x.log + evenSeries(x, x * x) }

  /// Σ rⁿ/(2n·(2n)!) from n = 1, for r = ±x².
  private static func evenSeries(_ x: Ball, _ r: Ball) -> Ball {
    series(r * Ball(0.5), ratio: r, quotient: { (2 * $0 + 3) * (2 * $0 + 4) }, divisor: { 2 * $0 + 2 })
  }

  /// Σ xⁿ/n² up to 1/2 in size, and by the equations between Li₂(x), Li₂(1 − x), Li₂(1/x) and Li₂(x/(x − 1)) elsewhere.
  private static func dilogarithm(_ x: Ball) -> Ball {
    let sixth = Ball.pi * Ball.pi / Ball(6)
    let (half, complement) = (Ball(0.5), Ball.one - x)
    if x.isZero { return .zero }
    if complement.isZero { return sixth }
    if x.midpoint > 0.5 { return sixth - x.log * complement.log - dilogarithm(complement) }
    if x.midpoint < -1 {
      let logarithm = (-x).log
      return -sixth - half * logarithm * logarithm - dilogarithm(.one / x)
    }
    if x.midpoint < -0.5 {
      let logarithm = complement.log
      return -dilogarithm(-(x / complement)) - half * logarithm * logarithm
    }
    return series(x, ratio: x, quotient: { _ in 1 }, divisor: { ($0 + 1) * ($0 + 1) })
  }

  /// Where the asymptotic series of Fresnel's integrals take over.
  private static let farArc = 3.5

  private static func fresnelSine(_ x: Ball) -> Ball {
    if x.isNegative { return -fresnelSine(-x) }
    let u = Ball(0.5) * .pi * x * x
    if x.upper <= farArc {
      return series(x * u, ratio: -(u * u), quotient: { (2 * $0 + 2) * (2 * $0 + 3) }, divisor: { 4 * $0 + 3 })
    }
    let (f, g) = arcs(x, u)
    return Ball(0.5) - f * u.cos - g * u.sin
  }

  private static func fresnelCosine(_ x: Ball) -> Ball {
    if x.isNegative { return -fresnelCosine(-x) }
    let u = Ball(0.5) * .pi * x * x
    if x.upper <= farArc {
      return series(x, ratio: -(u * u), quotient: { (2 * $0 + 1) * (2 * $0 + 2) }, divisor: { 4 * $0 + 1 })
    }
    let (f, g) = arcs(x, u)
    return Ball(0.5) + f * u.sin - g * u.cos
  }

  /// The auxiliary functions f and g of Fresnel's integrals, for u = πx²/2.
  private static func arcs(_ x: Ball, _ u: Ball) -> (f: Ball, g: Ball) {
    let twice = u + u
    let first = .one / (.pi * x)
    let f = asymptotic(first, over: twice * twice) { (4 * $0 + 1) * (4 * $0 + 3) }
    let g = asymptotic(first / twice, over: twice * twice) { (4 * $0 + 3) * (4 * $0 + 5) }
    return (f, g)
  }
}
