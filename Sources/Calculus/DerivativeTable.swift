import Diagnostics
import Expressions
import Notation
import Numbers

/// The derivatives of the elementary functions of one argument u, one row each, in the notation of the language.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 4.2–4.6, 5.1, 5.2, 6.3.1, 7.1.19, 7.3, 27.7. At a kink (abs,
/// sign, step, floor at a jump) the derivative does not exist; the rows hold elsewhere.
enum DerivativeTable {
  static func row(_ function: ElementaryFunction) -> String? {
    switch function {
    case .exp: "exp(u)"
    case .log: "1/u"
    case .abs: "sign(u)"
    case .sign, .step, .floor: "0"
    case .sin: "cos(u)"
    case .cos: "-sin(u)"
    case .tan: "1 + tan(u)^2"
    case .asin: "(1 - u^2)^(-1/2)"
    case .acos: "-(1 - u^2)^(-1/2)"
    case .atan: "1/(1 + u^2)"
    case .sinh: "cosh(u)"
    case .cosh: "sinh(u)"
    case .tanh: "1 - tanh(u)^2"
    case .asinh: "(1 + u^2)^(-1/2)"
    case .acosh: "(u - 1)^(-1/2)*(u + 1)^(-1/2)"
    case .atanh: "1/(1 - u^2)"
    case .sigmoid: "sigmoid(u)*(1 - sigmoid(u))"
    case .softplus: "sigmoid(u)"
    case .erf: "2*pi^(-1/2)*exp(-u^2)"
    case .gamma: "gamma(u)*digamma(u)"
    case .logGamma: "digamma(u)"
    case .imaginaryError: "2*pi^(-1/2)*exp(u^2)"
    case .exponentialIntegral: "exp(u)/u"
    case .sineIntegral: "sin(u)/u"
    case .cosineIntegral: "cos(u)/u"
    case .hyperbolicSineIntegral: "sinh(u)/u"
    case .hyperbolicCosineIntegral: "cosh(u)/u"
    case .dilogarithm: "-log(1 - u)/u"
    case .fresnelSine: "sin(pi*u^2/2)"
    case .fresnelCosine: "cos(pi*u^2/2)"
    case .digamma, .maximum, .minimum: nil
    }
  }
}

/// A scalar formula in one variable u, read once and put together at any argument.
struct ScalarFormula: Sendable {
  private let tree: SyntaxTree
  private let root: Node

  /// Nil for a text that is no formula.
  init?(_ text: String) {
    let (tree, root, _) = parseExpression(SourceText(name: "row", text: text))
    guard let root else { return nil }
    self.tree = tree
    self.root = root
  }

  /// The formula with `u` for its variable; nil for a construct that rows do not use.
  func value(at u: Expression, in store: inout ExpressionStore) -> Expression? {
    var images: [Expression?] = []
    let first = tree.first(of: root).number
    images.reserveCapacity(Int(root.number - first) + 1)
    for number in first...root.number {
      let node = Node(number)
      let parts = tree.children(node).compactMap { images[Int($0.number - first)] }
      images.append(image(of: node, parts, u, &store))
    }
    return images.last ?? nil
  }

  private func image(
    of node: Node, _ parts: [Expression], _ u: Expression, _ store: inout ExpressionStore
  ) -> Expression? {
    switch (tree.kind(node), parts.count) {
    case (.number, _): return store.number(tree.value(node))
    case (.name, _):
      if tree.name(node) == "u" { return u }
      return tree.name(node) == "pi" ? store.constant(.pi) : nil
    case (.negation, 1): return store.negation(parts[0])
    case (.sum, 2): return store.sum(parts)
    case (.difference, 2): return store.difference(parts[0], parts[1])
    case (.product, 2): return store.product(parts)
    case (.quotient, 2):
      if let a = store.rational(parts[0]), let b = store.rational(parts[1]), let q = a.divided(by: b) {
        return store.number(q)
      }
      return store.quotient(parts[0], parts[1])
    case (.power, 2): return store.power(parts[0], parts[1])
    case (.call, 1):
      guard let callee = tree.children(node).first, let function = ElementaryFunction(named: tree.name(callee)) else {
        return nil
      }
      return store.function(function, parts)
    default: return nil
    }
  }
}
