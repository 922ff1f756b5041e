import Evaluation
import Expressions
import Notation
import Numbers

/// What numbers say of a relation: how often it held, and where it failed first.
struct Trial {
  var points = 0
  var sizes: Set<Sizes> = []
  /// The largest relative difference between the sides of an equation that is not excluded from being 0.
  var largestDifference = 0.0
  var failure: Failure?
  /// One side was defined where the other was not.
  var differsInDomain = false
  /// The sizes at which that was so.
  var oneSidedSizes: Set<Sizes> = []
  /// Where that is so whatever the numbers are.
  var oneSidedGap: Gap?
  /// Where a side has no value, of those that have one nowhere else.
  var gap: Gap?

  /// Sizes and indices at which a side has no value whatever the numbers are.
  struct Gap {
    let place: String
    /// That is for want of an entry: its indices are outside their ranges.
    let needsEntry: Bool
    var text: String { needsEntry ? "\(place), where an entry is outside its range" : place }
  }
  /// Why there are no points, or not in every scene.
  var reason: String?
  /// Derivatives compared with finite differences, and the worst relative disagreement.
  var derivatives = 0
  var worstDerivative = 0.0
  /// Two ways to one value that contradict each other.
  var contradiction: String?

  /// A point at which the relation certainly fails.
  struct Failure {
    var scene: Scene
    var point: Point
    /// Among the scene's assignments, those that fail.
    var failing: [Int]
    /// left − right at the first of them, where fractions told and balls could not.
    var difference: Rational?
    /// It does not fail by being false, but by having no value.
    var isUndefined = false
    /// The sides are equal there, which a ball can only not exclude; the point itself is known to be one.
    var isOfEquality = false
    /// How precisely the sides had to be known.
    var precision = Precision.double
  }

  /// A point at which the relation has no value since a derivative in it is not known at a kink: |a|·a has one at 0.
  var kink: Failure?

  /// A statement was true for certain wherever it was evaluated, not only up to rounding.
  var isAffirmed = true
  /// Nothing varies: there is one point only.
  var isClosed = false
  /// At its only point the relation holds for certain in every entry, not only up to rounding.
  var isCertain = false

  /// Where the sides of a strict relation all but meet.
  var contact: Failure?
  /// At some point a side of an equation was certainly not 0.
  var hasNonzeroSides = false
  /// Some sides were so small that nothing was compared.
  var hasVanishingSides = false
  /// Points at which doubles left the relation open, or showed no difference.
  var candidates: [Refinement.Candidate] = []
  /// The first point at which the relation held.
  var sample: Failure?
  /// The most precise values that the relation was seen to hold of, and to how many decimal digits the sides agree there.
  var precision = Precision.double
  var digits: Int?

  /// A point seemed to refute, which could not be seen on the second way.
  var isDoubtful = false

  /// Sizes for which alone the line is claimed: `n >= 2`.
  var conditions: [String] = []

  /// A dimension that is 1 wherever both sides have values, so that a sum has one term, although one side has values at
  /// other sizes, too.
  var singleTerm: Dimension? {
    let others = oneSidedSizes.subtracting(sizes)
    return sizes.first?.dimensions.first { dimension in
      sizes.allSatisfy { $0[dimension] == 1 } && others.contains { ($0[dimension] ?? 1) > 1 }
    }
  }

  static let withoutPoint = "no admissible point was found"

  /// Enough was seen to say that it holds.
  var isConfirmed: Bool { failure == nil && !isDoubtful && points >= (isClosed ? 1 : Trial.fewestPoints) }

  /// Doubles decided 2,323 of 2,400 points in a trial of the method; one point alone proves nothing.
  static let fewestPoints = 3
  /// A step between statements needs more: its points are all of one solution set.
  static let fewestSolutions = 12
  /// A difference is informative when its ball is narrower than this, relative to the sides.
  static let widestBall = 1e-6
  /// Sides smaller than this count as this large: the points are made of numbers near 1.
  static let smallestScale = 1e-6
}

