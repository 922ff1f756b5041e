import Diagnostics
import Expressions
import Notation
import Numbers

/// The values of calls.
extension Elaborator {
  mutating func callValue(
    _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Expression {
    if case .elementary(let function) = draft.meaning(node), function.argumentCount == 1 {
      return store.function(function, [draft.value(draft.tree.child(node, 1))])
    }
    let arguments = Array(draft.tree.children(node).dropFirst())
    let slots = draft.slots(node)
    switch draft.meaning(node) {
    case .elementary(let function): return store.function(function, arguments.map { draft.value($0) })
    case .elementaryDerivative(let function, let primes):
      let variable = parameterSymbol(.real)
      let body = store.function(function, [store.entry(of: variable, [])])
      return derivative(of: body, in: variable, primes, at: draft.value(arguments[0]))
    case .builtin(let builtin): return try builtinValue(builtin, node, arguments, slots, draft, &context)
    case .distribution(let number): return probabilityValue(number, node, draft)
    case .unknownFunction(let function, let primes):
      return applicationValue(function, primes: primes, arguments, slots, draft)
    case .call(let template, _, let primes):
      let bodies = arguments.map {
        ExpressionStore.Argument(indices: draft.argumentIndices[$0] ?? [], body: draft.value($0))
      }
      if primes == 0 { return try instance(of: template, bodies, at: slots, span: draft.span(node)) }
      let variable = parameterSymbol(.real)
      let entry = store.entry(of: variable, [])
      let argument = ExpressionStore.Argument(indices: [], body: entry)
      let body = try instance(of: template, [argument], at: slots, span: draft.span(node))
      return derivative(of: body, in: variable, primes, at: bodies[0].body)
    default: return store.undefined()
    }
  }

  /// A symbol that stands for the argument of a function, to be differentiated in.
  private mutating func parameterSymbol(_ domain: Domain) -> Symbol {
    store.declare(SymbolDeclaration(name: "t", slots: [], domain: domain))
  }

  private mutating func derivative(
    of body: Expression, in variable: Symbol, _ order: Int, at value: Expression
  ) -> Expression {
    var result = body
    for _ in 0..<order { result = store.derivative(of: result, Target(.symbol(variable)), slots: []) }
    return store.substitution(of: variable, parameters: [], by: value, in: result)
  }

  private mutating func applicationValue(
    _ function: UnknownFunction, primes: Int, _ arguments: [Node], _ slots: [Expression], _ draft: TermDraft
  ) -> Expression {
    let parts = arguments.map {
      ExpressionStore.Argument(indices: draft.argumentIndices[$0] ?? [], body: draft.value($0))
    }
    let output = store.declaration(function).output.isEmpty ? [] : slots
    let orders = arguments.map { _ in primes }
    return store.apply(
      Application(function: function, orders: orders), output: output, derivativeSlots: [], arguments: parts)
  }

  private mutating func builtinValue(
    _ builtin: Builtin, _ node: Node, _ arguments: [Node], _ slots: [Expression], _ draft: TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) -> Expression {
    switch builtin {
    case .sum, .product, .mean, .maximum, .minimum:
      return try reductionValue(builtin, node, arguments, draft, &context)
    case .delta: return store.delta(draft.value(arguments[0]), draft.value(arguments[1]))
    case .basis: return store.delta(draft.value(arguments[0]), slots[0])
    case .indicator:
      let (one, zero) = (store.integer(1), store.integer(0))
      return store.cases([(draft.value(arguments[0]), one)], otherwise: zero)
    case .cases: return casesValue(arguments, draft)
    case .identity: return store.delta(slots[0], slots[1])
    case .ones: return store.integer(1)
    case .diagonal, .trace, .determinant, .logDeterminant, .inverse:
      return matrixValue(builtin, node, arguments[0], slots, draft)
    case .derivative, .gradient, .jacobian, .hessian, .local:
      return try derivativeValue(builtin, node, arguments[0], draft)
    case .substitution: return try substitutionValue(arguments, draft)
    case .limit: return limitValue(node, draft)
    case .expectation, .variance, .covariance: return try expectationValue(builtin, node, slots, draft)
    case .shape: return try sizes(of: arguments[0], at: slots[0], draft, context)
    case .argmin, .argmax, .unsupported: return store.undefined()
    }
  }

  /// The length of the slot of a term that an index points at.
  private mutating func sizes(
    of argument: Node, at slot: Expression, _ draft: TermDraft, _ context: IndexContext
  ) throws(Rejection) -> Expression {
    let shape = context.resolved(draft.shape(argument))
    var lengths: [Expression] = []
    for slot in shape.slots {
      guard let range = context.ranges.range(of: slot) else { throw unknownSize(slot, context) }
      lengths.append(store.length(range))
    }
    var arms: [(condition: Expression, value: Expression)] = []
    for (k, length) in lengths.dropLast().enumerated() {
      arms.append((store.comparison(.equal, slot, store.integer(k + 1)), length))
    }
    return arms.isEmpty ? lengths[0] : store.cases(arms, otherwise: lengths[lengths.count - 1])
  }

  private mutating func casesValue(_ arms: [Node], _ draft: TermDraft) -> Expression {
    var pairs: [(condition: Expression, value: Expression)] = []
    var otherwise: Expression?
    for arm in arms {
      if draft.tree.kind(arm) == .arm {
        pairs.append((draft.value(draft.tree.child(arm, 0)), draft.value(draft.tree.child(arm, 1))))
      } else {
        otherwise = draft.value(draft.tree.child(arm, 0))
      }
    }
    return store.cases(pairs, otherwise: otherwise)
  }

  private mutating func matrixValue(
    _ builtin: Builtin, _ node: Node, _ argument: Node, _ slots: [Expression], _ draft: TermDraft
  ) -> Expression {
    let body = draft.value(argument)
    guard let indices = draft.joins[node] else {
      switch builtin {
      case .diagonal:
        guard slots.count == 2 else { return body }
        let delta = store.delta(slots[0], slots[1])
        return store.product([body, delta])
      case .inverse: return store.reciprocal(body)
      case .logDeterminant: return store.function(.log, [body])
      default: return body
      }
    }
    switch builtin {
    case .trace: return store.reduction(.sum, over: indices[0], body)
    case .inverse: return store.inverse(slots[0], slots[1], row: indices[0], column: indices[1], body)
    default:
      return store.determinant(
        row: indices[0], column: indices[1], body, logarithm: builtin == .logDeterminant)
    }
  }

  // MARK: Sums

  private mutating func reductionValue(
    _ builtin: Builtin, _ node: Node, _ arguments: [Node], _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Expression {
    guard let binder = draft.binders[node] else {
      let values = arguments.map { draft.value($0) }
      if arguments.count == 1 { return reduced(builtin, draft.joins[node] ?? [], nil, values[0]) }
      return store.function(builtin == .maximum ? .maximum : .minimum, values)
    }
    var indices: [Index] = []
    for number in binder.indices where context.indices[number].alias == nil {
      indices.append(try variable(number, &context))
    }
    let condition = try condition(of: binder, draft, &context)
    return reduced(builtin, indices, condition, draft.value(arguments[arguments.count - 1]))
  }

  /// What restricts the indices of a binder, nil if nothing does.
  mutating func condition(
    of binder: Binder, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Expression? {
    var conditions = binder.conditions.map { draft.value($0) }
    for (number, lower, upper) in binder.ends {
      let index = store.value(of: try variable(number, &context))
      conditions.append(store.comparison(.lessOrEqual, draft.value(lower), index))
      conditions.append(store.comparison(.lessOrEqual, index, draft.value(upper)))
    }
    return conditions.isEmpty ? nil : store.and(conditions)
  }

  private mutating func reduced(
    _ builtin: Builtin, _ indices: [Index], _ condition: Expression?, _ body: Expression
  ) -> Expression {
    if builtin == .mean {
      let total = reduced(.sum, indices, condition, body)
      return store.quotient(total, number(of: indices, condition))
    }
    let kind: Reduction =
      switch builtin {
      case .product: .product
      case .maximum: .maximum
      case .minimum: .minimum
      default: .sum
      }
    var result = body
    for (position, index) in indices.enumerated().reversed() {
      result = store.reduction(kind, over: index, where: position == indices.count - 1 ? condition : nil, result)
    }
    return result
  }

  /// How many values the indices take.
  private mutating func number(of indices: [Index], _ condition: Expression?) -> Expression {
    if condition != nil {
      let one = store.integer(1)
      return reduced(.sum, indices, condition, one)
    }
    var lengths: [Expression] = []
    for index in indices { lengths.append(store.length(store.range(index))) }
    return store.product(lengths)
  }
}
