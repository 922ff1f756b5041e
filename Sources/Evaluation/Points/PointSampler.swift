import Expressions
import Numbers

/// Draws points from the declared domains and structures of a tape's inputs, at which the premises hold.
///
/// The first points are small and readable, later ones wide; all values are exact, unless a premise asks for a number
/// that is no fraction. The same seed gives the same points. Inputs with few values are counted through, so that every
/// combination comes up soon.
public struct PointSampler: Sendable {
  /// More combinations of discrete values are drawn, not counted through.
  static let enumerationLimit = 256

  /// Operations that may be evaluated for one point: some 50 ms.
  static let effortLimit = 2_000_000

  public let inputs: Inputs
  let domains: [BranchSampler]
  private let statements: Program
  private let isContradictory: Bool
  let work: WorkAccount
  var random: RandomSource
  private(set) var pointsFound = 0
  var attempts = 0
  /// Equations between matrices cost as much to solve at one such point as a whole claim (2 s instead of 50 ms for the
  /// normal equations of a regression).
  static let largestCoincidentSystem = 8
  /// What may be spent on solving for points at which quantities coincide.
  var coincidenceEffort = Effort(PointSampler.effortLimit / 200)
  /// Readable points were drawn elsewhere before: all but the first may be wide.
  private let isLater: Bool
  /// A whole search found no first point: another one would not either.
  private var isHopeless = false

  /// A sampler for all inputs that the compiler has met so far and those of the premises.
  ///
  /// A premise holds for all values of its free index variables but those that `indices` fixes. Unknown functions in
  /// premises should be among the setting's `adjustable` ones.
  public init(
    _ compiler: inout TapeCompiler, premises: [Expression] = [], at indices: [Index: Int] = [:],
    random: RandomSource, isLater: Bool = false
  ) throws(EvaluationError) {
    let premises = try Premises(premises, at: indices, &compiler)
    let domains = try InputDomains(&compiler)
    self.domains = premises.branches.map { BranchSampler($0, domains, compiler.tape) }
    inputs = compiler.tape.inputs
    statements = Program(compiler.tape, outputs: premises.statements)
    isContradictory = premises.isContradictory
    self.random = random
    self.isLater = isLater
    work = compiler.tape.work
  }

  /// Every combination of values was tried: there is no other point.
  public var isExhausted: Bool {
    isContradictory || domains.allSatisfy { $0.isFinite && attempts >= $0.combinations * domains.count }
  }

  /// The next point; nil if none was found in so many attempts, or if all were tried.
  public mutating func next(attempts limit: Int = 200) -> Point? {
    var effort = Effort(PointSampler.effortLimit)
    for failures in 0..<limit {
      if isExhausted || effort.isExhausted || isHopeless || work.isSpent { break }
      let branch = domains[attempts % domains.count]
      let number = attempts / domains.count
      attempts += 1
      // Another style is tried when one finds nothing.
      var draw = Draw(
        pointNumber: pointsFound + failures / 4, random: RandomSource(seed: random.next()),
        isLater: isLater, allowsWide: branch.solver.equations.isEmpty, work: work)
      guard !branch.isFinite || number < branch.combinations, let drawn = branch.point(inputs, number, &draw),
        let point = branch.isFinite || branch.solver.equations.isEmpty
          ? drawn : branch.solver.solve(drawn, attempt: number, &effort)
      else { continue }
      if holds(at: point, branch) {
        pointsFound += 1
        return point
      }
    }
    isHopeless = pointsFound == 0
    return nil
  }

  /// The premises hold at the point, for certain.
  func holds(at point: Point, _ branch: BranchSampler) -> Bool {
    if statements.outputs.isEmpty { return true }
    let exact = statements.exacts(at: point)
    if exact.allSatisfy({ $0.rational == .one }) { return true }
    if exact.contains(where: { $0.isUndefined || $0.rational?.isZero == true }) { return false }
    if statements.balls(at: point).allSatisfy({ $0.isOne }) { return true }
    return branch.conditions.balls(at: point).allSatisfy { $0.isOne } && branch.solver.isSolved(at: point)
  }
}
