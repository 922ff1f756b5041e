import Diagnostics
import Elaboration
import Notation
import Numbers

/// Syntax trees as LaTeX or MathML: what the author wrote, in the notation of print. Nothing recurses, since children
/// come before their parents in the tree.
struct FormulaMarkup {
  private let tree: SyntaxTree
  private let style: MarkupStyle
  private var pieces: [Node: Piece] = [:]

  /// Bytes of a line: each part is copied into what it is part of.
  private static let longest = 1 << 18

  private struct Piece {
    var text: String
    var binding: Fragment.Binding
    /// A product is written by juxtaposition: a sum sign at its right end reaches to the end.
    var isOpen = false
  }

  static func source(ofClaim name: String, in source: SourceText, _ style: MarkupStyle) throws(Formula.Failure)
    -> String
  {
    let claim = try ClaimLines(named: name, in: source)
    var markup = FormulaMarkup(tree: claim.problem.syntax.tree, style: style)
    var lines: [(left: String, right: String)] = []
    for line in claim.lines {
      let text = try markup.text(of: line.side.node, name)
      guard let relation = line.relation else {
        lines.append((text, ""))
        continue
      }
      let right = style.sign(relation.text) + text
      if let last = lines.last, last.right.isEmpty {
        lines[lines.count - 1].right = right
      } else {
        lines.append(("", right))
      }
    }
    return style.lines(lines, comment: "claim `\(name)` of \(source.name), written by derive")
  }

  private init(tree: SyntaxTree, style: MarkupStyle) {
    self.tree = tree
    self.style = style
  }

  private mutating func text(of root: Node, _ claim: String) throws(Formula.Failure) -> String {
    let first = tree.first(of: root)
    for number in first.number...root.number {
      let node = Node(number)
      guard let piece = piece(node) else {
        throw .refused("`\(claim)` contains a construct that is not written as a formula: \(tree.kind(node))")
      }
      if piece.text.utf8.count > FormulaMarkup.longest {
        throw .refused("`\(claim)` contains a line of more than \(FormulaMarkup.longest >> 10) kB")
      }
      for child in tree.children(node) { pieces[child] = nil }
      pieces[node] = piece
    }
    return pieces[root]?.text ?? ""
  }

  private func text(_ node: Node, within binding: Fragment.Binding) -> String {
    guard let piece = pieces[node] else { return "" }
    return piece.binding < binding ? style.brackets(piece.text) : piece.text
  }

  private func plain(_ node: Node) -> String { pieces[node]?.text ?? "" }

  private func list(_ nodes: ArraySlice<Node>) -> String { joined(nodes.map { plain($0) }) }

  private func joined(_ texts: [String]) -> String {
    var parts: [String] = []
    for (k, text) in texts.enumerated() { parts += k > 0 ? [style.sign(","), text] : [text] }
    return parts.count == 1 ? parts[0] : style.row(parts)
  }

