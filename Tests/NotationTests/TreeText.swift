import Diagnostics
import Notation

/// A tree as nested lists, `(sum a (product 2 b))`, to compare trees up to spans.
extension SyntaxTree {
  func text(_ root: Node) -> String {
    let first = first(of: root)
    var texts: [String] = []
    for number in Int(first.number)...Int(root.number) {
      let node = Node(number)
      let parts = children(node).map { texts[Int($0.number - first.number)] }
      for child in children(node) { texts[Int(child.number - first.number)] = "" }
      texts.append(label(node, parts))
    }
    return texts[texts.count - 1]
  }

  private func label(_ node: Node, _ parts: [String]) -> String {
    switch kind(node) {
    case .name: return name(node)
    case .number: return spelling(node)
    case .by: return "(by \(remark(node)))"
    case .link:
      let link = Link(payload: payload(node))
      let mark = link.mark == .none ? "" : "\(link.mark) "
      return "(\(mark)\(link.relation) " + parts.joined(separator: " ") + ")"
    case .interval: return "(interval\(payload(node)) " + parts.joined(separator: " ") + ")"
    default: return "(" + (["\(kind(node))"] + parts).joined(separator: " ") + ")"
    }
  }
}

extension SyntaxFile {
  var text: String { statements.map { text($0) }.joined(separator: "\n") }

  func text(_ statement: Statement) -> String {
    func list(_ nodes: [Node]) -> String { nodes.map { " " + tree.text($0) }.joined() }
    func block(_ body: [Statement]) -> String { body.map { " {" + text($0) + "}" }.joined() }
    switch statement.form {
    case .dimensions(let names): return "dim" + list(names)
    case .declaration(let names, let type): return "declare" + list(names) + " :" + list([type])
    case .definition(let left, let value, let clauses): return "define" + list([left, value] + clauses)
    case .random(let left, let distribution): return "random" + list([left, distribution])
    case .assumption(let node): return "assume" + list([node])
    case .upstream(let name, let value): return "upstream" + list([name, value])
    case .claim(let label, let header, let body): return "claim" + list([label] + header) + ":" + block(body)
    case .caseBlock(let condition, let body): return "case" + list([condition]) + ":" + block(body)
    case .chain(let node, let wrong, let continues):
      return (wrong ? "wrong " : "") + (continues ? "… " : "") + tree.text(node)
    case .unreadable: return "unreadable"
    case .unreadableAssumption: return "unreadable assumption"
    }
  }
}

func parsed(_ text: String, name: String = "t.expr") -> SyntaxFile {
  SyntaxFile(parsing: SourceText(name: name, text: text))
}

/// The tree of one term, or its diagnostics.
func term(_ text: String) -> String {
  let (tree, root, diagnostics) = parseExpression(SourceText(name: "t", text: text))
  guard let root else { return diagnostics.map { "\($0.mistake.code) \($0.mistake.message)" }.joined(separator: "; ") }
  return tree.text(root)
}
