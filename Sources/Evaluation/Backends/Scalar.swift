import Expressions
import Numbers

/// Real functions of doubles as the lanes need them: NaN where undefined.
enum Scalar {
  /// Different doubles that may stand for equal numbers: nothing that hangs on their order can be told.
  static func isTie(_ a: Double, _ b: Double) -> Bool {
    if a.isNaN || b.isNaN { return true }
    // 16 units in the last place of the greater one, the error of a short computation.
    return a != b && abs(a - b) <= 0x1p-48 * max(abs(a), abs(b))
  }

  /// The real root where the denominator is odd.
  static func power(_ x: Double, _ numerator: Int, _ denominator: Int) -> Double {
    if x == 0 { return numerator > 0 ? 0 : .nan }
    let size = RealMath.pow(abs(x), Double(numerator) / Double(denominator))
    if x > 0 { return size }
    if denominator % 2 == 0 { return .nan }
    return numerator % 2 == 0 ? size : -size
  }

  static func middle(_ ball: Ball) -> Double { ball.isBounded ? ball.midpoint : .nan }

  static func kernel(_ function: ElementaryFunction) -> (Double) -> Double {
    switch function {
    case .exp: RealMath.exp
    case .log: { $0 > 0 ? RealMath.log($0) : .nan }
    case .abs: { abs($0) }
    case .sign: { $0.isNaN ? .nan : $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .step: { $0 > 0 ? 1 : $0 < 0 ? 0 : .nan }
    case .sin: RealMath.sin
    case .cos: RealMath.cos
    case .tan: RealMath.tan
    case .asin: RealMath.asin
    case .acos: RealMath.acos
    case .atan: RealMath.atan
    case .sinh: RealMath.sinh
    case .cosh: RealMath.cosh
    case .tanh: RealMath.tanh
    case .asinh: RealMath.asinh
    case .acosh: RealMath.acosh
    case .atanh: { abs($0) < 1 ? RealMath.atanh($0) : .nan }
    case .sigmoid: { 1 / (1 + RealMath.exp(-$0)) }
    case .softplus: { max($0, 0) + RealMath.log1p(RealMath.exp(-abs($0))) }
    case .erf: RealMath.erf
    case .gamma: { isPole($0) ? .nan : RealMath.gamma($0) }
    case .logGamma: { isPole($0) ? .nan : RealMath.logGamma($0) }
    case .digamma: { middle(GammaFunctions.polygamma(0, Ball($0))) }
    case .imaginaryError, .exponentialIntegral, .sineIntegral, .cosineIntegral, .hyperbolicSineIntegral,
      .hyperbolicCosineIntegral, .dilogarithm, .fresnelSine, .fresnelCosine:
      { middle(IntegralFunctions.image(function, Ball($0)) ?? .unknown) }
    case .maximum, .minimum: { $0 }
    case .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm: { _ in .nan }
    case .floor: { $0.rounded(.down) }
    }
  }

  private static func isPole(_ x: Double) -> Bool { x <= 0 && x == x.rounded() }
}
