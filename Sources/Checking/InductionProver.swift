import Algebra
import Calculus
import Elaboration
import Expressions
import Notation
import Numbers

/// Induction on an index t of a relation Q(t) with a..b as its range: Q(a), and Q(s) ⇒ Q(s+1) for s in a..b−1; for a
/// recursion that looks k steps back, Q(a), …, Q(a+k−1), and Q(s), …, Q(s+k−1) ⇒ Q(s+k). A recursion that runs down from
/// its last index is treated from b downwards. Recursions are unfolded once, at the index that the step reaches.
///
/// Q(t) is claimed where both of its sides have values. The step uses Q(s), so these must have values wherever those of
/// Q(s+1) have: log v[t] = c[t] may hold at t = 0 since log v[0] has no value.
extension Prover {
  /// Two indices are tried, and recursions of at most three steps back.
  private static let (mostIndices, mostSteps) = (2, 3)

  mutating func induction(
    _ left: Expression, _ relation: Link.Relation, _ right: Expression, isNested: Bool = false
  ) -> ProofAttempt {
    let (left, right) = narrowed(left, right)
    guard let a = try? carriedOut(left), let b = try? carriedOut(right) else { return .open(reason: nil) }
    for candidate in inductions(on: [a, b]).prefix(Prover.mostIndices) {
      if let proof = proof(by: candidate, a, relation, b, isNested: isNested) { return .proved(proof) }
    }
    if let general = generalised([a, b]) {
      for candidate in inductions(on: general).prefix(Prover.mostIndices) {
        let proof = proof(by: candidate, general[0], relation, general[1], isNested: isNested)
        if let proof { return .proved(proof) }
      }
    }
    return .open(reason: nil)
  }

  /// An index and the way a recursion runs in it.
  struct Induction {
    var index: Index
    /// Steps back that are assumed.
    var depth: Int
    var isUpward: Bool
  }

  /// Indices of the sides that some recursion steps in, or where a sum ends.
  private func inductions(on sides: [Expression]) -> [Induction] {
    var found: [Induction] = []
    let nodes = store.reachable(from: sides, throughDefinitions: true)
    var steps: Set<Int> = []
    for e in nodes where store.op(e) == .definition && store.body(store.definition(e)).isRecursive {
      let definition = store.definition(e)
      for (k, isStep) in store.recursionSlots(of: definition).enumerated() where isStep {
        guard let own = store.recursionSteps(of: definition, slot: k) else { continue }
        steps.formUnion(own)
      }
    }
    if steps.isEmpty {
      guard nodes.contains(where: { isSumToAnIndex($0) }) else { return [] }
      steps = [-1]
    }
    let isUpward = steps.allSatisfy { $0 < 0 }
    let depth = steps.map { abs($0) }.max() ?? 1
    guard isUpward || steps.allSatisfy({ $0 > 0 }), depth <= Prover.mostSteps else { return [] }
    for index in Set(sides.flatMap { store.freeIndices(of: $0) }).sorted(by: { $0.number < $1.number }) {
      let bounds = store.bounds(store.range(index))
      guard !isUpward || store.rational(bounds.lower)?.asInt != nil, standsInStep(index, nodes) else { continue }
      if premises.contains(where: { store.isFree(index, in: $0) }) { continue }
      found.append(Induction(index: index, depth: depth, isUpward: isUpward))
    }
    return found
  }

  private func isSumToAnIndex(_ e: Expression) -> Bool {
    guard store.op(e) == .reduction else { return false }
    return store.hasFreeIndices(store.operand(1, of: e))
  }

  private func standsInStep(_ index: Index, _ nodes: [Expression]) -> Bool {
    nodes.contains { e in
      guard store.isFree(index, in: e) else { return false }
      if isSumToAnIndex(e) { return store.isFree(index, in: store.operand(1, of: e)) }
      return store.op(e) == .definition
    }
  }

