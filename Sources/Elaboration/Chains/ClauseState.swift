import Diagnostics
import Expressions
import Notation

/// What the header and the clauses so far say of the lines to come.
struct ClauseState: Sendable {
  var premises: [Premise] = []
  var needs: [Premise] = []
  var using: [String] = []
  var allowance: Judgement.Allowance?
  /// A clause of the header, or an assumption, that could not be read.
  var unread: Span?

  /// A statement that may be used. It is read anew for every chain, since it may share the chain's free indices.
  struct Premise: Sendable {
    var node: Node
    /// `.binderSide` after `for`, where undeclared names are indices.
    var role: TermDraft.Role
  }
}

extension Elaborator {
  /// Takes in one clause. Names that it introduces are seen from here to the end of the claim.
  mutating func apply(_ clause: Node, to state: inout ClauseState, _ tree: SyntaxTree) throws(Rejection) {
    switch tree.kind(clause) {
    case .given: state.premises += tree.children(clause).map { .init(node: $0, role: .statement) }
    case .needs: state.needs += tree.children(clause).map { .init(node: $0, role: .statement) }
    case .forClause:
      for binder in tree.children(clause) { try applyBinder(binder, to: &state, tree) }
    case .using:
      for name in tree.children(clause) { state.using.append(try earlierClaim(name, tree)) }
    case .whereDefinition:
      let line = DefinitionLine(
        left: tree.child(clause, 0), value: tree.child(clause, 1), clauses: [], span: tree.span(clause))
      define([line], tree)
    case .whereStatement: state.premises.append(.init(node: tree.child(clause, 0), role: .statement))
    case .upToConstant, .upToFactor:
      let symbol = try allowedSymbol(tree.child(clause, 0), tree)
      state.allowance = tree.kind(clause) == .upToConstant ? .constant(in: symbol) : .factor(in: symbol)
    case .upToOrder: state.allowance = try orderAllowance(tree.child(clause, 0), tree)
    default: break
    }
  }

  private func earlierClaim(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> String {
    let name = tree.name(node)
    if claimLabels.contains(name) { return name }
    var search = NearestName(to: name)
    for label in claimLabels { search.consider(label) }
    throw Rejection(.unknownClaim(name, nearest: search.nearest), at: tree.span(node))
  }

  private mutating func allowedSymbol(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> Symbol {
    let name = tree.name(node)
    guard let entry = environment.entry(name) else { throw unknownName(name, at: tree.span(node)) }
    guard case .symbol(let symbol) = entry.entity else {
      throw Rejection(.notADefinition(name), at: tree.span(node))
    }
    return symbol
  }

  /// `for i in 1..3`, `for u in R^d`, `for all j`, `for n >= 2`.
  private mutating func applyBinder(_ binder: Node, to state: inout ClauseState, _ tree: SyntaxTree) throws(Rejection) {
    switch tree.kind(binder) {
    case .name:
      let name = tree.name(binder)
      if environment.entry(name) == nil { environment.declare(name, .index(nil), at: tree.span(binder)) }
    case .membership:
      let (name, set) = (tree.child(binder, 0), tree.child(binder, 1))
      guard tree.kind(name) == .name else {
        throw Rejection(.misplaced("`\(excerpt(tree.span(name)))`", expected: "a name"), at: tree.span(name))
      }
      let text = tree.name(name)
      guard mayDeclare(text, at: tree.span(name)) else { return }
      // Without its set the name means nothing, and above all not what it means outside the claim.
      var entity = Entity.failed
      defer { environment.declare(text, entity, at: tree.span(name)) }
      if tree.kind(set) == .range {
        entity = .index(try range(set, tree))
      } else {
        let type = try readType(set, tree)
        entity = .symbol(store.declare(try type.symbol(named: text, at: tree.span(binder))))
      }
    case .relations: state.premises.append(.init(node: binder, role: .binderSide))
    case .distributed:
      let name = tree.child(binder, 0)
      if tree.kind(name) == .name { environment.declare(tree.name(name), .failed, at: tree.span(name)) }
      throw Rejection(.notSupported("a random variable"), at: tree.span(binder))
    default:
      throw Rejection(
        .misplaced("`\(excerpt(tree.span(binder)))`", expected: "an index or a condition"), at: tree.span(binder))
    }
  }
}
