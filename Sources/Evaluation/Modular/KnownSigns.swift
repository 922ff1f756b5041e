import Expressions
import Numbers

/// What is known of the signs of a program's operations at every point where all its outputs are defined: by
/// declarations, by the operations, and since logarithms and even roots have values.
struct KnownSigns {
  private(set) var positive: [Bool]
  private(set) var nonnegative: [Bool]
  private let program: Program

  /// - Parameters:
  ///   - positiveInputs: inputs declared to be positive.
  ///   - premises: operations that premises say are positive or, where false, not negative.
  init(
    _ program: Program, positiveInputs: Set<Int>, nonnegativeInputs: Set<Int>,
    premises: [(place: Int, isPositive: Bool)]
  ) {
    self.program = program
    positive = Array(repeating: false, count: program.count)
    nonnegative = positive
    for premise in premises { note(premise.place, isPositive: premise.isPositive) }
    for place in program.operations.indices where program.operations[place] == .input {
      if positiveInputs.contains(program.payloads[place]) { note(place, isPositive: true) }
      if nonnegativeInputs.contains(program.payloads[place]) { note(place, isPositive: false) }
    }
    for place in program.operations.indices { demand(place) }
    // Twice, since what is handed down helps what is handed up.
    for _ in 0..<2 {
      for place in program.operations.indices { handUp(place) }
      for place in program.operations.indices.reversed() { handDown(place) }
    }
    for place in program.operations.indices { handUp(place) }
  }

  private mutating func note(_ place: Int, isPositive: Bool) {
    nonnegative[place] = true
    if isPositive { positive[place] = true }
  }

  private func operands(_ place: Int) -> ArraySlice<Int> {
    program.operands[program.operandStarts[place]..<program.operandStarts[place + 1]]
  }

  /// Operands that must have a sign for the operation to be defined.
  private mutating func demand(_ place: Int) {
    guard let operand = operands(place).first else { return }
    switch program.operations[place] {
    case .power:
      let exponent = program.rationals[program.payloads[place]]
      if exponent.denominator.isEven { note(operand, isPositive: exponent.signum < 0) }
    case .function:
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: program.payloads[place]))
      if function == .log || function == .acosh { note(operand, isPositive: true) }
    default: break
    }
  }

  private mutating func handUp(_ place: Int) {
    let parts = operands(place)
    switch program.operations[place] {
    case .constant:
      let sign = program.rationals[program.payloads[place]].signum
      if sign >= 0 { note(place, isPositive: sign > 0) }
    case .pi: note(place, isPositive: true)
    case .alias, .guarded: if let first = parts.first, nonnegative[first] { note(place, isPositive: positive[first]) }
    case .sum: if parts.allSatisfy({ nonnegative[$0] }) { note(place, isPositive: parts.contains { positive[$0] }) }
    case .product:
      if parts.allSatisfy({ nonnegative[$0] }) { note(place, isPositive: parts.allSatisfy { positive[$0] }) }
    case .power:
      let exponent = program.rationals[program.payloads[place]]
      guard let base = parts.first else { return }
      if positive[base] { note(place, isPositive: true) }
      if nonnegative[base] || exponent.numerator.isEven || exponent.denominator.isEven {
        note(place, isPositive: exponent.signum < 0)
      }
    case .unknown: if program.payloads[place] % 2 == 1 { note(place, isPositive: true) }
    case .generalPower: if let base = parts.first, positive[base] { note(place, isPositive: true) }
    case .function:
      guard let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: program.payloads[place])) else {
        return
      }
      if function.properties.isNonnegative { note(place, isPositive: function.properties.isPositive) }
    default: break
    }
  }

  /// Of a positive product whose other factors are positive the last one is, too; of x³ > 0 it is x, and of x − 1 ≥ 0.
  private mutating func handDown(_ place: Int) {
    guard nonnegative[place] else { return }
    let parts = operands(place)
    switch program.operations[place] {
    case .alias, .guarded: if let first = parts.first { note(first, isPositive: positive[place]) }
    case .power:
      let exponent = program.rationals[program.payloads[place]]
      if let base = parts.first, !exponent.numerator.isEven {
        note(base, isPositive: positive[place] || exponent.signum < 0)
      }
    case .product:
      let others = parts.filter { !positive[$0] }
      if others.count == 1 { note(others[0], isPositive: positive[place]) }
    case .sum:
      let others = parts.filter { !isNegativeConstant($0) }
      if others.count == 1 { note(others[0], isPositive: positive[place] || others.count < parts.count) }
    default: break
    }
  }

  private func isNegativeConstant(_ place: Int) -> Bool {
    guard program.operations[place] == .constant else { return false }
    return program.rationals[program.payloads[place]].signum < 0
  }
}
