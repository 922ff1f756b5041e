import Expressions
import Numbers

/// A program for many points: a block of them goes through one step after the other, one lane a point.
///
/// What a step costs besides its arithmetic is paid once for a block, and the arithmetic runs in vector instructions. A sum
/// of products, the usual case, is one step, whose products are not stored; a row of a block is given to another value as
/// soon as its own is not needed any more, so that all rows stay in the fastest memory.
///
/// Doubles without bounds: they guide a search or are compared up to a tolerance, and are never the ground of a verdict.
public struct BlockProgram: Sendable {
  /// Points in a block: one gets by with fewer steps where it is long, and all its rows stay in the fastest memory where it
  /// is short. A model of it, the gradient of a softmax of 100, was as fast with 8 and 32 lanes as with 16.
  static var width: Int { 16 }
  private static var groups: Int { width / Lanes.width }

  /// What is done with rows.
  private struct Step {
    enum Kind { case sumOfProducts, inverse, operation }

    var kind: Kind
    var operation: TapeOperation
    var payload: Int
    /// The row of the result; of a matrix's inverse the first of them.
    var row: Int
    /// Its operands in `operands`.
    var operands: Range<Int>
  }

  private var steps: [Step] = []
  /// Rows; of a sum of products all factors of the first term, then those of the second, the last one of each complemented.
  private var operands: [Int] = []
  private let rationals: [Rational]
  /// Rows that have one value at all points.
  private var constants: [(row: Int, value: Double)] = []
  /// The inputs that matter: which one of a point, and the row of its values.
  private var inputs: [(place: Int, row: Int)] = []
  /// The rows of the outputs.
  private var outputs: [Int] = []
  /// Inputs of a point.
  public let inputCount: Int
  private var rowCount = 0
  private let work: WorkAccount

  public init(_ program: Program) {
    rationals = program.rationals
    work = program.work
    inputCount = program.inputs.count
    var rows = RowAllocation(program)
    for place in program.operations.indices { add(place, of: program, &rows) }
    outputs = program.outputs.map { rows.row(of: $0) }
    rowCount = rows.count
    work.draw(program.count)
  }

  public var outputCount: Int { outputs.count }

  // MARK: Compilation

  private mutating func add(_ place: Int, of program: Program, _ rows: inout RowAllocation) {
    let (operation, payload) = (program.operations[place], program.payloads[place])
    switch operation {
    // They are loaded before the first step.
    case .input: inputs.append((payload, rows.take(forGood: place)))
    case .constant: constants.append((rows.take(forGood: place), program.rationals[payload].double))
    case .pi: constants.append((rows.take(forGood: place), .pi))
    case .infinity: constants.append((rows.take(forGood: place), .infinity))
    case .undefined, .unknown: constants.append((rows.take(forGood: place), .nan))
    // The entries come with their matrix, and a name is what it names.
    case .inverseEntry, .alias: break
    case .inverse:
      let start = operands.count
      operands += rows.parts(of: place).map { rows.row(of: $0) }
      let targets = (1...(payload * payload)).map { rows.take(forGood: place + $0) }
      steps.append(
        Step(kind: .inverse, operation: operation, payload: payload, row: targets[0], operands: start..<operands.count))
    default:
      // It is a term of another one.
      if rows.isInlined[place] { return }
      let start = operands.count
      let isSum = operation == .sum || rows.isProduct(place)
      let used = isSum ? addTerms(of: place, operation, rows) : rows.parts(of: place)
      if !isSum { operands += used.map { rows.row(of: $0) } }
      // An operation reads a lane of its operands before it writes the lane of its result.
      rows.release(used)
      steps.append(
        Step(
          kind: isSum ? .sumOfProducts : .operation, operation: operation, payload: payload, row: rows.take(place),
          operands: start..<operands.count))
    }
  }

  /// The terms of a sum, or a product as the only one; returns what they use.
  private mutating func addTerms(of place: Int, _ operation: TapeOperation, _ rows: RowAllocation) -> [Int] {
    var used: [Int] = []
    for term in operation == .sum ? rows.parts(of: place) : [place] {
      let factors = term == place || rows.isInlined[term] ? rows.factors(of: term) : [term]
      operands += factors.map { rows.row(of: $0) }
      operands[operands.count - 1] = ~operands[operands.count - 1]
      used += factors
    }
    return used
  }

