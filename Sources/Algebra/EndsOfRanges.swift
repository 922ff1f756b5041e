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
      var products = [(image, Rational.one)]
      let beyond =
        (1..<(below + 1)).map { low.adding(constant(Rational(-$0))) }
        + (1..<(above + 1)).map { high.adding(constant(Rational($0))) }
      for end in beyond {
        for term in try vanishing(value.adding(end, times: Rational(-1))).terms {
          products.append((image + (try renamed(factors(of: term.monomial), closed)), -term.coefficient))
        }
      }
      let left = base(of: factor.slots[l])
      for k in products.indices where left.isBound && !mentions(products[k].0, left) {
        products[k].0 += try lengthFactors(left.range)
      }
      return products
    }
    return nil
  }

  /// There are indices whose ranges are parts of others, or shifted ones.
  private func mayMissEnds(_ factors: [Factor]) -> Bool {
    hasParts || factors.contains { $0.slots.array.contains { $0.kind == .position } }
  }

  /// Where an index stands in entries: bare or shifted, always by the same number and in slots of the same range.
  private struct EntryPlace: Equatable {
    var range: IndexRange
    var shift: Int
  }

  /// An index that is summed over runs over the entries in which it stands.
  func sumOverEntries(_ factors: [Factor]) throws(Obstacle) -> [Product]? {
    guard mayMissEnds(factors) else { return nil }
    for slot in boundSlots(in: factors) {
      guard let place = entryPlace(of: slot, in: factors), place != EntryPlace(range: slot.range, shift: 0),
        store.fixedLength(slot.range) == nil, (try? lengthForm(slot.range)) != nil,
        let own = try ends(of: slot.range), let whole = try ends(of: place.range)
      else { continue }
      let shift = constant(Rational(place.shift))
      let (low, high) = (own.lower.adding(shift), own.upper.adding(shift))
      guard let p = number(low.adding(whole.lower, times: Rational(-1))),
        let q = number(whole.upper.adding(high, times: Rational(-1))),
        abs(p) <= NormalForms.mostCorrections, abs(q) <= NormalForms.mostCorrections
      else { continue }
      let wide = Slot(.bound, slot.number, place.range)
      let moved = try renamed(factors, Renaming([(slot, try shifted(wide, by: -place.shift, place.range))]))
      let lower = (min(p, 0)..<max(p, 0)).map { ($0, whole.lower.adding(constant(Rational($0)))) }
      let upper = (min(q, 0)..<max(q, 0)).map { ($0, whole.upper.adding(constant(Rational(-$0)))) }
      // No index is negative.
      let values = (lower + upper).map { $0.1.adding(constant(Rational(-place.shift))).constant ?? .zero }
      if values.contains(where: { $0 < .zero }), !isOnlyInEntries(slot, factors) { continue }
      var products = [(moved, Rational.one)]
      for (k, value) in lower + upper {
        let end = try self.slot(of: value, place.range)
        products.append((try renamed(moved, Renaming([(wide, end)])), k >= 0 ? Rational(-1) : .one))
      }
      return products
    }
    return nil
  }

  private func isOnlyInEntries(_ slot: Slot, _ factors: [Factor]) -> Bool {
    factors.allSatisfy { kind($0) == .symbol || kind($0) == .definition || !mentions([$0], slot) }
  }

  private func number(_ form: Form) -> Int? { form.isZero ? 0 : form.constant?.asInt }

  /// Nil where it stands elsewhere than in entries and comparisons, or not in the same way in all entries.
  private func entryPlace(of slot: Slot, in factors: [Factor]) -> EntryPlace? {
    var found: EntryPlace?
    for factor in factors where mentions([factor], slot) {
      guard factor.exponent.isInteger, factor.exponent > .zero else { return nil }
      switch kind(factor) {
      case .symbol, .definition:
        if kind(factor) == .definition, !isTotal(Definition(self[factor.atom].payload)) { return nil }
        for (own, range) in zip(factor.slots.array, entryRanges(of: factor)) where base(of: own) == slot {
          let place = EntryPlace(range: range, shift: Int(Int64(bitPattern: offset(of: own))))
          if let found, found != place { return nil }
          found = place
        }
      case .indexValue, .order: continue
      case .vanishing where isOfPlaces(factor): continue
      case .function where isOrderOfPlaces(factor): continue
      default: return nil
      }
    }
    return found
  }
}
