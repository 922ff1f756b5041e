import Evaluation
import Expressions
import Numbers

/// A routine as tasks over one table of terms: what the passes of emission rewrite.
///
/// Invariant: a task loads only inputs and targets of tasks before it.
struct LoopProgram: Sendable {
  struct Array: Sendable {
    var name: String
    var source: RoutineArray.Source
    /// First and last value of each index; they may mention sizes and, of dependent ranges, nothing else.
    var extents: [Bounds]
  }

  struct Bounds: Hashable, Sendable {
    var lower: Term
    var upper: Term
  }

  /// One array made from others, in loops over its slots.
  struct Task: Sendable {
    enum Body: Sendable {
      case value(Term)
      /// Over one more loop; `where` restricts it.
      case reduction(Reduction, over: LoopVariable, where: Term?, Term)
      /// Of the matrices in the two last slots of an array, at the slots of the task.
      case inverse(of: Int)
      case determinant(of: Int, logarithm: Bool)
    }

    var target: Int
    var slots: [LoopVariable]
    var body: Body

    var terms: [Term] {
      switch body {
      case .value(let value): [value]
      case .reduction(_, _, let condition, let value): (condition.map { [$0] } ?? []) + [value]
      case .inverse, .determinant: []
      }
    }

    var loops: [LoopVariable] {
      if case .reduction(_, let variable, _, _) = body { return slots + [variable] }
      return slots
    }
  }

  /// Names of sizes, and the program that is written out.
  var routine: Routine
  var terms = Terms()
  var arrays: [Array] = []
  var tasks: [Task] = []
  var outputs: [Int]
  private(set) var names: [String] = []
  private(set) var bounds: [Bounds] = []

  func name(_ variable: LoopVariable) -> String { names[variable.number] }
  func bounds(_ variable: LoopVariable) -> Bounds { bounds[variable.number] }

  mutating func loop(_ name: String, _ bounds: Bounds) -> LoopVariable {
    names.append(name)
    self.bounds.append(bounds)
    return LoopVariable(number: names.count - 1)
  }

  mutating func value(of variable: LoopVariable) -> Term { terms.node(.variable(variable)) }

  /// The task that makes an array; nil for an input.
  func task(making array: Int) -> Int? { tasks.firstIndex { $0.target == array } }

  init(_ routine: Routine) {
    self.routine = routine
    outputs = routine.outputs
    for array in routine.arrays {
      let extents = array.extents.map { bounds(of: $0, []) }
      arrays.append(Array(name: array.name, source: array.source, extents: extents))
    }
    for step in routine.steps { tasks.append(task(step)) }
  }

  private mutating func task(_ step: RoutineStep) -> Task {
    let extents = arrays[step.target].extents
    switch step.body {
    case .value(let code):
      let slots = zip(step.indices, extents).map { loop($0, $1) }
      return Task(target: step.target, slots: slots, body: .value(term(code, slots)))
    case .reduction(let kind, let extent, let name, let condition, let code):
      let slots = zip(step.indices, extents).map { loop($0, $1) }
      let variable = loop(name, bounds(of: extent, slots))
      let condition = condition.map { term($0, slots + [variable]) }
      let value = term(code, slots + [variable])
      return Task(target: step.target, slots: slots, body: .reduction(kind, over: variable, where: condition, value))
    case .inverse(let matrix):
      let slots = zip(step.indices, extents).dropLast(2).map { loop($0, $1) }
      return Task(target: step.target, slots: slots, body: .inverse(of: matrix))
    case .determinant(let matrix, let logarithm):
      let slots = zip(step.indices, extents).map { loop($0, $1) }
      return Task(target: step.target, slots: slots, body: .determinant(of: matrix, logarithm: logarithm))
    }
  }

  private mutating func bounds(of extent: Extent, _ loops: [LoopVariable]) -> Bounds {
    Bounds(lower: term(extent.lower, loops), upper: term(extent.upper, loops))
  }

  private mutating func term(_ code: LoopCode, _ loops: [LoopVariable]) -> Term {
    var images: [Term] = []
    for node in code.nodes {
      let operands = node.operands.map { images[$0] }
      images.append(terms.rebuilt(operation(node.operation, loops), operands))
    }
    return images.last ?? terms.node(.undefined)
  }

  private func operation(_ operation: LoopCode.Operation, _ loops: [LoopVariable]) -> TermOperation {
    switch operation {
    case .number(let value): .number(value)
    case .constant(let constant): .constant(constant)
    case .size(let dimension): .size(dimension)
    case .index(let place): .variable(loops[place])
    case .load(let array): .load(array)
    case .sum: .sum
    case .product: .product
    case .power(let exponent): .power(exponent)
    case .generalPower: .generalPower
    case .function(let function): .function(function)
    case .cases: .cases
    case .comparison(let comparison): .comparison(comparison)
    case .and: .and
    case .or: .or
    case .not: .not
    case .truth(let value): .truth(value)
    case .undefined: .undefined
    }
  }

  // MARK: Tasks

  /// The terms of a task with other ones in their places.
  mutating func rewrite(_ place: Int, _ images: [Term: Term]) {
    switch tasks[place].body {
    case .value(let value): tasks[place].body = .value(terms.replacing(images, in: [value])[0])
    case .reduction(let kind, let variable, let condition, let value):
      let replaced = terms.replacing(images, in: (condition.map { [$0] } ?? []) + [value])
      tasks[place].body = .reduction(
        kind, over: variable, where: condition == nil ? nil : replaced[0], replaced[replaced.count - 1])
    case .inverse, .determinant: break
    }
  }

  /// A new part before the task at a place.
  mutating func insert(_ name: String, _ slots: [LoopVariable], _ body: Task.Body, at place: Int) -> Int {
    let count = arrays.count { $0.source == .part && $0.name.hasPrefix(name) }
    arrays.append(
      Array(name: name + String(count + 1), source: .part, extents: slots.map { storage(of: $0) }))
    tasks.insert(Task(target: arrays.count - 1, slots: slots, body: body), at: place)
    return arrays.count - 1
  }

  /// Tasks whose target nobody loads are not done.
  mutating func removeIdleTasks() {
    var needed = Set(outputs)
    for place in tasks.indices.reversed() {
      guard needed.contains(tasks[place].target) else { continue }
      needed.formUnion(loadedArrays(tasks[place]))
    }
    tasks = tasks.filter { needed.contains($0.target) }
  }

  /// Also those that the ranges of its loops are read from.
  func loadedArrays(_ task: Task) -> Set<Int> {
    let ranges = task.loops.flatMap { [bounds($0).lower, bounds($0).upper] }
    var arrays = Set(terms.reachable(from: task.terms + ranges).compactMap { terms.load($0)?.array })
    switch task.body {
    case .inverse(let matrix), .determinant(let matrix, _): arrays.insert(matrix)
    case .value, .reduction: break
    }
    return arrays
  }
}
