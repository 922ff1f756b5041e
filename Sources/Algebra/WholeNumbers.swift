import Expressions
import Numbers

/// Steps and brackets of whole numbers: forms of indices and sizes with whole coefficients.
///
///     [v + 2 > 0] = [v > 0] + [v = 0] + [v + 1 = 0]        [i − j > 0] = [j < i]
///
/// so that <, ≤ and ends some steps apart differ by brackets alone, and the ranges of the indices settle what they can.
extension NormalForms {
  /// [u > 0]; nil where the step is the function itself.
  func stepOfWhole(_ form: Form) throws(Obstacle) -> Form? {
    guard let form = wholeMultiple(form) else { return nil }
    if isNeverLess(form, than: one) { return one }
    if isNeverLess(.zero, than: form) { return .zero }
    if let (i, c, d) = place(form), let bound = (-d).divided(by: c)?.floor.asInt, bound >= 0 {
      // [c·i + d > 0] = [−d/c < i] for c > 0, and [i < −d/c] for c < 0.
      let isWhole = d.divided(by: c)?.isInteger ?? false
      let end = try literal(c.signum > 0 || isWhole ? bound : bound + 1, i.range)
      return try reduced(Factor(atom(.order), try SlotList(c.signum > 0 ? [end, i] : [i, end])))
    }
    if let (i, j, shift) = differenceOfPlaces(form) {
      // [i − j + c > 0] = [j < i + c]
      return try reduced(Factor(atom(.order), try SlotList([j, try shifted(i, by: shift, i.range)])))
    }
    guard let shift = form.coefficient(of: .one)?.asInt, abs(shift) <= NormalForms.mostOrderedEntries else {
      return nil
    }
    guard shift >= 0 || mayMixSigns() else { return nil }
    let bare = form.removing(.one)
    var result = try function(.step, [bare])
    for k in min(shift, 0)..<max(shift, 0) {
      let bracket = try vanishing(bare.adding(constant(Rational(k))))
      result = result.adding(bracket, times: shift > 0 ? .one : Rational(-1))
    }
    return result
  }

  /// [u = 0] where it is a delta, or never so; nil else.
  func bracketOfWhole(_ form: Form) throws(Obstacle) -> Form? {
    guard let form = wholeMultiple(form) else { return nil }
    if isNeverLess(form, than: one) || isNeverLess(form.scaled(by: Rational(-1)), than: one) { return .zero }
    if let (i, c, d) = place(form) {
      // [c·i + d = 0] = δ(i, −d/c)
      guard let value = (-d).divided(by: c), value.isInteger, let value = value.asInt, value >= 0 else { return .zero }
      return try reduced(Factor(.delta, try SlotList([i, try literal(value, i.range)])))
    }
    guard let (i, j, shift) = differenceOfPlaces(form) else { return nil }
    return try reduced(Factor(.delta, try SlotList([j, try shifted(i, by: shift, i.range)])))
  }

  /// The form times a number, so that it is whole; nil where there is none.
  private func wholeMultiple(_ form: Form) -> Form? {
    guard !form.isZero, form.constant == nil else { return nil }
    var scale = Rational.one
    for term in form.terms {
      guard factors(of: term.monomial).allSatisfy(isWhole) else { return nil }
      while !(term.coefficient * scale).isInteger {
        guard let (_, d) = (term.coefficient * scale).smallFraction else { return nil }
        scale = scale * Rational(d)
      }
    }
    return scale.isOne ? form : form.scaled(by: scale)
  }

  /// c·i + d of a plain index.
  private func place(_ form: Form) -> (i: Slot, c: Rational, d: Rational)? {
    guard let term = form.removing(.one).single else { return nil }
    let own = factors(of: term.monomial)
    guard own.count == 1, kind(own[0]) == .indexValue, own[0].exponent.isOne, own[0].slots[0].isFree else { return nil }
    return (own[0].slots[0], term.coefficient, form.coefficient(of: .one) ?? .zero)
  }

  /// i − j + c of two plain indices.
  private func differenceOfPlaces(_ form: Form) -> (i: Slot, j: Slot, shift: Int)? {
    guard form.count <= 3, let shift = (form.coefficient(of: .one) ?? .zero).asInt else { return nil }
    let terms = form.removing(.one).terms
    guard terms.count == 2 else { return nil }
    var places: [Slot] = []
    for term in terms {
      let own = factors(of: term.monomial)
      guard own.count == 1, kind(own[0]) == .indexValue, own[0].exponent.isOne, own[0].slots[0].isFree else {
        return nil
      }
      places.append(own[0].slots[0])
    }
    if terms[0].coefficient.isOne, terms[1].coefficient == Rational(-1) { return (places[0], places[1], shift) }
    if terms[1].coefficient.isOne, terms[0].coefficient == Rational(-1) { return (places[1], places[0], shift) }
    return nil
  }

  /// The function or bracket is of indices and sizes.
  func isOfPlaces(_ factor: Factor) -> Bool {
    let insides = self[factor.atom].insides
    return insides.count == 1
      && self[insides[0]].terms.allSatisfy { factors(of: $0.monomial).allSatisfy(isWhole) }
  }

  /// A whole number at every admissible point: an index or a size.
  func isWhole(_ factor: Factor) -> Bool {
    (kind(factor) == .indexValue || kind(factor) == .size) && factor.exponent.isInteger && factor.exponent > .zero
  }
}
