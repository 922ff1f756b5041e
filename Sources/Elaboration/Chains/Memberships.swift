import Diagnostics
import Expressions
import Notation
import Numbers

/// `x in T` as a statement of its own: what T says of x, in relations.
extension Elaborator {
  mutating func membership(
    of term: Term, _ link: Node, _ type: Node, _ draft: TermDraft
  ) throws(Rejection) -> Proposition {
    guard let reading = draft.types[link], let e = term.expression else { return .all([]) }
    let span = draft.span(link)
    if let curvature = reading.curvature { return try self.curvature(of: e, curvature, term, type, draft) }
    let slots = term.slots
    switch reading.structure {
    case .none:
      var condition = try membership(e, link, type, draft)
      for slot in slots.reversed() { condition = store.reduction(.all, over: slot, condition) }
      return .condition(condition)
    case .symmetric: return symmetry(of: e, term, span)
    case .positiveSemidefinite:
      return .all([symmetry(of: e, term, span), definiteness(of: e, term, span, isStrict: false)])
    case .positiveDefinite: return .all([symmetry(of: e, term, span), definiteness(of: e, term, span, isStrict: true)])
    case .simplex:
      let zero = store.integer(0)
      let total = store.sum(over: [slots[slots.count - 1]], e)
      return .all([
        relation(e, .greaterOrEqual, zero, slots, term, span),
        relation(total, .equal, store.integer(1), slots.dropLast(), term, span),
      ])
    case .oneHot:
      // An entry x is 0 or 1 where x·(1 − x) = 0.
      let rest = store.difference(store.integer(1), e)
      let total = store.sum(over: [slots[slots.count - 1]], e)
      return .all([
        relation(store.product([e, rest]), .equal, store.integer(0), slots, term, span),
        relation(total, .equal, store.integer(1), slots.dropLast(), term, span),
      ])
    case .joint, .orthogonal, .invertible, .diagonal, .invertibleSymmetric:
      throw Rejection(.notSupported("`in \(excerpt(type, draft))` as a claim"), at: draft.span(type))
    }
  }

  /// What a premise says of declared matrices as wholes: `A in spd(n)`, alone or beside other conditions.
  func properties(of premise: TermDraft) -> [Judgement.Property] {
    premise.openRelations.sorted { $0.number < $1.number }.compactMap { property($0, premise) }
  }

  /// No boolean expression says that v′Av ≥ 0 for all v: for the lines under the premise the matrix is declared so.
  func property(_ relations: Node, _ draft: TermDraft) -> Judgement.Property? {
    guard draft.tellsProperties, draft.openRelations.contains(relations), draft.tree.childCount(relations) == 2
    else { return nil }
    let term = draft.tree.child(relations, 0)
    guard case .symbol(let symbol) = draft.meaning(term), draft.tree.kind(term) == .name,
      let reading = draft.types[draft.tree.child(relations, 1)], !store.hasFreeRandomSymbol(draft.value(term))
    else { return nil }
    let (structure, declaration) = (reading.structure, store.declaration(symbol))
    guard structure != .none, structure.rankOfDefiniteness != nil, declaration.structure.rankOfDefiniteness != nil,
      declaration.domain == .real, declaration.slots.count == 2, declaration.slots[0] == declaration.slots[1]
    else { return nil }
    return Judgement.Property(symbol: symbol, structure: structure, span: draft.span(relations))
  }

  /// A relation that stands for a part of the membership.
  private func relation(
    _ left: Expression, _ relation: Link.Relation, _ right: Expression, _ slots: some Sequence<Index>, _ term: Term,
    _ span: Span
  ) -> Proposition {
    var (a, b) = (term, term)
    (a.content, a.slots, a.origins) = (.value(left), Array(slots), [:])
    (b.content, b.slots, b.origins) = (.value(right), Array(slots), [:])
    return .relation(Relation(left: a, relation: relation, right: b, span: span))
  }

