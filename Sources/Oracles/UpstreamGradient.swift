import Expressions

/// The chain rule through gradients that are given: with `upstream g = grad(L, y)`, where L is a function of y alone, the
/// derivative of L in anything that y is made of is Σ g[k]·∂y[k].
struct UpstreamGradient {
  private var store: ExpressionStore
  private let gradients: [Gradient]

  fileprivate struct Gradient {
    var loss: Definition
    var output: Definition
    var given: Definition
  }

  /// The expression, and the definitions that it mentions, with every such derivative written by the chain rule.
  static func used(in root: Expression, _ upstream: Set<Definition>, _ store: inout ExpressionStore) -> Expression {
    var chain = UpstreamGradient(store, upstream)
    guard !chain.gradients.isEmpty else { return root }
    let definitions = store.reachable(from: [root], throughDefinitions: true)
      .filter { store.op($0) == .definition }.map { store.definition($0) }
    for definition in Set(definitions).sorted() where !upstream.contains(definition) {
      var body = chain.store.body(definition)
      for place in body.clauses.indices { body.clauses[place].body = chain.written(body.clauses[place].body) }
      chain.store.redefine(definition, body)
    }
    let written = chain.written(root)
    store = chain.store
    return written
  }

  private init(_ store: ExpressionStore, _ upstream: Set<Definition>) {
    self.store = store
    gradients = upstream.sorted().compactMap { Gradient($0, in: store) }
  }

  private mutating func written(_ root: Expression) -> Expression {
    guard store.hasDerivative(root) else { return root }
    var images: [Expression: Expression] = [:]
    for e in store.reachable(from: [root]) where store.op(e) == .derivative {
      let loss = store.operand(0, of: e)
      guard store.op(loss) == .definition, !store.target(e).isLocal,
        let gradient = gradients.first(where: { $0.loss == store.definition(loss) })
      else { continue }
      images[e] = derivative(e, gradient)
    }
    return store.replacing(images, in: root)
  }

  private mutating func derivative(_ e: Expression, _ gradient: Gradient) -> Expression {
    let target = store.target(e)
    let slots = Array(store.operands(of: e).dropFirst())
    if target.subject == .definition(gradient.output) { return store.entry(of: gradient.given, slots) }
    let indices = store.body(gradient.output).slots.map { store.freshIndex("k", $0) }
    let places = indices.map { store.value(of: $0) }
    let output = store.entry(of: gradient.output, places)
    let slope = store.derivative(of: output, target, slots: slots)
    let given = store.entry(of: gradient.given, places)
    let product = store.product([given, slope])
    return store.sum(over: indices, product)
  }
}

extension UpstreamGradient.Gradient {
  /// g of `upstream g = grad(L, y)`, if L mentions no quantity but y.
  fileprivate init?(_ given: Definition, in store: ExpressionStore) {
    guard let clause = store.body(given).clauses.first, store.op(clause.body) == .derivative,
      case .definition(let output) = store.target(clause.body).subject
    else { return nil }
    let entry = store.operand(0, of: clause.body)
    guard store.op(entry) == .definition, store.operandCount(of: entry) == 0 else { return nil }
    let loss = store.definition(entry)
    for clause in store.body(loss).clauses {
      for e in store.reachable(from: [clause.body]) {
        if store.op(e) == .symbol { return nil }
        if store.op(e) == .definition, store.definition(e) != output { return nil }
      }
    }
    self.init(loss: loss, output: output, given: given)
  }
}
