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
    for factor in bits(in: form) {
      let (low, high) = try values(of: form, atBit: factor)
      guard try isPositive(low, bits: 1), try isPositive(high, bits: 1) else { continue }
      let bit = try reduced(factor)
      let opposite = one.adding(bit, times: Rational(-1))
      return try product(bit, try apply(high)).adding(try product(opposite, try apply(low)))
    }
    return nil
  }

  /// Positive for both values of each bit that the sign depends on.
  private func isPositive(_ form: Form, bits depth: Int) throws(Obstacle) -> Bool {
    if sign(of: form) == .positive { return true }
    if depth > NormalForms.mostBits { return false }
    let content = try content(of: form, forRoots: true)
    if !content.common.isEmpty, content.scale.signum > 0, content.common.allSatisfy({ sign(of: $0) == .positive }) {
      return try isPositive(content.primitive, bits: depth)
    }
    for factor in bits(in: form) {
      let (low, high) = try values(of: form, atBit: factor)
      if try isPositive(low, bits: depth + 1) { return try isPositive(high, bits: depth + 1) }
    }
    return false
  }

  private static let mostBits = 3

  /// The bits that are factors of some of several terms.
  private func bits(in form: Form) -> [Factor] {
    var found: [Factor] = []
    if form.count < 2 { return found }
    for term in form.terms {
      for factor in factors(of: term.monomial) where kind(factor) == .symbol && !found.contains(factor) {
        if values(of: factor) == [.zero, .one] { found.append(factor) }
      }
    }
    return found
  }

  private func values(of form: Form, atBit bit: Factor) throws(Obstacle) -> (low: Form, high: Form) {
    var (with, without) = (TermSum(), TermSum())
    for term in form.terms {
      let own = factors(of: term.monomial)
      if let place = own.firstIndex(of: bit) {
        with.add(try reduced(rest(own, place), term.coefficient))
      } else {
        without.add(term.monomial, term.coefficient)
      }
    }
    let low = without.form(digest: digest)
    return (low, low.adding(with.form(digest: digest)))
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
