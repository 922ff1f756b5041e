import Algebra
import Calculus
import Elaboration
import Expressions
import Notation
import Numbers

/// Statements as equations, as inequalities, and as conditions that can be assumed.
extension Prover {
  /// E with the statement equivalent to E = 0, derivatives carried out, its slots called like those of another one.
  mutating func equation(_ proposition: Proposition, slots: [Index]? = nil) -> Expression? {
    guard case .relation(let relation) = proposition, relation.relation == .equal,
      let left = relation.left.expression, let right = relation.right.expression,
      let a = try? carriedOut(left), let b = try? carriedOut(right)
    else { return nil }
    let own = self.slots(of: proposition)
    let difference = differentiator.store.difference(a, b)
    guard let slots else { return difference }
    guard slots.map({ store.range($0) }) == own.map({ store.range($0) }) else { return nil }
    var renaming: [Index: Expression] = [:]
    for (from, to) in zip(own, slots) { renaming[from] = differentiator.store.value(of: to) }
    return differentiator.store.substituting(renaming, in: difference)
  }

  mutating func sumOfSquares(_ proposition: Proposition) -> Expression? {
    guard let e = equation(proposition) else { return nil }
    let slots = slots(of: proposition)
    return slots.isEmpty ? e : differentiator.store.sum(over: slots, differentiator.store.product([e, e]))
  }

  /// greater − lesser of a scalar inequality.
  mutating func inequality(_ proposition: Proposition) -> (difference: Expression, isStrict: Bool)? {
    guard case .relation(let relation) = proposition, slots(of: proposition).isEmpty,
      let left = relation.left.expression, let right = relation.right.expression,
      let a = try? carriedOut(left), let b = try? carriedOut(right)
    else { return nil }
    switch relation.relation {
    case .less: return (differentiator.store.difference(b, a), true)
    case .lessOrEqual: return (differentiator.store.difference(b, a), false)
    case .greater: return (differentiator.store.difference(a, b), true)
    case .greaterOrEqual: return (differentiator.store.difference(a, b), false)
    default: return nil
    }
  }

  func slots(of proposition: Proposition) -> [Index] {
    guard case .relation(let relation) = proposition else { return [] }
    return relation.left.slots.isEmpty ? relation.right.slots : relation.left.slots
  }

  /// `forall u: E = 0` for an E that is affine in u and defined everywhere: E = 0 at one value of u, and every coefficient
  /// vanishes, where the values of u span the whole space. A simplex or the symmetric matrices do not; of a number that
  /// takes single values only, E = 0 at each of them.
  private mutating func coefficients(_ bound: [Proposition.Bound], _ body: Proposition) -> Expression? {
    guard let e = equation(body) else { return nil }
    var parts: [Expression] = [e]
    for case .symbol(let symbol) in bound {
      guard store.declaration(symbol).structure == .none else { return nil }
      var next: [Expression] = []
      for part in parts {
        guard let own = consequences(of: part, forAll: symbol) else { return nil }
        next += own
      }
      parts = next
    }
    let zero = differentiator.store.integer(0)
    return differentiator.store.and(parts.map { differentiator.store.comparison(.equal, $0, zero) })
  }

  /// Terms that vanish if e does for all values of the symbol.
  private mutating func consequences(of e: Expression, forAll symbol: Symbol) -> [Expression]? {
    let declaration = store.declaration(symbol)
    guard let regularity = try? Regularity(of: e, in: symbol, forms(unfolding: true)), regularity.isTotal else {
      return nil
    }
    if let values = declaration.domain.singleValues {
      return declaration.slots.isEmpty ? images(of: e, symbol, at: values) : nil
    }
    guard let point = declaration.domain.pointOfBall, let there = images(of: e, symbol, at: [point]) else { return nil }
    let indices = declaration.slots.map { differentiator.store.freshIndex("k", $0) }
    let places = indices.map { differentiator.store.value(of: $0) }
    guard let slope = try? differentiator.derivative(of: e, Target(.symbol(symbol)), slots: places),
      isFree(slope, of: symbol)
    else { return nil }
    return there + [slope]
  }

  /// The expression with each of the numbers for all entries of the symbol.
  private mutating func images(of e: Expression, _ symbol: Symbol, at values: [Rational]) -> [Expression]? {
    var images: [Expression] = []
    for value in values {
      let indices = store.declaration(symbol).slots.map { differentiator.store.freshIndex("k", $0) }
      let number = differentiator.store.number(value)
      let there = differentiator.store.substitution(of: symbol, parameters: indices, by: number, in: e)
      guard let image = try? differentiator.carryOut(there) else { return nil }
      images.append(image)
    }
    return images
  }

  private func isFree(_ e: Expression, of symbol: Symbol) -> Bool {
    let forms = forms(unfolding: true)
    guard let form = try? forms.normalForm(of: e) else { return false }
    return !forms.mentions(form, symbol)
  }

  /// The statement as a boolean expression that can be assumed.
  mutating func condition(_ proposition: Proposition) -> Expression? {
    switch proposition {
    case .relation(let relation):
      guard let left = relation.left.expression, let right = relation.right.expression,
        let a = try? carriedOut(left), let b = try? carriedOut(right)
      else { return nil }
      let plain = differentiator.store.comparison(a, relation.relation, b)
      if relation.relation != .notEqual { return plain }
      return plain.map { plain in
        slots(of: proposition).reversed().reduce(plain) { differentiator.store.reduction(.any, over: $1, $0) }
      }
    case .all(let parts):
      var images: [Expression] = []
      for part in parts {
        guard let image = condition(part) else { return nil }
        images.append(image)
      }
      return differentiator.store.and(images)
    case .condition(let e): return e
    case .forall(let bound, let body):
      if let coefficients = coefficients(bound, body) { return coefficients }
      let indices = bound.compactMap { $0.index }
      // What exists for each value need not be the same for all: one name cannot stand for it.
      guard indices.count == bound.count, !body.claimsExistence, let condition = condition(body) else { return nil }
      return indices.reversed().reduce(condition) { differentiator.store.reduction(.all, over: $1, $0) }
    // What exists is a quantity of its own: `BoundNames`.
    case .exists(let bounds, let body): return bounds.allSatisfy({ $0.index == nil }) ? condition(body) : nil
    case .any, .not, .implies, .equivalent, .curvature: return nil
    }
  }
}

extension Domain {
  /// A value around which all others are values, too, or which is the end of those; nil where there is none.
  fileprivate var pointOfBall: Rational? {
    switch self {
    case .real, .nonnegative: .zero
    case .positive, .nonzero: .one
    case .interval(let lower?, let upper?, _, _): lower < upper ? (lower + upper) * Rational(1, 2) : nil
    case .interval(let lower?, nil, _, _): lower + .one
    case .interval(nil, let upper?, _, _): upper - .one
    case .interval(nil, nil, _, _): .zero
    case .integer, .finite, .index: nil
    }
  }

  /// Of a domain without intervals, as many values as tell what an affine function is; nil for others.
  fileprivate var singleValues: [Rational]? {
    switch self {
    case .finite(let values): Array(values.prefix(2))
    case .integer(let lower?, let upper): [lower, lower < upper ?? .max ? lower + 1 : lower].map { Rational($0) }
    case .integer(nil, let upper?): [upper, upper > .min ? upper - 1 : upper].map { Rational($0) }
    case .integer(nil, nil): [.zero, .one]
    case .real, .positive, .nonnegative, .nonzero, .interval, .index: nil
    }
  }
}
