import Expressions
import Numbers

/// Operations on the tape, with constants folded where that is exact.
///
/// A product with 0 is 0 only where its other factors are defined: they stay on as guards unless they always are.
extension Tape {
  /// Folding stops at numbers of more bits, so that `2^2^2^2^2^2` stays an operation.
  static let foldingLimit = 4096

  mutating func constant(_ value: Rational) -> Node { node(.constant, payload: number(of: value)) }

  mutating func constant(_ value: Int) -> Node { constant(Rational(value)) }

  mutating func truth(_ value: Bool) -> Node { value ? .yes : .no }

  /// The number that an operation is, whatever the inputs; nil if it depends on them or is no fraction.
  func rational(_ node: Node) -> Rational? {
    operation(node) == .constant ? rationals[payload(node)] : nil
  }

  /// The same for a value that may have a name.
  public func knownRational(_ node: Node) -> Rational? {
    var node = node
    while operation(node) == .alias { node = operand(0, of: node) }
    return rational(node)
  }

  func isUndefined(_ node: Node) -> Bool { operation(node) == .undefined }

  /// The undefined operand that makes an operation undefined.
  private func undefinedPart(of parts: [Node]) -> Node? {
    // Both undefined nodes stand first on the tape.
    parts.first { $0.number <= Node.outside.number }
  }

  mutating func input(_ place: Int) -> Node { node(.input, payload: UInt32(truncatingIfNeeded: place)) }

  mutating func alias(_ alias: Alias, of value: Node) -> Node {
    if isUndefined(value) { return value }
    return node(.alias, payload: number(of: alias), [value])
  }

  mutating func sum(_ terms: [Node]) -> Node {
    if let gap = undefinedPart(of: terms) { return gap }
    var (total, rest) = (Rational.zero, [Node]())
    for term in terms {
      if let value = rational(term), value.bitWidth + total.bitWidth < Tape.foldingLimit {
        total += value
      } else {
        rest.append(term)
      }
    }
    if !total.isZero || rest.isEmpty { rest.append(constant(total)) }
    if rest.count == 1 { return rest[0] }
    return node(.sum, rest.sorted())
  }

  mutating func product(_ factors: [Node]) -> Node {
    if let gap = undefinedPart(of: factors) { return gap }
    var (total, rest) = (Rational.one, [Node]())
    for factor in factors {
      if let value = rational(factor), value.bitWidth + total.bitWidth < Tape.foldingLimit {
        total *= value
      } else {
        rest.append(factor)
      }
    }
    if total.isZero { return guarded(.zero, by: rest) }
    if !total.isOne || rest.isEmpty { rest.append(constant(total)) }
    if rest.count == 1 { return rest[0] }
    return node(.product, rest.sorted())
  }

  mutating func negation(_ term: Node) -> Node {
    let minusOne = constant(-1)
    return product([minusOne, term])
  }

  mutating func difference(_ a: Node, _ b: Node) -> Node {
    let negative = negation(b)
    return sum([a, negative])
  }

  /// `base^exponent` for a fixed exponent, with `x^0 = 1`.
  mutating func power(_ base: Node, _ exponent: Rational) -> Node {
    if isUndefined(base) || exponent.isOne { return base }
    if exponent.isZero { return guarded(.one, by: [base]) }
    if let value = rational(base), let folded = Exact(value).power(exponent).folded {
      return folded.map { constant($0) } ?? .undefined
    }
    return node(.power, payload: number(of: exponent), [base])
  }

  mutating func power(_ base: Node, _ exponent: Node) -> Node {
    if let gap = undefinedPart(of: [base, exponent]) { return gap }
    if let value = rational(exponent) { return power(base, value) }
    return node(.generalPower, [base, exponent])
  }

  mutating func function(_ function: ElementaryFunction, _ argument: Node) -> Node {
    if isUndefined(argument) { return argument }
    if let value = rational(argument), let folded = Exact(value).image(under: function).folded {
      return folded.map { constant($0) } ?? .undefined
    }
    return node(.function, payload: UInt32(function.rawValue), [argument])
  }

  /// A function whose arguments have places of their own. Of a whole order up to 2 a polylogarithm is a function of one
  /// argument: Σ k!·S(n + 1, k + 1)·(x/(1 − x))^(k+1), −log(1 − x) or Li₂(x).
  mutating func function(_ function: ElementaryFunction, of arguments: [Node]) -> Node {
    if let gap = undefinedPart(of: arguments) { return gap }
    if function == .polylogarithm, arguments.count == 2, let order = rational(arguments[0])?.asInt {
      let x = arguments[1]
      switch order {
      case -8...0:
        let ratio = product([x, power(difference(.one, x), Rational(-1))])
        let terms = StirlingNumbers.polylogarithmCoefficients(-order).enumerated().map { k, coefficient in
          product([constant(coefficient), power(ratio, Rational(k + 1))])
        }
        return sum(terms)
      case 1: return negation(self.function(.log, difference(.one, x)))
      case 2: return self.function(.dilogarithm, x)
      default: break
      }
    }
    return node(.functionOfSeveral, payload: UInt32(function.rawValue), arguments)
  }

  /// The greatest (or least) of at least one value; undefined of none.
  mutating func extremum(_ operation: TapeOperation, _ values: [Node]) -> Node {
    if let gap = undefinedPart(of: values) { return gap }
    var (best, rest) = (Rational?.none, [Node]())
    for value in values.sorted() where value != rest.last {
      guard let number = rational(value) else {
        rest.append(value)
        continue
      }
      best = best.map { operation == .maximum ? max($0, number) : min($0, number) } ?? number
    }
    if let best { rest.append(constant(best)) }
    if rest.count <= 1 { return rest.first ?? .undefined }
    return node(operation, rest.sorted())
  }

  mutating func polygamma(_ order: Int, _ argument: Node) -> Node {
    isUndefined(argument) ? argument : node(.polygamma, payload: UInt32(clamping: order), [argument])
  }

  /// The slope of a function of this argument that is constant on both sides of 0 and jumps there.
  mutating func flat(_ argument: Node) -> Node {
    if isUndefined(argument) { return argument }
    if let value = rational(argument) { return value.isZero ? .undefined : .zero }
    return node(.flat, [argument])
  }

  /// `value` where all the witnesses are defined.
  mutating func guarded(_ value: Node, by witnesses: [Node]) -> Node {
    if let gap = undefinedPart(of: witnesses + [value]) { return gap }
    var needed: [Node] = []
    for witness in witnesses.sorted() where !isTotal(witness) && witness != value && witness != needed.last {
      needed.append(witness)
    }
    return needed.isEmpty ? value : node(.guarded, [value] + needed)
  }
}
