import Expressions
import Numbers

/// What a number of a routine must be made of.
protocol RoutineNumber: TapeNumber {
  init(_ value: Rational)
  init(integer: Int)
  /// True or false where the number is 1 or 0 for certain.
  var decided: Bool? { get }
  /// Its powers with the exponents 2, −1 and 1/2.
  var square: Self { get }
  var reciprocal: Self { get }
  var root: Self { get }
  /// A partial sum with one more term.
  static func accumulated(_ total: Self, _ term: Self) -> Self
}

extension RoutineNumber {
  var square: Self { power(Rational(2)) }
  var reciprocal: Self { power(Rational(-1)) }
  var root: Self { power(Rational(1, 2)) }
  static func accumulated(_ total: Self, _ term: Self) -> Self { total + term }
}

extension RoutineRun {
  /// Of each matrix in the two last indices of an array.
  func determinants(of matrix: Int, logarithm: Bool) -> [Number] {
    let size = spans[matrix].last?.count ?? 0
    let count = spans[matrix].dropLast(2).reduce(1) { $0 * $1.count }
    return (0..<count).map { place in
      if size == 0 { return Number(logarithm ? .zero : .one) }
      let entries = Array(entries[matrix][(place * size * size)...].prefix(size * size))
      let value = DivisionFree.determinant(of: entries, size: size, minusOne: Number(Rational(-1))) { pairs in
        pairs.reduce(Number(.zero)) { $0 + $1.0 * $1.1 }
      }
      return logarithm ? value.image(under: .log) : value
    }
  }
}

extension DoubleDoubleBall: RoutineNumber {}
extension FixedPrecision: RoutineNumber {}
extension RoundedNumber: RoutineNumber {}
extension RangedNumber: RoutineNumber {}
extension RunningError: RoutineNumber {
  /// A truth value is certain.
  var decided: Bool? { bound > 0 ? nil : value == 1 ? true : value == 0 ? false : nil }
}

extension Enclosure {
  init(integer: Int) { self.init(Rational(integer)) }
  var decided: Bool? { isBounded && isOne ? true : isBounded && isZero ? false : nil }
}

extension ApproximateNumber {
  init(_ value: Rational) { self.init(value.double) }
  init(integer: Int) { self.init(Double(integer)) }
  var decided: Bool? { value == 1 ? true : value == 0 ? false : nil }
}

/// Why a routine was not run.
public enum RoutineFailure: Error, Hashable, Sendable {
  /// A size is missing or negative.
  case size(Dimension)
  /// The arrays would have more than this many entries in all.
  case tooLarge(Int)
}

/// One run of a routine at given sizes, in numbers of one kind.
///
/// One index runs in blocks: each operation of a formula is carried out for a block of lanes at a time. It is the last
/// index, so that entries lie side by side, unless that has few values; it runs outside of the others, so that what
/// depends on it alone is made once.
struct RoutineRun<Number: RoutineNumber> {
  private let routine: Routine
  let sizes: Sizes
  let order: SummationOrder
  /// By array: what a sum is rounded by after each term.
  let rounding: [Int: (Number) -> Number]
  private let work: WorkAccount
  /// By array: its extents and its entries.
  private(set) var spans: [[Span]] = []
  private(set) var entries: [[Number]] = []

  typealias Span = TapeCompiler.ClosedSpan

  init(
    _ routine: Routine, _ sizes: Sizes, order: SummationOrder = .forward, rounding: [Int: (Number) -> Number] = [:]
  ) throws(RoutineFailure) {
    (self.routine, self.sizes, self.order, self.rounding) = (routine, sizes, order, rounding)
    work = .unlimited
    for dimension in routine.dimensions where (sizes[dimension] ?? -1) < 0 { throw .size(dimension) }
    var count = 0
    for array in routine.arrays {
      let spans = array.extents.map { $0.span(sizes, []) }
      self.spans.append(spans)
      count += spans.reduce(1) { $0.multipliedReportingOverflow(by: $1.count).partialValue }
      if count < 0 || count > routine.mostEntries { throw .tooLarge(routine.mostEntries) }
    }
    entries = Array(repeating: [], count: routine.arrays.count)
  }

  /// The shape of an array.
  func shape(_ array: Int) -> [Int] { spans[array].map { $0.count } }

  mutating func set(_ array: Int, _ values: [Number]) { entries[array] = values }

  /// Carries out all steps; every input has been set.
  mutating func run() {
    for step in routine.steps {
      switch step.body {
      case .value(let code): entries[step.target] = map(spans[step.target], code)
      case .reduction(let reduction, let extent, _, let condition, let code):
        let nest = ReductionNest(spans: spans[step.target], reduction: reduction, extent: extent, condition: condition)
        entries[step.target] = reduce(nest, code, rounding[step.target])
      case .inverse(let matrix): entries[step.target] = inverses(of: matrix)
      case .determinant(let matrix, let logarithm):
        entries[step.target] = determinants(of: matrix, logarithm: logarithm)
      }
    }
  }

  private func map(_ spans: [Span], _ code: LoopCode) -> [Number] {
    var result = [Number](repeating: .undefined, count: spans.reduce(1) { $0 * $1.count })
    if result.isEmpty { return [] }
    guard let lane = LaneWalk.lane(of: spans) else {
      let block = CodeBlock(code, order: [], lane: nil, arrays: self.spans, sizes, entries)
      return [block.result(0)]
    }
    var walk = LaneWalk(spans, lane: lane)
    var block = CodeBlock(code, order: walk.order, lane: lane, arrays: self.spans, sizes, entries)
    while walk.advance() {
      block.evaluate(from: walk.level, to: spans.count, walk.indices, walk.count, entries)
      block.store(in: &result, from: walk.place, by: walk.step, walk.count)
    }
    return result
  }

  private func inverses(of matrix: Int) -> [Number] {
    let size = spans[matrix].last?.count ?? 0
    var result: [Number] = []
    for first in stride(from: 0, to: entries[matrix].count, by: max(1, size * size)) {
      result += Number.inverse(of: Array(entries[matrix][first..<(first + size * size)]), size: size, work)
    }
    return result
  }
}

extension Extent {
  /// Its values at these sizes and values of the indices around.
  func span(_ sizes: Sizes, _ indices: [Int]) -> TapeCompiler.ClosedSpan {
    TapeCompiler.ClosedSpan(lower: lower.value(sizes, indices), upper: upper.value(sizes, indices))
  }
}

extension LoopCode {
  /// The value of an integer formula.
  fileprivate func value(_ sizes: Sizes, _ indices: [Int]) -> Int {
    var values: [Int] = []
    for node in nodes {
      let value =
        switch node.operation {
        case .number(let value): value.asInt ?? 0
        case .size(let dimension): sizes[dimension] ?? 0
        case .index(let place): place < indices.count ? indices[place] : 0
        case .sum: node.operands.reduce(0) { $0 &+ values[$1] }
        case .product: node.operands.reduce(1) { $0 &* values[$1] }
        case .power(let exponent):
          (0..<min(exponent.asInt ?? 0, 64)).reduce(1) { product, _ in product &* values[node.operands[0]] }
        default: 0
        }
      values.append(value)
    }
    return values.last ?? 0
  }
}

extension Routine {
  /// All arrays together have at most so many entries: 24 bytes each in balls.
  var mostEntries: Int { 1 << 24 }
}
