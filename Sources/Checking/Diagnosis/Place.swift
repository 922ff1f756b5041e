import Expressions

/// One occurrence of a part of a term: the way down to it, and what holds there.
struct Place: Sendable {
  var expression: Expression
  /// Operand positions from the term down.
  var path: [Int] = []
  /// Index variables that are bound on the way.
  var bound: [Index] = []
  /// A summand of the term or of one of its parts, the argument of a function, or the term itself.
  var isTerm = true
  /// What the part is multiplied by, where the term is linear in it; nil where it is not.
  var cofactors: [Expression]? = []
  /// How many equal parts come before it in the term.
  var occurrence = 0
}

extension Place {
  /// A number of the text that belongs to this product.
  func marking(_ written: WrittenCoefficient) -> Place {
    var place = self
    place.expression = written.part
    place.path = path + [0]
    place.occurrence = written.occurrence
    place.isTerm = false
    return place
  }
}

extension ExpressionStore {
  /// The parts of a term that may be edited, from left to right: not inside definitions, not inside slots.
  func places(in root: Expression, entersDerivatives: Bool = true, limit: Int = 800) -> [Place] {
    var places: [Place] = []
    var counts: [Expression: Int] = [:]
    var stack = [Place(expression: root)]
    while var place = stack.popLast(), places.count < limit {
      place.occurrence = counts[place.expression, default: 0]
      counts[place.expression, default: 0] += 1
      places.append(place)
      if !entersDerivatives && op(place.expression) == .derivative { continue }
      stack.append(contentsOf: editableParts(of: place).reversed())
    }
    return places
  }

  private func editableParts(of place: Place) -> [Place] {
    let e = place.expression
    let parts = Array(operands(of: e))
    func part(_ k: Int, bound: [Index] = [], isTerm: Bool = false, cofactors: [Expression]? = nil) -> Place {
      Place(
        expression: parts[k], path: place.path + [k], bound: place.bound + bound, isTerm: isTerm, cofactors: cofactors)
    }
    switch op(e) {
    case .derivative: return [part(0)]
    case .symbol, .definition, .delta, .number, .index, .size, .constant: return []
    case .sum: return parts.indices.map { part($0, isTerm: true, cofactors: place.cofactors) }
    case .product:
      return parts.indices.map { k in
        let others = parts.indices.filter { $0 != k }.map { parts[$0] }
        return part(k, cofactors: place.cofactors.map { $0 + others })
      }
    case .reduction:
      return [part(2, bound: boundIndices(of: e), isTerm: reduction(e) == .sum || reduction(e) == .product)]
    case .inverse: return [part(4, bound: boundIndices(of: e))]
    case .determinant, .logDeterminant: return [part(2, bound: boundIndices(of: e))]
    case .cases: return parts.indices.filter { $0 % 2 == 1 || $0 == parts.count - 1 }.map { part($0, isTerm: true) }
    case .apply, .substitution: return parts.indices.map { part($0, bound: boundIndices(of: e)) }
    case .function: return parts.indices.map { part($0, isTerm: true) }
    case .expectation: return [part(parts.count - 1, isTerm: true)]
    default: return parts.indices.map { part($0) }
    }
  }

  /// `root` with the part at the end of a way down replaced.
  mutating func replacing(at path: [Int], by new: Expression, in root: Expression) -> Expression {
    var nodes = [root]
    for k in path.dropLast() { nodes.append(operand(k, of: nodes[nodes.count - 1])) }
    var image = new
    for (node, k) in zip(nodes, path).reversed() {
      var parts = Array(operands(of: node))
      parts[k] = image
      image = rebuilt(node, parts)
    }
    return image
  }

  /// Nodes of the written formula, shared ones as often as they are written, up to a limit.
  func writtenSize(of root: Expression, limit: Int = 2_000) -> Int {
    var size = 0
    var stack = [root]
    while let e = stack.popLast(), size < limit {
      size += 1
      stack.append(contentsOf: operands(of: e))
    }
    return size
  }
}
