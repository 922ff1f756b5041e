import Diagnostics
import Numbers

/// A node of a `SyntaxTree`: a 4-byte handle, meaningful only together with its tree.
public struct Node: Hashable, Comparable, Sendable {
  public let number: UInt32
  @inlinable
  public init(_ number: UInt32) { self.number = number }
  @inlinable
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
  /// Parallel to `kinds`; one array, since an append to each of five costs a check of its own.
  @usableFromInline private(set) var entries: [Entry] = []
  @usableFromInline private(set) var childNodes: [Node] = []

  @usableFromInline struct Entry: Sendable {
    /// Depends on the kind: an index into `names` or `numbers`, or the raw value of an operator.
    @usableFromInline var payload: UInt32
    @usableFromInline var start: UInt32
    @usableFromInline var end: UInt32
    @usableFromInline var first: UInt32
    /// Where the children end in `childNodes`; they begin where those of the node before end.
    @usableFromInline var childEnd: UInt32
  }

  /// Canonical spellings: `sigma` for σ, `mu` for µ, `xhat` for x̂; the text as written is at the node's span. The words
  /// after `by` are here, too.
  public private(set) var names: [String] = []
  /// The exact values of the number literals: `0.1` is 1/10.
  public private(set) var numbers: [Rational] = []
  /// How the numbers are written, parallel to `numbers`: `~=` rounds to the digits of `1.00`.
  public private(set) var spellings: [String] = []

  public init() {}

  public var count: Int { kinds.count }
  @inlinable
  public func kind(_ node: Node) -> SyntaxKind { kinds[Int(node.number)] }
  @inlinable
  public func payload(_ node: Node) -> UInt32 { entries[Int(node.number)].payload }
  public func span(_ node: Node) -> Span {
    let entry = entries[Int(node.number)]
    return Span(start: Int(entry.start), end: Int(entry.end))
  }
  @inlinable
  public func children(_ node: Node) -> ArraySlice<Node> { childNodes[childRange(node)] }
  @inlinable
  public func child(_ node: Node, _ position: Int) -> Node { childNodes[childRange(node).lowerBound + position] }
  @inlinable
  public func childCount(_ node: Node) -> Int { childRange(node).count }

  @inlinable @inline(__always)
  func childRange(_ node: Node) -> Range<Int> {
    let number = Int(node.number)
    return (number == 0 ? 0 : Int(entries[number - 1].childEnd))..<Int(entries[number].childEnd)
  }

  /// The first node of the contiguous block that is the term below `node`.
  public func first(of node: Node) -> Node { Node(entries[Int(node.number)].first) }

  /// The canonical name of a `.name` node.
  public func name(_ node: Node) -> String { names[Int(payload(node))] }
  /// The exact value of a `.number` node.
  @inlinable
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
    let node = Node(UInt32(truncatingIfNeeded: kinds.count))
    var first = node.number
    for position in base..<stack.count {
      let child = stack[position]
      first = min(first, entries[Int(child.number)].first)
      childNodes.append(child)
    }
    append(kind, payload, span, first: first)
    if childCount == 0 { return stack.append(node) }
    stack[base] = node
    for _ in 1..<childCount { stack.removeLast() }
  }

  /// Appends a node over nodes already in the tree, each of which has no parent yet.
  public mutating func append(
    _ kind: SyntaxKind, payload: UInt32 = 0, children: ArraySlice<Node> = [], span: Span
  ) -> Node {
    let node = Node(UInt32(truncatingIfNeeded: kinds.count))
    var first = node.number
    for child in children { first = min(first, entries[Int(child.number)].first) }
    childNodes.append(contentsOf: children)
    append(kind, payload, span, first: first)
    return node
  }

  /// Appends a node without children.
  @inline(__always)
  mutating func appendLeaf(_ kind: SyntaxKind, payload: UInt32, span: Span) -> Node {
    let node = Node(UInt32(truncatingIfNeeded: kinds.count))
    append(kind, payload, span, first: node.number)
    return node
  }

  @inline(__always)
  private mutating func append(_ kind: SyntaxKind, _ payload: UInt32, _ span: Span, first: UInt32) {
    kinds.append(kind)
    entries.append(
      Entry(
        payload: payload, start: UInt32(truncatingIfNeeded: span.start), end: UInt32(truncatingIfNeeded: span.end),
        first: first, childEnd: UInt32(truncatingIfNeeded: childNodes.count)))
  }

  /// Takes back the nodes from `count` on, all of them roots or below such roots.
  mutating func removeNodes(from count: Int) {
    guard kinds.count > count else { return }
    kinds.removeLast(kinds.count - count)
    entries.removeLast(entries.count - count)
    childNodes.removeLast(childNodes.count - Int(entries.last?.childEnd ?? 0))
  }

  /// Makes room for about as many nodes as a text has tokens.
  mutating func reserveCapacity(_ count: Int) {
    kinds.reserveCapacity(count)
    entries.reserveCapacity(count)
    childNodes.reserveCapacity(count)
  }

  /// Makes a node's span cover the brackets around it.
  public mutating func widen(_ node: Node, to span: Span) {
    entries[Int(node.number)].start = UInt32(truncatingIfNeeded: span.start)
    entries[Int(node.number)].end = UInt32(truncatingIfNeeded: span.end)
  }

  /// A new entry of `names`; whoever makes nodes of names sees to it that equal ones have the same.
  mutating func nameNumber(_ name: String) -> UInt32 {
    names.append(name)
    return UInt32(names.count - 1)
  }

  /// The entry of `numbers` for a literal; `spelling` is how it is written.
  public mutating func numberIndex(_ value: Rational, spelling: String? = nil) -> UInt32 {
    numbers.append(value)
    spellings.append(spelling ?? value.description)
    return UInt32(numbers.count - 1)
  }
}
