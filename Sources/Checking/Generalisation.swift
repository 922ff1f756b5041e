import Calculus
import Expressions

/// What is claimed at the end of a recursion, claimed at every place before it, too: for m[T] = Σ_{i in 1..T} u[i] with
/// m[0..T] that m[t] = Σ_{i in 1..T, i ≤ t} u[i] for t in 0..T. At t = T that is the claim, so that a proof of it by
/// induction on t is one of the claim. So is Σ_{i in 1..n} 1/(i·(i + 1)) = n/(n + 1), for each t in 1..n.
extension Prover {
  /// Nil if no entry of a recursion is at the end of its range, and no sum ends at a size that stands elsewhere, too.
  mutating func generalised(_ sides: [Expression]) -> [Expression]? {
    guard let (size, range) = endOfRecursion(in: sides) ?? endOfSum(in: sides) else { return nil }
    let place = differentiator.store.freshIndex("t", range)
    let value = differentiator.store.value(of: place)
    var images: [Expression: Expression] = [size: value]
    return sides.map { image(of: $0, &images) }
  }

  /// The size at which a recursion has its last entry, where that entry is mentioned.
  private func endOfRecursion(in sides: [Expression]) -> (size: Expression, IndexRange)? {
    for e in store.reachable(from: sides) where store.op(e) == .definition {
      let body = store.body(store.definition(e))
      guard body.isRecursive else { continue }
      for (slot, range) in zip(store.operands(of: e), body.slots)
      where store.op(slot) == .size && store.bounds(range).upper == slot { return (slot, range) }
    }
    return nil
  }

  /// The size at which a sum or product ends, where its value is mentioned.
  private func endOfSum(in sides: [Expression]) -> (size: Expression, IndexRange)? {
    let nodes = store.reachable(from: sides)
    let values = Set(nodes.filter { store.op($0) == .size })
    for e in nodes where store.op(e) == .reduction {
      let range = store.range(store.index(store.operand(0, of: e)))
      let bounds = store.bounds(range)
      if values.contains(bounds.upper), store.op(bounds.lower) == .number { return (bounds.upper, range) }
    }
    return nil
  }

  /// The place for the size; an index whose range ends there ends at the place.
  private mutating func image(of root: Expression, _ images: inout [Expression: Expression]) -> Expression {
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if images[e] != nil { continue }
      let end = store.op(e) == .reduction ? store.bounds(store.range(store.index(store.operand(0, of: e)))).upper : nil
      if !isReady {
        pending.append((e, true))
        for part in Array(store.operands(of: e)) + (end.map { [$0] } ?? []) where images[part] == nil {
          pending.append((part, false))
        }
        continue
      }
      let operands = Array(store.operands(of: e))
      var parts = operands.map { images[$0] ?? $0 }
      if let end, let last = images[end], last != end {
        let bound = differentiator.store.comparison(.lessOrEqual, parts[0], last)
        parts[1] = store.isTrue(parts[1]) ? bound : differentiator.store.and([parts[1], bound])
      }
      images[e] = parts == operands ? e : differentiator.store.rebuilt(e, parts)
    }
    return images[root] ?? root
  }
}