  private func piece(_ node: Node) -> Piece? {
    let children = tree.children(node)
    func pair(_ sign: String, _ binding: Fragment.Binding, right: Fragment.Binding) -> Piece {
      let parts = [
        text(children[children.startIndex], within: binding), style.sign(sign),
        text(tree.child(node, 1), within: right),
      ]
      return Piece(text: style.row(parts), binding: binding)
    }
    switch tree.kind(node) {
    case .number: return Piece(text: style.number(tree.spelling(node)), binding: .atom)
    case .name: return Piece(text: style.word(tree.name(node)), binding: .atom)
    case .negation:
      return Piece(text: style.row([style.sign("-"), text(tree.child(node, 0), within: .product)]), binding: .sum)
    case .identity:
      return Piece(text: style.row([style.sign("+"), text(tree.child(node, 0), within: .product)]), binding: .sum)
    case .sum: return pair("+", .sum, right: .sum)
    case .difference: return pair("-", .sum, right: .product)
    case .product: return product(node)
    case .quotient:
      return Piece(
        text: style.fraction(style.row([plain(tree.child(node, 0))]), style.row([plain(tree.child(node, 1))])),
        binding: .prefix)
    case .entrywiseProduct: return pair(".*", .product, right: .prefix)
    case .entrywiseQuotient: return pair("./", .product, right: .prefix)
    case .power, .entrywisePower:
      return Piece(
        text: style.above(text(tree.child(node, 0), within: .atom), style.row([plain(tree.child(node, 1))])),
        binding: .prefix)
    case .transpose:
      return Piece(text: style.above(text(tree.child(node, 0), within: .atom), style.sign("T")), binding: .prefix)
    case .index:
      return Piece(
        text: style.below(text(tree.child(node, 0), within: .atom), style.row([list(children.dropFirst())])),
        binding: .atom)
    case .call: return call(node)
    case .range: return pair("..", .sum, right: .sum)
    case .everything: return Piece(text: style.sign(":"), binding: .atom)
    case .array: return Piece(text: style.matrix(rows(node)), binding: .atom)
    case .row: return Piece(text: list(children), binding: .atom)
    case .membership: return pair("in", .comparison, right: .sum)
    case .distributed: return pair("~", .comparison, right: .sum)
    case .approaches: return pair("->", .comparison, right: .sum)
    case .conditioned:
      return Piece(
        text: style.row([plain(tree.child(node, 0)), style.sign("|"), list(children.dropFirst())]), binding: .choice)
    case .relations:
      var parts = [text(tree.child(node, 0), within: .sum)]
      for link in children.dropFirst() { parts.append(plain(link)) }
      return Piece(text: style.row(parts), binding: .comparison)
    case .link:
      return Piece(
        text: style.row([
          style.sign(Link(payload: tree.payload(node)).relation.text), text(tree.child(node, 0), within: .sum),
        ]), binding: .comparison)
    case .conjunction: return Piece(text: junction(children, "and"), binding: .and)
    case .disjunction: return Piece(text: junction(children, "or"), binding: .or)
    case .not:
      return Piece(text: style.row([style.sign("not"), text(tree.child(node, 0), within: .prefix)]), binding: .prefix)
    case .arm, .otherwise: return Piece(text: "", binding: .atom)
    case .set:
      return Piece(
        text: style.brackets(list(children), style.name == .latex ? "\\{" : "{", style.name == .latex ? "\\}" : "}"),
        binding: .atom)
    case .tuple: return Piece(text: style.brackets(list(children)), binding: .atom)
    default: return nil
    }
  }

  private func junction(_ parts: ArraySlice<Node>, _ word: String) -> String {
    var texts: [String] = []
    for (k, part) in parts.enumerated() {
      if k > 0 { texts.append(style.sign(word)) }
      texts.append(text(part, within: .comparison))
    }
    return style.row(texts)
  }

  private func rows(_ node: Node) -> [[String]] {
    let rows = tree.children(node).map { row in tree.children(row).map { plain($0) } }
    return rows.count == 1 ? rows[0].map { [$0] } : rows
  }

  private func product(_ node: Node) -> Piece {
    let (left, right) = (tree.child(node, 0), tree.child(node, 1))
    let open = pieces[left]?.isOpen ?? false
    let first = open ? style.brackets(plain(left)) : text(left, within: .product)
    let isNumber = tree.kind(right) == .number || tree.kind(right) == .quotient && tree.kind(left) == .number
    let sign = isNumber ? (style.name == .latex ? " \\cdot " : "<mo>⋅</mo>") : style.sign("*")
    return Piece(
      text: style.row([first, sign, text(right, within: .prefix)]), binding: .product,
      isOpen: pieces[right]?.isOpen ?? false)
  }

  // MARK: Calls

