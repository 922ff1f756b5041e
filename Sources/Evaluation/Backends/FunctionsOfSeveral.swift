import Expressions
import Numbers

/// Functions whose arguments have places of their own.
extension TapeNumber {
  /// The value of such a function; only balls and doubles have one.
  static func image(under function: ElementaryFunction, of arguments: [Self]) -> Self { .unknown }
}

extension Ball {
  static func image(under function: ElementaryFunction, of arguments: [Ball]) -> Ball {
    guard arguments.count == function.argumentCount else { return .undefined }
    if let special = arguments.first(where: { !$0.isDefined }) ?? arguments.first(where: { $0.isUnknown }) {
      return special
    }
    switch function {
    case .ellipticF: return EllipticIntegrals.first(arguments[0], arguments[1])
    case .ellipticE: return EllipticIntegrals.second(arguments[0], arguments[1])
    case .ellipticPi: return EllipticIntegrals.third(arguments[0], arguments[1], arguments[2])
    case .incompleteGamma: return IncompleteGamma.value(arguments[0], arguments[1])
    case .polylogarithm: return Polylogarithm.value(arguments[0], arguments[1])
    default: return .undefined
    }
  }
}

extension DoubleDoubleBall {
  /// In doubles, as the functions that are integrals of elementary ones.
  static func image(under function: ElementaryFunction, of arguments: [DoubleDoubleBall]) -> DoubleDoubleBall {
    DoubleDoubleBall(Ball.image(under: function, of: arguments.map { $0.ball }))
  }
}

extension FixedPrecision {
  static func image(under function: ElementaryFunction, of arguments: [Self]) -> Self {
    Self(Ball.image(under: function, of: arguments.map { $0.ball.ball }))
  }
}

extension ComplexBall {
  static func image(under function: ElementaryFunction, of arguments: [ComplexBall]) -> ComplexBall {
    guard arguments.allSatisfy({ $0.isReal }) else { return .unknown }
    return ComplexBall(Ball.image(under: function, of: arguments.map { $0.real }))
  }
}

extension Lanes {
  static func image(under function: ElementaryFunction, of arguments: [Lanes]) -> Lanes {
    var result = Lanes.undefined
    for lane in 0..<width {
      let own = arguments.map { Ball($0.values[lane]) }
      result.values[lane] = Scalar.middle(Ball.image(under: function, of: own))
    }
    return result
  }
}
