import Expressions
import Numbers

/// The rules of differentiation, one a construct. `d` is the derivative of a part in the same entry of the target.
extension Differentiator {
  mutating func derivativeOfNode(_ e: Expression, _ target: Target, _ slots: [Expression]) throws(Refusal)
    -> Expression
  {
    switch store.op(e) {
    case .number, .constant, .size, .index, .delta, .truth, .comparison, .and, .or, .not, .undefined:
      return store.integer(0)
    case .symbol: return symbolRule(e, target, slots)
    case .definition: return try definitionRule(e, target, slots)
    case .sum:
      let terms = store.operands(of: e).map { d($0, target, slots) }
      return simplified(sum: terms)
    case .product: return productRule(e, target, slots)
    case .power: return powerRule(e, target, slots)
    case .function: return try chainRule(e, target, slots)
    case .reduction: return try reductionRule(e, target, slots)
    case .cases: return casesRule(e, target, slots)
    case .inverse: return inverseRule(e, target, slots)
    case .determinant, .logDeterminant: return determinantRule(e, target, slots)
    case .apply: return applicationRule(e, target, slots)
    case .limit: throw .unsupported("the derivative of a limit")
    case .derivative, .substitution: throw .unsupported("a derivative inside a derivative that was not carried out")
    case .expectation: throw .unsupported("the derivative of an expectation that the declared moments do not determine")
    }
  }

  private mutating func d(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    known(e, target, slots) ?? store.integer(0)
  }

  /// ∂x[i, …]/∂x[k, …] = δ(i, k)·…
  mutating func entryRule(_ e: Expression, _ slots: [Expression]) -> Expression {
    var deltas: [Expression] = []
    for (own, slot) in zip(Array(store.operands(of: e)), slots) where own != slot {
      // The 2 − 1 of a recursion is 1.
      guard let distance = distance(from: slot, to: own) else {
        deltas.append(store.delta(own, slot))
        continue
      }
      if distance != 0 { return store.integer(0) }
    }
    return simplified(product: deltas)
  }

