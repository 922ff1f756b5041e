import Expressions
import Numbers

/// The partial derivatives of single operations.
extension Tape {
  /// Each operand of a smooth operation with ∂node/∂operand.
  mutating func slopes(of node: Node) -> [(operand: Node, slope: Node)] {
    let parts = Array(operands(node))
    switch operation(node) {
    case .product: return productSlopes(parts)
    case .power: return [(parts[0], powerSlope(parts[0], rationals[payload(node)]))]
    case .generalPower: return generalPowerSlopes(node, base: parts[0], exponent: parts[1])
    case .function:
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payload(node))) ?? .exp
      return [(parts[0], slope(of: function, at: parts[0], value: node))]
    case .functionOfSeveral:
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payload(node))) ?? .ellipticF
      return zip(parts, slopes(of: function, at: parts, value: node)).map { (operand: $0, slope: $1) }
    case .polygamma:
      let order = payload(node) + 1
      return [(parts[0], polygamma(order, parts[0]))]
    case .flat: return [(parts[0], flat(parts[0]))]
    case .undefined, .constant, .pi, .infinity, .input, .alias, .sum, .maximum, .minimum, .less, .lessOrEqual, .equal,
      .and, .or, .not,
      .select, .guarded, .inverse, .inverseEntry, .unknown:
      return []
    }
  }

  /// For each factor the product of the others, from the products of the factors before and after it.
  private mutating func productSlopes(_ factors: [Node]) -> [(operand: Node, slope: Node)] {
    var after: [Node] = [.one]
    for factor in factors.dropFirst().reversed() {
      let tail = after[after.count - 1]
      after.append(product([factor, tail]))
    }
    var before = Node.one
    var slopes: [(operand: Node, slope: Node)] = []
    for (k, factor) in factors.enumerated() {
      slopes.append((factor, product([before, after[factors.count - 1 - k]])))
      before = product([before, factor])
    }
    return slopes
  }

  /// d(uʳ) = r·uʳ⁻¹.
  private mutating func powerSlope(_ base: Node, _ exponent: Rational) -> Node {
    let factor = constant(exponent)
    let lowered = power(base, exponent - .one)
    return product([factor, lowered])
  }

  /// d(uᵛ) = v·uᵛ⁻¹ du + uᵛ·log u dv.
  private mutating func generalPowerSlopes(_ node: Node, base: Node, exponent: Node) -> [(operand: Node, slope: Node)] {
    let minusOne = constant(-1)
    let lowered = sum([exponent, minusOne])
    let power = power(base, lowered)
    let logarithm = isConstant(exponent) ? .one : function(.log, base)
    return [(base, product([exponent, power])), (exponent, product([node, logarithm]))]
  }

  /// Each operand of a maximum (minimum) with its lead before the best of the others: positive if it alone is attained.
  mutating func leads(of node: Node) -> [(operand: Node, lead: Node)] {
    let (operation, parts) = (operation(node), Array(operands(node)))
    var after: [[Node]] = [[]]
    for part in parts.dropFirst().reversed() { after.append([extremum(operation, after[after.count - 1] + [part])]) }
    var before: [Node] = []
    var leads: [(operand: Node, lead: Node)] = []
    for (k, part) in parts.enumerated() {
      let best = extremum(operation, before + after[parts.count - 1 - k])
      leads.append((part, operation == .maximum ? difference(part, best) : difference(best, part)))
      before = [extremum(operation, before + [part])]
    }
    return leads
  }

  /// The derivative of an elementary function at u, where y is its value.
  private mutating func slope(of function: ElementaryFunction, at u: Node, value y: Node) -> Node {
    let half = Rational(1, 2)
    switch function {
    case .exp: return y
    case .log: return power(u, Rational(-1))
    case .abs:
      let (sign, kink) = (self.function(.sign, u), flat(u))
      return sum([sign, kink])
    case .sign, .step: return flat(u)
    case .floor:
      let fraction = difference(u, y)
      return flat(fraction)
    case .sin: return self.function(.cos, u)
    case .cos:
      let sine = self.function(.sin, u)
      return negation(sine)
    case .tan: return square(1, y, 1)
    case .asin: return power(square(1, u, -1), -half)
    case .acos:
      let slope = power(square(1, u, -1), -half)
      return negation(slope)
    case .atan: return power(square(1, u, 1), Rational(-1))
    case .sinh: return self.function(.cosh, u)
    case .cosh: return self.function(.sinh, u)
    case .tanh: return square(1, y, -1)
    case .asinh: return power(square(1, u, 1), -half)
    case .acosh: return power(square(-1, u, 1), -half)
    case .atanh: return power(square(1, u, -1), Rational(-1))
    case .sigmoid:
      let complement = line(-1, y, 1)
      return product([y, complement])
    case .softplus: return self.function(.sigmoid, u)
    case .erf: return bell(u, -1)
    case .imaginaryError: return bell(u, 1)
    case .exponentialIntegral: return perArgument(.exp, u)
    case .sineIntegral: return perArgument(.sin, u)
    case .cosineIntegral: return perArgument(.cos, u)
    case .hyperbolicSineIntegral: return perArgument(.sinh, u)
    case .hyperbolicCosineIntegral: return perArgument(.cosh, u)
    case .dilogarithm:
      let logarithm = self.function(.log, line(-1, u, 1))
      return product([constant(-1), logarithm, power(u, Rational(-1))])
    case .fresnelSine, .fresnelCosine:
      let angle = product([constant(half), node(.pi), power(u, Rational(2))])
      return self.function(function == .fresnelSine ? .sin : .cos, angle)
    case .gamma:
      let digamma = self.function(.digamma, u)
      return product([y, digamma])
    case .logGamma: return self.function(.digamma, u)
    case .digamma: return polygamma(1, u)
    case .maximum, .minimum, .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm: return .one
    }
  }

  /// a·u + c.
  private mutating func line(_ a: Int, _ u: Node, _ c: Int) -> Node {
    let scaled = product([constant(a), u])
    return sum([scaled, constant(c)])
  }

  /// c + a·u².
  private mutating func square(_ c: Int, _ u: Node, _ a: Int) -> Node {
    line(a, power(u, Rational(2)), c)
  }

  /// f(u)/u.
  private mutating func perArgument(_ function: ElementaryFunction, _ u: Node) -> Node {
    let image = self.function(function, u)
    return product([image, power(u, Rational(-1))])
  }

  /// 2/√π·exp(±u²).
  private mutating func bell(_ u: Node, _ sign: Int) -> Node {
    let exponent = line(sign, power(u, Rational(2)), 0)
    let exponential = function(.exp, exponent)
    let root = power(node(.pi), Rational(-1, 2))
    return product([constant(2), root, exponential])
  }
}
