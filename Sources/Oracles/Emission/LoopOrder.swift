import Expressions

/// Which loop is inside of which: neighbours in memory are visited one after the other.
extension LoopProgram {
  /// Outermost first. A sum over rows goes outside of the columns, whose sums are an array then.
  mutating func order(of task: Task) -> [LoopVariable] {
    guard case .reduction(_, let variable, _, _) = task.body, !task.slots.isEmpty, isBox(variable) else {
      return task.loops
    }
    let target = task.slots.map { value(of: $0) }
    var accesses = terms.reachable(from: task.terms).compactMap { terms.load($0)?.indices }
    accesses.append(target)
    var best = (order: task.loops, jumps: jumps(task.loops, accesses))
    for place in task.slots.indices.reversed() {
      var order = task.slots
      order.insert(variable, at: place)
      let jumps = jumps(order, accesses)
      if jumps.lexicographicallyPrecedes(best.jumps) { best = (order, jumps) }
    }
    return best.order
  }

  /// For each loop, innermost first, how many accesses move by more than one entry when it takes a step.
  private func jumps(_ order: [LoopVariable], _ accesses: [[Term]]) -> [Int] {
    order.reversed().map { loop in
      accesses.count { indices in
        indices.dropLast().contains { terms.variables(of: $0).contains(loop) }
      }
    }
  }
}
