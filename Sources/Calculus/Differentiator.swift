import Expressions
import Numbers

/// Why a derivative could not be carried out. Never treated as 0: a missing case that yields 0 proves false claims.
public enum Refusal: Error, Hashable, Sendable {
  /// There is no rule for the construct that the text names.
  case unsupported(String)
  case budget
}

/// Carries out derivatives and substitutions, symbolically, over symbolic sizes.
///
/// The derivative is taken in an arbitrary entry of the target; each node is visited once, so the work is linear in
/// the shared graph. Definitions are nodes: a derivative in a defined name meets them as leaves (the adjoint of that
/// node), any other one goes through their bodies.
public struct Differentiator {
  public var store: ExpressionStore
  /// Arguments whose zero is a kink that a derivative stepped over: it holds where they are not 0.
  public private(set) var kinks: [Expression] = []
  /// The kinks of what was differentiated or carried out so far, and of one step that is being made.
  var records = KinkRecords()

  /// Definitions that every derivative treats as constants; empty but for looking into a mistake.
  public var held: Set<Definition> = []

  var derivatives: [Key: Expression] = [:]
  private var carriedOut: [Expression: Expression] = [:]
  /// By function, the rows that were read.
  private var rows: [[ScalarFormula?]?] = Array(repeating: nil, count: ElementaryFunction.allCases.count)
  private var stepsLeft: Int
  /// Entries of recursions that are being looked through, one inside the other.
  private var depth = 0
  private static let deepestRecursion = 500
  private static let workOfStep = 30

  struct Key: Hashable {
    var body: Expression
    var target: Target
    var slots: [Expression]
  }

  public init(store: ExpressionStore, steps: Int = 4_000_000) {
    self.store = store
    stepsLeft = steps
  }

  mutating func spend(_ steps: Int = 1) throws(Refusal) {
    stepsLeft -= steps
    store.work.draw(steps * Differentiator.workOfStep)
    if stepsLeft < 0 || store.work.isSpent { throw .budget }
  }