/// Tries relations with numbers, rigorously: only a ball that excludes equality refutes.
struct Experimenter {
  var store: ExpressionStore
  let premises: [Expression]
  /// Index variables whose values premises and conclusions share, even those that stand in premises only.
  var indices: Set<Index> = []
  var effort = SceneMaker.Effort()
  let seed: UInt64
  /// There is a proof, which points can only contradict: compiling and solving for them is most of the work of a line.
  var isCrossCheck = false {
    didSet {
      effort.plans = isCrossCheck ? SizePlan.fewest : Int.max
      effort.familiesPerSetting = isCrossCheck ? 1 : Int.max
    }
  }

  /// The conclusion is an inequality: points of equality are looked for, where < and <= differ.
  var isOfInequality = false

  /// A conclusion without a value counts as one that is false only where it needs more than the premise does.
  var conclusionsMayBeUndefined = true

  /// left ⋈ right at every value of their free indices.
  func trial(_ left: Expression, _ relation: Link.Relation, _ right: Expression) -> Trial {
    let closed = ClosedExpectations([left, right], in: store)
    if closed.isNeeded {
      var inner = self
      inner.store = closed.store
      return inner.trial(closed.expressions[0], relation, closed.expressions[1])
    }
    var trial = Trial()
    var effort = effort
    // An equation that holds at ordinary points rarely fails at special ones; an inequality often does.
    if relation != .equal {
      effort.coincidenceKinds = PointSampler.Coincidence.allCases
      effort.coincidences = 2 * effort.coincidenceKinds.count
    }
    var maker = SceneMaker(
      store: store, expressions: [left, right], premises: premises, indices: indices, effort: effort, seed: seed)
    trial.conditions = SizePlan(for: [left, right], in: store).assumed.map {
      "\(store.name($0.dimension)) >= \($0.least)"
    }
    var scenes = 0
    var kept: [Scene] = []
    let look = { (scene: Scene, trial: inout Trial) -> Bool in
      scenes += 1
      if scenes <= Experimenter.descendedScenes, relation.isOrder, !isCrossCheck { kept.append(scene) }
      if scenes <= Experimenter.differencedScenes {
        difference(scene, &trial)
        if relation.isStrict, !isCrossCheck, trial.contact == nil { trial.contact = contact(in: scene) }
      }
      for (k, point) in scene.points.enumerated() {
        if observe(scene, point, relation, &trial), point.isExact, trial.candidates.count < Refinement.mostCandidates {
          trial.candidates.append(Refinement.Candidate(scene: scene, point: point))
        }
        if k == 0 || relation.isStrict, trial.failure == nil { observeExactly(scene, point, relation, &trial) }
        if trial.failure != nil || store.work.isSpent { return false }
      }
      if trial.differsInDomain, trial.oneSidedGap == nil, scenes <= Experimenter.descendedScenes {
        trial.oneSidedGap = gap(in: scene, [left, right], isOneSided: true)
      } else if trial.points == 0, trial.gap == nil {
        trial.gap = gap(in: scene, [left, right], isOneSided: false)
      }
      trial.isClosed = scenes == 1 && scene.isClosed
      trial.isCertain =
        relation == .equal
        ? trial.isCertain : trial.isClosed && scene.points.allSatisfy { affirms(scene, $0, relation) }
      return true
    }
    let reason = store.work.atMost(percent: Experimenter.shareOfSearch) {
      let reason = maker.forEach { look($0, &trial) }
      let planned = maker.sizes
      let isThin = isCrossCheck ? trial.points == 0 : 2 * trial.sizes.count < planned.count
      guard trial.failure == nil, isThin || !isCrossCheck else { return reason }
      maker.effort.isFurther = true
      maker.effort.assignments = Experimenter.furtherAssignments
      // What is only confirmed is tried with each dimension 1 and the others not, too, and where brackets tell places apart,
      // with all others.
      if !isThin, !comparesPlaces([left, right]) { maker.effort.plans = planned.first?.dimensions.count ?? 0 }
      let later = maker.forEach { look($0, &trial) } ?? reason
      guard trial.failure == nil, relation.isOrder, !trial.isClosed else { return later }
      var second = SceneMaker(
        store: store, expressions: [left, right], premises: premises, indices: indices, effort: self.effort,
        seed: seed &+ 1)
      (second.effort.pointsPerScene, second.effort.coincidences) = (Experimenter.pointsOfOrder, 0)
      _ = second.forEach { look($0, &trial) }
      return later
    }
    // Elsewhere it could not be evaluated.
    if reason != nil { trial.isClosed = false }
    if trial.failure == nil, !isCrossCheck || trial.points == 0 { refine(&trial, relation) }
    if trial.points == 0 {
      let ofGap = trial.gap.flatMap { $0.needsEntry ? "no values were found, as at \($0.text)" : nil }
      trial.reason =
        reason
        ?? (trial.hasVanishingSides ? "the sides are too small for numbers" : ofGap ?? Trial.withoutPoint)
    }
    confirmFailure(&trial, left, relation, right)
    if trial.failure == nil, trial.points > 0, relation.isOrder {
      descend(kept, left, relation, right, &trial)
    }
    if trial.failure == nil, !isCrossCheck, trial.points > 0, !trial.isClosed {
      trial.failure = failureOfEquality(left, relation, right) ?? failureInBranches(left, relation, right)
    }
    return trial
  }

