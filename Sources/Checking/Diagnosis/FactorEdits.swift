import Algebra
import Calculus
import Expressions
import Numbers

/// Edits that multiply a term by a factor, or add a term.
extension EditCatalogue {
  mutating func proposeFactors() {
    let inner = InnerDerivatives(of: truth, in: &store)
    for place in places where place.isTerm {
      let indices = indices(at: place)
      let name = naming(place)
      for (factor, function) in inner.found {
        for fitting in fitted(factor, to: indices) {
          // With an index put in, delta(k, k) may be 1.
          let factor = fitting == factor ? factor : store.simplified(fitting) ?? fitting
          if let value = store.rational(factor), value.isZero || value.magnitude.isOne { continue }
          let message =
            "\(name) lacks the inner derivative `\(text(factor))`, that of `\(truthText.words(Place(expression: function, path: [0]), in: store))`"
          addFactor(.chainFactor, place, factor, message)
        }
      }
      for (factor, code) in factorPool(at: indices) {
        addFactor(code, place, factor, "\(name) lacks the factor `\(text(factor))`")
      }
    }
  }

  mutating func addFactor(_ code: MistakeCode, _ place: Place, _ factor: Expression, _ message: String) {
    if code == .numericFactor, let value = store.rational(factor), addNumber(place, value) { return }
    var message = message
    if code == .sumForMean {
      let (own, meant) = store.op(factor) == .size ? ("mean", "sum") : ("sum", "mean")
      message = "\(naming(place)) is a \(own) where a \(meant) is meant: the factor `\(text(factor))` is missing"
    }
    let times = simplified(store.product([factor, place.expression]))
    let factors =
      store.op(place.expression) == .product ? Array(store.operands(of: place.expression)) : [place.expression]
    guard store.op(factor) == .power, store.rational(store.operand(1, of: factor)) == Rational(-1),
      factors.contains(store.operand(0, of: factor))
    else {
      add(code, place, by: times, code == .sign ? .negated : .times(factor), message)
      return
    }
    if factors.count == 1 {
      add(code, place, by: times, .replaced(times), "\(naming(place)) should be `\(text(times))`")
    } else {
      let gone = store.operand(0, of: factor)
      let own = places.first { $0.expression == gone && $0.path.dropLast().elementsEqual(place.path) }
      let message = "the factor `\(text(gone))` does not belong into \(naming(place))"
      add(code, place, by: times, own == nil ? .times(factor) : .removed, marking: own, message)
    }
  }

  /// Numbers, sizes, and quantities of either side at the indices that are in reach.
  private mutating func factorPool(at indices: [Index]) -> [(Expression, MistakeCode)] {
    var pool: [(Expression, MistakeCode)] = []
    for value in [Rational(2), Rational(1, 2), Rational(-2), Rational(-1, 2)] {
      pool.append((store.number(value), .numericFactor))
    }
    for e in store.reachable(from: [truth, claimed], throughDefinitions: true) where store.op(e) == .size {
      pool += [(e, .sumForMean), (store.reciprocal(e), .sumForMean)]
    }
    let known = Set(indices)
    for e in store.reachable(from: [truth, claimed]) + quantities.entries(at: indices, in: &store) where e != truth {
      let isInReach = store.freeIndices(of: e).allSatisfy { known.contains($0) }
      switch store.op(e) {
      case .symbol, .definition, .derivative, .function, .apply:
        if isInReach { pool += [(e, .missingFactor), (store.reciprocal(e), .missingFactor)] }
      case .power:
        // Powers inside a product of the other side have that product's index.
        let forms = isInReach ? [e] : fitted(e, to: indices)
        pool += forms.map { ($0, .missingFactor) }
      default: break
      }
    }
    for factor in deltas { pool.append((factor, .missingFactor)) }
    for factor in sumsAsFactors { pool += fitted(factor, to: indices).map { ($0, .missingFactor) } }
    return pool
  }

  /// δ(i, j) for the indices of a derivative: other entries do not depend on this one.
  private var deltas: [Expression] {
    mutating get {
      guard store.hasDerivative(truth) else { return [] }
      let free = store.freeIndices(of: truth)
      var found: [Expression] = []
      for (k, i) in free.enumerated() {
        for j in free.dropFirst(k + 1) where store.range(i) == store.range(j) && found.count < 6 {
          found.append(store.delta(store.value(of: i), store.value(of: j)))
        }
      }
      return found
    }
  }

