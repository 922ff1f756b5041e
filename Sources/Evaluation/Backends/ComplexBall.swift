import Expressions
import Numbers

/// Complex numbers in balls, for formulas that pass through complex values on their way from real numbers to real ones: the
/// derivative of atanh(2 + x²) is real, although the function is not.
///
/// Where a real value exists it is meant, as for odd roots; else functions have their principal values, on a cut that of
/// one side. A ball across a cut has an unknown image. Source: NIST Digital Library of Mathematical Functions, 4.2, 4.15,
/// 4.23, 4.37.
struct ComplexBall: TapeNumber {
  static let workOfOperation = 20
  static let workOfMatrixOperation = 20
  var real: Ball
  var imaginary: Ball

  init(_ real: Ball, _ imaginary: Ball = .zero) {
    self.real = real
    self.imaginary = imaginary
  }

  static let undefined = ComplexBall(.undefined, .undefined)
  static let unknown = ComplexBall(.unknown, .unknown)
  static let pi = ComplexBall(.pi)
  /// No complex number.
  static let infinity = unknown
  static let one = ComplexBall(.one)

  /// Certainly a real number.
  var isReal: Bool { imaginary.isZero }
  var isBounded: Bool { real.isBounded && imaginary.isBounded }
  private var isImaginary: Bool { real.isZero && !isReal }
  var squareOfSize: Ball { real * real + imaginary * imaginary }

  // Zero parts stay exact, so that numbers stay real.

  private static func sum(_ a: Ball, _ b: Ball) -> Ball { a.isZero ? b : b.isZero ? a : a + b }
  private static func product(_ a: Ball, _ b: Ball) -> Ball {
    a.isZero && b.isBounded || b.isZero && a.isBounded ? .zero : a * b
  }

  static func + (a: ComplexBall, b: ComplexBall) -> ComplexBall {
    ComplexBall(sum(a.real, b.real), sum(a.imaginary, b.imaginary))
  }

  static prefix func - (a: ComplexBall) -> ComplexBall { ComplexBall(-a.real, -a.imaginary) }
  static func - (a: ComplexBall, b: ComplexBall) -> ComplexBall { a + -b }

  static func * (a: ComplexBall, b: ComplexBall) -> ComplexBall {
    ComplexBall(
      sum(product(a.real, b.real), -product(a.imaginary, b.imaginary)),
      sum(product(a.real, b.imaginary), product(a.imaginary, b.real)))
  }

  static func / (a: ComplexBall, b: ComplexBall) -> ComplexBall { a * b.reciprocal }

  private func scaled(by factor: Ball) -> ComplexBall {
    ComplexBall(ComplexBall.product(factor, real), ComplexBall.product(factor, imaginary))
  }

  private var half: ComplexBall { scaled(by: Ball(0.5)) }

  /// i·z.
  private var turned: ComplexBall { ComplexBall(-imaginary, real) }

  private var reciprocal: ComplexBall {
    if isReal { return ComplexBall(.one / real) }
    if isImaginary { return ComplexBall(.zero, -(.one / imaginary)) }
    let square = squareOfSize
    return ComplexBall(real / square, -(imaginary / square))
  }

  // Powers

  func power(_ exponent: Rational) -> ComplexBall {
    if isReal {
      let root = real.power(exponent)
      if root.isDefined { return ComplexBall(root) }
    }
    guard let (n, d) = exponent.smallFraction, isBounded else { return .unknown }
    if d == 1, n.magnitude <= 64 { return power(n) }
    if d == 2, n.magnitude <= 64 { return squareRoot.power(n) }
    return log.scaled(by: Ball(exponent)).exponential
  }