  /// Of the work, in percent; the rest is for the second way to evaluate the point that was found.
  private static let shareOfSearch: Int64 = 75

  /// An inequality may hold at most points: with the six of a scene one that fails at an eighth of the points of a third of
  /// the sizes was confirmed for one seed in seven, with so many more for none of 200.
  private static let pointsOfOrder = 24

  /// Values of the free indices: [i + j + 2 < k] and [i + j + 1 < k] differ at 6 of the 100 values for sizes of 5 and 4, which
  /// were none of the 36 that are usual.
  private static let furtherAssignments = 216

  /// An index is compared with sizes or other indices.
  private func comparesPlaces(_ sides: [Expression]) -> Bool {
    store.reachable(from: sides, throughDefinitions: true).contains { e in
      guard store.op(e) == .comparison else { return false }
      let nodes = store.reachable(from: [e]).map { store.op($0) }
      return !nodes.contains(.symbol) && nodes.count { $0 == .index || $0 == .size } > 1
    }
  }

  /// Finite differences are the third witness: in the first scenes they are enough to find a wrong rule.
  private static let differencedScenes = 2

  /// The first sizes and indices at which a side has no value whatever the numbers are, or just one side has none.
  private func gap(in scene: Scene, _ sides: [Expression], isOneSided: Bool) -> Trial.Gap? {
    var compiler = scene.compiler
    for assignment in scene.assignments {
      let nodes = sides.compactMap { try? compiler.compile($0, at: assignment) }
      let gaps = nodes.filter { $0 <= .outside }
      guard !gaps.isEmpty, nodes.count == sides.count, !isOneSided || gaps.count < nodes.count else { continue }
      let sizes = scene.setting.sizes
      let parts =
        sizes.dimensions.map { "\(store.name($0)) = \(sizes[$0] ?? 0)" }
        + assignment.sorted { $0.key.number < $1.key.number }.map { "\(store.name($0.key)) = \($0.value)" }
      if !parts.isEmpty { return .init(place: parts.joined(separator: ", "), needsEntry: gaps.contains(.outside)) }
    }
    return nil
  }

  /// A point near to the first ones at which the sides all but meet.
  private func contact(in scene: Scene) -> Trial.Failure? {
    for point in scene.points.prefix(2) {
      if let nearest = scene.sampler.contact(of: scene.program, 0, scene.width - 1, near: point) {
        return Trial.Failure(scene: scene, point: nearest, failing: [0])
      }
    }
    return nil
  }

