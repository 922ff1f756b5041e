import Diagnostics
import Expressions
import Notation

/// The free indices of two linked sides must be nested: `y[j] = y[i]` is likely a slip.
extension Elaborator {
  /// Each term is linked with the one before it and with the head of the chain. The indices of a line that is marked
  /// `wrong` may be the mistake.
  func requireNested(_ k: Int, in chain: ChainReading) throws(Rejection) {
    guard k > 0, let before = chain.items[..<k].last(where: { $0.failure == nil && $0.link?.mark != .wrong }) else {
      return
    }
    try requireNested(k, before, in: chain)
    if let head = chain.items.first, head.failure == nil { try requireNested(k, head, in: chain) }
  }

  private func requireNested(
    _ k: Int, _ before: ChainReading.Item, in chain: ChainReading
  ) throws(Rejection) {
    let new = free(chain.items[k].free, chain.context)
    let old = free(before.free, chain.context)
    let added = new.filter { place in !old.contains { $0.index == place.index } }
    let lost = old.filter { place in !new.contains { $0.index == place.index } }
    if let first = added.first, let second = lost.first {
      let names = [first, second].map { chain.context.indices[$0.index].name }
      throw Rejection(
        .indexOnOneSide(names[0], other: names[1]), at: first.span,
        related: [.init(span: second.span, label: "`\(names[1])` is free here only")])
    }
  }

  /// The free indices that no `for` introduces, each once, at its first place.
  private func free(_ places: [TermDraft.FreePlace], _ context: IndexContext) -> [TermDraft.FreePlace] {
    var found: [TermDraft.FreePlace] = []
    for place in places.sorted(by: { $0.span.start < $1.span.start }) {
      let index = context.settled(place.index)
      guard context.indices[index].kind == .free, !found.contains(where: { $0.index == index }) else { continue }
      found.append(.init(index: index, span: place.span))
    }
    return found
  }
}
