import Expressions
import Numbers

/// Rules of reduction for the order [i < j] of two indices.
extension NormalForms {
  /// [i < i] = 0, [i < j]² = [i < j], and of two literals it is known.
  func orderRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let (i, j) = (factor.slots[0], factor.slots[1])
    if i == j { return [] }
    if i.kind == .literal && j.kind == .literal { return i.number < j.number ? [(rest, .one)] : [] }
    if i.kind == .literal || j.kind == .literal, let entries = try orderByEntries(i, j, rest) {
      return try keepingSums(of: factor, entries)
    }
    if let plain = try orderOfBases(i, j, rest) { return try keepingSums(of: factor, plain) }
    let opposite = rest.contains {
      $0.atom == factor.atom && $0.slots[0] == j && $0.slots[1] == i
    }
    let equal = rest.contains {
      $0.atom == .delta && ($0.slots[0] == i && $0.slots[1] == j || $0.slots[0] == j && $0.slots[1] == i)
    }
    if opposite || equal { return [] }
    if factor.exponent > .one { return [(rest + [factor.raised(to: .one)], .one)] }
    if let settled = try settledOrder(factor, rest) { return settled }
    if let sum = try closedSum(factor, rest) { return sum }
    switch try sense(of: factor, rest) {
    case .either: return mayMixSigns() ? try halvedOrder(factor, rest) : nil
    case .backward: return mayMixSigns() ? try turnedOrder(factor, rest) : nil
    case .forward: return nil
    }
  }

  /// [i < j + 2] = [i < j] + δ(i, j) + δ(i, j + 1), and the steps the other way for j − 2.
  private func orderOfBases(_ i: Slot, _ j: Slot, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let (x, y) = (base(of: i), base(of: j))
    if x == i && y == j || x.kind == .position || y.kind == .position { return nil }
    let distance = Int(Int64(bitPattern: offset(of: j))) - Int(Int64(bitPattern: offset(of: i)))
    if abs(distance) > NormalForms.mostOrderedEntries { return nil }
    if x == y { return distance > 0 ? [(rest, .one)] : [] }
    var result: [Product] = [(rest + [Factor(atom(.order), try SlotList([x, y]))], .one)]
    for k in min(distance, 0)..<max(distance, 0) {
      let delta = Factor(.delta, try SlotList([x, try shifted(y, by: k, x.range)]))
      result.append((rest + [delta], distance > 0 ? .one : Rational(-1)))
    }
    return result
  }

  /// [i < 3] = δ(i, 1) + δ(i, 2), and [2 < j] = 1 − δ(j, 1) − δ(j, 2).
  private func orderByEntries(_ i: Slot, _ j: Slot, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let isBelow = j.kind == .literal
    let (open, end) = isBelow ? (i, j.number) : (j, i.number + 1)
    guard open.kind != .position, let lower = store.rational(store.bounds(open.range).lower)?.asInt, lower >= 0,
      end - lower <= NormalForms.mostOrderedEntries
    else { return nil }
    var result: [Product] = isBelow ? [] : [(rest, .one)]
    if lower >= end { return result }
    for value in lower..<end {
      let delta = Factor(.delta, try SlotList([open, try literal(value, open.range)]))
      result.append((rest + [delta], isBelow ? .one : Rational(-1)))
    }
    return result
  }

  /// [n < i] = 0 and [i < n + 1] = 1 for i in 1..n, where one of the two is a place that ranges tell.
  private func settledOrder(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    guard factor.slots.array.contains(where: { $0.kind == .position && base(of: $0) == $0 }) else { return nil }
    let own = try renamed([factor], try opening([factor], beside: rest).opened)[0]
    let excess = try value(of: own.slots[1]).adding(try value(of: own.slots[0]), times: Rational(-1))
    if isNeverLess(.zero, than: excess) { return [] }
    return isNeverLess(excess, than: one) ? try keepingSums(of: factor, [(rest, .one)]) : nil
  }

  /// Which of [i < j] and [j < i] = 1 − [i < j] − δ(i, j) is the normal form beside the rest.
  private enum Sense {
    case forward, backward
    /// The rest is the same with i and j exchanged.
    case either
  }

  /// Inner indices before outer ones, as in sums that end at an index: bound ones before free ones, and of free ones first
  /// those that came later. Bound ones, whose names say nothing, by their ranges and then so that the rest is the lesser one
  /// of two.
  private func sense(of factor: Factor, _ rest: [Factor]) throws(Obstacle) -> Sense {
    let (i, j) = (factor.slots[0], factor.slots[1])
    guard i.isFree || i.isBound, j.isFree || j.isBound else { return .forward }
    if i.isBound != j.isBound { return j.isBound ? .backward : .forward }
    if i.isFree { return i.number < j.number ? .backward : .forward }
    if i.range != j.range { return digest(j.range) < digest(i.range) ? .backward : .forward }
    let marks = (try freshFreeSlot(i.range), try freshFreeSlot(i.range))
    func compared(_ rest: [Factor]) throws(Obstacle) -> Int {
      let straight = try canonical(try renamed(rest, Renaming([(i, marks.0), (j, marks.1)])))
      let crossed = try canonical(try renamed(rest, Renaming([(i, marks.1), (j, marks.0)])))
      return straight == crossed ? 0 : compare(factors(of: straight), factors(of: crossed))
    }
    // Other orders may be turned in their turn: they have no say.
    let others = rest.filter { $0.atom != factor.atom }
    let order = try compared(others)
    if order == 0 {
      let isWhole = others.count == rest.count
      return isWhole ? .either : try compared(rest) == 0 ? .either : .forward
    }
    return order > 0 ? .backward : .forward
  }

  private func turnedOrder(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product] {
    let (i, j) = (factor.slots[0], factor.slots[1])
    let order = Factor(factor.atom, try SlotList([j, i]))
    let delta = Factor(.delta, try SlotList([i, j]))
    return [
      (rest + (try lengths(of: [i, j], notIn: rest)), .one), (rest + [order], Rational(-1)),
      (rest + [delta], Rational(-1)),
    ]
  }

  /// Where the rest is the same with i and j exchanged: [i < j]·rest = (rest − δ(i, j)·rest)/2.
  private func halvedOrder(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product] {
    let (i, j) = (factor.slots[0], factor.slots[1])
    let delta = Factor(.delta, try SlotList([i, j]))
    return [
      (rest + (try lengths(of: [i, j], notIn: rest)), Rational(1, 2)), (rest + [delta], Rational(-1, 2)),
    ]
  }

  /// Of the ranges of bound indices that the factors do not mention.
  private func lengths(of slots: [Slot], notIn factors: [Factor]) throws(Obstacle) -> [Factor] {
    var lengths: [Factor] = []
    for slot in slots where slot.isBound && !mentions(factors, slot) { lengths += try lengthFactors(slot.range) }
    return lengths
  }
}