  private func difference(_ scene: Scene, _ trial: inout Trial) {
    guard !scene.derivatives.isEmpty, let point = scene.points.first else { return }
    let agreement = FiniteDifferences(scene.compiler.tape).agreement(scene.derivatives, at: point)
    trial.derivatives += agreement.count
    trial.worstDerivative = max(trial.worstDerivative, agreement.worst)
    if let derivative = agreement.contradiction {
      let text = ExpressionText.text(derivative.expression, in: store, limit: 80)
      trial.contradiction = "`\(text)` differs from its finite differences by \(agreement.worst)"
    }
  }

  /// A refutation is evaluated once more on the second way, straight from the store. That may need more bits than the
  /// tape, which folds constants; values that exclude each other are a fault.
  func confirmFailure(_ trial: inout Trial, _ left: Expression, _ relation: Link.Relation, _ right: Expression) {
    guard let failure = trial.failure, let first = failure.failing.first else { return }
    var direct = DirectEvaluation(store, failure.scene.setting, at: failure.point)
    let indices = failure.scene.assignments[first]
    var isEvaluated = false
    if failure.precision == .double {
      guard let a = try? direct.ball(of: left, at: indices), let b = try? direct.ball(of: right, at: indices) else {
        trial.failure = nil
        trial.reason = "a point that seems to refute could not be evaluated a second time"
        return
      }
      if fails(a, relation, b, exactly: failure.difference) { return }
    }
    var work = 0
    for precision in Precision.refined where precision >= failure.precision {
      work += Refinement.work(failure.scene.program, precision)
      guard work <= Refinement.budget, let a = try? direct.ball(of: left, at: indices, precision),
        let b = try? direct.ball(of: right, at: indices, precision)
      else { break }
      isEvaluated = true
      if case .fails = outcome(a, relation, b) {
        trial.failure?.precision = precision
        return
      }
      let tape = failure.scene.balls(at: failure.point, precision)[first]
      if let c = tape.first, let d = tape.last, ((a - b) - (c - d)).excludesZero {
        trial.contradiction = "at one point the tape and the direct evaluation exclude each other"
        break
      }
    }
    trial.failure = nil
    trial.isDoubtful = true
    trial.reason =
      isEvaluated
      ? "a point that seems to refute is not known well enough the second time"
      : "a point that seems to refute could not be evaluated a second time"
  }

  private func fails(_ a: Ball, _ relation: Link.Relation, _ b: Ball, exactly difference: Rational?) -> Bool {
    if case .fails = outcome(a, relation, b) { return true }
    guard let exact = difference?.double else { return false }
    return exact.nextUp >= (a - b).lower && exact.nextDown <= (a - b).upper
  }

  /// True if the relation is open there, or the sides of an equation are not seen to differ.
  @discardableResult
  func observe(_ scene: Scene, _ point: Point, _ relation: Link.Relation, _ trial: inout Trial) -> Bool {
    var failing: [Int] = []
    var (isUsable, isOpen) = (false, false)
    for (k, sides) in scene.balls(at: point).enumerated() {
      guard let left = sides.first, let right = sides.last else { continue }
      if left.isDefined != right.isDefined {
        trial.differsInDomain = true
        trial.oneSidedSizes.insert(scene.setting.sizes)
      }
      guard left.isDefined, right.isDefined else { continue }
      if left.isUnknown || right.isUnknown {
        isOpen = true
        continue
      }
      switch outcome(left, relation, right) {
      case .fails: failing.append(k)
      case .holds(let difference):
        isUsable = true
        if !left.containsZero || !right.containsZero { trial.hasNonzeroSides = true }
        if relation == .equal, left.radius > 0 || right.radius > 0 { isOpen = true }
        trial.largestDifference = max(trial.largestDifference, difference)
      case .unclear:
        isOpen = true
        if left.isVanishing || right.isVanishing { trial.hasVanishingSides = true }
        // Equal, as far as doubles tell.
        if relation.isStrict, trial.contact == nil, isNarrow(left, right) {
          trial.contact = Trial.Failure(scene: scene, point: point, failing: [k])
        }
      }
    }
    if !failing.isEmpty { trial.failure = Trial.Failure(scene: scene, point: point, failing: failing) }
    if isUsable {
      if trial.points == 0 { trial.sample = Trial.Failure(scene: scene, point: point, failing: []) }
      trial.points += 1
      trial.sizes.insert(scene.setting.sizes)
    }
    return isOpen
  }

