import Expressions
import Numbers

/// In which order a run adds up: kernels may take any.
public enum SummationOrder: Sendable, CaseIterable {
  case forward, backward
  /// Halves of halves, as vector libraries do.
  case pairwise
  /// In eight accumulators, as vector instructions do.
  case interleaved
}

/// What a number of a routine must be made of.
protocol RoutineNumber: TapeNumber {
  init(_ value: Rational)
  /// True or false where the number is 1 or 0 for certain.
  var decided: Bool? { get }
  /// A partial sum with one more term.
  static func accumulated(_ total: Self, _ term: Self) -> Self
}

extension RoutineNumber {
  static func accumulated(_ total: Self, _ term: Self) -> Self { total + term }
}

extension Ball: RoutineNumber {}
extension DoubleDoubleBall: RoutineNumber {}
extension RoundedNumber: RoutineNumber {}
extension RangedNumber: RoutineNumber {}
extension RunningError: RoutineNumber {
  /// A truth value is certain.
  var decided: Bool? { bound > 0 ? nil : value == 1 ? true : value == 0 ? false : nil }
}

extension Enclosure {
  var decided: Bool? { isBounded && isOne ? true : isBounded && isZero ? false : nil }
}

extension ApproximateNumber {
  init(_ value: Rational) { self.init(value.double) }
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
/// The innermost index runs in blocks: each operation of a formula is carried out for a block at a time.
struct RoutineRun<Number: RoutineNumber> {
  private let routine: Routine
  private let sizes: Sizes
  private let order: SummationOrder
  /// By array: what a sum is rounded by after each term.
  private let rounding: [Int: (Number) -> Number]
  private let work: WorkAccount
  /// By array: its extents and its entries.
  private(set) var spans: [[Span]] = []
  private(set) var entries: [[Number]] = []
  private var block: CodeBlock<Number>

  typealias Span = TapeCompiler.ClosedSpan

  init(
    _ routine: Routine, _ sizes: Sizes, order: SummationOrder = .forward, rounding: [Int: (Number) -> Number] = [:]
  ) throws(RoutineFailure) {
    (self.routine, self.sizes, self.order, self.rounding) = (routine, sizes, order, rounding)
    work = .unlimited
    block = CodeBlock(routine.store, sizes)
    for dimension in routine.dimensions where (sizes[dimension] ?? -1) < 0 { throw .size(dimension) }
    var count = 0
    for array in routine.arrays {
      let spans = array.extents.map { extent in
        Span(lower: block.integer(extent.lower, []), upper: block.integer(extent.upper, []))
      }
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
      case .value(let code): map(step.target, code)
      case .reduction(let reduction, let extent, _, let condition, let code):
        reduce(step.target, reduction, extent, condition, code)
      case .inverse(let matrix): invert(step.target, matrix)
      case .determinant(let matrix, let logarithm):
        entries[step.target] = determinants(of: matrix, logarithm: logarithm)
      }
    }
  }

  // MARK: Steps

  private mutating func map(_ target: Int, _ code: LoopCode) {
    let spans = spans[target]
    let inner = spans.last?.count ?? 1
    var result: [Number] = []
    result.reserveCapacity(spans.reduce(1) { $0 * $1.count })
    block.begin(code, arrays: self.spans)
    forEach(spans.dropLast()) { run, outer in
      for first in stride(from: 0, to: inner, by: CodeBlock<Number>.width) {
        let count = min(CodeBlock<Number>.width, inner - first)
        let start = spans.last.map { $0.lower + first }
        run.block.evaluate(code, outer, start, count, run.entries)
        run.block.append(to: &result, count)
      }
    }
    entries[target] = result
  }

