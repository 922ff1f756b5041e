import Calculus
import Evaluation
import Expressions

/// Expectations that no distribution of finitely many values has, such as E(exp(u)) of a normal u, are evaluated by the
/// terms to which the rules bring them.
struct ClosedExpectations {
  private(set) var store: ExpressionStore
  private(set) var expressions: [Expression]
  /// Something was replaced.
  private(set) var isNeeded = false

  init(_ expressions: [Expression], in store: ExpressionStore) {
    self.store = store
    self.expressions = expressions
    let open = store.reachable(from: expressions).filter { e in
      store.op(e) == .expectation && !TapeCompiler.hasOutcomes(e, in: store)
    }
    if open.isEmpty { return }
    var differentiator = Differentiator(store: store)
    var images: [Expression: Expression] = [:]
    for e in open {
      guard let image = try? differentiator.carryOut(e),
        !differentiator.store.reachable(from: [image]).contains(where: { differentiator.store.op($0) == .expectation })
      else { return }
      images[e] = image
    }
    self.store = differentiator.store
    self.expressions = expressions.map { replacing(images, in: $0) }
    isNeeded = true
  }

  private mutating func replacing(_ images: [Expression: Expression], in root: Expression) -> Expression {
    var images = images
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if images[e] != nil { continue }
      if isReady {
        images[e] = store.rebuilt(e, store.operands(of: e).map { images[$0] ?? $0 })
      } else {
        pending.append((e, true))
        for part in store.operands(of: e) where images[part] == nil { pending.append((part, false)) }
      }
    }
    return images[root] ?? root
  }
}
