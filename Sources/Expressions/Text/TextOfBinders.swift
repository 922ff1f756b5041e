/// What binds indices: reductions, and matrices given by their entries.
extension ExpressionText {
  mutating func reduction(_ e: Expression) -> [Item] {
    let index = store.index(store.operand(0, of: e))
    let (condition, body) = (store.operand(1, of: e), store.operand(2, of: e))
    let (names, restore) = bind([index])
    let word = ["sum", "prod", "max", "min", "all", "any"][Int(store.reduction(e).rawValue)]
    let isPlain = store.isTrue(condition)
    var items: [Item] = [.text(word + "(")]
    if isPlain || store.op(condition) != .comparison {
      items.append(.text(names[0] + (standsBare(index, in: body) ? "" : " in " + rangeText(store.range(index)))))
    }
    if !isPlain {
      if store.op(condition) != .comparison { items.append(.text(", ")) }
      items.append(.expression(condition, .none))
    }
    return items + [.text(", "), .expression(body, .none), .text(")")] + restore
  }

  /// The index stands alone in some slot, and in all of them its range can be read off.
  private func standsBare(_ index: Index, in body: Expression) -> Bool {
    var isFound = false
    for e in store.reachable(from: [body]) {
      let ranges: [IndexRange]
      switch store.op(e) {
      case .symbol: ranges = store.declaration(store.symbol(e)).slots
      case .definition: ranges = store.body(store.definition(e)).slots
      default: continue
      }
      for (slot, range) in zip(store.operands(of: e), ranges) where store.op(slot) == .index {
        if store.index(slot) != index { continue }
        if range != store.range(index) { return false }
        isFound = true
      }
    }
    return isFound
  }

  private func rangeText(_ range: IndexRange) -> String {
    let bounds = store.bounds(range)
    return ExpressionText.text(bounds.lower, in: store) + ".." + ExpressionText.text(bounds.upper, in: store)
  }

  mutating func matrix(_ e: Expression) -> [Item] {
    let parts = Array(store.operands(of: e))
    let own = store.op(e) == .inverse ? 2 : 0
    let (row, column) = (store.index(parts[own]), store.index(parts[own + 1]))
    let word = store.op(e) == .inverse ? "inv(" : store.op(e) == .determinant ? "det(" : "logdet("
    let slots: [Item] = own == 0 ? [] : [.text("[")] + joined([parts[0], parts[1]], ", ", .none) + [.text("]")]
    if let name = matrixName(parts[own + 2], row, column) { return [.text(word + name + ")")] + slots }
    let (names, restore) = bind([row, column])
    return [.text(word + "[\(names[0]), \(names[1])] -> "), .expression(parts[own + 2], .none), .text(")")]
      + restore + slots
  }

  /// A declared or defined matrix, or the transpose of one.
  private func matrixName(_ body: Expression, _ row: Index, _ column: Index) -> String? {
    guard store.op(body) == .symbol || store.op(body) == .definition else { return nil }
    let slots = store.operands(of: body).map { store.op($0) == .index ? store.index($0) : nil }
    let name =
      store.op(body) == .symbol
      ? store.declaration(store.symbol(body)).name : store.body(store.definition(body)).name
    return slots == [row, column] ? name : slots == [column, row] ? name + "'" : nil
  }
}
