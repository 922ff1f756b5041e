import Notation

/// A name with the text that gives it its meaning, in canonical layout: what a student may repeat, but not change.
struct DeclaredText: Hashable {
  enum Kind { case declaration, definition }

  var name: String
  var text: String
  var kind: Kind

  /// What a statement says of each name that it introduces; empty for other statements.
  static func all(of statement: Statement, in file: SyntaxFile) -> [DeclaredText] {
    let tree = file.tree
    func declared(_ node: Node, _ text: String, _ kind: Kind = .declaration) -> [DeclaredText] {
      name(of: node, in: tree).map { [DeclaredText(name: $0, text: text, kind: kind)] } ?? []
    }
    switch statement.form {
    case .dimensions(let names): return names.flatMap { declared($0, "dim " + tree.source(of: $0)) }
    case .declaration(let names, let type):
      return names.flatMap { declared($0, tree.source(of: $0) + " : " + tree.source(of: type)) }
    case .random(let left, _): return declared(left, file.source(of: statement))
    case .definition(let left, _, _): return declared(left, file.source(of: statement), .definition)
    case .upstream(let name, _): return declared(name, file.source(of: statement), .definition)
    case .assumption, .claim, .caseBlock, .chain, .unreadable, .unreadableAssumption: return []
    }
  }

  /// `xhat` of `xhat[i]`, `f` of `f(t)`.
  private static func name(of left: Node, in tree: SyntaxTree) -> String? {
    var node = left
    while tree.kind(node) == .index || tree.kind(node) == .call { node = tree.child(node, 0) }
    return tree.kind(node) == .name ? tree.name(node) : nil
  }
}
