import Algebra
import Calculus
import Expressions
import Numbers

/// Convexity on a convex set by the second derivative: f is convex where v′·∇²f·v ≥ 0 for every direction v.
extension Prover {
  /// Nil when that does not show it.
  mutating func curvature(of f: Expression, in variables: [Symbol], isConcave: Bool) -> ProofAttempt? {
    for premise in premises where variables.contains(where: { differentiator.mentions(premise, $0) }) {
      return .open(reason: "a premise restricts what the term is said to be convex in")
    }
    guard let term = try? carriedOut(f) else { return nil }
    let attempt = withoutDomains().attempts(method: "second derivative", unfolding: [true]) {
      (forms) throws(Obstacle) in
      for variable in variables where !(try Regularity(of: term, in: variable, forms).isSmooth) { return false }
      var form = try forms.normalForm(of: try forms.secondDerivative(of: term, variables))
      if isConcave { form = forms.multiple(form, Rational(-1)) }
      return try forms.isCertified(form, strictly: false)
    }
    return attempt.proof == nil ? nil : attempt
  }
}

extension NormalForms {
  /// d²/ds² f(x + s·v) at s = 0, with a direction for each of the variables.
  fileprivate func secondDerivative(of f: Expression, _ variables: [Symbol]) throws(Obstacle) -> Expression {
    var calculus = Differentiator(store: expressions)
    let directions = variables.map { variable in
      let ranges = calculus.store.declaration(variable).slots
      return calculus.store.declare(SymbolDeclaration(name: "v", slots: ranges))
    }
    var image = f
    for _ in 0..<2 {
      var parts: [Expression] = []
      for (variable, direction) in zip(variables, directions) {
        let places = calculus.store.declaration(variable).slots.map { calculus.store.freshIndex("i", $0) }
        let slots = places.map { calculus.store.value(of: $0) }
        let slope: Expression
        do throws(Refusal) {
          slope = try calculus.derivative(of: image, Target(.symbol(variable)), slots: slots)
        } catch {
          throw .unsupported(error.text)
        }
        let product = calculus.store.product([calculus.store.entry(of: direction, slots), slope])
        parts.append(calculus.store.sum(over: places, product))
      }
      image = calculus.store.sum(parts)
    }
    adopt(calculus.store)
    return image
  }
}
