import Diagnostics
import Expressions

/// Putting arguments into the template of a defined function.
extension Elaborator {
  /// The operands that the calls of defined functions in one statement may write. A million nodes take about a second.
  static let instanceLimit = 3_000_000

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
    var images: [Expression: Expression] = [:]
    for (parameter, argument) in zip(template.parameters, arguments) {
      if case .index(let index) = parameter.stand { images[store.value(of: index)] = argument.body }
    }
    for (slot, value) in zip(template.slots, slots) { images[store.value(of: slot)] = value }
    let nodes = store.reachable(from: [template.body])
    for node in nodes {
      for index in store.boundIndices(of: node) {
        let fresh = store.freshIndex(store.name(index), store.range(index))
        images[store.value(of: index)] = store.value(of: fresh)
      }
    }
    for node in nodes where images[node] == nil {
      let image = image(of: node, template, arguments, images)
      images[node] = image
      templates.work += 1 + store.operandCount(of: image)
      if templates.work > Elaborator.instanceLimit { throw Rejection(.tooLarge("this call"), at: span) }
    }
    let value = images[template.body] ?? template.body
    templates.instances[key] = value
    return value
  }

  private mutating func image(
    of node: Expression, _ template: Template, _ arguments: [ExpressionStore.Argument],
    _ images: [Expression: Expression]
  ) -> Expression {
    let parts = store.operands(of: node).map { images[$0] ?? $0 }
    if store.op(node) == .symbol, let place = template.places[store.symbol(node)] {
      var replacement: [Index: Expression] = [:]
      for (index, slot) in zip(arguments[place].indices, parts) { replacement[index] = slot }
      return store.substituting(replacement, in: arguments[place].body)
    }
    return parts.isEmpty ? node : store.rebuilt(node, parts)
  }
}