  /// H[i, j] = H[j, i]
  private mutating func symmetry(of e: Expression, _ term: Term, _ span: Span) -> Proposition {
    let (i, j) = (term.slots[0], term.slots[1])
    let exchange = [i: store.value(of: j), j: store.value(of: i)]
    return relation(e, .equal, store.substituting(exchange, in: e), term.slots, term, span)
  }

  /// v′Hv ≥ 0 for all v, or > 0 for all that are not 0.
  private mutating func definiteness(of e: Expression, _ term: Term, _ span: Span, isStrict: Bool) -> Proposition {
    let (i, j) = (term.slots[0], term.slots[1])
    let v = store.declare(SymbolDeclaration(name: unusedName(like: "v"), slots: [store.range(i)]))
    let ends = (store.entry(of: v, [store.value(of: i)]), store.entry(of: v, [store.value(of: j)]))
    let form = store.sum(over: [i, j], store.product([ends.0, e, ends.1]))
    let zero = store.integer(0)
    let sign = relation(form, isStrict ? .greater : .greaterOrEqual, zero, [], term, span)
    if !isStrict { return .forall([.symbol(v)], sign) }
    let isNonzero = store.reduction(.any, over: i, store.comparison(.notEqual, ends.0, zero))
    return .forall([.symbol(v)], .implies(.condition(isNonzero), sign))
  }

  /// f(t·a + (1 − t)·b) ≤ t·f(a) + (1 − t)·f(b) for all a, b and all t in [0, 1].
  private mutating func curvature(
    of e: Expression, _ curvature: TypeReading.Curvature, _ term: Term, _ type: Node, _ draft: TermDraft
  ) throws(Rejection) -> Proposition {
    let unit = Domain.interval(lower: .zero, upper: .one, closedLower: true, closedUpper: true)
    let t = store.declare(SymbolDeclaration(name: unusedName(like: "t"), slots: [], domain: unit))
    let share = store.entry(of: t, [])
    let rest = store.difference(store.integer(1), share)
    var bounds: [Proposition.Bound] = []
    var (first, second, between) = (e, e, e)
    for variable in curvature.variables {
      let declaration = store.declaration(variable)
      guard declaration.isConvexSet else {
        throw Rejection(
          .notSupported("convexity in `\(declaration.name)`, whose values are no convex set"), at: draft.span(type))
      }
      let ends = [1, 2].map { k -> Symbol in
        var end = declaration
        end.name = unusedName(like: declaration.name + "\(k)")
        return store.declare(end)
      }
      bounds += ends.map { .symbol($0) }
      let places = declaration.slots.map { store.freshIndex("i", $0) }
      let slots = places.map { store.value(of: $0) }
      let (a, b) = (store.entry(of: ends[0], slots), store.entry(of: ends[1], slots))
      let mean = store.sum([store.product([share, a]), store.product([rest, b])])
      first = store.substitution(of: variable, parameters: places, by: a, in: first)
      second = store.substitution(of: variable, parameters: places, by: b, in: second)
      between = store.substitution(of: variable, parameters: places, by: mean, in: between)
    }
    let chord = store.sum([store.product([share, first]), store.product([rest, second])])
    let below = relation(
      between, curvature.isConcave ? .greaterOrEqual : .lessOrEqual, chord, [], term, draft.span(type))
    return .curvature(
      of: e, curvature.variables, isConcave: curvature.isConcave, chord: .forall(bounds + [.symbol(t)], below))
  }

  /// The name, or with a mark behind it if it is taken.
  private func unusedName(like name: String) -> String {
    var name = name
    while environment.entry(name) != nil { name += "_" }
    return name
  }
}

extension SymbolDeclaration {
  /// With two values all between them are values.
  fileprivate var isConvexSet: Bool {
    switch structure {
    case .none, .simplex, .symmetric, .positiveSemidefinite, .positiveDefinite, .diagonal: domain.isConnected
    case .oneHot, .joint, .orthogonal, .invertible, .invertibleSymmetric: false
    }
  }
}
