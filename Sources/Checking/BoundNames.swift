import Calculus
import Elaboration
import Expressions
import Notation

/// Quantified statements whose bound quantities are nobody else's.
///
/// `a = 1 => (forall a: a = 1)` speaks of two quantities of one name; what the first statement says of its a must not
/// be used for the other.
struct BoundNames {
  var differentiator: Differentiator

  init(store: ExpressionStore) { differentiator = Differentiator(store: store) }

  /// The statement with fresh symbols for those that its quantifiers bind; nil if they cannot be put there.
  mutating func separated(_ proposition: Proposition) -> Proposition? {
    switch proposition {
    case .forall(let bounds, let body): return separated(bounds, body).map { .forall($0.bounds, $0.body) }
    case .exists(let bounds, let body): return separated(bounds, body).map { .exists($0.bounds, $0.body) }
    default: return proposition.mapped({ separated($0) }, { $0 })
    }
  }

  private mutating func separated(
    _ bounds: [Proposition.Bound], _ body: Proposition
  ) -> (bounds: [Proposition.Bound], body: Proposition)? {
    guard var body = separated(body) else { return nil }
    var fresh: [Proposition.Bound] = []
    for bound in bounds {
      guard case .symbol(let symbol) = bound else {
        fresh.append(bound)
        continue
      }
      let own = differentiator.store.declare(differentiator.store.declaration(symbol))
      guard let image = renamed(body, symbol, own) else { return nil }
      body = image
      fresh.append(.symbol(own))
    }
    return (fresh, body)
  }

  private mutating func renamed(_ proposition: Proposition, _ from: Symbol, _ to: Symbol) -> Proposition? {
    proposition.mapped({ renamed($0, from, to) }, { renamed($0, from, to) })
  }

  private mutating func renamed(_ e: Expression, _ from: Symbol, _ to: Symbol) -> Expression? {
    let parameters = differentiator.store.declaration(from).slots.map { differentiator.store.freshIndex("i", $0) }
    let places = parameters.map { differentiator.store.value(of: $0) }
    let value = differentiator.store.entry(of: to, places)
    return try? differentiator.carryOut(
      differentiator.store.substitution(of: from, parameters: parameters, by: value, in: e))
  }
}
