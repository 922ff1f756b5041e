import Expressions
import Numbers

/// Replacing a symbol by a value, as `at(e, x = a)` does.
extension Differentiator {
  /// `body` with every entry symbol[p, q, …] replaced by `value`, in which `parameters` stand for the slots.
  /// Definitions that mention the symbol are unfolded. Every binder has an index of its own, so nothing is captured.
  mutating func substituting(
    _ symbol: Symbol, _ parameters: [Index], by value: Expression, in body: Expression
  ) throws(Refusal) -> Expression {
    var images: [Expression: Expression] = [:]
    var pending: [(Expression, Bool)] = [(body, false)]
    while let (e, isReady) = pending.popLast() {
      if images[e] != nil { continue }
      if store.op(e) == .definition, mentions(e, symbol) {
        let formula = try unfolded(e)
        if let image = images[formula] { images[e] = image } else { pending += [(e, false), (formula, false)] }
        continue
      }
      // An expectation binds its variable.
      if store.op(e) == .expectation, store.symbol(e) == symbol {
        images[e] = e
        continue
      }
      if !isReady {
        pending.append((e, true))
        for part in store.operands(of: e) { pending.append((part, false)) }
        continue
      }
      try spend()
      let parts = store.operands(of: e).map { images[$0] ?? $0 }
      images[e] = image(of: e, parts, symbol, parameters, value)
    }
    return images[body] ?? body
  }

  private mutating func image(
    of e: Expression, _ parts: [Expression], _ symbol: Symbol, _ parameters: [Index], _ value: Expression
  ) -> Expression {
    guard store.op(e) == .symbol, store.symbol(e) == symbol else { return store.rebuilt(e, parts) }
    var replacement: [Index: Expression] = [:]
    for (index, slot) in zip(parameters, parts) { replacement[index] = slot }
    return store.substituting(replacement, in: value)
  }

  /// The symbol occurs in the expression or in a definition that it goes through.
  public func mentions(_ e: Expression, _ symbol: Symbol) -> Bool {
    var seen = ExpressionSet()
    var stack = [e]
    while let next = stack.popLast() {
      guard seen.insert(next) else { continue }
      if store.op(next) == .symbol && store.symbol(next) == symbol { return true }
      if store.op(next) == .definition {
        stack += store.body(store.definition(next)).clauses.map { $0.body }
      }
      stack.append(contentsOf: store.operands(of: next))
    }
    return false
  }
}
