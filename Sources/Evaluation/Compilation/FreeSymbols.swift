import Expressions

/// The symbols on whose values definitions depend; those that a substitution replaces inside are not among them.
struct FreeSymbols: Sendable {
  private var known: [Definition: Set<Symbol>] = [:]

  /// An expression inside substitutions of these symbols.
  private struct Place: Hashable {
    var expression: Expression
    var replaced: Set<Symbol>
  }

  mutating func of(_ definition: Definition, in store: ExpressionStore) -> Set<Symbol> {
    if let symbols = known[definition] { return symbols }
    var symbols: Set<Symbol> = []
    var pending = store.body(definition).clauses.map { Place(expression: $0.body, replaced: []) }
    var seen = Set(pending)
    while let place = pending.popLast() {
      if store.op(place.expression) == .symbol {
        let symbol = store.symbol(place.expression)
        if !place.replaced.contains(symbol) { symbols.insert(symbol) }
      }
      for part in FreeSymbols.parts(of: place, store) where seen.insert(part).inserted { pending.append(part) }
    }
    known[definition] = symbols
    return symbols
  }

  private static func parts(of place: Place, _ store: ExpressionStore) -> [Place] {
    let e = place.expression
    var parts = store.operands(of: e).map { Place(expression: $0, replaced: place.replaced) }
    switch store.op(e) {
    case .definition:
      parts += store.body(store.definition(e)).clauses.map { Place(expression: $0.body, replaced: place.replaced) }
    case .substitution, .expectation: parts[parts.count - 1].replaced.insert(store.symbol(e))
    default: break
    }
    return parts
  }
}
