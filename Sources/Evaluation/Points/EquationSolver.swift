import Expressions
import Numbers

/// How many operations may still be evaluated in search of a point.
struct Effort: Sendable {
  private var remaining: Int

  /// What an operation on fractions costs beside one in doubles.
  static let exactOperation = 20

  init(_ operations: Int) { remaining = operations }

  var isExhausted: Bool { remaining <= 0 }

  /// False if that is too much.
  mutating func spend(_ operations: Int) -> Bool {
    remaining -= operations
    return remaining > 0
  }
}

/// Makes equations hold at a drawn point by changing some of its values.
struct EquationSolver: Sendable {
  struct Equation: Sendable {
    var premise: Int
    /// The inputs that its term may depend on, ascending.
    var inputs: [Int]
  }

  /// Its outputs are the equations' terms.
  let program: Program
  /// The same for many values of one input.
  private let block: BlockProgram
  let equations: [Equation]
  private let sets: [ValueSet]
  /// Whether each input may be changed alone.
  private let isFree: [Bool]
  /// Premises that are as many equations as some symbol has entries.
  private let systems: [NewtonSystem]

  /// More unknowns are not solved for at once.
  private static let unknownLimit = 64

  init(_ branch: Premises.Branch, _ tape: Tape, sets: [ValueSet], isFree: [Bool]) {
    let terms = branch.equations.flatMap { $0 }
    let premises = branch.equations.enumerated().flatMap { number, terms in terms.map { _ in number } }
    equations = zip(premises, terms).map { premise, term in
      Equation(premise: premise, inputs: Program(tape, outputs: [term]).inputPlaces)
    }
    program = Program(tape, outputs: terms)
    block = BlockProgram(program)
    self.sets = sets
    self.isFree = isFree
    var (tape, systems) = (tape, [NewtonSystem]())
    for (premise, terms) in branch.equations.enumerated() where terms.count > 1 {
      for block in program.inputs.blocks {
        let places = block.start..<(block.start + block.count)
        guard places.allSatisfy({ isFree[$0] && sets[$0].kind == .real }) else { continue }
        if let system = NewtonSystem(terms, premise: premise, places, &tape, sets) { systems.append(system) }
      }
    }
    self.systems = systems
  }

  /// The point with all equations solved one premise after the other; nil if some premise resisted.
  func solve(_ point: Point, attempt: Int, _ effort: inout Effort) -> Point? {
    var (point, solved, enclosed) = (point, [Int](), [Int]())
    for premise in Set(equations.map { $0.premise }).sorted() {
      let group = equations.indices.filter { equations[$0].premise == premise }
      guard effort.spend(program.count * Effort.exactOperation) else { return nil }
      if !holds(group, at: point) {
        // Where a term does not exist, another draw is better than a search.
        if isUndefined(group, at: point) { return nil }
        if let next = solveForFirst(group, at: point, &enclosed, attempt, &effort) {
          point = next
        } else if let next = solveLinear(group, solved, at: point, attempt, &effort) {
          point = next
        } else if let next = solveTogether(premise, group, at: point, &enclosed, &effort) {
          point = next
        } else if let next = solveSinglyOrShrunk(group, solved, at: point, &enclosed, attempt, &effort) {
          point = next
        } else {
          return nil
        }
      }
      solved += group
    }
    return point
  }

  /// Every equation holds exactly.
  private func holds(_ group: [Int], at point: Point) -> Bool {
    let terms = program.exacts(at: point)
    return group.allSatisfy { terms[$0].rational?.isZero == true }
  }

  private func isUndefined(_ group: [Int], at point: Point) -> Bool {
    let terms = program.exacts(at: point)
    return group.contains { terms[$0].isUndefined }
  }

  /// Blocks that an equation can be solved for: coefficients first, then symbols, another one first at each attempt.
  private func blocks(_ group: [Int], _ attempt: Int) -> [Inputs.Block] {
    let needed = program.inputs.blocks.filter { block in
      group.contains { number in
        equations[number].inputs.contains { $0 >= block.start && $0 < block.start + block.count && isFree[$0] }
      }
    }
    let coefficients = needed.filter { $0.isCoefficients }
    let symbols = needed.filter { !$0.isCoefficients }
    let turn = symbols.isEmpty ? 0 : attempt % symbols.count
    return coefficients + symbols[turn...] + symbols[..<turn]
  }

  /// c·(a − b) = 0 is linear in a and b, but has the solutions c = 0, too: the symbol whose turn it is comes first even
  /// where the equation is not linear in it; in every other round, since linear equations have exact solutions.
  private func solveForFirst(
    _ group: [Int], at point: Point, _ enclosed: inout [Int], _ attempt: Int, _ effort: inout Effort
  ) -> Point? {
    let blocks = blocks(group, attempt)
    guard group.count == 1, !blocks.isEmpty, attempt / blocks.count % 2 == 1, let block = blocks.first,
      !block.isCoefficients, block.count == 1,
      program.degrees(in: block.start..<(block.start + 1))[group[0]] > 1
    else { return nil }
    return solveSingly(group, at: point, &enclosed, attempt, &effort, isOnlyFirst: true)
  }

