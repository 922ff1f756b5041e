import Notation

/// Calls that print has a sign for, and others.
extension FormulaMarkup {
  func call(_ node: Node) -> Piece? {
    let callee = tree.child(node, 0)
    let arguments = Array(tree.children(node).dropFirst())
    guard tree.kind(callee) == .name else {
      let name = derivedName(callee) ?? plain(callee)
      return Piece(text: style.row([name, style.brackets(list(arguments[...]))]), binding: .atom)
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

  /// f′ and f″ of a function of one variable: its marks are transposes only where no arguments follow.
  private func derivedName(_ callee: Node) -> String? {
    var (name, order) = (callee, 0)
    while tree.kind(name) == .transpose { (name, order) = (tree.child(name, 0), order + 1) }
    guard tree.kind(name) == .name, order > 0 else { return nil }
    return style.primed(style.word(tree.name(name)), order)
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
    let (sign, variable) = (style.sign("nabla"), style.row([plain(arguments[1])]))
    let whole =
      order.isEmpty ? style.below(sign, variable) : style.belowAndAbove(sign, variable, style.number(order))
    return Piece(text: style.row([whole, style.sign("*"), text(arguments[0], within: .prefix)]), binding: .product)
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
