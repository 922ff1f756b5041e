import Expressions
import Numbers

/// What rigorous evaluation computes with: every value lies in its enclosure, so that one that excludes zero is a proof
/// that the value is not zero.
protocol Enclosure: TapeNumber {
  /// An enclosure of a fraction, exact if the precision allows it.
  init(_ value: Rational)
  /// The same numbers as those of a ball of doubles.
  init(_ ball: Ball)

  static var zero: Self { get }
  static var one: Self { get }

  static func - (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// False if the value is certainly undefined.
  var isDefined: Bool { get }
  /// True if nothing is known about the value.
  var isUnknown: Bool { get }
  /// Neither undefined nor unknown.
  var isBounded: Bool { get }
  var isPositive: Bool { get }
  var isNegative: Bool { get }
  /// True only if the value is exactly zero.
  var isZero: Bool { get }
  /// True only if the value is exactly one.
  var isOne: Bool { get }
  var containsZero: Bool { get }
  var excludesZero: Bool { get }
  /// The fraction that the value is, if it is known exactly.
  var exact: Rational? { get }

  var absolute: Self { get }
  var exp: Self { get }
  var log: Self { get }
  var sin: Self { get }
  var cos: Self { get }
  var tan: Self { get }
  var asin: Self { get }
  var acos: Self { get }
  var atan: Self { get }
  var sinh: Self { get }
  var cosh: Self { get }
  var tanh: Self { get }
  var asinh: Self { get }
  var acosh: Self { get }
  var atanh: Self { get }
  var erf: Self { get }
  var gamma: Self { get }
  var logGamma: Self { get }
  /// A double near the value; NaN or infinite where there is none.
  var approximation: Double { get }
  /// The functions that are integrals of elementary ones.
  func integral(_ function: ElementaryFunction) -> Self
  /// The greatest integer not above the value; unknown where that is not decided.
  var floor: Self { get }
}

extension Enclosure {
  /// Gauss and Jordan's elimination in enclosures, with the greatest pivot that is known not to be zero. A matrix of exact
  /// numbers that has no inverse is undefined; whatever cannot be decided is unknown.
  static func inverse(of matrix: [Self], size: Int, _ work: WorkAccount) -> [Self] {
    guard matrix.allSatisfy({ $0.isBounded }) else {
      return matrix.map { _ in matrix.allSatisfy { $0.isDefined } ? .unknown : .undefined }
    }
    let exact = matrix.compactMap { $0.exact }
    if exact.count == matrix.count {
      switch RationalMatrix(size: size, exact).inverse(work) {
      case .known(let inverse): return inverse.map { Self($0) }
      case .none: return matrix.map { _ in .undefined }
      case .unknown: break
      }
    }
    var left = matrix
    var right = (0..<(size * size)).map { $0 % (size + 1) == 0 ? one : zero }
    for column in 0..<size {
      let rows = (column..<size).filter { left[$0 * size + column].excludesZero }
      let sizes = rows.map { abs(left[$0 * size + column].approximation) }
      guard let greatest = sizes.max(), let place = sizes.firstIndex(of: greatest) else {
        return matrix.map { _ in .unknown }
      }
      let pivot = rows[place]
      let scale = one / left[pivot * size + column]
      for k in 0..<size {
        left.swapAt(column * size + k, pivot * size + k)
        right.swapAt(column * size + k, pivot * size + k)
        left[column * size + k] = left[column * size + k] * scale
        right[column * size + k] = right[column * size + k] * scale
      }
      for row in 0..<size where row != column {
        let factor = left[row * size + column]
        for k in 0..<size {
          left[row * size + k] = left[row * size + k] - factor * left[column * size + k]
          right[row * size + k] = right[row * size + k] - factor * right[column * size + k]
        }
      }
    }
    return right
  }

  static var infinity: Self { .unknown }

  static func truth(_ value: Bool) -> Self { value ? .one : .zero }

  func raised(to exponent: Self) -> Self {
    guard isBounded && exponent.isBounded else { return isDefined && exponent.isDefined ? .unknown : .undefined }
    if let exact = exponent.exact { return power(exact) }
    if isPositive { return (exponent * log).exp }
    // 0^y = 0 for y > 0; with another exponent that is not a known fraction only positive bases have a power.
    if isZero { return exponent.isPositive ? .zero : exponent.isNegative ? .undefined : .unknown }
    return .unknown
  }

  var flat: Self { isZero ? .undefined : excludesZero ? .zero : self.isDefined ? .unknown : self }

  func isLess(than other: Self) -> Self {
    let gap = other - self
    if !gap.isDefined || gap.isUnknown { return gap }
    return gap.isPositive ? .one : gap.isNegative || gap.isZero ? .zero : .unknown
  }

  func isAtMost(_ other: Self) -> Self { other.isLess(than: self).negation }

  func isEqual(to other: Self) -> Self {
    let gap = other - self
    if !gap.isDefined || gap.isUnknown { return gap }
    return gap.isZero ? .one : gap.excludesZero ? .zero : .unknown
  }

  func and(_ other: Self) -> Self {
    if isZero || other.isZero { return .zero }
    if !isDefined || !other.isDefined { return .undefined }
    return isUnknown || other.isUnknown ? .unknown : .one
  }

  func or(_ other: Self) -> Self { negation.and(other.negation).negation }

  var negation: Self { isBounded ? Self.truth(isZero) : self }

  func select(_ value: Self, otherwise: Self) -> Self {
    guard isBounded else { return self }
    return isZero ? otherwise : value
  }

  func guarded(by witness: Self) -> Self {
    if !isDefined || !witness.isDefined { return .undefined }
    return witness.isUnknown ? .unknown : self
  }

  func image(under function: ElementaryFunction) -> Self {
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
    case .gamma: return gamma
    case .logGamma: return logGamma
    case .digamma: return polygamma(0)
    case .imaginaryError, .exponentialIntegral, .sineIntegral, .cosineIntegral, .hyperbolicSineIntegral,
      .hyperbolicCosineIntegral, .dilogarithm, .fresnelSine, .fresnelCosine:
      return integral(function)
    case .maximum, .minimum: return self
    case .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm: return .unknown
    case .floor: return floor
    }
  }

  func integral(_ function: ElementaryFunction) -> Self { .unknown }

  /// 1/(1 + e⁻ˣ), from the side on which the exponential is small.
  private var sigmoid: Self {
    if !isNegative { return .one / (.one + (-self).exp) }
    let power = exp
    return power / (.one + power)
  }

  /// log(1 + eˣ) = x + log(1 + e⁻ˣ).
  private var softplus: Self {
    isPositive ? self + (.one + (-self).exp).log : (.one + exp).log
  }
}
