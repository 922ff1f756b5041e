import Expressions
import Numbers

/// Reductions and matrices.
extension DirectEvaluator {
  /// The integers of a range; nil after asking for its ends.
  mutating func span(_ range: IndexRange, in scope: Scope) throws(EvaluationError) -> TapeCompiler.ClosedSpan? {
    let bounds = store.bounds(range)
    guard let lower = try value(of: bounds.lower, in: scope), let upper = try value(of: bounds.upper, in: scope) else {
      return nil
    }
    guard let first = lower.value.exact?.asInt, let last = upper.value.exact?.asInt else { throw .notFinite(range) }
    let (length, overflow) = last.subtractingReportingOverflow(first)
    if overflow || length >= setting.capacity { throw .budget }
    return TapeCompiler.ClosedSpan(lower: first, upper: last)
  }

  /// The ends of a range of a declaration, which mention no index variable.
  mutating func span(_ range: IndexRange, layer: Int) throws(EvaluationError) -> TapeCompiler.ClosedSpan? {
    let request = DirectRequest(subject: .substituted, values: [], layer: layer)
    return try span(range, in: Scope(store.bounds(range).lower, request, []))
  }

  mutating func reduction(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let e = scope.expression
    let index = store.index(store.operand(0, of: e))
    guard let span = try span(store.range(index), in: scope) else { return nil }
    var (terms, isComplete) = ([(condition: Jet, body: Jet)](), true)
    for value in stride(from: span.lower, through: span.upper, by: 1) {
      guard let condition = try self.value(of: store.operand(1, of: e), in: scope, binding: [index: value]) else {
        isComplete = false
        continue
      }
      if condition.isConstant && condition.value.truth == false { continue }
      if let body = try self.value(of: store.operand(2, of: e), in: scope, binding: [index: value]) {
        terms.append((condition, body))
      } else {
        isComplete = false
      }
    }
    return isComplete ? combined(store.reduction(e), terms, scope.layer) : nil
  }

  private func combined(_ reduction: Reduction, _ terms: [(condition: Jet, body: Jet)], _ layer: Int) -> Jet {
    let (zero, one) = (constant(.zero, layer), constant(.one, layer))
    switch reduction {
    case .sum: return terms.reduce(zero) { $0 + $1.condition.select($1.body, otherwise: zero) }
    case .product: return terms.reduce(one) { $0 * $1.condition.select($1.body, otherwise: one) }
    case .all: return terms.reduce(one) { $0.and($1.condition.negation.or($1.body)) }
    case .any: return terms.reduce(zero) { $0.or($1.condition.and($1.body)) }
    case .maximum, .minimum:
      var best: Jet?
      for (condition, body) in terms {
        let joined = best.map { reduction == .maximum ? $0.maximum(with: body) : $0.minimum(with: body) } ?? body
        best = condition.select(joined, otherwise: best ?? undefined(layer))
        if condition.value.truth == false && best.map({ !$0.value.isDefined }) == true { best = nil }
      }
      return best ?? undefined(layer)
    }
  }

  private mutating func matrix(
    _ scope: Scope, row: Expression, column: Expression, _ body: Expression
  ) throws(EvaluationError) -> (rows: TapeCompiler.ClosedSpan, columns: TapeCompiler.ClosedSpan, entries: [Jet])? {
    let (r, c) = (store.index(row), store.index(column))
    guard let rows = try span(store.range(r), in: scope), let columns = try span(store.range(c), in: scope) else {
      return nil
    }
    guard rows.count == columns.count else { throw .notSquare(rows: rows.count, columns: columns.count) }
    var entries: [Jet] = []
    for i in stride(from: rows.lower, through: rows.upper, by: 1) {
      for j in stride(from: columns.lower, through: columns.upper, by: 1) {
        if let jet = try value(of: body, in: scope, binding: [r: i, c: j]) { entries.append(jet) }
      }
    }
    return entries.count == rows.count * rows.count ? (rows, columns, entries) : nil
  }

  /// What the entries of an inverse have in common: the body, its row and column, and the values of all other indices.
  private func inverseKey(_ scope: Scope, row: Expression, column: Expression, _ body: Expression) -> DirectRequest {
    let (r, c) = (store.index(row), store.index(column))
    var inner = store.freeIndices(of: body)
    for range in [store.range(r), store.range(c)] {
      let bounds = store.bounds(range)
      inner += store.freeIndices(of: bounds.lower) + store.freeIndices(of: bounds.upper)
    }
    var values = [Int(r.number), Int(c.number)]
    for (index, value) in zip(scope.free, scope.values) where inner.contains(index) { values.append(value) }
    return DirectRequest(subject: .expression(body), values: values, layer: scope.layer)
  }

  mutating func inverse(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let parts = Array(store.operands(of: scope.expression))
    guard let slots = try slots(parts.prefix(2), in: scope) else { return nil }
    guard let matrix = try matrix(scope, row: parts[2], column: parts[3], parts[4]) else { return nil }
    guard let slots, matrix.columns.contains(slots[0]), matrix.rows.contains(slots[1]) else {
      return undefined(scope.layer)
    }
    let size = matrix.rows.count
    let key = inverseKey(scope, row: parts[2], column: parts[3], parts[4])
    let inverse = inverses[key] ?? Jet.inverse(of: matrix.entries, size: size, store.work)
    inverses[key] = inverse
    return inverse[(slots[0] - matrix.columns.lower) * size + (slots[1] - matrix.rows.lower)]
  }

  mutating func determinant(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let e = scope.expression
    let (row, column, body) = (store.operand(0, of: e), store.operand(1, of: e), store.operand(2, of: e))
    guard let matrix = try matrix(scope, row: row, column: column, body) else { return nil }
    let value = Jet.determinant(
      of: matrix.entries, size: matrix.rows.count, directions: directions(scope.layer), store.work)
    return store.op(e) == .determinant ? value : value.image(under: .log)
  }
}
