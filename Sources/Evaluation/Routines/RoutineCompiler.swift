import Expressions
import Numbers

/// Makes a routine of formulas: inner reductions first, then definitions in the order of the file, then the outputs.
///
/// Nothing recurses: a handle is greater than those of its operands, so that ascending order is an order of evaluation.
public struct RoutineCompiler {
  private var routine: Routine
  /// Definitions whose values are given.
  private let given: Set<Definition>
  private var places: [RoutineArray.Source: Int] = [:]
  /// Reductions and inverses that are arrays, with the free indices that their entries are at.
  private var parts: [Expression: (array: Int, indices: [Index])] = [:]
  /// Equal reductions are made once.
  private var known: [Part: Int] = [:]

  private struct Part: Hashable {
    var body: RoutineStep.Body
    var extents: [Extent]
  }

  public init(_ store: ExpressionStore, given: Set<Definition> = []) {
    routine = Routine(store)
    self.given = given
  }

  private var store: ExpressionStore { routine.store }

  /// The routine of these formulas.
  ///
  /// - Parameters:
  ///   - outputs: for each a name, its slots, and its value, which has no other free indices.
  ///   - given: definitions whose values are inputs.
  ///   - others: expressions whose quantities are inputs, too, though no output may mention them.
  public static func routine(
    of outputs: [(name: String, slots: [Index], value: Expression)], in store: ExpressionStore,
    given: Set<Definition> = [], others: [Expression] = []
  ) throws(RoutineError) -> Routine {
    var compiler = RoutineCompiler(store, given: given)
    do {
      try compiler.add(outputs, others)
    } catch {
      var error = error
      error.text = ExpressionText.text(error.expression, in: compiler.store, limit: 80)
      throw error
    }
    return compiler.routine
  }

  private mutating func add(
    _ outputs: [(name: String, slots: [Index], value: Expression)], _ others: [Expression]
  ) throws(RoutineError) {
    try addInputs(outputs.map { $0.value }, others)
    try addDefinitions(outputs.map { $0.value })
    for output in outputs {
      try addParts(in: output.value)
      let code = try code(output.value, output.slots)
      let place = try add(output.name, .output, output.slots)
      routine.steps.append(
        RoutineStep(target: place, indices: output.slots.map { store.name($0) }, body: .value(code)))
      routine.outputs.append(place)
    }
  }

  // MARK: Arrays

  /// The definitions that are to be made, ascending; those that are given are not entered.
  private func definitions(in roots: [Expression]) -> [Definition] {
    var seen: Set<Definition> = []
    var pending = roots
    while let root = pending.popLast() {
      for e in store.reachable(from: [root]) where store.op(e) == .definition {
        let definition = store.definition(e)
        guard seen.insert(definition).inserted, !given.contains(definition) else { continue }
        pending += store.body(definition).clauses.map { $0.body }
      }
    }
    return seen.sorted()
  }

  private mutating func addInputs(_ roots: [Expression], _ others: [Expression]) throws(RoutineError) {
    let definitions = definitions(in: roots + others)
    let mentioned = symbols(in: roots)
    var names: Set<String> = []
    for symbol in symbols(in: roots + others).sorted() {
      let declaration = store.declaration(symbol)
      // The derivative in H'(t) has a symbol of its own, which is called t, too.
      guard names.insert(declaration.name).inserted || mentioned.contains(symbol) else { continue }
      places[.symbol(symbol)] = routine.arrays.count
      routine.arrays.append(
        RoutineArray(name: declaration.name, source: .symbol(symbol), extents: try extents(declaration.slots)))
    }
    for definition in definitions where given.contains(definition) {
      let body = store.body(definition)
      places[.given(definition)] = routine.arrays.count
      routine.arrays.append(RoutineArray(name: body.name, source: .given(definition), extents: try extents(body.slots)))
    }
  }

  private func symbols(in roots: [Expression]) -> Set<Symbol> {
    let bodies = definitions(in: roots).filter { !given.contains($0) }
      .flatMap { store.body($0).clauses.map { $0.body } }
    return Set(store.reachable(from: roots + bodies).filter { store.op($0) == .symbol }.map { store.symbol($0) })
  }

  private mutating func addDefinitions(_ roots: [Expression]) throws(RoutineError) {
    for definition in definitions(in: roots) where !given.contains(definition) {
      let body = store.body(definition)
      guard !body.isRecursive else {
        throw RoutineError(reason: "the recursion `\(body.name)`", expression: body.clauses[0].body)
      }
      let slots = body.slots.enumerated().map { position, range in
        routine.store.freshIndex(name(ofSlot: position, of: body), range)
      }
      let value = value(of: body, at: slots)
      try addParts(in: value)
      let code = try code(value, slots)
      let place = try add(body.name, .definition(definition), slots)
      routine.steps.append(RoutineStep(target: place, indices: slots.map { store.name($0) }, body: .value(code)))
    }
  }

