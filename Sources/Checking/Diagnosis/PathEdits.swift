import Expressions

/// One path of the chain rule where there are several, and two names that were exchanged.
extension EditCatalogue {
  /// ∂L/∂y[i] · ∂y[i]/∂x is one path from x to L; the derivative is the sum over all y[k].
  mutating func proposePaths() {
    for place in places where store.op(place.expression) == .product {
      let factors = Array(store.operands(of: place.expression))
      for outer in factors where store.op(outer) == .derivative {
        guard let through = store.differentiatedIn(outer) else { continue }
        var goesOn = false
        for factor in factors where factor != outer && isDerivative(factor, of: through) { goesOn = true }
        if !goesOn { continue }
        for positions in choices(among: Array(store.operands(of: through))) {
          add(sumOf: factors, over: positions, in: through, at: place)
        }
      }
    }
  }

  /// The derivative of an entry, or of its formula, as along an edge.
  private mutating func isDerivative(_ e: Expression, of entry: Expression) -> Bool {
    guard store.op(e) == .derivative else { return false }
    return store.operand(0, of: e) == entry || store.operand(0, of: e) == formula(of: entry)
  }

  private mutating func formula(of entry: Expression) -> Expression? {
    store.op(entry) == .definition ? store.unfolded(entry) : nil
  }

  /// The slots that hold an index variable, one by one and all together.
  private func choices(among slots: [Expression]) -> [[Int]] {
    let indices = slots.indices.filter { store.op(slots[$0]) == .index }
    return indices.map { [$0] } + (indices.count > 1 ? [indices] : [])
  }

  private mutating func add(
    sumOf factors: [Expression], over positions: [Int], in through: Expression, at place: Place
  ) {
    var slots = Array(store.operands(of: through))
    var fresh: [Index] = []
    for k in positions {
      let range = store.range(store.index(slots[k]))
      fresh.append(store.freshIndex(unusedName(besides: fresh), range))
      slots[k] = store.value(of: fresh[fresh.count - 1])
    }
    let entry = store.rebuilt(through, slots)
    var images: [Expression] = []
    for factor in factors { images.append(image(of: factor, from: through, to: entry)) }
    let total = store.sum(over: fresh, store.product(images))
    let own = Array(store.operands(of: through))
    let name = positions.map { "`\(store.name(store.index(own[$0])))`" }.joined(separator: " and ")
    let message = "the sum over \(name) is missing: `\(text(through))` is one of several paths"
    add(.missingSum, place, by: total, .none, message)
  }

  /// A factor with one entry in the place of another: in what it differentiates, or in what.
  private mutating func image(of factor: Expression, from through: Expression, to entry: Expression) -> Expression {
    guard store.op(factor) == .derivative else { return factor }
    let slots = Array(store.operands(of: factor).dropFirst())
    if store.operand(0, of: factor) == through { return store.rebuilt(factor, [entry] + slots) }
    if isDerivative(factor, of: through), let formula = formula(of: entry) {
      return store.rebuilt(factor, [formula] + slots)
    }
    if store.differentiatedIn(factor) == through {
      return store.rebuilt(factor, [store.operand(0, of: factor)] + store.operands(of: entry))
    }
    return factor
  }

  /// A name for a bound index that no other one has.
  private func unusedName(besides others: [Index]) -> String {
    var taken = Set(others.map { store.name($0) })
    for e in store.reachable(from: [truth, claimed]) where store.op(e) == .index {
      taken.insert(store.name(store.index(e)))
    }
    return ["k", "l", "p", "q", "r", "s"].first { !taken.contains($0) } ?? "k"
  }

  /// a for b and b for a, throughout. Where each stands once, as in a − b, that is a matter of signs.
  mutating func proposeExchanges() {
    guard let whole = places.first else { return }
    var names: [Expression] = []
    var counts: [Int] = []
    for place in places where store.nameOfQuantity(place.expression) != nil {
      if let known = names.firstIndex(where: { isSameQuantity($0, place.expression) }) {
        counts[known] += 1
      } else {
        names.append(place.expression)
        counts.append(1)
      }
    }
    for (k, a) in names.enumerated() {
      for (l, b) in names.enumerated().dropFirst(k + 1)
      where slotRanges(of: a) == slotRanges(of: b) && counts[k] + counts[l] > 2 {
        guard let (x, y) = pair(a, b) else { continue }
        add(.wrongName, whole, by: exchanged(a, b), .none, "`\(x)` and `\(y)` should change places")
      }
    }
  }

  private func pair(_ a: Expression, _ b: Expression) -> (String, String)? {
    guard let x = store.nameOfQuantity(a), let y = store.nameOfQuantity(b) else { return nil }
    return (x, y)
  }

  private func isSameQuantity(_ a: Expression, _ b: Expression) -> Bool {
    guard store.op(a) == store.op(b) else { return false }
    return store.op(a) == .symbol
      ? store.symbol(a) == store.symbol(b) : store.definition(a) == store.definition(b)
  }

  private mutating func exchanged(_ a: Expression, _ b: Expression) -> Expression {
    var images: [Expression: Expression] = [:]
    for e in store.reachable(from: [claimed]) {
      let parts = store.operands(of: e).map { images[$0] ?? $0 }
      if store.nameOfQuantity(e) != nil, isSameQuantity(e, a) {
        images[e] = store.entry(like: b, parts)
      } else if store.nameOfQuantity(e) != nil, isSameQuantity(e, b) {
        images[e] = store.entry(like: a, parts)
      } else if !parts.elementsEqual(store.operands(of: e)) {
        images[e] = store.rebuilt(e, parts)
      }
    }
    return images[claimed] ?? claimed
  }
}

extension ExpressionStore {
  /// The entry in which a derivative is taken.
  mutating func differentiatedIn(_ derivative: Expression) -> Expression? {
    let slots = Array(operands(of: derivative).dropFirst())
    switch target(derivative).subject {
    case .symbol(let symbol): return entry(of: symbol, slots)
    case .definition(let definition): return entry(of: definition, slots)
    }
  }

  /// Another entry of the quantity.
  mutating func entry(like e: Expression, _ slots: [Expression]) -> Expression {
    op(e) == .symbol ? entry(of: symbol(e), slots) : entry(of: definition(e), slots)
  }
}
