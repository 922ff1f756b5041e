import Expressions
import Numbers

/// Entries of symbols and definitions, derivatives and substitutions.
extension DirectEvaluator {
  /// The integers in slots: `.some(nil)` if one is none, nil after asking for them.
  mutating func slots(_ parts: some Collection<Expression>, in scope: Scope) throws(EvaluationError) -> [Int]?? {
    guard let jets = try values(of: parts, in: scope) else { return .none }
    var slots: [Int] = []
    for (part, jet) in zip(parts, jets) {
      guard jet.value.isDefined else { return .some(nil) }
      guard let exact = jet.value.exact else { throw .slotDependsOnInput(part) }
      guard let slot = exact.asInt else { return .some(nil) }
      slots.append(slot)
    }
    return .some(slots)
  }

  mutating func symbolEntry(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let symbol = store.symbol(scope.expression)
    guard let found = try slots(store.operands(of: scope.expression), in: scope) else { return nil }
    guard let slots = found else { return undefined(scope.layer) }
    return try entry(of: symbol, slots, layer: scope.layer)
  }

  /// The value in the innermost substitution of the symbol, or at the point, moved by the derivatives inside.
  private mutating func entry(of symbol: Symbol, _ slots: [Int], layer: Int) throws(EvaluationError) -> Jet? {
    var (moves, current) = ([Int](), layer)
    var base: Jet?
    walk: while true {
      switch layers[current].kind {
      case .outside: break walk
      case .substitution(let node, _), .outcome(let node, _, _):
        if store.symbol(node) == symbol {
          base = try value(DirectRequest(subject: .substituted, values: slots, layer: current))
          if base == nil { return nil }
          break walk
        }
      case .derivative(let target, let moved):
        if target.subject == .symbol(symbol) && moved == slots { moves.append(layers[current].directions - 1) }
      }
      current = layers[current].parent
    }
    let jet = (base ?? Jet(input(symbol, slots), directions: 0)).lifted(to: directions(layer))
    return jet.value.isDefined ? moves.reduce(jet) { $0.moved(in: $1) } : undefined(layer)
  }

  private func input(_ symbol: Symbol, _ slots: [Int]) -> Real {
    guard let block = point.inputs.block(of: .symbol(symbol)) else { return chosen(symbol, slots) }
    guard let place = block.place(of: slots) else { return .undefined }
    if let values = setting.choice.values[symbol] {
      let offset = place - block.start
      return offset < values.count ? Real(Rational(values[offset])) : .undefined
    }
    return input(place)
  }

  func input(_ place: Int) -> Real {
    if let enclosure = point.enclosures[place] { return Real(Number(enclosure.ball)) }
    return place < point.values.count ? Real(point.values[place]) : .undefined
  }

  /// A symbol that is fixed by the choice and no input of the point: a scalar, or unknown.
  private func chosen(_ symbol: Symbol, _ slots: [Int]) -> Real {
    guard let values = setting.choice.values[symbol], slots.isEmpty, let value = values.first else { return .unknown }
    return Real(Rational(value))
  }

  mutating func definitionEntry(_ scope: Scope) throws(EvaluationError) -> Jet? {
    guard let found = try slots(store.operands(of: scope.expression), in: scope) else { return nil }
    guard let slots = found else { return undefined(scope.layer) }
    let definition = store.definition(scope.expression)
    return try value(DirectRequest(subject: .definition(definition), values: slots, layer: scope.layer))
  }

  /// The formula's value, moved by derivatives in this very entry, held by those that hold every other name.
  mutating func entry(of definition: Definition, _ request: DirectRequest) throws(EvaluationError) -> Jet? {
    var formula = request
    formula.subject = .formula(definition)
    guard var jet = try value(formula) else { return nil }
    if !jet.value.isDefined { return jet }
    var (current, isSame) = (request.layer, true)
    while true {
      let layer = layers[current]
      switch layer.kind {
      case .outside: return jet
      case .substitution(let node, _), .outcome(let node, _, _):
        // Where a symbol that it depends on is replaced, the name stands for another quantity than outside.
        if isSame { isSame = !freeSymbols.of(definition, in: store).contains(store.symbol(node)) }
      case .derivative(let target, let slots):
        if isSame && target.subject == .definition(definition) && slots == request.values {
          jet = (target.isLocal ? jet.held(in: layer.directions - 1) : jet).moved(in: layer.directions - 1)
        } else if target.isLocal {
          jet = jet.held(in: layer.directions - 1)
        }
      }
      current = layer.parent
    }
  }

