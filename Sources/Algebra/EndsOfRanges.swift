import Expressions
import Numbers

/// Sums over indices that go a few places beyond a range, or leave out a few of its ends:
///
///     Σ_{k in 1..n} δ(j, k − 1)·x[k] = x[j + 1] − δ(j, n)·x[j + 1]        for j in 1..n
///     Σ_{j in 1..n-1} x[j + 1] = Σ_{j in 1..n} x[j] − x[1]
///
/// What is beyond is written out as if there were such entries: see `sumOverPart`, which says the same of sums as they are
/// read. These rules say it of what other rules leave.
extension NormalForms {
  /// Of the two indices of a delta one is put in for the other, but where it is beyond that one's range.
  func deltaAcrossEnds(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    guard factor.exponent.isOne, mayMissEnds([factor]) else { return nil }
    for (k, l) in [(0, 1), (1, 0)] {
      let summed = base(of: factor.slots[k])
      guard summed.isBound, base(of: factor.slots[l]) != summed, let (low, high) = try ends(of: summed.range) else {
        continue
      }
      let offset = Int(Int64(bitPattern: offset(of: factor.slots[k])))
      let (opened, closed) = try opening([factor], beside: rest)
      let value = try value(of: try renamed(factor.slots[l], opened)).adding(constant(Rational(-offset)))
      guard let below = atMost(low.adding(value, times: Rational(-1))),
        let above = atMost(value.adding(high, times: Rational(-1)))
      else { continue }
      let place = try renamed(try slot(of: value, summed.range), closed)
      let image = try renamed(rest, Renaming([(summed, place)]))
      var products: [Product] = [(image, .one)]
      let beyond =
        (1..<(below + 1)).map { low.adding(constant(Rational(-$0))) }
        + (1..<(above + 1)).map { high.adding(constant(Rational($0))) }
      for end in beyond {
        for term in try vanishing(value.adding(end, times: Rational(-1))).terms {
          products.append((image + (try renamed(factors(of: term.monomial), closed)), -term.coefficient))
        }
      }
      let left = base(of: factor.slots[l])
      for k in products.indices where left.isBound && !mentions(products[k].factors, left) {
        products[k].factors += try lengthFactors(left.range)
      }
      return products
    }
    return nil
  }

  /// There are indices whose ranges are parts of others, or shifted ones.
  private func mayMissEnds(_ factors: [Factor]) -> Bool {
    hasParts || factors.contains { $0.slots.array.contains { $0.kind == .position } }
  }

  /// Where an index stands in an entry: bare, or shifted by a number.
  private struct EntryPlace: Hashable {
    var range: IndexRange
    var shift: Int
  }

  /// The values of an index, plus a number, at which all of its entries are there.
  private struct EntryRange {
    var range: IndexRange
    var low, high: Form
    /// The least of the shifts: x[i − 1]·x[i + 1] is x[p]·x[p + 2].
    var shift: Int
  }

  /// An index that is summed over runs over the entries in which it stands, the first of which has it bare:
  ///
  ///     Σ_{i in 2..n} x[i − 1]·x[i] = Σ_{p in 1..n-1} x[p]·x[p + 1]
  func sumOverEntries(_ factors: [Factor]) throws(Obstacle) -> [Product]? {
    guard mayMissEnds(factors) else { return nil }
    for slot in boundSlots(in: factors) {
      guard let places = entryPlaces(of: slot, in: factors), places != [EntryPlace(range: slot.range, shift: 0)],
        store.fixedLength(slot.range) == nil, (try? lengthForm(slot.range)) != nil,
        let own = try ends(of: slot.range), let whole = try entryRange(of: places),
        whole.range != slot.range || whole.shift != 0
      else { continue }
      let shift = constant(Rational(whole.shift))
      let (low, high) = (own.lower.adding(shift), own.upper.adding(shift))
      guard let p = number(low.adding(whole.low, times: Rational(-1))),
        let q = number(whole.high.adding(high, times: Rational(-1))),
        abs(p) <= NormalForms.mostCorrections, abs(q) <= NormalForms.mostCorrections
      else { continue }
      let wide = Slot(.bound, slot.number, whole.range)
      let moved = try renamed(factors, Renaming([(slot, try shifted(wide, by: -whole.shift, whole.range))]))
      let lower = (min(p, 0)..<max(p, 0)).map { ($0, whole.low.adding(constant(Rational($0)))) }
      let upper = (min(q, 0)..<max(q, 0)).map { ($0, whole.high.adding(constant(Rational(-$0)))) }
      var products: [Product] = [(moved, .one)]
      for (k, value) in lower + upper {
        let end = try self.slot(of: value, whole.range)
        products.append((try renamed(moved, Renaming([(wide, end)])), k >= 0 ? Rational(-1) : .one))
      }
      return products
    }
    return nil
  }

  private func number(_ form: Form) -> Int? { form.isZero ? 0 : form.constant?.asInt }

  /// Nil where it stands in no entry, or in what need not have a value beyond its range.
  private func entryPlaces(of slot: Slot, in factors: [Factor]) -> Set<EntryPlace>? {
    var found: Set<EntryPlace> = []
    for factor in factors where mentions([factor], slot) {
      let isPower = factor.exponent.isInteger && factor.exponent > .zero
      switch kind(factor) {
      case .symbol, .definition:
        if kind(factor) == .definition, !isTotal(Definition(self[factor.atom].payload)) { return nil }
        guard isPower || sign(of: factor) == .positive else { return nil }
        for (own, range) in zip(factor.slots.array, entryRanges(of: factor)) where base(of: own) == slot {
          found.insert(EntryPlace(range: range, shift: Int(Int64(bitPattern: offset(of: own)))))
        }
      case .indexValue, .order: if !isPower { return nil }
      case .vanishing: if !isPower || !isOfPlaces(factor) { return nil }
      case .function:
        guard isPower || sign(of: factor) == .positive, isOrderOfPlaces(factor) || isTotal(factor) else { return nil }
      default: return nil
      }
    }
    return found.isEmpty ? nil : found
  }

  private func isTotal(_ factor: Factor) -> Bool { function(of: factor)?.isDefinedEverywhere ?? false }

  /// Nil where it is not known for all sizes, or may end before it begins.
  private func entryRange(of places: Set<EntryPlace>) throws(Obstacle) -> EntryRange? {
    guard let shift = places.map({ $0.shift }).min() else { return nil }
    var common: EntryRange?
    for place in places.sorted(by: { ($0.shift, $0.range) < ($1.shift, $1.range) }) {
      guard let own = try ends(of: place.range) else { return nil }
      let distance = constant(Rational(shift - place.shift))
      let (low, high) = (own.lower.adding(distance), own.upper.adding(distance))
      guard var known = common else {
        common = EntryRange(range: place.range, low: low, high: high, shift: shift)
        continue
      }
      guard let p = number(low.adding(known.low, times: Rational(-1))),
        let q = number(high.adding(known.high, times: Rational(-1)))
      else { return nil }
      if p > 0 { known.low = low }
      if q < 0 { known.high = high }
      common = known
    }
    guard var common, let whole = try ends(of: common.range) else { return nil }
    if whole.lower != common.low || whole.upper != common.high {
      guard isNeverLess(common.high.adding(one), than: common.low), let low = expression(of: common.low),
        let high = expression(of: common.high)
      else { return nil }
      common.range = store.range(low, high)
      if common.range.number > Slot.largestRange { return nil }
    }
    return common
  }
}
