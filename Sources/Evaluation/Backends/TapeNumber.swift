import Expressions
import Numbers

/// What a backend computes with: doubles in lanes, balls, or exact fractions.
///
/// Truth values are 1 and 0. Besides numbers a backend has *undefined* values and, where it cannot decide, *unknown* ones.
protocol TapeNumber: Sendable {
  /// The work of one operation, and of one multiplication when a matrix is inverted.
  static var workOfOperation: Int { get }
  static var workOfMatrixOperation: Int { get }
  /// Values may have any number of digits, so that each operation must be counted by itself.
  static var isOfAnySize: Bool { get }
  func drawOwnWork(from work: WorkAccount)

  static var undefined: Self { get }
  static var unknown: Self { get }
  static var pi: Self { get }
  static var infinity: Self { get }

  static func + (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  /// For a fixed exponent, with `x^0 = 1`.
  func power(_ exponent: Rational) -> Self
  func raised(to exponent: Self) -> Self
  func image(under function: ElementaryFunction) -> Self
  static func image(under function: ElementaryFunction, of arguments: [Self]) -> Self
  func polygamma(_ order: Int) -> Self
  func maximum(with other: Self) -> Self
  func minimum(with other: Self) -> Self
  /// 0, but undefined for 0.
  var flat: Self { get }

  func isLess(than other: Self) -> Self
  func isAtMost(_ other: Self) -> Self
  func isEqual(to other: Self) -> Self
  /// False if one is false, else undefined if one is, else unknown if one is.
  func and(_ other: Self) -> Self
  func or(_ other: Self) -> Self
  var negation: Self { get }
  /// `value` if self holds, else `otherwise`.
  func select(_ value: Self, otherwise: Self) -> Self
  /// Self where the witness is defined.
  func guarded(by witness: Self) -> Self

  /// The inverse of a square matrix given by rows.
  static func inverse(of matrix: [Self], size: Int, _ work: WorkAccount) -> [Self]
}

extension TapeNumber {
  static var isOfAnySize: Bool { false }
  func drawOwnWork(from work: WorkAccount) {}
}
