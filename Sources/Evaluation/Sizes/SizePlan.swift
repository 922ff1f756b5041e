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
  /// Sizes that a comparison of an index with a number or the start of a range asks for, and no entry: `[i = 2]` is taken
  /// to mean n ≥ 2, which `x[2]` says by itself, and a sum over 3..n, which has n − 2 terms, that n ≥ 2.
  public let assumed: [(dimension: Dimension, least: Int)]

  /// A plan for what these expressions mention: the sides of a claim and its premises.
  public init(for expressions: [Expression], in store: ExpressionStore) {
    let mentions = Mentions(expressions, in: store)
    let dimensions = mentions.dimensions.sorted()
    let least = SizePlan.leastSizes(mentions.nodes, dimensions, store)
    let entries = mentions.nodes.filter { ![.comparison, .delta, .reduction].contains(store.op($0)) }
    let demanded = SizePlan.leastSizes(entries, dimensions, store)
    assumed = dimensions.indices.filter { least[$0] > max(demanded[$0], 1) }.map { (dimensions[$0], least[$0]) }
    var assignments: [Sizes] = []
    for (number, pattern) in SizePlan.patterns(count: dimensions.count).enumerated() {
      var sizes = Sizes()
      for (k, dimension) in dimensions.enumerated() {
        // Tables are read best with two values of each variable, and grow fast with more.
        let isAlphabet = store.alphabets.contains(dimension)
        sizes[dimension] = max(isAlphabet ? (number == 0 ? 2 : min(pattern[k], 4)) : pattern[k], least[k])
      }
      if !assignments.contains(sizes) { assignments.append(sizes) }
    }
    self.assignments = assignments
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

  /// The sizes that literal slots demand: `beta[3]` needs at least 3.
  private static func leastSizes(
    _ nodes: Set<Expression>, _ dimensions: [Dimension], _ store: ExpressionStore
  ) -> [Int] {
    var least = [Int](repeating: 1, count: dimensions.count)
    for e in nodes {
      for (slot, range) in literalSlots(of: e, store) {
        let bounds = store.bounds(range)
        guard let needed = demand(slot, on: bounds.upper, store),
          let place = dimensions.firstIndex(of: needed.dimension)
        else { continue }
        // A greater literal is a mistake or an answer too costly to look for.
        least[place] = max(least[place], min(needed.size, 12))
      }
    }
    return least
  }

  /// The literals in slots of an entry, or compared with an index variable, with their ranges; the number before the
  /// start of a range, since one that ends before that has not its length.
  private static func literalSlots(of e: Expression, _ store: ExpressionStore) -> [(Int, IndexRange)] {
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
      return store.rational(store.bounds(range).lower)?.asInt.map { [($0 - 1, range)] } ?? []
    case .comparison, .delta:
      // `i = 3`
      let sides = [store.operand(0, of: e), store.operand(1, of: e)]
      guard let index = sides.first(where: { store.op($0) == .index }) else { return [] }
      (ranges, slots) = ([store.range(store.index(index))], sides.filter { $0 != index }[...])
    default: return []
    }
    return zip(slots, ranges).compactMap { slot, range in store.rational(slot)?.asInt.map { ($0, range) } }
  }

  /// The least size that lets `upper` reach the literal, for an upper end n or n + c.
  private static func demand(
    _ literal: Int, on upper: Expression, _ store: ExpressionStore
  ) -> (dimension: Dimension, size: Int)? {
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
