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
    for place in entries {
      var slots = Array(store.operands(of: place.expression))
      guard slots.count >= 2, let name = store.nameOfQuantity(place.expression) else { continue }
      let ranges = slotRanges(of: place.expression)
      guard ranges[slots.count - 1] == ranges[slots.count - 2] else { continue }
      slots.swapAt(slots.count - 1, slots.count - 2)
      let new = store.rebuilt(place.expression, slots)
      add(.transpose, place, by: new, .replaced(new), "`\(name)` should be transposed")
      addEverywhere(.transpose, place, by: new, "`\(name)` should be transposed")
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
    var functions: [ElementaryFunction] = []
    for e in store.reachable(from: [truth, claimed], throughDefinitions: true)
    where store.op(e) == .function && store.operandCount(of: e) == 1 && !functions.contains(store.function(e)) {
      functions.append(store.function(e))
    }
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

  func slotRanges(of e: Expression) -> [IndexRange] {
    store.op(e) == .symbol ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
  }
}
