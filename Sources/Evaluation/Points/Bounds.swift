import Expressions
import Numbers

/// Bounds that simple statements put on single inputs.
extension Tape {
  /// a·input + b.
  private struct Line {
    var place: Int
    var slope: Rational
    var offset: Rational
  }

  /// The operation as a linear function of one input.
  private func line(_ node: Node) -> Line? {
    var (node, line) = (node, Line(place: 0, slope: .one, offset: .zero))
    // value = slope·node + offset all along.
    while true {
      switch operation(node) {
      case .alias: node = operand(0, of: node)
      case .input:
        line.place = payload(node)
        return line
      case .sum, .product:
        let parts = operands(node)
        guard parts.count == 2, let constant = parts.compactMap({ rational($0) }).first,
          let rest = parts.first(where: { rational($0) == nil })
        else { return nil }
        if operation(node) == .sum {
          line.offset += line.slope * constant
        } else {
          line.slope *= constant
        }
        node = rest
      default: return nil
      }
    }
  }

  /// Narrows the sets of values by a statement about one input, if it is one.
  func narrow(_ sets: inout [ValueSet], by statement: Node) {
    let isNegated = operation(statement) == .not
    let relation = isNegated ? operand(0, of: statement) : statement
    guard operands(relation).count == 2 else { return }
    let (left, right) = (operand(0, of: relation), operand(1, of: relation))
    let isStrict: Bool
    switch operation(relation) {
    case .less: isStrict = !isNegated
    case .lessOrEqual: isStrict = isNegated
    case .equal where isNegated:
      if knownRational(left)?.isZero == true { exclude(&sets, right) }
      if knownRational(right)?.isZero == true { exclude(&sets, left) }
      return
    default: return
    }
    let (low, high) = isNegated ? (right, left) : (left, right)
    if let bound = knownRational(high) { limit(&sets, low, below: true, bound, isStrict) }
    if let bound = knownRational(low) { limit(&sets, high, below: false, bound, isStrict) }
  }

  private func exclude(_ sets: inout [ValueSet], _ node: Node) {
    if let line = line(node), line.offset.isZero { sets[line.place].excludesZero = true }
  }

  /// slope·input + offset < bound, or > bound.
  private func limit(_ sets: inout [ValueSet], _ node: Node, below: Bool, _ bound: Rational, _ isStrict: Bool) {
    guard let line = line(node), let end = (bound - line.offset).divided(by: line.slope) else { return }
    if below == (line.slope.signum > 0) {
      sets[line.place].limit(below: end, inclusive: !isStrict)
    } else {
      sets[line.place].limit(above: end, inclusive: !isStrict)
    }
  }
}
