import Expressions
import Numbers

/// The degree of expressions as polynomials in the entries of a random variable.
struct RandomDegree {
  private let store: ExpressionStore
  private let symbol: Symbol
  private var known: [Expression: Int] = [:]

  /// Not a polynomial, or one of no use.
  private static let many = 1 << 10

  private init(_ symbol: Symbol, _ store: ExpressionStore) {
    self.symbol = symbol
    self.store = store
  }

  /// Nil if the expression is not known to be a polynomial.
  static func degree(of e: Expression, in symbol: Symbol, _ store: ExpressionStore) -> Int? {
    var degrees = RandomDegree(symbol, store)
    let degree = degrees.degree(of: e)
    return degree < many ? degree : nil
  }

  private mutating func degree(of root: Expression) -> Int {
    var pending: [(Expression, Bool)] = [(root, false)]
    var open: Set<Expression> = []
    while let (e, isReady) = pending.popLast() {
      if known[e] != nil { continue }
      if isReady {
        known[e] = min(degree(ofNode: e), RandomDegree.many)
        open.remove(e)
        continue
      }
      // Only a recursion comes back to what is open.
      if !open.insert(e).inserted {
        known[e] = RandomDegree.many
        continue
      }
      pending.append((e, true))
      for part in parts(of: e) where known[part] == nil { pending.append((part, false)) }
    }
    return known[root] ?? RandomDegree.many
  }

  private func parts(of e: Expression) -> [Expression] {
    let operands = Array(store.operands(of: e))
    guard store.op(e) == .definition else { return operands }
    return operands + store.body(store.definition(e)).clauses.map { $0.body }
  }

  private func degree(ofNode e: Expression) -> Int {
    let degrees = parts(of: e).map { known[$0] ?? RandomDegree.many }
    let greatest = degrees.max() ?? 0
    switch store.op(e) {
    case .symbol: return store.symbol(e) == symbol ? (greatest == 0 ? 1 : RandomDegree.many) : atom(greatest)
    case .definition:
      let slots = degrees.prefix(store.operandCount(of: e)).max() ?? 0
      return slots == 0 ? greatest : RandomDegree.many
    case .sum, .derivative: return greatest
    case .product: return degrees.reduce(0) { min($0 + $1, RandomDegree.many) }
    case .power:
      guard greatest > 0 else { return 0 }
      guard let n = store.rational(store.operand(1, of: e))?.asInt, (0...16).contains(n) else {
        return RandomDegree.many
      }
      return degrees[0] * n
    case .reduction:
      let isSum = store.reduction(e) == .sum && degrees[1] == 0
      return isSum ? degrees[2] : atom(greatest)
    case .cases:
      let conditions = stride(from: 0, to: degrees.count - 1, by: 2).map { degrees[$0] }.max() ?? 0
      return conditions == 0 ? greatest : RandomDegree.many
    case .substitution: return substitution(e, degrees)
    case .expectation: return expectation(e, degrees)
    case .number, .constant, .size, .index, .function, .delta, .truth, .comparison, .and, .or, .not, .inverse,
      .determinant, .logDeterminant, .apply, .limit, .undefined:
      return atom(greatest)
    }
  }

  /// Of what is only known to be a polynomial if nothing in it varies.
  private func atom(_ greatest: Int) -> Int { greatest == 0 ? 0 : RandomDegree.many }

  /// Inside, another symbol stands for the value; of that one nothing is known here.
  private func substitution(_ e: Expression, _ degrees: [Int]) -> Int {
    if store.symbol(e) == symbol { return degrees[0] == 0 ? 0 : RandomDegree.many }
    return degrees[0] == 0 ? degrees[degrees.count - 1] : RandomDegree.many
  }

  /// The expectation over another variable u is a polynomial in the parameters of u, of the degree that the body has in u.
  private func expectation(_ e: Expression, _ degrees: [Int]) -> Int {
    let (mean, variance, body) = (degrees[degrees.count - 3], degrees[degrees.count - 2], degrees[degrees.count - 1])
    if mean == 0 && variance == 0 { return store.symbol(e) == symbol ? 0 : body }
    guard let parts = store.expectationParts(e), parts.law.kind == .normal,
      let inner = RandomDegree.degree(of: parts.body, in: parts.symbol, store)
    else { return RandomDegree.many }
    return (store.symbol(e) == symbol ? 0 : body) + inner * max(mean, variance)
  }
}
