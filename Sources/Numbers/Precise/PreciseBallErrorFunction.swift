/// The error function of balls.
extension PreciseBall {
  /// `2/√π · ∫₀ˣ e^(−t²) dt`.
  public var erf: PreciseBall {
    // The derivative is 2/√π·e^(−x²).
    let factor = Ball(midpoint: 1.1283791670955126, radius: 0x1p-52)
    return monotoneImage(slope: { factor * (-$0.power(2)).exp }, at: PreciseBall.errorFunction)
  }

  /// By a series of positive terms, or `1 ± e^(−x²)` where the precision does not tell it from 1.
  private static func errorFunction(_ x: BinaryFloat, _ bits: Int) -> PreciseBall {
    if x.isZero { return PreciseBall(0, precision: bits) }
    let bits = bits + 8
    let root = pi(precision: bits).squareRoot
    // |erf x − 2x/√π| ≤ 2|x|³/(3√π)
    if x.exponent < -Int64(bits) / 2 - 1 { return near(x, relative: 2 * x.exponent, bits: bits).scaled(by: 1) / root }
    let square = x.double * x.double
    // 1 − erf x ≤ e^(−x²), and 1.44 < log₂ e
    if square * 1.44 > Double(bits) + 4 || x.exponent > 20 {
      let decay = x.exponent > 20 ? exponentLimit : Int64(min(square * 1.44, 0x1p40))
      return PreciseBall(x.signum, precision: bits).widened(by: Magnitude(powerOfTwo: 1 - decay))
    }
    let argument = PreciseBall(exactly: x, bits: bits)
    let power = argument * argument
    let sum = errorSum(power.scaled(by: 1))
    return argument.scaled(by: 1) * (-power).exp * sum / root
  }

  /// `Σ yⁿ/(1·3·5⋯(2n+1))`, with `y = 2x²`: `erf x = 2x/√π·e^(−x²)` times this sum (NIST Digital Library of Mathematical
  /// Functions, 7.6.2). Once the terms halve, the rest is at most the last one.
  private static func errorSum(_ y: PreciseBall) -> PreciseBall {
    var terms: UInt64 = 0
    var term = Magnitude(powerOfTwo: 0)
    let size = Magnitude(y.midpoint) + y.radius
    let goal = Magnitude(powerOfTwo: -Int64(y.precision))
    while true {
      terms += 1
      let odd = Magnitude(2 * terms + 1, scale: 0)  // exact, below 2^32
      term = term * size / odd
      if goal > term && size.scaled(by: 1) <= odd { break }
    }
    var sum = PreciseBall(1, precision: y.precision)
    for n in stride(from: terms, through: 1, by: -1) {
      sum = (sum * y).divided(by: 2 * n + 1) + .one
    }
    return sum.widened(by: term.scaled(by: 1))
  }

  /// The quotient by a whole number that is not zero.
  func divided(by divisor: UInt64) -> PreciseBall {
    self / PreciseBall(BinaryFloat(Natural(divisor)), .zero, precision: precision)
  }
}
