import Diagnostics
import Notation

/// Syntax trees as LaTeX or MathML: what the author wrote, in the notation of print. Nothing recurses, since children
/// come before their parents in the tree.
public struct FormulaMarkup: Sendable {
  let tree: SyntaxTree
  let style: MarkupStyle
  /// A value in a line of text: vectors lie, and fractions have a stroke.
  var isInline = false
  /// `R` is the set of the real numbers, and a pair of sizes is n × d.
  var isType = false
  private var pieces: [Node: Piece] = [:]
  private var marked: Set<Node> = []

  /// Bytes of a line: each part is copied into what it is part of.
  private static let longest = 1 << 18

  /// How tightly a formula holds together, from the loosest on.
  enum Binding: Int, Comparable, Sendable {
    case connective, choice, or, and, comparison, sum, product, prefix, atom
    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  struct Piece {
    var text: String
    var binding: Binding
    /// A product is written by juxtaposition: a sum sign at its right end reaches to the end.
    var isOpen = false
    /// A minus sign that stands before all of it and is not yet part of the text: −2/m and not (−2)/m.
    var isNegative = false
    /// Of a base with an index, for an exponent above it.
    var index: (base: String, index: String)?

    init(
      text: String, binding: Binding, isOpen: Bool = false, isNegative: Bool = false,
      index: (base: String, index: String)? = nil
    ) {
      (self.text, self.binding, self.index) = (text, binding, index)
      (self.isOpen, self.isNegative) = (isOpen, isNegative)
    }
  }

  /// Why there is no formula.
  public struct Refusal: Error, Sendable {
    /// What a sentence about the line goes on with: `contains …`.
    public var reason: String
    /// Where what stands in the way is.
    public var span: Span
  }

  public init(tree: SyntaxTree, style: MarkupStyle) {
    self.tree = tree
    self.style = style
  }

  /// The term or statement at a node.
  public mutating func text(of root: Node) throws(Refusal) -> String {
    let first = tree.first(of: root)
    for number in first.number...root.number {
      let node = Node(number)
      guard var piece = piece(node) else {
        throw Refusal(reason: "contains a construct that is not written as a formula", span: tree.span(node))
      }
      if marked.contains(node) { piece = Piece(text: style.marked(whole(piece)), binding: piece.binding) }
      if piece.text.utf8.count > FormulaMarkup.longest {
        throw Refusal(reason: "contains a line of more than \(FormulaMarkup.longest >> 10) kB", span: tree.span(root))
      }
      if stands(node) { forget(Array(tree.children(node))) }
      pieces[node] = piece
    }
    defer { pieces[root] = nil }
    return plain(root)
  }

  /// The parts of a sum, each with its sign, so that a line may break between them; anything else is one part.
  public mutating func addends(of root: Node) throws(Refusal) -> [String] {
    var spine: [(sign: String, node: Node)] = []
    var rest = root
    while tree.kind(rest) == .sum || tree.kind(rest) == .difference, !marked.contains(rest) {
      spine.append((tree.kind(rest) == .sum ? "+" : "-", tree.child(rest, 1)))
      rest = tree.child(rest, 0)
    }
    var parts = [try text(of: rest)]
    for (sign, node) in spine.reversed() {
      let text = try text(of: node)
      let isLoose = binding(of: node) < (sign == "-" ? .product : .sum)
      parts.append(style.row([style.infix(sign), isLoose ? style.brackets(text) : text]))
    }
    return parts
  }

  /// Of an addend, or less where its first factor has a sign.
  private func binding(of node: Node) -> Binding {
    var first = node
    while tree.kind(first) == .product || tree.kind(first) == .quotient { first = tree.child(first, 0) }
    switch tree.kind(first) {
    case .negation: return .sum
    case .sum, .difference, .identity: return first == node ? .sum : .product
    case .conditioned: return first == node ? .choice : .product
    default: return .product
    }
  }

  /// Marks what stands at `span`: the largest terms inside it, or the smallest around it.
  public mutating func mark(_ span: Span, in root: Node) {
    let whole = tree.span(root)
    guard span.start < whole.end && span.end > whole.start else { return }
    var open = [root]
    var around = root
    while let node = open.popLast() {
      let own = tree.span(node)
      if own.start >= span.start && own.end <= span.end && stands(node) {
        marked.insert(node)
        continue
      }
      if own.start <= span.start && own.end >= span.end && stands(node) { around = node }
      // Of a call whose name is meant all is marked.
      if tree.kind(node) == .call, tree.span(tree.child(node, 0)).union(span) == tree.span(tree.child(node, 0)) {
        continue
      }
      open += tree.children(node).filter { child in
        let part = tree.span(child)
        return part.start < span.end && part.end > span.start
      }
    }
    if marked.isEmpty { marked.insert(around) }
  }

  /// Frees what is part of a finished piece; an arm of `cases` leaves its parts to the call.
  private mutating func forget(_ nodes: [Node]) {
    var open = nodes
    while let node = open.popLast() {
      pieces[node] = nil
      if !stands(node) { open += tree.children(node) }
    }
  }

  /// It is written as one piece, and not taken apart by what it is part of.
  private func stands(_ node: Node) -> Bool {
    switch tree.kind(node) {
    case .arm, .otherwise, .row, .link, .membership, .range: false
    default: true
    }
  }

  /// In brackets if it holds less tightly.
  func text(_ node: Node, within binding: Binding) -> String {
    guard let piece = pieces[node] else { return "" }
    let own = piece.isNegative ? min(piece.binding, .sum) : piece.binding
    return own < binding ? style.brackets(whole(piece)) : whole(piece)
  }

  func plain(_ node: Node) -> String { pieces[node].map { whole($0) } ?? "" }

  private func whole(_ piece: Piece) -> String {
    piece.isNegative ? style.row([style.sign("-"), piece.text]) : piece.text
  }

  /// What stands first in a product or above in a fraction: its minus sign moves before the whole.
  func leading(_ node: Node, within binding: Binding) -> (text: String, isNegative: Bool) {
    guard let piece = pieces[node], piece.isNegative else { return (text(node, within: binding), false) }
    return (piece.binding < binding ? style.brackets(piece.text) : piece.text, true)
  }

  /// A base with an exponent.
  func raised(_ base: Node, _ exponent: String) -> String {
    if let parts = pieces[base]?.index { return style.belowAndAbove(parts.base, parts.index, exponent) }
    return style.above(text(base, within: .atom), exponent)
  }

  func isOpen(_ node: Node) -> Bool { pieces[node]?.isOpen ?? false }

  func list(_ nodes: ArraySlice<Node>) -> String { joined(nodes.map { plain($0) }) }

  func joined(_ texts: [String]) -> String {
    var parts: [String] = []
    for (k, text) in texts.enumerated() { parts += k > 0 ? [style.sign(","), text] : [text] }
    return parts.count == 1 ? parts[0] : style.row(parts)
  }
}
