/// What a node of each kind is written as. A place is what the children need, not what the node needs.
extension Printer {
  mutating func addParts(of node: Node, _ place: Place) {
    switch tree.kind(node) {
    case .number: add(number: node)
    case .name: add(words: tree.payload(node))
    case .by: add(remark: tree.payload(node))
    case .negation, .identity:
      add(tree.kind(node) == .negation ? "-" : "+")
      add(tree.child(node, 0), Place(level: .unary, isTight: place.isTight))
    case .sum: addBinary(node, place.isTight ? "+" : " + ", .sum, place)
    case .difference: addBinary(node, place.isTight ? "-" : " - ", .sum, place)
    case .product: addBinary(node, "*", .product, place)
    case .quotient: addBinary(node, "/", .product, place)
    case .entrywiseProduct: addBinary(node, " .* ", .product, place)
    case .entrywiseQuotient: addBinary(node, " ./ ", .product, place)
    case .power: addPower(node, "^")
    case .entrywisePower: addPower(node, ".^")
    case .range:
      add(tree.child(node, 0), Place(level: .sum, isTight: true))
      add("..")
      add(tree.child(node, 1), Place(level: .sum, isTight: true))
    case .everything: add(":")
    case .transpose:
      add(tree.child(node, 0), Place(level: .atom))
      add("'")
    case .index: addIndex(node)
    case .call: addCall(node)
    case .array:
      add("[")
      addList(tree.children(node), .term, separator: "; ")
      add("]")
    case .row: addList(tree.children(node), .term)
    default: addArgumentParts(of: node, place)
    }
  }

  private mutating func addBinary(_ node: Node, _ sign: StaticString, _ level: Frame.Level, _ place: Place) {
    add(tree.child(node, 0), Place(level: level, isTight: place.isTight))
    add(sign)
    add(tree.child(node, 1), Place(level: level + 1, isTight: place.isTight))
  }

  /// To the right; a sign needs no brackets in an exponent.
  private mutating func addPower(_ node: Node, _ sign: StaticString) {
    add(tree.child(node, 0), Place(level: .power + 1))
    add(sign)
    let exponent = tree.child(node, 1)
    let isSigned = tree.kind(exponent) == .negation || tree.kind(exponent) == .identity
    add(exponent, Place(level: isSigned ? .unary : .power))
  }

  private mutating func addIndex(_ node: Node) {
    let base = tree.child(node, 0)
    if tree.kind(base) == .number {
      add("(")
      add(base, .term)
      add(")")
    } else {
      add(base, Place(level: .atom))
    }
    add("[")
    addList(tree.children(node).dropFirst(), Place(level: .arrow, isTight: true))
    add("]")
  }

  private mutating func addCall(_ node: Node) {
    let callee = tree.child(node, 0)
    if tree.kind(callee) == .name {
      add(words: tree.payload(callee))
    } else {
      add(callee, Place(level: .atom))
    }
    add("(")
    addList(tree.children(node).dropFirst(), .argument)
    add(")")
  }

  mutating func addList(_ nodes: ArraySlice<Node>, _ place: Place, separator: StaticString = ", ") {
    for (number, node) in nodes.enumerated() {
      if number > 0 { add(separator) }
      add(node, place)
    }
  }

  /// What stands only among arguments, and types.
  private mutating func addArgumentParts(of node: Node, _ place: Place) {
    switch tree.kind(node) {
    case .membership: addPair(node, " in ", Place(level: .arrow))
    case .distributed: addPair(node, " ~ ", Place(level: .arrow))
    case .approaches: addPair(node, " -> ", Place(level: .arrow + 1))
    case .arrow: addArrow(node)
    case .restricted:
      add(tree.child(node, 0), .argument)
      add(" given ")
      addList(tree.children(node).dropFirst(), .condition, separator: " and ")
    case .conditioned:
      add(tree.child(node, 0), .argument)
      add(" | ")
      addList(tree.children(node).dropFirst(), .argument)
    case .arm:
      add(tree.child(node, 0), .condition)
      add(": ")
      add(tree.child(node, 1), .condition)
    case .otherwise:
      add("else: ")
      add(tree.child(node, 0), .condition)
    case .set:
      add("{")
      addList(tree.children(node), .term)
      add("}")
    case .interval:
      add(tree.payload(node) & 1 == 0 ? "(" : "[")
      addList(tree.children(node), .term)
      add(tree.payload(node) & 2 == 0 ? ")" : "]")
    case .tuple:
      add("(")
      addList(tree.children(node), .term)
      add(")")
    default: addStatementParts(of: node, place)
    }
  }

  private mutating func addPair(_ node: Node, _ sign: StaticString, _ right: Place) {
    add(tree.child(node, 0), Place(level: .arrow))
    add(sign)
    add(tree.child(node, 1), right)
  }

  /// `(a, b) -> R` would begin with a tuple, so an interval like that gets brackets of its own.
  private mutating func addArrow(_ node: Node) {
    let source = tree.child(node, 0)
    let isOpenInterval = tree.kind(source) == .interval && tree.payload(source) == 0
    if isOpenInterval { add("(") }
    add(source, Place(level: .arrow + 1))
    if isOpenInterval { add(")") }
    add(" -> ")
    add(tree.child(node, 1), Place(level: .arrow))
  }
}