  // MARK: Evaluation

  /// The outputs at all points.
  ///
  /// - Parameters:
  ///   - points: the inputs of the first point, then those of the second, …
  ///   - count: of points.
  /// - Returns: The outputs of the first point, then those of the second, …; NaN where one is undefined, or a comparison is
  ///   too close to call.
  public func values(at points: [Double], count: Int) -> [Double] {
    var results = [Double](repeating: .nan, count: count * outputCount)
    evaluate(at: points, count: count, into: &results)
    return results
  }

  /// The same where the results of earlier points were: with fresh memory for each 10,000 gradients of a batch norm two
  /// threads took 0.97 of one thread's time, without 0.6.
  public func evaluate(at points: [Double], count: Int, into results: inout [Double]) {
    precondition(points.count == count * inputCount && results.count == count * outputCount)
    let rows = Rows.allocate(capacity: max(1, rowCount * BlockProgram.groups))
    rows.initialize(repeating: .undefined, count: rowCount * BlockProgram.groups)
    defer { rows.deallocate() }
    for (row, value) in constants {
      for group in 0..<BlockProgram.groups { rows[row * BlockProgram.groups + group] = Lanes(value) }
    }
    work.draw((steps.count + operands.count) * ((count + BlockProgram.width - 1) / BlockProgram.width))
    points.withUnsafeBufferPointer { points in
      results.withUnsafeMutableBufferPointer { results in
        for first in stride(from: 0, to: count, by: BlockProgram.width) {
          let lanes = min(BlockProgram.width, count - first)
          load(points, first, lanes, into: rows)
          for step in steps { run(step, on: rows) }
          store(rows, first, lanes, into: results)
        }
      }
    }
  }

  private typealias Rows = UnsafeMutablePointer<Lanes>

  /// Point after point, in the order in which they lie in memory: taking an input at all points of a block at once was
  /// slower. Lanes beyond the last point repeat it.
  private func load(_ points: UnsafeBufferPointer<Double>, _ first: Int, _ lanes: Int, into rows: Rows) {
    guard let points = points.baseAddress else { return }
    rows.withMemoryRebound(to: Double.self, capacity: rowCount * BlockProgram.width) { cells in
      for lane in 0..<BlockProgram.width {
        let (point, column) = (points + (first + min(lane, lanes - 1)) * inputCount, cells + lane)
        for input in inputs { column[input.row &* BlockProgram.width] = point[input.place] }
      }
    }
  }

  private func store(_ rows: Rows, _ first: Int, _ lanes: Int, into results: UnsafeMutableBufferPointer<Double>) {
    guard let results = results.baseAddress else { return }
    rows.withMemoryRebound(to: Double.self, capacity: rowCount * BlockProgram.width) { cells in
      for lane in 0..<lanes {
        let (result, column) = (results + (first + lane) * outputCount, cells + lane)
        for (place, row) in outputs.enumerated() { result[place] = column[row &* BlockProgram.width] }
      }
    }
  }

  @inline(__always)
  private func run(_ step: Step, on rows: Rows) {
    switch step.kind {
    case .sumOfProducts: addProducts(step, on: rows)
    case .inverse: invert(step, on: rows)
    case .operation:
      for group in 0..<BlockProgram.groups {
        rows[step.row * BlockProgram.groups + group] = value(of: step, group, rows)
      }
    }
  }

  /// Σ Π, the products in registers.
  @inline(__always)
  private func addProducts(_ step: Step, on rows: Rows) {
    operands.withUnsafeBufferPointer { operands in
      for group in 0..<BlockProgram.groups {
        let column = rows + group
        var k = step.operands.lowerBound
        @inline(__always)
        func term() -> SIMD8<Double> {
          var row = operands[k]
          k &+= 1
          if row < 0 { return column[~row &* BlockProgram.groups].values }
          var product = column[row &* BlockProgram.groups].values
          repeat {
            row = operands[k]
            k &+= 1
            product *= column[(row < 0 ? ~row : row) &* BlockProgram.groups].values
          } while row >= 0
          return product
        }
        var total = term()
        while k < step.operands.upperBound { total += term() }
        column[step.row &* BlockProgram.groups] = Lanes(total)
      }
    }
  }