  private mutating func symbolRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    target.subject == .symbol(store.symbol(e)) ? entryRule(e, slots) : store.integer(0)
  }

  /// A defined name is cut where it is the target, held where the derivative is local, and looked through elsewhere.
  private mutating func definitionRule(_ e: Expression, _ target: Target, _ slots: [Expression]) throws(Refusal)
    -> Expression
  {
    if target.subject == .definition(store.definition(e)) { return try ownEntryRule(e, target, slots) }
    if target.isLocal || isHeld(e) { return store.integer(0) }
    let body = store.body(store.definition(e))
    guard !body.isRecursive, body.clauses.count == 1 else {
      return try slope(throughFormulaOf: e, target, slots)
    }
    var replacement: [Index: Expression] = [:]
    for (pattern, slot) in zip(body.clauses[0].pattern, Array(store.operands(of: e))) {
      if case .variable(let index) = pattern { replacement[index] = slot }
    }
    // The slots of the target may use the same index variables as the body's pattern: take fresh ones for the body.
    if slots.contains(where: { slot in store.freeIndices(of: slot).contains { replacement[$0] != nil } }) {
      return try slope(throughFormulaOf: e, target, slots)
    }
    let inner = d(body.clauses[0].body, target, slots)
    return store.substituting(replacement, in: inner)
  }

  /// d(a·b·c) = da·b·c + a·db·c + a·b·dc
  private mutating func productRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    let factors = Array(store.operands(of: e))
    var terms: [Expression] = []
    for (k, factor) in factors.enumerated() {
      let slope = d(factor, target, slots)
      if isZero(slope) { continue }
      var parts = factors
      parts[k] = slope
      terms.append(simplified(product: parts))
    }
    return simplified(sum: terms)
  }

  /// d(b^n) = n·b^(n−1)·db; with a variable exponent b^e·(de·log b + e·db/b).
  private mutating func powerRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    let (base, exponent) = (store.operand(0, of: e), store.operand(1, of: e))
    let (db, de) = (d(base, target, slots), d(exponent, target, slots))
    var terms: [Expression] = []
    if !isZero(db) {
      let less =
        store.rational(exponent).map { store.number($0 - .one) } ?? store.difference(exponent, store.integer(1))
      terms.append(simplified(product: [exponent, simplified(power: base, less), db]))
    }
    if !isZero(de) {
      let log = store.function(.log, [base])
      terms.append(simplified(product: [e, log, de]))
    }
    return simplified(sum: terms)
  }

  /// d f(u, v, …) = ∂f/∂u·du + ∂f/∂v·dv + …
  private mutating func chainRule(_ e: Expression, _ target: Target, _ slots: [Expression]) throws(Refusal)
    -> Expression
  {
    let function = store.function(e)
    let arguments = Array(store.operands(of: e))
    if function == .maximum || function == .minimum { return extremumRule(e, target, slots) }
    var terms: [Expression] = []
    for (place, argument) in arguments.enumerated() {
      let slope = d(argument, target, slots)
      if isZero(slope) { continue }
      if function == .log, let slope = try logarithmicDerivative(of: argument, target, slots) { return slope }
      let outer = try outerDerivative(function, at: arguments, in: place)
      terms.append(simplified(product: [outer, slope]))
    }
    return simplified(sum: terms)
  }

  /// d log Π_i u_i = Σ_i du_i/u_i: where the logarithm of a product over an index is defined, no factor is 0. Nil of what
  /// is no such product.
  private mutating func logarithmicDerivative(
    of e: Expression, _ target: Target, _ slots: [Expression]
  ) throws(Refusal) -> Expression? {
    var product = e
    if store.op(e) == .definition {
      if target.isLocal || target.subject == .definition(store.definition(e)) || isHeld(e) { return nil }
      guard let formula = try? unfolded(e) else { return nil }
      product = formula
    }
    guard store.op(product) == .reduction, store.reduction(product) == .product else { return nil }
    let (condition, body) = (store.operand(1, of: product), store.operand(2, of: product))
    let slope = try derivative(of: body, target, slots: slots)
    let ratio = simplified(product: [slope, store.reciprocal(body)])
    return store.reduction(.sum, over: store.index(store.operand(0, of: product)), where: condition, ratio)
  }

  /// The derivative of the largest (smallest) argument; the arguments must differ.
  private mutating func extremumRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    let arguments = Array(store.operands(of: e))
    let slopes = arguments.map { d($0, target, slots) }
    if slopes.allSatisfy({ isZero($0) }) { return store.integer(0) }
    var arms: [(condition: Expression, value: Expression)] = []
    for k in arguments.indices.dropLast() {
      var conditions: [Expression] = []
      for j in arguments.indices where j != k {
        noteKink(store.difference(arguments[k], arguments[j]))
        let (low, high) = store.function(e) == .maximum ? (arguments[j], arguments[k]) : (arguments[k], arguments[j])
        conditions.append(store.comparison(.lessOrEqual, low, high))
      }
      arms.append((store.and(conditions), slopes[k]))
    }
    return store.cases(arms, otherwise: slopes[arguments.count - 1])
  }

  private mutating func reductionRule(_ e: Expression, _ target: Target, _ slots: [Expression]) throws(Refusal)
    -> Expression
  {
    let (bound, condition, body) = (store.operand(0, of: e), store.operand(1, of: e), store.operand(2, of: e))
    let index = store.index(bound)
    let slope = d(body, target, slots)
    noteKinks(of: condition, target)
    if isZero(slope) { return slope }
    switch store.reduction(e) {
    case .sum: return store.reduction(.sum, over: index, where: condition, slope)
    case .product:
      // d Π_i e_i = Σ_k de_k·Π_{i≠k} e_i
      let k = store.freshIndex(store.name(index), store.range(index))
      let other = store.value(of: k)
      let differs = store.comparison(.notEqual, bound, other)
      let rest = store.reduction(.product, over: index, where: store.and([condition, differs]), body)
      let own = store.substituting([index: other], in: slope)
      let ownCondition = store.substituting([index: other], in: condition)
      return store.reduction(.sum, over: k, where: ownCondition, simplified(product: [own, rest]))
    case .maximum, .minimum: throw .unsupported("the derivative of a maximum over an index")
    case .all, .any: return store.integer(0)
    }
  }

  private mutating func casesRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    let parts = Array(store.operands(of: e))
    let slopes = caseValues(e).map { d($0, target, slots) }
    // Arms that do not vary leave a jump where they change.
    for k in 0..<(parts.count / 2) { noteKinks(of: parts[2 * k], target) }
    if slopes.allSatisfy({ isZero($0) }) { return store.integer(0) }
    var arms: [(condition: Expression, value: Expression)] = []
    for k in 0..<(parts.count / 2) { arms.append((parts[2 * k], slopes[k])) }
    let last = parts[parts.count - 1]
    return store.cases(arms, otherwise: store.op(last) == .undefined ? nil : slopes[slopes.count - 1])
  }

  /// The boundary of a region of cases is a kink where the region varies with the target.
  private mutating func noteKinks(of condition: Expression, _ target: Target) {
    for e in comparisons(in: condition, varyingWith: target) {
      noteKink(store.difference(store.operand(0, of: e), store.operand(1, of: e)))
    }
  }

  /// d M⁻¹ = −M⁻¹·dM·M⁻¹
  private mutating func inverseRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    let parts = Array(store.operands(of: e))
    let slope = d(parts[4], target, slots)
    if isZero(slope) { return slope }
    let (row, column) = (store.index(parts[2]), store.index(parts[3]))
    let p = store.freshIndex("p", store.range(row))
    let q = store.freshIndex("q", store.range(column))
    let (atP, atQ) = (store.value(of: p), store.value(of: q))
    let left = store.inverse(parts[0], atP, row: row, column: column, parts[4])
    let right = store.inverse(atQ, parts[1], row: row, column: column, parts[4])
    let middle = store.substituting([row: atP, column: atQ], in: slope)
    let product = simplified(product: [store.integer(-1), left, middle, right])
    return store.sum(over: [p, q], product)
  }

  /// d log det M = tr(M⁻¹·dM); d det M = det M·tr(M⁻¹·dM)
  private mutating func determinantRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    let parts = Array(store.operands(of: e))
    let slope = d(parts[2], target, slots)
    if isZero(slope) { return slope }
    let (row, column) = (store.index(parts[0]), store.index(parts[1]))
    let p = store.freshIndex("p", store.range(row))
    let q = store.freshIndex("q", store.range(column))
    let (atP, atQ) = (store.value(of: p), store.value(of: q))
    let inverse = store.inverse(atQ, atP, row: row, column: column, parts[2])
    let inner = store.substituting([row: atP, column: atQ], in: slope)
    let trace = store.sum(over: [p, q], simplified(product: [inverse, inner]))
    return store.op(e) == .determinant ? simplified(product: [e, trace]) : trace
  }

  /// d f(u) = Σ_q (∂f/∂u_q)(u)·du_q, for each argument of an unknown function.
  private mutating func applicationRule(_ e: Expression, _ target: Target, _ slots: [Expression]) -> Expression {
    let application = store.application(e)
    let parts = store.applicationParts(e)
    var terms: [Expression] = []
    for (a, argument) in parts.arguments.enumerated() {
      let slope = d(argument.body, target, slots)
      if isZero(slope) { continue }
      var raised = application
      raised.orders[a] += 1
      let joints = argument.indices.map { store.freshIndex(store.name($0), store.range($0)) }
      let places = joints.map { store.value(of: $0) }
      var groups = parts.derivativeSlots
      groups[a].append(places)
      let outer = store.apply(
        raised, output: parts.output, derivativeSlots: groups.flatMap { $0 }.flatMap { $0 }, arguments: parts.arguments)
      let inner = store.substituting(
        [Index: Expression](uniqueKeysWithValues: zip(argument.indices, places)), in: slope)
      terms.append(store.sum(over: joints, simplified(product: [outer, inner])))
    }
    return simplified(sum: terms)
  }
}
