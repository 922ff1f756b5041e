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
    return try halvedOrder(factor, rest)
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

  /// Where the rest is the same with i and j exchanged: [i < j]·rest = (rest − δ(i, j)·rest)/2.
  private func halvedOrder(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let (i, j) = (factor.slots[0], factor.slots[1])
    guard i.isBound, j.isBound, i.range == j.range else { return nil }
    let marks = (try freshFreeSlot(i.range), try freshFreeSlot(i.range))
    let straight = try canonical(try renamed(rest, Renaming([(i, marks.0), (j, marks.1)])))
    let crossed = try canonical(try renamed(rest, Renaming([(i, marks.1), (j, marks.0)])))
    guard straight == crossed else { return nil }
    let delta = Factor(.delta, try SlotList([i, j]))
    var apart = rest
    for index in [i, j] where !mentions(rest, index) { apart += try lengthFactors(index.range) }
    return [(apart, Rational(1, 2)), (rest + [delta], Rational(-1, 2))]
  }
}
