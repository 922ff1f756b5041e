import Expressions
import Numbers

/// The formula of a loop nest for a block of values of one of its indices: each operation is carried out for a block of
/// lanes at a time, and only when what it depends on has changed.
struct CodeBlock<Number: RoutineNumber> {
  /// Blocks of this many lanes fit the first cache with the operations of a usual formula.
  static var width: Int { 64 }

  private let tape: LoopTape
  private let lane: Int?
  private let spans: [[TapeCompiler.ClosedSpan]]
  private let registers: LaneRegisters<Number>
  /// Of integers: the value in the first lane, and the step from lane to lane.
  private var starts: [Int]
  private var steps: [Int]
  /// Of integers that are no a + b·k: their values.
  private var lists: [Int]

  /// - Parameters:
  ///   - order: the loops' indices, from the outermost on.
  ///   - lane: the index that runs through the lanes.
  ///   - spare: how many registers of its own the caller needs.
  init(
    _ code: LoopCode, order: [Int], lane: Int?, spare: Int = 0, arrays: [[TapeCompiler.ClosedSpan]], _ sizes: Sizes,
    _ entries: [[Number]]
  ) {
    tape = LoopTape(code, order: order, lane: lane, sizes)
    (self.lane, spans) = (lane, arrays)
    let count = tape.operations.count
    registers = LaneRegisters(count: count + spare)
    (starts, steps) = (Array(repeating: 0, count: count), Array(repeating: 0, count: count))
    lists = tape.hasLists ? Array(repeating: 0, count: count * CodeBlock.width) : []
    for (place, operation) in tape.operations.enumerated() {
      if case .constant(let number) = operation.code {
        registers.fill(place, CodeBlock.constant(tape.constants[number]))
      }
    }
    evaluate(level: 0, [], 1, entries)
  }

  private static func constant(_ operation: LoopCode.Operation) -> Number {
    switch operation {
    case .number(let value): Number(value)
    case .constant(.pi): .pi
    case .constant(.e): Number(.one).image(under: .exp)
    case .constant(.infinity): .infinity
    case .truth(let value): Number(integer: value ? 1 : 0)
    default: .undefined
    }
  }

  // MARK: Evaluation

  /// Brings the values of these levels up to date: after one of the loops has moved on.
  ///
  /// - Parameter indices: by place; the one of the lanes has its value in the first lane.
  mutating func evaluate(from first: Int, to last: Int, _ indices: [Int], _ count: Int, _ entries: [[Number]]) {
    for level in stride(from: first, through: last, by: 1) { evaluate(level: level, indices, count, entries) }
  }

  private mutating func evaluate(level: Int, _ indices: [Int], _ count: Int, _ entries: [[Number]]) {
    for position in tape.byLevel[level].indices {
      let place = tape.byLevel[level][position]
      let own = tape.operations[place]
      let lanes = own.isVarying ? count : 1
      if own.isInteger {
        evaluateInteger(own, place, indices, lanes)
        if own.isSpread {
          registers.fill(place, own.isVarying ? count : CodeBlock.width) { Number(integer: integer(place, $0)) }
        }
        continue
      }
      evaluate(own, place, lanes, entries)
      if !own.isVarying && own.isSpread { registers.spread(place) }
    }
  }

  // MARK: Integers

  private func integer(_ place: Int, _ k: Int) -> Int {
    tape.operations[place].isAffine ? starts[place] &+ steps[place] &* k : lists[place * CodeBlock.width + k]
  }

  private mutating func evaluateInteger(_ own: LoopTape.Operation, _ place: Int, _ indices: [Int], _ count: Int) {
    guard own.isAffine else {
      for k in 0..<count { lists[place * CodeBlock.width + k] = integer(own, k) }
      return
    }
    var (start, step) = (0, 0)
    switch own.code {
    case .index(let index): (start, step) = (indices[index], index == lane ? 1 : 0)
    case .sum:
      for operand in own.operands {
        start = start &+ starts[tape.operands[operand]]
        step = step &+ steps[tape.operands[operand]]
      }
    case .product:
      start = 1
      // One of the steps at most is not 0.
      for operand in own.operands {
        step = step &* starts[tape.operands[operand]] &+ start &* steps[tape.operands[operand]]
        start = start &* starts[tape.operands[operand]]
      }
    default: start = integer(own, 0)
    }
    (starts[place], steps[place]) = (start, step)
  }

  private func integer(_ own: LoopTape.Operation, _ k: Int) -> Int {
    func operand(_ place: Int) -> Int { integer(tape.operands[place], k) }
    switch own.code {
    case .integer(let value): return value
    case .sum: return own.operands.reduce(0) { $0 &+ operand($1) }
    case .product: return own.operands.reduce(1) { $0 &* operand($1) }
    case .power(let number):
      let exponent = tape.exponents[number].fraction?.numerator ?? 0
      return (0..<min(exponent, 64)).reduce(1) { product, _ in product &* operand(own.operands.lowerBound) }
    default: return 0
    }
  }

  // MARK: Numbers

