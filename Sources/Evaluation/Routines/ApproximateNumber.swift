import Expressions
import Numbers

/// Numbers that are doubles with something more: rounded to a type, or with an estimate of their error. NaN is undefined.
protocol ApproximateNumber: TapeNumber {
  var value: Double { get }
  /// Without error, but rounded where the type rounds.
  init(_ exact: Double)
  /// The value of a function of one argument.
  func mapped(_ function: (Double) -> Double) -> Self
}

extension ApproximateNumber {
  static var workOfOperation: Int { 3 }
  static var workOfMatrixOperation: Int { 3 }

  static var undefined: Self { Self(.nan) }
  static var unknown: Self { Self(.nan) }
  static var pi: Self { Self(.pi) }
  static var infinity: Self { Self(.infinity) }

  private static func truth(_ value: Bool) -> Self { Self(value ? 1 : 0) }

  func image(under function: ElementaryFunction) -> Self { mapped(Scalar.kernel(function)) }
  func polygamma(_ order: Int) -> Self { mapped { Scalar.middle(GammaFunctions.polygamma(order, Ball($0))) } }

  func maximum(with other: Self) -> Self {
    value.isNaN ? self : other.value.isNaN || other.value > value ? other : self
  }
  func minimum(with other: Self) -> Self {
    value.isNaN ? self : other.value.isNaN || other.value < value ? other : self
  }

  var flat: Self { value.isNaN || value == 0 ? .undefined : Self(0) }

  func isLess(than other: Self) -> Self {
    value.isNaN || other.value.isNaN ? .undefined : Self.truth(value < other.value)
  }
  func isAtMost(_ other: Self) -> Self {
    value.isNaN || other.value.isNaN ? .undefined : Self.truth(value <= other.value)
  }
  func isEqual(to other: Self) -> Self {
    value.isNaN || other.value.isNaN ? .undefined : Self.truth(value == other.value)
  }
  func and(_ other: Self) -> Self {
    if value == 0 || other.value == 0 { return Self(0) }
    return value.isNaN || other.value.isNaN ? .undefined : Self(1)
  }
  func or(_ other: Self) -> Self { negation.and(other.negation).negation }
  var negation: Self { value.isNaN ? self : Self.truth(value == 0) }
  func select(_ value: Self, otherwise: Self) -> Self {
    self.value.isNaN ? self : self.value == 0 ? otherwise : value
  }
  func guarded(by witness: Self) -> Self { witness.value.isNaN ? .undefined : self }

  /// Gauss and Jordan's elimination with the greatest pivot.
  static func inverse(of matrix: [Self], size: Int, _ work: WorkAccount) -> [Self] {
    var left = matrix
    var right = matrix.indices.map { Self($0 % (size + 1) == 0 ? 1 : 0) }
    let minusOne = Self(-1)
    for column in 0..<size {
      let sizes = (column..<size).map { abs(left[$0 * size + column].value) }
      guard let greatest = sizes.max(), greatest > 0, let place = sizes.firstIndex(of: greatest) else {
        return matrix.map { _ in .undefined }
      }
      let pivot = column + place
      let scale = left[pivot * size + column].power(Rational(-1))
      for k in 0..<size {
        left.swapAt(column * size + k, pivot * size + k)
        right.swapAt(column * size + k, pivot * size + k)
        left[column * size + k] = left[column * size + k] * scale
        right[column * size + k] = right[column * size + k] * scale
      }
      for row in 0..<size where row != column {
        let factor = minusOne * left[row * size + column]
        for k in 0..<size {
          left[row * size + k] = left[row * size + k] + factor * left[column * size + k]
          right[row * size + k] = right[row * size + k] + factor * right[column * size + k]
        }
      }
    }
    return right
  }
}

/// A type of floating-point numbers: how it rounds.
public enum FloatingType: String, CaseIterable, Sendable {
  case f64, f32, f16, bf16

  /// Half the distance from 1 to the next greater number.
  public var unit: Double {
    switch self {
    case .f64: 0x1p-53
    case .f32: 0x1p-24
    case .f16: 0x1p-11
    case .bf16: 0x1p-8
    }
  }

  /// The smallest positive number with all its digits, and without.
  public var smallestNormal: Double {
    switch self {
    case .f64: 0x1p-1022
    case .f32, .bf16: 0x1p-126
    case .f16: 0x1p-14
    }
  }

  public var smallest: Double { self == .f64 ? 0x1p-1074 : smallestNormal * unit * 2 }

  public var greatest: Double {
    switch self {
    case .f64: .greatestFiniteMagnitude
    case .f32: 0x1.fffffep127
    case .f16: 65504
    case .bf16: 0x1.fep127
    }
  }

  /// The nearest number of the type, of two the even one (IEEE 754, 4.3.1).
  @inline(__always)
  public func rounded(_ value: Double) -> Double {
    switch self {
    case .f64: return value
    case .f32: return Double(Float(value))
    case .f16, .bf16:
      guard value.isFinite, value != 0 else { return value }
      // The last place of the value, or of the numbers below the smallest normal one.
      let place = max(value.binade.magnitude, smallestNormal) * unit * 2
      let rounded = (value / place).rounded(.toNearestOrEven) * place
      return rounded.magnitude > greatest ? (rounded < 0 ? -.infinity : .infinity) : rounded
    }
  }
}
