import Expressions
import Numbers

/// What a part of a term may have lost, where no other edit explains a line: a term beside it, `(p − y)·x` as `p·x`, a
/// function around it, `n·log(x)` as `n·x`, or a factor that is a sum, `s·(1 − s)` as `s`.
///
/// A difference that stands inside a sum over an index cannot be divided by what the part is multiplied by, so the names
/// that are in reach are tried one by one. That takes about as long as all other edits together; it is the second round.
extension EditCatalogue {
  mutating func proposeLostParts() {
    proposeLostTerms()
    proposeLostFunctions()
    proposeLostSums()
  }

  /// e ± q for the quantities q that are in reach, and e ± 1.
  private mutating func proposeLostTerms() {
    for place in places where mayLose(place) {
      for term in terms(at: place) where term != place.expression {
        for part in [term, store.negation(term)] {
          let sum = store.sum([place.expression, part])
          let message = "the term `\(text(part))` is missing beside `\(text(of: place))`"
          add(.missingTerm, place, by: sum, .plus(part), message)
        }
      }
    }
  }

  /// f(e) for the functions f of either side.
  private mutating func proposeLostFunctions() {
    let functions = elementaryFunctions
    for place in places where !place.isTerm && mayLose(place) {
      for function in functions {
        let new = store.function(function, [place.expression])
        let name = function.properties.name
        add(.wrongName, place, by: new, .called(name), "the `\(name)` around `\(text(of: place))` is missing")
      }
    }
  }

  /// (1 − q)·e
  private mutating func proposeLostSums() {
    for place in places where place.isTerm && mayLose(place) {
      for term in terms(at: place) where store.rational(term) == nil {
        let factor = store.sum([store.integer(1), store.negation(term)])
        addFactor(.missingFactor, place, factor, "\(naming(place)) lacks the factor `\(text(factor))`")
      }
    }
  }

  private func mayLose(_ place: Place) -> Bool {
    switch store.op(place.expression) {
    case .index, .size, .truth, .comparison, .and, .or, .not, .undefined: false
    default: true
    }
  }

  private mutating func terms(at place: Place) -> [Expression] {
    let indices = indices(at: place)
    let reach = Set(indices)
    var found = [store.integer(1)]
    let near = store.reachable(from: [truth, claimed]).filter {
      [.symbol, .definition, .apply, .derivative].contains(store.op($0))
        && store.freeIndices(of: $0).allSatisfy { reach.contains($0) }
    }
    for e in near + quantities.entries(at: indices, in: &store) where !found.contains(e) && e != truth {
      found.append(e)
    }
    return found
  }
}
