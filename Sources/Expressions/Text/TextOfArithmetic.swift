import Numbers

/// Sums, products and powers, with minus signs and fraction bars for negative coefficients and exponents.
extension ExpressionText {
  func sum(_ e: Expression) -> [Item] {
    var items: [Item] = []
    for (k, term) in store.operands(of: e).enumerated() {
      if let (magnitude, rest) = negative(term) {
        items.append(.text(k == 0 ? "-" : " - "))
        items += rest.isEmpty ? number(magnitude).0 : productItems(magnitude, rest).0
      } else {
        if k > 0 { items.append(.text(" + ")) }
        items.append(.expression(term, .sum))
      }
    }
    return items
  }

  /// A term with a negative number in front, as its magnitude and the other factors.
  private func negative(_ term: Expression) -> (Rational, [Expression])? {
    if let value = store.rational(term), value.signum < 0 { return (-value, []) }
    guard store.op(term) == .product, let first = store.operands(of: term).first, let value = store.rational(first),
      value.signum < 0
    else { return nil }
    return (-value, Array(store.operands(of: term).dropFirst()))
  }

  func product(_ e: Expression) -> ([Item], Binding) {
    if let (magnitude, rest) = negative(e) {
      return ([.text("-")] + productItems(magnitude, rest).0, .sum)
    }
    let parts = Array(store.operands(of: e))
    if let value = store.rational(parts[0]) { return productItems(value, Array(parts.dropFirst())) }
    return productItems(.one, parts)
  }

  /// Numerator factors joined by `*`, then `/` and the denominator.
  private func productItems(_ scale: Rational, _ factors: [Expression]) -> ([Item], Binding) {
    var (above, below) = ([Item](), [Item]())
    var belowCount = 0
    if !scale.numerator.isOne || factors.isEmpty { above.append(.text(scale.numerator.description)) }
    if !scale.denominator.isOne {
      below.append(.text(scale.denominator.description))
      belowCount += 1
    }
    for factor in factors {
      if let (base, exponent) = reciprocal(factor) {
        if belowCount > 0 { below.append(.text("*")) }
        below += exponent.isOne ? [.expression(base, .power)] : raised(base, exponent)
        belowCount += 1
      } else {
        if !above.isEmpty { above.append(.text("*")) }
        above.append(.expression(factor, .product))
      }
    }
    if above.isEmpty { above = [.text("1")] }
    if belowCount == 0 { return (above, .product) }
    return (above + [.text("/")] + (belowCount > 1 ? [.text("(")] + below + [.text(")")] : below), .product)
  }

  /// base and −exponent of a factor with a negative numeric exponent.
  private func reciprocal(_ e: Expression) -> (Expression, Rational)? {
    guard store.op(e) == .power, let exponent = store.rational(store.operand(1, of: e)), exponent.signum < 0 else {
      return nil
    }
    return (store.operand(0, of: e), -exponent)
  }

  private func raised(_ base: Expression, _ exponent: Rational) -> [Item] {
    if exponent == Rational(1, 2) { return call("sqrt", [base]) }
    let text = exponent.isInteger && exponent.signum > 0 ? exponent.description : "(\(exponent))"
    return [.expression(base, .tight), .text("^" + text)]
  }

  func power(_ e: Expression) -> ([Item], Binding) {
    let (base, exponent) = (store.operand(0, of: e), store.operand(1, of: e))
    if reciprocal(e) != nil { return productItems(.one, [e]) }
    if let value = store.rational(exponent) {
      return (raised(base, value), value == Rational(1, 2) ? .tight : .power)
    }
    return ([.expression(base, .tight), .text("^"), .expression(exponent, .tight)], .power)
  }
}

extension Integer {
  fileprivate var isOne: Bool { self == .one }
}
