import Expressions
import Numbers

/// Draws points from the declared domains and structures of a tape's inputs.
///
/// The first points are small and readable, later ones wide; all values are exact, and the same seed gives the same points.
/// Inputs with few values are counted through, so that every combination comes up soon.
public struct PointSampler: Sendable {
  /// More combinations of discrete values are drawn, not counted through.
  static let enumerationLimit = 256

  public let inputs: Inputs
  /// By input.
  var sets: [ValueSet]
  private let structures: [Structure]
  private var discrete = Discrete()
  private var random: RandomSource
  private var pointsDrawn = 0
  private var attempts = 0

  /// A sampler for all inputs that the compiler has met so far.
  public init(_ compiler: inout TapeCompiler, random: RandomSource) throws(EvaluationError) {
    inputs = compiler.tape.inputs
    self.random = random
    sets = []
    var structures: [Structure] = []
    for block in inputs.blocks {
      guard case .symbol(let symbol) = block.subject else {
        structures.append(.none)
        sets += Array(repeating: ValueSet(.finite([.zero])), count: block.count)
        continue
      }
      let declaration = compiler.store.declaration(symbol)
      var span: TapeCompiler.ClosedSpan?
      if case .index(let range) = declaration.domain { span = try compiler.span(of: range) }
      structures.append(declaration.structure)
      sets += Array(repeating: ValueSet(declaration.domain, indexSpan: span), count: block.count)
    }
    self.structures = structures
    findDiscrete()
  }

  /// Every combination of values was drawn: there is no other point.
  public var isExhausted: Bool { isFinite && attempts >= (discrete.combinations ?? 0) }

  /// All inputs are discrete, and their combinations few.
  private var isFinite: Bool {
    let covered = discrete.coordinates.reduce(0) { $0 + ($1.choices.first?.count ?? 1) }
    return discrete.combinations != nil && covered == inputs.count
  }

  private mutating func findDiscrete() {
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
  }

  /// A point of the domains, whether or not premises hold there; nil if some domain is empty or all points were drawn.
  public mutating func draw() -> Point? {
    if isExhausted { return nil }
    // Each attempt has a stream of its own, so that a change in one symbol's domain leaves later points as they are.
    var draw = Draw(pointNumber: pointsDrawn, random: RandomSource(seed: random.next()))
    guard var values = entries(&draw) else { return nil }
    if let combinations = discrete.combinations, combinations > 0 {
      discrete.fill(&values, number: attempts % combinations)
    }
    attempts += 1
    pointsDrawn += 1
    return Point(inputs, values: values)
  }

  private func entries(_ draw: inout Draw) -> [Rational]? {
    var values: [Rational] = []
    values.reserveCapacity(inputs.count)
    for (block, structure) in zip(inputs.blocks, structures) {
      let rank = structure.rank
      let inner = block.lengths.suffix(rank)
      let count = rank == 0 ? block.count : inner.reduce(1, *)
      if count == 0 { continue }
      for start in stride(from: block.start, to: block.start + block.count, by: count) {
        guard let entries = draw.entries(structure, lengths: inner, in: sets[start..<(start + count)]) else {
          return nil
        }
        values += entries
      }
    }
    return values
  }
}

extension Structure {
  /// How many of the last slots it speaks of.
  var rank: Int {
    switch self {
    case .none: 0
    case .oneHot, .simplex: 1
    case .symmetric, .positiveDefinite, .orthogonal, .invertible, .diagonal, .invertibleSymmetric: 2
    }
  }
}
