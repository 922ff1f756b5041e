import Expressions
import Numbers

/// The part of a tape that some outputs need, ready to be evaluated at many points.
public struct Program: Sendable {
  private(set) var operations: [TapeOperation]
  private(set) var payloads: [Int]
  let operandStarts: [Int]
  let operands: [Int]
  let outputs: [Int]
  /// By node of the tape, its place here.
  let places: [Tape.Node: Int]
  private(set) var rationals: [Rational]
  let inputs: Inputs
  let work: WorkAccount

  /// The program of these outputs, in this order.
  public init(_ tape: Tape, outputs: [Tape.Node]) {
    let needed = Program.needed(tape, outputs)
    var place = [Int](repeating: -1, count: tape.count)
    var (starts, list) = ([0], [Int]())
    for (position, node) in needed.enumerated() {
      place[node.place] = position
      for operand in tape.operands(node) { list.append(place[operand.place]) }
      starts.append(list.count)
    }
    operations = needed.map { tape.operation($0) }
    payloads = needed.map { tape.payload($0) }
    operandStarts = starts
    operands = list
    self.outputs = outputs.map { place[$0.place] }
    places = Program.names(tape, needed)
    rationals = tape.rationals
    inputs = tape.inputs
    work = tape.work
    work.draw(tape.count)
  }

  /// Inputs and aliases, whose values may be replaced.
  private static func names(_ tape: Tape, _ needed: [Tape.Node]) -> [Tape.Node: Int] {
    var names: [Tape.Node: Int] = [:]
    for (position, node) in needed.enumerated() {
      let operation = tape.operation(node)
      if operation == .alias || operation == .input { names[node] = position }
    }
    return names
  }

  /// What the outputs depend on, ascending. With an inverse all its entries are kept, since they are its results.
  private static func needed(_ tape: Tape, _ outputs: [Tape.Node]) -> [Tape.Node] {
    let top = outputs.map { $0.place }.max() ?? -1
    var isNeeded = [Bool](repeating: false, count: tape.count)
    for output in outputs { isNeeded[output.place] = true }
    for place in stride(from: top, through: 0, by: -1) where isNeeded[place] {
      let node = Tape.Node(place)
      for operand in tape.operands(node) { isNeeded[operand.place] = true }
      if tape.operation(node) == .inverse {
        let size = tape.payload(node)
        for entry in 1...(size * size) { isNeeded[place + entry] = true }
      }
    }
    return isNeeded.indices.filter { isNeeded[$0] }.map { Tape.Node($0) }
  }

  public var count: Int { operations.count }

  /// How many of its operations are functions that take a series, or roots.
  public var functionCount: Int {
    operations.indices.count { place in
      switch operations[place] {
      case .function:
        switch ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) {
        case .abs?, .sign?, .step?, .floor?, .maximum?, .minimum?: false
        default: true
        }
      case .power: !rationals[payloads[place]].isInteger
      case .generalPower, .polygamma, .functionOfSeveral, .inverse: true
      default: false
      }
    }
  }

  /// The same with slopes of 0 at kinks, too: what has a value now and had none before stands at one.
  public var steppingOverKinks: Program {
    var other = self
    for place in operations.indices where operations[place] == .flat {
      other.operations[place] = .constant
      other.payloads[place] = rationals.count
    }
    other.rationals.append(.zero)
    return other
  }

  /// The values of all operations. `replacing` puts a value in the place of an operation's own.
  func values<Value: TapeNumber>(
    inputs: (Int) -> Value, rationals: [Value], replacing: [(place: Int, value: Value)] = []
  ) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    var replaced = 0
    work.draw((count + operands.count) * Value.workOfOperation)
    for place in operations.indices {
      // The entries of an inverse are there already.
      if place < values.count { continue }
      if replaced < replacing.count && replacing[replaced].place == place {
        values.append(replacing[replaced].value)
        replaced += 1
        continue
      }
      switch operations[place] {
      case .input: values.append(inputs(payloads[place]))
      case .constant: values.append(rationals[payloads[place]])
      case .inverse:
        let entries = operands[operandStarts[place]..<operandStarts[place + 1]].map { values[$0] }
        work.draw(payloads[place] * entries.count * Value.workOfMatrixOperation)
        values.append(.undefined)
        values.append(contentsOf: Value.inverse(of: entries, size: payloads[place], work))
      default:
        let value = value(at: place, values)
        if Value.isOfAnySize {
          if work.isSpent { return Array(repeating: .unknown, count: count) }
          value.drawOwnWork(from: work)
        }
        values.append(value)
      }
    }
    return values
  }

  /// The value of an operation from its operands'.
  @inline(__always)
  private func value<Value: TapeNumber>(at place: Int, _ values: [Value]) -> Value {
    let start = operandStarts[place]
    return TapeOperation.value(
      operations[place], payload: payloads[place], rationals, operandCount: operandStarts[place + 1] - start
    ) { values[operands[start + $0]] }
  }
}

extension TapeOperation {
  /// The value of an operation that is neither given nor one of several results.
  @inline(__always)
  static func value<Value: TapeNumber>(
    _ operation: TapeOperation, payload: Int, _ rationals: [Rational], operandCount: Int, operand: (Int) -> Value
  ) -> Value {
    @inline(__always)
    func folded(_ join: (Value, Value) -> Value) -> Value {
      var result = operand(0)
      for k in 1..<operandCount { result = join(result, operand(k)) }
      return result
    }
    switch operation {
    case .undefined, .input, .constant, .inverse, .inverseEntry, .unknown: return .undefined
    case .pi: return .pi
    case .infinity: return .infinity
    case .alias: return operand(0)
    case .sum: return folded { $0 + $1 }
    case .product: return folded { $0 * $1 }
    case .power: return operand(0).power(rationals[payload])
    case .generalPower: return operand(0).raised(to: operand(1))
    case .function:
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payload)) ?? .exp
      return operand(0).image(under: function)
    case .functionOfSeveral:
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payload)) ?? .exp
      return Value.image(under: function, of: (0..<operandCount).map { operand($0) })
    case .maximum: return folded { $0.maximum(with: $1) }
    case .minimum: return folded { $0.minimum(with: $1) }
    case .polygamma: return operand(0).polygamma(payload)
    case .flat: return operand(0).flat
    case .less: return operand(0).isLess(than: operand(1))
    case .lessOrEqual: return operand(0).isAtMost(operand(1))
    case .equal: return operand(0).isEqual(to: operand(1))
    case .and: return folded { $0.and($1) }
    case .or: return folded { $0.or($1) }
    case .not: return operand(0).negation
    case .select: return operand(0).select(operand(1), otherwise: operand(2))
    case .guarded: return folded { $0.guarded(by: $1) }
    }
  }
}