  private func power(_ n: Int) -> ComplexBall {
    var (result, square, rest) = (ComplexBall.one, self, n.magnitude)
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      square = square * square
      rest >>= 1
    }
    return n < 0 ? result.reciprocal : result
  }

  private var squareRoot: ComplexBall {
    if isReal {
      if real.isNegative { return ComplexBall(.zero, (-real).power(Rational(1, 2))) }
      return ComplexBall(real.containsZero && !real.isZero ? .unknown : real.power(Rational(1, 2)))
    }
    let size = squareOfSize.power(Rational(1, 2))
    if real.isPositive {
      let part = ((size + real) * Ball(0.5)).power(Rational(1, 2))
      return ComplexBall(part, imaginary / (part + part))
    }
    guard imaginary.excludesZero else { return .unknown }
    let part = ((size - real) * Ball(0.5)).power(Rational(1, 2))
    let other = imaginary / (part + part)
    return imaginary.isPositive ? ComplexBall(other, part) : ComplexBall(-other, -part)
  }

  /// Of a negative base only for known fractions: what else it is depends on which fraction the exponent is.
  func raised(to exponent: ComplexBall) -> ComplexBall {
    if isReal, exponent.isReal { return ComplexBall(real.raised(to: exponent.real)) }
    return isReal && !real.isPositive ? .unknown : (exponent * log).exponential
  }

  // Functions

  private var exponential: ComplexBall {
    let size = real.exp
    return isReal ? ComplexBall(size) : ComplexBall(size * imaginary.cos, size * imaginary.sin)
  }

  /// log|z| + i·arg z.
  private var log: ComplexBall {
    if isReal { return real.isNegative ? ComplexBall((-real).log, .pi) : ComplexBall(real.log) }
    let size = squareOfSize.log * Ball(0.5)
    if real.isPositive { return ComplexBall(size, (imaginary / real).atan) }
    guard imaginary.excludesZero else { return .unknown }
    let right = Ball.pi * Ball(0.5)
    let angle = ComplexBall.sum(imaginary.isPositive ? right : -right, -(real / imaginary).atan)
    return ComplexBall(size, angle)
  }

  private var hyperbolicSine: ComplexBall {
    isReal ? ComplexBall(real.sinh) : ComplexBall(real.sinh * imaginary.cos, real.cosh * imaginary.sin)
  }

  private var hyperbolicCosine: ComplexBall {
    if isReal { return ComplexBall(real.cosh) }
    return isImaginary ? ComplexBall(imaginary.cos) : ComplexBall(real.cosh * imaginary.cos, real.sinh * imaginary.sin)
  }

  private var hyperbolicTangent: ComplexBall { hyperbolicSine / hyperbolicCosine }

  /// log(z + √(z² + 1)).
  private var inverseHyperbolicSine: ComplexBall { (self + (self * self + .one).squareRoot).log }

  /// log(z + √(z + 1)·√(z − 1)).
  private var inverseHyperbolicCosine: ComplexBall {
    (self + (self + .one).squareRoot * (self - .one).squareRoot).log
  }

  /// (log(1 + z) − log(1 − z))/2.
  private var inverseHyperbolicTangent: ComplexBall { ((.one + self).log - (.one - self).log).half }

  func image(under function: ElementaryFunction) -> ComplexBall {
    guard isBounded else { return self }
    if isReal {
      let image = real.image(under: function)
      if image.isDefined { return ComplexBall(image) }
    }
    switch function {
    case .exp: return exponential
    case .log: return log
    case .sinh: return hyperbolicSine
    case .cosh: return hyperbolicCosine
    case .tanh: return hyperbolicTangent
    // sin z = −i·sinh(iz), cos z = cosh(iz), tan z = −i·tanh(iz)
    case .sin: return -turned.hyperbolicSine.turned
    case .cos: return turned.hyperbolicCosine
    case .tan: return -turned.hyperbolicTangent.turned
    case .asinh: return inverseHyperbolicSine
    case .acosh: return inverseHyperbolicCosine
    case .atanh: return inverseHyperbolicTangent
    // asin z = −i·asinh(iz), acos z = π/2 − asin z, atan z = −i·atanh(iz)
    case .asin: return -turned.inverseHyperbolicSine.turned
    case .acos: return ComplexBall(Ball.pi * Ball(0.5)) + turned.inverseHyperbolicSine.turned
    case .atan: return -turned.inverseHyperbolicTangent.turned
    case .sigmoid: return (.one + (-self).exponential).reciprocal
    case .softplus: return (.one + exponential).log
    case .abs, .sign, .step, .floor, .maximum, .minimum, .erf, .gamma, .logGamma, .digamma, .imaginaryError,
      .exponentialIntegral, .sineIntegral, .cosineIntegral, .hyperbolicSineIntegral, .hyperbolicCosineIntegral,
      .dilogarithm, .fresnelSine, .fresnelCosine, .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm:
      return .unknown
    }
  }

  // What only real values have

  private func asReal(_ value: (Ball) -> Ball) -> ComplexBall { isReal ? ComplexBall(value(real)) : .unknown }

  private func asReal(_ other: ComplexBall, _ value: (Ball, Ball) -> Ball) -> ComplexBall {
    isReal && other.isReal ? ComplexBall(value(real, other.real)) : .unknown
  }

  func polygamma(_ order: Int) -> ComplexBall { asReal { $0.polygamma(order) } }
  func maximum(with other: ComplexBall) -> ComplexBall { asReal(other) { $0.maximum(with: $1) } }
  func minimum(with other: ComplexBall) -> ComplexBall { asReal(other) { $0.minimum(with: $1) } }
  var flat: ComplexBall { asReal { $0.flat } }
  func isLess(than other: ComplexBall) -> ComplexBall { asReal(other) { $0.isLess(than: $1) } }
  func isAtMost(_ other: ComplexBall) -> ComplexBall { asReal(other) { $0.isAtMost($1) } }
  func isEqual(to other: ComplexBall) -> ComplexBall { asReal(other) { $0.isEqual(to: $1) } }
  func and(_ other: ComplexBall) -> ComplexBall { asReal(other) { $0.and($1) } }
  func or(_ other: ComplexBall) -> ComplexBall { asReal(other) { $0.or($1) } }
  var negation: ComplexBall { asReal { $0.negation } }

  func select(_ value: ComplexBall, otherwise: ComplexBall) -> ComplexBall {
    isReal && real.isBounded ? real.isZero ? otherwise : value : .unknown
  }

  func guarded(by witness: ComplexBall) -> ComplexBall { witness.isBounded ? self : .unknown }

  static func inverse(of matrix: [ComplexBall], size: Int, _ work: WorkAccount) -> [ComplexBall] {
    guard matrix.allSatisfy({ $0.isReal }) else { return Array(repeating: .unknown, count: matrix.count) }
    return Ball.inverse(of: matrix.map { $0.real }, size: size, work).map { ComplexBall($0) }
  }
}
