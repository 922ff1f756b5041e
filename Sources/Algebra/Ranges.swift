import Expressions
import Numbers

/// The values that an index takes: those of a range, plus a number. The i + 1 of `x[i+1] for i in 1..n-1` takes those of
/// 1..n-1, plus 1.
struct Reach: Hashable {
  var range: IndexRange
  var shift: Int
}

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

  /// The slot only takes values of the range, though it need not mean an entry: then a sum over the range meets it exactly
  /// once. The n − 2 of δ(i, n − 2) is not in 1..n for n = 2.
  func isWithin(_ slot: Slot, _ range: IndexRange) -> Bool {
    guard slot.kind == .position else {
      return takesValues(slot, of: range) && (slot.kind != .literal || isNeverAbove(slot.number, range))
    }
    switch positions[slot.number] {
    case .shifted(let base, let offset): return base.kind != .position && isInside(base.range, shiftedBy: offset, range)
    case .computed(let value, let offset):
      let form = self[value]
      if let own = declaredIndexRange(form) { return isInside(own, shiftedBy: offset, range) }
      let bounds = store.bounds(range)
      guard let lower = try? normalForm(of: bounds.lower), let upper = try? normalForm(of: bounds.upper) else {
        return false
      }
      let place = form.adding(constant(Rational(offset)))
      return isNeverLess(place, than: lower) && isNeverLess(upper, than: place)
    }
  }

  /// No size that is admissible is below the number.
  private func isNeverAbove(_ value: Int, _ range: IndexRange) -> Bool {
    isNeverLess(store.bounds(range).upper, than: store.integer(value))
  }

  /// The range of the declared index `k : 1..K` that a form is.
  func declaredIndexRange(_ form: Form) -> IndexRange? {
    guard let term = form.single, term.coefficient.isOne, let factor = factors(of: term.monomial).first,
      factors(of: term.monomial).count == 1, factor.exponent.isOne, kind(factor) == .symbol,
      case .index(let own) = store.symbols[Int(self[factor.atom].payload)].domain
    else { return nil }
    return own
  }

  /// Every value that the first takes is one of those of the second, whatever the sizes.
  func isInside(_ inner: Reach, _ outer: Reach) -> Bool {
    inner == outer || isInside(inner.range, shiftedBy: inner.shift - outer.shift, outer.range)
  }

  /// The slot, which means one of the entries of a range, only takes values that are reached.
  func takesValues(_ slot: Slot, of reach: Reach, amongEntriesOf entries: IndexRange) -> Bool {
    let own = base(of: slot)
    let shift = Int(Int64(bitPattern: offset(of: slot)))
    if isInside(Reach(range: entries, shift: 0), reach) { return takesValues(slot, of: entries) }
    switch own.kind {
    case .free, .bound, .generic: return isInside(Reach(range: own.range, shift: shift), reach)
    case .literal:
      // It is one of the entries, which end at the upper end of these.
      let bounds = store.bounds(reach.range)
      guard takesValues(slot, of: entries), let low = store.rational(bounds.lower)?.asInt,
        slot.number >= low + reach.shift
      else { return false }
      if let high = store.rational(bounds.upper)?.asInt { return slot.number <= high + reach.shift }
      let end = store.sum([bounds.upper, store.integer(reach.shift)])
      return isNeverLess(end, than: store.bounds(entries).upper)
    case .position: return false
    }
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

  /// The ends of the ranges of two indices differ by numbers, as those of 2..n and 1..n-1 do: what stands at the one may
  /// stand at the other. That is so of no A[i, j] for i in 1..n and j in 1..m.
  func areParallel(_ i: Slot, _ j: Slot) -> Bool {
    if i.range == j.range || i.kind == .literal || j.kind == .literal { return true }
    guard let a = try? ends(of: i.range), let b = try? ends(of: j.range) else { return false }
    let ends = [(a.lower, b.lower), (a.upper, b.upper)].map { $0.adding($1, times: Rational(-1)) }
    return ends.allSatisfy { $0.isZero || $0.constant != nil }
  }

  /// No value of one slot is one of the other's, whatever the sizes: 1 and i in 2..n, n and i in 1..n-1, i and i + 1.
  func areApart(_ i: Slot, _ j: Slot) -> Bool {
    if base(of: i) == base(of: j), i.kind != .literal { return offset(of: i) != offset(of: j) }
    for (place, other) in [(i, j), (j, i)] where other.kind != .position && other.kind != .literal {
      switch place.kind {
      case .literal: if !mayHold(other.range, place.number) { return true }
      case .position:
        guard isComputed(place), let value = try? value(of: place), let (low, high) = try? ends(of: other.range) else {
          continue
        }
        if isNeverLess(value, than: high.adding(one)) || isNeverLess(low, than: value.adding(one)) { return true }
      default: continue
      }
    }
    return false
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
    // A premise about a sum over the range says nothing about its ends: to use it, the range must be known to have a value.
    guard rangesInQuestion.insert(range).inserted else { return false }
    defer { rangesInQuestion.remove(range) }
    return isNeverLess(bounds.upper, than: bounds.lower)
  }

  private func isNeverLess(_ a: Expression, than b: Expression) -> Bool {
    if a == b { return true }
    guard let x = try? normalForm(of: a), let y = try? normalForm(of: b) else { return false }
    return isNeverLess(x, than: y)
  }

  func isNeverLess(_ a: Form, than b: Form) -> Bool {
    let difference = a.adding(b, times: Rational(-1))
    if difference.isZero || sign(of: difference).isNonnegative { return true }
    guard let least = try? atEndsOfRanges(difference) else { return false }
    return least.isZero || sign(of: least).isNonnegative
  }

  /// The ends of a range that mentions no index; nil for others.
  func ends(of range: IndexRange) throws(Obstacle) -> (lower: Form, upper: Form)? {
    let bounds = store.bounds(range)
    if store.hasFreeIndices(bounds.lower) || store.hasFreeIndices(bounds.upper) { return nil }
    return (try normalForm(of: bounds.lower), try normalForm(of: bounds.upper))
  }

  /// With each index at the end of its range where the form is least: 1 for i and n for −i in 1..n. Nil if none stands in it
  /// by itself.
  private func atEndsOfRanges(_ form: Form) throws(Obstacle) -> Form? {
    var result = form
    for term in form.terms {
      let own = factors(of: term.monomial)
      guard own.count == 1, kind(own[0]) == .indexValue, own[0].exponent.isOne, own[0].slots[0].isFree else { continue }
      let bounds = store.bounds(own[0].slots[0].range)
      let end = try normalForm(of: term.coefficient.signum > 0 ? bounds.lower : bounds.upper)
      result = result.removing(term.monomial).adding(end, times: term.coefficient)
    }
    return result == form ? nil : result
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
