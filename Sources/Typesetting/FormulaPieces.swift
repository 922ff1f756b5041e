import Notation

/// Terms: how each kind of node is put together from its parts.
extension FormulaMarkup {
  func piece(_ node: Node) -> Piece? {
    let children = tree.children(node)
    func pair(_ sign: String, _ binding: Binding, right: Binding) -> Piece {
      let parts = [
        text(children[children.startIndex], within: binding), style.sign(sign),
        text(tree.child(node, 1), within: right),
      ]
      return Piece(text: style.row(parts), binding: binding)
    }
    switch tree.kind(node) {
    case .number: return Piece(text: style.number(tree.spelling(node)), binding: .atom)
    case .name:
      let isReals = isType && tree.name(node) == "R"
      return Piece(text: isReals ? style.reals : style.word(tree.name(node)), binding: .atom)
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
    case .relations, .connectives:
      let isRelation = tree.kind(node) == .relations
      let parts = children.map { tree.kind($0) == .link ? plain($0) : text($0, within: isRelation ? .sum : .or) }
      return Piece(text: style.row(parts), binding: isRelation ? .comparison : .connective)
    case .link:
      let relation = Link(payload: tree.payload(node)).relation
      let side = text(tree.child(node, 0), within: relation.isConnective ? .or : .sum)
      return Piece(text: style.row([style.sign(relation.text), side]), binding: .comparison)
    case .conjunction: return Piece(text: junction(children, "and"), binding: .and)
    case .disjunction: return Piece(text: junction(children, "or"), binding: .or)
    case .not:
      return Piece(text: style.row([style.sign("not"), text(tree.child(node, 0), within: .prefix)]), binding: .prefix)
    case .arm, .otherwise: return Piece(text: "", binding: .atom)
    case .set:
      return Piece(
        text: style.brackets(list(children), style.name == .latex ? "\\{" : "{", style.name == .latex ? "\\}" : "}"),
        binding: .atom)
    case .tuple:
      if isType {
        return Piece(text: style.row(children.map { plain($0) }.separated(by: style.sign("times"))), binding: .atom)
      }
      return Piece(text: style.brackets(list(children)), binding: .atom)
    default: return statementPart(node)
    }
  }

  private func rows(_ node: Node) -> [[String]] {
    let rows = tree.children(node).map { row in tree.children(row).map { plain($0) } }
    return rows.count == 1 ? rows[0].map { [$0] } : rows
  }

  private func product(_ node: Node) -> Piece {
    let (left, right) = (tree.child(node, 0), tree.child(node, 1))
    let open = isOpen(left)
    let first = open ? style.brackets(plain(left)) : text(left, within: .product)
    let isNumber = tree.kind(right) == .number || tree.kind(right) == .quotient && tree.kind(left) == .number
    let sign = isNumber ? (style.name == .latex ? " \\cdot " : "<mo>⋅</mo>") : style.sign("*")
    return Piece(
      text: style.row([first, sign, text(right, within: .prefix)]), binding: .product,
      isOpen: isOpen(right))
  }
}
