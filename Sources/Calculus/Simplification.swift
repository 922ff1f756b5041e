import Expressions
import Numbers

/// The little simplification that keeps derivatives readable: zeros, ones and numeric factors.
extension Differentiator {
  func isZero(_ e: Expression) -> Bool { store.rational(e)?.isZero ?? false }

  mutating func simplified(sum terms: [Expression]) -> Expression {
    if terms.count == 1 { return terms[0] }
    if !terms.contains(where: { store.op($0) == .number }) { return store.sum(terms) }
    let terms = terms.filter { !isZero($0) }
    let numbers = terms.compactMap { store.rational($0) }
    if numbers.count == terms.count { return store.number(numbers.reduce(.zero) { $0 + $1 }) }
    return store.sum(terms)
  }

  /// Zero if a factor is; numbers are multiplied and come first.
  mutating func simplified(product factors: [Expression]) -> Expression {
    var scale = Rational.one
    var others: [Expression] = []
    for factor in factors {
      let isShort = store.op(factor) == .product && store.operandCount(of: factor) <= ExpressionStore.longestFlat
      let parts = isShort ? Array(store.operands(of: factor)) : [factor]
      for part in parts {
        if let value = store.rational(part) { scale *= value } else { others.append(part) }
      }
    }
    if scale.isZero { return store.integer(0) }
    if scale.isOne && !others.isEmpty { return store.product(others) }
    return store.product([store.number(scale)] + others)
  }

  mutating func simplified(power base: Expression, _ exponent: Expression) -> Expression {
    if let value = store.rational(exponent) {
      if value.isZero { return store.integer(1) }
      if value.isOne { return base }
    }
    return store.power(base, exponent)
  }
}
