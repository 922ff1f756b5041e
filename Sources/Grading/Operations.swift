import Expressions

/// Which operations a term still asks for, and how often: what tells a finished result from one on the way.
struct Operations: Equatable {
  private enum Kind: Hashable {
    case derivative, delta, cases, limit, expectation, inverse, determinant, substitution, application
    case reduction(Reduction)
    case function(ElementaryFunction)
  }

  private var counts: [Kind: Int] = [:]

  /// Those that a calculation is there to carry out, and not functions and sums, of which results are made.
  var calculus: Operations {
    var operations = self
    operations.counts = counts.filter { kind, _ in
      switch kind {
      case .derivative, .limit, .expectation, .substitution: true
      case .delta, .cases, .inverse, .determinant, .application, .reduction, .function: false
      }
    }
    return operations
  }

  init(of e: Expression, in store: ExpressionStore) {
    for node in store.reachable(from: [e]) {
      guard let kind = Operations.kind(of: node, in: store) else { continue }
      counts[kind, default: 0] += 1
    }
  }

  private static func kind(of e: Expression, in store: ExpressionStore) -> Kind? {
    switch store.op(e) {
    case .derivative: .derivative
    case .delta: .delta
    case .cases: .cases
    case .limit: .limit
    case .expectation: .expectation
    case .inverse: .inverse
    case .determinant, .logDeterminant: .determinant
    case .substitution: .substitution
    case .apply: .application
    case .reduction: .reduction(store.reduction(e))
    case .function: .function(store.function(e))
    case .number, .constant, .size, .index, .symbol, .definition, .sum, .product, .power, .truth, .comparison, .and,
      .or, .not, .undefined:
      nil
    }
  }

  /// Every kind of operation occurs in the other term, too.
  func areKinds(of other: Operations) -> Bool { counts.keys.allSatisfy { other.counts[$0] != nil } }

  /// No kind of operation occurs more often than in the other term.
  func areWithin(_ other: Operations) -> Bool { counts.allSatisfy { $0.value <= other.counts[$0.key] ?? 0 } }
}
