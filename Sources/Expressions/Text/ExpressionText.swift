import Numbers

/// Writes expressions in the notation of the language, with few brackets and without recursion on their depth.
public struct ExpressionText {
  let store: ExpressionStore
  private var names: ShownNames
  private var output = ""
  private var pending: [Item] = []
  private let limit: Int

  /// How tightly a place binds what stands in it.
  enum Binding: Int, Comparable {
    case none, relation, sum, product, power, tight
    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  enum Item {
    case text(String)
    case expression(Expression, Binding)
    /// The scope of an index ends: it has the earlier name again, if any, and the later one is free.
    case restore(Index, String?)
  }

  public init(store: ExpressionStore, limit: Int = .max) {
    self.store = store
    names = ShownNames(store)
    self.limit = limit
  }

  /// The text of an expression; past `limit` characters it ends in `…`.
  public static func text(_ e: Expression, in store: ExpressionStore, limit: Int = .max) -> String {
    var writer = ExpressionText(store: store, limit: limit)
    return writer.text(of: e)
  }

  public mutating func text(of root: Expression) -> String {
    output = ""
    pending = [.expression(root, .none)]
    names = ShownNames(store)
    for index in store.freeIndices(of: root) { names.bind(index) }
    while let item = pending.popLast() {
      switch item {
      case .text(let text): output += text
      case .restore(let index, let name): names[index] = name
      case .expression(let e, let binding): write(e, binding)
      }
      if output.utf8.count > limit { return output + "…" }
    }
    return output
  }

  private mutating func push(_ items: [Item]) { pending.append(contentsOf: items.reversed()) }

  private mutating func write(_ e: Expression, _ binding: Binding) {
    let (items, own) = items(of: e)
    if own < binding {
      push([.text("(")] + items + [.text(")")])
    } else {
      push(items)
    }
  }

  private mutating func items(of e: Expression) -> ([Item], Binding) {
    switch store.op(e) {
    case .number: return number(store.rational(e) ?? .zero)
    case .constant: return ([.text(["pi", "e", "inf"][Int(store.constant(e).rawValue)])], .tight)
    case .size: return ([.text(store.name(store.dimension(e)))], .tight)
    case .index: return ([.text(shown(store.index(e)))], .tight)
    case .symbol:
      let declaration = store.declaration(store.symbol(e))
      return (named(declaration.name, store.operands(of: e), labels: declaration.labels), .tight)
    case .definition:
      let body = store.body(store.definition(e))
      return (named(body.name, store.operands(of: e), labels: body.labels), .tight)
    case .sum: return (sum(e), .sum)
    case .product: return product(e)
    case .power: return power(e)
    case .function: return (call(store.function(e).name, Array(store.operands(of: e))), .tight)
    case .delta: return (call("delta", Array(store.operands(of: e))), .tight)
    case .reduction: return (reduction(e), .tight)
    case .cases: return (cases(e), .tight)
    case .truth: return ([.text(store.truth(e) ? "true" : "false")], .tight)
    case .comparison: return (comparison(e), .relation)
    case .and: return (joined(Array(store.operands(of: e)), " and ", .relation), .none)
    case .or: return (joined(Array(store.operands(of: e)), " or ", .relation), .none)
    case .not: return ([.text("not ")] + [.expression(store.operand(0, of: e), .tight)], .relation)
    case .inverse, .determinant, .logDeterminant: return (matrix(e), .tight)
    case .apply: return (application(e), .tight)
    case .derivative: return (derivative(e), .tight)
    case .substitution: return (substitution(e), .tight)
    case .limit: return (limit(e), .tight)
    case .expectation: return (expectation(e), .tight)
    case .undefined: return ([.text("undefined")], .tight)
    }
  }

  func number(_ value: Rational) -> ([Item], Binding) {
    let binding: Binding = value.isInteger ? (value.signum < 0 ? .sum : .tight) : (value.signum < 0 ? .sum : .product)
    return ([.text(value.description)], binding)
  }

  func named(_ name: String, _ slots: ArraySlice<Expression>, labels: [String] = []) -> [Item] {
    if labels.count == slots.count && !labels.isEmpty {
      var items: [Item] = [.text(name + "(")]
      for (k, (label, slot)) in zip(labels, slots).enumerated() {
        if k > 0 { items.append(.text(", ")) }
        if !isCalled(label, slot) { items.append(.text(label + " = ")) }
        items.append(.expression(slot, .sum))
      }
      return items + [.text(")")]
    }
    return slots.isEmpty ? [.text(name)] : [.text(name + "[")] + joined(Array(slots), ", ", .none) + [.text("]")]
  }

  /// The slot is an index, or a quantity, that has the name of its variable.
  private func isCalled(_ label: String, _ slot: Expression) -> Bool {
    switch store.op(slot) {
    case .index: shown(store.index(slot)) == label
    case .symbol: store.declaration(store.symbol(slot)).name == label
    default: false
    }
  }

  func call(_ name: String, _ arguments: [Expression]) -> [Item] {
    [.text(name + "(")] + joined(arguments, ", ", .none) + [.text(")")]
  }

  func joined(_ parts: [Expression], _ separator: String, _ binding: Binding) -> [Item] {
    var items: [Item] = []
    for (k, part) in parts.enumerated() {
      if k > 0 { items.append(.text(separator)) }
      items.append(.expression(part, binding))
    }
    return items
  }

  private func shown(_ index: Index) -> String { names[index] ?? store.name(index) }

  /// Gives bound indices names that no index in reach has; what is to come after their scope.
  mutating func bind(_ indices: [Index]) -> (names: [String], restore: [Item]) {
    var restore: [Item] = []
    for index in indices {
      restore.append(.restore(index, names[index]))
      names.bind(index)
    }
    return (indices.map { shown($0) }, restore)
  }

  private func cases(_ e: Expression) -> [Item] {
    let parts = Array(store.operands(of: e))
    if parts.count == 3, store.rational(parts[1]) == .one, store.rational(parts[2]) == .zero {
      return [.text("ind("), .expression(parts[0], .none), .text(")")]
    }
    var items: [Item] = [.text("cases(")]
    for k in 0..<(parts.count / 2) {
      items += [.expression(parts[2 * k], .none), .text(": "), .expression(parts[2 * k + 1], .none), .text(", ")]
    }
    return items + [.text("else: "), .expression(parts[parts.count - 1], .none), .text(")")]
  }

  private func comparison(_ e: Expression) -> [Item] {
    let sign = [" = ", " != ", " < ", " <= "][Int(store.comparison(e).rawValue)]
    return joined(Array(store.operands(of: e)), sign, .sum)
  }
}
