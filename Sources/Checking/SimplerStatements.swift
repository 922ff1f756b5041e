import Algebra
import Calculus
import Elaboration
import Expressions
import Notation
import Numbers

/// Statements about absolute values, extrema and powers as statements about what stands in them:
///
///     |u| < c ⟺ u < c and −u < c        |u| > c ⟺ u > c or −u > c
///     min(u, v) > c ⟺ u > c and v > c        u⁴ = 0 ⟺ u = 0        u³ < v³ ⟺ u < v
///     u ≤ v and u ≥ v ⟺ u = v        u·v > 0 ⟺ u > 0 and v > 0 or u < 0 and v < 0
extension Prover {
  /// An equivalent statement with values wherever this one has, nil if none of the rules applies.
  mutating func simpler(_ proposition: Proposition) -> Proposition? {
    switch proposition {
    case .relation(let relation):
      guard relation.left.slots.isEmpty, relation.right.slots.isEmpty else { return nil }
      guard let image = simpler(relation) ?? simpler(relation.turned) else { return nil }
      return simpler(image) ?? image
    case .all(let parts):
      let images = simpler(parts)
      let whole = merged(images ?? parts)
      if whole == nil && images == nil { return nil }
      let left = whole ?? images ?? parts
      return left.count == 1 ? left[0] : .all(left)
    case .any(let parts):
      let possible = parts.filter { !isNever($0) }
      if possible.count < parts.count { return possible.count == 1 ? possible[0] : .any(possible) }
      return simpler(parts).map { .any($0) }
    case .not(let part): return simpler(part).map { .not($0) }
    case .implies, .equivalent, .forall, .exists, .curvature, .condition: return nil
    }
  }

  private mutating func simpler(_ parts: [Proposition]) -> [Proposition]? {
    var (images, isChanged) = ([Proposition](), false)
    for part in parts {
      let image = simpler(part)
      isChanged = isChanged || image != nil
      images.append(image ?? part)
    }
    return isChanged ? images : nil
  }

  /// What is special stands on the left.
  private mutating func simpler(_ relation: Relation) -> Proposition? {
    guard let left = relation.left.expression, let right = relation.right.expression else { return nil }
    let isZero = store.rational(right)?.isZero ?? false
    switch store.op(left) {
    case .function where store.function(left) == .abs:
      let inside = store.operand(0, of: left)
      if isNonnegative(right) { return compared(inside, relation, withSizeOf: right) }
      switch relation.relation {
      case .less, .lessOrEqual, .greater, .greaterOrEqual: return compared(inside, relation, withSizeOf: right)
      default: return nil
      }
    case .function where store.function(left) == .minimum || store.function(left) == .maximum:
      let isMinimum = store.function(left) == .minimum
      let each = store.operands(of: left).map { Proposition.relation(relation.with($0, right)) }
      switch relation.relation {
      case .greater, .greaterOrEqual: return isMinimum ? .all(each) : .any(each)
      case .less, .lessOrEqual: return isMinimum ? .any(each) : .all(each)
      default: return nil
      }
    case .power: return withoutPower(relation, left, right, isZero)
    case .product where isZero: return split(relation, Array(store.operands(of: left)), zero: right)
    default: return nil
    }
  }

  /// |u| ⋈ c, for = and ≠ with c ≥ 0; |u| ⋈ |v| where c is an absolute value.
  private mutating func compared(_ u: Expression, _ relation: Relation, withSizeOf c: Expression) -> Proposition? {
    let isSize = store.op(c) == .function && store.function(c) == .abs
    let isOfEquality = relation.relation == .equal || relation.relation == .notEqual
    let c = isSize && isOfEquality ? store.operand(0, of: c) : c
    let both = [u, differentiator.store.negation(u)].map { Proposition.relation(relation.with($0, c)) }
    switch relation.relation {
    case .less, .lessOrEqual, .notEqual: return .all(both)
    case .greater, .greaterOrEqual, .equal: return .any(both)
    default: return nil
    }
  }

  /// u^k ⋈ v^k for a whole k, and u^k ⋈ c for a number with a root.
  private mutating func withoutPower(
    _ relation: Relation, _ left: Expression, _ right: Expression, _ isZero: Bool
  ) -> Proposition? {
    guard let exponent = store.rational(store.operand(1, of: left))?.asInt else { return nil }
    let base = store.operand(0, of: left)
    if exponent < 0 {
      // 1/u has the sign of u.
      let isOfSign = relation.relation == .less || relation.relation == .greater
      return isZero && isOfSign && exponent % 2 != 0 ? .relation(relation.with(base, right)) : nil
    }
    guard exponent > 0, let other = root(of: right, exponent) else { return nil }
    if exponent % 2 == 1 { return .relation(relation.with(base, other)) }
    if isZero {
      switch relation.relation {
      case .equal, .notEqual: return .relation(relation.with(base, other))
      case .greater: return .relation(relation.with(base, other).with(.notEqual))
      case .lessOrEqual: return .relation(relation.with(base, other).with(.equal))
      default: return nil
      }
    }
    let isOfEquality = relation.relation == .equal || relation.relation == .notEqual
    return isOfEquality || isNonnegative(other) ? compared(base, relation, withSizeOf: other) : nil
  }

