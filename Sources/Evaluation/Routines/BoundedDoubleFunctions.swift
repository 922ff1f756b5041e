import Expressions
import Numbers

/// Exponentials and logarithms without branches on the way; other functions are those of `DoubleDoubleBall`.
extension BoundedDouble {
  func image(under function: ElementaryFunction) -> BoundedDouble {
    switch function {
    case .exp: return exponential
    case .log: return logarithm
    case .sigmoid: return sigmoid
    case .softplus: return softplus
    case .tanh: return hyperbolicTangent
    case .abs: return high < 0 ? -self : self
    case .sign: return isPositive ? BoundedDouble(1) : isNegative ? BoundedDouble(-1) : isZero ? self : .unknown
    case .step: return isPositive ? BoundedDouble(1) : isNegative ? BoundedDouble(0) : .unknown
    default: return through { $0.image(under: function) }
    }
  }

  func polygamma(_ order: Int) -> BoundedDouble { through { $0.polygamma(order) } }

  // MARK: Exponential

  /// The logarithm of 2 divided by 64, in parts of 36 bits, whose products with integers of 17 bits are doubles, and a
  /// last one. What is missing after it is below 2^-130.
  private static let step: (Double, Double, Double) = {
    let all = PreciseBall(2, precision: 256).log * PreciseBall(Rational(1, 64), precision: 256)
    func cut(_ value: PreciseBall, _ unit: Double) -> Double { (value.ball.midpoint / unit).rounded() * unit }
    let first = cut(all, 0x1p-43)
    let rest = all - PreciseBall(Ball(first), precision: 256)
    let second = cut(rest, 0x1p-79)
    let last = (rest - PreciseBall(Ball(second), precision: 256)).ball.midpoint
    return (first, second, last)
  }()

  /// 2^(j/64)
  private static let powers: [BoundedDouble] = {
    let log = PreciseBall(2, precision: 192).log
    return (0..<64).map { j in
      BoundedDouble(DoubleDoubleBall((PreciseBall(Rational(j, 64), precision: 192) * log).exp))
    }
  }()

  private static let sixth = BoundedDouble(Rational(1, 6))
  private static let twentyFourth = BoundedDouble(Rational(1, 24))

  /// e^x = 2^(k/64)·e^r with |r| ≤ log(2)/128 + 2^-40 < 0.0055, and
  /// e^r = 1 + r + r²·(1/2 + r/6 + r²/24) + r⁵·(1/120 + … + r⁵/10!) + R.
  ///
  /// The fifth power and those beyond are doubles: their sum is off by less than 2^-47 of r⁵/100, that is 2^-53·|r|⁵; R is
  /// below 2^-107. What r has beyond a double moves them by less than r⁴/23 < 2^-34 of it.
  var exponential: BoundedDouble {
    guard abs(high) < 600, error < 0x1p-40 else { return through { $0.exp } }
    if isZero { return BoundedDouble(1) }
    let count = (high * (64 / 0.6931471805599453)).rounded()
    let (first, second, third) = BoundedDouble.step
    let r =
      self + BoundedDouble(-count * first) + BoundedDouble(-count * second)
      + BoundedDouble(-count * third, 0, error: 0x1p-112)
    let t = r.high
    let tail = 1 / 120.0 + t * (1 / 720.0 + t * (1 / 5040.0 + t * (1 / 40320.0 + t * (1 / 362880.0 + t / 3628800.0))))
    let moved = (abs(r.low) + r.error) * 0x1p-34
    let fifth = t * t * t * t * t
    let rest = BoundedDouble(fifth * tail, 0, error: abs(fifth) * 0x1p-53 + moved + 0x1p-106)
    let bracket = (BoundedDouble.twentyFourth * r + BoundedDouble.sixth) * r + BoundedDouble(0.5)
    let image = bracket * (r * r) + r + rest + BoundedDouble(1)
    let place = Int(count)
    let scale = Double(sign: .plus, exponent: place >> 6, significand: 1)
    let value = image * BoundedDouble.powers[place & 63]
    return BoundedDouble(value.high * scale, value.low * scale, error: value.error * scale + BoundedDouble.flushed)
  }

  // MARK: Logarithm

  /// One step of Newton's from the double next to it: log(x) = y + log(1 + w) with w = x·e^(-y) − 1, and
  /// |log(1 + w) − (w − w²/2)| ≤ |w|³ for |w| < 1/2.
  var logarithm: BoundedDouble {
    if high == 1 && low == 0 && error == 0 { return BoundedDouble(0) }
    guard isPositive, high > 0x1p-800, high < 0x1p800 else { return through { $0.log } }
    let start = RealMath.log(high)
    let w = self * BoundedDouble(-start).exponential + BoundedDouble(-1)
    guard abs(w.high) + w.error < 0x1p-30 else { return through { $0.log } }
    let cube = (abs(w.high) + w.error) * (abs(w.high) + w.error) * (abs(w.high) + w.error)
    let rest = BoundedDouble(0, 0, error: cube * BoundedDouble.rounding + BoundedDouble.flushed)
    return BoundedDouble(start) + w + w * w * BoundedDouble(-0.5) + rest
  }

  // MARK: Functions of exponentials

  /// 1/(1 + e⁻ˣ), from the side on which the exponential is small.
  private var sigmoid: BoundedDouble {
    let power = (high < 0 ? self : -self).exponential
    let share = (BoundedDouble(1) + power).reciprocal
    return high < 0 ? power * share : share
  }

  /// log(1 + eˣ) = x + log(1 + e⁻ˣ).
  private var softplus: BoundedDouble {
    let power = (high < 0 ? self : -self).exponential
    let log = power.high > 0x1p-20 ? (BoundedDouble(1) + power).logarithm : power.logarithmOfOnePlus
    return high < 0 ? log : self + log
  }

  private static let third = BoundedDouble(Rational(1, 3))
  private static let fifth = BoundedDouble(Rational(1, 5))

  /// log(1 + p) = p·(1 − p·(1/2 − p·(1/3 − p·(1/4 − p/5)))) − … for 0 ≤ p ≤ 2^-20: the series alternates, and what is left
  /// out is below p⁶/6 < 2^-102·p.
  private var logarithmOfOnePlus: BoundedDouble {
    let inner = BoundedDouble(0.25) - self * BoundedDouble.fifth
    let bracket = BoundedDouble(0.5) - self * (BoundedDouble.third - self * inner)
    return self * (BoundedDouble(1) - self * bracket) + BoundedDouble(0, 0, error: abs(high) * 0x1p-102)
  }

  /// (1 − e^(-2x))/(1 + e^(-2x)) for x ≥ 0; near 0 its error is not small beside it.
  private var hyperbolicTangent: BoundedDouble {
    guard abs(high) > 0x1p-20 else { return through { $0.tanh } }
    let size = high < 0 ? -self : self
    let power = (size * BoundedDouble(-2)).exponential
    let value = (BoundedDouble(1) - power) * (BoundedDouble(1) + power).reciprocal
    return high < 0 ? -value : value
  }
}
