import Diagnostics

/// A parsed file: statements over one tree, and whatever could not be read.
public struct SyntaxFile: Sendable {
  public var tree: SyntaxTree
  public var statements: [Statement]
  public var diagnostics: [Diagnostic]

  public init(tree: SyntaxTree, statements: [Statement], diagnostics: [Diagnostic]) {
    self.tree = tree
    self.statements = statements
    self.diagnostics = diagnostics
  }
}

/// One statement. A statement with a mistake in it is `.unreadable`; the ones around it are kept.
public struct Statement: Sendable {
  public var form: Form
  /// From the first token to the last.
  public var span: Span

  public init(_ form: Form, span: Span) {
    self.form = form
    self.span = span
  }

  public enum Form: Sendable {
    /// `dim m, K`: name nodes.
    case dimensions([Node])
    /// `x, xs[N] : R^d`: names or `index` nodes over names, and the type.
    case declaration([Node], type: Node)
    /// `xhat[i] := e where …`: the left side is a name, an `index` or a `call` node; then clauses.
    case definition(left: Node, value: Node, clauses: [Node])
    /// `a ~ categorical(p)`: left side and distribution.
    case random(left: Node, distribution: Node)
    /// `assume P`
    case assumption(Node)
    /// `upstream g = grad(L, y)`
    case upstream(name: Node, value: Node)
    /// `claim dx for all i: …`: the label's node, header clauses (`forClause`, `given`) and the statements of the block.
    case claim(label: Node, header: [Node], body: [Statement])
    /// `case i = k: …`
    case caseBlock(condition: Node, body: [Statement])
    /// A claim without a label, or a line of a block. `wrong` when the word stands before the whole statement.
    /// `continues` when the line begins with its relation or connective, as lines of a case may: the node is then a
    /// `relations` or `connectives` node whose first child is a link.
    case chain(Node, wrong: Bool, continues: Bool)
    /// With the names that it would have declared: they are known to be mistaken.
    case unreadable(names: [Node])
    /// `assume` with a mistake behind it: whatever comes after lacks a premise.
    case unreadableAssumption
  }
}
