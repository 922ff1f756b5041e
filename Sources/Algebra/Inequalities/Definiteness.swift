import Expressions

/// Matrices S with v′Sv ≥ 0, by their declarations.
extension NormalForms {
  func isSemidefinite(_ factor: Factor) -> Bool {
    let record = self[factor.atom]
    return record.kind == .symbol && store.symbols[Int(record.payload)].structure == .positiveSemidefinite
      || isDefinite(factor)
  }

  /// An entry of a matrix that is positive definite, or of the inverse of one.
  func isDefinite(_ factor: Factor) -> Bool {
    let record = self[factor.atom]
    switch record.kind {
    case .symbol: return store.symbols[Int(record.payload)].structure == .positiveDefinite
    case .inverse: return factor.slots.count == 2 && isPositiveDefinite(self[record.insides[0]])
    default: return false
    }
  }
}
