import Expressions
import Numbers

/// Which operations are defined everywhere.
extension Tape {
  func traits(of operation: TapeOperation, _ payload: UInt32, _ parts: [Node]) -> Traits {
    var result: Traits = isDefinedEverywhere(operation, payload) ? [.isTotal, .isConstant] : [.isConstant]
    for part in parts { result.formIntersection(traits[part.place].union(.isTotal)) }
    if !parts.allSatisfy({ isTotal($0) }) { result.remove(.isTotal) }
    if operation == .input || operation == .alias { result.remove(.isConstant) }
    return result
  }

  /// The operation has a value whenever its operands have.
  private func isDefinedEverywhere(_ operation: TapeOperation, _ payload: UInt32) -> Bool {
    switch operation {
    case .constant, .pi, .input, .alias, .sum, .product, .maximum, .minimum, .less, .lessOrEqual, .equal, .and, .or,
      .not, .select, .guarded, .unknown:
      true
    case .undefined, .infinity, .generalPower, .polygamma, .flat, .inverse, .inverseEntry: false
    case .power: rationals[Int(payload)].isInteger && rationals[Int(payload)].signum >= 0
    case .function: ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payload))?.isDefinedEverywhere ?? false
    }
  }
}

extension ElementaryFunction {
  /// Defined for every real argument. `step` is left undefined at 0, where authors disagree (0, 1/2 or 1).
  var isDefinedEverywhere: Bool {
    switch self {
    case .exp, .abs, .sign, .sin, .cos, .atan, .sinh, .cosh, .tanh, .asinh, .sigmoid, .softplus, .erf, .maximum,
      .minimum, .floor, .imaginaryError, .sineIntegral, .hyperbolicSineIntegral, .fresnelSine, .fresnelCosine:
      true
    case .exponentialIntegral, .cosineIntegral, .hyperbolicCosineIntegral, .dilogarithm: false
    case .log, .step, .tan, .asin, .acos, .acosh, .atanh, .gamma, .logGamma, .digamma: false
    }
  }
}