  /// Solves the premise and all earlier ones that mention the same symbol as a linear system in that symbol's entries.
  ///
  /// Only equations whose form shows that they are linear are tried. The matrix is found by steps of 1, and the solution
  /// must satisfy them exactly.
  private func solveLinear(_ group: [Int], _ solved: [Int], at point: Point, _ attempt: Int, _ effort: inout Effort)
    -> Point?
  {
    for block in blocks(group, attempt) {
      let places = block.start..<(block.start + block.count)
      let system = group + solved.filter { equations[$0].inputs.contains { places.contains($0) } }
      let unknowns = places.filter { place in
        isFree[place] && point.enclosures[place] == nil && group.contains { equations[$0].inputs.contains(place) }
      }
      guard !unknowns.isEmpty, unknowns.count <= EquationSolver.unknownLimit else { continue }
      let degrees = program.degrees(in: places)
      guard system.allSatisfy({ degrees[$0] <= 1 }) else { continue }
      guard effort.spend(program.count * (unknowns.count + 2)) else { return nil }
      if let next = solve(system, for: unknowns, at: point), holds(system, at: next) { return next }
    }
    return nil
  }

  private func solve(_ system: [Int], for unknowns: [Int], at point: Point) -> Point? {
    guard let base = terms(system, at: point) else { return nil }
    var rows = base.map { _ in [Rational]() }
    for unknown in unknowns {
      var moved = point
      moved.values[unknown] += .one
      guard let terms = terms(system, at: moved) else { return nil }
      for row in rows.indices { rows[row].append(terms[row] - base[row]) }
    }
    for row in rows.indices { rows[row].append(-base[row]) }
    guard let solution = RationalElimination(rows, unknowns: unknowns.count, program.work) else { return nil }
    var next = point
    for (row, column) in solution.pivots.enumerated() {
      let place = unknowns[column]
      // The columns without a pivot keep their values.
      next.values[place] += solution.rows[row][unknowns.count]
      if !sets[place].contains(next.values[place]) { return nil }
    }
    return next
  }

  private func terms(_ system: [Int], at point: Point) -> [Rational]? {
    let all = program.exacts(at: point)
    let terms = system.compactMap { all[$0].rational }
    return terms.count == system.count ? terms : nil
  }

  /// Solves a premise for a whole symbol that no equation solved approximately depends on.
  private func solveTogether(
    _ premise: Int, _ group: [Int], at point: Point, _ enclosed: inout [Int], _ effort: inout Effort
  ) -> Point? {
    for system in systems where system.premise == premise {
      if enclosed.contains(where: { equations[$0].inputs.contains { system.places.contains($0) } }) { continue }
      guard effort.spend(system.operationCount * NewtonSystem.cost) else { return nil }
      if let next = system.solution(near: point) {
        enclosed += group
        return next
      }
    }
    return nil
  }

  /// Tries again nearer to 0, where `norm(x) = 1` has solutions for each of its entries.
  private func solveSinglyOrShrunk(
    _ group: [Int], _ solved: [Int], at point: Point, _ enclosed: inout [Int], _ attempt: Int,
    _ effort: inout Effort
  ) -> Point? {
    var point = point
    for _ in 0..<4 {
      if let next = solveSingly(group, at: point, &enclosed, attempt, &effort) { return next }
      for place in Set(group.flatMap { equations[$0].inputs }) where isFree[place] && sets[place].kind == .real {
        if solved.contains(where: { equations[$0].inputs.contains(place) }) { continue }
        let shrunk = point.values[place] * Rational(2, 5)
        if sets[place].contains(shrunk) { point.values[place] = shrunk }
      }
    }
    return nil
  }

  /// Solves each equation for one of its inputs that no equation solved approximately depends on.
  private func solveSingly(
    _ group: [Int], at point: Point, _ known: inout [Int], _ attempt: Int, _ effort: inout Effort,
    isOnlyFirst: Bool = false
  ) -> Point? {
    var (point, enclosed) = (point, known)
    for number in group {
      guard effort.spend(program.count * Effort.exactOperation) else { return nil }
      if holds([number], at: point) { continue }
      var found = false
      let blocks = blocks([number], attempt)
      for block in blocks.prefix(isOnlyFirst ? 1 : blocks.count) where !found {
        for place in equations[number].inputs where !found {
          guard place >= block.start, place < block.start + block.count, isFree[place],
            !enclosed.contains(where: { equations[$0].inputs.contains(place) })
          else { continue }
          let search = RootSearch(program: program, block: self.block, output: number, place: place, set: sets[place])
          guard let next = search.root(near: point, turn: attempt / blocks.count, &effort) else { continue }
          if !next.isExact { enclosed.append(number) }
          (point, found) = (next, true)
        }
      }
      if !found { return nil }
    }
    known = enclosed
    return point
  }

  /// Whether all equations hold: exactly, or within the balls of a point with enclosures.
  func isSolved(at point: Point) -> Bool {
    let terms = program.exacts(at: point)
    if terms.allSatisfy({ $0.rational?.isZero == true }) { return true }
    if point.isExact { return false }
    let balls = program.balls(at: point)
    return equations.indices.allSatisfy { number in
      if terms[number].rational?.isZero == true { return true }
      let isEnclosed = equations[number].inputs.contains { point.enclosures[$0] != nil }
      return isEnclosed && balls[number].isBounded && balls[number].containsZero
    }
  }
}

extension Inputs.Block {
  var isCoefficients: Bool {
    if case .coefficients = subject { true } else { false }
  }
}

extension Program {
  /// The inputs that the outputs depend on, ascending.
  var inputPlaces: [Int] {
    operations.indices.filter { operations[$0] == .input }.map { payloads[$0] }.sorted()
  }
}
