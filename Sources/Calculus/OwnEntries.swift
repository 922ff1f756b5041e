import Expressions
import Numbers

/// Derivatives of the entries of a name in other entries of the same name.
extension Differentiator {
  /// ∂h[s]/∂h[t]. Entries of one line are independent, but in a recursion h[2] is made of h[1]: there the entry is looked
  /// through until its index is that of the target. Those with the same index, where every reference goes back, do not
  /// depend on each other. A derivative by the edge holds all other entries.
  mutating func ownEntryRule(_ e: Expression, _ target: Target, _ slots: [Expression]) throws(Refusal) -> Expression {
    let definition = store.definition(e)
    let own = Array(store.operands(of: e))
    if target.isLocal || own == slots || !store.body(definition).isRecursive { return entryRule(e, slots) }
    var isOrdered = false
    for k in own.indices {
      guard let steps = store.recursionSteps(of: definition, slot: k), let first = steps.first, first != 0,
        steps.allSatisfy({ ($0 < 0) == (first < 0) })
      else { continue }
      if own[k] == slots[k] { return entryRule(e, slots) }
      isOrdered = true
      guard let distance = distance(from: slots[k], to: own[k]) else { continue }
      if distance == 0 { return entryRule(e, slots) }
      // An earlier entry is not made of a later one.
      if (distance < 0) == (first < 0) { return store.integer(0) }
      if literalValue(own[k]) != nil { return try slope(throughFormulaOf: e, target, slots) }
      guard first < 0 else { continue }
      if distance > Differentiator.mostSteps { break }
      guard let least = store.rational(store.bounds(store.body(definition).slots[k]).lower) else { continue }
      let excluded = [k: least + Rational(distance)]
      return try slope(throughFormulaOf: e, excluding: excluded, target, slots)
    }
    let steps = store.recursionSlots(of: definition)
    guard !isOrdered, zip(own, steps).allSatisfy({ !$1 || literalValue($0) != nil }) else {
      throw .unsupported("the derivative of a recursion at a symbolic index")
    }
    return try slope(throughFormulaOf: e, target, slots)
  }

  /// Further steps of a recursion at a symbolic index are not written out.
  private static let mostSteps = 8

  /// What has to be added to the first index term to get the second: 1 from t − 1 to t.
  func distance(from a: Expression, to b: Expression) -> Int? {
    if a == b { return 0 }
    if store.op(a) == .index && store.op(b) == .index { return nil }
    if let x = literalValue(a), let y = literalValue(b) { return (y - x).asInt }
    for e in store.reachable(from: [a, b]) where store.op(e) == .index {
      let index = store.index(e)
      if let x = store.offset(of: a, from: index), let y = store.offset(of: b, from: index) { return y - x }
    }
    return nil
  }

  /// The comparisons in a condition that may change their truth as the target varies.
  func comparisons(in condition: Expression, varyingWith target: Target) -> [Expression] {
    if store.op(condition) == .truth { return [] }
    return store.reachable(from: [condition]).filter { store.op($0) == .comparison && varies($0, with: target) }
  }

  /// Sides of such comparisons that jump: where they do, the cases may change, though the sides are not equal there.
  func jumpingSides(of conditions: [Expression], _ target: Target) -> [Expression] {
    conditions.flatMap { comparisons(in: $0, varyingWith: target) }.flatMap { Array(store.operands(of: $0)) }
      .filter { side in
        store.reachable(from: [side], throughDefinitions: true).contains { e in
          switch store.op(e) {
          case .cases: true
          case .function: [.floor, .sign, .step].contains(store.function(e))
          default: false
          }
        }
      }
  }

  /// The target occurs in the expression, or in a definition that the derivative goes through.
  private func varies(_ e: Expression, with target: Target) -> Bool {
    var seen = ExpressionSet()
    var stack = [e]
    while let next = stack.popLast() {
      guard seen.insert(next) else { continue }
      switch store.op(next) {
      case .symbol: if target.subject == .symbol(store.symbol(next)) { return true }
      case .definition:
        if target.subject == .definition(store.definition(next)) { return true }
        if !target.isLocal && !isHeld(next) { stack += store.body(store.definition(next)).clauses.map { $0.body } }
      default: break
      }
      stack += store.operands(of: next)
    }
    return false
  }
}