  private mutating func reduce(
    _ target: Int, _ reduction: Reduction, _ extent: Extent, _ condition: LoopCode?, _ code: LoopCode
  ) {
    let narrow = rounding[target]
    var result: [Number] = []
    var terms: [Number] = []
    var own = block
    block.begin(code, arrays: spans)
    if let condition { own.begin(condition, arrays: spans) }
    forEach(spans[target][...]) { run, outer in
      terms.removeAll(keepingCapacity: true)
      let span = Span(lower: run.block.integer(extent.lower, outer), upper: run.block.integer(extent.upper, outer))
      var unknown: Number?
      for first in stride(from: 0, to: span.count, by: CodeBlock<Number>.width) {
        let count = min(CodeBlock<Number>.width, span.count - first)
        run.block.evaluate(code, outer, span.lower + first, count, run.entries)
        guard let condition else {
          run.block.append(to: &terms, count)
          continue
        }
        own.evaluate(condition, outer, span.lower + first, count, run.entries)
        for k in 0..<count {
          switch own.truth(k) {
          case true?: terms.append(run.block.result(k))
          case false?: continue
          case nil: unknown = .unknown
          }
        }
      }
      if let narrow, unknown == nil {
        result.append(terms.reduce(Number(.zero)) { narrow($0 + $1) })
      } else {
        result.append(unknown ?? run.folded(reduction, terms))
      }
    }
    entries[target] = result
  }

  private mutating func invert(_ target: Int, _ matrix: Int) {
    let size = spans[matrix].last?.count ?? 0
    var result: [Number] = []
    for first in stride(from: 0, to: entries[matrix].count, by: max(1, size * size)) {
      result += Number.inverse(of: Array(entries[matrix][first..<(first + size * size)]), size: size, work)
    }
    entries[target] = result
  }

  /// Calls `body` with each tuple of values, the last one running fastest.
  private mutating func forEach(_ spans: ArraySlice<Span>, _ body: (inout RoutineRun, [Int]) -> Void) {
    if spans.contains(where: { $0.count == 0 }) { return }
    var tuple = spans.map { $0.lower }
    let spans = Array(spans)
    while true {
      body(&self, tuple)
      var place = spans.count - 1
      while place >= 0, tuple[place] == spans[place].upper {
        tuple[place] = spans[place].lower
        place -= 1
      }
      if place < 0 { return }
      tuple[place] += 1
    }
  }

  // MARK: Reductions

  private func folded(_ reduction: Reduction, _ terms: [Number]) -> Number {
    switch reduction {
    case .sum: total(terms)
    case .product: terms.dropFirst().reduce(terms.first ?? Number(.one)) { $0 * $1 }
    case .maximum: terms.isEmpty ? .undefined : terms.dropFirst().reduce(terms[0]) { $0.maximum(with: $1) }
    case .minimum: terms.isEmpty ? .undefined : terms.dropFirst().reduce(terms[0]) { $0.minimum(with: $1) }
    case .all: terms.reduce(Number(.one)) { $0.and($1) }
    case .any: terms.reduce(Number(.zero)) { $0.or($1) }
    }
  }

  private func total(_ terms: [Number]) -> Number {
    guard var total = terms.first else { return Number(.zero) }
    switch order {
    case .forward: for term in terms.dropFirst() { total = Number.accumulated(total, term) }
    case .backward:
      total = terms[terms.count - 1]
      for term in terms.dropLast().reversed() { total = Number.accumulated(total, term) }
    case .pairwise:
      var level = terms
      while level.count > 1 {
        let half = level.count / 2
        var next = (0..<half).map { Number.accumulated(level[2 * $0], level[2 * $0 + 1]) }
        if level.count % 2 == 1 { next.append(level[level.count - 1]) }
        level = next
      }
      total = level[0]
    case .interleaved:
      var lanes = Array(terms.prefix(8))
      for k in terms.indices.dropFirst(8) { lanes[k % 8] = Number.accumulated(lanes[k % 8], terms[k]) }
      total = lanes[0]
      for lane in lanes.dropFirst() { total = Number.accumulated(total, lane) }
    }
    return total
  }
}

extension Routine {
  /// All arrays together have at most so many entries: 16 bytes each in balls.
  var mostEntries: Int { 1 << 24 }
}
