import Algebra
import Calculus
import Elaboration
import Evaluation
import Expressions
import Notation

/// Equality up to a term or a factor that does not depend on one quantity: `= … up to const in w`, `up to factor in w`.
///
/// left − right is free of w exactly where ∂left/∂w = ∂right/∂w, and left/right where ∂left/∂w · right = left · ∂right/∂w:
/// that is what points are asked first, then two values of w; a point at which it fails refutes. A proof needs more, since a derivative can
/// vanish on both sides of a jump: the normal form of the difference or the ratio is free of w, or both sides are smooth.
extension Judge {
  mutating func finding(_ left: Expression, _ right: Expression, upTo allowance: Judgement.Allowance) -> Finding {
    if case .order(let order, let symbol, let point) = allowance {
      return finding(left, right, order: order, in: symbol, at: point)
    }
    var prover = self.prover(fixed: fixedIndices([left, right]))
    let attempt = prover.equality(left, right, upTo: allowance)
    let (a, b) = store.rates(left, right, upTo: allowance)
    let rates = experimenter().trial(a, .equal, b)
    // Rates vanish on both sides of a jump: |x|/x is no constant.
    guard rates.failure == nil, let pair = pair(left, right, upTo: allowance) else { return finding(attempt, rates) }
    let values = experimenter(in: pair.store, assuming: pair.premises).trial(pair.left, .equal, pair.right)
    return finding(attempt, values.failure == nil ? rates : values)
  }

  /// What is to be equal for two values w and w′ of the quantity, under the premises on both: left − right, or
  /// left(w)·right(w′) and left(w′)·right(w). Nil where derivatives in w cannot be carried out.
  private func pair(
    _ left: Expression, _ right: Expression, upTo allowance: Judgement.Allowance
  ) -> (store: ExpressionStore, left: Expression, right: Expression, premises: [Expression])? {
    var calculus = Differentiator(store: store)
    var declaration = store.declaration(allowance.symbol)
    declaration.name += "'"
    let other = calculus.store.declare(declaration)
    func moved(_ e: Expression) -> Expression? {
      let places = declaration.slots.map { calculus.store.freshIndex("d", $0) }
      let value = calculus.store.entry(of: other, places.map { calculus.store.value(of: $0) })
      return try? calculus.carryOut(
        calculus.store.substitution(of: allowance.symbol, parameters: places, by: value, in: e))
    }
    guard let (a, b) = moved(left).flatMap({ a in moved(right).map { (a, $0) } }) else { return nil }
    var images: [Expression] = []
    for premise in premises where calculus.mentions(premise, allowance.symbol) {
      guard let image = moved(premise) else { return nil }
      images.append(image)
    }
    if case .factor = allowance {
      let (x, y) = (calculus.store.product([left, b]), calculus.store.product([a, right]))
      return (calculus.store, x, y, images)
    }
    let (x, y) = (calculus.store.difference(left, right), calculus.store.difference(a, b))
    return (calculus.store, x, y, images)
  }

  /// The line's own counterexample shows the rates of change, or the sides at two values.
  mutating func explain(
    _ line: inout CheckedLine, _ finding: Finding, _ relation: Relation, upTo allowance: Judgement.Allowance
  ) {
    guard let failure = finding.trial.failure else { return }
    let writer = CounterexampleWriter(store: failure.scene.compiler.store)
    line.counterexample = writer.counterexample(of: failure, upstream: [], finiteDifferences: [:])
    var isOrder = false
    if case .order = allowance { isOrder = true }
    if isOrder { line.counterexample?.rows = [] }
    if case .order(let order, let symbol, let point) = allowance, !judgement.needs.isEmpty,
      let left = relation.left.expression, let right = relation.right.expression
    {
      orderUnderNeeds(&line, left, right, order: order, in: symbol, at: point)
      if line.verdict != .refuted { return }
    }
    let name = store.declaration(allowance.symbol).name
    let message =
      switch allowance {
      case .constant: "the difference of the sides depends on `\(name)`"
      case .factor: "the ratio of the sides depends on `\(name)`"
      case .order(let order, let symbol, let point):
        orderMessage(relation, order: order, in: symbol, at: point)
      }
    line.diagnoses = [
      Diagnosis(
        code: isOrder ? .limit : .unexplained, message: message, span: judgement.termSpan, repair: nil, isProved: true)
    ]
  }
}

extension Prover {
  mutating func equality(_ left: Expression, _ right: Expression, upTo allowance: Judgement.Allowance) -> ProofAttempt {
    let variable = allowance.symbol
    do {
      let (a, b) = (try carriedOut(left), try carriedOut(right))
      let rates = differentiator.store.rates(a, b, upTo: allowance)
      let change = try carriedOut(differentiator.store.difference(rates.0, rates.1))
      assumeDefined([a, b])
      return attempts(method: "free of \(store.declaration(variable).name)", unfolding: [true]) {
        (forms) throws(Obstacle) in
        let (f, g) = (try forms.normalForm(of: a), try forms.normalForm(of: b))
        switch allowance {
        case .constant:
          if !forms.mentions(forms.difference(f, g), variable) { return true }
        case .factor:
          if let ratio = try forms.monomialRatio(f, g), !forms.mentions(ratio, variable) { return true }
          guard try forms.sign(of: b).isNonzero else { return false }
        case .order: return false
        }
        guard try Regularity(of: a, in: variable, forms).isSmooth else { return false }
        guard try Regularity(of: b, in: variable, forms).isSmooth else { return false }
        guard forms.expressions.declaration(variable).domain.isConnected else { return false }
        return try forms.isZero(try forms.normalForm(of: change))
      }
    } catch {
      return .open(reason: error.text)
    }
  }
}

extension Judgement.Allowance {
  var symbol: Symbol {
    switch self {
    case .constant(let symbol), .factor(let symbol), .order(_, let symbol, _): symbol
    }
  }
}

extension ExpressionStore {
  /// Two expressions that are equal when left = right up to what is allowed.
  mutating func rates(
    _ left: Expression, _ right: Expression, upTo allowance: Judgement.Allowance
  ) -> (Expression, Expression) {
    let symbol = allowance.symbol
    let places = declaration(symbol).slots.map { freshIndex("d", $0) }.map { value(of: $0) }
    let (a, b) = (
      derivative(of: left, Target(.symbol(symbol)), slots: places),
      derivative(of: right, Target(.symbol(symbol)), slots: places)
    )
    switch allowance {
    case .constant: return (a, b)
    case .factor: return (product([a, right]), product([left, b]))
    case .order: return (left, right)
    }
  }
}
