import Evaluation
import Expressions

/// Puts tasks into loops: tasks that run over the same range share a loop where none needs all of another's values, and
/// a value made in the loop is used at once.
struct Schedule {
  private(set) var program: LoopProgram
  private(set) var nest = LoopNest()

  /// Loops in each other beyond this are refused: an array of 2³² entries has 32 indices.
  static let mostLoops = 32

  /// A task inside of the loops opened so far.
  private struct Instance {
    var target: Int
    var slots: [Term]
    /// Those still to be opened, outermost first.
    var loops: [LoopVariable]
    var bounds: [LoopProgram.Bounds]
    var body: LoopProgram.Task.Body
    /// The last of `terms` is the value.
    var terms: [Term]
    var matrix: Int?
    /// The arrays that it needs of others, with the indices.
    var loads: [(array: Int, indices: [Term])] = []

    var reduced: LoopVariable? {
      if case .reduction(_, let variable, _, _) = body { return variable }
      return nil
    }
  }

  static func made(of program: LoopProgram) throws(EmissionError) -> (LoopProgram, LoopNest) {
    var schedule = Schedule(program: program.withAccumulators())
    let instances = schedule.program.tasks.map { schedule.instance($0) }
    if let deep = instances.first(where: { $0.loops.count > mostLoops }) {
      throw EmissionError(reason: "\(deep.loops.count) loops in each other, more than \(mostLoops)")
    }
    schedule.fill(0, instances)
    schedule.dropIdleStores()
    return (schedule.program, schedule.nest)
  }

  private init(program: LoopProgram) { self.program = program }

  private mutating func instance(_ task: LoopProgram.Task) -> Instance {
    let order = program.order(of: task)
    var matrix: Int?
    switch task.body {
    case .inverse(let array), .determinant(let array, _): matrix = array
    case .value, .reduction: break
    }
    var instance = Instance(
      target: task.target, slots: task.slots.map { program.value(of: $0) }, loops: order,
      bounds: order.map { program.bounds($0) }, body: task.body, terms: task.terms, matrix: matrix)
    instance.loads = loads(instance)
    return instance
  }

  // MARK: Loops

  /// Writes the tasks into a body. The nesting of calls is that of the loops.
  private mutating func fill(_ body: Int, _ instances: [Instance]) {
    var pending = instances
    while let first = pending.firstIndex(where: { isReady($0, pending) }) {
      if pending[first].loops.isEmpty {
        write(pending.remove(at: first), in: body, &pending)
        continue
      }
      let group = group(from: first, pending)
      var members = group.map { pending[$0] }
      for place in group.reversed() { pending.remove(at: place) }
      for member in members where isReduction(member.loops[0], of: member) { start(member, in: body) }
      let inner = open(&members, in: body)
      fill(inner, members)
    }
  }

  private func isReduction(_ variable: LoopVariable, of instance: Instance) -> Bool { instance.reduced == variable }

  private func loads(_ instance: Instance) -> [(array: Int, indices: [Term])] {
    var loads = program.terms.reachable(from: instance.terms).compactMap { program.terms.load($0) }
    for bounds in instance.bounds {
      loads += program.terms.reachable(from: [bounds.lower, bounds.upper]).compactMap { program.terms.load($0) }
    }
    if let matrix = instance.matrix { loads.append((matrix, instance.slots)) }
    return loads
  }

  private func isReady(_ instance: Instance, _ pending: [Instance]) -> Bool {
    !instance.loads.contains { load in
      load.array != instance.target && pending.contains { $0.target == load.array }
    }
  }

  /// The tasks that can run in one loop with the first one.
  private func group(from first: Int, _ pending: [Instance]) -> [Int] {
    var group = [first]
    var members = [pending[first].target: first]
    let targets = Set(pending.map { $0.target })
    for place in pending.indices where place != first && !pending[place].loops.isEmpty {
      guard pending[place].bounds[0] == pending[first].bounds[0] else { continue }
      let fits = pending[place].loads.allSatisfy { load in
        guard targets.contains(load.array), load.array != pending[place].target else { return true }
        guard let maker = members[load.array] else { return false }
        return isPointwise(load.indices, of: pending[place], pending[maker])
      }
      guard fits else { continue }
      members[pending[place].target] = place
      group.append(place)
    }
    return group.sorted()
  }

