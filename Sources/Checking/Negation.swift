import Elaboration
import Notation

/// Negations moved inwards.
extension Prover {
  /// A statement that holds exactly where the given one fails, as far as both sides have values; nil if there is none.
  func negation(of proposition: Proposition) -> Proposition? {
    switch proposition {
    case .not(let part): return part
    case .forall(let bounds, let body): return negation(of: body).map { .exists(bounds, $0) }
    case .exists(let bounds, let body): return negation(of: body).map { .forall(bounds, $0) }
    case .all(let parts):
      let images = parts.compactMap { negation(of: $0) }
      return images.count == parts.count ? .any(images) : nil
    case .any(let parts):
      let images = parts.compactMap { negation(of: $0) }
      return images.count == parts.count ? .all(images) : nil
    case .implies(let a, let b): return negation(of: b).map { .all([a, $0]) }
    case .relation(var relation):
      guard relation.left.slots.isEmpty, relation.right.slots.isEmpty, let opposite = relation.relation.opposite else {
        return nil
      }
      relation.relation = opposite
      return .relation(relation)
    case .equivalent, .condition, .curvature: return nil
    }
  }
}

extension Link.Relation {
  /// It holds where this one fails.
  fileprivate var opposite: Link.Relation? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    case .approximately, .element, .implies, .impliedBy, .equivalent: nil
    }
  }
}
