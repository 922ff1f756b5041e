import Expressions
import Numbers

/// Terms up to how they are written: the order of sums and products, the names of bound indices, where a numeric factor
/// or a factor that a sum does not run over stands.
///
/// Two terms have one form if they differ in nothing else. Nothing is calculated: a delta stays, a derivative stays, a
/// defined name stays unless it is to be unfolded. So `sum(i, y[i]*(delta(i,j) - p[j]))` and `p[j] - y[j]` have one value
/// and two forms.
struct Forms {
  private(set) var store: ExpressionStore
  private var names: [Level: Index] = [:]

  /// A bound index is named by its range and by how many binders stand inside of it.
  private struct Level: Hashable {
    var range: IndexRange
    var height: Int
  }

  /// Nodes of one term beyond which its form is not looked for.
  private static let mostNodes = 20_000
  private static let mostUnfoldings = 50

  init(_ store: ExpressionStore) { self.store = store }

  /// Nil for a term that is too large.
  mutating func form(of e: Expression) -> Expression? {
    var result = e
    // What a sum does not run over is moved out of it, and then fewer binders stand inside of one another.
    for _ in 0..<2 {
      guard store.reachable(from: [result]).count <= Forms.mostNodes else { return nil }
      result = renamed(result)
      result = arranged(result)
    }
    return result
  }

  /// The term with the definitions unfolded that are asked for; nil if it gets too large.
  mutating func unfolded(_ e: Expression, where isWanted: (Definition) -> Bool) -> Expression? {
    var result = e
    for _ in 0..<Forms.mostUnfoldings {
      let nodes = store.reachable(from: [result])
      guard nodes.count <= Forms.mostNodes else { return nil }
      var formulas: [Expression: Expression] = [:]
      for node in nodes where store.op(node) == .definition && isWanted(store.definition(node)) {
        let body = store.body(store.definition(node))
        guard !body.isRecursive, body.clauses.count == 1, let clause = body.clauses.first else { continue }
        formulas[node] = store.formula(of: node, by: clause)
      }
      if formulas.isEmpty { return result }
      result = store.replacing(formulas, in: result)
    }
    return nil
  }

  mutating func substituting(_ indices: [Index: Index], in e: Expression) -> Expression {
    var replacement: [Index: Expression] = [:]
    for (index, image) in indices { replacement[index] = store.value(of: image) }
    return store.substituting(replacement, in: e)
  }

  /// The term with the entries of another definition in place of those of the first one.
  mutating func renaming(_ definition: Definition, to other: Definition, in root: Expression) -> Expression {
    var images: [Expression: Expression] = [:]
    for e in store.reachable(from: [root]) {
      let parts = store.operands(of: e).map { images[$0] ?? $0 }
      if store.op(e) == .definition && store.definition(e) == definition {
        images[e] = store.entry(of: other, parts)
      } else if !parts.elementsEqual(store.operands(of: e)) {
        images[e] = store.rebuilt(e, parts)
      }
    }
    return images[root] ?? root
  }

  // Bound indices

  private mutating func renamed(_ root: Expression) -> Expression {
    var images: [Expression: Expression] = [:]
    var heights: [Expression: Int] = [:]
    for e in store.reachable(from: [root]) {
      var parts = store.operands(of: e).map { images[$0] ?? $0 }
      var height = parts.reduce(0) { max($0, heights[$1] ?? 0) }
      var renaming: [Index: Expression] = [:]
      for index in store.boundIndices(of: e) {
        height += 1
        renaming[index] = value(of: Level(range: store.range(index), height: height), like: index)
      }
      if !renaming.isEmpty {
        for k in parts.indices { parts[k] = store.substituting(renaming, in: parts[k]) }
      }
      let image = parts.elementsEqual(store.operands(of: e)) ? e : store.rebuilt(e, parts)
      images[e] = image
      heights[image] = height
    }
    return images[root] ?? root
  }

  private mutating func value(of level: Level, like index: Index) -> Expression {
    if let known = names[level] { return store.value(of: known) }
    let fresh = store.freshIndex(store.name(index), level.range)
    names[level] = fresh
    return store.value(of: fresh)
  }

  // Order

  private mutating func arranged(_ root: Expression) -> Expression {
    var images: [Expression: Expression] = [:]
    for e in store.reachable(from: [root]) {
      let parts = store.operands(of: e).map { images[$0] ?? $0 }
      images[e] = arranged(e, parts)
    }
    return images[root] ?? root
  }

  private mutating func arranged(_ e: Expression, _ parts: [Expression]) -> Expression {
    switch store.op(e) {
    case .sum: return sum(parts)
    case .product: return product(parts)
    case .power: return power(parts[0], parts[1])
    case .reduction where store.reduction(e) == .sum && parts.count == 3: return reduction(e, parts)
    default: return parts.elementsEqual(store.operands(of: e)) ? e : store.rebuilt(e, parts)
    }
  }

  /// Equal terms are added up.
  private mutating func sum(_ terms: [Expression]) -> Expression {
    var constant = Rational.zero
    var coefficients: [Expression: Rational] = [:]
    for term in terms.flatMap({ store.op($0) == .sum ? Array(store.operands(of: $0)) : [$0] }) {
      if let value = store.rational(term) {
        constant += value
      } else {
        let (coefficient, rest) = split(term)
        coefficients[rest, default: .zero] += coefficient
      }
    }
    var parts: [Expression] = constant.isZero ? [] : [store.number(constant)]
    for rest in coefficients.keys.sorted() {
      guard let coefficient = coefficients[rest], !coefficient.isZero else { continue }
      parts.append(scaled(rest, by: coefficient))
    }
    return store.sum(parts)
  }