  private func call(_ node: Node) -> Piece? {
    let callee = tree.child(node, 0)
    let arguments = Array(tree.children(node).dropFirst())
    guard tree.kind(callee) == .name else {
      return Piece(text: style.row([plain(callee), style.brackets(list(arguments[...]))]), binding: .atom)
    }
    switch (tree.name(callee), arguments.count) {
    case ("sum", 2...), ("prod", 2...): return reduction(tree.name(callee), arguments)
    case ("diff", 2...): return derivative(arguments)
    case ("grad", 2): return gradient(arguments, "")
    case ("hess", 2): return gradient(arguments, "2")
    case ("sqrt", 1): return Piece(text: style.root(plain(arguments[0])), binding: .atom)
    case ("inv", 1):
      return Piece(
        text: style.above(text(arguments[0], within: .atom), style.row([style.sign("-"), style.number("1")])),
        binding: .prefix)
    case ("norm", 1):
      let (open, close) = style.name == .latex ? ("\\lVert", "\\rVert") : ("‖", "‖")
      return Piece(text: style.brackets(plain(arguments[0]), open, close), binding: .atom)
    case ("abs", 1): return Piece(text: style.brackets(plain(arguments[0]), "|", "|"), binding: .atom)
    case ("delta", 2):
      return Piece(text: style.below(style.word("delta"), style.row([list(arguments[...])])), binding: .atom)
    case ("cases", _): return cases(arguments)
    case ("argmin", 2), ("argmax", 2), ("limit", 2):
      let name = tree.name(callee) == "limit" ? "lim" : tree.name(callee)
      let sign =
        style.name == .latex
        ? "\\operatorname*{\(name)}_{\(plain(arguments[0]))} "
        : "<munder><mo>\(name)</mo>\(plain(arguments[0]))</munder>"
      return Piece(text: style.row([sign, text(arguments[1], within: .product)]), binding: .product, isOpen: true)
    case ("E", _):
      return Piece(text: style.row([style.sign("E"), style.brackets(list(arguments[...]), "[", "]")]), binding: .atom)
    default:
      return Piece(
        text: style.row([style.function(tree.name(callee)), style.brackets(list(arguments[...]))]), binding: .atom)
    }
  }

  /// Σ over an index, in a range, or where a condition holds.
  private func reduction(_ name: String, _ arguments: [Node]) -> Piece? {
    guard let body = arguments.last else { return nil }
    var (below, above): ([String], String?) = ([], nil)
    let binders = arguments.dropLast()
    for binder in binders {
      if tree.kind(binder) == .membership, tree.kind(tree.child(binder, 1)) == .range, binders.count == 1 {
        let range = tree.child(binder, 1)
        below.append(style.row([plain(tree.child(binder, 0)), style.sign("="), plain(tree.child(range, 0))]))
        above = style.row([plain(tree.child(range, 1))])
      } else {
        below.append(plain(binder))
      }
    }
    let sign = style.operation(name, below: style.row([joined(below)]), above: above)
    return Piece(text: style.row([sign, text(body, within: .product)]), binding: .product, isOpen: true)
  }

  private func derivative(_ arguments: [Node]) -> Piece? {
    let partial = style.sign("partial")
    let variables = arguments.dropFirst()
    let (order, targets): (String?, [Node])
    if variables.count == 2, let last = variables.last, tree.kind(last) == .number {
      (order, targets) = (plain(last), [variables[1]])
    } else {
      (order, targets) = (variables.count > 1 ? style.number("\(variables.count)") : nil, Array(variables))
    }
    let above = style.row([order.map { style.above(partial, $0) } ?? partial, text(arguments[0], within: .prefix)])
    var below: [String] = []
    for target in targets {
      let name = text(target, within: .prefix)
      below += [partial, order != nil && targets.count == 1 ? style.above(name, order ?? "") : name]
    }
    return Piece(text: style.fraction(above, style.row(below)), binding: .prefix)
  }

  private func gradient(_ arguments: [Node], _ order: String) -> Piece? {
    let sign = style.below(style.sign("nabla"), style.row([plain(arguments[1])]))
    let raised = order.isEmpty ? sign : style.above(sign, style.number(order))
    return Piece(text: style.row([raised, style.sign("*"), text(arguments[0], within: .prefix)]), binding: .product)
  }

  private func cases(_ arms: [Node]) -> Piece? {
    var written: [(value: String, condition: String)] = []
    for arm in arms {
      switch tree.kind(arm) {
      case .arm: written.append((plain(tree.child(arm, 1)), style.row([style.text("if "), plain(tree.child(arm, 0))])))
      case .otherwise: written.append((plain(tree.child(arm, 0)), style.text("otherwise")))
      default: return nil
      }
    }
    return Piece(text: style.cases(written), binding: .atom)
  }
}
