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
      return Piece(
        text: text(tree.child(node, 0), within: .product), binding: .product, isOpen: isOpen(tree.child(node, 0)),
        isNegative: true)
    case .identity:
      return Piece(text: style.row([style.sign("+"), text(tree.child(node, 0), within: .product)]), binding: .sum)
    case .sum: return pair("+", .sum, right: .sum)
    case .difference: return pair("-", .sum, right: .product)
    case .product: return product(node)
    case .quotient: return quotient(node)
    case .entrywiseProduct: return pair(".*", .product, right: .prefix)
    case .entrywiseQuotient: return pair("./", .product, right: .prefix)
    case .power, .entrywisePower:
      let exponent = style.row([stroked(tree.child(node, 1)) ?? plain(tree.child(node, 1))])
      return Piece(text: raised(tree.child(node, 0), exponent), binding: .prefix)
    case .transpose: return Piece(text: raised(tree.child(node, 0), style.sign("T")), binding: .prefix)
    case .index:
      let (base, index) = (text(tree.child(node, 0), within: .atom), style.row([list(children.dropFirst())]))
      return Piece(text: style.below(base, index), binding: .atom, index: (base, index))
    case .call: return call(node)
    case .range:
      if isType {
        let ends = children.map { text($0, within: .sum) }
        return Piece(text: style.set(joined([ends[0], style.sign(".."), ends[1]])), binding: .atom)
      }
      return pair("..", .sum, right: .sum)
    case .everything: return Piece(text: style.sign(":"), binding: .atom)
    case .array:
      if isInline, tree.childCount(node) == 1 {
        return Piece(text: style.brackets(list(tree.children(tree.child(node, 0)))), binding: .atom)
      }
      return Piece(text: style.matrix(rows(node)), binding: .atom)
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
      return Piece(text: style.set(list(children)), binding: .atom)
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
    let first = isOpen(left) ? (text: style.brackets(plain(left)), isNegative: false) : leading(left, within: .product)
    let isNumber = tree.kind(right) == .number || tree.kind(right) == .quotient && tree.kind(left) == .number
    let sign = isNumber ? style.centredDot : style.sign("*")
    // A sum sign at the end needs no brackets.
    let second = text(right, within: isOpen(right) ? .product : .prefix)
    return Piece(
      text: style.row([first.text, sign, second]), binding: .product, isOpen: isOpen(right),
      isNegative: first.isNegative)
  }

  private func quotient(_ node: Node) -> Piece {
    if isInline, let text = stroked(node) { return Piece(text: text, binding: .product) }
    let above = leading(tree.child(node, 0), within: .connective)
    return Piece(
      text: style.fraction(style.row([above.text]), style.row([plain(tree.child(node, 1))])), binding: .prefix,
      isNegative: above.isNegative)
  }

  /// `−3/2` in one line, where a number stands above a number; nil for anything else.
  private func stroked(_ node: Node) -> String? {
    let inner = tree.kind(node) == .negation ? tree.child(node, 0) : node
    guard tree.kind(inner) == .quotient, tree.kind(tree.child(inner, 1)) == .number else { return nil }
    var above = tree.child(inner, 0)
    let isNegative = tree.kind(node) == .negation || tree.kind(above) == .negation
    if tree.kind(above) == .negation {
      if tree.kind(node) == .negation { return nil }
      above = tree.child(above, 0)
    }
    guard tree.kind(above) == .number else { return nil }
    let parts = [
      style.number(tree.spelling(above)), style.sign("/"), style.number(tree.spelling(tree.child(inner, 1))),
    ]
    return style.row((isNegative ? [style.sign("-")] : []) + parts)
  }
}