  /// The factor with indices that are in reach, in all ways that fit its own.
  private mutating func fitted(_ factor: Expression, to indices: [Index]) -> [Expression] {
    var choices: [[Index: Expression]] = [[:]]
    for own in store.freeIndices(of: factor) where !indices.contains(own) {
      let others = indices.filter { store.range($0) == store.range(own) }.map { store.value(of: $0) }
      choices = choices.flatMap { choice in
        others.map { other in
          var extended = choice
          extended[own] = other
          return extended
        }
      }
      if choices.count > 6 { return [] }
    }
    return choices.map { $0.isEmpty ? factor : store.substituting($0, in: factor) }
  }

  /// The terms of the true side, added to the claimed one.
  mutating func proposeTerms() {
    guard let whole = places.first, let truth = carriedOut(truth) else { return }
    for term in [truth.written, truth.image].flatMap({ store.op($0) == .sum ? Array(store.operands(of: $0)) : [] }) {
      addTerm(whole, term)
    }
  }

  mutating func addTerm(_ place: Place, _ term: Expression) {
    if store.rational(place.expression)?.isZero ?? false { return }
    let name = ExpressionText.text(term, in: store, limit: Remainder.longestTerm)
    if name.hasSuffix("…") { return }
    let sum = store.sum([place.expression, term])
    add(.missingTerm, place, by: sum, .plus(term), "the term `\(name)` is missing")
  }

  private mutating func carriedOut(_ e: Expression) -> (written: Expression, image: Expression)? {
    guard store.hasDerivative(e) else { return (e, e) }
    var differentiator = Differentiator(store: store)
    guard let image = try? differentiator.carryOut(e) else { return nil }
    store = differentiator.store
    return (e, image)
  }
}

/// Derivatives of what stands inside functions and powers of what is differentiated: the factors of the chain rule.
struct InnerDerivatives {
  private(set) var found: [(factor: Expression, function: Expression)] = []

  private static let most = 12

  init(of truth: Expression, in store: inout ExpressionStore) {
    for e in store.reachable(from: [truth]) where store.op(e) == .derivative {
      let slots = Array(store.operands(of: e).dropFirst())
      for inside in InnerDerivatives.insides(of: store.operand(0, of: e), store.target(e), in: &store)
      where found.count < InnerDerivatives.most {
        var differentiator = Differentiator(store: store)
        guard let body = try? differentiator.carryOut(inside),
          let factor = try? differentiator.derivative(of: body, store.target(e), slots: slots)
        else { continue }
        store = differentiator.store
        guard let simple = store.simplified(factor) else { continue }
        if let value = store.rational(simple), value.isZero || value.isOne || (-value).isOne { continue }
        if !found.contains(where: { $0.factor == simple }) { found.append((simple, inside)) }
      }
    }
  }

  /// Arguments of functions and bases of powers, through definitions, but not the variable itself.
  private static func insides(
    of body: Expression, _ target: Target, in store: inout ExpressionStore
  ) -> [Expression] {
    var found: [Expression] = []
    var seen = Set<Expression>()
    var stack = [body]
    while let e = stack.popLast(), seen.count < 400 {
      guard seen.insert(e).inserted else { continue }
      switch store.op(e) {
      case .function: found += store.operands(of: e)
      case .power: found.append(store.operand(0, of: e))
      case .definition:
        if target.subject == .definition(store.definition(e)) { continue }
        if let body = store.unfolded(e) { stack.append(body) }
      case .apply: found += store.applicationParts(e).arguments.filter { $0.indices.isEmpty }.map { $0.body }
      default: break
      }
      stack.append(contentsOf: store.operands(of: e))
    }
    return found.filter { store.op($0) != .symbol && store.op($0) != .number }
  }
}

extension ExpressionStore {
  /// The normal form, defined names as they stand; nil where there is none.
  mutating func simplified(_ e: Expression) -> Expression? {
    let forms = NormalForms(store: self, unfoldingDefinitions: false, steps: 20_000)
    guard let form = try? forms.normalForm(of: e), let image = forms.expression(of: form) else { return nil }
    self = forms.expressions
    return image
  }

  /// The formula of an entry of a defined name; nil where it takes more than one line.
  mutating func unfolded(_ e: Expression) -> Expression? {
    let body = body(definition(e))
    guard !body.isRecursive, body.clauses.count == 1,
      case .clause(let clause) = body.choice(at: Array(operands(of: e)), where: { _, _ in nil })
    else { return nil }
    return formula(of: e, by: clause)
  }
}
