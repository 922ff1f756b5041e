import Expressions
import Numbers

/// Terms that are missing, have the wrong sign or a size as a factor too much.
extension FormulaMistakes {
  mutating func inSum(_ e: Expression) -> [Mistake] {
    let terms = Array(store.operands(of: e))
    guard terms.count <= FormulaMistakes.mostParts else { return [] }
    var found: [Mistake] = []
    for (k, term) in terms.enumerated() {
      func changed(_ image: Expression) -> [Expression] {
        terms.enumerated().map { $0.offset == k ? image : $0.element }
      }
      let rest = terms.enumerated().filter { $0.offset != k }.map { $0.element }
      // What is left of 1 − x is no sum that lost a term, but a factor that is not there.
      if !(rest.count == 1 && store.rational(rest[0]) == .one) {
        found.append(Mistake(.lostTerm, "the term `\(text(term))` is missing in `\(text(e))`", store.sum(rest)))
      }
      let negated = store.negation(term)
      found.append(
        Mistake(.wrongSign, "the term `\(text(term))` in `\(text(e))` has the wrong sign", store.sum(changed(negated))))
      found += sized(term, e, changed)
      found += atEnds(term, e, changed)
    }
    if terms.count > 2 {
      let mean = store.product([store.number(Rational(1, terms.count)), e])
      found.append(Mistake(.meanForSum, "`\(text(e))` is divided by the number of its terms, \(terms.count)", mean))
    }
    return found
  }

  private mutating func sized(_ term: Expression, _ e: Expression, _ changed: (Expression) -> [Expression]) -> [Mistake]
  {
    var found: [Mistake] = []
    for dimension in dimensions {
      let size = store.size(dimension)
      let below = store.reciprocal(size)
      for (bug, factor, how) in [(KernelBug.sumForMean, size, "large"), (.meanForSum, below, "small")] {
        let image = store.sum(changed(store.product([factor, term])))
        let name = "the term `\(text(term))` in `\(text(e))` is `\(text(size))` times too \(how)"
        found.append(Mistake(bug, name, image))
      }
    }
    return found
  }

  /// A term is missing in the first or the last entry.
  private mutating func atEnds(_ term: Expression, _ e: Expression, _ changed: (Expression) -> [Expression])
    -> [Mistake]
  {
    var found: [Mistake] = []
    for slot in part.slots where store.isFree(slot, in: term) {
      let bounds = store.bounds(store.range(slot))
      let index = store.value(of: slot)
      for (end, name) in [(bounds.lower, "first"), (bounds.upper, "last")] {
        let isThere = store.comparison(.equal, index, end)
        let image = store.cases([(condition: isThere, value: store.integer(0))], otherwise: term)
        let name = "the term `\(text(term))` is missing at the \(name) `\(store.name(slot))`"
        found.append(Mistake(.offByOne, name, store.sum(changed(image))))
      }
    }
    return found
  }
}
