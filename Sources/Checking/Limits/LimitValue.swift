import Algebra
import Calculus
import Expressions

/// A value of the extended real line.
enum LimitValue: Hashable {
  case finite(Expression)
  case plusInfinity, minusInfinity

  var isInfinite: Bool { self == .plusInfinity || self == .minusInfinity }

  static func infinity(_ sign: Int) -> LimitValue { sign > 0 ? .plusInfinity : .minusInfinity }
}

/// Why a limit was not found.
enum LimitObstacle: Error, Hashable {
  /// It depends on the sign of this constant, which nothing tells.
  case sign(Expression)
  /// It is shown not to exist.
  case none(String)
  /// Not decided, with the reason.
  case open(String)
  /// All terms of an expansion cancel; a longer one may tell more.
  case cancelled
}

/// A limit by the signs of constants that it depends on.
indirect enum LimitTree {
  case leaf(LimitValue)
  /// It does not exist.
  case none(String)
  case open(String)
  case split(Expression, positive: LimitTree, negative: LimitTree, zero: LimitTree)

  var leaves: [LimitTree] {
    guard case .split(_, let positive, let negative, let zero) = self else { return [self] }
    return positive.leaves + negative.leaves + zero.leaves
  }

  /// Why a branch is open; nil if none is.
  var openReason: String? {
    for case .open(let reason) in leaves { return reason }
    return nil
  }

  /// Every leaf is a real number.
  var isFinite: Bool {
    leaves.allSatisfy {
      if case .leaf(.finite) = $0 { return true }
      return false
    }
  }
}

extension LimitObstacle {
  init(_ obstacle: Obstacle) { self = .open(obstacle.text) }
  init(_ refusal: Refusal) { self = .open(refusal.text) }
}