  private func invert(_ step: Step, on rows: Rows) {
    for group in 0..<BlockProgram.groups {
      let entries = operands[step.operands].map { rows[$0 * BlockProgram.groups + group] }
      let inverse = Lanes.inverse(of: entries, size: step.payload, work)
      for (k, entry) in inverse.enumerated() { rows[(step.row + k) * BlockProgram.groups + group] = entry }
    }
  }

  private func value(of step: Step, _ group: Int, _ rows: Rows) -> Lanes {
    TapeOperation.value(step.operation, payload: step.payload, rationals, operandCount: step.operands.count) {
      rows[operands[step.operands.lowerBound + $0] * BlockProgram.groups + group]
    }
  }
}

/// Which row holds which value, while steps are made in their order.
private struct RowAllocation {
  private let program: Program
  /// What an operation is but for its names.
  private let origins: [Int]
  private var rows: [Int]
  private var free: [Int] = []
  /// How often each value is still wanted.
  private var uses: [Int]
  /// Products that are terms or factors of one other operation and nothing else.
  private(set) var isInlined: [Bool]
  private(set) var count = 0

  init(_ program: Program) {
    self.program = program
    rows = Array(repeating: -1, count: program.count)
    uses = Array(repeating: 0, count: program.count)
    isInlined = Array(repeating: false, count: program.count)
    var origins = Array(program.operations.indices)
    for place in origins where program.operations[place] == .alias {
      origins[place] = origins[program.operands[program.operandStarts[place]]]
    }
    self.origins = origins
    for place in origins.indices where program.operations[place] != .alias {
      for part in parts(of: place) { uses[part] += 1 }
    }
    // An output is wanted at the end.
    for output in program.outputs { uses[origins[output]] += 1 }
    for place in origins.indices where program.operations[place] == .sum || program.operations[place] == .product {
      for part in parts(of: place) where isProduct(part) && uses[part] == 1 { isInlined[part] = true }
    }
  }

  /// A product, or a power that is one: it is carried out as a term of a sum.
  func isProduct(_ place: Int) -> Bool { program.operations[place] == .product || smallPower(place) != nil }

  private func smallPower(_ place: Int) -> Int? {
    guard program.operations[place] == .power, let exponent = program.rationals[program.payloads[place]].asInt,
      (2...4).contains(exponent)
    else { return nil }
    return exponent
  }

  /// The operands, the base of a small power as often as it is a factor.
  func parts(of place: Int) -> [Int] {
    let operands = program.operands[program.operandStarts[place]..<program.operandStarts[place + 1]].map { origins[$0] }
    return smallPower(place).map { Array(repeating: operands[0], count: $0) } ?? operands
  }

  /// The factors of a product, those of inlined ones in their places.
  func factors(of place: Int) -> [Int] {
    var factors: [Int] = []
    var pending = Array(parts(of: place).reversed())
    while let part = pending.popLast() {
      if isInlined[part] { pending += parts(of: part).reversed() } else { factors.append(part) }
    }
    return factors
  }

  func row(of place: Int) -> Int { rows[origins[place]] }

  /// A row for a value that ends with its last use.
  mutating func take(_ place: Int) -> Int {
    rows[place] = free.popLast() ?? newRow()
    return rows[place]
  }

  /// A new row that no other value gets.
  mutating func take(forGood place: Int) -> Int {
    rows[place] = newRow()
    uses[place] = .max
    return rows[place]
  }

  private mutating func newRow() -> Int {
    count += 1
    return count - 1
  }

  /// These values were used once.
  mutating func release(_ used: [Int]) {
    for value in used where uses[value] != .max {
      uses[value] -= 1
      if uses[value] == 0 { free.append(rows[value]) }
    }
  }
}
