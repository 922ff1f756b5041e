import Expressions
import Numbers

/// Σ_i f(i) = 0 if f(i) = 0 for every i: at one index, denominators can be cleared that inside of a sum cannot.
extension NormalForms {
  /// True: proved. The form may be 0 though its terms are not.
  func isZeroTermwise(_ form: Form, depth: Int = NormalForms.deepestTermwise) throws(Obstacle) -> Bool {
    if depth == 0 { return false }
    for range in rangesOfBoundDenominators(form) {
      if let summand = try summand(of: form, over: range), try clearsToZero(summand, depth: depth - 1) { return true }
    }
    return false
  }

  /// Sums within sums that are opened one after the other.
  static let deepestTermwise = 2

  /// The ranges of indices that are summed over and stand in a denominator.
  private func rangesOfBoundDenominators(_ form: Form) -> [IndexRange] {
    var ranges: [IndexRange] = []
    for term in form.terms {
      for factor in factors(of: term.monomial) where factor.exponent < .zero {
        for slot in factor.slots.array where base(of: slot).isBound && !ranges.contains(base(of: slot).range) {
          ranges.append(base(of: slot).range)
        }
      }
    }
    return ranges
  }

  /// f(i) for a fresh i, with the form equal to Σ_i f(i); nil when it is not plain which sum of a term is meant. What is
  /// under no sum is c = Σ_i c/n.
  private func summand(of form: Form, over range: IndexRange) throws(Obstacle) -> Form? {
    let open = try freshFreeSlot(range)
    var sum = TermSum()
    for term in form.terms {
      let own = factors(of: term.monomial)
      var places = boundSlots(in: own).filter { $0.range == range }
      if places.count > 1 {
        places = boundSlots(in: own.filter { $0.exponent < .zero }).filter { $0.range == range }
        if places.isEmpty { return nil }
      }
      if let place = places.first {
        if places.count > 1 { return nil }
        try reduce(try renamed(own, Renaming([(place, open)])), term.coefficient, into: &sum)
      } else {
        guard hasValue(range), let length = try lengthForm(range).single, length.coefficient.isOne else { return nil }
        let inverse = factors(of: length.monomial).map { $0.raised(to: $0.exponent.negated) }
        try reduce(own + inverse, term.coefficient, into: &sum)
      }
    }
    return sum.form(digest: digest)
  }
}
