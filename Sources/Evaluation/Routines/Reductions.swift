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

/// A reduction for each entry of an array: over one more index, whose place comes after those of the array.
struct ReductionNest {
  var spans: [TapeCompiler.ClosedSpan]
  var reduction: Reduction
  var extent: Extent
  var condition: LoopCode?

  /// The index of the array that can run through the lanes: it has enough values, and the range does not depend on it.
  var lane: Int? {
    guard condition == nil, [.sum, .product, .maximum, .minimum].contains(reduction),
      let lane = LaneWalk.lane(of: spans), spans[lane].count >= LaneWalk.fewest
    else { return nil }
    let bounds = extent.lower.nodes + extent.upper.nodes
    return bounds.contains { $0.operation == .index(lane) } ? nil : lane
  }
}

extension RoutineRun {
  /// - Parameter rounding: what a sum is rounded by after each term.
  func reduce(_ nest: ReductionNest, _ code: LoopCode, _ rounding: ((Number) -> Number)?) -> [Number] {
    if nest.spans.contains(where: { $0.count == 0 }) { return [] }
    if rounding == nil, let lane = nest.lane { return reduceInLanes(nest, code, lane) }
    return reduceTerms(nest, code, rounding)
  }

  // MARK: Entry by entry

  /// The terms of an entry run through the lanes.
  private func reduceTerms(_ nest: ReductionNest, _ code: LoopCode, _ rounding: ((Number) -> Number)?) -> [Number] {
    let own = nest.spans.count
    var block = CodeBlock(code, order: Array(0...own), lane: own, arrays: spans, sizes, entries)
    var condition = nest.condition.map {
      CodeBlock($0, order: Array(0...own), lane: own, arrays: spans, sizes, entries)
    }
    var result: [Number] = []
    var terms: [Number] = []
    var indices = nest.spans.map { $0.lower } + [0]
    var level = 1
    while true {
      block.evaluate(from: level, to: own, indices, 1, entries)
      condition?.evaluate(from: level, to: own, indices, 1, entries)
      terms.removeAll(keepingCapacity: true)
      let span = nest.extent.span(sizes, Array(indices.dropLast()))
      var isUnknown = false
      for first in stride(from: 0, to: span.count, by: CodeBlock<Number>.width) {
        let count = min(CodeBlock<Number>.width, span.count - first)
        indices[own] = span.lower + first
        block.evaluate(from: own + 1, to: own + 1, indices, count, entries)
        condition?.evaluate(from: own + 1, to: own + 1, indices, count, entries)
        guard let condition else {
          block.append(to: &terms, count)
          continue
        }
        for k in 0..<count {
          switch condition.truth(k) {
          case true?: terms.append(block.result(k))
          case false?: continue
          case nil: isUnknown = true
          }
        }
      }
      if let rounding, !isUnknown {
        result.append(terms.reduce(Number(.zero)) { rounding($0 + $1) })
      } else {
        result.append(isUnknown ? .unknown : folded(nest.reduction, terms))
      }
      var place = own - 1
      while place >= 0, indices[place] == nest.spans[place].upper {
        indices[place] = nest.spans[place].lower
        place -= 1
      }
      if place < 0 { return result }
      indices[place] += 1
      level = place + 1
    }
  }

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

  // MARK: Entries side by side

  /// The entries run through the lanes, and each lane has a total of its own. The same operations in the same order.
  private func reduceInLanes(_ nest: ReductionNest, _ code: LoopCode, _ lane: Int) -> [Number] {
    let own = nest.spans.count
    var walk = LaneWalk(nest.spans, lane: lane)
    var block = CodeBlock(
      code, order: walk.order + [own], lane: lane, spare: RoutineRun.totals, arrays: spans, sizes, entries)
    var result = [Number](repeating: .undefined, count: nest.spans.reduce(1) { $0 * $1.count })
    while walk.advance() {
      var indices = walk.indices + [0]
      block.evaluate(from: walk.level, to: own, indices, walk.count, entries)
      let span = nest.extent.span(sizes, walk.indices)
      var totals = LaneTotals(reduction: nest.reduction, order: order, count: span.count)
      for k in 0..<span.count {
        indices[own] = totals.isBackward ? span.upper - k : span.lower + k
        block.evaluate(from: own + 1, to: own + 1, indices, walk.count, entries)
        totals.add(block, walk.count)
      }
      totals.finish(block, walk.count)
      block.storeSpare(0, in: &result, from: walk.place, by: walk.step, walk.count)
    }
    return result
  }

  /// Registers for partial sums: one a binary digit of the number of terms, and at least eight.
  private static var totals: Int { 64 }
}

/// The totals of a block of lanes while their terms come in.
private struct LaneTotals {
  let reduction: Reduction
  let order: SummationOrder
  /// How many terms there will be.
  let count: Int
  private var taken = 0

  init(reduction: Reduction, order: SummationOrder, count: Int) {
    (self.reduction, self.order, self.count) = (reduction, order, count)
  }

  var isBackward: Bool { reduction == .sum && order == .backward }

  /// Takes the block's result as the next term.
  mutating func add<Number: RoutineNumber>(_ block: CodeBlock<Number>, _ lanes: Int) {
    defer { taken += 1 }
    guard reduction == .sum else {
      if taken == 0 { block.keep(in: 0, lanes) } else { join(block, lanes) }
      return
    }
    switch order {
    case .forward, .backward:
      if taken == 0 { block.keep(in: 0, lanes) } else { block.join(0, lanes) { Number.accumulated($0, $1) } }
    case .interleaved:
      if taken < 8 { block.keep(in: taken, lanes) } else { block.join(taken % 8, lanes) { Number.accumulated($0, $1) } }
    case .pairwise:
      // As in a binary counter: two sums of 2^b terms make one of 2^(b+1).
      let carries = (taken ^ (taken + 1)).nonzeroBitCount - 1
      block.keep(in: carries, lanes)
      for bit in 0..<carries { block.join(carries, bit, carries, lanes) { Number.accumulated($0, $1) } }
    }
  }

  private func join<Number: RoutineNumber>(_ block: CodeBlock<Number>, _ lanes: Int) {
    switch reduction {
    case .product: block.join(0, lanes) { $0 * $1 }
    case .maximum: block.join(0, lanes) { $0.maximum(with: $1) }
    case .minimum: block.join(0, lanes) { $0.minimum(with: $1) }
    case .sum, .all, .any: return
    }
  }

  /// Brings the totals into the first register.
  func finish<Number: RoutineNumber>(_ block: CodeBlock<Number>, _ lanes: Int) {
    guard count > 0 else {
      block.setSpare(
        0, reduction == .sum ? Number(integer: 0) : reduction == .product ? Number(integer: 1) : .undefined)
      return
    }
    guard reduction == .sum else { return }
    switch order {
    case .forward, .backward: return
    case .interleaved: for k in 1..<max(1, min(8, count)) { block.join(0, 0, k, lanes) { Number.accumulated($0, $1) } }
    case .pairwise:
      let bits = (0..<Int.bitWidth).filter { count >> $0 & 1 == 1 }
      var last = bits[0]
      for bit in bits.dropFirst() {
        block.join(bit, bit, last, lanes) { Number.accumulated($0, $1) }
        last = bit
      }
      if last != 0 { block.move(to: 0, from: last, lanes) }
    }
  }
}
