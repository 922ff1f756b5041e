import Expressions
import Numbers

/// Reductions and matrices, written out over their ranges.
extension TapeCompiler {
  /// The values of a range, whose ends may mention index variables of the frame; nil after asking for its ends.
  mutating func span(_ range: IndexRange, in frame: Frame?) throws(EvaluationError) -> ClosedSpan? {
    if let known = ranges[range] { return known }
    let bounds = store.bounds(range)
    let isClosed = freeIndices.of(bounds.lower, in: store).isEmpty && freeIndices.of(bounds.upper, in: store).isEmpty
    var ends: [Int] = []
    for end in [bounds.lower, bounds.upper] {
      let task =
        if let frame { try task(end, in: frame) } else {
          Task(kind: .expression, number: end.number, tuple: 0, context: 0)
        }
      guard let node = try value(task) else { return nil }
      guard let integer = tape.knownRational(node)?.asInt else {
        if tape.isConstant(node) { throw .notFinite(range) }
        throw .slotDependsOnInput(end)
      }
      ends.append(integer)
    }
    let (length, overflow) = ends[1].subtractingReportingOverflow(ends[0])
    if overflow || length >= setting.capacity { throw .budget }
    let span = ClosedSpan(lower: ends[0], upper: ends[1])
    if isClosed { ranges[range] = span }
    return span
  }

  /// One value of a bound index where the condition may hold.
  private struct Term {
    var condition: Tape.Node
    var body: Tape.Node
  }

  mutating func reduction(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    let (condition, body) = (store.operand(1, of: e), store.operand(2, of: e))
    let index = store.index(store.operand(0, of: e))
    guard let span = try span(store.range(index), in: frame) else { return nil }
    var conditions: [(value: Int, node: Tape.Node)] = []
    var isComplete = true
    for value in stride(from: span.lower, through: span.upper, by: 1) {
      guard let node = try self.value(of: condition, in: frame, binding: [(index, value)]) else {
        isComplete = false
        continue
      }
      if node != .no { conditions.append((value, node)) }
    }
    guard isComplete else { return nil }
    var terms: [Term] = []
    for (value, condition) in conditions {
      guard let node = try self.value(of: body, in: frame, binding: [(index, value)]) else { continue }
      terms.append(Term(condition: condition, body: node))
    }
    return terms.count == conditions.count ? combined(store.reduction(e), terms) : nil
  }

  private mutating func combined(_ reduction: Reduction, _ terms: [Term]) -> Tape.Node {
    switch reduction {
    case .sum:
      var parts: [Tape.Node] = []
      for term in terms { parts.append(tape.select(term.condition, term.body, otherwise: .zero)) }
      return tape.sum(parts)
    case .product:
      var parts: [Tape.Node] = []
      for term in terms { parts.append(tape.select(term.condition, term.body, otherwise: .one)) }
      return tape.product(parts)
    case .all:
      var parts: [Tape.Node] = []
      for term in terms {
        let exempt = tape.not(term.condition)
        parts.append(tape.or([exempt, term.body]))
      }
      return tape.and(parts)
    case .any:
      var parts: [Tape.Node] = []
      for term in terms { parts.append(tape.and([term.condition, term.body])) }
      return tape.or(parts)
    case .maximum: return extremum(.maximum, terms)
    case .minimum: return extremum(.minimum, terms)
    }
  }

  /// The extremum over the terms whose condition holds; undefined if none does.
  private mutating func extremum(_ operation: TapeOperation, _ terms: [Term]) -> Tape.Node {
    let certain = terms.filter { $0.condition == .yes }.map { $0.body }
    var (best, exists) = (tape.extremum(operation, certain), certain.isEmpty ? Tape.Node.no : .yes)
    for term in terms where term.condition != .yes {
      let better = exists == .no ? term.body : tape.extremum(operation, [best, term.body])
      let joined = tape.select(exists, better, otherwise: term.body)
      best = tape.select(term.condition, joined, otherwise: best)
      exists = tape.or([exists, term.condition])
    }
    return best
  }

  /// The entries of a matrix, row by row, and its size; nil after asking for entries.
  private mutating func matrix(
    _ frame: Frame, row: Expression, column: Expression, _ body: Expression
  ) throws(EvaluationError) -> (rows: ClosedSpan, columns: ClosedSpan, entries: [Tape.Node])? {
    let (r, c) = (store.index(row), store.index(column))
    guard let rows = try span(store.range(r), in: frame), let columns = try span(store.range(c), in: frame) else {
      return nil
    }
    guard rows.count == columns.count else { throw .notSquare(rows: rows.count, columns: columns.count) }
    var entries: [Tape.Node] = []
    for i in stride(from: rows.lower, through: rows.upper, by: 1) {
      for j in stride(from: columns.lower, through: columns.upper, by: 1) {
        if let node = try value(of: body, in: frame, binding: [(r, i), (c, j)]) { entries.append(node) }
      }
    }
    return entries.count == rows.count * rows.count ? (rows, columns, entries) : nil
  }

  mutating func inverse(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let parts = Array(store.operands(of: frame.expression))
    guard let i = try slot(parts[0], in: frame), let j = try slot(parts[1], in: frame) else { return nil }
    guard let matrix = try matrix(frame, row: parts[2], column: parts[3], parts[4]) else { return nil }
    guard case .value(let row) = i, case .value(let column) = j else { return .outside }
    // The inverse's rows are the matrix's columns.
    guard matrix.columns.contains(row), matrix.rows.contains(column) else { return .outside }
    let size = matrix.rows.count
    let inverse = tape.inverse(of: matrix.entries, size: size)
    return inverse[(row - matrix.columns.lower) * size + (column - matrix.rows.lower)]
  }

  /// `logdet` is the logarithm of the determinant, so it exists where that is positive.
  mutating func determinant(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    let (row, column, body) = (store.operand(0, of: e), store.operand(1, of: e), store.operand(2, of: e))
    guard let matrix = try matrix(frame, row: row, column: column, body) else { return nil }
    let value = tape.determinant(of: matrix.entries, size: matrix.rows.count)
    return store.op(e) == .determinant ? value : tape.function(.log, value)
  }
}
