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
  /// Operands before what is made of them.
  private var steps: [Step] = []

  private enum Step {
    case number(Rational)
    case argument(Int)
    case pi
    case operation(SyntaxKind)
    case function(ElementaryFunction)
  }

  /// Nil for a text that is no formula, and for a construct that rows do not use.
  init?(_ text: String) {
    let (tree, root, _) = parseExpression(SourceText(name: "row", text: text))
    guard let root else { return nil }
    var callees: Set<Node> = []
    for node in (tree.first(of: root).number...root.number).map({ Node($0) }) where tree.kind(node) == .call {
      callees.insert(tree.child(node, 0))
    }
    for node in (tree.first(of: root).number...root.number).map({ Node($0) }) where !callees.contains(node) {
      guard let step = ScalarFormula.step(of: node, tree) else { return nil }
      steps.append(step)
    }
  }

  private static func step(of node: Node, _ tree: SyntaxTree) -> Step? {
    switch tree.kind(node) {
    case .number: return .number(tree.value(node))
    case .name:
      if tree.name(node) == "pi" { return .pi }
      return DerivativeTable.arguments.firstIndex(of: tree.name(node)).map { .argument($0) }
    case .negation, .sum, .difference, .product, .quotient, .power: return .operation(tree.kind(node))
    case .call:
      guard let function = ElementaryFunction(named: tree.name(tree.child(node, 0))),
        function.argumentCount == tree.childCount(node) - 1
      else { return nil }
      return .function(function)
    default: return nil
    }
  }

  /// The formula at these arguments; nil if they are too few.
  func value(at arguments: [Expression], in store: inout ExpressionStore) -> Expression? {
    var stack: [Expression] = []
    stack.reserveCapacity(steps.count)
    for step in steps {
      switch step {
      case .number(let value): stack.append(store.number(value))
      case .pi: stack.append(store.constant(.pi))
      case .argument(let place):
        guard place < arguments.count else { return nil }
        stack.append(arguments[place])
      case .operation(let kind):
        guard let last = stack.popLast() else { return nil }
        let first = kind == .negation ? last : stack.popLast() ?? last
        stack.append(ScalarFormula.value(of: kind, first, last, in: &store))
      case .function(let function):
        let image = store.function(function, Array(stack.suffix(function.argumentCount)))
        stack.removeLast(function.argumentCount)
        stack.append(image)
      }
    }
    return stack.last
  }

  /// - Parameter b: of a negation the same as `a`.
  private static func value(
    of kind: SyntaxKind, _ a: Expression, _ b: Expression, in store: inout ExpressionStore
  ) -> Expression {
    switch kind {
    case .negation: return store.negation(a)
    case .sum: return store.sum([a, b])
    case .difference: return store.difference(a, b)
    case .product: return store.product([a, b])
    case .quotient:
      if let a = store.rational(a), let b = store.rational(b), let q = a.divided(by: b) { return store.number(q) }
      return store.quotient(a, b)
    default: return store.power(a, b)
    }
  }
}
