import Expressions

/// Sums that leave out an end, run over the wrong index, or start with what is left of the last one.
extension FormulaMistakes {
  mutating func inReduction(_ e: Expression) -> [Mistake] {
    let parts = Array(store.operands(of: e))
    let index = store.index(parts[0])
    let bounds = store.bounds(store.range(index))
    var found: [Mistake] = []
    for (end, name) in [(bounds.lower, "first"), (bounds.upper, "last")] {
      let inside = store.and([parts[1], store.comparison(.notEqual, parts[0], end)])
      let without = store.reduction(store.reduction(e), over: index, where: inside, parts[2])
      found.append(Mistake(.offByOne, "`\(text(e))` leaves out its \(name) term", without))
    }
    if store.reduction(e) == .sum {
      let count = store.sum([bounds.upper, store.negation(bounds.lower), store.integer(1)])
      let mean = store.product([store.reciprocal(count), e])
      found.append(Mistake(.meanForSum, "`\(text(e))` is divided by the number of its terms", mean))
      found.append(Mistake(.lostTerm, "`\(text(e))` is missing", store.integer(0)))
      found += notReset(e) + otherAxis(e, index)
    }
    return found + sameIndex(e, parts, index)
  }

  private mutating func notReset(_ e: Expression) -> [Mistake] {
    var found: [Mistake] = []
    // Of a sum that does not depend on the indices around it, too: it is made again for each of them.
    for outer in store.freeIndices(of: e) {
      let inner = store.freshIndex(store.name(outer), store.range(outer))
      let (own, value) = (store.value(of: inner), store.value(of: outer))
      let before = store.comparison(.lessOrEqual, own, value)
      let all = store.reduction(.sum, over: inner, where: before, store.substituting([outer: own], in: e))
      found.append(Mistake(.staleValue, "`\(text(e))` is not set to 0 for each `\(store.name(outer))`", all))
    }
    return found
  }

  /// Σₖ x[i,k] becomes Σₖ x[k,j], where j is the other index of the result: axis 0 for axis 1.
  private mutating func otherAxis(_ e: Expression, _ index: Index) -> [Mistake] {
    var found: [Mistake] = []
    let free = store.freeIndices(of: e)
    for outer in part.slots where free.contains(outer) {
      for other in part.slots where !free.contains(other) && store.range(other) == store.range(index) {
        let inner = store.freshIndex(store.name(outer), store.range(outer))
        let body = store.substituting(
          [outer: store.value(of: inner), index: store.value(of: other)], in: store.operand(2, of: e))
        let condition = store.substituting(
          [outer: store.value(of: inner), index: store.value(of: other)], in: store.operand(1, of: e))
        let image = store.reduction(.sum, over: inner, where: condition, body)
        let name = "`\(text(e))` runs over `\(store.name(outer))`, along the other axis"
        found.append(Mistake(.wrongAxis, name, image))
      }
    }
    return found
  }

  /// An entry in the body stands at the index outside, not at that of the sum.
  private mutating func sameIndex(_ e: Expression, _ parts: [Expression], _ index: Index) -> [Mistake] {
    var found: [Mistake] = []
    let entries = store.reachable(from: [parts[2]]).filter { isEntry($0) && store.operandCount(of: $0) > 0 }
    for entry in entries where store.operands(of: entry).contains(parts[0]) {
      for outer in store.freeIndices(of: e) where store.range(outer) == store.range(index) {
        let image = store.substituting([index: store.value(of: outer)], in: entry)
        let changed = store.reduction(
          store.reduction(e), over: index, where: parts[1], store.replacing([entry: image], in: parts[2]))
        found.append(Mistake(.wrongIndex, "`\(text(image))` stands for `\(text(entry))`", changed))
      }
    }
    return found
  }
}
