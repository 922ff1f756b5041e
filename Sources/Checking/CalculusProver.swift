import Algebra
import Calculus
import Expressions
import Numbers

/// f ≥ 0 by how f depends on one quantity, others held:
///
/// - f is not negative at both ends of an interval and concave between them: the chord of a convex function;
/// - f and its gradient vanish at a point, and f is convex: a tangent below a convex function;
/// - f is not negative at the lower end, and its derivative is not negative from there on.
extension Prover {
  /// Nil when no rule shows it.
  mutating func nonnegativity(of f: Expression) -> ProofAttempt? {
    let symbols = store.symbols(in: [f]).filter { symbol in
      let declaration = store.declaration(symbol)
      return declaration.domain.isConnected && declaration.structure == .none && declaration.slots.count < 2
        && !premises.contains { differentiator.mentions($0, symbol) }
    }
    if symbols.count > Prover.mostVaried { return nil }
    for symbol in symbols { if let attempt = liesAboveChord(f, symbol) { return attempt } }
    for symbol in symbols {
      if let attempt = liesAboveTangent(f, symbol, symbols) { return attempt }
      if let attempt = rises(f, symbol) { return attempt }
    }
    return nil
  }

  private static let mostVaried = 12

  // At the ends of an interval

  private mutating func liesAboveChord(_ f: Expression, _ symbol: Symbol) -> ProofAttempt? {
    guard case .interval(let lower?, let upper?, _, _) = store.declaration(symbol).domain,
      store.declaration(symbol).slots.isEmpty, let low = value(of: f, symbol, at: lower),
      let high = value(of: f, symbol, at: upper)
    else { return nil }
    var inner = self
    // On the closed interval: a concave function on the open one may jump down at its ends.
    var declaration = store.declaration(symbol)
    declaration.domain = .interval(lower: lower, upper: upper, closedLower: true, closedUpper: true)
    inner.differentiator.store.redeclare(symbol, declaration)
    let attempt = inner.attempts(method: "concave between zeros", unfolding: [true]) { (forms) throws(Obstacle) in
      guard try Regularity(of: f, in: symbol, forms).isSmooth, try forms.isPlainlyNonnegative(low),
        try forms.isPlainlyNonnegative(high)
      else { return false }
      let curvature = try forms.derivative(of: try forms.derivative(of: f, symbol), symbol)
      return try forms.isCertified(forms.negation(curvature))
    }
    return attempt.proof == nil ? nil : attempt
  }

  private mutating func value(of f: Expression, _ symbol: Symbol, at value: Rational) -> Expression? {
    let number = differentiator.store.number(value)
    return try? differentiator.carryOut(
      differentiator.store.substitution(of: symbol, parameters: [], by: number, in: f))
  }

  // Against a tangent

  /// The point is 0, or another quantity of the same shape.
  private mutating func liesAboveTangent(_ f: Expression, _ symbol: Symbol, _ others: [Symbol]) -> ProofAttempt? {
    let declaration = store.declaration(symbol)
    let places = declaration.slots.map { differentiator.store.freshIndex("i", $0) }
    let slots = places.map { differentiator.store.value(of: $0) }
    var points = others.filter {
      $0 != symbol && store.declaration($0).slots == declaration.slots
        && store.declaration($0).domain == declaration.domain
    }.map { differentiator.store.entry(of: $0, slots) }
    if declaration.domain == .real { points.append(differentiator.store.integer(0)) }
    for point in points {
      guard
        let there = try? differentiator.carryOut(
          differentiator.store.substitution(of: symbol, parameters: places, by: point, in: f))
      else { continue }
      let attempt = attempts(method: "above a tangent", unfolding: [true]) { (forms) throws(Obstacle) in
        guard try forms.isPlainlyNonnegative(there), let objective = try SmoothObjective(f, symbol, forms),
          try objective.isStationary(at: point, slots: places)
        else { return false }
        return try objective.hasConvexForm
      }
      if attempt.proof != nil { return attempt }
    }
    return nil
  }

  // From the lower end

  private mutating func rises(_ f: Expression, _ symbol: Symbol) -> ProofAttempt? {
    var declaration = store.declaration(symbol)
    guard declaration.slots.isEmpty, let lower = declaration.domain.lowerEnd else { return nil }
    declaration.domain = declaration.domain.closedBelow
    var inner = self
    inner.differentiator.store.redeclare(symbol, declaration)
    let end = inner.differentiator.store.number(lower)
    let attempt = inner.attempts(method: "rising", unfolding: [true]) { (forms) throws(Obstacle) in
      try forms.rises(f, symbol, from: end, depth: Prover.mostDerivatives)
    }
    return attempt.proof == nil ? nil : attempt
  }

  private static let mostDerivatives = 3
}

extension Domain {
  fileprivate var lowerEnd: Rational? {
    switch self {
    case .positive, .nonnegative: .zero
    case .interval(let lower, _, _, _): lower
    case .real, .nonzero, .integer, .finite, .index: nil
    }
  }

  fileprivate var closedBelow: Domain {
    switch self {
    case .positive: .nonnegative
    case .interval(let lower, let upper, _, let closedUpper):
      .interval(lower: lower, upper: upper, closedLower: lower != nil, closedUpper: closedUpper)
    case .real, .nonnegative, .nonzero, .integer, .finite, .index: self
    }
  }
}

extension NormalForms {
  fileprivate func isCertified(_ e: Expression) throws(Obstacle) -> Bool {
    if try sign(of: e).isNonnegative { return true }
    return try isCertified(try normalForm(of: e), strictly: false)
  }

  /// By its sign, or since it is 0: values at ends and points of contact are simple.
  fileprivate func isPlainlyNonnegative(_ e: Expression) throws(Obstacle) -> Bool {
    if try sign(of: e).isNonnegative { return true }
    return try isZero(try normalForm(of: e))
  }

  fileprivate func negation(_ e: Expression) -> Expression {
    var store = expressions
    let image = store.negation(e)
    adopt(store)
    return image
  }

  fileprivate func derivative(of e: Expression, _ symbol: Symbol) throws(Obstacle) -> Expression {
    var calculus = Differentiator(store: expressions)
    let image: Expression
    do throws(Refusal) {
      image = try calculus.derivative(of: e, Target(.symbol(symbol)), slots: [])
    } catch {
      throw .unsupported(error.text)
    }
    adopt(calculus.store)
    return image
  }

  /// f(end) ≥ 0 and f′ ≥ 0 from there on, which may be shown in the same way.
  fileprivate func rises(_ f: Expression, _ symbol: Symbol, from end: Expression, depth: Int) throws(Obstacle) -> Bool {
    guard depth > 0, try Regularity(of: f, in: symbol, self).isSmooth else { return false }
    var calculus = Differentiator(store: expressions)
    let there: Expression
    do throws(Refusal) {
      there = try calculus.carryOut(calculus.store.substitution(of: symbol, parameters: [], by: end, in: f))
    } catch {
      throw .unsupported(error.text)
    }
    adopt(calculus.store)
    guard try isPlainlyNonnegative(there) else { return false }
    let slope = try derivative(of: f, symbol)
    if try isCertified(slope) { return true }
    return try rises(slope, symbol, from: end, depth: depth - 1)
  }
}
