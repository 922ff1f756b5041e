import Algebra
import Calculus
import Expressions
import Numbers

/// Carries out `limit(x -> a, e)`: from both sides where both are meant, and by cases where a sign decides that nothing
/// tells.
struct LimitSolver {
  private(set) var store: ExpressionStore
  private let given: [Expression]
  /// Those that do not speak of the variable: it is the limit's own, and a premise is about another one of its name.
  private var premises: [Expression] = []
  let fixed: Set<Index>
  let steps: Int
  /// What must hold for the terms to have values near the point, and does not depend on the variable.
  private(set) var conditions: [Expression] = []
  /// Reduction steps of the normal forms.
  private(set) var stepsTaken = 0

  init(store: ExpressionStore, premises: [Expression], fixed: Set<Index>, steps: Int) {
    self.store = store
    given = premises
    self.fixed = fixed
    self.steps = steps
  }

  /// So many signs are told apart, one inside the other.
  private static let mostSplits = 3

  mutating func tree(of limit: Expression, assuming extra: [Expression] = []) -> LimitTree {
    let variable = store.limitParts(limit).variable
    premises = given.filter { !store.mentions($0, variable: variable) }
    do throws(LimitObstacle) {
      return .leaf(try value(of: store.limitParts(limit), assuming: extra))
    } catch {
      switch error {
      case .none(let reason): return .none(reason)
      case .open(let reason): return .open(reason)
      case .cancelled: return .open("its leading terms cancel")
      case .sign(let u):
        let text = ExpressionText.text(u, in: store, limit: 80)
        let isOwn = store.freeIndices(of: u).allSatisfy { fixed.contains($0) }
        guard isOwn, extra.count < LimitSolver.mostSplits else {
          return .open("it depends on the sign of `\(text)`, which nothing tells")
        }
        return split(u, of: limit, assuming: extra)
      }
    }
  }

  /// The limit for each sign that u may have.
  private mutating func split(_ u: Expression, of limit: Expression, assuming extra: [Expression]) -> LimitTree {
    let zero = store.integer(0)
    let isZero = extra + [store.comparison(.equal, u, zero)]
    let minus = store.negation(u)
    let forms = Prover(store: store, premises: premises + extra, fixed: fixed, steps: steps).forms(unfolding: true)
    let own = try? forms.sign(of: u)
    let opposite = try? forms.sign(of: minus)
    let isNonnegative = own?.isNonnegative ?? false
    let isNonpositive = opposite?.isNonnegative ?? false
    let positive =
      isNonpositive ? LimitTree.vacuous : tree(of: limit, assuming: extra + [store.comparison(.less, zero, u)])
    let negative =
      isNonnegative ? LimitTree.vacuous : tree(of: limit, assuming: extra + [store.comparison(.less, u, zero)])
    let other = own?.isNonzero ?? false ? LimitTree.vacuous : tree(of: limit, assuming: isZero)
    // The sign may not matter after all.
    let first = isNonpositive ? negative : positive
    let second = isNonnegative ? first : negative
    if areEqual(first, second, assuming: extra) && areEqual(first, other, assuming: isZero) { return first }
    return .split(u, positive: positive, negative: negative, zero: other)
  }

  /// Both are numbers, and equal, or one is never meant.
  private mutating func areEqual(_ a: LimitTree, _ b: LimitTree, assuming extra: [Expression]) -> Bool {
    switch (a, b) {
    case (.leaf(.finite(let x)), .leaf(.finite(let y))):
      if x == y { return true }
      var prover = Prover(store: store, premises: premises + extra, fixed: fixed, steps: steps)
      return prover.equality(x, y).proof != nil
    case (.leaf(let x), .leaf(let y)): return x == y
    case (.leaf, .vacuous): return true
    default: return false
    }
  }

  // One limit

  private mutating func value(
    of limit: ExpressionStore.LimitParts, assuming extra: [Expression]
  ) throws(LimitObstacle) -> LimitValue {
    let prover = Prover(store: store, premises: premises + extra, fixed: fixed, steps: steps)
    let forms = prover.forms(unfolding: true)
    let asymptotics = Asymptotics(forms)
    defer {
      store = forms.store
      stepsTaken += forms.stepsUsed
    }
    var values: [LimitValue] = []
    for image in try images(of: limit, asymptotics) {
      values.append(try asymptotics.limit(image))
      note(image, asymptotics)
    }
    if values.count == 2 { try requireEqual(values[0], values[1], asymptotics) }
    guard let first = values.first else { throw .open("the variable has no values near the point") }
    guard case .finite(let value) = first else { return first }
    return .finite((try? asymptotics.tidy(value)) ?? value)
  }

