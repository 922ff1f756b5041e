import Expressions
import Numbers

/// Carrying out the expectation over one random variable x: it is linear, takes out what does not vary with x, and of a
/// product of entries is the sum over all partitions of the factors into blocks, of the products of the blocks' cumulants:
/// E(x₁⋯xₙ) = Σ_π Π_B κ(B). The cumulant of one entry is its mean, of two their covariance; those of independent entries
/// vanish, so that a block of a family counts where its indices coincide. Of a normal variable all others are 0; of
/// `iid(mean, var)` they are unknown, and what needs one stays as it is.
/// T. P. Speed, "Cumulants and partition lattices", Austral. J. Statist. 25 (1983).
extension Differentiator {
  /// An expectation whose parts were carried out. Where the declared moments do not suffice, expectations are left.
  mutating func expectation(_ e: Expression) throws(Refusal) -> Expression {
    guard let parts = store.expectationParts(e) else { return e }
    let terms = try randomTerms(of: parts.body, in: parts.symbol, isNormal: parts.law.kind == .normal)
    var images: [Expression] = []
    for term in terms { images.append(try expectation(of: term, parts, e)) }
    return simplified(sum: images)
  }

  private mutating func expectation(
    of term: RandomTerm, _ parts: ExpressionStore.ExpectationParts, _ e: Expression
  ) throws(Refusal) -> Expression {
    if term.isConstant { return summed(simplified(product: term.factors), term.sums) }
    let moments = Moments(law: parts.law, distinct: distinctIndices(term.sums))
    if term.others.isEmpty, let moment = try moment(of: term, moments) {
      return summed(simplified(product: term.factors + [moment]), term.sums)
    }
    var factors = term.others
    for slots in term.entries { factors.append(store.entry(of: parts.symbol, slots)) }
    if !term.exponent.isEmpty {
      var exponents: [Expression] = []
      for part in term.exponent {
        let entries = part.entries.map { store.entry(of: parts.symbol, $0) }
        exponents.append(summed(simplified(product: part.factors + entries), part.sums))
      }
      factors.append(store.function(.exp, [simplified(sum: exponents)]))
    }
    var operands = Array(store.operands(of: e))
    operands[operands.count - 1] = store.product(factors)
    let left = store.rebuilt(e, operands)
    return summed(simplified(product: term.factors + [left]), term.sums)
  }

  private mutating func summed(_ body: Expression, _ sums: [RandomTerm.Sum]) -> Expression {
    if isZero(body) { return body }
    var result = body
    for sum in sums.reversed() {
      result = store.reduction(.sum, over: sum.index, where: sum.condition, result)
    }
    return result
  }

  /// Pairs of indices that the conditions of sums keep apart.
  private func distinctIndices(_ sums: [RandomTerm.Sum]) -> Set<Set<Expression>> {
    var pairs: Set<Set<Expression>> = []
    var pending = sums.map { $0.condition }
    while let condition = pending.popLast() {
      if store.op(condition) == .and { pending += store.operands(of: condition) }
      guard store.op(condition) == .comparison else { continue }
      switch store.comparison(condition) {
      case .notEqual, .less: pairs.insert([store.operand(0, of: condition), store.operand(1, of: condition)])
      case .equal, .lessOrEqual: continue
      }
    }
    return pairs
  }

  // MARK: Moments

  /// What is known while the moment of one term is found.
  private struct Moments {
    var law: Law
    var distinct: Set<Set<Expression>>
    /// The exponent of an exponential factor: exp(b'x)·p(x) has the mean of p(x + C·b), times the mean of exp(b'x).
    var tilt: [RandomTerm] = []
  }

  /// More factors have too many partitions.
  private static let mostRandomFactors = 8

  private mutating func moment(of term: RandomTerm, _ moments: Moments) throws(Refusal) -> Expression? {
    if term.entries.count > Differentiator.mostRandomFactors { return nil }
    var moments = moments
    moments.tilt = term.exponent.filter { !$0.entries.isEmpty }
    guard let product = try moment(of: term.entries[...], moments) else { return nil }
    if term.exponent.isEmpty { return product }
    return simplified(product: [generatingFunction(term.exponent, moments), product])
  }

  /// The moment of a product of entries, nil if it is not determined: over the blocks in which the first one may stand.
  private mutating func moment(
    of entries: ArraySlice<[Expression]>, _ moments: Moments
  ) throws(Refusal) -> Expression? {
    guard let first = entries.first else { return store.integer(1) }
    try spend()
    let rest = Array(entries.dropFirst())
    var terms: [Expression] = []
    for choice in 0..<(1 << rest.count) {
      let block = rest.indices.filter { choice >> $0 & 1 == 1 }.map { rest[$0] }
      if moments.law.kind == .normal && block.count > 1 { continue }
      guard let together = coincidence(of: [first] + block, moments) else { continue }
      guard let cumulant = cumulant(first, block, moments) else { return nil }
      if isZero(cumulant) { continue }
      let others = rest.indices.filter { choice >> $0 & 1 == 0 }.map { rest[$0] }
      guard let remainder = try moment(of: others[...], moments) else { return nil }
      terms.append(simplified(product: together + [cumulant, remainder]))
    }
    return simplified(sum: terms)
  }

