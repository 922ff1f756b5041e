import Expressions
import Numbers

/// Wrong sizes, wrong exponents, and a small number outside of its root; a function that is missing or another one.
extension FormulaMistakes {
  mutating func inPower(_ e: Expression) -> [Mistake] {
    let base = store.operand(0, of: e)
    guard let exponent = store.rational(store.operand(1, of: e)) else { return [] }
    var found: [Mistake] = []
    if store.op(base) == .size { found += ofSize(base, exponent) }
    if store.op(base) == .sum, store.reachable(from: [base]).contains(where: { store.op($0) == .size }) {
      for part in store.operands(of: base) where store.op(part) == .size {
        let image = store.power(part, exponent)
        found.append(Mistake(.unbiasedVariance, "`\(text(part))` stands for `\(text(base))`", image))
      }
    }
    if !exponent.isInteger, store.op(base) == .sum { found += ofRoot(e, base, exponent) }
    if exponent.smallFraction?.1 == 2 {
      let without = store.power(base, exponent * Rational(2))
      found.append(Mistake(.missingFactor, "the root in `\(text(e))` is missing", without))
    }
    if exponent.isInteger, exponent > .one {
      let less = store.power(base, exponent - .one)
      let one = exponent == Rational(2)
      found.append(
        Mistake(.missingFactor, "`\(text(one ? base : less))` stands for `\(text(e))`", one ? base : less))
    }
    return found
  }

  /// Another size in a denominator, or one too much.
  private mutating func ofSize(_ base: Expression, _ exponent: Rational) -> [Mistake] {
    var found: [Mistake] = []
    for other in dimensions where other != store.dimension(base) {
      let size = store.size(other)
      let name = "`\(text(size))` stands for the size `\(text(base))`"
      found.append(Mistake(.wrongAxis, name, store.power(size, exponent)))
      guard exponent == Rational(-1) else { continue }
      let both = store.product([base, size])
      found.append(
        Mistake(.meanForSum, "there is a division by `\(text(size))` too much", store.power(both, exponent)))
    }
    if exponent == Rational(-1) {
      found.append(Mistake(.sumForMean, "the division by `\(text(base))` is missing", store.integer(1)))
    }
    return found
  }

  /// √(v + ε) becomes √v + ε, or √v: ε is a quantity, or a number below 1/100.
  private mutating func ofRoot(_ e: Expression, _ base: Expression, _ exponent: Rational) -> [Mistake] {
    var found: [Mistake] = []
    let terms = Array(store.operands(of: base))
    for (k, term) in terms.enumerated() {
      let isSmall = store.rational(term).map { $0.magnitude < Rational(1, 100) } ?? false
      guard isSmall || store.op(term) == .symbol && store.operandCount(of: term) == 0 else { continue }
      let rest = store.sum(terms.enumerated().filter { $0.offset != k }.map { $0.element })
      let outside = store.power(store.sum([store.power(rest, Rational(1, 2)), term]), exponent * Rational(2))
      found.append(Mistake(.epsMisplaced, "`\(text(term))` stands outside of the root in `\(text(e))`", outside))
      found.append(
        Mistake(.epsMisplaced, "`\(text(term))` is missing in `\(text(e))`", store.power(rest, exponent)))
    }
    return found
  }

  // MARK: Functions

  /// Functions that are taken for one another.
  private static let alike: [[ElementaryFunction]] = [
    [.sigmoid, .tanh], [.sin, .cos], [.sinh, .cosh], [.maximum, .minimum], [.softplus, .exp],
  ]

  mutating func inFunction(_ e: Expression) -> [Mistake] {
    let own = store.function(e)
    let arguments = Array(store.operands(of: e))
    var found: [Mistake] = []
    if arguments.count == 1 {
      let name = "`\(text(arguments[0]))` stands for `\(text(e))`: the function is missing"
      found.append(Mistake(.wrongFunction, name, arguments[0]))
    }
    for group in FormulaMistakes.alike where group.contains(own) {
      for other in group where other != own {
        let image = store.function(other, arguments)
        found.append(Mistake(.wrongFunction, "`\(text(image))` stands for `\(text(e))`", image))
      }
    }
    return found
  }
}