  private func name(ofSlot position: Int, of body: DefinitionBody) -> String {
    for clause in body.clauses {
      if case .variable(let index) = clause.pattern[position] { return store.name(index) }
    }
    return "i"
  }

  /// The clauses as cases, the first one that matches first.
  private mutating func value(of body: DefinitionBody, at slots: [Index]) -> Expression {
    var arms: [(condition: Expression, value: Expression)] = []
    for clause in body.clauses {
      var (conditions, images) = ([Expression](), [Index: Expression]())
      for (pattern, slot) in zip(clause.pattern, slots) {
        let value = routine.store.value(of: slot)
        switch pattern {
        case .variable(let index): images[index] = value
        case .literal(let literal):
          conditions.append(routine.store.comparison(.equal, value, routine.store.integer(literal)))
        }
      }
      let image = routine.store.substituting(images, in: clause.body)
      if conditions.isEmpty { return arms.isEmpty ? image : routine.store.cases(arms, otherwise: image) }
      arms.append((condition: routine.store.and(conditions), value: image))
    }
    return routine.store.cases(arms, otherwise: nil)
  }

  private mutating func add(_ name: String, _ source: RoutineArray.Source, _ slots: [Index]) throws(RoutineError)
    -> Int
  {
    let place = routine.arrays.count
    if source != .output, source != .part { places[source] = place }
    let ranges = slots.map { store.range($0) }
    routine.arrays.append(RoutineArray(name: name, source: source, extents: try extents(ranges)))
    return place
  }

  private mutating func extents(_ ranges: [IndexRange]) throws(RoutineError) -> [Extent] {
    var extents: [Extent] = []
    for range in ranges { extents.append(try extent(range, [])) }
    return extents
  }

  /// Its ends may depend on these indices.
  private func extent(_ range: IndexRange, _ indices: [Index]) throws(RoutineError) -> Extent {
    let bounds = store.bounds(range)
    return Extent(lower: try code(bounds.lower, indices), upper: try code(bounds.upper, indices))
  }

  // MARK: Parts

  /// Arrays for the reductions and inverses of a formula, inner ones first.
  private mutating func addParts(in root: Expression) throws(RoutineError) {
    for e in store.reachable(from: [root]) where parts[e] == nil {
      switch store.op(e) {
      case .reduction: try addReduction(e)
      case .inverse: try addInverse(e)
      case .determinant, .logDeterminant: try addDeterminant(e)
      default: continue
      }
    }
  }

  private mutating func addReduction(_ e: Expression) throws(RoutineError) {
    let free = store.freeIndices(of: e)
    let operands = Array(store.operands(of: e))
    let bound = store.index(operands[0])
    let condition = store.isTrue(operands[1]) ? nil : try code(operands[1], free + [bound])
    let body = RoutineStep.Body.reduction(
      store.reduction(e), over: try extent(store.range(bound), free), name: store.name(bound), condition: condition,
      try code(operands[2], free + [bound]))
    try addPart(e, free, body, name: RoutineCompiler.name(of: store.reduction(e)))
  }

  private static func name(of reduction: Reduction) -> String {
    switch reduction {
    case .sum: "sum"
    case .product: "prod"
    case .maximum: "max"
    case .minimum: "min"
    case .all: "all"
    case .any: "any"
    }
  }

  /// The matrix is an array of its own, and so is its inverse.
  private mutating func addInverse(_ e: Expression) throws(RoutineError) {
    let operands = Array(store.operands(of: e))
    let (row, column) = (store.index(operands[2]), store.index(operands[3]))
    let free = store.freeIndices(of: operands[4]).filter { $0 != row && $0 != column }
    let slots = free + [row, column]
    let matrix = try part(slots, .value(try code(operands[4], slots)), name: "matrix")
    let inverse = try part(free + [column, row], .inverse(of: matrix), name: "inverse")
    parts[e] = (inverse, free)
  }

  private mutating func addDeterminant(_ e: Expression) throws(RoutineError) {
    let operands = Array(store.operands(of: e))
    let (row, column) = (store.index(operands[0]), store.index(operands[1]))
    let free = store.freeIndices(of: operands[2]).filter { $0 != row && $0 != column }
    let slots = free + [row, column]
    let matrix = try part(slots, .value(try code(operands[2], slots)), name: "matrix")
    let isLogarithm = store.op(e) == .logDeterminant
    try addPart(e, free, .determinant(of: matrix, logarithm: isLogarithm), name: isLogarithm ? "logdet" : "det")
  }

  private mutating func addPart(_ e: Expression, _ free: [Index], _ body: RoutineStep.Body, name: String)
    throws(RoutineError)
  {
    let place = try part(free, body, name: name)
    parts[e] = (place, free)
    routine.origins[place] = e
  }

