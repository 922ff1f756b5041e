import Expressions
import Numbers

/// A place where a network was found inside a product.
struct Embedding {
  /// Where the open slots of the pattern went.
  var images: Renaming
  /// The factors that are left.
  var remaining: [Factor]
}

/// A network to look for.
struct NetworkPattern {
  var factors: [Factor]
  /// Free slots that may go anywhere.
  var joints: [Slot]
  /// Slots that other factors of the product use, though the pattern may not mention them.
  var fixed: [Slot]
  /// Slots with a bound number of at least this are summed in the pattern: each must go to a bound index of the same
  /// range that occurs nowhere else. All others stay where they are.
  var apart: Int

  func isSummed(_ slot: Slot) -> Bool { slot.isBound && slot.number >= apart }
  func isOpen(_ slot: Slot) -> Bool { isSummed(slot) || joints.contains(slot) }
}

/// Finding one network inside another by backtracking: exponential in the size of the pattern, which is small.
extension NormalForms {
  /// Ways to find the pattern inside `factors`, at most `most`.
  func embeddings(
    of pattern: NetworkPattern, in factors: [Factor], most: Int = 16
  ) throws(Obstacle) -> [Embedding] {
    var search = EmbeddingSearch(pattern: pattern, most: most)
    try extend(&search, at: 0, images: Renaming(), remaining: factors)
    return search.found
  }

  private struct EmbeddingSearch {
    let pattern: NetworkPattern
    let most: Int
    var found: [Embedding] = []
  }

  private func extend(
    _ search: inout EmbeddingSearch, at k: Int, images: Renaming, remaining: [Factor]
  ) throws(Obstacle) {
    if search.found.count >= search.most { return }
    try spend()
    if k == search.pattern.factors.count {
      if isFaithful(search.pattern, images, remaining) {
        search.found.append(Embedding(images: images, remaining: remaining))
      }
      return
    }
    let wanted = search.pattern.factors[k]
    for (q, candidate) in remaining.enumerated()
    where candidate.atom == wanted.atom && covers(candidate.exponent, wanted.exponent) {
      let left = candidate.raised(to: try candidate.exponent.minus(wanted.exponent))
      var rest = self.rest(remaining, q)
      if !left.exponent.isZero { rest.insert(left, at: q) }
      for slots in orientations(of: candidate) {
        guard let extended = matched(search.pattern, wanted.slots, slots, images) else { continue }
        try extend(&search, at: k + 1, images: extended, remaining: rest)
      }
    }
  }

  /// The slots of a factor, and, where the two last are interchangeable, also turned round.
  private func orientations(of factor: Factor) -> [SlotList] {
    let block = self[factor.atom].symmetricBlock
    guard block.count == 2 else { return [factor.slots] }
    var turned = factor.slots
    turned[block.lowerBound] = factor.slots[block.lowerBound + 1]
    turned[block.lowerBound + 1] = factor.slots[block.lowerBound]
    return turned == factor.slots ? [turned] : [factor.slots, turned]
  }

  private func matched(
    _ pattern: NetworkPattern, _ wanted: SlotList, _ have: SlotList, _ images: Renaming
  ) -> Renaming? {
    var images = images
    for k in 0..<SlotList.capacity {
      let (source, target) = (wanted[k], have[k])
      if source == .none || target == .none {
        if source != target { return nil }
        break
      }
      if !pattern.isOpen(source) {
        // A shifted summed index of the pattern is not matched: that loses a proof, no more.
        if source != target { return nil }
      } else if let image = images[source] {
        if image != target { return nil }
      } else {
        if pattern.isSummed(source) && (!target.isBound || target.range != source.range) { return nil }
        images[source] = target
      }
    }
    return images
  }

  /// Summed indices went to different bound ones, which nothing else uses.
  private func isFaithful(_ pattern: NetworkPattern, _ images: Renaming, _ remaining: [Factor]) -> Bool {
    var used = Set<Slot>()
    var fixed = Set(pattern.fixed.map { base(of: $0) })
    for factor in pattern.factors {
      for slot in factor.slots.array {
        if let image = images[slot] {
          if pattern.isSummed(slot) { used.insert(slot) } else { fixed.insert(base(of: image)) }
        } else {
          fixed.insert(base(of: slot))
        }
      }
    }
    let summed = used.compactMap { images[$0] }
    return Set(summed).count == summed.count
      && summed.allSatisfy { !fixed.contains($0) && !mentions(remaining, $0) }
  }
}
