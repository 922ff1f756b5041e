import Expressions
import Numbers

/// Comparisons, boolean operations and choices on the tape.
extension Tape {
  mutating func comparison(_ relation: Comparison, _ a: Node, _ b: Node) -> Node {
    if isUndefined(a) { return a }
    if isUndefined(b) { return b }
    if relation == .notEqual {
      let equal = comparison(.equal, a, b)
      return not(equal)
    }
    if let x = knownRational(a), let y = knownRational(b) { return truth(Tape.holds(relation, x, y)) }
    if a == b { return guarded(truth(relation != .less), by: [a]) }
    switch relation {
    case .equal: return node(.equal, a < b ? [a, b] : [b, a])
    case .less: return node(.less, [a, b])
    case .lessOrEqual, .notEqual: return node(.lessOrEqual, [a, b])
    }
  }

  static func holds(_ relation: Comparison, _ a: Rational, _ b: Rational) -> Bool {
    switch relation {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    }
  }

  /// False if any statement is, else undefined if any is.
  mutating func and(_ statements: [Node]) -> Node { connected(.and, statements, unit: .yes, zero: .no) }

  /// True if any statement is, else undefined if any is.
  mutating func or(_ statements: [Node]) -> Node { connected(.or, statements, unit: .no, zero: .yes) }

  private mutating func connected(_ operation: TapeOperation, _ parts: [Node], unit: Node, zero: Node) -> Node {
    if parts.contains(zero) { return zero }
    var rest: [Node] = []
    for part in parts.sorted() where part != unit && part != rest.last { rest.append(part) }
    if rest.count <= 1 { return rest.first ?? unit }
    return node(operation, rest)
  }

  mutating func not(_ statement: Node) -> Node {
    if isUndefined(statement) { return statement }
    if statement == .yes { return .no }
    if statement == .no { return .yes }
    return operation(statement) == .not ? operand(0, of: statement) : node(.not, [statement])
  }

  mutating func select(_ condition: Node, _ value: Node, otherwise: Node) -> Node {
    if isUndefined(condition) { return condition }
    if condition == .yes { return value }
    if condition == .no { return otherwise }
    if value == otherwise { return guarded(value, by: [condition]) }
    return node(.select, [condition, value, otherwise])
  }
}
