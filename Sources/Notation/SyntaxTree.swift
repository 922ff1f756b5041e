import Diagnostics
import Numbers

/// A node of a `SyntaxTree`: a 4-byte handle, meaningful only together with its tree.
public struct Node: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public init(_ number: Int) { self.number = UInt32(number) }
  public static func < (a: Node, b: Node) -> Bool { a.number < b.number }
}

/// What was written, before any name has a meaning.
///
/// Invariants: nodes lie in flat arrays, children before their parents, and every node but a root has exactly one
/// parent with a larger number, so that one pass upwards sees children first and one pass downwards parents first.
/// The nodes of one term are contiguous: they are `first(of: root)...root`.
/// Brackets leave no node; a node's span covers its own brackets.
public struct SyntaxTree: Sendable {
  public private(set) var kinds: [SyntaxKind] = []
  /// Depends on the kind: an index into `names` or `numbers`, or the raw value of an operator.
  public private(set) var payloads: [UInt32] = []
  public private(set) var starts: [UInt32] = []
  public private(set) var ends: [UInt32] = []
  private var firstNodes: [UInt32] = []
  private var childStarts: [UInt32] = [0]
  private var childNodes: [Node] = []

  /// Canonical spellings: `sigma` for σ, `mu` for µ, `xhat` for x̂; the text as written is at the node's span. The words
  /// after `by` are here, too.
  public private(set) var names: [String] = []
  /// The exact values of the number literals: `0.1` is 1/10.
  public private(set) var numbers: [Rational] = []
  /// How the numbers are written, parallel to `numbers`: `~=` rounds to the digits of `1.00`.
  public private(set) var spellings: [String] = []
  private var nameNumbers: [String: UInt32] = [:]

  public init() {}

  public var count: Int { kinds.count }
  public func kind(_ node: Node) -> SyntaxKind { kinds[Int(node.number)] }
  public func payload(_ node: Node) -> UInt32 { payloads[Int(node.number)] }
  public func span(_ node: Node) -> Span {
    Span(start: Int(starts[Int(node.number)]), end: Int(ends[Int(node.number)]))
  }
  public func children(_ node: Node) -> ArraySlice<Node> {
    childNodes[Int(childStarts[Int(node.number)])..<Int(childStarts[Int(node.number) + 1])]
  }
  public func child(_ node: Node, _ position: Int) -> Node {
    childNodes[Int(childStarts[Int(node.number)]) + position]
  }
  public func childCount(_ node: Node) -> Int {
    Int(childStarts[Int(node.number) + 1] - childStarts[Int(node.number)])
  }
  /// The first node of the contiguous block that is the term below `node`.
  public func first(of node: Node) -> Node { Node(firstNodes[Int(node.number)]) }

  /// The canonical name of a `.name` node.
  public func name(_ node: Node) -> String { names[Int(payload(node))] }
  /// The exact value of a `.number` node.
  public func value(_ node: Node) -> Rational { numbers[Int(payload(node))] }
  /// The digits of a `.number` node as written: `1.00`.
  public func spelling(_ node: Node) -> String { spellings[Int(payload(node))] }
  /// The words of a `.by` node.
  public func remark(_ node: Node) -> String { names[Int(payload(node))] }

  /// Appends a node whose children, in order, are the `childCount` last entries of `stack`, and puts it in their place.
  public mutating func reduce(
    _ kind: SyntaxKind, payload: UInt32 = 0, childCount: Int, span: Span, on stack: inout [Node]
  ) {
    let base = stack.count - childCount
    let node = begin(kind, payload: payload, span: span)
    var first = node.number
    for position in base..<stack.count {
      let child = stack[position]
      first = min(first, firstNodes[Int(child.number)])
      childNodes.append(child)
    }
    firstNodes.append(first)
    childStarts.append(UInt32(truncatingIfNeeded: childNodes.count))
    if childCount == 0 { return stack.append(node) }
    stack[base] = node
    for _ in 1..<childCount { stack.removeLast() }
  }

  /// Appends a node over nodes already in the tree, each of which has no parent yet.
  public mutating func append(
    _ kind: SyntaxKind, payload: UInt32 = 0, children: ArraySlice<Node> = [], span: Span
  ) -> Node {
    let node = begin(kind, payload: payload, span: span)
    var first = node.number
    for child in children { first = min(first, firstNodes[Int(child.number)]) }
    firstNodes.append(first)
    childNodes.append(contentsOf: children)
    childStarts.append(UInt32(truncatingIfNeeded: childNodes.count))
    return node
  }

  /// Appends a node without children.
  @inline(__always)
  mutating func appendLeaf(_ kind: SyntaxKind, payload: UInt32, span: Span) -> Node {
    let node = begin(kind, payload: payload, span: span)
    firstNodes.append(node.number)
    childStarts.append(UInt32(truncatingIfNeeded: childNodes.count))
    return node
  }

  @inline(__always)
  private mutating func begin(_ kind: SyntaxKind, payload: UInt32, span: Span) -> Node {
    let node = Node(UInt32(truncatingIfNeeded: kinds.count))
    kinds.append(kind)
    payloads.append(payload)
    starts.append(UInt32(truncatingIfNeeded: span.start))
    ends.append(UInt32(truncatingIfNeeded: span.end))
    return node
  }