  private func evaluate(_ own: LoopTape.Operation, _ place: Int, _ count: Int, _ entries: [[Number]]) {
    switch own.code {
    case .constant: return
    case .undefined, .integer, .index: registers.fill(place, .undefined)
    case .load(let array): load(array, own, place, count, entries[array])
    case .sum: fold(own, place, count) { $0 + $1 }
    case .product: fold(own, place, count) { $0 * $1 }
    case .power(let number): registers.raise(place, first(own), count, to: tape.exponents[number])
    case .generalPower: fold(own, place, count) { $0.raised(to: $1) }
    case .function(.maximum): fold(own, place, count) { $0.maximum(with: $1) }
    case .function(.minimum): fold(own, place, count) { $0.minimum(with: $1) }
    case .function(let function): registers.map(place, first(own), count) { $0.image(under: function) }
    case .comparison(let comparison): compare(comparison, own, place, count)
    case .and: fold(own, place, count) { $0.and($1) }
    case .or: fold(own, place, count) { $0.or($1) }
    case .not: registers.map(place, first(own), count) { $0.negation }
    case .cases: registers.choose(place, tape.operands[own.operands], count)
    }
  }

  private func first(_ own: LoopTape.Operation) -> Int { tape.operands[own.operands.lowerBound] }

  /// From the left: of one operand it is that operand.
  @inline(__always)
  private func fold(_ own: LoopTape.Operation, _ place: Int, _ count: Int, _ join: (Number, Number) -> Number) {
    let start = own.operands.lowerBound
    guard own.operands.count > 1 else {
      registers.map(place, tape.operands[start], count) { $0 }
      return
    }
    registers.join(place, tape.operands[start], tape.operands[start + 1], count, join)
    for operand in own.operands.dropFirst(2) { registers.join(place, place, tape.operands[operand], count, join) }
  }

  private func compare(_ comparison: Comparison, _ own: LoopTape.Operation, _ place: Int, _ count: Int) {
    let (a, b) = (first(own), tape.operands[own.operands.lowerBound + 1])
    if tape.operations[a].isInteger, tape.operations[b].isInteger {
      registers.fill(place, count) { k in
        let (a, b) = (integer(a, k), integer(b, k))
        let holds =
          switch comparison {
          case .equal: a == b
          case .notEqual: a != b
          case .less: a < b
          case .lessOrEqual: a <= b
          }
        return Number(integer: holds ? 1 : 0)
      }
      return
    }
    switch comparison {
    case .equal: registers.join(place, a, b, count) { $0.isEqual(to: $1) }
    case .notEqual: registers.join(place, a, b, count) { $0.isEqual(to: $1).negation }
    case .less: registers.join(place, a, b, count) { $0.isLess(than: $1) }
    case .lessOrEqual: registers.join(place, a, b, count) { $0.isAtMost($1) }
    }
  }

  /// Entries outside of the array are undefined: what asks for them stands in a branch that is not taken.
  private func load(_ array: Int, _ own: LoopTape.Operation, _ place: Int, _ count: Int, _ entries: [Number]) {
    var (start, step, isInside) = (0, 0, true)
    for position in own.operands.indices {
      let (operand, span) = (tape.operands[position], spans[array][position - own.operands.lowerBound])
      let (first, move) = (starts[operand], steps[operand])
      isInside =
        isInside && tape.operations[operand].isAffine && span.contains(first)
        && span.contains(first &+ move &* (count - 1))
      start = start &* span.count &+ (first &- span.lower)
      step = step &* span.count &+ move
    }
    if isInside, entries.indices.contains(start), entries.indices.contains(start &+ step &* (count - 1)) {
      registers.load(place, count, entries, from: start, by: step)
      return
    }
    registers.fill(place, count) { k in
      var (place, isInside) = (0, true)
      for (position, span) in zip(own.operands, spans[array]) {
        let value = integer(tape.operands[position], k)
        isInside = isInside && span.contains(value)
        place = place &* span.count &+ (value &- span.lower)
      }
      return isInside && place < entries.count ? entries[place] : .undefined
    }
  }

  // MARK: Results

  func result(_ k: Int) -> Number { registers.value(tape.result, k) }

  /// The result as a truth value; nil where it is not decided.
  func truth(_ k: Int) -> Bool? { result(k).decided }

  func append(to result: inout [Number], _ count: Int) {
    for k in 0..<count { result.append(registers.value(tape.result, k)) }
  }

  func store(in result: inout [Number], from start: Int, by step: Int, _ count: Int) {
    registers.store(tape.result, count, in: &result, from: start, by: step)
  }

  // MARK: Registers of the caller

  private func spare(_ number: Int) -> Int { tape.operations.count + number }

  func setSpare(_ number: Int, _ value: Number) { registers.fill(spare(number), value) }

  /// The result, for later.
  func keep(in number: Int, _ count: Int) { registers.map(spare(number), tape.result, count) { $0 } }

  /// Joins the result to what is kept.
  @inline(__always)
  func join(_ number: Int, _ count: Int, _ join: (Number, Number) -> Number) {
    registers.join(spare(number), spare(number), tape.result, count, join)
  }

  /// Joins what is kept to what is kept elsewhere, in this order.
  @inline(__always)
  func join(_ target: Int, _ first: Int, _ second: Int, _ count: Int, _ join: (Number, Number) -> Number) {
    registers.join(spare(target), spare(first), spare(second), count, join)
  }

  /// Copies what is kept.
  func move(to target: Int, from source: Int, _ count: Int) {
    registers.map(spare(target), spare(source), count) { $0 }
  }

  func storeSpare(_ number: Int, in result: inout [Number], from start: Int, by step: Int, _ count: Int) {
    registers.store(spare(number), count, in: &result, from: start, by: step)
  }
}
