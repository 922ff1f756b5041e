import Expressions
import Numbers

/// Iverson's brackets of comparisons between index terms, as deltas and as the order [i < j] of two plain indices:
///
///     [i ≤ j] = [i < j] + δ(i, j)        [i ≤ j + 1] = [i < j] + δ(i, j) + δ(i, j + 1)        [i ≤ 2] = δ(i, 1) + δ(i, 2)
///
/// so that a sum whose end is an index differs from the one that ends a step earlier by its last term.
extension NormalForms {
  /// Deltas that a comparison is written out in.
  static let mostOrderedEntries = 6

  /// An index variable or a declared index, plus a number; just a number where there is no base.
  struct IndexTerm {
    var base: Expression?
    var offset: Int
  }

  /// Nil for comparisons of anything but index terms.
  func indexIndicator(_ relation: Comparison, _ a: Expression, _ b: Expression) throws(Obstacle) -> Form? {
    guard let x = indexTerm(a) else { return nil }
    guard let y = indexTerm(b) else { return try endIndicator(relation, x, b) }
    switch relation {
    case .equal: return try coincidence(x, y)
    case .notEqual: return try coincidence(x, y).map { one.adding($0, times: Rational(-1)) }
    case .lessOrEqual: return try order(x, y, within: y.offset - x.offset)
    case .less: return try order(x, y, within: y.offset - x.offset - 1)
    }
  }

  func indexTerm(_ e: Expression) -> IndexTerm? {
    if let value = store.rational(e) { return value.asInt.map { IndexTerm(base: nil, offset: $0) } }
    if range(ofBase: e) != nil { return IndexTerm(base: e, offset: 0) }
    guard store.op(e) == .sum else { return nil }
    var term = IndexTerm(base: nil, offset: 0)
    for part in store.operands(of: e) {
      if let value = store.rational(part)?.asInt {
        term.offset += value
      } else if term.base == nil, range(ofBase: part) != nil {
        term.base = part
      } else {
        return nil
      }
    }
    return term.base == nil ? nil : term
  }

  /// The range of an index variable, or of a declared index.
  func range(ofBase e: Expression) -> IndexRange? {
    switch store.op(e) {
    case .index: return store.range(store.index(e))
    case .symbol:
      if case .index(let range) = store.declaration(store.symbol(e)).domain { return range }
      return nil
    default: return nil
    }
  }

  /// [x = y]
  private func coincidence(_ x: IndexTerm, _ y: IndexTerm) throws(Obstacle) -> Form? {
    switch (x.base, y.base) {
    case (nil, nil): return nil
    case (let i?, nil): return try delta(i, at: y.offset - x.offset)
    case (nil, let j?): return try delta(j, at: x.offset - y.offset)
    case (let i?, let j?): return try delta(i, j, shiftedBy: y.offset - x.offset)
    }
  }

  /// [i ≤ j + c] of the bases of the two terms.
  private func order(_ x: IndexTerm, _ y: IndexTerm, within c: Int) throws(Obstacle) -> Form? {
    switch (x.base, y.base) {
    case (nil, nil): return nil
    case (let i?, nil): return try isAtMost(i, c)
    case (nil, let j?): return try isAtMost(j, -c - 1).map { one.adding($0, times: Rational(-1)) }
    case (let i?, let j?):
      if i == j { return c >= 0 ? one : .zero }
      if abs(c) > NormalForms.mostOrderedEntries { return nil }
      guard let range = range(ofBase: i) else { return nil }
      var result = try reduced(Factor(atom(.order), try SlotList([try slot(i, range), try slot(j, range)])))
      // Steps of the end from j − 1, where [i < j] ends.
      if c >= 0 {
        for k in 0...c { result = result.adding(try delta(i, j, shiftedBy: k)) }
      } else {
        for k in (c + 1)..<0 { result = result.adding(try delta(i, j, shiftedBy: k), times: Rational(-1)) }
      }
      return result
    }
  }

  /// [i ≤ m]: a comparison with a number demands sizes that hold it.
  private func isAtMost(_ i: Expression, _ m: Int) throws(Obstacle) -> Form? {
    guard let range = range(ofBase: i) else { return nil }
    let bounds = store.bounds(range)
    if let upper = store.rational(bounds.upper)?.asInt, upper <= m { return one }
    guard let lower = store.rational(bounds.lower)?.asInt else { return nil }
    if m < lower { return .zero }
    let end = [try slot(i, range), try literal(m, range)]
    return try reduced(Factor(atom(.order), try SlotList(end))).adding(try delta(i, at: m))
  }

  private func delta(_ i: Expression, at value: Int) throws(Obstacle) -> Form {
    guard let range = range(ofBase: i), value >= 0 else { return .zero }
    return try reduced(Factor(.delta, try SlotList([try slot(i, range), try literal(value, range)])))
  }

  private func delta(_ i: Expression, _ j: Expression, shiftedBy c: Int) throws(Obstacle) -> Form {
    guard let range = range(ofBase: i) else { return .zero }
    let end = try shifted(try slot(j, range), by: c, range)
    return try reduced(Factor(.delta, try SlotList([try slot(i, range), end])))
  }

  /// A comparison of an index with the end of its own range: [i ≤ n] = 1, [i ≤ n − 1] = 1 − δ(i, n).
  private func endIndicator(_ relation: Comparison, _ x: IndexTerm, _ b: Expression) throws(Obstacle) -> Form? {
    guard let base = x.base, let range = range(ofBase: base) else { return nil }
    let end = store.bounds(range).upper
    let difference = try normalForm(of: b).adding(try normalForm(of: end), times: Rational(-1))
    guard let distance = difference.isZero ? 0 : difference.constant?.asInt else { return nil }
    let c = distance - x.offset
    if abs(c) >= NormalForms.mostOrderedEntries { return nil }
    let i = try slot(base, range)
    func isAt(_ k: Int) throws(Obstacle) -> Form {
      let place = store.sum([end, store.integer(k)])
      return try reduced(Factor(.delta, try SlotList([i, try slot(place, range)])))
    }
    let ending = relation == .less ? c - 1 : c
    switch relation {
    case .equal: return c > 0 ? .zero : try isAt(c)
    case .notEqual: return c > 0 ? one : one.adding(try isAt(c), times: Rational(-1))
    case .lessOrEqual, .less:
      if ending >= 0 { return one }
      var result = one
      for k in (ending + 1)...0 { result = result.adding(try isAt(k), times: Rational(-1)) }
      return result
    }
  }
}
