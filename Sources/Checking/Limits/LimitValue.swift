import Algebra
import Calculus
import Expressions
import Numbers

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
  /// No admissible values lead here.
  case vacuous
  case split(Expression, positive: LimitTree, negative: LimitTree, zero: LimitTree)

  var leaves: [LimitTree] {
    if case .vacuous = self { return [] }
    guard case .split(_, let positive, let negative, let zero) = self else { return [self] }
    return positive.leaves + negative.leaves + zero.leaves
  }

  /// The signs that lead to each leaf, as statements.
  func branches(in store: inout ExpressionStore) -> [(premises: [Expression], leaf: LimitTree)] {
    guard case .split(let u, let positive, let negative, let zero) = self else { return [([], self)] }
    let nought = store.integer(0)
    let signs = [
      store.comparison(.less, nought, u), store.comparison(.less, u, nought), store.comparison(.equal, u, nought),
    ]
    var branches: [(premises: [Expression], leaf: LimitTree)] = []
    for (sign, arm) in zip(signs, [positive, negative, zero]) {
      for branch in arm.branches(in: &store) { branches.append(([sign] + branch.premises, branch.leaf)) }
    }
    return branches
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

extension ExpressionStore {
  /// 1 for ∞, −1 for −∞, nil for anything else.
  func infinity(_ e: Expression) -> Int? {
    if op(e) == .constant, constant(e) == .infinity { return 1 }
    guard op(e) == .product, operandCount(of: e) == 2, let sign = rational(operand(0, of: e))?.signum, sign != 0 else {
      return nil
    }
    let part = operand(1, of: e)
    return op(part) == .constant && constant(part) == .infinity ? sign : nil
  }
}