  private func proof(
    by induction: Induction, _ left: Expression, _ relation: Link.Relation, _ right: Expression, isNested: Bool
  ) -> Proof? {
    let bounds = store.bounds(store.range(induction.index))
    var whole = Proof(conditions: [], steps: 0, method: "induction on \(store.name(induction.index))")
    func add(_ part: Proof) {
      whole.steps += part.steps
      whole.conditions = Array(Set(whole.conditions + part.conditions)).sorted()
    }
    for k in 0..<induction.depth {
      var base = self
      let end = induction.isUpward ? bounds.lower : bounds.upper
      let place = base.place(end, induction.isUpward ? k : -k)
      let sides = [left, right].map { base.differentiator.store.substituting([induction.index: place], in: $0) }
      guard let proof = base.relation(sides[0], relation, sides[1]).proof else { return nil }
      add(proof)
    }
    var step = self
    let isTotal = isDefined([left, right]) || !isNested && isDefinedByInduction([left, right])
    guard let proof = step.step(of: induction, left, relation, right, isTotal: isTotal).proof else { return nil }
    add(proof)
    return whole
  }

  /// What the terms need is itself shown by induction: v[t] > 0 for log v[t].
  private func isDefinedByInduction(_ terms: [Expression]) -> Bool {
    guard let needs = needs(of: terms) else { return false }
    return needs.allSatisfy { need in
      if isCertain([need]) { return true }
      var inner = withoutDomains()
      let zero = inner.differentiator.store.integer(0)
      let proof = inner.induction(need.argument, need.relation, zero, isNested: true).proof
      return proof.map { $0.conditions.isEmpty } ?? false
    }
  }

  /// The terms have values wherever the others have: each part is one of theirs that are always evaluated, or what it needs
  /// follows from what those need.
  private func areDefined(_ terms: [Expression], where others: [Expression], like outer: Prover) -> Bool {
    // Not by the hypothesis, which says something of these terms only if they have values.
    var inner = outer.withoutDomains()
    inner.differentiator = differentiator
    var evaluated = Set<Expression>()
    var stack = others
    while let e = stack.popLast() {
      guard evaluated.insert(e).inserted else { continue }
      if [.sum, .product, .power, .function].contains(inner.store.op(e)) { stack += inner.store.operands(of: e) }
      guard inner.store.op(e) == .power else { continue }
      let (base, exponent) = (inner.store.operand(0, of: e), inner.store.operand(1, of: e))
      guard inner.store.rational(exponent).map({ $0.signum < 0 }) ?? false else { continue }
      let zero = inner.differentiator.store.integer(0)
      inner.assume(inner.differentiator.store.comparison(.notEqual, base, zero), fixing: [])
      // 1/(u·v) has a value only where 1/u has.
      guard inner.store.op(base) == .product else { continue }
      stack += inner.store.operands(of: base).map { inner.differentiator.store.power($0, exponent) }
    }
    let zero = inner.differentiator.store.integer(0)
    for condition in Definedness(of: others, in: inner.store).conditions {
      let relation: Comparison = condition.isStrict ? .less : .lessOrEqual
      inner.assume(inner.differentiator.store.comparison(relation, zero, condition.argument), fixing: [])
      // A root is positive only where its radicand is.
      let root = condition.argument
      guard condition.isStrict, inner.store.op(root) == .power,
        inner.store.rational(inner.store.operand(1, of: root)) == Rational(1, 2)
      else { continue }
      let radicand = inner.store.operand(0, of: root)
      inner.assume(inner.differentiator.store.comparison(.less, zero, radicand), fixing: [])
    }
    stack = terms
    while let e = stack.popLast() {
      if evaluated.contains(e) { continue }
      switch inner.store.op(e) {
      case .sum, .product: stack += inner.store.operands(of: e)
      case .reduction where inner.store.reduction(e) == .sum && inner.store.isTrue(inner.store.operand(1, of: e)):
        stack.append(inner.store.operand(2, of: e))
      case .power, .function:
        guard let own = inner.ownNeed(of: e), inner.isCertain(own) else { return false }
        stack += inner.store.operands(of: e)
      default: if !inner.isDefined([e]) { return false }
      }
    }
    return true
  }

  /// The expression with s for s + 1 − 1.
  private mutating func withPlaces(_ e: Expression, from s: Index) -> Expression {
    var replacement: [Expression: Expression] = [:]
    let value = differentiator.store.value(of: s)
    for node in store.reachable(from: [e]) where store.op(node) == .sum {
      if let offset = store.offset(of: node, from: s) { replacement[node] = place(value, offset) }
    }
    return replacement.isEmpty ? e : differentiator.store.replacing(replacement, in: e)
  }