  /// Takes back the nodes from `count` on, all of them roots or below such roots.
  mutating func removeNodes(from count: Int) {
    let surplus = kinds.count - count
    guard surplus > 0 else { return }
    kinds.removeLast(surplus)
    payloads.removeLast(surplus)
    starts.removeLast(surplus)
    ends.removeLast(surplus)
    firstNodes.removeLast(surplus)
    childStarts.removeLast(surplus)
    childNodes.removeLast(childNodes.count - Int(childStarts[count]))
  }

  /// Makes room for about as many nodes as a text has tokens.
  mutating func reserveCapacity(_ count: Int) {
    kinds.reserveCapacity(count)
    payloads.reserveCapacity(count)
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
    firstNodes.reserveCapacity(count)
    childStarts.reserveCapacity(count + 1)
    childNodes.reserveCapacity(count)
  }

  /// Makes a node's span cover the brackets around it.
  public mutating func widen(_ node: Node, to span: Span) {
    starts[Int(node.number)] = UInt32(span.start)
    ends[Int(node.number)] = UInt32(span.end)
  }

  public mutating func nameNumber(_ name: String) -> UInt32 {
    if let known = nameNumbers[name] { return known }
    let number = UInt32(names.count)
    names.append(name)
    nameNumbers[name] = number
    return number
  }

  /// The entry of `numbers` for a literal; `spelling` is how it is written.
  public mutating func numberIndex(_ value: Rational, spelling: String? = nil) -> UInt32 {
    numbers.append(value)
    spellings.append(spelling ?? value.description)
    return UInt32(numbers.count - 1)
  }
}

/// The kinds of node. Comments name the children in order.
public enum SyntaxKind: UInt8, Sendable {
  /// Text that could not be read; a diagnostic stands at its span.
  case unreadable

  // Terms
  case number, name
  /// operand
  case negation, identity
  /// left, right: `+ - * / .* ./ ^ .^`
  case sum, difference, product, quotient, entrywiseProduct, entrywiseQuotient, power, entrywisePower
  /// operand: `A'`; `f'` before a call is a transpose as callee
  case transpose
  /// base, slots: `x[i, j]`
  case index
  /// callee (a name, or transposes of a name), arguments
  case call
  /// lower, upper: `1..K`
  case range
  /// the slot `:`
  case everything
  /// rows: `[1, 2; 3, 4]`; `[a, b]` is one row and means a column vector
  case array
  /// entries
  case row

  // What only stands among arguments and binders
  /// term, type or range: `j in 1..K`
  case membership
  /// name, distribution: `e ~ normal(m, S)`
  case distributed
  /// name, limit: `n -> inf`
  case approaches
  /// name, value: `x = a` in `at(e, x = a)`; an ordinary relation there, kept as `relations`
  /// term, statements: `argmin(w, f given c)`
  case restricted
  /// term, binders: `P(a | b)`, `E(e | s)`
  case conditioned
  /// condition, value: an arm of `cases`
  case arm
  /// value: `else: e`
  case otherwise

  // Types (right of `in` and `:` in declarations); R^m, positive, spd(d) are ordinary terms
  /// elements: `{0, 1}`
  case set
  /// lower, upper; the payload has bit 0 for a closed lower end, bit 1 for a closed upper end: `(0, 1]`
  case interval
  /// dimensions: the `(n, d)` of `R^(n, d)`
  case tuple
  /// source, target: `R^m -> R`
  case arrow

  // Statements as terms
  /// first term, then links: `a = b <= c`
  case relations
  /// first statement, then links: `P => Q <=> R`
  case connectives
  /// operand; the payload is a `Link`: `wrong = b`, `=> Q`. Its span is that of the relation or connective itself.
  case link
  /// statements
  case conjunction, disjunction
  /// statement
  case not
  /// binders, then the body
  case forall, exists
  /// term or statement, then clauses
  case claused

  // Clauses
  /// statements: `given c`
  case given
  /// statements: `needs c`
  case needs
  /// binders: `for all i, j != i`
  case forClause
  /// names: `using dx`
  case using
  /// left side, value: `where q := e`
  case whereDefinition
  /// statement: `where q > 0`
  case whereStatement
  /// name; `up to const in w`, `up to factor in w`
  case upToConstant, upToFactor
  /// term: `up to O(x^2)`
  case upToOrder
  /// none: `by` and the rest of the line; the payload is the entry of `names` with the words
  case by
}

/// A relation or a connective, with the word that may stand before it.
public struct Link: Hashable, Sendable {
  public enum Relation: UInt8, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, approximately, element
    case implies, impliedBy, equivalent
    public var isConnective: Bool { rawValue >= Relation.implies.rawValue }
  }
  public enum Mark: UInt8, Sendable { case none, wrong, set }

  public var relation: Relation
  public var mark: Mark

  public init(_ relation: Relation, mark: Mark = .none) {
    self.relation = relation
    self.mark = mark
  }
  public init(payload: UInt32) {
    relation = Relation(rawValue: UInt8(payload & 0xF)) ?? .equal
    mark = Mark(rawValue: UInt8((payload >> 4) & 0x3)) ?? .none
  }
  public var payload: UInt32 { UInt32(relation.rawValue) | UInt32(mark.rawValue) << 4 }
}
