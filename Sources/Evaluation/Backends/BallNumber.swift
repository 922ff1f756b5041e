import Expressions
import Numbers

/// The first stage of rigorous evaluation: midpoints of 53 bits.
extension Ball: Enclosure {
  init(_ ball: Ball) { self = ball }

  static var workOfOperation: Int { 5 }
  static var workOfMatrixOperation: Int { 5 }

  var isOne: Bool { midpoint == 1 && radius == 0 }

  var exact: Rational? { radius == 0 ? Rational(exactly: midpoint) : nil }

  func polygamma(_ order: Int) -> Ball { GammaFunctions.polygamma(order, self) }

  var gamma: Ball { GammaFunctions.gamma(self) }

  var logGamma: Ball { GammaFunctions.logGamma(self) }

  func integral(_ function: ElementaryFunction) -> Ball { IntegralFunctions.image(function, self) ?? .unknown }

  var approximation: Double { midpoint }

  var floor: Ball {
    let (low, high) = (lower.rounded(.down), upper.rounded(.down))
    return low == high ? Ball(low) : .unknown
  }
}
