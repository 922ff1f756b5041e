import Expressions
import Numbers

/// The declared domains and structures of all inputs of a tape.
struct InputDomains: Sendable {
  let inputs: Inputs
  /// By input.
  private(set) var sets: [ValueSet] = []
  /// By block.
  private(set) var structures: [Structure] = []

  init(_ compiler: inout TapeCompiler) throws(EvaluationError) {
    inputs = compiler.tape.inputs
    for block in inputs.blocks {
      guard case .symbol(let symbol) = block.subject else {
        structures.append(.none)
        sets += Array(repeating: ValueSet(.real), count: block.count)
        continue
      }
      if let chosen = compiler.setting.choice.values[symbol] {
        structures.append(.none)
        sets += (0..<block.count).map { ValueSet(.finite($0 < chosen.count ? [Rational(chosen[$0])] : [])) }
        continue
      }
      let declaration = compiler.store.declaration(symbol)
      var span: TapeCompiler.ClosedSpan?
      if case .index(let range) = declaration.domain { span = try compiler.span(of: range) }
      structures.append(declaration.structure)
      sets += Array(repeating: ValueSet(declaration.domain, indexSpan: span), count: block.count)
    }
  }

  /// Inputs that may be changed without regard to others.
  var isFree: [Bool] {
    zip(inputs.blocks, structures).flatMap { block, structure in
      Array(repeating: structure == .none, count: block.count)
    }
  }
}

/// Draws points of one branch of the premises, before its equations are solved.
struct BranchSampler: Sendable {
  let structures: [Structure]
  let sets: [ValueSet]
  private var discrete = Discrete()
  /// All inputs are discrete, and their combinations few.
  private(set) var isFinite = false
  let solver: EquationSolver
  /// The statements of the branch that are no equations.
  let conditions: Program

  init(_ branch: Premises.Branch, _ domains: InputDomains, _ tape: Tape) {
    var sets = domains.sets
    for condition in branch.conditions { tape.narrow(&sets, by: condition) }
    self.sets = sets
    structures = domains.structures
    solver = EquationSolver(branch, tape, sets: sets, isFree: domains.isFree)
    conditions = Program(tape, outputs: branch.conditions)
    findDiscrete(domains.inputs)
  }

  var combinations: Int { discrete.combinations ?? 0 }

  private mutating func findDiscrete(_ inputs: Inputs) {
    for (block, structure) in zip(inputs.blocks, structures) {
      if structure == .oneHot {
        let size = block.lengths.last ?? 1
        let choices = (0..<size).map { one in (0..<size).map { Rational($0 == one ? 1 : 0) } }
        for start in stride(from: 0, to: block.count, by: max(size, 1)) {
          discrete.append(Discrete.Coordinate(place: block.start + start, choices: choices))
        }
      } else if structure == .none {
        for place in block.start..<(block.start + block.count) {
          guard let members = sets[place].members(limit: PointSampler.enumerationLimit) else { continue }
          discrete.append(Discrete.Coordinate(place: place, choices: members.map { [$0] }))
        }
      }
    }
    let covered = discrete.coordinates.reduce(0) { $0 + ($1.choices.first?.count ?? 1) }
    isFinite = discrete.combinations != nil && covered == inputs.count
  }

  /// The point of an attempt with this number; nil if some domain is empty.
  func point(_ inputs: Inputs, _ number: Int, _ draw: inout Draw) -> Point? {
    var values: [Rational] = []
    values.reserveCapacity(inputs.count)
    for (block, structure) in zip(inputs.blocks, structures) {
      if block.isCoefficients {
        values += Array(repeating: .zero, count: block.count)
        continue
      }
      let inner = block.lengths.suffix(structure.rank)
      let count = structure.rank == 0 ? block.count : inner.reduce(1, *)
      if count == 0 { continue }
      for start in stride(from: block.start, to: block.start + block.count, by: count) {
        guard let entries = draw.entries(structure, lengths: inner, in: sets[start..<(start + count)]) else {
          return nil
        }
        values += entries
      }
    }
    discrete.fill(&values, number: number)
    return Point(inputs, values: values)
  }
}

extension Structure {
  /// How many of the last slots it speaks of.
  var rank: Int {
    switch self {
    case .none: 0
    case .oneHot, .simplex: 1
    case .joint: .max
    case .symmetric, .positiveSemidefinite, .positiveDefinite, .orthogonal, .invertible, .diagonal,
      .invertibleSymmetric:
      2
    }
  }
}
