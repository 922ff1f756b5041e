import Calculus
import Expressions
import Numbers

/// A line is claimed where its entries exist and its premises hold: x[i + 1] has a meaning for i up to n − 1 only, so that
/// is where i runs.
extension Prover {
  /// The sides with free indices whose entries end earlier than their range replaced by indices that end there, too.
  mutating func narrowed(_ left: Expression, _ right: Expression) -> (Expression, Expression) {
    var replacement: [Index: Expression] = [:]
    for index in Set(store.freeIndices(of: left) + store.freeIndices(of: right)).sorted(by: { $0.number < $1.number }) {
      guard let range = existing(of: index, in: [left, right]) else { continue }
      let narrow = differentiator.store.freshIndex(store.name(index), range)
      replacement[index] = differentiator.store.value(of: narrow)
      rename(index, narrow)
    }
    if replacement.isEmpty { return (left, right) }
    return (
      differentiator.store.substituting(replacement, in: left),
      differentiator.store.substituting(replacement, in: right)
    )
  }

  /// The part of the range of an index where all entries exist that are certainly needed; nil if that is all of it.
  private mutating func existing(of index: Index, in sides: [Expression]) -> IndexRange? {
    let own = store.bounds(store.range(index))
    var (lower, upper) = (own.lower, own.upper)
    for (offset, range) in places(of: index, in: sides) {
      let bounds = store.bounds(range)
      if let least = shifted(bounds.lower, by: -offset), isGreater(least, lower) { lower = least }
      if let most = shifted(bounds.upper, by: -offset), isGreater(upper, most) { upper = most }
    }
    for premise in premises where store.op(premise) == .comparison {
      let (a, b) = (store.operand(0, of: premise), store.operand(1, of: premise))
      guard let step = [.lessOrEqual: 0, .less: 1][store.comparison(premise)] else { continue }
      if let offset = store.offset(of: b, from: index), let least = shifted(a, by: step - offset),
        isGreater(least, lower)
      {
        lower = least
      }
      if let offset = store.offset(of: a, from: index), let most = shifted(b, by: -step - offset),
        isGreater(upper, most)
      {
        upper = most
      }
    }
    return lower == own.lower && upper == own.upper ? nil : differentiator.store.range(lower, upper)
  }

  /// Slots index + offset of declared names outside of cases and of sums over a part.
  private func places(of index: Index, in sides: [Expression]) -> [(offset: Int, range: IndexRange)] {
    var places: [(offset: Int, range: IndexRange)] = []
    var seen: Set<Expression> = []
    var pending = sides
    while let e = pending.popLast() {
      guard seen.insert(e).inserted, store.isFree(index, in: e) else { continue }
      switch store.op(e) {
      case .cases: continue
      case .reduction:
        if store.op(store.operand(1, of: e)) == .truth { pending.append(store.operand(2, of: e)) }
        continue
      case .symbol, .definition:
        let ranges =
          store.op(e) == .symbol ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
        for (slot, range) in zip(store.operands(of: e), ranges) {
          if let offset = store.offset(of: slot, from: index) { places.append((offset, range)) }
        }
      default: break
      }
      pending.append(contentsOf: store.operands(of: e))
    }
    return places
  }

  // Ends: a number, or a size plus a number

  private func ending(_ e: Expression) -> (size: Expression?, offset: Int)? {
    if let value = store.rational(e) { return value.asInt.map { (nil, $0) } }
    if store.op(e) == .size { return (e, 0) }
    guard store.op(e) == .sum else { return nil }
    var ending: (size: Expression?, offset: Int) = (nil, 0)
    for part in store.operands(of: e) {
      if let value = store.rational(part)?.asInt {
        ending.offset += value
      } else if ending.size == nil, store.op(part) == .size {
        ending.size = part
      } else {
        return nil
      }
    }
    return ending
  }

  private mutating func shifted(_ e: Expression, by offset: Int) -> Expression? {
    guard let end = ending(e) else { return nil }
    let shift = differentiator.store.integer(end.offset + offset)
    guard let size = end.size else { return shift }
    return end.offset + offset == 0 ? size : differentiator.store.sum([size, shift])
  }

  private func isGreater(_ a: Expression, _ b: Expression) -> Bool {
    guard let x = ending(a), let y = ending(b), x.size == y.size else { return false }
    return x.offset > y.offset
  }
}
