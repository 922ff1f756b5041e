import Expressions
import Numbers

/// exp(z[i]) at i = 1 is exp(z[1]): an atom over any entry is built anew when the entry becomes a number, so that both
/// ways to come to it end in the same atom, and what only holds for that entry is seen.
extension NormalForms {
  func literalRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let slots = factor.slots.array
    guard slots.contains(where: { $0.kind == .literal }) else { return nil }
    // Summed indices are free ones in the meantime.
    var back = Renaming(shift: nextBound(in: rest + [factor]))
    var opened = Renaming()
    for slot in boundSlots(in: [factor]) {
      let free = try freshFreeSlot(slot.range)
      opened[slot] = free
      back[free] = slot
    }
    let parameters = try factor.slots.map { (slot) throws(Obstacle) in try self.renamed(slot, opened) }.array
    var arguments: [Form] = []
    for inside in self[factor.atom].insides { arguments.append(try instance(inside, parameters: parameters)) }
    let value: Form
    if let function = function(of: factor) {
      value = try power(try self.function(function, arguments), factor.exponent)
    } else {
      value = try power(arguments[0], factor.exponent)
    }
    var products: [Product] = []
    for term in value.terms {
      products.append((rest + (try renamed(factors(of: term.monomial), back)), term.coefficient))
    }
    return products
  }
}
