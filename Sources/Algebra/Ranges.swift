import Expressions
import Numbers

/// What is known of ranges for all sizes: which hold others, which have a value at all.
extension NormalForms {
  /// Wherever the slot means an entry, its value is in the range.
  func takesValues(_ slot: Slot, of range: IndexRange) -> Bool {
    if slot.range == range {
      // A literal position demands a size that holds it: smaller sizes are not admissible.
      guard slot.kind == .literal else { return true }
      let bounds = store.bounds(range)
      guard let low = store.rational(bounds.lower)?.asInt else { return false }
      return slot.number >= low && store.rational(bounds.upper)?.asInt.map { slot.number <= $0 } ?? true
    }
    if slot.kind == .literal, let low = store.rational(store.bounds(range).lower)?.asInt,
      let high = store.rational(store.bounds(range).upper)?.asInt
    {
      return slot.number >= low && slot.number <= high
    }
    return slot.kind != .position && isInside(slot.range, range)
  }

  /// Every value of the first range is one of the second, whatever the sizes.
  private func isInside(_ inner: IndexRange, _ outer: IndexRange) -> Bool {
    if inner == outer { return true }
    let (a, b) = (store.bounds(inner), store.bounds(outer))
    return isNeverLess(a.lower, than: b.lower) && isNeverLess(b.upper, than: a.upper)
  }

  /// The range is from a number to a size, such as 3..n. The size is taken to be so large that the length is not negative:
  /// smaller ones are not admissible.
  func asksForItsLength(_ range: IndexRange) -> Bool {
    let bounds = store.bounds(range)
    guard let lower = store.rational(bounds.lower), lower.isInteger else { return false }
    switch store.op(bounds.upper) {
    case .number, .size: return true
    case .sum:
      let parts = store.operands(of: bounds.upper)
      return parts.count == 2 && parts.contains { store.op($0) == .size }
        && parts.contains { store.rational($0)?.isInteger ?? false }
    default: return false
    }
  }

  /// The range has a value whatever the sizes.
  func hasValue(_ range: IndexRange) -> Bool {
    let bounds = store.bounds(range)
    if store.op(bounds.upper) == .size && store.rational(bounds.lower) == .one { return true }
    return isNeverLess(bounds.upper, than: bounds.lower)
  }

  private func isNeverLess(_ a: Expression, than b: Expression) -> Bool {
    if a == b { return true }
    guard let x = try? normalForm(of: a), let y = try? normalForm(of: b) else { return false }
    let difference = x.adding(y, times: Rational(-1))
    return difference.isZero || sign(of: difference).isNonnegative
  }

  /// The slots of a declared or defined name run over these ranges; nil for other atoms.
  func declaredRanges(of atom: Atom) -> [IndexRange]? {
    let record = self[atom]
    switch record.kind {
    case .symbol: return store.symbols[Int(record.payload)].slots
    case .definition: return store.body(Definition(record.payload)).slots
    default: return nil
    }
  }

  /// The second entry of x is one entry, whether it was written x[2] or stands in a sum over 1..2.
  func withDeclaredLiterals(_ factor: Factor) -> Factor {
    guard (0..<factor.slots.count).contains(where: { factor.slots[$0].kind == .literal }),
      let ranges = declaredRanges(of: factor.atom)
    else { return factor }
    var factor = factor
    for (k, range) in ranges.enumerated() where factor.slots[k].kind == .literal && factor.slots[k].range != range {
      factor.slots[k] = Slot(.literal, factor.slots[k].number, range)
    }
    return factor
  }
}
