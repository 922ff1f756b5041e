import Expressions
import Numbers

/// Quantities between 0 and 1, such as a sigmoid: s·(1 − s) is not negative, which s − s² does not show.
extension NormalForms {
  /// s² as s − ω for an s between 0 and 1: ω = s·(1 − s) is a quantity of its own that is not negative. The form is
  /// nowhere negative if it is so for every ω.
  func withSpreads(_ form: Form) throws(Obstacle) -> Form {
    var (form, spreads) = (form, [Factor: Atom]())
    for _ in 0..<NormalForms.mostSpreads {
      guard let next = try withSpread(form, &spreads) else { break }
      form = next
    }
    return form
  }

  private static let mostSpreads = 8

  private func withSpread(_ form: Form, _ spreads: inout [Factor: Atom]) throws(Obstacle) -> Form? {
    for term in form.terms {
      for factor in factors(of: term.monomial) where factor.exponent.isInteger && factor.exponent.magnitude >= 2 {
        let unit = factor.raised(to: Exponent(factor.exponent < .zero ? -1 : 1))
        let bounds = bounds(of: unit)
        guard bounds.isNonnegative, let upper = bounds.upper, upper <= .one else { continue }
        let key = Factor(unit.atom, .empty, unit.exponent)
        let spread =
          spreads[key] ?? declareSpread(of: unit, isPositive: bounds.isPositive && (bounds.upperIsOpen || upper < .one))
        spreads[key] = spread
        return try replacingSquares(of: unit, by: spread, in: form)
      }
    }
    return nil
  }

  private func declareSpread(of unit: Factor, isPositive: Bool) -> Atom {
    let ranges = unit.slots.array.map { $0.range }
    let symbol = store.declare(
      SymbolDeclaration(name: "ω", slots: ranges, domain: isPositive ? .positive : .nonnegative))
    return atom(.symbol, payload: symbol.number)
  }

  private func replacingSquares(of unit: Factor, by spread: Atom, in form: Form) throws(Obstacle) -> Form {
    var sum = TermSum()
    for term in form.terms {
      var products: [Product] = [([], term.coefficient)]
      for factor in factors(of: term.monomial) {
        let isPower =
          factor.atom == unit.atom && factor.exponent.isInteger
          && factor.exponent.numerator.signum() == unit.exponent.numerator.signum()
        guard isPower, factor.exponent.magnitude >= 2 else {
          for k in products.indices { products[k].factors.append(factor) }
          continue
        }
        let one = factor.raised(to: unit.exponent)
        let less = try factor.exponent.minus(unit.exponent).minus(unit.exponent)
        let others = less.isZero ? [] : [factor.raised(to: less)]
        products = products.flatMap { product in
          [
            (product.factors + [one] + others, product.coefficient),
            (product.factors + [Factor(spread, factor.slots)] + others, -product.coefficient),
          ]
        }
      }
      for product in products { try reduce(product.factors, product.coefficient, into: &sum) }
    }
    return sum.form(digest: digest)
  }
}
