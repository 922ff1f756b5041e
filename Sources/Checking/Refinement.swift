import Evaluation
import Expressions
import Notation
import Numbers

/// The later stages of evaluation: where doubles leave a relation open, its sides are known with more and more bits until
/// it is decided or the budget ends. `exp(π·√163)` is 262537412640768744 in 53 bits.
enum Refinement {
  /// A point at which the relation is open.
  struct Candidate {
    var scene: Scene
    var point: Point
  }

  enum Outcome {
    case fails, unclear
    /// With the relative size of what may be left of the difference.
    case holds(Double)
  }

  /// What is known of the sign of a difference.
  enum Sign {
    case negative, zero, positive
    /// Not positive, not negative, not zero, or nothing at all.
    case atMostZero, atLeastZero, unknown
  }

  static func sign(of difference: Ball) -> Sign {
    if difference.isZero { return .zero }
    if difference.isNegative { return .negative }
    if difference.isPositive { return .positive }
    return difference.upper <= 0 ? .atMostZero : difference.lower >= 0 ? .atLeastZero : .unknown
  }

  /// A relation other than `=` by the sign of left − right.
  static func outcome(_ relation: Link.Relation, of sign: Sign) -> Outcome {
    switch relation {
    case .notEqual:
      switch sign {
      case .negative, .positive: return .holds(0)
      case .zero: return .fails
      case .atMostZero, .atLeastZero, .unknown: return .unclear
      }
    case .less:
      switch sign {
      case .negative: return .holds(0)
      case .zero, .positive, .atLeastZero: return .fails
      case .atMostZero, .unknown: return .unclear
      }
    case .lessOrEqual:
      switch sign {
      case .negative, .zero, .atMostZero: return .holds(0)
      case .positive: return .fails
      case .atLeastZero, .unknown: return .unclear
      }
    case .greater: return outcome(.less, of: sign.turned)
    case .greaterOrEqual: return outcome(.lessOrEqual, of: sign.turned)
    case .equal, .approximately, .element, .implies, .impliedBy, .equivalent: return .unclear
    }
  }

  /// Two values are the same number only if not even this may be left of their difference: 10^(10^10) + 1 agrees with
  /// 10^(10^10) to all digits that there are.
  static let widestUnit = 1e-6

  /// Points that are looked at more closely.
  static let mostCandidates = 3

  /// Work of all of a line's refinement, in products of limbs.
  static let budget = 400_000

  /// An operation on numbers of n limbs counts n, a function n².
  static func work(_ program: Program, _ precision: Precision) -> Int {
    let limbs = (precision.bits + 63) / 64
    return max(1, program.count) * limbs + program.functionCount * limbs * limbs
  }
}

extension Refinement.Sign {
  fileprivate var turned: Refinement.Sign {
    switch self {
    case .negative: .positive
    case .positive: .negative
    case .atMostZero: .atLeastZero
    case .atLeastZero: .atMostZero
    case .zero, .unknown: self
    }
  }
}

extension Trial {
  /// Looks at the candidates with growing precision until more bits would say nothing new; the first failure ends it.
  mutating func refine(_ isSettled: (Refinement.Candidate, Precision, inout Trial) -> Bool) {
    var rest = Refinement.budget
    for candidate in candidates {
      for precision in Precision.refined {
        let work = Refinement.work(candidate.scene.program, precision)
        if work > rest { break }
        rest -= work
        if isSettled(candidate, precision, &self) { break }
        if failure != nil { return }
      }
    }
  }
}

extension Experimenter {
  func refine(_ trial: inout Trial, _ relation: Link.Relation) {
    trial.refine { isSettled($0, relation, $1, &$2) }
  }

  /// A statement that balls of doubles leave open may be false for certain.
  func refine(_ trial: inout Trial) {
    trial.refine { candidate, precision, trial in
      let values = candidate.scene.balls(at: candidate.point, precision).map { $0.first ?? .unknown }
      let failing = values.indices.filter { values[$0].isZero }
      if !failing.isEmpty {
        trial.failure = Trial.Failure(
          scene: candidate.scene, point: candidate.point, failing: failing, precision: precision)
      }
      return !values.contains { $0.isUnknown }
    }
  }

  /// True if more bits would say nothing new.
  private func isSettled(
    _ candidate: Refinement.Candidate, _ relation: Link.Relation, _ precision: Precision, _ trial: inout Trial
  ) -> Bool {
    var failing: [Int] = []
    var (isOpen, isUsable, hidesUnits, digits) = (false, false, false, Int.max)
    for (k, sides) in candidate.scene.balls(at: candidate.point, precision).enumerated() {
      guard let left = sides.first, let right = sides.last, left.isDefined, right.isDefined else { continue }
      switch outcome(left, relation, right) {
      case .fails: failing.append(k)
      case .unclear: isOpen = true
      case .holds(let difference):
        isUsable = true
        if difference > 0 { isOpen = true }
        if relation == .equal {
          digits = min(digits, agreement(left, right))
          if (left - right).absolute.ball.upper >= Refinement.widestUnit { hidesUnits = true }
        }
      }
    }
    if !failing.isEmpty {
      trial.failure = Trial.Failure(
        scene: candidate.scene, point: candidate.point, failing: failing, precision: precision)
      return false
    }
    guard isUsable else { return !isOpen }
    if !isOpen, relation != .equal { trial.isCertain = true }
    // The sides that all but met are told apart.
    if !isOpen, trial.contact?.point == candidate.point { trial.contact = nil }
    if trial.points == 0 {
      trial.sample = Trial.Failure(
        scene: candidate.scene, point: candidate.point, failing: [], precision: precision)
      trial.points = 1
      trial.sizes.insert(candidate.scene.setting.sizes)
    }
    trial.precision = max(trial.precision, precision)
    if trial.isClosed {
      trial.isDoubtful = hidesUnits
      if hidesUnits { trial.reason = "the sides are so large that numbers would not show a difference of 1" }
    }
    if relation == .equal, digits < .max { trial.digits = digits }
    return !isOpen
  }

  /// To how many decimal digits two values agree that are not known to differ: log₁₀ 2 > 0.301.
  private func agreement(_ left: PreciseBall, _ right: PreciseBall) -> Int {
    let difference = (left - right).absolute
    if difference.isZero { return .max }
    let (size, rest) = (left.absolute.maximum(with: right.absolute), difference.upper)
    return size.excludesZero ? max(0, Int(Double(size.lower.exponent - rest.exponent) * 0.301)) : 0
  }

  func outcome(_ left: PreciseBall, _ relation: Link.Relation, _ right: PreciseBall) -> Refinement.Outcome {
    let difference = left - right
    guard difference.isBounded else { return .unclear }
    guard relation == .equal else { return Refinement.outcome(relation, of: Refinement.sign(of: difference)) }
    if difference.excludesZero { return .fails }
    if difference.isZero { return .holds(0) }
    let scale = left.absolute.maximum(with: right.absolute)
    guard scale.isPositive else { return .unclear }
    let ratio = (difference.absolute / scale).ball
    guard ratio.isBounded else { return .unclear }
    return ratio.upper < Trial.widestBall ? .holds(max(ratio.upper, .leastNonzeroMagnitude)) : .unclear
  }
}

extension Refinement {
  static func sign(of difference: PreciseBall) -> Sign {
    difference.isZero ? .zero : difference.isNegative ? .negative : difference.isPositive ? .positive : .unknown
  }
}
