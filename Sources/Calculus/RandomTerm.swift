import Expressions
import Numbers

/// A term Σ c·x[…]⋯x[…]·exp(…)·… of an expression expanded as a polynomial in the entries of a random variable x.
struct RandomTerm {
  /// The sums around the term, the outermost first.
  var sums: [Sum] = []
  /// What does not vary with x.
  var factors: [Expression] = []
  /// The slots of the entries of x, each as often as it is a factor.
  var entries: [[Expression]] = []
  /// The term has the factor exp of the sum of these, which are of degree 1 in x.
  var exponent: [RandomTerm] = []
  /// Factors that vary with x and are no polynomials.
  var others: [Expression] = []

  struct Sum {
    var index: Index
    var condition: Expression
  }

  var isConstant: Bool { entries.isEmpty && exponent.isEmpty && others.isEmpty }
}

/// Expanding expressions into terms.
extension Differentiator {
  /// More terms are not looked at.
  private static let mostRandomTerms = 4_000
  private static let greatestRandomPower = 8

  /// The expression as a sum of terms. Sums over a condition that varies, functions and quotients stay as they are.
  mutating func randomTerms(of root: Expression, in symbol: Symbol, isNormal: Bool) throws(Refusal) -> [RandomTerm] {
    var images: [Expression: [RandomTerm]] = [:]
    var variation = Variation(symbol: symbol)
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if images[e] != nil { continue }
      if !variation.varies(e, in: store) {
        images[e] = [RandomTerm(factors: [e])]
        continue
      }
      if store.op(e) == .definition {
        guard let formula = try? unfolded(e) else {
          images[e] = [RandomTerm(others: [e])]
          continue
        }
        if let image = images[formula] { images[e] = image } else { pending += [(e, false), (formula, false)] }
        continue
      }
      let parts = expandedParts(of: e, &variation, isNormal: isNormal)
      if !isReady {
        pending.append((e, true))
        for part in parts where images[part] == nil { pending.append((part, false)) }
        continue
      }
      let terms = try expanded(e, parts.map { images[$0] ?? [] }, symbol)
      try spend(terms.count + 1)
      if terms.count > Differentiator.mostRandomTerms { throw .budget }
      images[e] = terms
    }
    return images[root] ?? []
  }

  /// The parts of whose terms those of a node are made; none if it is not expanded.
  private mutating func expandedParts(
    of e: Expression, _ variation: inout Variation, isNormal: Bool
  ) -> [Expression] {
    let parts = Array(store.operands(of: e))
    switch store.op(e) {
    case .sum, .product: return parts
    case .power:
      if isNormal && isEuler(parts[0]) { return [parts[1]] }
      guard let n = store.rational(parts[1])?.asInt, (2...Differentiator.greatestRandomPower).contains(n) else {
        return []
      }
      return [parts[0]]
    case .reduction:
      return store.reduction(e) == .sum && !variation.varies(parts[1], in: store) ? [parts[2]] : []
    case .cases:
      let conditions = stride(from: 0, to: parts.count - 1, by: 2).map { parts[$0] }
      if conditions.contains(where: { variation.varies($0, in: store) }) { return [] }
      return store.op(parts[parts.count - 1]) == .undefined ? [] : caseValues(e)
    case .function: return isNormal && store.function(e) == .exp ? parts : []
    default: return []
    }
  }

  private func isEuler(_ e: Expression) -> Bool { store.op(e) == .constant && store.constant(e) == .e }

  private mutating func expanded(
    _ e: Expression, _ parts: [[RandomTerm]], _ symbol: Symbol
  ) throws(Refusal) -> [RandomTerm] {
    let closed = [RandomTerm(others: [e])]
    switch store.op(e) {
    case .symbol where store.symbol(e) == symbol: return [RandomTerm(entries: [Array(store.operands(of: e))])]
    case .sum: return parts.flatMap { $0 }
    case .product:
      var result = [RandomTerm()]
      for part in parts { result = try product(result, part) }
      return result
    case .power where !parts.isEmpty:
      if isEuler(store.operand(0, of: e)) { return exponential(parts[0]) ?? closed }
      let n = store.rational(store.operand(1, of: e))?.asInt ?? 1
      var result = parts[0]
      for _ in 1..<n { result = try product(result, parts[0]) }
      return result
    case .reduction where !parts.isEmpty:
      let sum = RandomTerm.Sum(index: store.index(store.operand(0, of: e)), condition: store.operand(1, of: e))
      return parts[0].map { term in
        var term = term
        term.sums.insert(sum, at: 0)
        return term
      }
    case .cases where !parts.isEmpty: return arms(e, parts)
    case .function where !parts.isEmpty: return exponential(parts[0]) ?? closed
    default: return closed
    }
  }

  /// The exponential of what is of degree 1.
  private func exponential(_ argument: [RandomTerm]) -> [RandomTerm]? {
    for term in argument where term.entries.count > 1 || !term.exponent.isEmpty || !term.others.isEmpty { return nil }
    return [RandomTerm(exponent: argument)]
  }

  /// Each value times the bracket of its condition and of none before.
  private mutating func arms(_ e: Expression, _ values: [[RandomTerm]]) -> [RandomTerm] {
    let parts = Array(store.operands(of: e))
    var (result, before) = ([RandomTerm](), [(condition: Expression, value: Expression)]())
    let (zero, one) = (store.integer(0), store.integer(1))
    for (k, terms) in values.enumerated() {
      let bracket: Expression
      if 2 * k + 1 < parts.count {
        bracket = store.cases(before + [(parts[2 * k], one)], otherwise: zero)
        before.append((parts[2 * k], zero))
      } else {
        bracket = store.cases(before, otherwise: one)
      }
      for var term in terms {
        term.factors.insert(bracket, at: 0)
        result.append(term)
      }
    }
    return result
  }

  private mutating func product(_ a: [RandomTerm], _ b: [RandomTerm]) throws(Refusal) -> [RandomTerm] {
    if a.count * b.count > Differentiator.mostRandomTerms { throw .budget }
    try spend(a.count * b.count)
    var result: [RandomTerm] = []
    for x in a {
      for y in b {
        let y = renamed(y, besides: x)
        result.append(
          RandomTerm(
            sums: x.sums + y.sums, factors: x.factors + y.factors, entries: x.entries + y.entries,
            exponent: x.exponent + y.exponent, others: x.others + y.others))
      }
    }
    return result
  }

  /// The term with other indices in the place of those that the other one binds.
  private mutating func renamed(_ term: RandomTerm, besides other: RandomTerm) -> RandomTerm {
    let taken = other.sums.map { $0.index }
    return renamed(term) { taken.contains($0) }
  }

  /// The term with new indices in the place of those that it binds and that the test picks.
  mutating func renamed(_ term: RandomTerm, where isRenamed: (Index) -> Bool = { _ in true }) -> RandomTerm {
    var renaming: [Index: Expression] = [:]
    var result = term
    for k in result.sums.indices where isRenamed(result.sums[k].index) {
      let index = result.sums[k].index
      let fresh = store.freshIndex(store.name(index), store.range(index))
      renaming[index] = store.value(of: fresh)
      result.sums[k].index = fresh
    }
    return renaming.isEmpty ? term : substituting(renaming, in: result)
  }

  private mutating func substituting(_ renaming: [Index: Expression], in term: RandomTerm) -> RandomTerm {
    var result = term
    for k in result.sums.indices {
      result.sums[k].condition = store.substituting(renaming, in: result.sums[k].condition)
    }
    result.factors = result.factors.map { store.substituting(renaming, in: $0) }
    result.entries = result.entries.map { $0.map { store.substituting(renaming, in: $0) } }
    result.others = result.others.map { store.substituting(renaming, in: $0) }
    for k in result.exponent.indices { result.exponent[k] = substituting(renaming, in: result.exponent[k]) }
    return result
  }
}

/// Which expressions vary with a symbol, through definitions too.
struct Variation {
  private let symbol: Symbol
  private var known: [Expression: Bool] = [:]

  init(symbol: Symbol) { self.symbol = symbol }

  mutating func varies(_ root: Expression, in store: ExpressionStore) -> Bool {
    if let known = known[root] { return known }
    var pending: [(Expression, Bool)] = [(root, false)]
    var open: Set<Expression> = []
    while let (e, isReady) = pending.popLast() {
      if known[e] != nil { continue }
      var parts = Array(store.operands(of: e))
      if store.op(e) == .definition { parts += store.body(store.definition(e)).clauses.map { $0.body } }
      if isReady {
        let isOwn = store.op(e) == .symbol && store.symbol(e) == symbol
        known[e] = isOwn || parts.contains { known[$0] ?? false }
      } else if open.insert(e).inserted {
        pending.append((e, true))
        for part in parts where known[part] == nil { pending.append((part, false)) }
      }
    }
    return known[root] ?? true
  }
}
