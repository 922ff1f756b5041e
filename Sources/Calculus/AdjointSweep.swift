import Expressions
import Numbers

/// All partial derivatives of a scalar graph in one sweep from the root to the leaves (reverse mode; Griewank and
/// Walther, Evaluating Derivatives, 2008, chapter 3): the work is linear in the graph, however many variables there are.
///
/// For graphs without binders: sums, products, powers, functions and definitions of scalars, as a formula written out
/// gives them. A symbol's entries are told apart by their slots.
public struct AdjointSweep {
  public private(set) var differentiator: Differentiator
  private var contributions: [Expression: [Expression]] = [:]

  public init(store: ExpressionStore) { differentiator = Differentiator(store: store) }

  public var store: ExpressionStore { differentiator.store }

  /// The derivative of `root` with respect to each leaf that is an entry of a symbol.
  public mutating func gradient(of root: Expression) throws(Refusal) -> [Expression: Expression] {
    contributions = [root: [differentiator.store.integer(1)]]
    var gradient: [Expression: Expression] = [:]
    for e in descendingNodes(below: root) {
      guard let parts = contributions.removeValue(forKey: e) else { continue }
      let adjoint = differentiator.simplified(sum: parts)
      if store.op(e) == .symbol { gradient[e] = adjoint }
      try distribute(adjoint, over: e)
    }
    return gradient
  }

  /// The nodes below the root and in the definitions it goes through, each before what it is made of.
  private func descendingNodes(below root: Expression) -> [Expression] {
    var finished: [Expression] = []
    var seen = ExpressionSet()
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if isReady {
        finished.append(e)
        continue
      }
      guard seen.insert(e) else { continue }
      pending.append((e, true))
      for part in parts(of: e) where !seen.contains(part) { pending.append((part, false)) }
    }
    return finished.reversed()
  }

  private func parts(of e: Expression) -> [Expression] {
    switch store.op(e) {
    case .sum, .product, .power, .function: Array(store.operands(of: e))
    case .definition: store.body(store.definition(e)).clauses.prefix(1).map { $0.body }
    default: []
    }
  }

  private mutating func add(_ contribution: Expression, to e: Expression) {
    contributions[e, default: []].append(contribution)
  }

  private mutating func distribute(_ adjoint: Expression, over e: Expression) throws(Refusal) {
    switch store.op(e) {
    case .number, .constant, .size, .symbol, .index: break
    case .sum: for part in store.operands(of: e) { add(adjoint, to: part) }
    case .product: distribute(adjoint, overFactors: Array(store.operands(of: e)))
    case .power: try distribute(adjoint, overPower: e)
    case .function:
      guard store.operandCount(of: e) == 1 else { throw .unsupported("a sweep through \(store.function(e).name)") }
      let u = store.operand(0, of: e)
      let slope = try differentiator.outerDerivative(store.function(e), at: u)
      add(differentiator.store.nestedProduct([adjoint, slope]), to: u)
    case .definition:
      let body = store.body(store.definition(e))
      guard body.clauses.count == 1, body.slots.isEmpty else { throw .unsupported("a sweep through an indexed name") }
      add(adjoint, to: body.clauses[0].body)
    default: throw .unsupported("a sweep through this construct")
    }
  }

  /// Π of all other factors, by products from the left and from the right: linear in the number of factors.
  private mutating func distribute(_ adjoint: Expression, overFactors factors: [Expression]) {
    var fromRight: [Expression] = []
    var product: Expression?
    for factor in factors.reversed() {
      fromRight.append(product ?? differentiator.store.integer(1))
      product = product.map { differentiator.store.nestedProduct([factor, $0]) } ?? factor
    }
    var left = adjoint
    for (k, factor) in factors.enumerated() {
      let right = fromRight[factors.count - 1 - k]
      let isLast = k == factors.count - 1
      add(isLast ? left : differentiator.store.nestedProduct([left, right]), to: factor)
      left = differentiator.store.nestedProduct([left, factor])
    }
  }

  private mutating func distribute(_ adjoint: Expression, overPower e: Expression) throws(Refusal) {
    let (base, exponent) = (store.operand(0, of: e), store.operand(1, of: e))
    guard let value = store.rational(exponent) else {
      let log = differentiator.store.function(.log, [base])
      add(differentiator.store.nestedProduct([adjoint, e, log]), to: exponent)
      let ratio = differentiator.store.quotient(exponent, base)
      add(differentiator.store.nestedProduct([adjoint, e, ratio]), to: base)
      return
    }
    let less = differentiator.store.number(value - .one)
    let power = differentiator.simplified(power: base, less)
    add(differentiator.store.nestedProduct([adjoint, exponent, power]), to: base)
  }
}
