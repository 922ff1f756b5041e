import Expressions
import Numbers

/// The partial derivatives of functions whose arguments have places of their own.
extension Tape {
  /// One for each argument, where y is the value.
  mutating func slopes(of function: ElementaryFunction, at parts: [Node], value y: Node) -> [Node] {
    guard parts.count == function.argumentCount else { return parts.map { _ in unknownSlope } }
    switch function {
    case .ellipticF:
      let way = ellipticWay(angle: parts[0], m: parts[1])
      let second = self.function(.ellipticE, of: parts)
      // (E/(1 − m) − F − m·sin φ·cos φ/((1 − m)·Δ))/(2m)
      let numerator = difference(quotient(difference(second, quotient(way.lost, way.root)), way.rest), y)
      return [power(way.root, Rational(-1)), quotient(numerator, twice(parts[1]))]
    case .ellipticE:
      let way = ellipticWay(angle: parts[0], m: parts[1])
      return [way.root, quotient(difference(y, self.function(.ellipticF, of: parts)), twice(parts[1]))]
    case .ellipticPi: return slopesOfThirdKind(parts, value: y)
    case .incompleteGamma:
      let lowered = sum([parts[0], constant(-1)])
      return [unknownSlope, negation(product([power(parts[1], lowered), self.function(.exp, negation(parts[1]))]))]
    case .polylogarithm:
      let lowered = self.function(.polylogarithm, of: [sum([parts[0], constant(-1)]), parts[1]])
      return [unknownSlope, quotient(lowered, parts[1])]
    default: return parts.map { _ in unknownSlope }
    }
  }

  /// Δ = (1 − m·sin²φ)^(1/2), 1 − m, and m·sin φ·cos φ.
  private mutating func ellipticWay(angle: Node, m: Node) -> (root: Node, rest: Node, lost: Node) {
    let (sine, cosine) = (function(.sin, angle), function(.cos, angle))
    let square = difference(.one, product([m, power(sine, Rational(2))]))
    return (power(square, Rational(1, 2)), difference(.one, m), product([m, sine, cosine]))
  }

  /// In n, φ and m.
  private mutating func slopesOfThirdKind(_ parts: [Node], value y: Node) -> [Node] {
    let (n, angle, m) = (parts[0], parts[1], parts[2])
    let way = ellipticWay(angle: angle, m: m)
    let (first, second) = (function(.ellipticF, of: [angle, m]), function(.ellipticE, of: [angle, m]))
    let pole = difference(.one, product([n, power(function(.sin, angle), Rational(2))]))
    let gap = difference(n, m)
    // (E + (m − n)/n·F + (n² − m)/n·Π − n·Δ·sin φ·cos φ/(1 − n·sin²φ))/(2·(m − n)·(n − 1))
    let turn = quotient(product([n, way.root, function(.sin, angle), function(.cos, angle)]), pole)
    let others = sum([
      quotient(product([difference(m, n), first]), n), quotient(product([difference(power(n, Rational(2)), m), y]), n),
    ])
    let inPole = quotient(
      difference(sum([second, others]), turn), product([constant(2), difference(m, n), difference(n, .one)]))
    let inAngle = power(product([pole, way.root]), Rational(-1))
    // (Π − (E − m·sin φ·cos φ/Δ)/(1 − m))/(2·(n − m))
    let lost = quotient(difference(second, quotient(way.lost, way.root)), way.rest)
    return [inPole, inAngle, quotient(difference(y, lost), twice(gap))]
  }

  private mutating func twice(_ node: Node) -> Node { product([constant(2), node]) }

  private mutating func quotient(_ a: Node, _ b: Node) -> Node { product([a, power(b, Rational(-1))]) }

  /// The derivative in an order has no closed form: nothing is known of it.
  private var unknownSlope: Node { mutating get { node(.infinity) } }
}