  /// The same expression with every derivative and substitution in it carried out, those in bodies of definitions
  /// included.
  public mutating func carryOut(_ root: Expression) throws(Refusal) -> Expression {
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if carriedOut[e] != nil { continue }
      if !isReady {
        pending.append((e, true))
        if let body = unexpandedBody(e) { pending.append((body, false)) }
        for part in store.operands(of: e) where carriedOut[part] == nil { pending.append((part, false)) }
        continue
      }
      try spend()
      let parts = store.operands(of: e).map { carriedOut[$0] ?? $0 }
      carriedOut[e] = try carriedOutNode(e, parts)
      try recordKinks(ofCarriedOut: e, parts)
    }
    note(kinks(of: root))
    return carriedOut[root] ?? root
  }

  /// The kinks in an expression that was carried out.
  public func kinks(of e: Expression) -> [Expression] { records.carriedOut[e] ?? [] }

  /// Kinks of derivatives that somebody else carried out.
  public mutating func stepOver(_ kinks: [Expression]) { note(kinks) }

  private mutating func note(_ found: [Expression]) {
    for kink in found where !kinks.contains(kink) { kinks.append(kink) }
  }

  private mutating func carriedOutNode(_ e: Expression, _ parts: [Expression]) throws(Refusal) -> Expression {
    switch store.op(e) {
    case .derivative:
      if store.target(e).isLocal, holdsExpectation(store.operand(0, of: e)) {
        throw .unsupported("`local` of an expectation")
      }
      return try slope(of: parts[0], store.target(e), slots: Array(parts.dropFirst()))
    case .substitution:
      let bound = parts[1..<(parts.count - 1)].map { store.index($0) }
      return try substituting(store.symbol(e), bound, by: parts[0], in: parts[parts.count - 1])
    case .expectation: return try expectation(store.rebuilt(e, parts))
    case .definition:
      expandBody(store.definition(e))
      return store.rebuilt(e, parts)
    default: return store.rebuilt(e, parts)
    }
  }

  /// An expectation is carried out through defined names, which `local` would hold.
  private func holdsExpectation(_ e: Expression) -> Bool {
    store.reachable(from: [e], throughDefinitions: true).contains { store.op($0) == .expectation }
  }

  /// The body of a definition that must be carried out first. Recursive bodies hold no derivatives.
  private func unexpandedBody(_ e: Expression) -> Expression? {
    guard store.op(e) == .definition else { return nil }
    let body = store.body(store.definition(e))
    guard !body.isRecursive, let clause = body.clauses.first, body.clauses.count == 1 else { return nil }
    return carriedOut[clause.body] == nil ? clause.body : nil
  }

  private mutating func expandBody(_ definition: Definition) {
    var body = store.body(definition)
    guard body.clauses.count == 1, let image = carriedOut[body.clauses[0].body], image != body.clauses[0].body else {
      return
    }
    records.bodies[definition] = records.carriedOut[body.clauses[0].body]
    body.clauses[0].body = image
    carriedOut[image] = image
    store.redefine(definition, body)
  }

  // Derivatives

  /// ∂body/∂target[slots], for a body in which no derivative is left.
  public mutating func derivative(of body: Expression, _ target: Target, slots: [Expression]) throws(Refusal)
    -> Expression
  {
    let slope = try slope(of: body, target, slots: slots)
    note(try kinks(of: body, target, slots))
    return slope
  }

  /// The derivative of the formula of an entry.
  ///
  /// - Parameter excluded: for a slot, the literals below which its value cannot be.
  mutating func slope(
    throughFormulaOf e: Expression, excluding excluded: [Int: Rational] = [:], _ target: Target, _ slots: [Expression]
  ) throws(Refusal) -> Expression {
    if depth == Differentiator.deepestRecursion { throw .budget }
    depth += 1
    defer { depth -= 1 }
    return try slope(of: try unfolded(e, excluding: excluded), target, slots: slots)
  }

  /// What is differentiated when it is asked for: of a local edge the formula of the name.
  mutating func differentiated(body: Expression, _ target: Target) throws(Refusal) -> Expression {
    target.isLocal && store.op(body) == .definition ? try unfolded(body) : body
  }

  mutating func slope(of body: Expression, _ target: Target, slots: [Expression]) throws(Refusal) -> Expression {
    let body = try differentiated(body: body, target)
    let goal = Key(body: body, target: target, slots: slots)
    var pending: [(Expression, Bool)] = [(body, false)]
    while let (e, isReady) = pending.popLast() {
      let key = Key(body: e, target: target, slots: slots)
      if derivatives[key] != nil { continue }
      if !isReady {
        pending.append((e, true))
        for part in differentiated(e, target) { pending.append((part, false)) }
        continue
      }
      try spend()
      let outer = records.step
      records.step = []
      let derivative = try derivativeOfNode(e, target, slots)
      // A sum of sums is one long sum: those of a recursion double at every step.
      try spend(store.operandCount(of: derivative))
      derivatives[key] = derivative
      recordKinks(of: key)
      records.step = outer
    }
    // A rule that differentiates a formula in passing steps over its kinks.
    for kink in records.derivatives[goal] ?? [] { noteKink(kink) }
    return derivatives[goal] ?? store.integer(0)
  }

  /// The parts whose derivatives a node's derivative is made of.
  func differentiated(_ e: Expression, _ target: Target) -> [Expression] {
    switch store.op(e) {
    case .sum, .product, .power, .function: return Array(store.operands(of: e))
    case .reduction: return [store.operand(2, of: e)] + jumpingSides(of: [store.operand(1, of: e)], target)
    case .cases: return caseValues(e) + jumpingSides(of: caseConditions(e), target)
    case .inverse: return [store.operand(4, of: e)]
    case .determinant, .logDeterminant: return [store.operand(2, of: e)]
    case .apply: return store.applicationParts(e).arguments.map { $0.body }
    case .definition:
      if target.isLocal || target.subject == .definition(store.definition(e)) || isHeld(e) { return [] }
      let body = store.body(store.definition(e))
      return body.isRecursive || body.clauses.count != 1 ? [] : [body.clauses[0].body]
    default: return []
    }
  }

  func isHeld(_ e: Expression) -> Bool { held.contains(store.definition(e)) }

  func caseValues(_ e: Expression) -> [Expression] {
    let parts = Array(store.operands(of: e))
    return parts.indices.filter { $0 % 2 == 1 || $0 == parts.count - 1 }.map { parts[$0] }
  }

  private func caseConditions(_ e: Expression) -> [Expression] {
    let parts = Array(store.operands(of: e))
    return parts.indices.filter { $0 % 2 == 0 && $0 != parts.count - 1 }.map { parts[$0] }
  }

  func known(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression? {
    derivatives[Key(body: e, target: target, slots: slots)]
  }

  /// The derivative of a function in one of its arguments, by its row, which is read once.
  mutating func outerDerivative(
    _ function: ElementaryFunction, at arguments: [Expression], in place: Int = 0
  ) throws(Refusal) -> Expression {
    let number = Int(function.rawValue)
    if rows[number] == nil {
      rows[number] = DerivativeTable.rows(function).map { row in row.flatMap { ScalarFormula($0) } }
    }
    guard let known = rows[number], place < known.count, let row = known[place],
      let image = row.value(at: arguments, in: &store)
    else {
      let which = arguments.count > 1 ? " in its \(place == 0 ? "first" : "later") argument" : ""
      throw .unsupported("the derivative of \(function.name)\(which)")
    }
    if function.properties.hasKink { noteKink(kink(of: function, at: arguments[0])) }
    return image
  }

  /// What is 0 just where the function has no derivative: u, and sin(π·u) of a floor, which jumps at every whole number.
  private mutating func kink(of function: ElementaryFunction, at u: Expression) -> Expression {
    guard function == .floor else { return u }
    return store.function(.sin, [simplified(product: [store.constant(.pi), u])])
  }

  mutating func noteKink(_ u: Expression) { if !records.step.contains(u) { records.step.append(u) } }

  /// A definition's formula at its slots.
  ///
  /// - Parameter excluded: for a slot, the literals below which its value cannot be.
  mutating func unfolded(_ e: Expression, excluding excluded: [Int: Rational] = [:]) throws(Refusal) -> Expression {
    try spend()
    // The 300 - 1 and the 301 - 2 of a recursion are one entry.
    let slots = store.operands(of: e).map { slot in literalValue(slot).map { store.number($0) } ?? slot }
    var least: [Expression: Rational] = [:]
    for (k, value) in excluded where k < slots.count { least[slots[k]] = value }
    let choice = store.body(store.definition(e)).choice(at: slots) { slot, number in
      if let least = least[slot], Rational(number) < least { return false }
      return literalValue(slot).map { $0 == Rational(number) }
    }
    switch choice {
    case .clause(let clause): return store.substituting(clause.replacement(at: slots[...]), in: clause.body)
    case .open: throw .unsupported("the derivative of a recursion at a symbolic index")
    case .uncovered: throw .unsupported("an entry that no line of the definition covers")
    }
  }

  /// The number that an index term is: `3`, `3 - 1`.
  func literalValue(_ e: Expression) -> Rational? {
    if let value = store.rational(e) { return value }
    guard store.op(e) == .sum else { return nil }
    var total = Rational.zero
    for part in store.operands(of: e) {
      guard let value = store.rational(part) else { return nil }
      total += value
    }
    return total
  }
}
