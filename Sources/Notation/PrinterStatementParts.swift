/// Relations, connectives, quantifiers and clauses.
extension Printer {
  mutating func addStatementParts(of node: Node, _ place: Place) {
    switch tree.kind(node) {
    case .relations: addChain(node, place, level: .relation + 1, lines: nil)
    case .connectives: addChain(node, place, level: .connective + 1, lines: nil)
    case .link: addLink(node, place)
    case .conjunction: addJunction(node, " and ", .and + 1, place)
    case .disjunction: addJunction(node, " or ", .or + 1, place)
    case .not:
      add("not ")
      add(tree.child(node, 0), place.inner(.not))
    case .forall, .exists:
      add(tree.kind(node) == .forall ? "forall " : "exists ")
      addList(tree.children(node).dropLast(), .binder)
      add(": ")
      if let body = tree.children(node).last {
        add(body, place.inner(.open))
      }
    case .claused:
      add(tree.child(node, 0), Place(level: .arrow))
      addClauses(tree.children(node).dropFirst())
    default: addClause(node)
    }
  }

  /// A first term and its links, in one line or each link in a line of its own with the indentation `lines`: then a
  /// clause ends with its line.
  mutating func addChain(_ node: Node, _ place: Place, level: Frame.Level, lines: Int?) {
    let count = tree.childCount(node)
    for (number, child) in tree.children(node).enumerated() {
      let isLast = number == count - 1
      if number > 0 {
        if let lines { add(line: lines) } else { add(" ") }
      }
      var inner = place.inner(tree.kind(child) == .link ? .open : level, isLast: isLast)
      if !isLast && lines != nil { inner.endsClause = true }
      add(child, inner)
    }
  }

  private mutating func addLink(_ node: Node, _ place: Place) {
    let link = Link(payload: tree.payload(node))
    switch link.mark {
    case .none: break
    case .wrong: add("wrong ")
    case .set: add("set ")
    }
    add(link.relation.sign)
    add(" ")
    let level = link.relation.isConnective ? Frame.Level.connective : .relation
    add(tree.child(node, 0), place.inner(level + 1))
  }

  private mutating func addJunction(_ node: Node, _ word: StaticString, _ level: Frame.Level, _ place: Place) {
    let count = tree.childCount(node)
    for (number, child) in tree.children(node).enumerated() {
      if number > 0 { add(word) }
      add(child, place.inner(level, isLast: number == count - 1))
    }
  }

  // MARK: Clauses

  mutating func addClauses(_ clauses: ArraySlice<Node>) {
    for clause in clauses {
      add(" ")
      add(clause, .condition)
    }
  }

  /// Names where nothing but a name can stand.
  mutating func addNames(_ nodes: ArraySlice<Node>) {
    for (number, node) in nodes.enumerated() {
      if number > 0 { add(", ") }
      add(words: tree.payload(node))
    }
  }

  private mutating func addClause(_ node: Node) {
    let children = tree.children(node)
    switch tree.kind(node) {
    case .given:
      add("given ")
      addList(children, .condition)
    case .needs:
      add("needs ")
      addList(children, .condition)
    case .whereStatement:
      add("where ")
      addList(children, .condition)
    case .forClause:
      add("for ")
      addList(children, .binder)
    case .using:
      add("using ")
      addNames(children)
    case .whereDefinition:
      add("where ")
      addList(children, .term, separator: " := ")
    case .upToConstant, .upToFactor:
      add(tree.kind(node) == .upToConstant ? "up to const in " : "up to factor in ")
      addNames(children)
    case .upToOrder:
      add("up to O(")
      addList(children, .term)
      add(")")
    default: break
    }
  }
}
