import Algebra
import Calculus
import Elaboration
import Expressions
import Notation

/// Equality up to a term or a factor that does not depend on one quantity: `= … up to const in w`, `up to factor in w`.
///
/// left − right is free of w exactly where ∂left/∂w = ∂right/∂w, and left/right where ∂left/∂w · right = left · ∂right/∂w:
/// that is what points are asked, and a point at which it fails refutes. A proof needs more, since a derivative can
/// vanish on both sides of a jump: the normal form of the difference or the ratio is free of w, or both sides are smooth.
extension Judge {
  mutating func finding(_ left: Expression, _ right: Expression, upTo allowance: Judgement.Allowance) -> Finding {
    if case .order(let order, let symbol, let point) = allowance {
      return finding(left, right, order: order, in: symbol, at: point)
    }
    var prover = self.prover(fixed: fixedIndices([left, right]))
    let attempt = prover.equality(left, right, upTo: allowance)
    let (a, b) = store.rates(left, right, upTo: allowance)
    return finding(attempt, experimenter().trial(a, .equal, b))
  }

  /// The line's own counterexample shows the rates of change.
  mutating func explain(
    _ line: inout CheckedLine, _ finding: Finding, _ relation: Relation, upTo allowance: Judgement.Allowance
  ) {
    guard let failure = finding.trial.failure else { return }
    let writer = CounterexampleWriter(store: store)
    line.counterexample = writer.counterexample(of: failure, upstream: [], finiteDifferences: [:])
    var isOrder = false
    if case .order = allowance { isOrder = true }
    if isOrder { line.counterexample?.rows = [] }
    if case .order(let order, let symbol, let point) = allowance, let left = relation.left.expression,
      let right = relation.right.expression,
      orderHolds(&line, left, right, order: order, in: symbol, at: point)
    {
      return
    }
    let name = store.declaration(allowance.symbol).name
    let message =
      switch allowance {
      case .constant: "the difference of the sides depends on `\(name)`: their derivatives in it differ"
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
