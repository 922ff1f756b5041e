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
    case .undefined, .infinity, .generalPower, .polygamma, .functionOfSeveral, .flat, .inverse, .inverseEntry: false
    case .power: rationals[Int(payload)].isInteger && rationals[Int(payload)].signum >= 0
    case .function: ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payload))?.isDefinedEverywhere ?? false
    }
  }
}
