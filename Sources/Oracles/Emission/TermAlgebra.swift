import Numbers

/// Sums, products and powers with like parts taken together: nothing that changes where a value exists.
extension Terms {
  mutating func number(_ value: Rational) -> Term { node(.number(value)) }
  mutating func integer(_ value: Int) -> Term { node(.number(Rational(value))) }

  /// Nested sums are one; equal addends are counted.
  mutating func sum(_ parts: [Term]) -> Term {
    var order: [[Term]] = []
    var totals: [[Term]: Rational] = [:]
    for part in parts.flatMap({ self.addends($0) }) {
      let (coefficient, rest) = coefficient(part)
      if totals[rest] == nil { order.append(rest) }
      totals[rest] = (totals[rest] ?? .zero) + coefficient
    }
    var addends: [Term] = []
    for rest in order {
      guard let total = totals[rest], !total.isZero else { continue }
      addends.append(total == .one && !rest.isEmpty ? nestedProduct(rest) : product([number(total)] + rest))
    }
    if addends.isEmpty { return integer(0) }
    return addends.count == 1 ? addends[0] : node(.sum, addends)
  }

  private mutating func nestedProduct(_ factors: [Term]) -> Term {
    factors.count == 1 ? factors[0] : node(.product, factors)
  }

  /// Nested products are one, numbers stand in front; powers of one base are one power unless that has more
  /// values than they have: x/x has none at 0, and √x·√x none below.
  mutating func product(_ parts: [Term]) -> Term {
    var scale = Rational.one
    var order: [Term] = []
    var exponents: [Term: Rational] = [:]
    var apart: [Term] = []
    for factor in parts.flatMap({ self.factors($0) }) {
      if let value = number(factor) {
        scale = scale * value
        continue
      }
      if case .truth(let value) = self[factor].operation {
        if !value { scale = .zero }
        continue
      }
      let (base, exponent) = powerParts(factor)
      if let known = exponents[base] {
        let total = known + exponent
        let isSafe = known.signum == exponent.signum && (!total.isInteger || known.isInteger)
        if isSafe { exponents[base] = total } else { apart.append(factor) }
      } else {
        order.append(base)
        exponents[base] = exponent
      }
    }
    if scale.isZero { return integer(0) }
    var factors = scale == .one ? [] : [number(scale)]
    for base in order { factors.append(power(base, exponents[base] ?? .one)) }
    factors += apart
    if factors.isEmpty { return integer(1) }
    return factors.count == 1 ? factors[0] : node(.product, factors)
  }

  mutating func power(_ base: Term, _ exponent: Rational) -> Term {
    if exponent == .one { return base }
    if exponent.isZero { return integer(1) }
    if let value = number(base), !value.isZero, let exponent = exponent.asInt, abs(exponent) <= 16 {
      var result = Rational.one
      for _ in 0..<abs(exponent) { result = result * value }
      return number(exponent < 0 ? result.inverse ?? result : result)
    }
    if exponent.isInteger, self[base].operation == .product {
      let factors = self[base].operands
      return product(factors.map { power($0, exponent) })
    }
    // √u⁻¹ is u^(−1/2); but (√u)² is not u where u is negative.
    if case .power(let inner) = self[base].operation, !inner.isInteger, !(inner * exponent).isInteger {
      return node(.power(inner * exponent), self[base].operands)
    }
    return node(.power(exponent), [base])
  }

  mutating func negation(_ term: Term) -> Term { product([integer(-1), term]) }
  mutating func difference(_ a: Term, _ b: Term) -> Term {
    let minus = negation(b)
    return sum([a, minus])
  }
}
