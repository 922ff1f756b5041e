import Diagnostics
import Expressions

/// Putting arguments into the template of a defined function.
extension Elaborator {
  /// The operands that the calls of defined functions in one statement may write. A million nodes take about a second.
  static let instanceLimit = 1_500_000

  /// The template's value at `slots` with every stand replaced by its argument.
  ///
  /// All bound indices are renewed, so that no binder comes to stand inside another one of the same index. Linear in the
  /// template; arguments are shared, not copied.
  mutating func instance(
    of number: Int, _ arguments: [ExpressionStore.Argument], at slots: [Expression], span: Span
  ) throws(Rejection) -> Expression {
    let key = Templates.Instance(
      template: number, bodies: arguments.map { $0.body }, indices: arguments.map { $0.indices }, slots: slots)
    if let known = templates.instances[key] { return known }
    let template = templates.list[number]
    var images = template.nodes
    for (position, argument) in zip(template.stands, arguments) {
      if let position { images[position] = argument.body }
    }
    for (position, value) in zip(template.slotPlaces, slots) {
      if let position { images[position] = value }
    }
    for position in template.boundPlaces {
      let index = store.index(template.nodes[position])
      images[position] = store.value(of: store.freshIndex(store.name(index), store.range(index)))
    }
    for (position, node) in template.nodes.enumerated() where !template.operandPlaces[position].isEmpty {
      let parts = template.operandPlaces[position].map { images[Int($0)] }
      images[position] = image(of: node, parts, template, arguments)
      templates.work += 1 + store.operandCount(of: images[position])
      if templates.work > Elaborator.instanceLimit { throw Rejection(.tooLarge("this call"), at: span) }
    }
    let value = images.last ?? template.body
    templates.instances[key] = value
    return value
  }

  private mutating func image(
    of node: Expression, _ parts: [Expression], _ template: Template, _ arguments: [ExpressionStore.Argument]
  ) -> Expression {
    if store.op(node) == .symbol, let place = template.places[store.symbol(node)] {
      var replacement: [Index: Expression] = [:]
      for (index, slot) in zip(arguments[place].indices, parts) { replacement[index] = slot }
      return store.substituting(replacement, in: arguments[place].body)
    }
    return store.rebuilt(node, parts)
  }

  /// Lays out the nodes of a body for `instance`.
  func template(
    _ parameters: [Parameter], _ slots: [Index], isRow: Bool, _ body: Expression, _ values: [Index: Expression]
  ) -> Template {
    let nodes = store.reachable(from: [body])
    var numbers: [Expression: Int] = [:]
    for (position, node) in nodes.enumerated() { numbers[node] = position }
    var places: [Symbol: Int] = [:]
    var stands: [Int?] = []
    for (position, parameter) in parameters.enumerated() {
      switch parameter.stand {
      case .symbol(let symbol):
        places[symbol] = position
        stands.append(nil)
      case .index(let index): stands.append(values[index].flatMap { numbers[$0] })
      }
    }
    let bound = Set(nodes.flatMap { store.boundIndices(of: $0) })
    return Template(
      parameters: parameters, slots: slots, isRow: isRow, body: body, places: places, nodes: nodes,
      operandPlaces: nodes.map { node in store.operands(of: node).map { Int32(numbers[$0] ?? 0) } }, stands: stands,
      slotPlaces: slots.map { values[$0].flatMap { numbers[$0] } },
      boundPlaces: nodes.indices.filter { store.op(nodes[$0]) == .index && bound.contains(store.index(nodes[$0])) })
  }
}
