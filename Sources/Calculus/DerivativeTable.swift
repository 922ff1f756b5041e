import Diagnostics
import Expressions
import Notation
import Numbers

/// The derivatives of the elementary functions, one row for each argument, in the notation of the language; the arguments
/// are u, v and w.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 4.2–4.6, 5.1, 5.2, 6.3.1, 6.5.25, 7.1.19, 7.3, 27.7;
/// NIST Digital Library of Mathematical Functions, 19.4(ii), 25.12(ii). At a kink (abs, sign, step, floor at a jump) the
/// derivative does not exist; the rows hold elsewhere.
enum DerivativeTable {
  /// The names of the arguments.
  static let arguments = ["u", "v", "w"]

  /// The rows of the function, one for each argument; nil in place of one that has no closed form.
  static func rows(_ function: ElementaryFunction) -> [String?] {
    switch function {
    case .ellipticF:
      [
        "(1 - v*sin(u)^2)^(-1/2)",
        "(ellipticE(u, v) - v*sin(u)*cos(u)*(1 - v*sin(u)^2)^(-1/2))/(2*v*(1 - v)) - ellipticF(u, v)/(2*v)",
      ]
    case .ellipticE: ["(1 - v*sin(u)^2)^(1/2)", "(ellipticE(u, v) - ellipticF(u, v))/(2*v)"]
    case .ellipticPi:
      [
        "(ellipticE(v, w) + (w - u)*ellipticF(v, w)/u + (u^2 - w)*ellipticPi(u, v, w)/u"
          + " - u*sin(v)*cos(v)*(1 - w*sin(v)^2)^(1/2)/(1 - u*sin(v)^2))/(2*(w - u)*(u - 1))",
        "(1 - u*sin(v)^2)^(-1)*(1 - w*sin(v)^2)^(-1/2)",
        "(ellipticE(v, w)/(w - 1) + ellipticPi(u, v, w)"
          + " - w*sin(v)*cos(v)*(1 - w*sin(v)^2)^(-1/2)/(w - 1))/(2*(u - w))",
      ]
    case .incompleteGamma: [nil, "-v^(u - 1)*exp(-v)"]
    case .polylogarithm: [nil, "polylog(u - 1, v)/v"]
    default: [row(function)]
    }
  }

  private static func row(_ function: ElementaryFunction) -> String? {
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
    case .digamma, .maximum, .minimum, .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm: nil
    }
  }
}

/// A scalar formula in the variables of the table's rows, read once and put together at any arguments.
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

  /// The formula at these arguments; nil for a construct that rows do not use.
  func value(at arguments: [Expression], in store: inout ExpressionStore) -> Expression? {
    var images: [Expression?] = []
    let first = tree.first(of: root).number
    images.reserveCapacity(Int(root.number - first) + 1)
    for number in first...root.number {
      let node = Node(number)
      let parts = tree.children(node).compactMap { images[Int($0.number - first)] }
      images.append(image(of: node, parts, arguments, &store))
    }
    return images.last ?? nil
  }

  private func image(
    of node: Node, _ parts: [Expression], _ arguments: [Expression], _ store: inout ExpressionStore
  ) -> Expression? {
    switch (tree.kind(node), parts.count) {
    case (.number, _): return store.number(tree.value(node))
    case (.name, _):
      if let place = DerivativeTable.arguments.firstIndex(of: tree.name(node)) {
        return place < arguments.count ? arguments[place] : nil
      }
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
    case (.call, 1...):
      guard let callee = tree.children(node).first, let function = ElementaryFunction(named: tree.name(callee)),
        function.argumentCount == parts.count
      else {
        return nil
      }
      return store.function(function, parts)
    default: return nil
    }
  }
}
