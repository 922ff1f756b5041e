import Algebra
import Calculus
import Expressions
import Numbers

/// A sum is positive if each of its terms is: at one index, premises for all indices hold, and those with alternatives
/// are taken apart.
extension Prover {
  /// Nil when the difference is no sum over one index, or not every term is shown to have the sign.
  mutating func termwise(_ f: Expression, isStrict: Bool) -> ProofAttempt? {
    if let attempt = alternatives(depth: Prover.mostAlternatives, { $0.signed(f, isStrict: isStrict) }) {
      return attempt
    }
    let forms = withoutDomains().forms(unfolding: true)
    guard let form = try? forms.normalForm(of: f),
      let term = try? forms.commonTerm(of: form), !isStrict || term.isNeverEmpty
    else { return nil }
    var store = forms.expressions
    let place = store.value(of: term.index)
    let premises = premises.map { premise -> Expression in
      guard store.op(premise) == .reduction, store.reduction(premise) == .all,
        store.op(store.operand(1, of: premise)) == .truth, store.truth(store.operand(1, of: premise)),
        store.range(store.index(store.operand(0, of: premise))) == store.range(term.index)
      else { return premise }
      let body = store.operand(2, of: premise)
      return store.substituting([store.index(store.operand(0, of: premise)): place], in: body)
    }
    // The premises for all indices stay, besides what they say of this one.
    let own = premises.filter { !self.premises.contains($0) }
    var inner = withoutDomains().at(term.index, premises: self.premises + own, in: store)
    let attempt =
      inner.alternatives(depth: Prover.mostAlternatives) { $0.signed(term.body, isStrict: isStrict) }
      ?? inner.signed(term.body, isStrict: isStrict)
    guard var proof = attempt.proof else { return nil }
    proof.method = "term by term"
    return .proved(proof)
  }

  private static let mostAlternatives = 3

  /// The same in each alternative of a premise `P or Q`; nil if there is no such premise, or it fails in one of them.
  private func alternatives(
    depth: Int, _ attempt: (inout Prover) -> ProofAttempt
  ) -> ProofAttempt? {
    guard depth > 0, let k = premises.firstIndex(where: { store.op($0) == .or }) else { return nil }
    var whole = Proof(conditions: [], steps: 0, method: "in each case")
    for alternative in store.operands(of: premises[k]) {
      var other = self
      other.replacePremise(k, by: alternative)
      guard let proof = (other.alternatives(depth: depth - 1, attempt) ?? attempt(&other)).proof else { return nil }
      whole.steps += proof.steps
      whole.conditions = Array(Set(whole.conditions + proof.conditions)).sorted()
    }
    return .proved(whole)
  }

  /// a and b for g(a) and g(b) with an increasing function g that is defined everywhere.
  mutating func peeled(_ left: Expression, _ right: Expression) -> (Expression, Expression)? {
    guard let a = try? carriedOut(left), let b = try? carriedOut(right), store.op(a) == .function,
      store.op(b) == .function, store.function(a) == store.function(b)
    else { return nil }
    switch store.function(a) {
    case .exp, .sigmoid, .tanh, .sinh, .asinh, .atan, .erf, .softplus, .imaginaryError, .hyperbolicSineIntegral:
      return (store.operand(0, of: a), store.operand(0, of: b))
    default: return nil
    }
  }
}