  /// Every entry that has values on both sides holds for certain.
  private func affirms(_ scene: Scene, _ point: Point, _ relation: Link.Relation) -> Bool {
    let values = scene.program.fractions(at: point)
    for (k, sides) in scene.balls(at: point).enumerated() {
      guard let left = sides.first, let right = sides.last, left.isDefined, right.isDefined else { continue }
      if left.isBounded, right.isBounded, case .holds = outcome(left, relation, right) { continue }
      guard let a = values[k * scene.width], let b = values[(k + 1) * scene.width - 1],
        Experimenter.holds(a, relation, b) == true
      else { return false }
    }
    return true
  }

  /// Fractions tell what balls cannot: a difference of 10⁻⁴⁰, or none at all.
  func observeExactly(
    _ scene: Scene, _ point: Point, _ relation: Link.Relation, _ trial: inout Trial
  ) {
    let values = scene.program.fractions(at: point)
    var failing: [Int] = []
    var difference: Rational?
    var holding = 0
    for k in scene.assignments.indices {
      guard let a = values[k * scene.width], let b = values[(k + 1) * scene.width - 1],
        let holds = Experimenter.holds(a, relation, b)
      else { continue }
      if holds { holding += 1 } else { failing.append(k) }
      if !holds && difference == nil { difference = a - b }
    }
    if !failing.isEmpty {
      trial.failure = Trial.Failure(scene: scene, point: point, failing: failing, difference: difference)
    } else if holding == scene.assignments.count, point.values.isEmpty {
      trial.isCertain = true
    }
    if failing.isEmpty, trial.points == 0, holding > 0 {
      trial.sample = Trial.Failure(scene: scene, point: point, failing: [])
      trial.points += 1
      trial.sizes.insert(scene.setting.sizes)
    }
  }

  private static func holds(_ a: Rational, _ relation: Link.Relation, _ b: Rational) -> Bool? {
    switch relation {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: b < a
    case .greaterOrEqual: b <= a
    case .approximately, .element, .implies, .impliedBy, .equivalent: nil
    }
  }

  private func isNarrow(_ left: Ball, _ right: Ball) -> Bool {
    let scale = max(left.upper.magnitude, left.lower.magnitude, right.upper.magnitude, right.lower.magnitude)
    let difference = left - right
    return difference.isBounded
      && (difference.upper - difference.lower) < Trial.widestBall * max(scale, Trial.smallestScale)
  }

  func outcome(_ left: Ball, _ relation: Link.Relation, _ right: Ball) -> Refinement.Outcome {
    let difference = left - right
    let scale = max(
      left.upper.magnitude, left.lower.magnitude, right.upper.magnitude, right.lower.magnitude, Trial.smallestScale)
    let width = (difference.upper - difference.lower) / scale
    guard difference.isBounded else { return .unclear }
    guard relation == .equal else { return Refinement.outcome(relation, of: Refinement.sign(of: difference)) }
    if difference.excludesZero { return .fails }
    // 0 ± 10⁻³⁰⁰ against 0 compares nothing.
    if left.isVanishing || right.isVanishing { return .unclear }
    return width < Trial.widestBall ? .holds(max(difference.upper, -difference.lower) / scale) : .unclear
  }
}

extension Ball {
  /// The value is smaller than doubles are, but need not be 0.
  fileprivate var isVanishing: Bool {
    containsZero && !(lower == 0 && upper == 0) && max(-lower, upper) < 0x1p-900
  }
}

extension Link.Relation {
  /// It fails where its sides are equal.
  var isStrict: Bool { self == .less || self == .greater || self == .notEqual }
}