  /// The term as X → ∞ on each side that is meant, the right one first.
  private func images(
    of limit: ExpressionStore.LimitParts, _ asymptotics: Asymptotics
  ) throws(LimitObstacle) -> [Expression] {
    let forms = asymptotics.forms
    if forms.store.op(limit.variable) == .size {
      guard forms.store.infinity(limit.point) == 1 else { throw .open("a size has a limit at infinity only") }
      return [try image(ofSize: forms.store.dimension(limit.variable), limit.body, asymptotics)]
    }
    let symbol = forms.store.symbol(limit.variable)
    try requireFixedRanges(limit.body, symbol, forms.store)
    var images: [Expression] = []
    for value in try substitutes(for: limit, forms.store.declaration(symbol).domain, asymptotics) {
      let there = forms.store.substitution(of: symbol, parameters: [], by: value, in: limit.body)
      let (image, kinks) = try forms.carriedOut(there)
      for kink in kinks {
        let near = try forms.carriedOut(
          forms.store.substitution(of: symbol, parameters: [], by: value, in: kink)
        ).0
        if try asymptotics.eventualSign(of: near) == 0 { throw .open("a derivative in it is taken at a kink") }
      }
      images.append(image)
    }
    return images
  }

  /// The variable is not an end of a range: a sum up to k has as many terms as k says.
  private func requireFixedRanges(
    _ body: Expression, _ symbol: Symbol, _ store: ExpressionStore
  ) throws(LimitObstacle) {
    var ranges: Set<IndexRange> = []
    for e in store.reachable(from: [body], throughDefinitions: true) {
      switch store.op(e) {
      case .index: ranges.insert(store.range(store.index(e)))
      case .symbol: ranges.formUnion(store.declaration(store.symbol(e)).slots)
      case .definition: ranges.formUnion(store.body(store.definition(e)).slots)
      default: break
      }
    }
    for range in ranges {
      let bounds = store.bounds(range)
      if store.symbols(in: [bounds.lower, bounds.upper]).contains(symbol) {
        throw .open("a sum in it runs over a range that ends at \(store.declaration(symbol).name)")
      }
    }
  }

  /// What to put for the variable: a + 1/X, a − 1/X, X, −X.
  private func substitutes(
    for limit: ExpressionStore.LimitParts, _ domain: Domain, _ asymptotics: Asymptotics
  ) throws(LimitObstacle) -> [Expression] {
    let forms = asymptotics.forms
    if let side = forms.store.infinity(limit.point) {
      guard domain.reaches(infinity: side) else { return [] }
      return [side > 0 ? asymptotics.variable : forms.store.negation(asymptotics.variable)]
    }
    let (point, _) = try forms.carriedOut(limit.point)
    if forms.store.reachable(from: [point]).contains(where: {
      forms.store.op($0) == .constant && forms.store.constant($0) == .infinity
    }) {
      throw .open("its point is not a number")
    }
    let step = forms.store.reciprocal(asymptotics.variable)
    var values: [Expression] = []
    let isDiscrete = domain.sides(of: .zero) == (false, false) && !domain.isConnected
    let own = forms.store.rational(point).map { domain.sides(of: $0) } ?? (left: !isDiscrete, right: !isDiscrete)
    if limit.approach != .left && own.right { values.append(forms.store.sum([point, step])) }
    if limit.approach != .right && own.left {
      values.append(forms.store.sum([point, forms.store.negation(step)]))
    }
    return values
  }

  private func requireEqual(
    _ right: LimitValue, _ left: LimitValue, _ asymptotics: Asymptotics
  ) throws(LimitObstacle) {
    if left == right { return }
    var differ = true
    if case .finite(let a) = right, case .finite(let b) = left {
      let difference = asymptotics.forms.store.difference(a, b)
      differ = try asymptotics.isNonzero(constant: difference)
    }
    if differ {
      let store = asymptotics.forms.store
      throw .none("it is \(left.text(in: store)) from the left and \(right.text(in: store)) from the right")
    }
  }

