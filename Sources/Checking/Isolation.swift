import Algebra
import Calculus
import Elaboration
import Expressions
import Notation
import Numbers

/// Terms for which both sides of a relation are equal: candidates for witnesses, which are checked afterwards.
extension Prover {
  /// −β/α for a relation of α·s + β to 0 with an α that is known not to be 0.
  mutating func linearRoot(_ symbol: Symbol, _ body: Proposition) -> Expression? {
    guard case .relation(let relation) = body, relation.left.slots.isEmpty,
      let left = relation.left.expression, let right = relation.right.expression,
      let a = try? carriedOut(left), let b = try? carriedOut(right)
    else { return nil }
    let gap = differentiator.store.difference(a, b)
    let zero = differentiator.store.integer(0)
    let origin = differentiator.store.substitution(of: symbol, parameters: [], by: zero, in: gap)
    guard let slope = try? differentiator.derivative(of: gap, Target(.symbol(symbol)), slots: []),
      let constant = try? differentiator.carryOut(origin)
    else { return nil }
    let forms = withoutDomains().forms(unfolding: true)
    guard let form = try? forms.normalForm(of: slope),
      !forms.mentions(form, symbol), (try? forms.isKnownNonzero(form)) ?? false
    else { return nil }
    return differentiator.store.negation(differentiator.store.quotient(constant, slope))
  }

  /// The term that makes both sides equal, for a symbol which stands in it once, by undoing what is done to it.
  mutating func isolated(_ symbol: Symbol, _ body: Proposition) -> Expression? {
    guard case .relation(let relation) = body, relation.left.slots.isEmpty,
      let left = relation.left.expression, let right = relation.right.expression,
      let a = try? carriedOut(left), let b = try? carriedOut(right)
    else { return nil }
    let isLeft = differentiator.mentions(a, symbol)
    if isLeft == differentiator.mentions(b, symbol) { return nil }
    var (side, value) = isLeft ? (a, b) : (b, a)
    while store.op(side) != .symbol {
      let parts = Array(store.operands(of: side))
      let holding = parts.indices.filter { differentiator.mentions(parts[$0], symbol) }
      guard let k = holding.first, holding.count == 1 else { return nil }
      var others = parts
      others.remove(at: k)
      switch store.op(side) {
      case .sum: value = differentiator.store.difference(value, differentiator.store.sum(others))
      case .product: value = differentiator.store.quotient(value, differentiator.store.product(others))
      case .power:
        guard k == 0, let exponent = store.rational(others[0]), let inverse = exponent.inverse else { return nil }
        value = differentiator.store.power(value, inverse)
      case .function:
        guard let image = inverse(of: store.function(side), at: value) else { return nil }
        value = image
      default: return nil
      }
      side = parts[k]
    }
    return value
  }

  private mutating func inverse(of function: ElementaryFunction, at value: Expression) -> Expression? {
    let one = differentiator.store.integer(1)
    switch function {
    case .exp: return differentiator.store.function(.log, [value])
    case .log: return differentiator.store.function(.exp, [value])
    case .sigmoid:
      let rest = differentiator.store.difference(one, value)
      return differentiator.store.function(.log, [differentiator.store.quotient(value, rest)])
    case .softplus:
      let power = differentiator.store.function(.exp, [value])
      return differentiator.store.function(.log, [differentiator.store.difference(power, one)])
    case .sinh: return differentiator.store.function(.asinh, [value])
    case .asinh: return differentiator.store.function(.sinh, [value])
    default: return nil
    }
  }
}
