/// Unknown functions, derivatives, values at a point, limits and expectations.
extension ExpressionText {
  mutating func application(_ e: Expression) -> [Item] {
    let application = store.application(e)
    let parts = store.applicationParts(e)
    let name = store.declaration(application.function).name
    var items: [Item] = [.text(name + primes(application))]
    for (k, argument) in parts.arguments.enumerated() {
      items.append(.text(k == 0 ? "(" : ", "))
      items += argumentItems(argument)
    }
    items.append(.text(")"))
    let slots = parts.output + parts.derivativeSlots.flatMap { $0 }.flatMap { $0 }
    if !slots.isEmpty { items += [.text("[")] + joined(slots, ", ", .none) + [.text("]")] }
    return items
  }

  private func primes(_ application: Application) -> String {
    let orders = application.orders
    if orders.count == 1 { return String(repeating: "'", count: orders[0]) }
    let marks = orders.enumerated().map { String(repeating: "\($0.offset + 1)", count: $0.element) }.joined()
    return marks.isEmpty ? "" : "'" + marks
  }

  /// A vector argument by its name where it has one, else entry by entry.
  private mutating func argumentItems(_ argument: ExpressionStore.Argument) -> [Item] {
    if argument.indices.isEmpty { return [.expression(argument.body, .none)] }
    let slots = store.operands(of: argument.body).map { store.op($0) == .index ? store.index($0) : nil }
    if slots == argument.indices.map({ Optional($0) }) {
      if store.op(argument.body) == .symbol { return [.text(store.declaration(store.symbol(argument.body)).name)] }
      if store.op(argument.body) == .definition { return [.text(store.body(store.definition(argument.body)).name)] }
    }
    let (names, restore) = bind(argument.indices)
    return [.text("[" + names.joined(separator: ", ") + "] -> "), .expression(argument.body, .none)] + restore
  }

  func derivative(_ e: Expression) -> [Item] {
    let target = store.target(e)
    let parts = Array(store.operands(of: e))
    let name: String
    switch target.subject {
    case .symbol(let symbol): name = store.declaration(symbol).name
    case .definition(let definition): name = store.body(definition).name
    }
    return [.text(target.isLocal ? "local(" : "diff("), .expression(parts[0], .none), .text(", ")]
      + named(name, parts.dropFirst()) + [.text(")")]
  }

  func limit(_ e: Expression) -> [Item] {
    let parts = store.limitParts(e)
    let direction = ["left", nil, "right"][parts.approach.rawValue + 1].map { ", " + $0 } ?? ""
    return [
      .text("limit("), .expression(parts.variable, .none), .text(" -> "), .expression(parts.point, .none), .text(", "),
      .expression(parts.body, .none), .text(direction + ")"),
    ]
  }

  /// Expectations over several variables are one.
  func expectation(_ e: Expression) -> [Item] {
    var body = e
    while store.op(body) == .expectation, let inner = store.operands(of: body).last { body = inner }
    return [.text("E("), .expression(body, .none), .text(")")]
  }

  func substitution(_ e: Expression) -> [Item] {
    let parts = Array(store.operands(of: e))
    let name = store.declaration(store.symbol(e)).name
    return [
      .text("at("), .expression(parts[parts.count - 1], .none), .text(", \(name) = "), .expression(parts[0], .none),
    ]
      + [.text(")")]
  }
}
