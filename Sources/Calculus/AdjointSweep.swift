import Expressions
import Numbers

/// All partial derivatives of a scalar graph in one sweep from the root to the leaves (reverse mode; Griewank and
/// Walther, Evaluating Derivatives, 2008, chapter 3): the work is linear in the graph, however many variables there are.
///
/// For graphs without binders: sums, products, powers, functions and definitions of scalars, as a formula written out
/// gives them. A symbol's entries are told apart by their slots.
public struct AdjointSweep {
  public private(set) var differentiator: Differentiator
  private var contributions = Contributions()
  /// Of a product the products of its last factors, the longest on top.
  private var rightProducts: [Expression] = []

  public init(store: ExpressionStore) { differentiator = Differentiator(store: store) }

  public var store: ExpressionStore { differentiator.store }

  /// The derivative of `root` with respect to each leaf that is an entry of a symbol.
  public mutating func gradient(of root: Expression) throws(Refusal) -> [Expression: Expression] {
    contributions = Contributions(nodes: differentiator.store.count)
    add(differentiator.store.integer(1), to: root)
    var gradient: [Expression: Expression] = [:]
    var parts: [Expression] = []
    for e in ascendingNodes(below: root).reversed() {
      contributions.take(of: e, into: &parts)
      if parts.isEmpty { continue }
      let adjoint = differentiator.simplified(sum: parts)
      if differentiator.store.op(e) == .symbol { gradient[e] = adjoint }
      try distribute(adjoint, over: e)
    }
    return gradient
  }

  /// The nodes below the root and in the definitions it goes through, each after what it is made of.
  private func ascendingNodes(below root: Expression) -> [Expression] {
    var finished: [Expression] = []
    var isSeen = Array(repeating: false, count: differentiator.store.count)
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if isReady {
        finished.append(e)
        continue
      }
      if isSeen[Int(e.number)] { continue }
      isSeen[Int(e.number)] = true
      pending.append((e, true))
      switch differentiator.store.op(e) {
      case .sum, .product, .power, .function:
        for part in differentiator.store.operands(of: e) where !isSeen[Int(part.number)] {
          pending.append((part, false))
        }
      case .definition:
        if let body = differentiator.store.formula(of: differentiator.store.definition(e)) {
          pending.append((body, false))
        }
      default: break
      }
    }
    return finished
  }

  private mutating func add(_ contribution: Expression, to e: Expression) {
    contributions.add(contribution, to: e)
  }

  private mutating func distribute(_ adjoint: Expression, over e: Expression) throws(Refusal) {
    switch differentiator.store.op(e) {
    case .number, .constant, .size, .symbol, .index: break
    case .sum: for part in differentiator.store.operands(of: e) { add(adjoint, to: part) }
    case .product: distribute(adjoint, overFactorsOf: e)
    case .power: try distribute(adjoint, overPower: e)
    case .function:
      guard differentiator.store.operandCount(of: e) == 1 else {
        throw .unsupported("a sweep through \(differentiator.store.function(e).name)")
      }
      let u = differentiator.store.operand(0, of: e)
      let slope = try differentiator.outerDerivative(differentiator.store.function(e), at: [u])
      add(differentiator.store.nestedProduct(adjoint, slope), to: u)
    case .definition:
      guard let body = differentiator.store.formula(of: differentiator.store.definition(e)) else {
        throw .unsupported("a sweep through an indexed name")
      }
      add(adjoint, to: body)
    default: throw .unsupported("a sweep through this construct")
    }
  }

  /// Π of all other factors, by products from the left and from the right: linear in the number of factors.
  private mutating func distribute(_ adjoint: Expression, overFactorsOf e: Expression) {
    let last = differentiator.store.operandCount(of: e) - 1
    var product = differentiator.store.operand(last, of: e)
    for k in (0..<last).reversed() {
      rightProducts.append(product)
      if k > 0 { product = differentiator.store.nestedProduct(differentiator.store.operand(k, of: e), product) }
    }
    var left = adjoint
    for k in 0..<last {
      let factor = differentiator.store.operand(k, of: e)
      if let right = rightProducts.popLast() { add(differentiator.store.nestedProduct(left, right), to: factor) }
      left = differentiator.store.nestedProduct(left, factor)
    }
    add(left, to: differentiator.store.operand(last, of: e))
  }

  private mutating func distribute(_ adjoint: Expression, overPower e: Expression) throws(Refusal) {
    let (base, exponent) = (differentiator.store.operand(0, of: e), differentiator.store.operand(1, of: e))
    guard let value = differentiator.store.rational(exponent) else {
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

/// What has come to each node of its adjoint, as linked lists in flat arrays.
private struct Contributions {
  /// By node, the last entry of its list; −1 if there is none.
  private var last: [Int32]
  private var entries: [(contribution: Expression, previous: Int32)] = []

  init(nodes: Int = 0) { last = Array(repeating: -1, count: nodes) }

  mutating func add(_ contribution: Expression, to e: Expression) {
    entries.append((contribution, last[Int(e.number)]))
    last[Int(e.number)] = Int32(truncatingIfNeeded: entries.count - 1)
  }

  /// In their order.
  mutating func take(of e: Expression, into parts: inout [Expression]) {
    parts.removeAll(keepingCapacity: true)
    var place = last[Int(e.number)]
    while place >= 0 {
      parts.append(entries[Int(place)].contribution)
      place = entries[Int(place)].previous
    }
    last[Int(e.number)] = -1
    parts.reverse()
  }
}
