import Algebra
import Calculus
import Expressions

/// A declared index `k : 1..K` has one unknown value of its range, just as an index of the header has: what is proved
/// for every value of a free index holds for that one. Free indices meet deltas, sums and one-hot entries by more rules.
extension Prover {
  /// The judgement with a free index for every declared one, and the terms with it; nil where there is none.
  mutating func withFreeIndices(_ terms: [Expression]) -> (prover: Prover, terms: [Expression])? {
    var terms = terms
    for k in terms.indices {
      guard let image = try? carriedOut(terms[k]) else { return nil }
      terms[k] = image
    }
    let declared = store.declaredIndices(of: terms + premises)
    if declared.isEmpty { return nil }
    var inner = self
    var indices: [Index] = []
    for (symbol, range) in declared {
      let index = inner.differentiator.store.freshIndex(store.declaration(symbol).name, range)
      let value = inner.differentiator.store.value(of: index)
      for k in inner.premises.indices {
        guard let image = try? inner.putting(value, for: symbol, in: inner.premises[k]) else { return nil }
        inner.replacePremise(k, by: image)
      }
      for k in terms.indices {
        guard let image = try? inner.putting(value, for: symbol, in: terms[k]) else { return nil }
        terms[k] = image
      }
      indices.append(index)
    }
    inner.fix(indices)
    return (inner, terms)
  }

  private mutating func putting(
    _ value: Expression, for symbol: Symbol, in e: Expression
  ) throws(Refusal) -> Expression {
    if !differentiator.mentions(e, symbol) { return e }
    return try differentiator.carryOut(
      differentiator.store.substitution(of: symbol, parameters: [], by: value, in: e))
  }
}

extension ExpressionStore {
  /// The declared indices that the terms depend on, in the order of their declarations.
  fileprivate func declaredIndices(of terms: [Expression]) -> [(Symbol, IndexRange)] {
    var found: [(Symbol, IndexRange)] = []
    for symbol in symbols(in: terms).sorted(by: { $0.number < $1.number }) {
      let declaration = self.declaration(symbol)
      if case .index(let range) = declaration.domain, declaration.slots.isEmpty { found.append((symbol, range)) }
    }
    return found
  }
}