  /// The number or the end that an index takes.
  private mutating func place(_ base: Expression, _ offset: Int) -> Expression {
    if offset == 0 { return base }
    if let value = store.rational(base)?.asInt { return differentiator.store.integer(value + offset) }
    let shift = differentiator.store.integer(offset)
    return differentiator.store.sum([base, shift])
  }

  /// Q(s), …, Q(s+k−1) ⇒ Q(s+k)
  ///
  /// - Parameter isTotal: the sides of Q have values everywhere.
  private mutating func step(
    of induction: Induction, _ left: Expression, _ relation: Link.Relation, _ right: Expression, isTotal: Bool
  ) -> ProofAttempt {
    let bounds = store.bounds(store.range(induction.index))
    let depth = induction.depth
    let lower = induction.isUpward ? bounds.lower : place(bounds.lower, depth)
    let upper = induction.isUpward ? place(bounds.upper, -depth) : bounds.upper
    let range = differentiator.store.range(lower, upper)
    let s = differentiator.store.freshIndex(store.name(induction.index), range)
    let (value, sign) = (differentiator.store.value(of: s), induction.isUpward ? 1 : -1)
    let others = Set([left, right].flatMap { store.freeIndices(of: $0) }).subtracting([induction.index])
      .sorted { $0.number < $1.number }
    let outer = self
    var assumed: [Expression] = []
    for k in 0..<depth {
      let earlier = place(value, sign * k)
      var replacement = [induction.index: earlier]
      // What holds for every value of the other indices is assumed for every one.
      for other in others where isTotal {
        if premises.contains(where: { store.isFree(other, in: $0) }) { continue }
        let fresh = differentiator.store.freshIndex(store.name(other), store.range(other))
        replacement[other] = differentiator.store.value(of: fresh)
      }
      let sides = [left, right].map { differentiator.store.substituting(replacement, in: $0) }
      guard let hypothesis = differentiator.store.comparison(sides[0], relation, sides[1]) else {
        return .open(reason: nil)
      }
      assumed += sides
      assume(hypothesis, fixing: isTotal ? [s] : [s] + others)
    }
    let next = place(value, sign * depth)
    var sides: [Expression] = []
    for side in [left, right] {
      let moved = differentiator.store.substituting([induction.index: next], in: side)
      guard let unfolded = unfolded(moved, at: s, induction) else { return .open(reason: nil) }
      sides.append(unfolded)
    }
    if !isTotal {
      let all = (assumed + sides).map { withPlaces($0, from: s) }
      if !areDefined(Array(all.prefix(assumed.count)), where: Array(all.dropFirst(assumed.count)), like: outer) {
        return .open(reason: nil)
      }
    }
    return self.relation(sides[0], relation, sides[1])
  }

  /// Definitions at the index that the step reaches, by their formula; nil when it is open which of their lines applies.
  private mutating func unfolded(_ e: Expression, at s: Index, _ induction: Induction) -> Expression? {
    var e = e
    // Each round takes the recursions one step nearer to s.
    for _ in 0...(2 * Prover.mostSteps) {
      var replacement: [Expression: Expression] = [:]
      for node in store.reachable(from: [e]) where store.op(node) == .definition && isReached(node, s, induction) {
        guard let image = formula(of: node, s) else { return nil }
        replacement[node] = image
      }
      if replacement.isEmpty { return e }
      e = differentiator.store.replacing(replacement, in: e)
    }
    return nil
  }

  /// Some slot of the entry is beyond what is assumed.
  private func isReached(_ e: Expression, _ s: Index, _ induction: Induction) -> Bool {
    store.operands(of: e).contains { slot in
      guard let offset = store.offset(of: slot, from: s) else { return false }
      return induction.isUpward ? offset >= induction.depth : -offset >= induction.depth
    }
  }

  /// The line that applies at these slots, of which one is s plus a number.
  private mutating func formula(of e: Expression, _ s: Index) -> Expression? {
    let lowest = store.rational(store.bounds(store.range(s)).lower)?.asInt
    let choice = store.body(store.definition(e)).choice(at: Array(store.operands(of: e))) { slot, number in
      if let value = store.rational(slot)?.asInt { return value == number }
      if let offset = store.offset(of: slot, from: s), let lowest, number < lowest + offset { return false }
      return nil
    }
    guard case .clause(let clause) = choice else { return nil }
    return differentiator.store.formula(of: e, by: clause)
  }
}