  /// Deltas of the indices by which entries are independent; nil if they are known to differ.
  private mutating func coincidence(of block: [[Expression]], _ moments: Moments) -> [Expression]? {
    let independent = block[0].count - (moments.law.isJoint ? 1 : 0)
    var deltas: [Expression] = []
    for (a, slots) in block.enumerated().dropFirst() {
      for other in block[..<a] {
        for k in 0..<independent where differ(slots[k], other[k], moments) { return nil }
      }
      for k in 0..<independent where slots[k] != block[0][k] { deltas.append(store.delta(block[0][k], slots[k])) }
    }
    return deltas
  }

  private func differ(_ a: Expression, _ b: Expression, _ moments: Moments) -> Bool {
    if let x = store.rational(a), let y = store.rational(b) { return x != y }
    return moments.distinct.contains([a, b])
  }

  /// The cumulant of entries whose indices coincide; nil if it is unknown.
  private mutating func cumulant(
    _ first: [Expression], _ block: [[Expression]], _ moments: Moments
  ) -> Expression? {
    switch (block.count, moments.law.kind) {
    case (0, _): return mean(of: first, moments)
    case (_, .bernoulli): return bernoulliCumulant(block.count + 1, parameter(moments.law.mean, first, moments.law))
    case (1, _): return covariance(first, block[0], moments.law)
    default: return nil
    }
  }

  private mutating func parameter(_ e: Expression, _ slots: [Expression], _ law: Law) -> Expression {
    var replacement: [Index: Expression] = [:]
    for (index, slot) in zip(law.indices, slots) { replacement[index] = slot }
    return store.substituting(replacement, in: e)
  }

  private mutating func covariance(_ a: [Expression], _ b: [Expression], _ law: Law) -> Expression {
    parameter(law.variance, law.isJoint ? a + b.suffix(1) : a, law)
  }

  /// The mean, shifted by the covariance with the exponent.
  private mutating func mean(of entry: [Expression], _ moments: Moments) -> Expression {
    var terms = [parameter(moments.law.mean, entry, moments.law)]
    for part in moments.tilt {
      let part = renamed(part)
      terms.append(summed(simplified(product: part.factors + joint(entry, part.entries[0], moments)), part.sums))
    }
    return simplified(sum: terms)
  }

  /// The covariance of two entries with the deltas that it needs; 0 as a factor if they are known to be independent.
  private mutating func joint(_ a: [Expression], _ b: [Expression], _ moments: Moments) -> [Expression] {
    guard let deltas = coincidence(of: [a, b], moments) else { return [store.integer(0)] }
    return deltas + [covariance(a, b, moments.law)]
  }

  /// E exp(a + b'x) = exp(a + b'm + b'C·b/2).
  private mutating func generatingFunction(_ exponent: [RandomTerm], _ moments: Moments) -> Expression {
    var terms: [Expression] = []
    for part in exponent {
      let means = part.entries.map { parameter(moments.law.mean, $0, moments.law) }
      terms.append(summed(simplified(product: part.factors + means), part.sums))
    }
    let half = store.number(Rational(1, 2))
    for a in moments.tilt {
      for b in moments.tilt {
        let b = renamed(b)
        let product = [half] + a.factors + b.factors + joint(a.entries[0], b.entries[0], moments)
        terms.append(summed(simplified(product: product), a.sums + b.sums))
      }
    }
    return store.function(.exp, [simplified(sum: terms)])
  }

  /// κ₁ = p, κₙ₊₁ = p·(1 − p)·dκₙ/dp: coefficients of powers of p.
  private mutating func bernoulliCumulant(_ order: Int, _ p: Expression) -> Expression {
    var coefficients = [Rational.zero, .one]
    for _ in 1..<order {
      var next = [Rational](repeating: .zero, count: coefficients.count + 1)
      for (k, c) in coefficients.enumerated().dropFirst() {
        next[k] += c * Rational(k)
        next[k + 1] -= c * Rational(k)
      }
      coefficients = next
    }
    var terms: [Expression] = []
    for (k, c) in coefficients.enumerated() where !c.isZero {
      let exponent = store.integer(k)
      terms.append(simplified(product: [store.number(c), simplified(power: p, exponent)]))
    }
    return simplified(sum: terms)
  }
}