  /// What the term needs to have a value, whatever the variable is.
  private mutating func note(_ image: Expression, _ asymptotics: Asymptotics) {
    let needs = Definedness(of: [image], in: asymptotics.forms.store)
    let zero = asymptotics.forms.store.integer(0)
    let forms = asymptotics.forms
    for need in needs.conditions where !asymptotics.mentions(need.argument) {
      let known = try? forms.sign(of: need.argument)
      if need.isStrict ? known?.isPositive ?? false : known?.isNonnegative ?? false { continue }
      conditions.append(asymptotics.forms.store.comparison(need.isStrict ? .less : .lessOrEqual, zero, need.argument))
    }
    for part in needs.denominators where !asymptotics.mentions(part) && asymptotics.forms.store.op(part) != .number {
      if (try? forms.sign(of: part))?.isNonzero ?? false { continue }
      conditions.append(asymptotics.forms.store.comparison(.notEqual, part, zero))
    }
  }

  // Sizes

  /// The term with X for a size, after sums over the size have been carried out. Vectors whose length it is are taken as
  /// beginnings of sequences: an entry at a fixed index is a constant.
  private func image(
    ofSize size: Dimension, _ body: Expression, _ asymptotics: Asymptotics
  ) throws(LimitObstacle) -> Expression {
    let forms = asymptotics.forms
    let (carried, kinks) = try forms.carriedOut(body)
    if !kinks.isEmpty { throw .open("a derivative in it has kinks") }
    let flat = try asymptotics.tidy(carried)
    let name = forms.store.name(size)
    var images: [Expression: Expression] = [:]
    for e in forms.store.reachable(from: [flat]) {
      let operands = Array(forms.store.operands(of: e))
      let parts = operands.map { images[$0] ?? $0 }
      switch forms.store.op(e) {
      case .size: images[e] = forms.store.dimension(e) == size ? asymptotics.variable : e
      case .symbol where parts != operands:
        throw .open("an entry at the place \(name) changes with \(name)")
      case .definition: throw .open("a defined name in it may depend on \(name)")
      default:
        for index in forms.store.boundIndices(of: e) {
          let bounds = forms.store.bounds(forms.store.range(index))
          let ends = forms.store.reachable(from: [bounds.lower, bounds.upper])
          if ends.contains(where: { forms.store.op($0) == .size && forms.store.dimension($0) == size }) {
            throw .open("a sum in it runs over \(name) values")
          }
        }
        images[e] = parts == operands ? e : forms.store.rebuilt(e, parts)
      }
    }
    return images[flat] ?? flat
  }
}

extension LimitValue {
  func text(in store: ExpressionStore) -> String {
    switch self {
    case .finite(let e): "`\(ExpressionText.text(e, in: store, limit: 200))`"
    case .plusInfinity: "`inf`"
    case .minusInfinity: "`-inf`"
    }
  }
}

extension Domain {
  /// The domain has values as large, or as far below 0, as one likes.
  func reaches(infinity side: Int) -> Bool {
    switch self {
    case .real, .nonzero: return true
    case .positive, .nonnegative: return side > 0
    case .interval(let lower, let upper, _, _): return side > 0 ? upper == nil : lower == nil
    case .integer(let lower, let upper): return side > 0 ? upper == nil : lower == nil
    case .finite, .index: return false
    }
  }

  /// On which sides of a number the domain has values as near as one likes.
  func sides(of point: Rational) -> (left: Bool, right: Bool) {
    switch self {
    case .positive, .nonnegative: return (point > .zero, point >= .zero)
    case .interval(let lower, let upper, _, _):
      let left = lower.map { $0 < point } ?? true
      let right = upper.map { point < $0 } ?? true
      return (left && upper.map { point <= $0 } ?? true, right && lower.map { $0 <= point } ?? true)
    case .real, .nonzero: return (true, true)
    case .integer, .finite, .index: return (false, false)
    }
  }
}

extension ExpressionStore {
  /// The variable of a limit, a number or a size, occurs in the statement: in a term, a definition, or an end of a range.
  fileprivate func mentions(_ statement: Expression, variable: Expression) -> Bool {
    var (stack, seen) = ([statement], Set<Expression>())
    while let root = stack.popLast() {
      for e in reachable(from: [root], throughDefinitions: true) where seen.insert(e).inserted {
        if e == variable || op(e) == .symbol && op(variable) == .symbol && symbol(e) == symbol(variable) { return true }
        guard op(e) == .index else { continue }
        let bounds = bounds(range(index(e)))
        stack += [bounds.lower, bounds.upper].filter { !seen.contains($0) }
      }
    }
    return false
  }
}
