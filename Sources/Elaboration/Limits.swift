import Diagnostics
import Expressions
import Notation
import Numbers

/// What `limit(x -> a, e, left)` says besides its term.
struct LimitDraft: Sendable {
  enum Variable: Sendable {
    /// A number that is declared, or that the limit introduces.
    case symbol(Symbol)
    case size(Dimension)
  }
  var variable: Variable
  var point: Node
  var approach: Approach
}

/// `limit(x -> a, e)`: the variable is a declared number, a size, or a name that the limit introduces.
extension Elaborator {
  mutating func visitLimit(_ node: Node, _ scope: Int32, _ draft: inout TermDraft) throws(Rejection) {
    let arguments = Array(draft.tree.children(node).dropFirst())
    let approaches = arguments[0]
    guard draft.tree.kind(approaches) == .approaches else {
      throw Rejection(
        .misplaced("`\(excerpt(approaches, draft))`", expected: "a variable and its limit, x -> a"),
        at: draft.span(approaches))
    }
    let (name, point) = (draft.tree.child(approaches, 0), draft.tree.child(approaches, 1))
    let approach = try arguments.count == 3 ? self.approach(arguments[2], draft) : .both
    var inner = scope
    let variable = try limitVariable(name, &inner, &draft)
    draft.visit(approaches, .unvisited, scope: scope)
    draft.visit(name, .unvisited, scope: scope)
    draft.visit(point, .term, scope: scope)
    draft.visit(arguments[1], .term, scope: inner)
    if arguments.count == 3 { draft.visit(arguments[2], .unvisited, scope: scope) }
    draft.limits[node] = LimitDraft(variable: variable, point: point, approach: approach)
  }

  private func approach(_ node: Node, _ draft: TermDraft) throws(Rejection) -> Approach {
    switch draft.tree.kind(node) == .name ? draft.tree.name(node) : "" {
    case "left": return .left
    case "right": return .right
    default:
      throw Rejection(.misplaced("`\(excerpt(node, draft))`", expected: "left or right"), at: draft.span(node))
    }
  }

  private mutating func limitVariable(
    _ name: Node, _ scope: inout Int32, _ draft: inout TermDraft
  ) throws(Rejection) -> LimitDraft.Variable {
    let text = draft.tree.name(name)
    let mistake = Rejection(.notAVariable(excerpt(name, draft), operation: "limit"), at: draft.span(name))
    if let known = bound(name, scope, draft) {
      guard case .symbol(let symbol) = known, store.declaration(symbol).slots.isEmpty else { throw mistake }
      return .symbol(symbol)
    }
    switch environment.entry(text, before: draft.horizon)?.entity {
    case .size(let size): return .size(size)
    case .symbol(let symbol):
      guard store.declaration(symbol).slots.isEmpty else { throw mistake }
      return .symbol(symbol)
    case nil:
      let symbol = store.declare(SymbolDeclaration(name: text, slots: []))
      scope = try push(.symbol(symbol), named: name, scope, &draft)
      return .symbol(symbol)
    default: throw mistake
    }
  }

  func limitShape(_ node: Node, _ draft: TermDraft, _ context: IndexContext) throws(Rejection) -> Shape {
    if let limit = draft.limits[node] {
      try requireNumber(limit.point, "as the point of a limit", draft, context)
    }
    return try termShape(draft.tree.child(node, 2), draft, context)
  }

  mutating func limitValue(_ node: Node, _ draft: TermDraft) -> Expression {
    guard let limit = draft.limits[node] else { return store.undefined() }
    let variable =
      switch limit.variable {
      case .symbol(let symbol): store.entry(of: symbol, [])
      case .size(let size): store.size(size)
      }
    return store.limit(
      variable, to: draft.value(limit.point), from: limit.approach, draft.value(draft.tree.child(node, 2)))
  }
}

// MARK: Orders

extension Elaborator {
  /// `O((x - a)^k)`: the variable is the number in front, a is 0 where nothing is subtracted.
  mutating func orderAllowance(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> Judgement.Allowance {
    let span = tree.span(node)
    var base = try number(node, tree)
    var order = 1
    if store.op(base) == .power {
      guard let exponent = store.rational(store.operand(1, of: base))?.asInt,
        (1...Elaborator.highestOrder).contains(exponent)
      else {
        throw Rejection(
          .misplaced("this exponent", expected: "a whole number from 1 to \(Elaborator.highestOrder)"), at: span)
      }
      order = exponent
      base = store.operand(0, of: base)
    }
    let terms = store.op(base) == .sum ? Array(store.operands(of: base)) : [base]
    guard let first = terms.first, store.op(first) == .symbol, store.operandCount(of: first) == 0 else {
      throw Rejection(.misplaced("this order", expected: "a power of x or of x - a"), at: span)
    }
    let symbol = store.symbol(first)
    var rest: [Expression] = []
    for term in terms.dropFirst() { rest.append(negated(term)) }
    let point = store.sum(rest)
    guard !store.symbols(in: [point]).contains(symbol) else {
      throw Rejection(.misplaced("this order", expected: "a power of x or of x - a"), at: span)
    }
    return .order(order, in: symbol, at: point)
  }

  /// −(−a) is a.
  private mutating func negated(_ term: Expression) -> Expression {
    guard store.op(term) == .product, let factor = store.rational(store.operand(0, of: term)) else {
      return store.negation(term)
    }
    let rest = store.product(Array(store.operands(of: term).dropFirst()))
    return factor == -Rational.one ? rest : store.product([store.number(-factor), rest])
  }

  private static let highestOrder = 8

  /// The value of a term that is a number and has no free indices.
  private mutating func number(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> Expression {
    var draft = TermDraft(tree, node)
    var context = IndexContext()
    try assignScopes(&draft, &context)
    try unifySlots(draft, &context)
    try inferShapes(&draft, &context)
    try requireNumber(node, "as an order", draft, context)
    try assignSlots(&draft, &context)
    try emit(&draft, &context)
    return draft.value(node)
  }
}