  private mutating func part(_ slots: [Index], _ body: RoutineStep.Body, name: String) throws(RoutineError) -> Int {
    let key = Part(body: body, extents: try extents(slots.map { store.range($0) }))
    if let place = known[key] { return place }
    let count = routine.arrays.count { $0.source == .part && $0.name.hasPrefix(name) }
    let place = try add(name + String(count + 1), .part, slots)
    known[key] = place
    routine.steps.append(RoutineStep(target: place, indices: slots.map { store.name($0) }, body: body))
    return place
  }

  // MARK: Code

  /// The formula in loops over these indices.
  private func code(_ root: Expression, _ indices: [Index]) throws(RoutineError) -> LoopCode {
    var code = LoopCode()
    var numbers: [Expression: Int] = [:]
    for e in below(root) {
      let operands: [Int]
      let operation: LoopCode.Operation
      if let part = parts[e] {
        operation = .load(part.array)
        var slots: [Int] = []
        for index in part.indices { slots.append(try code.append(index, indices, at: e)) }
        if store.op(e) == .inverse { slots += store.operands(of: e).prefix(2).map { numbers[$0] ?? 0 } }
        operands = slots
      } else {
        operation = try self.operation(e, indices)
        operands = store.operands(of: e).map { numbers[$0] ?? 0 }
      }
      numbers[e] = code.append(operation, operands)
    }
    return code
  }

  /// The nodes of a formula, children before parents; parts that are arrays are not entered.
  private func below(_ root: Expression) -> [Expression] {
    var seen: Set<Expression> = []
    var pending = [root]
    while let e = pending.popLast() {
      guard seen.insert(e).inserted else { continue }
      if parts[e] == nil {
        if !RoutineCompiler.binders.contains(store.op(e)) { pending += store.operands(of: e) }
      } else if store.op(e) == .inverse {
        pending += store.operands(of: e).prefix(2)
      }
    }
    return seen.sorted()
  }

  /// They are no code, whatever stands in them.
  private static let binders: Set<Operator> = [.apply, .derivative, .substitution, .limit, .expectation]

  private func operation(_ e: Expression, _ indices: [Index]) throws(RoutineError) -> LoopCode.Operation {
    switch store.op(e) {
    case .number: return .number(store.rational(e) ?? .zero)
    case .constant: return .constant(store.constant(e))
    case .size: return .size(store.dimension(e))
    case .index:
      guard let place = indices.firstIndex(of: store.index(e)) else {
        throw RoutineError(reason: "the index `\(store.name(store.index(e)))`, which is not bound", expression: e)
      }
      return .index(place)
    case .symbol: return .load(places[.symbol(store.symbol(e))] ?? 0)
    case .definition:
      let definition = store.definition(e)
      return .load(places[.given(definition)] ?? places[.definition(definition)] ?? 0)
    case .sum: return .sum
    case .product: return .product
    case .power:
      guard let exponent = store.rational(store.operand(1, of: e)) else { return .generalPower }
      return .power(exponent)
    case .function:
      let function = store.function(e)
      guard function.argumentCount == 1 else {
        throw RoutineError(reason: "the function `\(function.name)`", expression: e)
      }
      return .function(function)
    case .delta: return .comparison(.equal)
    case .cases: return .cases
    case .truth: return .truth(store.truth(e))
    case .comparison: return .comparison(store.comparison(e))
    case .and: return .and
    case .or: return .or
    case .not: return .not
    case .undefined: return .undefined
    case .reduction, .inverse, .determinant, .logDeterminant:
      throw RoutineError(reason: "a part without an array", expression: e)
    case .apply: throw RoutineError(reason: "a function of which nothing is known", expression: e)
    case .derivative, .substitution: throw RoutineError(reason: "a derivative that is not carried out", expression: e)
    case .limit: throw RoutineError(reason: "a limit", expression: e)
    case .expectation: throw RoutineError(reason: "an expectation", expression: e)
    }
  }
}

extension LoopCode {
  /// Adds a node, or finds the equal one.
  mutating func append(_ operation: Operation, _ operands: [Int]) -> Int {
    let node = Node(operation: operation, operands: operands, isInteger: isInteger(operation, operands))
    nodes.append(node)
    return nodes.count - 1
  }

  fileprivate mutating func append(_ index: Index, _ indices: [Index], at e: Expression) throws(RoutineError) -> Int {
    guard let place = indices.firstIndex(of: index) else {
      throw RoutineError(reason: "an index that is not bound", expression: e)
    }
    return append(.index(place), [])
  }

  private func isInteger(_ operation: Operation, _ operands: [Int]) -> Bool {
    switch operation {
    case .number(let value): value.isInteger
    case .size, .index: true
    case .sum, .product: operands.allSatisfy { nodes[$0].isInteger }
    case .power(let exponent): exponent.isInteger && exponent.signum >= 0 && nodes[operands[0]].isInteger
    default: false
    }
  }
}
