import Expressions

/// Other quantities, other indices, and arrays that are read in the wrong order.
extension FormulaMistakes {
  mutating func inEntry(_ e: Expression) -> [Mistake] {
    let slots = Array(store.operands(of: e))
    let ranges = ranges(of: e)
    guard slots.count == ranges.count else { return [] }
    var found: [Mistake] = []
    if slots.count == 2, ranges[0] == ranges[1], slots[0] != slots[1] {
      let turned = store.rebuilt(e, [slots[1], slots[0]])
      found.append(Mistake(.transposed, "`\(text(turned))` stands for `\(text(e))`", turned))
    }
    for (k, range) in ranges.enumerated() where store.op(slots[k]) == .index {
      found += neighbours(e, slots, k, range) + others(e, slots, k, range)
    }
    if slots.count == 2, isInput(e), ranges[0] != ranges[1] {
      let (image, reading) = reading(of: e, slots, ranges, .byColumns)
      found.append(
        Mistake(.transposed, "`\(text(e))` is read by columns, not by rows", image, reading: reading))
    }
    for other in peers(of: e, ranges) {
      found.append(Mistake(.wrongInput, "`\(text(other))` stands for `\(text(e))`", other))
    }
    return found
  }

  private mutating func neighbours(_ e: Expression, _ slots: [Expression], _ k: Int, _ range: IndexRange) -> [Mistake] {
    let bounds = store.bounds(range)
    func moved(_ slot: Expression) -> [Expression] { slots.enumerated().map { $0.offset == k ? slot : $0.element } }
    let next = store.sum([slots[k], store.integer(1)])
    let previous = store.sum([slots[k], store.integer(-1)])
    let isLast = store.comparison(.equal, slots[k], bounds.upper)
    let isFirst = store.comparison(.equal, slots[k], bounds.lower)
    let (first, last) = (store.rebuilt(e, moved(bounds.lower)), store.rebuilt(e, moved(bounds.upper)))
    let (above, below) = (store.rebuilt(e, moved(next)), store.rebuilt(e, moved(previous)))
    let name = text(slots[k])
    return [
      // After the last one comes the first one, and before that the last one.
      Mistake(
        .wrongIndex, "the entry at the next `\(name)` stands for `\(text(e))`",
        store.cases([(condition: isLast, value: first)], otherwise: above)),
      Mistake(
        .wrongIndex, "the entry at the `\(name)` before stands for `\(text(e))`",
        store.cases([(condition: isFirst, value: last)], otherwise: below)),
      Mistake(.wrongIndex, "`\(text(first))` stands for `\(text(e))`", first),
      Mistake(
        .staleValue, "`\(text(e))` is still that of the `\(name)` before",
        store.cases([(condition: isFirst, value: e)], otherwise: below)),
    ]
  }

  /// Another index of the result in a slot; one of another range starts again behind the slot's last value.
  private mutating func others(_ e: Expression, _ slots: [Expression], _ k: Int, _ range: IndexRange) -> [Mistake] {
    var found: [Mistake] = []
    for other in part.slots where store.value(of: other) != slots[k] {
      let value = store.value(of: other)
      if store.range(other) == range {
        let image = store.rebuilt(e, slots.enumerated().map { $0.offset == k ? value : $0.element })
        found.append(Mistake(.wrongIndex, "`\(text(image))` stands for `\(text(e))`", image))
      } else if isInput(e) {
        var own = slots
        own[k] = value
        var ranges = ranges(of: e)
        ranges[k] = store.range(other)
        let (image, reading) = reading(of: e, own, ranges, .cyclic(slot: k))
        let name = "`\(text(e))` is read at `\(store.name(other))`, not at `\(text(slots[k]))`"
        found.append(Mistake(.wrongAxis, name, image, reading: reading))
      }
    }
    return found
  }

  /// An entry of an array that holds an input in another way.
  private mutating func reading(
    of e: Expression, _ slots: [Expression], _ ranges: [IndexRange], _ way: Mistake.Reading.Way
  ) -> (Expression, Mistake.Reading) {
    let source = name(of: e)
    let symbol = store.declare(SymbolDeclaration(name: source, slots: ranges))
    return (store.entry(of: symbol, slots), Mistake.Reading(symbol: symbol, source: source, way: way))
  }

  /// The same entry of the other arrays with these extents.
  private mutating func peers(of e: Expression, _ ranges: [IndexRange]) -> [Expression] {
    let slots = Array(store.operands(of: e))
    var found: [Expression] = []
    for other in symbols where store.declaration(other).slots == ranges { found.append(store.entry(of: other, slots)) }
    for other in form.definitions + form.upstream.sorted() + form.others
    where store.body(other).slots == ranges && mayStand(other) {
      found.append(store.entry(of: other, slots))
    }
    return found.filter { $0 != e }
  }

  // MARK: Exchanges

  /// Arguments in the wrong order: two quantities of one kind exchanged, or all of them moved on by one.
  mutating func exchanges() -> [Mistake] {
    let entries = store.reachable(from: [part.value]).filter { isEntry($0) }
    var kinds: [[IndexRange]: [Expression]] = [:]
    for e in entries {
      var own = kinds[ranges(of: e)] ?? []
      if !own.contains(where: { isSameQuantity($0, e) }) { own.append(e) }
      kinds[ranges(of: e)] = own
    }
    var found: [Mistake] = []
    for group in kinds.values.sorted(by: { $0[0] < $1[0] }) where (2...FormulaMistakes.mostParts).contains(group.count)
    {
      // Quantities that the file declares, or definitions, but not the ones for the others.
      for op in [Operator.symbol, .definition] {
        let own = group.filter { store.op($0) == op }
        for i in own.indices {
          for j in own.indices where i < j { found += exchange([own[i], own[j]], [own[j], own[i]], entries) }
        }
        guard own.count > 2 else { continue }
        found += exchange(own, Array(own.dropFirst() + own.prefix(1)), entries)
        found += exchange(own, Array(own.suffix(1) + own.dropLast()), entries)
      }
    }
    return found
  }

  private func isSameQuantity(_ a: Expression, _ b: Expression) -> Bool {
    guard store.op(a) == store.op(b) else { return false }
    return store.op(a) == .symbol ? store.symbol(a) == store.symbol(b) : store.definition(a) == store.definition(b)
  }

  private mutating func exchange(_ own: [Expression], _ others: [Expression], _ entries: [Expression]) -> [Mistake] {
    var images: [Expression: Expression] = [:]
    for e in entries {
      guard let place = own.firstIndex(where: { isSameQuantity($0, e) }) else { continue }
      let slots = Array(store.operands(of: e))
      images[e] =
        store.op(others[place]) == .symbol
        ? store.entry(of: store.symbol(others[place]), slots) : store.entry(of: store.definition(others[place]), slots)
    }
    let image = store.replacing(images, in: part.value)
    func names(_ all: [Expression]) -> String { all.map { "`\(name(of: $0))`" }.joined(separator: ", ") }
    return [Mistake(.wrongInput, "\(names(others)) stand for \(names(own)), in this order", image)]
  }
}
