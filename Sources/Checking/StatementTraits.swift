import Elaboration
import Expressions
import Notation

/// What a statement is made of, and what kind of claims it makes.
extension Proposition {
  /// The statement made of the images of its parts and terms; nil if one has none.
  func mapped(
    _ part: (Proposition) -> Proposition?, _ term: (Expression) -> Expression?
  ) -> Proposition? {
    func all(_ parts: [Proposition]) -> [Proposition]? {
      let images = parts.compactMap(part)
      return images.count == parts.count ? images : nil
    }
    switch self {
    case .relation(var relation):
      guard case .value(let a) = relation.left.content, case .value(let b) = relation.right.content,
        let left = term(a), let right = term(b)
      else { return nil }
      (relation.left.content, relation.right.content) = (.value(left), .value(right))
      return .relation(relation)
    case .condition(let e): return term(e).map { .condition($0) }
    case .all(let parts): return all(parts).map { .all($0) }
    case .any(let parts): return all(parts).map { .any($0) }
    case .not(let one): return part(one).map { .not($0) }
    case .implies(let a, let b): return all([a, b]).map { .implies($0[0], $0[1]) }
    case .equivalent(let a, let b): return all([a, b]).map { .equivalent($0[0], $0[1]) }
    case .forall(let bounds, let body): return part(body).map { .forall(bounds, $0) }
    case .exists(let bounds, let body): return part(body).map { .exists(bounds, $0) }
    case .curvature(let e, let variables, let isConcave, let chord):
      guard let e = term(e), let chord = part(chord) else { return nil }
      return .curvature(of: e, variables, isConcave: isConcave, chord: chord)
    }
  }

  /// It says that two sides differ, somewhere: points between which they are equal are easily missed.
  var isStrict: Bool {
    switch self {
    case .relation(let relation): [.less, .greater, .notEqual].contains(relation.relation)
    case .condition, .curvature: false
    case .all(let parts), .any(let parts): parts.contains { $0.isStrict }
    case .not: true
    case .implies(_, let part): part.isStrict
    case .equivalent(let a, let b): a.isStrict || b.isStrict
    case .forall(_, let part), .exists(_, let part): part.isStrict
    }
  }

  /// It says that one side is not above, or not the same as, the other, somewhere.
  var mentionsInequality: Bool {
    switch self {
    case .relation(let relation): ![.equal, .approximately, .element].contains(relation.relation)
    case .condition, .curvature: true
    case .all(let parts), .any(let parts): parts.contains { $0.mentionsInequality }
    case .not(let part), .implies(_, let part): part.mentionsInequality
    case .equivalent(let a, let b): a.mentionsInequality || b.mentionsInequality
    case .forall(_, let part), .exists(_, let part): part.mentionsInequality
    }
  }

  /// It says that something exists, somewhere.
  var claimsExistence: Bool { claims(existence: true) }

  /// It says that something exists, or else that something holds for everything: each is denied by the other.
  private func claims(existence: Bool) -> Bool {
    switch self {
    case .relation, .condition, .curvature, .equivalent: false
    case .all(let parts), .any(let parts): parts.contains { $0.claims(existence: existence) }
    case .not(let part): part.claims(existence: !existence)
    case .implies(let a, let b): a.claims(existence: !existence) || b.claims(existence: existence)
    case .forall(_, let part): !existence || part.claims(existence: existence)
    case .exists(_, let part): existence || part.claims(existence: existence)
    }
  }

  /// With terms for what exists it is a statement of the same kind: `exists` stands under quantifiers alone.
  var isShownByInstance: Bool { isShownByInstance(isDenied: false) }

  private func isShownByInstance(isDenied: Bool) -> Bool {
    switch self {
    case .exists(_, let part): !isDenied || part.isShownByInstance(isDenied: isDenied)
    case .forall(_, let part): isDenied || part.isShownByInstance(isDenied: isDenied)
    case .not(let part): part.isShownByInstance(isDenied: !isDenied)
    case .relation, .condition, .curvature, .all, .any, .implies, .equivalent: false
    }
  }

  /// What its quantifiers bind, at any depth.
  var boundNames: [Bound] {
    switch self {
    case .relation, .condition, .curvature: []
    case .all(let parts), .any(let parts): parts.flatMap { $0.boundNames }
    case .not(let part): part.boundNames
    case .implies(let a, let b), .equivalent(let a, let b): a.boundNames + b.boundNames
    case .forall(let bounds, let part), .exists(let bounds, let part): bounds + part.boundNames
    }
  }

  /// It quantifies over a quantity, somewhere.
  var bindsQuantities: Bool {
    switch self {
    case .relation, .condition: false
    case .all(let parts), .any(let parts): parts.contains { $0.bindsQuantities }
    case .not(let part): part.bindsQuantities
    case .implies(let a, let b), .equivalent(let a, let b): a.bindsQuantities || b.bindsQuantities
    case .forall, .exists, .curvature: true
    }
  }

  /// All terms that stand in it: the sides of its relations.
  var terms: [Expression] {
    switch self {
    case .relation(let relation): [relation.left.expression, relation.right.expression].compactMap { $0 }
    case .condition(let e): [e]
    case .all(let parts), .any(let parts): parts.flatMap { $0.terms }
    case .not(let part), .forall(_, let part), .exists(_, let part): part.terms
    case .implies(let a, let b), .equivalent(let a, let b): a.terms + b.terms
    case .curvature(let e, _, _, let chord): [e] + chord.terms
    }
  }

  /// The quantities that its quantifiers bind.
  var boundSymbols: [Symbol] {
    boundNames.compactMap { if case .symbol(let symbol) = $0 { symbol } else { nil } }
  }

  /// The indices that are free in it, and the slots of the tensors that it compares.
  func indices(in store: ExpressionStore) -> (free: Set<Index>, slots: Set<Index>) {
    switch self {
    case .relation(let relation):
      return (Set(terms.flatMap { store.freeIndices(of: $0) }), Set(relation.left.slots + relation.right.slots))
    case .all(let parts), .any(let parts):
      return parts.map { $0.indices(in: store) }.reduce(([], [])) { ($0.0.union($1.free), $0.1.union($1.slots)) }
    case .not(let part): return part.indices(in: store)
    case .forall(let bounds, let part), .exists(let bounds, let part):
      let inner = part.indices(in: store)
      return (inner.free.subtracting(bounds.compactMap { $0.index }), inner.slots)
    case .implies(let a, let b), .equivalent(let a, let b):
      let (x, y) = (a.indices(in: store), b.indices(in: store))
      return (x.free.union(y.free), x.slots.union(y.slots))
    case .condition: return (Set(terms.flatMap { store.freeIndices(of: $0) }), [])
    case .curvature(_, _, _, let chord): return chord.indices(in: store)
    }
  }
}

extension Proposition.Bound {
  var index: Index? {
    if case .index(let index) = self { index } else { nil }
  }
}
