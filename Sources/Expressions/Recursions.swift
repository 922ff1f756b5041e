import Numbers

/// How a definition refers to itself.
extension ExpressionStore {
  /// For each slot: some reference of the definition to itself has another index there than the line itself. The other
  /// slots are carried along unchanged. All false without recursion.
  public func recursionSlots(of definition: Definition) -> [Bool] {
    var steps = body(definition).slots.map { _ in false }
    forEachReference(of: definition) { pattern, slots in
      for (k, slot) in slots.enumerated() {
        if case .variable(let index) = pattern[k], op(slot) == .index, self.index(slot) == index { continue }
        steps[k] = true
      }
    }
    return steps
  }

  /// What the references of a definition to itself add to the index of a slot: −1 in `h[t] := a*h[t-1]`. Nil when one of
  /// them is not at a fixed distance.
  public func recursionSteps(of definition: Definition, slot k: Int) -> Set<Int>? {
    var steps: Set<Int>? = []
    forEachReference(of: definition) { pattern, slots in
      guard case .variable(let index) = pattern[k], let offset = offset(of: slots[k], from: index) else {
        steps = nil
        return
      }
      steps?.insert(offset)
    }
    return steps
  }

  /// The number that `t - 1` adds to t.
  public func offset(of e: Expression, from index: Index) -> Int? {
    if op(e) == .index { return self.index(e) == index ? 0 : nil }
    guard op(e) == .sum else { return nil }
    var (offset, isFound) = (0, false)
    for part in operands(of: e) {
      if let value = rational(part)?.asInt {
        offset += value
      } else if !isFound, op(part) == .index, self.index(part) == index {
        isFound = true
      } else {
        return nil
      }
    }
    return isFound ? offset : nil
  }

  private func forEachReference(
    of definition: Definition, _ visit: ([DefinitionBody.Pattern], [Expression]) -> Void
  ) {
    let body = body(definition)
    if !body.isRecursive { return }
    for clause in body.clauses {
      for e in reachable(from: [clause.body]) where op(e) == .definition && self.definition(e) == definition {
        visit(clause.pattern, Array(operands(of: e)))
      }
    }
  }
}
