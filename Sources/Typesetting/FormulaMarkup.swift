import Diagnostics
import Notation

/// Syntax trees as LaTeX or MathML: what the author wrote, in the notation of print. Nothing recurses, since children
/// come before their parents in the tree.
public struct FormulaMarkup: Sendable {
  let tree: SyntaxTree
  let style: MarkupStyle
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
  }

  /// Why there is no formula.
  public struct Refusal: Error, Sendable {
    /// What a sentence about the line goes on with: `contains …`.
    public var reason: String
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
        throw Refusal(reason: "contains a construct that is not written as a formula: \(tree.kind(node))")
      }
      if marked.contains(node) { piece.text = style.marked(piece.text) }
      if piece.text.utf8.count > FormulaMarkup.longest {
        throw Refusal(reason: "contains a line of more than \(FormulaMarkup.longest >> 10) kB")
      }
      if stands(node) { forget(Array(tree.children(node))) }
      pieces[node] = piece
    }
    defer { pieces[root] = nil }
    return pieces[root]?.text ?? ""
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
      let isLoose = sign == "-" ? binding(of: node) < .product : binding(of: node) < .sum
      parts.append(style.row([style.infix(sign), isLoose ? style.brackets(text) : text]))
    }
    return parts
  }

  private func binding(of node: Node) -> Binding {
    switch tree.kind(node) {
    case .sum, .difference, .negation, .identity: .sum
    case .conditioned: .choice
    default: .product
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

  func text(_ node: Node, within binding: Binding) -> String {
    guard let piece = pieces[node] else { return "" }
    return piece.binding < binding ? style.brackets(piece.text) : piece.text
  }

  func plain(_ node: Node) -> String { pieces[node]?.text ?? "" }

  func isOpen(_ node: Node) -> Bool { pieces[node]?.isOpen ?? false }

  func list(_ nodes: ArraySlice<Node>) -> String { joined(nodes.map { plain($0) }) }

  func joined(_ texts: [String]) -> String {
    var parts: [String] = []
    for (k, text) in texts.enumerated() { parts += k > 0 ? [style.sign(","), text] : [text] }
    return parts.count == 1 ? parts[0] : style.row(parts)
  }
}
