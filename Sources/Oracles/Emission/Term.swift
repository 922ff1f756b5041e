import Evaluation
import Expressions
import Numbers

/// A formula of a loop program: a node of `Terms`, equal exactly when the formulas are.
struct Term: Hashable, Comparable, Sendable {
  let number: Int
  static func < (a: Term, b: Term) -> Bool { a.number < b.number }
}

/// The variable of a loop. The loops of one task differ.
struct LoopVariable: Hashable, Comparable, Sendable {
  let number: Int
  static func < (a: LoopVariable, b: LoopVariable) -> Bool { a.number < b.number }
}

/// What a term is, over its operands.
enum TermOperation: Hashable, Sendable {
  case number(Rational)
  case constant(Constant)
  case size(Dimension)
  case variable(LoopVariable)
  /// The entry of an array; operands: its indices.
  case load(Int)
  case sum, product
  case power(Rational)
  case generalPower
  case function(ElementaryFunction)
  /// log(1 + x) and exp(x) − 1 without cancellation.
  case logOnePlus, expMinusOne
  /// condition, value, …, value otherwise
  case cases
  case comparison(Comparison)
  case and, or, not
  case truth(Bool)
  case undefined
}

/// The formulas of a program, each once: children come before parents, so that ascending order is one of evaluation.
struct Terms: Sendable {
  struct Node: Hashable, Sendable {
    var operation: TermOperation
    var operands: [Term]
  }

  private(set) var nodes: [Node] = []
  /// Integers by their form: what indices may be made of.
  private(set) var integers: [Bool] = []
  /// The loops that a value depends on.
  private(set) var variables: [Set<LoopVariable>] = []
  private var known: [Node: Term] = [:]

  subscript(term: Term) -> Node { nodes[term.number] }
  func isInteger(_ term: Term) -> Bool { integers[term.number] }
  func variables(of term: Term) -> Set<LoopVariable> { variables[term.number] }

  /// The node as it is, without simplification.
  mutating func node(_ operation: TermOperation, _ operands: [Term] = []) -> Term {
    let node = Node(operation: operation, operands: operands)
    if let term = known[node] { return term }
    let term = Term(number: nodes.count)
    nodes.append(node)
    integers.append(isInteger(operation, operands))
    var free: Set<LoopVariable> = []
    for operand in operands { free.formUnion(variables[operand.number]) }
    if case .variable(let variable) = operation { free.insert(variable) }
    variables.append(free)
    known[node] = term
    return term
  }

  private func isInteger(_ operation: TermOperation, _ operands: [Term]) -> Bool {
    switch operation {
    case .number(let value): value.isInteger && value.asInt != nil
    case .size, .variable: true
    case .sum, .product: operands.allSatisfy { integers[$0.number] }
    case .power(let exponent): exponent.isInteger && exponent.signum >= 0 && integers[operands[0].number]
    default: false
    }
  }

  // MARK: Reading

  func number(_ term: Term) -> Rational? {
    if case .number(let value) = self[term].operation { return value }
    return nil
  }

  func variable(_ term: Term) -> LoopVariable? {
    if case .variable(let variable) = self[term].operation { return variable }
    return nil
  }

  /// The array that is loaded, and where.
  func load(_ term: Term) -> (array: Int, indices: [Term])? {
    if case .load(let array) = self[term].operation { return (array, self[term].operands) }
    return nil
  }

  /// The argument of a function.
  func argument(_ function: ElementaryFunction, _ term: Term) -> Term? {
    self[term].operation == .function(function) ? self[term].operands[0] : nil
  }

  /// Base and exponent; anything is its own first power.
  func powerParts(_ term: Term) -> (base: Term, exponent: Rational) {
    if case .power(let exponent) = self[term].operation { return (self[term].operands[0], exponent) }
    return (term, .one)
  }

  func factors(_ term: Term) -> [Term] { self[term].operation == .product ? self[term].operands : [term] }
  func addends(_ term: Term) -> [Term] { self[term].operation == .sum ? self[term].operands : [term] }

  /// The number in front, and the other factors.
  func coefficient(_ term: Term) -> (Rational, [Term]) {
    if let value = number(term) { return (value, []) }
    let factors = factors(term)
    guard let value = number(factors[0]) else { return (.one, factors) }
    return (value, Array(factors.dropFirst()))
  }

  /// Every node below the roots, ascending.
  func reachable(from roots: [Term]) -> [Term] {
    var seen = Set<Term>()
    var pending = roots
    while let term = pending.popLast() {
      guard seen.insert(term).inserted else { continue }
      for operand in self[term].operands where !seen.contains(operand) { pending.append(operand) }
    }
    return seen.sorted()
  }

  // MARK: Replacing

  /// The roots with some nodes replaced, everything above them built again.
  mutating func replacing(_ images: [Term: Term], in roots: [Term]) -> [Term] {
    if images.isEmpty { return roots }
    var images = images
    for term in reachable(from: roots) where images[term] == nil {
      let operands = self[term].operands
      let replaced = operands.map { images[$0] ?? $0 }
      images[term] = replaced == operands ? term : rebuilt(self[term].operation, replaced)
    }
    return roots.map { images[$0] ?? $0 }
  }

  mutating func replacing(_ images: [LoopVariable: Term], in roots: [Term]) -> [Term] {
    var terms: [Term: Term] = [:]
    for (variable, image) in images { terms[node(.variable(variable))] = image }
    return replacing(terms, in: roots)
  }

  mutating func rebuilt(_ operation: TermOperation, _ operands: [Term]) -> Term {
    switch operation {
    case .sum: sum(operands)
    case .product: product(operands)
    case .power(let exponent): power(operands[0], exponent)
    case .comparison(.equal) where operands[0] == operands[1] && isInteger(operands[0]): node(.truth(true))
    default: node(operation, operands)
    }
  }
}
