import Algebra
import Calculus
import Elaboration
import Expressions
import Notation
import Numbers

/// `exists s: P(s)` by a term for s, of which P is proved; `not P` by moving the negation inwards.
extension Prover {
  mutating func existence(_ bounds: [Proposition.Bound], _ body: Proposition) -> ProofAttempt {
    var symbols: [Symbol] = []
    for bound in bounds {
      guard case .symbol(let symbol) = bound else { return .open(reason: nil) }
      symbols.append(symbol)
    }
    var (candidates, inner) = ([Candidate(body: body, prover: self, names: [])], self)
    for symbol in symbols {
      var next: [Candidate] = []
      for candidate in candidates {
        let (body, prover) = (candidate.body, candidate.prover)
        inner = prover
        for term in inner.witnesses(for: symbol, in: body, besides: symbols) where next.count < Prover.mostWitnesses {
          var trial = term.prover
          if let image = trial.substituting(symbol, by: term.value, slots: term.slots, in: body) {
            let text = trial.simplifiedText(of: term.value)
            let name = "\(store.declaration(symbol).name) = \(text)"
            next.append(Candidate(body: image, prover: trial, names: candidate.names + [name]))
          }
        }
      }
      candidates = next
    }
    for candidate in candidates {
      var trial = candidate.prover
      guard trial.isDefined(candidate.body.terms), var proof = trial.statement(candidate.body).proof else { continue }
      proof.method = "a witness"
      proof.witnesses = candidate.names + proof.witnesses
      if proof.instance == nil || !candidate.body.isShownByInstance {
        proof.instance = Proof.Instance(statement: candidate.body, store: trial.store)
      }
      return .proved(proof)
    }
    return .open(reason: "no term was found for which it is proved")
  }

  private static let mostWitnesses = 40

  /// The statement with terms put in for some of the names.
  private struct Candidate {
    var body: Proposition
    var prover: Prover
    var names: [String]
  }

  private struct Witness {
    var value: Expression
    var slots: [Index]
    var prover: Prover
  }

  /// Terms that lie in the domain of the symbol: numbers, other quantities q of its shape, q ± 1, −q, 2·q, q/2, exp(q + 1), and the
  /// solution of an equation that is linear in it.
  private mutating func witnesses(for symbol: Symbol, in body: Proposition, besides bound: [Symbol]) -> [Witness] {
    let declaration = store.declaration(symbol)
    guard declaration.structure == .none else { return [] }
    let places = declaration.slots.map { differentiator.store.freshIndex("i", $0) }
    let slots = places.map { differentiator.store.value(of: $0) }
    var values: [Expression] = []
    if declaration.slots.isEmpty {
      let one = differentiator.store.integer(1)
      for root in [linearRoot(symbol, body), isolated(symbol, body)].compactMap({ $0 }) {
        values += [root, differentiator.store.sum([root, one]), differentiator.store.difference(root, one)]
      }
    }
    for value in [0, 1, -1, 2, -2].map({ Rational($0) }) + [Rational(1, 2)] {
      values.append(differentiator.store.number(value))
    }
    let one = differentiator.store.integer(1)
    let half = differentiator.store.number(Rational(1, 2))
    // Not those that are bound inside: the witness is chosen before them.
    let later = bound + body.boundSymbols
    for other in store.symbols(in: body.terms) where !later.contains(other) {
      guard store.declaration(other).slots == declaration.slots else { continue }
      let q = differentiator.store.entry(of: other, slots)
      values += [
        q, differentiator.store.sum([q, one]), differentiator.store.difference(q, one),
        differentiator.store.negation(q), differentiator.store.product([differentiator.store.integer(2), q]),
        differentiator.store.product([half, q]),
      ]
      if declaration.slots.isEmpty {
        let above = differentiator.store.sum([q, one])
        values.append(differentiator.store.function(.exp, [above]))
      }
    }
    return values.compactMap { value in
      isMember(value, of: declaration.domain) ? Witness(value: value, slots: places, prover: self) : nil
    }
  }

  private func simplifiedText(of value: Expression) -> String {
    let forms = forms(unfolding: false)
    if let form = try? forms.normalForm(of: value), let e = forms.expression(of: form) {
      return ExpressionText.text(e, in: forms.expressions, limit: 60)
    }
    return ExpressionText.text(value, in: store, limit: 60)
  }

  func isMember(_ value: Expression, of domain: Domain) -> Bool {
    if domain == .real { return true }
    var store = store
    let conditions: [Expression]
    switch domain {
    case .real, .positive, .nonnegative, .nonzero, .interval: conditions = Prover.conditions(of: domain, value, &store)
    case .finite(let values):
      guard let number = store.rational(value) else { return false }
      return values.contains(number)
    case .integer(let lower, let upper):
      guard let number = store.rational(value)?.asInt else { return false }
      return (lower.map { $0 <= number } ?? true) && (upper.map { number <= $0 } ?? true)
    case .index: return false
    }
    var inner = withoutDomains()
    inner.differentiator.store = store
    return inner.attempts { (forms) throws(Obstacle) in
      for condition in conditions where !(try forms.isKnown(condition)) { return false }
      return true
    }.proof != nil
  }

  private mutating func substituting(
    _ symbol: Symbol, by value: Expression, slots: [Index], in body: Proposition
  ) -> Proposition? {
    body.mapped(
      { substituting(symbol, by: value, slots: slots, in: $0) },
      { e in
        try? differentiator.carryOut(
          differentiator.store.substitution(of: symbol, parameters: slots, by: value, in: e))
      })
  }
}
