import Expressions
import Numbers

/// The second stage of rigorous evaluation: midpoints of two doubles.
extension DoubleDoubleBall: Enclosure {
  static var workOfOperation: Int { 20 }
  static var workOfMatrixOperation: Int { 20 }

  var exact: Rational? { exactValue }

  var isOne: Bool { radius == 0 && precise.isOne }

  var approximation: Double { ball.midpoint }

  func integral(_ function: ElementaryFunction) -> DoubleDoubleBall {
    DoubleDoubleBall(IntegralFunctions.image(function, ball) ?? .unknown)
  }
}