  /// A term as a number times what is left.
  private mutating func split(_ term: Expression) -> (Rational, Expression) {
    guard store.op(term) == .product, let first = store.operands(of: term).first, let value = store.rational(first)
    else { return (.one, term) }
    return (value, store.product(Array(store.operands(of: term).dropFirst())))
  }

  private mutating func scaled(_ term: Expression, by factor: Rational) -> Expression {
    factor.isOne ? term : store.product([store.number(factor), term])
  }

  /// Equal bases are one power; a number before a sum goes to its terms.
  private mutating func product(_ factors: [Expression]) -> Expression {
    var coefficient = Rational.one
    var exponents: [Expression: Rational] = [:]
    for factor in factors.flatMap({ store.op($0) == .product ? Array(store.operands(of: $0)) : [$0] }) {
      if let value = store.rational(factor) {
        coefficient *= value
      } else {
        var (base, exponent) = (factor, Rational.one)
        if store.op(factor) == .power, let own = store.rational(store.operand(1, of: factor)) {
          (base, exponent) = (store.operand(0, of: factor), own)
        }
        if let whole = exponent.asInt, abs(whole) <= 64, let (scale, monic) = monic(base),
          let power = scale.power(whole)
        {
          coefficient *= power
          base = monic
        }
        exponents[base, default: .zero] += exponent
      }
    }
    if coefficient.isZero { return store.integer(0) }
    var parts: [Expression] = []
    for base in exponents.keys.sorted() {
      guard let exponent = exponents[base], !exponent.isZero else { continue }
      parts.append(exponent.isOne ? base : store.power(base, exponent))
    }
    if parts.isEmpty { return store.number(coefficient) }
    if parts.count == 1, store.op(parts[0]) == .sum, !coefficient.isOne {
      return sum(Array(store.operands(of: parts[0])).map { scaledTerm($0, by: coefficient) })
    }
    return store.product((coefficient.isOne ? [] : [store.number(coefficient)]) + parts)
  }

  /// A sum as a number times one whose first term has no factor: b - a is -(a - b). Nil for what is no sum.
  private mutating func monic(_ e: Expression) -> (Rational, Expression)? {
    guard store.op(e) == .sum else { return nil }
    let terms = Array(store.operands(of: e))
    guard let first = terms.first(where: { store.rational($0) == nil }), let inverse = split(first).0.inverse else {
      return nil
    }
    if inverse.isOne { return (.one, e) }
    return (split(first).0, sum(terms.map { scaledTerm($0, by: inverse) }))
  }

  private mutating func scaledTerm(_ term: Expression, by factor: Rational) -> Expression {
    if let value = store.rational(term) { return store.number(value * factor) }
    let (own, rest) = split(term)
    return scaled(rest, by: own * factor)
  }

  private mutating func power(_ base: Expression, _ exponent: Expression) -> Expression {
    guard let value = store.rational(exponent) else { return store.power(base, exponent) }
    if value.isOne { return base }
    guard let whole = value.asInt else { return store.power(base, exponent) }
    if let number = store.rational(base), abs(whole) <= 64, let image = number.power(whole) {
      return store.number(image)
    }
    switch store.op(base) {
    case .product:
      var parts: [Expression] = []
      for factor in Array(store.operands(of: base)) { parts.append(power(ofFactor: factor, whole)) }
      return product(parts)
    case .power: return power(ofFactor: base, whole)
    default: return store.power(base, exponent)
    }
  }

  /// A factor is no product.
  private mutating func power(ofFactor factor: Expression, _ whole: Int) -> Expression {
    if let number = store.rational(factor), abs(whole) <= 64, let image = number.power(whole) {
      return store.number(image)
    }
    guard store.op(factor) == .power, let inner = store.rational(store.operand(1, of: factor)) else {
      return store.power(factor, Rational(whole))
    }
    let exponent = inner * Rational(whole)
    return exponent.isOne ? store.operand(0, of: factor) : store.power(store.operand(0, of: factor), exponent)
  }

  /// Factors that do not mention the index stand before the sum.
  private mutating func reduction(_ e: Expression, _ parts: [Expression]) -> Expression {
    let index = store.index(parts[0])
    var factors = store.op(parts[2]) == .product ? Array(store.operands(of: parts[2])) : [parts[2]]
    if factors.count == 1, let (scale, monic) = monic(factors[0]), !scale.isOne {
      factors = [store.number(scale), monic]
    }
    let outer = factors.filter { !store.isFree(index, in: $0) }
    let inner = factors.filter { store.isFree(index, in: $0) }
    if outer.isEmpty || inner.isEmpty { return store.rebuilt(e, parts) }
    let body = store.product(inner)
    let reduced = store.rebuilt(e, [parts[0], parts[1], body])
    return product(outer + [reduced])
  }
}

extension Forms {
  mutating func pair(_ left: Expression, _ right: Expression) -> Expression { store.comparison(.equal, left, right) }
}