  /// The entry that is loaded is made in the same turn of the loop.
  private func isPointwise(_ indices: [Term], of user: Instance, _ maker: Instance) -> Bool {
    let (made, used) = (maker.loops[0], user.loops[0])
    guard let slot = maker.slots.firstIndex(where: { program.terms.variable($0) == made }), slot < indices.count else {
      return false
    }
    return program.terms.variable(indices[slot]) == used
  }

  /// One loop over the next range of all of them.
  private mutating func open(_ members: inout [Instance], in body: Int) -> Int {
    let bounds = members[0].bounds[0]
    let variable = program.loop(program.name(members[0].loops[0]), bounds)
    nest.bodies.append(LoopNest.Body(variable: variable, depth: nest.bodies[body].depth + 1))
    let inner = nest.bodies.count - 1
    nest.homes[variable] = inner
    nest.bodies[body].items.append(.loop(inner))
    let value = program.value(of: variable)
    for place in members.indices {
      let images = [members[place].loops[0]: value]
      members[place].slots = program.terms.replacing(images, in: members[place].slots)
      members[place].terms = program.terms.replacing(images, in: members[place].terms)
      members[place].loops.removeFirst()
      members[place].bounds.removeFirst()
      for k in members[place].bounds.indices {
        let ends = [members[place].bounds[k].lower, members[place].bounds[k].upper]
        let replaced = program.terms.replacing(images, in: ends)
        members[place].bounds[k] = LoopProgram.Bounds(lower: replaced[0], upper: replaced[1])
      }
      members[place].loads = loads(members[place])
    }
    return inner
  }

  /// The target before the loop of its reduction: all the entries that are made inside of it.
  private mutating func start(_ member: Instance, in body: Int) {
    guard case .reduction(let kind, _, _, _) = member.body else { return }
    var (place, filled) = (body, [member])
    filled[0].loops.removeFirst()
    filled[0].bounds.removeFirst()
    while !filled[0].loops.isEmpty { place = open(&filled, in: place) }
    nest.bodies[place].items.append(.write(.start(member.target, filled[0].slots, kind)))
  }

  private mutating func write(_ instance: Instance, in body: Int, _ pending: inout [Instance]) {
    let (target, slots) = (instance.target, instance.slots)
    let write: LoopNest.Write
    switch instance.body {
    case .value:
      write = .store(target, slots, instance.terms[0])
      let load = program.terms.node(.load(target), slots)
      for place in pending.indices where pending[place].loads.contains(where: { $0.array == target }) {
        pending[place].terms = program.terms.replacing([load: instance.terms[0]], in: pending[place].terms)
        pending[place].loads = loads(pending[place])
      }
    case .reduction(let kind, _, let condition, _):
      let value = instance.terms[instance.terms.count - 1]
      write = .accumulate(target, slots, kind, where: condition == nil ? nil : instance.terms[0], value)
    case .inverse(let matrix): write = .invert(target, slots, of: matrix)
    case .determinant(let matrix, let logarithm):
      write = .determinant(target, slots, of: matrix, logarithm: logarithm)
    }
    nest.bodies[body].items.append(.write(write))
  }

  // MARK: Stores

  /// Values that were used at once are not stored, and loops without anything in them are none.
  private mutating func dropIdleStores() {
    var needed = Set(program.outputs)
    for write in nest.writes.reversed() where needed.contains(write.target) {
      let terms = write.values + write.indices
      needed.formUnion(program.terms.reachable(from: terms).compactMap { program.terms.load($0)?.array })
      if let matrix = write.matrix { needed.insert(matrix) }
    }
    for body in nest.bodies.indices.reversed() {
      nest.bodies[body].items = nest.bodies[body].items.filter { item in
        switch item {
        case .write(let write): needed.contains(write.target)
        case .loop(let inner): !nest.bodies[inner].items.isEmpty
        }
      }
    }
  }
}
