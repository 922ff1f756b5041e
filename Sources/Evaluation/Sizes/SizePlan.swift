import Expressions
import Numbers

/// The sizes at which a claim is tried, the smallest and most readable first.
///
/// Sizes can make false claims look true: with every size 1, 104 of 386 did; with m = 2 the gradient of a batch
/// normalisation vanishes identically; n = m hides a transposition; an identity of networks with k indices may hold below
/// size k only. So different dimensions get different sizes, in both orders, sizes of 4 and more follow, and one run has all
/// sizes equal. In the fourth run all sizes are 1: what fails only there is read best after others held. The first four are
/// enough where a proof is only to be contradicted.
public struct SizePlan: Sendable {
  /// So many show a wrong proof where it fails at all.
  public static let fewest = 4

  /// In the order in which to try them; never empty.
  public let assignments: [Sizes]
  /// More, for what has values at few of those only, such as log(d − 4): each dimension far from the others, small or great.
  public let further: [Sizes]
  /// Sizes that the start of a range asks for, and no entry: a sum over 3..n, which has n − 2 terms, is taken to mean
  /// n ≥ 2.
  public let assumed: [(dimension: Dimension, least: Int)]

  /// A plan for what these expressions mention: the sides of a claim and its premises.
  public init(for expressions: [Expression], in store: ExpressionStore) {
    let mentions = Mentions(expressions, in: store)
    let dimensions = mentions.dimensions.sorted()
    let brackets = mentions.nodes.filter { SizePlan.isBracket($0, store) }
    let others = mentions.nodes.filter { !SizePlan.isBracket($0, store) }
    let least = SizePlan.leastSizes(others, dimensions, store)
    let demanded = SizePlan.leastSizes(others.filter { store.op($0) != .reduction }, dimensions, store)
    assumed = dimensions.indices.filter { least[$0] > max(demanded[$0], 1) }.map { (dimensions[$0], least[$0]) }
    // `i = 3` means something for n = 2, too: both sizes that hold the number and sizes that do not are tried.
    let compared = SizePlan.leastSizes(brackets, dimensions, store)
    var assignments: [Sizes] = []
    let usual = SizePlan.patterns(count: dimensions.count)
    var usualCount = 0
    for (number, pattern) in (usual + SizePlan.spreadPatterns(count: dimensions.count)).enumerated() {
      if number == usual.count { usualCount = assignments.count }
      for floors in [zip(least, compared).map { max($0, $1) }, least] {
        var sizes = Sizes()
        for (k, dimension) in dimensions.enumerated() {
          // Tables are read best with two values of each variable, and grow fast with more.
          let isAlphabet = store.alphabets.contains(dimension)
          sizes[dimension] = max(isAlphabet ? (number == 0 ? 2 : min(pattern[k], 4)) : pattern[k], floors[k])
        }
        if !assignments.contains(sizes) { assignments.append(sizes) }
      }
    }
    self.assignments = dimensions.isEmpty ? assignments : Array(assignments.prefix(usualCount))
    further = dimensions.isEmpty ? [] : Array(assignments.dropFirst(usualCount))
  }

  /// A comparison or a delta, which has a value for any indices.
  private static func isBracket(_ e: Expression, _ store: ExpressionStore) -> Bool {
    store.op(e) == .comparison || store.op(e) == .delta
  }

  /// Sizes by dimension for each run.
  private static func patterns(count: Int) -> [[Int]] {
    switch count {
    case 0: return [[]]
    case 1: return [[3], [2], [4], [1], [5], [6]]
    case 2: return [[2, 3], [3, 2], [4, 3], [1, 1], [3, 5], [3, 3], [5, 4]]
    default:
      // 2, 3, 4, … in both orders and turned; more than five dimensions repeat the sizes 2…6.
      let rising = (0..<count).map { 2 + $0 % 5 }
      let turned = Array(rising.dropFirst(count / 2)) + rising.prefix(count / 2)
      return [
        rising, rising.reversed(), turned, Array(repeating: 1, count: count), Array(repeating: 3, count: count),
        turned.map { $0 % 5 + 2 },
      ]
    }
  }

