import Algebra
import Calculus
import Expressions
import Numbers

/// One quantity put at a value at which the sides are equal wherever they are defined.
struct Contact {
  var store: ExpressionStore
  var left: Expression
  var right: Expression
  var binding: Counterexample.Binding

  var counterexample: Counterexample {
    var counterexample = Counterexample(bindings: [binding], rows: [])
    counterexample.isOfEquality = true
    return counterexample
  }
}

extension Prover {
  private static let mostContacts = 2
  private static let contactCandidates = 32
  private static let contactSteps = 20_000

  /// left ≠ right by the sign of the difference.
  mutating func differ(_ left: Expression, _ right: Expression) -> Bool {
    guard let a = try? carriedOut(left), let b = try? carriedOut(right) else { return false }
    let difference = differentiator.store.difference(a, b)
    let proof = withoutDomains().attempts { (forms) throws(Obstacle) in try forms.sign(of: difference).isNonzero }.proof
    return proof.map { $0.conditions.isEmpty } ?? false
  }

  /// Quantities that no premise speaks of, put at numbers, at constant parts of the sides, or at each other.
  func contacts(of left: Expression, _ right: Expression) -> [Contact] {
    var prover = withoutDomains()
    guard let a = try? prover.carriedOut(left), let b = try? prover.carriedOut(right),
      prover.differentiator.kinks.isEmpty
    else { return [] }
    let symbols = prover.store.symbols(in: [a, b])
    let constants = prover.constantParts(of: [a, b])
    var found: [Contact] = []
    for symbol in symbols where !premises.contains(where: { differentiator.mentions($0, symbol) }) {
      let declaration = prover.store.declaration(symbol)
      var trial = prover
      let places = declaration.slots.map { trial.differentiator.store.freshIndex("i", $0) }
      let slots = places.map { trial.differentiator.store.value(of: $0) }
      var values: [Expression] = []
      for other in symbols where other != symbol {
        let own = prover.store.declaration(other)
        if own.slots == declaration.slots, own.structure == declaration.structure, own.domain == declaration.domain {
          values.append(trial.differentiator.store.entry(of: other, slots))
        }
      }
      if declaration.structure == .none {
        let parts = declaration.slots.isEmpty ? constants : Array(constants.prefix(1))
        for part in parts where trial.isMember(part, of: declaration.domain) { values.append(part) }
      }
      for value in values.prefix(Prover.contactCandidates) {
        guard let x = trial.at(symbol, places, value, in: a), let y = trial.at(symbol, places, value, in: b),
          trial.isZero(x, y)
        else { continue }
        let text = ExpressionText.text(value, in: trial.store, limit: 60)
        found.append(
          Contact(store: trial.store, left: x, right: y, binding: .init(name: declaration.name, value: text)))
        if found.count == Prover.mostContacts { return found }
      }
    }
    return found
  }

  private mutating func at(
    _ symbol: Symbol, _ places: [Index], _ value: Expression, in e: Expression
  ) -> Expression? {
    try? differentiator.carryOut(
      differentiator.store.substitution(of: symbol, parameters: places, by: value, in: e))
  }

  private mutating func isZero(_ a: Expression, _ b: Expression) -> Bool {
    let difference = differentiator.store.difference(a, b)
    let forms = NormalForms(store: store, steps: Prover.contactSteps)
    guard let form = try? forms.normalForm(of: difference), let isZero = try? forms.isZero(form) else { return false }
    return isZero && forms.conditionTexts.isEmpty
  }

  /// 0, ±1, ±2, ±1/2, then the parts of the sides that do not vary, their negatives and halves.
  private mutating func constantParts(of sides: [Expression]) -> [Expression] {
    var parts = [0, 1, -1, 2, -2].map { differentiator.store.integer($0) }
    let half = differentiator.store.number(Rational(1, 2))
    parts += [half, differentiator.store.number(Rational(-1, 2))]
    var varying: Set<Expression> = []
    for e in store.reachable(from: sides) {
      // Operands come before what is made of them.
      let isOpen: Bool
      switch store.op(e) {
      case .number, .constant, .sum, .product, .power, .function:
        isOpen = store.operands(of: e).contains { varying.contains($0) } || store.constantIsInfinite(e)
      default: isOpen = true
      }
      if isOpen { varying.insert(e) }
    }
    for e in store.reachable(from: sides) where !varying.contains(e) && parts.count < Prover.contactCandidates {
      for value in [e, differentiator.store.negation(e), differentiator.store.product([half, e])] {
        if !parts.contains(value) { parts.append(value) }
      }
    }
    return parts
  }
}

extension ExpressionStore {
  fileprivate func constantIsInfinite(_ e: Expression) -> Bool { op(e) == .constant && constant(e) == .infinity }
}
