import Diagnostics
import Notation

/// A clause that restricts what a line says, such as `given x > 0` or `for n >= 2`, in canonical layout.
struct ClauseText {
  var text: String
  var span: Span

  /// The restricting clauses of a claim: those behind its label and those of its lines.
  static func all(of header: [Node], _ body: [Statement], in tree: SyntaxTree) -> [ClauseText] {
    var found = header.compactMap { ClauseText($0, in: tree) }
    var pending = body[...]
    while let statement = pending.popFirst() {
      switch statement.form {
      case .chain(let node, _, _):
        found += (tree.first(of: node).number...node.number).compactMap { ClauseText(Node($0), in: tree) }
      case .caseBlock(_, let inner): pending += inner
      default: break
      }
    }
    return found
  }

  /// Nil for a node that is no clause or restricts nothing: `using`, `by`, `where q := e`, `for all i`.
  private init?(_ node: Node, in tree: SyntaxTree) {
    switch tree.kind(node) {
    case .given, .needs, .whereStatement, .upToConstant, .upToFactor, .upToOrder: break
    case .forClause where tree.children(node).contains(where: { tree.kind($0) != .name }): break
    default: return nil
    }
    text = tree.source(of: node)
    span = tree.span(node)
  }
}
