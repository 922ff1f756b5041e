import Expressions
import Numbers

/// Quantities that take one of two values.
extension NormalForms {
  /// The two values of a factor that takes no others: an entry in {0, 1} or {-1, 1}, a bracket.
  private func values(of factor: Factor) -> [Rational]? {
    guard factor.exponent.isOne, !hasBoundSlots(factor) else { return nil }
    switch kind(factor) {
    case .delta, .order, .vanishing: return [.zero, .one]
    case .symbol:
      let declaration = store.symbols[Int(self[factor.atom].payload)]
      if declaration.structure == .oneHot { return [.zero, .one] }
      guard case .finite(let values) = declaration.domain, values.count == 2 else { return nil }
      return values
    default: return nil
    }
  }

  /// [a·b + c = 0] for a b that takes two values: 0, or linear in b.
  func vanishingOfBit(_ form: Form) -> Form? {
    guard form.count <= 2, let term = form.terms.first(where: { $0.monomial != .one }),
      form.removing(term.monomial).constant != nil, factors(of: term.monomial).count == 1,
      let factor = factors(of: term.monomial).first, let values = values(of: factor),
      let root = (-(form.coefficient(of: .one) ?? .zero)).divided(by: term.coefficient)
    else { return nil }
    guard let other = values.first(where: { $0 != root }), values.contains(root) else { return .zero }
    // (b − other)/(root − other)
    guard let slope = (root - other).inverse else { return nil }
    return self.form(term.monomial, slope).adding(constant(-other * slope))
  }

  /// f(b·A + B) = b·f(A + B) + (1 − b)·f(B) for a b in {0, 1}, where both are known to be positive; nil where no such b
  /// is a factor of some terms.
  func splitByBit(_ form: Form, _ apply: (Form) throws(Obstacle) -> Form) throws(Obstacle) -> Form? {
    guard form.count > 1 else { return nil }
    for term in form.terms {
      for factor in factors(of: term.monomial) where kind(factor) == .symbol {
        guard values(of: factor) == [.zero, .one] else { continue }
        var (with, without) = (TermSum(), TermSum())
        for other in form.terms {
          let own = factors(of: other.monomial)
          if let place = own.firstIndex(of: factor) {
            with.add(try reduced(rest(own, place), other.coefficient))
          } else {
            without.add(other.monomial, other.coefficient)
          }
        }
        let low = without.form(digest: digest)
        let high = low.adding(with.form(digest: digest))
        guard sign(of: low) == .positive, sign(of: high) == .positive else { continue }
        let bit = try reduced(factor)
        let opposite = one.adding(bit, times: Rational(-1))
        return try product(bit, try apply(high)).adding(try product(opposite, try apply(low)))
      }
    }
    return nil
  }

  /// An entry with a slot that takes one of two values: x[b] = [b = 0]·x[0] + [b = 1]·x[1].
  func chosenEntry(_ e: Expression) throws(Obstacle) -> Form? {
    let ranges: [IndexRange]
    switch store.op(e) {
    case .symbol: ranges = store.declaration(store.symbol(e)).slots
    case .definition: ranges = store.body(store.definition(e)).slots
    default: return nil
    }
    for (k, slot) in store.operands(of: e).enumerated() where store.op(slot) == .symbol {
      guard k < ranges.count, case .finite(let values) = store.declaration(store.symbol(slot)).domain,
        values.count == 2, let places = writtenOut(ranges[k])
      else { continue }
      let inside = values.compactMap { $0.asInt }.filter { places.contains($0) }
      guard inside.count == 2 else { continue }
      var total = Form.zero
      for value in inside {
        var parts = Array(store.operands(of: e))
        let bit = try image(slot)
        parts[k] = store.integer(value)
        let bracket = try vanishing(bit.adding(constant(Rational(-value))))
        total = total.adding(try product(bracket, try image(store.rebuilt(e, parts))))
      }
      return total
    }
    return nil
  }
}
