import Expressions
import Numbers

/// What is known of the sign of a term.
public struct KnownSign: Hashable {
  let sign: Sign
  init(_ sign: Sign) { self.sign = sign }
  public var isPositive: Bool { sign == .positive }
  public var isNonnegative: Bool { sign.isNonnegative }
  public var isNonzero: Bool { sign.isNonzero }
}

extension NormalForms {
  /// The sign of an expression read off its structure, where the normal form would hide it: w·(1 − w) is a product of
  /// positive factors, w − w² is not obviously positive; Σ (y − x)² is not after expansion. Deeper than `depth` only the
  /// normal form tells.
  public func sign(of e: Expression, depth: Int = 20) throws(Obstacle) -> KnownSign {
    let plain = try clearedSign(of: try normalForm(of: e))
    if plain != .unknown || depth == 0 { return KnownSign(plain) }
    switch store.op(e) {
    case .product: return KnownSign(try signOfProduct(store.operands(of: e), depth - 1))
    case .sum:
      var result = Sign.nonnegative
      for part in store.operands(of: e) {
        let own = try sign(of: part, depth: depth - 1)
        guard own.isNonnegative else { return KnownSign(.unknown) }
        if own.isPositive { result = .positive }
      }
      return KnownSign(result)
    case .power:
      let base = try sign(of: store.operand(0, of: e), depth: depth - 1)
      if base.isPositive { return base }
      guard let exponent = store.rational(store.operand(1, of: e)), let (n, _) = exponent.smallFraction else {
        return KnownSign(.unknown)
      }
      // An even power, or an even root where it is defined.
      let isEven = exponent.isInteger ? n % 2 == 0 : exponent.denominator.isEven
      guard isEven || base.isNonnegative else { return KnownSign(base.isNonzero ? .nonzero : .unknown) }
      return KnownSign(base.isNonzero || n < 0 ? .positive : .nonnegative)
    case .function where store.function(e) == .maximum:
      for part in store.operands(of: e) {
        let own = try sign(of: part, depth: depth - 1)
        if own.isNonnegative { return own }
      }
      return KnownSign(.unknown)
    case .reduction where store.reduction(e) == .sum:
      let body = try sign(of: store.operand(2, of: e), depth: depth - 1)
      return KnownSign(body.isNonnegative ? .nonnegative : .unknown)
    case .definition:
      let body = store.body(store.definition(e))
      guard unfoldsDefinitions, body.slots.isEmpty, body.clauses.count == 1 else { return KnownSign(.unknown) }
      return try sign(of: body.clauses[0].body, depth: depth - 1)
    default: return KnownSign(.unknown)
    }
  }

  /// A factor of unknown sign that stands there twice is a square.
  private func signOfProduct(_ factors: ArraySlice<Expression>, _ depth: Int) throws(Obstacle) -> Sign {
    var result = Sign.positive
    var isTurned = false
    var pending: Set<Expression> = []
    for factor in factors {
      if let value = store.rational(factor) {
        if value.isZero { return .nonnegative }
        isTurned = isTurned != (value.signum < 0)
      } else if pending.remove(factor) != nil {
        result = Sign.product(result, .nonnegative)
      } else {
        let own = try sign(of: factor, depth: depth).sign
        if own.isNonnegative || own.isNonzero { result = Sign.product(result, own) } else { pending.insert(factor) }
      }
    }
    if !pending.isEmpty { return .unknown }
    return isTurned ? (result.isNonzero ? .nonzero : .unknown) : result
  }
}
