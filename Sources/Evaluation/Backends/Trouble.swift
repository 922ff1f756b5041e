import Expressions
import Numbers

/// Why an output has no value at a point, or none that is known.
public struct Trouble: Sendable, Equatable {
  /// `log(-1) is not a real number`, in words for the person who asked.
  public var text: String
}

extension Program {
  /// What keeps each output from a value at the point: of its operations the first one whose operands still have values.
  /// Nil for an output with a value.
  public func troubles(at point: Point) -> [Trouble?] {
    let values: [Ball] = values(inputs: { point.ball($0) }, rationals: rationals.map { Ball($0) })
    return outputs.map { trouble(at: $0, values) }
  }

  private func trouble(at output: Int, _ values: [Ball]) -> Trouble? {
    if values[output].isBounded { return nil }
    var place = output
    while let next = operandInTrouble(place, values) { place = next }
    let operands = operands[operandStarts[place]..<operandStarts[place + 1]].map { values[$0] }
    return Trouble(text: description(of: place, operands, isUndefined: !values[place].isDefined))
  }

  /// The operand that the operation has its trouble from. Of a choice that is made the other branch does not count.
  private func operandInTrouble(_ place: Int, _ values: [Ball]) -> Int? {
    let own = operands[operandStarts[place]..<operandStarts[place + 1]]
    if operations[place] == .inverse || operations[place] == .inverseEntry { return nil }
    if operations[place] == .select, let condition = own.first, values[condition].isBounded {
      let taken = values[condition].isZero ? own.last : own.dropFirst().first
      return taken.flatMap { values[$0].isBounded ? nil : $0 }
    }
    let isUndefined = !values[place].isDefined
    return own.first { isUndefined ? !values[$0].isDefined : !values[$0].isBounded }
  }

  private func description(of place: Int, _ operands: [Ball], isUndefined: Bool) -> String {
    let texts = operands.map { text($0) }
    switch operations[place] {
    case .undefined: return payloads[place] == 1 ? "an entry outside its range" : "a part of it has no value"
    case .input: return "a value beyond the range of floating-point numbers"
    case .power where operands.count == 1:
      return power(operands[0], rationals[payloads[place]], isUndefined: isUndefined)
    case .generalPower where operands.count == 2:
      return isUndefined ? "(\(texts[0]))^(\(texts[1])) is not a real number" : "overflow: \(texts[0])^\(texts[1])"
    case .function where operands.count == 1:
      let name = (ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) ?? .exp).name
      let call = "\(name)(\(texts[0]))"
      if isUndefined { return operands[0].isZero ? "\(call) is undefined" : "\(call) is not a real number" }
      let overflows = operands[0].radius <= 1e-3 * max(abs(operands[0].midpoint), 1) && !operands[0].containsZero
      return overflows ? "overflow: \(call)" : "\(call) cannot be enclosed: its argument is not known well enough"
    case .functionOfSeveral:
      let name = (ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) ?? .exp).name
      let call = "\(name)(\(texts.dropFirst().reduce(texts[0]) { "\($0), \($1)" }))"
      return isUndefined ? "\(call) is not a real number" : "\(call) cannot be enclosed"
    case .inverse, .inverseEntry: return isUndefined ? "a singular matrix" : "a matrix that may be singular"
    case .infinity: return "it is infinite"
    case .less, .lessOrEqual, .equal, .select: return "a comparison too close to call"
    default: return isUndefined ? "undefined" : "overflow: a number beyond the range of floating-point numbers"
    }
  }

  private func power(_ base: Ball, _ exponent: Rational, isUndefined: Bool) -> String {
    let isRoot = exponent == Rational(1, 2)
    if isUndefined {
      if base.isZero { return "division by zero" }
      return isRoot ? "sqrt(\(text(base))) is not a real number" : "(\(text(base)))^(\(exponent)) is not a real number"
    }
    if exponent.signum < 0 && base.containsZero { return "a division by what may be zero" }
    if base.containsZero { return "a root of what may be negative" }
    return "overflow: (\(text(base)))^\(exponent.isInteger ? exponent.description : "(\(exponent))")"
  }

  /// As it would be typed: `-1`, `0.5`, or with its error.
  private func text(_ ball: Ball) -> String {
    let midpoint = ball.midpoint
    let isWhole = midpoint == midpoint.rounded() && abs(midpoint) < 1e15
    let number = isWhole ? String(Int(midpoint)) : midpoint.description
    return ball.radius == 0 || ball.relativeRadius < 1e-6
      ? number : "\(number) ± \(DecimalText.text(ball.radius, digits: 1, upwards: true))"
  }
}
