import Evaluation
import Expressions
import Notation
import Numbers

/// A relation between terms with branches, tried in every branch.
///
/// The points that are drawn may all lie on one side of a kink: max(a, −20) is a at most of them, and `ind(a = 3)` is 0 at
/// all. So for each comparison u ⋈ v in the terms, and for the arguments that meet at a kink, u < v, u = v and u > v are
/// put to the sampler as one more premise; then any two of the inequalities together, since the branch of one kink may
/// show behind another only: max(a, b) is max(max(a, −20), b) unless both are below −20. Every point of such a premise is
/// a point of the line, and is judged as one.
extension Experimenter {
  func failureInBranches(_ left: Expression, _ relation: Link.Relation, _ right: Expression) -> Trial.Failure? {
    failure(inBranchesOf: [left, right]) { experimenter, more in
      var trial = Trial()
      _ = experimenter.maker([left, right], where: more).forEach { scene in
        for point in scene.points where trial.failure == nil {
          if experimenter.observe(scene, point, relation, &trial), point.isExact {
            trial.candidates.append(Refinement.Candidate(scene: scene, point: point))
          }
          if trial.failure == nil { experimenter.observeExactly(scene, point, relation, &trial) }
        }
        return trial.failure == nil
      }
      if trial.failure == nil { experimenter.refine(&trial, relation) }
      experimenter.confirmFailure(&trial, left, relation, right)
      return trial.failure
    }
  }

  /// What `trial` finds in some branch of the expressions, given the premises of the branch.
  func failure(
    inBranchesOf expressions: [Expression], _ trial: (Experimenter, [Expression]) -> Trial.Failure?
  ) -> Trial.Failure? {
    var experimenter = self
    let branches = experimenter.store.branches(
      of: expressions, most: Experimenter.mostBranchings, mostPaired: Experimenter.mostPairedBranchings)
    for premises in branches where !store.work.isSpent {
      if let failure = trial(experimenter, premises) { return failure }
    }
    return nil
  }

  private static let mostBranchings = 8
  private static let mostPairedBranchings = 5

  /// Scenes with a few points at which these premises hold, too.
  func maker(_ expressions: [Expression], where more: [Expression]) -> SceneMaker {
    var effort = effort
    // Where an equation is solved by an enclosure, what asks for it is not decided: some of the points must be exact.
    let isEquation = more.contains { store.op($0) == .comparison && store.comparison($0) == .equal }
    (effort.pointsPerScene, effort.pointsInAll) = isEquation ? (8, 8) : (2, 2)
    effort.coincidences = isEquation ? PointSampler.Coincidence.common.count : 1
    effort.families = [0]
    effort.plans = 2
    return SceneMaker(
      store: store, expressions: expressions, premises: premises + more, indices: indices, effort: effort, seed: seed)
  }
}

extension ExpressionStore {
  private func bases(ofEvenPowersIn e: Expression) -> [Expression] {
    (op(e) == .product ? Array(operands(of: e)) : [e]).filter { op($0) == .power }.compactMap { power in
      rational(operand(1, of: power))?.asInt.flatMap { $0 % 2 == 0 ? operand(0, of: power) : nil }
    }
  }

  /// The premises of one branch after the other: each by itself, then two inequalities at a time.
  fileprivate mutating func branches(of expressions: [Expression], most: Int, mostPaired: Int) -> [[Expression]] {
    var (branches, sides) = ([[Expression]](), [[Expression]]())
    for (u, v) in branchings(in: expressions).prefix(most) {
      let strict = [comparison(.less, u, v), comparison(.less, v, u)]
      sides.append(strict)
      branches += (strict + [comparison(.equal, u, v)]).map { [$0] }
    }
    for (k, some) in sides.prefix(mostPaired).enumerated() {
      for other in sides[..<k].joined() { branches += some.map { [$0, other] } }
    }
    return branches
  }

  /// What is compared in the expressions, and what meets at their kinks: pairs of terms, at least one of which varies
  /// with a quantity.
  fileprivate mutating func branchings(in expressions: [Expression]) -> [(Expression, Expression)] {
    let zero = integer(0)
    var found: [(Expression, Expression)] = []
    for e in reachable(from: expressions, throughDefinitions: true) {
      let parts = Array(operands(of: e))
      switch op(e) {
      case .comparison: found.append((parts[0], parts[1]))
      case .function where [.maximum, .minimum].contains(function(e)):
        for k in parts.indices.dropFirst() { found.append((parts[0], parts[k])) }
      case .function where function(e).properties.hasKink && function(e) != .floor: found.append((parts[0], zero))
      // Of (u²)^(1/2) the sign of u is lost.
      case .power where parts.count == 2 && rational(parts[1])?.isInteger == false:
        found += bases(ofEvenPowersIn: parts[0]).map { ($0, zero) }
      default: continue
      }
    }
    return found.filter { u, v in
      reachable(from: [u, v], throughDefinitions: true).contains { [.symbol, .apply].contains(op($0)) }
    }
  }
}
