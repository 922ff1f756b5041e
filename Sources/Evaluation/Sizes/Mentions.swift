import Expressions

/// Everything that expressions mention, through definitions and the ends of ranges too.
public struct Mentions: Sendable {
  public private(set) var dimensions: Set<Dimension> = []
  public private(set) var symbols: Set<Symbol> = []
  public private(set) var functions: Set<UnknownFunction> = []
  public private(set) var definitions: Set<Definition> = []
  /// Expressions that stand in a slot, a delta or the end of a range: their values must be known integers.
  private(set) var slots: [Expression] = []
  /// The nodes, each once.
  private(set) var nodes: [Expression] = []

  private let store: ExpressionStore
  private var pending: [Expression]
  private var ranges: Set<IndexRange> = []

  public init(_ expressions: [Expression], in store: ExpressionStore) {
    self.store = store
    pending = expressions
    var seen = ExpressionSet()
    while let e = pending.popLast() {
      guard seen.insert(e) else { continue }
      nodes.append(e)
      visit(e)
      pending.append(contentsOf: store.operands(of: e))
    }
  }

  private mutating func visit(_ e: Expression) {
    for index in store.boundIndices(of: e) { visit(store.range(index)) }
    switch store.op(e) {
    case .size: dimensions.insert(store.dimension(e))
    case .index: visit(store.range(store.index(e)))
    case .symbol:
      slots += store.operands(of: e)
      visit(store.symbol(e))
    case .definition:
      slots += store.operands(of: e)
      visit(store.definition(e))
    case .delta: slots += store.operands(of: e)
    case .inverse: slots += store.operands(of: e).prefix(2)
    case .substitution, .expectation: visit(store.symbol(e))
    case .derivative:
      slots += store.operands(of: e).dropFirst()
      switch store.target(e).subject {
      case .symbol(let symbol): visit(symbol)
      case .definition(let definition): visit(definition)
      }
    case .apply: visit(e, store.application(e).function)
    case .number, .constant, .sum, .product, .power, .function, .reduction, .cases, .truth, .comparison, .and, .or,
      .not, .determinant, .logDeterminant, .limit, .undefined:
      break
    }
  }

  private mutating func visit(_ range: IndexRange) {
    guard ranges.insert(range).inserted else { return }
    let bounds = store.bounds(range)
    slots += [bounds.lower, bounds.upper]
    pending += [bounds.lower, bounds.upper]
  }

  private mutating func visit(_ symbol: Symbol) {
    guard symbols.insert(symbol).inserted else { return }
    let declaration = store.declaration(symbol)
    for range in declaration.slots { visit(range) }
    if case .index(let range) = declaration.domain { visit(range) }
  }

  private mutating func visit(_ definition: Definition) {
    guard definitions.insert(definition).inserted else { return }
    let body = store.body(definition)
    for range in body.slots { visit(range) }
    for clause in body.clauses { pending.append(clause.body) }
  }

  private mutating func visit(_ e: Expression, _ function: UnknownFunction) {
    let parts = store.applicationParts(e)
    slots += parts.output + parts.derivativeSlots.flatMap { $0.flatMap { $0 } }
    guard functions.insert(function).inserted else { return }
    let declaration = store.declaration(function)
    for range in declaration.output + declaration.arguments.flatMap({ $0 }) { visit(range) }
  }
}