  /// What has the power, as it is written or as a fraction.
  private mutating func root(of e: Expression, _ k: Int) -> Expression? {
    if store.op(e) == .power, store.rational(store.operand(1, of: e))?.asInt == k { return store.operand(0, of: e) }
    guard let value = store.rational(e), value.signum >= 0 || k % 2 == 1 else { return nil }
    let size = value.magnitude
    guard let (n, d) = size.smallFraction, let p = Prover.root(n, k), let q = Prover.root(d, k) else { return nil }
    return differentiator.store.number(value.signum < 0 ? -Rational(p, q) : Rational(p, q))
  }

  private static func root(_ n: Int, _ k: Int) -> Int? {
    (0...mostRoot).first { Rational($0).power(k) == Rational(n) }
  }

  private static let mostRoot = 1000

  /// u·v ⋈ 0 by the signs of both; u·v·w = 0 where one of them is 0.
  private mutating func split(_ relation: Relation, _ factors: [Expression], zero: Expression) -> Proposition? {
    let varying = factors.filter { store.rational($0) == nil }
    let isTurned = factors.compactMap { store.rational($0) }.contains { $0.signum < 0 }
    func each(_ signs: [Link.Relation]) -> [Proposition] {
      zip(varying, signs).map { .relation(relation.with($0, zero).with($1)) }
    }
    switch relation.relation {
    case .equal: return varying.count > 1 ? .any(each(varying.map { _ in .equal })) : nil
    case .notEqual: return varying.count > 1 ? .all(each(varying.map { _ in .notEqual })) : nil
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard varying.count == 2 else { return nil }
      let own = isTurned ? relation.turned.relation : relation.relation
      let (up, down): (Link.Relation, Link.Relation) =
        own == .less || own == .greater ? (.greater, .less) : (.greaterOrEqual, .lessOrEqual)
      let isAlike = own == .greater || own == .greaterOrEqual
      return .any([.all(each([up, isAlike ? up : down])), .all(each([down, isAlike ? down : up]))])
    default: return nil
    }
  }

  private func isNonnegative(_ e: Expression) -> Bool {
    (try? forms(unfolding: true).sign(of: e).isNonnegative) ?? false
  }

  /// Two numbers are compared, and it does not hold: 0 > 0.
  private func isNever(_ proposition: Proposition) -> Bool {
    guard case .relation(let relation) = proposition, let a = relation.left.expression.flatMap({ store.rational($0) }),
      let b = relation.right.expression.flatMap({ store.rational($0) })
    else { return false }
    switch relation.relation {
    case .equal: return a != b
    case .notEqual: return a == b
    case .less: return !(a < b)
    case .lessOrEqual: return b < a
    case .greater: return !(b < a)
    case .greaterOrEqual: return a < b
    case .approximately, .element, .implies, .impliedBy, .equivalent: return false
    }
  }

  /// u ≤ v and v ≤ u as u = v.
  private mutating func merged(_ parts: [Proposition]) -> [Proposition]? {
    for (k, part) in parts.enumerated() {
      for (l, other) in parts.enumerated() where l > k {
        guard case .relation(let a) = part, case .relation(let b) = other, let u = a.difference(&differentiator.store),
          let v = b.difference(&differentiator.store)
        else { continue }
        let sum = differentiator.store.sum([u, v])
        guard (try? forms(unfolding: false).normalForm(of: sum).isZero) ?? false else { continue }
        var rest = parts
        rest.remove(at: l)
        rest[k] = .relation(a.with(.equal))
        return rest
      }
    }
    return nil
  }
}

extension Relation {
  fileprivate func with(_ left: Expression, _ right: Expression) -> Relation {
    var image = self
    image.left.content = .value(left)
    image.right.content = .value(right)
    return image
  }

  fileprivate func with(_ relation: Link.Relation) -> Relation {
    var image = self
    image.relation = relation
    return image
  }

  /// The same from right to left.
  fileprivate var turned: Relation {
    let relation: Link.Relation =
      switch relation {
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      default: relation
      }
    return Relation(left: right, relation: relation, right: left, span: span)
  }

  /// What a relation with ≤ or ≥ says is not negative.
  fileprivate func difference(_ store: inout ExpressionStore) -> Expression? {
    guard let a = left.expression, let b = right.expression, left.slots.isEmpty, right.slots.isEmpty else { return nil }
    switch relation {
    case .lessOrEqual: return store.difference(b, a)
    case .greaterOrEqual: return store.difference(a, b)
    default: return nil
    }
  }
}

extension Prover {
  /// It speaks of ≠ alone, so that its negation says more plainly what it is about.
  static func isOfInequations(_ proposition: Proposition) -> Bool {
    switch proposition {
    case .relation(let relation): relation.relation == .notEqual
    case .all(let parts), .any(let parts): parts.allSatisfy { isOfInequations($0) }
    case .not, .implies, .equivalent, .forall, .exists, .curvature, .condition: false
    }
  }
}
