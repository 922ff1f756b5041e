import Expressions

/// The free index variables of expressions, those in the ends of the ranges of bound ones included:
/// `sum(j in i+1..n, x[j])` mentions i.
struct FreeIndices: Sendable {
  private var known: [Expression: [Index]] = [:]

  /// Ascending.
  mutating func of(_ e: Expression, in store: ExpressionStore) -> [Index] {
    if let indices = known[e] { return indices }
    var pending = [e]
    while let node = pending.last {
      if known[node] != nil {
        pending.removeLast()
        continue
      }
      let bound = store.boundIndices(of: node)
      let missing = FreeIndices.parts(of: node, bound, in: store).filter { known[$0] == nil }
      pending.append(contentsOf: missing)
      if missing.isEmpty {
        known[node] = union(at: node, bound, in: store)
        pending.removeLast()
      }
    }
    return known[e] ?? []
  }

  /// The operands, and the ends of the ranges of bound indices.
  private static func parts(of node: Expression, _ bound: [Index], in store: ExpressionStore) -> [Expression] {
    var parts = Array(store.operands(of: node))
    for index in bound {
      let bounds = store.bounds(store.range(index))
      parts += [bounds.lower, bounds.upper]
    }
    return parts
  }

  private func union(at node: Expression, _ bound: [Index], in store: ExpressionStore) -> [Index] {
    if store.op(node) == .index { return [store.index(node)] }
    var result: [Index] = []
    for part in FreeIndices.parts(of: node, bound, in: store) {
      guard let indices = known[part], indices != result else { continue }
      if result.isEmpty && bound.isEmpty {
        result = indices
      } else {
        for index in indices where !bound.contains(index) && !result.contains(index) { result.append(index) }
      }
    }
    return result.sorted()
  }
}
