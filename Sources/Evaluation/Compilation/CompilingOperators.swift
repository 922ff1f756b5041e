import Expressions
import Numbers

/// The operation of each kind of node. All return nil after asking for what they need first.
extension TapeCompiler {
  mutating func node(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    switch store.op(e) {
    case .number: return tape.constant(store.rational(e) ?? .zero)
    case .constant: return constant(store.constant(e))
    case .size:
      guard let size = setting.sizes[store.dimension(e)] else { throw .unknownSize(store.dimension(e)) }
      return tape.constant(size)
    case .index: return tape.constant(tuples.value(0, of: frame.tuple))
    case .truth: return tape.truth(store.truth(e))
    case .undefined: return .undefined
    case .symbol, .definition: return try entry(frame)
    case .sum, .product, .power, .function, .delta, .comparison, .not:
      guard let parts = try values(of: store.operands(of: e), in: frame) else { return nil }
      return try strict(e, parts)
    case .and, .or: return try connected(frame)
    case .cases: return try cases(frame)
    case .reduction: return try reduction(frame)
    case .inverse: return try inverse(frame)
    case .determinant, .logDeterminant: return try determinant(frame)
    case .apply: return try application(frame)
    case .derivative: return try derivative(frame)
    case .substitution: return try substitution(frame)
    // Limits are carried out before anything is evaluated.
    case .limit: throw .malformed(e)
    case .expectation: return try expectation(frame)
    }
  }

  private mutating func constant(_ constant: Constant) -> Tape.Node {
    switch constant {
    case .pi: return tape.node(.pi)
    case .e: return tape.function(.exp, .one)
    case .infinity: return tape.node(.infinity)
    }
  }

  /// Operations that need all their operands.
  private mutating func strict(_ e: Expression, _ parts: [Tape.Node]) throws(EvaluationError) -> Tape.Node {
    switch store.op(e) {
    case .sum: return tape.sum(parts)
    case .product: return tape.product(parts)
    case .power where parts.count == 2: return tape.power(parts[0], parts[1])
    case .delta where parts.count == 2:
      let same = tape.comparison(.equal, parts[0], parts[1])
      return tape.select(same, .one, otherwise: .zero)
    case .comparison where parts.count == 2: return tape.comparison(store.comparison(e), parts[0], parts[1])
    case .not where parts.count == 1: return tape.not(parts[0])
    case .function:
      switch store.function(e) {
      case .maximum: return tape.extremum(.maximum, parts)
      case .minimum: return tape.extremum(.minimum, parts)
      case let function where parts.count != function.argumentCount: throw .malformed(e)
      case let function where parts.count > 1: return tape.function(function, of: parts)
      case let function: return tape.function(function, parts[0])
      }
    default: throw .malformed(e)
    }
  }

  /// The statements one after the other: what follows one that decides is not looked at.
  private mutating func connected(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let isAnd = store.op(frame.expression) == .and
    var parts: [Tape.Node] = []
    for statement in store.operands(of: frame.expression) {
      guard let node = try value(of: statement, in: frame) else { return nil }
      if node == (isAnd ? .no : .yes) { return node }
      parts.append(node)
    }
    return isAnd ? tape.and(parts) : tape.or(parts)
  }

  /// The arms in order: those behind a condition that is known to hold do not exist.
  private mutating func cases(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let parts = store.operands(of: frame.expression)
    guard parts.count % 2 == 1, var otherwise = parts.last else { throw .malformed(frame.expression) }
    var arms: [(condition: Tape.Node, value: Tape.Node)] = []
    for place in stride(from: parts.startIndex, to: parts.endIndex - 1, by: 2) {
      guard let condition = try value(of: parts[place], in: frame) else { return nil }
      if condition == .no { continue }
      if condition == .yes {
        otherwise = parts[place + 1]
        break
      }
      guard let arm = try value(of: parts[place + 1], in: frame) else { return nil }
      arms.append((condition, arm))
    }
    guard var result = try value(of: otherwise, in: frame) else { return nil }
    for arm in arms.reversed() { result = tape.select(arm.condition, arm.value, otherwise: result) }
    return result
  }
}
