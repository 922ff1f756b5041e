import Notation

/// Statements, clauses and types.
extension FormulaMarkup {
  func statementPart(_ node: Node) -> Piece? {
    let children = tree.children(node)
    switch tree.kind(node) {
    case .forall, .exists:
      let body = children.last.map { plain($0) } ?? ""
      let parts = [
        style.sign(tree.kind(node) == .forall ? "forall" : "exists"), list(children.dropLast()), style.sign(":"), body,
      ]
      return Piece(text: style.row(parts), binding: .choice)
    case .claused: return Piece(text: style.row(children.map { plain($0) }), binding: .choice)
    case .given: return clause("given ", list(children))
    case .restricted:
      return Piece(
        text: style.row([plain(tree.child(node, 0)), style.text(" given "), list(children.dropFirst())]),
        binding: .choice)
    case .needs: return clause("only if ", list(children))
    case .forClause: return clause("for ", list(children))
    case .whereStatement: return clause("where ", list(children))
    case .whereDefinition:
      let sides = children.map { plain($0) }
      return clause("where ", style.row(sides.separated(by: style.sign(":="))))
    case .using: return clause("by ", list(children))
    case .upToConstant: return clause("up to a constant in ", list(children))
    case .upToFactor: return clause("up to a factor in ", list(children))
    case .upToOrder: return clause("up to ", style.row([style.word("O"), style.brackets(list(children))]))
    // The words after `by` are a remark.
    case .by: return Piece(text: "", binding: .atom)
    case .arrow:
      return Piece(text: style.row(children.map { plain($0) }.separated(by: style.sign("->"))), binding: .sum)
    case .interval:
      let (isClosedBelow, isClosedAbove) = (tree.payload(node) & 1 != 0, tree.payload(node) & 2 != 0)
      return Piece(
        text: style.brackets(list(children), isClosedBelow ? "[" : "(", isClosedAbove ? "]" : ")"), binding: .atom)
    default: return nil
    }
  }

  private func clause(_ words: String, _ content: String) -> Piece {
    Piece(text: style.row([style.text(" " + words), content]), binding: .choice)
  }

  func junction(_ parts: ArraySlice<Node>, _ word: String) -> String {
    var texts: [String] = []
    for (k, part) in parts.enumerated() {
      if k > 0 { texts.append(style.sign(word)) }
      texts.append(text(part, within: .comparison))
    }
    return style.row(texts)
  }
}

extension [String] {
  func separated(by separator: String) -> [String] {
    Array(map { [$0] }.joined(separator: [separator]))
  }
}
