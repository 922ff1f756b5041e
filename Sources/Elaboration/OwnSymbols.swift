import Expressions

extension Judgement {
  /// Quantities that the line ranges over for itself: what a premise says of them is said of another quantity.
  public var ownSymbols: Set<Symbol> {
    switch content {
    case .relation(let relation): relation.ownSymbols
    case .connective(let left, _, let right): left.ownSymbols.union(right.ownSymbols)
    case .statement(let proposition): proposition.ownSymbols
    case .invalid: []
    }
  }
}

extension Relation {
  fileprivate var ownSymbols: Set<Symbol> {
    var symbols: Set<Symbol> = []
    for term in [left, right] {
      if case .optimum(let optimum) = term.content { symbols.insert(optimum.variable) }
    }
    return symbols
  }
}

extension Proposition {
  fileprivate var ownSymbols: Set<Symbol> {
    switch self {
    case .relation(let relation): relation.ownSymbols
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.ownSymbols) }
    case .not(let part): part.ownSymbols
    case .implies(let a, let b), .equivalent(let a, let b): a.ownSymbols.union(b.ownSymbols)
    case .forall(let bounds, let part), .exists(let bounds, let part):
      bounds.reduce(into: part.ownSymbols) { symbols, bound in
        if case .symbol(let symbol) = bound { symbols.insert(symbol) }
      }
    case .curvature(_, let variables, _, let chord): chord.ownSymbols.union(variables)
    case .condition: []
    }
  }
}
