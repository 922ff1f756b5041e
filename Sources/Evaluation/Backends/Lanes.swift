import Expressions
import Numbers

/// Doubles at eight points at once; NaN is undefined, unknown, or too close to tell.
struct Lanes: TapeNumber {
  static var width: Int { 8 }
  static let workOfOperation = 2
  static let workOfMatrixOperation = 8
  var values: SIMD8<Double>

  init(_ values: SIMD8<Double>) { self.values = values }
  init(_ value: Double) { values = SIMD8(repeating: value) }

  static let undefined = Lanes(.nan)
  static let unknown = Lanes(.nan)
  static let pi = Lanes(.pi)
  static let infinity = Lanes(.infinity)

  static func + (a: Lanes, b: Lanes) -> Lanes { Lanes(a.values + b.values) }
  static func * (a: Lanes, b: Lanes) -> Lanes { Lanes(a.values * b.values) }

  private func mapped(_ function: (Double) -> Double) -> Lanes {
    var result = values
    for k in 0..<Lanes.width { result[k] = function(values[k]) }
    return Lanes(result)
  }

  private func combined(_ other: Lanes, _ function: (Double, Double) -> Double) -> Lanes {
    var result = values
    for k in 0..<Lanes.width { result[k] = function(values[k], other.values[k]) }
    return Lanes(result)
  }

  func power(_ exponent: Rational) -> Lanes {
    switch exponent.smallFraction {
    case (2, 1)?: return Lanes(values * values)
    case (-1, 1)?: return reciprocal
    case (1, 2)?: return Lanes(values.squareRoot())
    case (-1, 2)?: return Lanes(values.squareRoot()).reciprocal
    case (let n, 1)? where n.magnitude <= 64: return power(n)
    case (let n, let d)?: return mapped { Scalar.power($0, n, d) }
    case nil:
      let y = exponent.double
      return mapped { $0 < 0 ? .nan : RealMath.pow($0, y) }
    }
  }

  private var reciprocal: Lanes {
    Lanes((SIMD8(repeating: 1) / values).replacing(with: .nan, where: values .== 0))
  }

  private func power(_ n: Int) -> Lanes {
    var (result, square, rest) = (SIMD8<Double>(repeating: 1), values, n.magnitude)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return n < 0 ? Lanes(result).reciprocal : Lanes(result)
  }

  func raised(to exponent: Lanes) -> Lanes {
    // The library's pow(NaN, 0) and pow(1, NaN) are 1.
    combined(exponent) { x, y in x.isNaN || y.isNaN || (x == 0 && y < 0) ? .nan : RealMath.pow(x, y) }
  }

  func polygamma(_ order: Int) -> Lanes { mapped { Scalar.middle(GammaFunctions.polygamma(order, Ball($0))) } }

  func maximum(with other: Lanes) -> Lanes {
    combined(other) { a, b in a.isNaN || b.isNaN ? .nan : max(a, b) }
  }

  func minimum(with other: Lanes) -> Lanes {
    combined(other) { a, b in a.isNaN || b.isNaN ? .nan : min(a, b) }
  }

  var flat: Lanes { mapped { $0.isNaN || $0 == 0 ? .nan : 0 } }

  func isLess(than other: Lanes) -> Lanes {
    combined(other) { a, b in Scalar.isTie(a, b) ? .nan : a < b ? 1 : 0 }
  }

  func isAtMost(_ other: Lanes) -> Lanes {
    combined(other) { a, b in Scalar.isTie(a, b) ? .nan : a <= b ? 1 : 0 }
  }

  func isEqual(to other: Lanes) -> Lanes {
    combined(other) { a, b in Scalar.isTie(a, b) ? .nan : a == b ? 1 : 0 }
  }

  func and(_ other: Lanes) -> Lanes {
    combined(other) { a, b in a == 0 || b == 0 ? 0 : a.isNaN || b.isNaN ? .nan : 1 }
  }

  func or(_ other: Lanes) -> Lanes {
    combined(other) { a, b in a == 1 || b == 1 ? 1 : a.isNaN || b.isNaN ? .nan : 0 }
  }

  var negation: Lanes { Lanes(SIMD8(repeating: 1) - values) }

  func select(_ value: Lanes, otherwise: Lanes) -> Lanes {
    let chosen = otherwise.values.replacing(with: value.values, where: values .!= 0)
    return Lanes(chosen.replacing(with: .nan, where: values .!= values))
  }

  func guarded(by witness: Lanes) -> Lanes {
    Lanes(values.replacing(with: .nan, where: witness.values .!= witness.values))
  }

  func image(under function: ElementaryFunction) -> Lanes {
    if function == .exp { return Lanes(values.exponential) }
    return mapped(Scalar.kernel(function))
  }

  static func inverse(of matrix: [Lanes], size: Int, _ work: WorkAccount) -> [Lanes] {
    var result = matrix
    for k in 0..<width {
      let inverse = Ball.approximateInverse(of: matrix.map { $0.values[k] }, size: size)
      for place in matrix.indices { result[place].values[k] = inverse?[place] ?? .nan }
    }
    return result
  }
}
