import Diagnostics
import Expressions
import Notation

/// What an expectation, a variance or a covariance is taken of.
struct ExpectationTerms: Sendable {
  var terms: [Node]
  /// The variable of `E(u ~ normal(m, S), e)`, which is the only one.
  var bound: Symbol?
  /// The variables of `E(e | s)`, which keep their values.
  var given: [Symbol] = []
}

extension Elaborator {
  mutating func visitExpectation(
    _ builtin: Builtin, _ node: Node, _ scope: Int32, _ draft: inout TermDraft
  ) throws(Rejection) {
    var arguments = Array(draft.tree.children(node).dropFirst())
    var scope = scope
    var parts = ExpectationTerms(terms: [])
    if builtin != .covariance && arguments.count == 2 {
      let binder = arguments.removeFirst()
      draft.visit(binder, .unvisited, scope: scope)
      guard draft.tree.kind(binder) == .distributed else {
        throw Rejection(
          .misplaced("`\(excerpt(binder, draft))`", expected: "a random variable u ~ normal(m, S)"),
          at: draft.span(binder))
      }
      let name = draft.tree.child(binder, 0)
      let symbol = store.declare(try randomVariable(name, draft.tree.child(binder, 1), draft.tree))
      parts.bound = symbol
      scope = try push(.symbol(symbol), named: name, scope, &draft)
    }
    if let last = arguments.last, draft.tree.kind(last) == .conditioned {
      draft.visit(last, .unvisited, scope: scope)
      let children = Array(draft.tree.children(last))
      for name in children.dropFirst() { parts.given.append(try randomSymbol(name, draft)) }
      arguments[arguments.count - 1] = children[0]
    }
    for argument in arguments { draft.visit(argument, .term, scope: scope) }
    parts.terms = arguments
    draft.expectations[node] = parts
  }

  /// A random variable, by its name.
  private func randomSymbol(_ node: Node, _ draft: TermDraft) throws(Rejection) -> Symbol {
    if draft.tree.kind(node) == .name,
      case .symbol(let symbol)? = environment.entry(draft.tree.name(node), before: draft.horizon)?.entity,
      store.declaration(symbol).law != nil
    {
      return symbol
    }
    throw Rejection(
      .misplaced("`\(excerpt(node, draft))`", expected: "the name of a random variable"), at: draft.span(node))
  }

  // MARK: Shapes and slots

  mutating func expectationShape(
    _ builtin: Builtin, _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    guard let parts = draft.expectations[node] else { return .scalar }
    var slots: [RangeVariable] = []
    for term in parts.terms {
      let shape = try entryShape(term, draft, context)
      if builtin == .expectation { return shape }
      if isSingle(shape, context) { continue }
      guard shape.isColumn else {
        throw Rejection(.expectedVector(calleeName(node, draft), shape: text(shape, context)), at: draft.span(term))
      }
      slots += builtin == .variance ? [shape.slots[0], shape.slots[0]] : shape.slots
    }
    return Shape(slots)
  }

  /// Of a variance and a covariance, each term gets a slot of its own.
  mutating func passToExpectation(
    _ builtin: Builtin, _ node: Node, _ slots: [Expression], _ draft: inout TermDraft, _ context: IndexContext
  ) throws(Rejection) {
    guard let parts = draft.expectations[node] else { return }
    var joints: [Index] = []
    for term in parts.terms {
      if builtin == .expectation {
        give(term, slots, &draft, context)
        continue
      }
      let shape = context.resolved(draft.shape(term))
      let own = try freshIndices(shape.slots, context, besides: joints)
      draft.argumentIndices[term] = own
      joints += own
      give(term, values(of: own), &draft, context)
    }
  }

  // MARK: Values

  mutating func expectationValue(
    _ builtin: Builtin, _ node: Node, _ slots: [Expression], _ draft: TermDraft
  ) throws(Rejection) -> Expression {
    guard let parts = draft.expectations[node], let first = parts.terms.first, let last = parts.terms.last else {
      return store.undefined()
    }
    if builtin == .expectation { return try expectation(of: draft.value(first), parts, draft, at: node) }
    var rest = slots[...]
    var factors: [Expression] = []
    for term in [first, last] {
      var replacement: [Index: Expression] = [:]
      for index in draft.argumentIndices[term] ?? [] {
        if let slot = rest.popFirst() { replacement[index] = slot }
      }
      factors.append(store.substituting(replacement, in: draft.value(term)))
    }
    let product = store.product(factors)
    let whole = try expectation(of: product, parts, draft, at: node)
    let a = try expectation(of: factors[0], parts, draft, at: node)
    let b = try expectation(of: factors[1], parts, draft, at: node)
    return store.difference(whole, store.product([a, b]))
  }

  /// The expectation over all random variables on which the value depends, those that are declared last innermost: they
  /// may depend on the others.
  private mutating func expectation(
    of value: Expression, _ parts: ExpectationTerms, _ draft: TermDraft, at node: Node
  ) throws(Rejection) -> Expression {
    var symbols = parts.bound.map { [$0] } ?? store.randomSymbols(in: [value])
    for given in parts.given {
      guard let law = store.declaration(given).law else { continue }
      if store.randomSymbols(in: [law.mean, law.variance]).contains(where: { !parts.given.contains($0) }) {
        throw Rejection(
          .notSupported("an expectation given a variable whose distribution depends on another one"),
          at: draft.span(node))
      }
    }
    symbols.removeAll { parts.given.contains($0) }
    var result = value
    for symbol in symbols.reversed() {
      if store.declaration(symbol).law?.kind == .categorical, !store.declaration(symbol).slots.isEmpty {
        throw Rejection(.notSupported("the expectation over a family of categorical variables"), at: draft.span(node))
      }
      result = store.expectation(over: symbol, result)
    }
    return result
  }
}
