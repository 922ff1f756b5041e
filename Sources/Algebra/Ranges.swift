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
    if slot.kind == .literal {
      // It is one of its own range, which does not end later.
      let (own, whole) = (store.bounds(slot.range), store.bounds(range))
      guard let low = store.rational(whole.lower)?.asInt, slot.number >= low else { return false }
      return isNeverLess(whole.upper, than: own.upper)
    }
    return slot.kind != .position && isInside(slot.range, range)
  }

  /// Every value of the first range is one of the second, whatever the sizes.
  private func isInside(_ inner: IndexRange, _ outer: IndexRange) -> Bool {
    if inner == outer { return true }
    let (a, b) = (store.bounds(inner), store.bounds(outer))
    return isNeverLess(a.lower, than: b.lower) && isNeverLess(b.upper, than: a.upper)
  }

  /// Some size puts the value into the range.
  func mayHold(_ range: IndexRange, _ value: Int) -> Bool {
    let bounds = store.bounds(range)
    if let lower = store.rational(bounds.lower)?.asInt, value < lower { return false }
    if let upper = store.rational(bounds.upper)?.asInt, value > upper { return false }
    return true
  }

  /// Every value of the first range plus the offset is one of the second, whatever the sizes.
  func isInside(_ inner: IndexRange, shiftedBy offset: Int, _ outer: IndexRange) -> Bool {
    let (a, b) = (store.bounds(inner), store.bounds(outer))
    let shift = store.integer(offset)
    return isNeverLess(store.sum([a.lower, shift]), than: b.lower)
      && isNeverLess(b.upper, than: store.sum([a.upper, shift]))
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
  public func hasValue(_ range: IndexRange) -> Bool {
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

  /// The second entry of x is one entry, whether it was written x[2] or stands in a sum over 1..2; so is x[t - 1].
  func withDeclaredRanges(_ factor: Factor) -> Factor {
    func isPlaced(_ slot: Slot) -> Bool { slot.kind == .literal || slot.kind == .position }
    guard hasParts, (0..<factor.slots.count).contains(where: { isPlaced(factor.slots[$0]) }) else { return factor }
    var factor = factor
    for (k, range) in entryRanges(of: factor).enumerated() {
      let slot = factor.slots[k]
      if isPlaced(slot) && slot.range != range { factor.slots[k] = Slot(slot.kind, slot.number, range) }
    }
    return factor
  }
}