  /// One dimension unlike the others, in turn.
  private static func spreadPatterns(count: Int) -> [[Int]] {
    [(1, 3), (7, 2), (1, 5), (5, 1), (1, 2), (7, 1)].flatMap { one, others in
      (0..<count).map { place in (0..<count).map { $0 == place ? one : others } }
    }
  }

  /// The sizes that the entries of expressions demand: `x[3]` is one for n ≥ 3 only, `x[n-1]` for n ≥ 2.
  public static func demands(of expressions: [Expression], in store: ExpressionStore) -> [Dimension: Int] {
    let mentions = Mentions(expressions, in: store)
    let dimensions = mentions.dimensions.sorted()
    if dimensions.isEmpty { return [:] }
    let entries = mentions.nodes.filter { store.op($0) != .reduction && !isBracket($0, store) }
    let least = leastSizes(entries, dimensions, store)
    return [Dimension: Int](uniqueKeysWithValues: zip(dimensions, least).filter { $1 > 1 })
  }

  /// The sizes that literal slots demand: `beta[3]` needs at least 3.
  private static func leastSizes(
    _ nodes: [Expression], _ dimensions: [Dimension], _ store: ExpressionStore
  ) -> [Int] {
    var least = [Int](repeating: 1, count: dimensions.count)
    for e in nodes where !dimensions.isEmpty {
      for needed in demands(of: e, store) {
        guard let place = dimensions.firstIndex(of: needed.dimension) else { continue }
        // A greater literal is a mistake or an answer too costly to look for.
        least[place] = max(least[place], min(needed.size, 12))
      }
    }
    return least
  }

  private typealias Demand = (dimension: Dimension, size: Int)

  /// What the slots of an entry need, or literals that are compared with an index variable; and that a range does not end
  /// before the number that precedes its start, since one that does has not its length.
  private static func demands(of e: Expression, _ store: ExpressionStore) -> [Demand] {
    let ranges: [IndexRange]
    let slots: ArraySlice<Expression>
    switch store.op(e) {
    case .symbol: (ranges, slots) = (store.declaration(store.symbol(e)).slots, store.operands(of: e))
    case .definition: (ranges, slots) = (store.body(store.definition(e)).slots, store.operands(of: e))
    case .derivative:
      slots = store.operands(of: e).dropFirst()
      switch store.target(e).subject {
      case .symbol(let symbol): ranges = store.declaration(symbol).slots
      case .definition(let definition): ranges = store.body(definition).slots
      }
    case .reduction:
      let range = store.range(store.index(store.operand(0, of: e)))
      let bounds = store.bounds(range)
      return store.rational(bounds.lower)?.asInt.flatMap { demand($0 - 1, on: bounds.upper, store) }.map { [$0] } ?? []
    case .comparison, .delta:
      // `i = 3`
      let sides = [store.operand(0, of: e), store.operand(1, of: e)]
      guard let index = sides.first(where: { store.op($0) == .index }) else { return [] }
      (ranges, slots) = ([store.range(store.index(index))], sides.filter { $0 != index }[...])
    default: return []
    }
    return zip(slots, ranges).compactMap { slot, range in
      let bounds = store.bounds(range)
      if let literal = store.rational(slot)?.asInt { return demand(literal, on: bounds.upper, store) }
      // `n - 1` is not below the start.
      return store.rational(bounds.lower)?.asInt.flatMap { demand($0, on: slot, store) }
    }
  }

  /// The least size that lets `upper` reach the literal, for an upper end n or n + c.
  private static func demand(
    _ literal: Int, on upper: Expression, _ store: ExpressionStore
  ) -> Demand? {
    switch store.op(upper) {
    case .size: return (store.dimension(upper), literal)
    case .sum:
      let parts = store.operands(of: upper)
      guard parts.count == 2, let size = parts.first(where: { store.op($0) == .size }),
        let shift = parts.compactMap({ store.rational($0)?.asInt }).first
      else { return nil }
      let (needed, overflow) = literal.subtractingReportingOverflow(shift)
      return overflow ? nil : (store.dimension(size), needed)
    default: return nil
    }
  }
}