  mutating func formula(of definition: Definition, _ request: DirectRequest) throws(EvaluationError) -> Jet? {
    let body = store.body(definition)
    let slots = request.values
    guard let clause = body.clause(at: slots) else { return undefined(request.layer) }
    for (k, range) in body.slots.enumerated() where k < slots.count {
      if case .literal = clause.pattern[k] { continue }
      guard let span = try span(range, layer: 0) else { return nil }
      if !span.contains(slots[k]) { return undefined(request.layer) }
    }
    var bound: [Index: Int] = [:]
    for (pattern, slot) in zip(clause.pattern, slots) {
      if case .variable(let index) = pattern { bound[index] = slot }
    }
    return try value(of: clause.body, in: Scope(clause.body, request, []), binding: bound)
  }

  mutating func derivative(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let (target, body) = (store.target(scope.expression), store.operand(0, of: scope.expression))
    guard let found = try slots(store.operands(of: scope.expression).dropFirst(), in: scope) else { return nil }
    guard let slots = found else { return undefined(scope.layer) }
    // A target that is outside has no derivative.
    let entry =
      switch target.subject {
      case .symbol(let symbol): try self.entry(of: symbol, slots, layer: scope.layer)
      case .definition(let definition):
        try value(DirectRequest(subject: .definition(definition), values: slots, layer: scope.layer))
      }
    guard let entry else { return nil }
    if !entry.value.isDefined { return undefined(scope.layer) }
    let directions = directions(scope.layer) + 1
    guard directions <= DirectEvaluator.directionLimit else { throw .budget }
    var request = try request(body, in: scope)
    request.layer = layer(
      DirectLayer(kind: .derivative(target, slots: slots), parent: scope.layer, directions: directions))
    if target.isLocal && store.op(body) == .definition {
      guard let found = try self.slots(store.operands(of: body), in: scope) else { return nil }
      guard let opened = found else { return undefined(scope.layer) }
      request = DirectRequest(subject: .formula(store.definition(body)), values: opened, layer: request.layer)
    }
    guard let jet = try value(request) else { return nil }
    let (low, high) = jet.halves
    return (high ?? Jet(.zero, directions: directions - 1)).guarded(by: low)
  }

  mutating func layer(_ layer: DirectLayer) -> Int {
    if let known = layers.firstIndex(of: layer) { return known }
    layers.append(layer)
    return layers.count - 1
  }

  mutating func substitution(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let last = store.operandCount(of: scope.expression) - 1
    var request = try request(store.operand(last, of: scope.expression), in: scope)
    request.layer = layer(
      DirectLayer(
        kind: .substitution(scope.expression, values: scope.values), parent: scope.layer,
        directions: directions(scope.layer)))
    return try value(request)
  }

  /// What a substitution puts in, found outside of it.
  mutating func substituted(_ request: DirectRequest) throws(EvaluationError) -> Jet? {
    let layer = layers[request.layer]
    if case .outcome(let node, let values, let outcome) = layer.kind {
      return try drawn(request, node, values, outcome)
    }
    guard case .substitution(let node, let values) = layer.kind else { return undefined(request.layer) }
    for (range, slot) in zip(store.declaration(store.symbol(node)).slots, request.values) {
      guard let span = try span(range, layer: 0) else { return nil }
      if !span.contains(slot) { return undefined(layer.parent) }
    }
    let outer = DirectRequest(subject: .expression(node), values: values, layer: layer.parent)
    var bound: [Index: Int] = [:]
    for (index, slot) in zip(store.boundIndices(of: node), request.values) { bound[index] = slot }
    let scope = Scope(node, outer, freeIndices.of(node, in: store))
    return try value(of: store.operand(0, of: node), in: scope, binding: bound)
  }
}
