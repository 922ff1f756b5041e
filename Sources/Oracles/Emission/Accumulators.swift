import Evaluation

/// Sums that are finished at one entry before the next one begins are numbers, not entries of an array.
extension LoopProgram {
  /// Each reduction whose loop is the innermost one as a number that is then stored.
  func withAccumulators() -> LoopProgram {
    var program = self
    program.makeOutputsInPlace()
    var place = 0
    while place < program.tasks.count {
      defer { place += 1 }
      let task = program.tasks[place]
      guard case .reduction(_, let variable, _, _) = task.body, !task.slots.isEmpty else { continue }
      guard program.order(of: task).last == variable else { continue }
      program.arrays.append(
        Array(name: program.arrays[task.target].name, source: .part, extents: program.arrays[task.target].extents))
      let total = program.arrays.count - 1
      program.tasks[place].target = total
      let slots = task.slots.map { program.value(of: $0) }
      let load = program.terms.node(.load(total), slots)
      program.tasks.insert(Task(target: task.target, slots: task.slots, body: .value(load)), at: place + 1)
      place += 1
    }
    return program
  }

  /// An output that is a copy of a part is made where the part is.
  private mutating func makeOutputsInPlace() {
    for output in outputs where !arrays[output].extents.isEmpty {
      guard let copying = task(making: output), case .value(let value) = tasks[copying].body,
        let (array, indices) = terms.load(value), !arrays[array].source.isInput, let making = task(making: array),
        indices.map({ terms.variable($0) }) == tasks[copying].slots,
        arrays[array].extents == arrays[output].extents,
        !tasks.indices.contains(where: { $0 != copying && loadedArrays(tasks[$0]).contains(array) })
      else { continue }
      tasks[making].target = output
      tasks.remove(at: copying)
    }
  }
}
