import Expressions
import Numbers

/// A form as scale · common factors · primitive form.
struct Content {
  var scale: Rational
  var common: [Factor]
  var primitive: Form
}

extension NormalForms {
  /// The rational and monomial content. For roots and logarithms only factors known to be non-negative come out:
  /// (ab)^(1/2) = a^(1/2)·b^(1/2) needs a ≥ 0, then b ≥ 0 wherever the left side is defined.
  func content(of form: Form, forRoots: Bool) throws(Obstacle) -> Content {
    var common: [Factor] = []
    if let first = form.terms.first {
      for factor in factors(of: first.monomial) where factor.atom != .delta && !hasBoundSlots(factor) {
        var exponent: Exponent? = factor.exponent
        for term in form.terms.dropFirst() {
          let other = factors(of: term.monomial).first { $0.atom == factor.atom && $0.slots == factor.slots }
          exponent = exponent.map { min($0, other?.exponent ?? .zero) }
        }
        add(factor, exponent ?? .zero, forRoots, to: &common)
      }
      try addDenominators(of: form, forRoots, to: &common)
    }
    let scale = rationalContent(of: form)
    guard let inverse = scale.inverse else { return Content(scale: .one, common: [], primitive: form) }
    if common.isEmpty { return Content(scale: scale, common: [], primitive: form.scaled(by: inverse)) }
    let undo = common.map { $0.raised(to: $0.exponent.negated) }
    var sum = TermSum()
    for term in form.terms {
      try reduce(factors(of: term.monomial) + undo, term.coefficient * inverse, into: &sum)
    }
    return Content(scale: scale, common: common, primitive: sum.form(digest: digest))
  }

  /// Factors that some term has to a negative power come out too, though the first term lacks them.
  private func addDenominators(of form: Form, _ forRoots: Bool, to common: inout [Factor]) throws(Obstacle) {
    var seen: [Factor] = []
    for term in form.terms {
      for factor in factors(of: term.monomial)
      where factor.exponent < .zero && factor.atom != .delta && !hasBoundSlots(factor) {
        let place = factor.raised(to: .one)
        if seen.contains(place) || common.contains(where: { $0.raised(to: .one) == place }) { continue }
        seen.append(place)
        var least = Exponent.zero
        for other in form.terms {
          let found = factors(of: other.monomial).first { $0.atom == factor.atom && $0.slots == factor.slots }
          least = min(least, found?.exponent ?? .zero)
        }
        add(factor, least, forRoots, to: &common)
      }
    }
  }

  private func add(_ factor: Factor, _ exponent: Exponent, _ forRoots: Bool, to common: inout [Factor]) {
    if exponent.isZero { return }
    let candidate = factor.raised(to: exponent)
    if !forRoots || sign(of: candidate).isNonnegative { common.append(candidate) }
  }

  /// gcd of the numerators over lcm of the denominators.
  private func rationalContent(of form: Form) -> Rational {
    var (top, bottom) = (Integer.zero, Integer.one)
    for term in form.terms {
      top = Integer.gcd(top, term.coefficient.numerator)
      let d = term.coefficient.denominator
      let shared = Integer.gcd(bottom, d)
      bottom = (bottom * d).quotientAndRemainder(dividingBy: shared)?.quotient ?? bottom
    }
    return Rational(top.magnitude, over: bottom) ?? .one
  }

  /// f(Σ_k y[k]·u[k]) = Σ_k y[k]·f(u[k]) for a one-hot y: only one term is there. Nil when the form is not of that
  /// shape.
  func selected(_ form: Form, _ apply: (Form) throws(Obstacle) -> Form) throws(Obstacle) -> Form? {
    guard let term = form.single, boundCount(term.monomial) > 0 else { return nil }
    let factors = factors(of: term.monomial)
    for (k, factor) in factors.enumerated() where kind(factor) == .symbol && factor.exponent.isOne {
      guard store.symbols[Int(self[factor.atom].payload)].structure == .oneHot else { continue }
      let last = factor.slots[factor.slots.count - 1]
      let others = rest(factors, k)
      let leading = factor.slots.array.dropLast()
      guard last.isBound, last.range == store.symbols[Int(self[factor.atom].payload)].slots.last,
        !leading.contains(where: { base(of: $0).isBound }),
        !others.contains(where: { other in other.slots.array.contains { base(of: $0).isBound && base(of: $0) != last } }
        )
      else { continue }
      let open = try freshFreeSlot(last.range)
      let renaming = Renaming([(last, open)])
      let inside = try reduced(try renamed(others, renaming), term.coefficient)
      let chosen = try product(try reduced(try renamed([factor], renaming)), try apply(inside))
      return try summed(chosen, over: open)
    }
    return nil
  }
}
