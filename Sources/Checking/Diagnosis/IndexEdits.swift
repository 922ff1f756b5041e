import Expressions

/// Edits of indices and names: a wrong index, a lost transpose, a neighbour's name, another function, a missing sum.
extension EditCatalogue {
  private var entries: [Place] { places.filter { [.symbol, .definition].contains(store.op($0.expression)) } }

  mutating func proposeIndices() {
    for place in places where [.symbol, .definition, .derivative].contains(store.op(place.expression)) {
      let slots = Array(store.operands(of: place.expression))
      let first = store.op(place.expression) == .derivative ? 1 : 0
      for k in slots.indices.dropFirst(first) where store.op(slots[k]) == .index {
        let range = store.range(store.index(slots[k]))
        for other in indices(at: place) where store.range(other) == range {
          var changed = slots
          changed[k] = store.value(of: other)
          let new = store.rebuilt(place.expression, changed)
          let message = "`\(text(of: place))` should be `\(text(new))`"
          add(.wrongIndex, place, by: new, .replaced(new), message)
          addEverywhere(.wrongIndex, place, by: new, message)
        }
      }
    }
  }

  /// The index variables that may stand at a place.
  func indices(at place: Place) -> [Index] {
    var found = store.freeIndices(of: truth)
    for index in store.freeIndices(of: claimed) + place.bound where !found.contains(index) { found.append(index) }
    return found
  }

  mutating func proposeTransposes() {
    for place in places {
      guard let (row, column) = store.matrixSlots(of: place.expression) else { continue }
      var slots = Array(store.operands(of: place.expression))
      slots.swapAt(row, column)
      let new = store.rebuilt(place.expression, slots)
      // An entry M[i, j] is named by its matrix, a transpose as it stands.
      let written = text(of: place)
      let own = written.hasSuffix("'") ? written : store.nameOfQuantity(place.expression) ?? written
      let isTransposed = own.hasSuffix("'")
      let message = "`\(isTransposed ? String(own.dropLast()) : own)` should \(isTransposed ? "not " : "")be transposed"
      add(.transpose, place, by: new, .transposed(new), message)
      addEverywhere(.transpose, place, by: new, message)
    }
  }

  mutating func proposeSums() {
    let bound = Set(store.freeIndices(of: truth))
    for place in places where place.isTerm {
      for index in store.freeIndices(of: place.expression) where !bound.contains(index) && !place.bound.contains(index)
      {
        let total = store.reduction(.sum, over: index, place.expression)
        add(.missingSum, place, by: total, .summed(index), "the sum over `\(store.name(index))` is missing")
        let below = store.reciprocal(store.reduction(.sum, over: index, store.integer(1)))
        let mean = store.product([below, total])
        add(.missingSum, place, by: mean, .averaged(index), "the mean over `\(store.name(index))` is missing")
      }
    }
  }

  /// Neighbours: another quantity with the same slots.
  mutating func proposeNames() {
    let near = store.reachable(from: [truth, claimed]).filter {
      store.op($0) == .symbol || store.op($0) == .definition
    }
    for place in entries {
      let slots = Array(store.operands(of: place.expression))
      let ranges = slotRanges(of: place.expression)
      var alike = near.filter { slotRanges(of: $0) == ranges }.map { store.rebuilt($0, slots) }
      alike += quantities.entries(like: ranges, at: slots, in: &store)
      // An entry of another name, as it stands on the other side.
      let reach = Set(indices(at: place))
      alike += store.reachable(from: [truth]).filter {
        store.nameOfQuantity($0) != nil && store.freeIndices(of: $0).allSatisfy { reach.contains($0) }
      }
      for new in alike where new != place.expression {
        let message = "`\(text(of: place))` should be `\(text(new, for: place))`"
        add(.wrongName, place, by: new, .replaced(new), message)
        addEverywhere(.wrongName, place, by: new, message)
      }
    }
  }

  /// Another function of the line, with the same argument.
  mutating func proposeFunctions() {
    let functions = elementaryFunctions
    for place in places where store.op(place.expression) == .function && store.operandCount(of: place.expression) == 1 {
      let argument = store.operand(0, of: place.expression)
      for other in functions where other != store.function(place.expression) {
        let new = store.function(other, [argument])
        add(.wrongName, place, by: new, .replaced(new), "`\(text(of: place))` should be `\(text(new))`")
      }
    }
    for place in places where place.isTerm {
      for function in functions {
        let new = store.function(function, [place.expression])
        let name = function.properties.name
        add(.wrongName, place, by: new, .called(name), "the `\(name)` around \(naming(place)) is missing")
      }
    }
  }

  /// The functions of one number that either side mentions, through definitions too.
  var elementaryFunctions: [ElementaryFunction] {
    var functions: [ElementaryFunction] = []
    for e in store.reachable(from: [truth, claimed], throughDefinitions: true)
    where store.op(e) == .function && store.operandCount(of: e) == 1 && !functions.contains(store.function(e)) {
      functions.append(store.function(e))
    }
    return functions
  }

  /// What a function is taken of: with the argument that a function has on the true side. The chain rule takes the outer
  /// derivative at the inner function, g'(h(x))·h'(x), and not at the variable.
  mutating func proposeArguments() {
    let all = store.reachable(from: [truth], throughDefinitions: true)
    var arguments: [Expression] = []
    for e in all {
      guard let argument = store.onlyArgument(of: e), !arguments.contains(argument) else { continue }
      arguments.append(argument)
      if arguments.count == EditCatalogue.mostArguments { break }
    }
    for place in places {
      guard let own = store.onlyArgument(of: place.expression) else { continue }
      let reach = Set(indices(at: place))
      for other in arguments
      where other != own && store.freeIndices(of: other).allSatisfy({ reach.contains($0) }) {
        var parts = Array(store.operands(of: place.expression))
        parts[parts.count - 1] = other
        let new = store.rebuilt(place.expression, parts)
        add(.wrongName, place, by: new, .replaced(new), "`\(text(of: place))` should be `\(text(new))`")
      }
    }
  }

  private static let mostArguments = 8

  func slotRanges(of e: Expression) -> [IndexRange] {
    store.op(e) == .symbol ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
  }
}

extension ExpressionStore {
  /// Operand positions of the row and the column of an entry of a square matrix: of a name, a gradient, an inverse.
  fileprivate func matrixSlots(of e: Expression) -> (row: Int, column: Int)? {
    let ranges: [IndexRange]
    switch op(e) {
    case .inverse: return (0, 1)
    case .symbol: ranges = declaration(symbol(e)).slots
    case .definition: ranges = body(definition(e)).slots
    case .derivative:
      switch target(e).subject {
      case .symbol(let symbol): ranges = declaration(symbol).slots
      case .definition(let definition): ranges = body(definition).slots
      }
    default: return nil
    }
    let count = operandCount(of: e)
    guard ranges.count >= 2, ranges[ranges.count - 1] == ranges[ranges.count - 2] else { return nil }
    return (count - 2, count - 1)
  }

  /// The number that a function of one number is taken of.
  fileprivate func onlyArgument(of e: Expression) -> Expression? {
    switch op(e) {
    case .function: return operandCount(of: e) == 1 ? operand(0, of: e) : nil
    case .apply:
      let arguments = applicationParts(e).arguments
      return arguments.count == 1 && arguments[0].indices.isEmpty ? arguments[0].body : nil
    default: return nil
    }
  }
}
