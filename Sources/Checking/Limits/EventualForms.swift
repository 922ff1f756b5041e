import Algebra
import Expressions
import Numbers

/// Terms as they are for all large X, made of powers, exp, log and functions that are smooth at the limits of their
/// arguments.
extension Asymptotics {
  /// e with the branches that hold for large X in the place of abs, max, cases, and exponentials in that of functions
  /// whose arguments tend to infinity.
  func opened(_ root: Expression) throws(LimitObstacle) -> Expression {
    guard mentions(root) else { return root }
    try enter()
    defer { leave() }
    if forms.store.op(root) == .cases { return try opened(try branch(of: root)) }
    var parts: [Expression] = []
    for part in Array(forms.store.operands(of: root)) { parts.append(try opened(part)) }
    switch forms.store.op(root) {
    case .symbol, .sum, .product: return forms.store.rebuilt(root, parts)
    case .power: return try openedPower(parts[0], parts[1])
    case .function: return try opened(forms.store.function(root), parts)
    case .apply:
      let whole = forms.store.rebuilt(root, parts)
      for argument in forms.store.applicationParts(whole).arguments {
        guard case .finite = try limit(argument.body) else {
          throw .open("an unknown function is taken at arguments that grow without bound")
        }
      }
      return whole
    case .reduction: throw .open("a sum or product in it varies term by term")
    default: throw .open("there is no rule for the limit of \(name(of: root))")
    }
  }

  private func name(of e: Expression) -> String {
    "`\(ExpressionText.text(e, in: forms.store, limit: 60))`"
  }

  /// u^v = exp(v·log u)
  private func openedPower(_ base: Expression, _ exponent: Expression) throws(LimitObstacle) -> Expression {
    if forms.store.rational(exponent) != nil { return forms.store.power(base, exponent) }
    guard try eventualSign(of: base) > 0 else { throw .open("a power of a number that is not positive stands in it") }
    let logarithm = forms.store.function(.log, [base])
    return forms.store.function(.exp, [forms.store.product([exponent, logarithm])])
  }

  private func opened(_ function: ElementaryFunction, _ parts: [Expression]) throws(LimitObstacle) -> Expression {
    let u = parts[0]
    switch function {
    case .exp, .log: return forms.store.function(function, parts)
    case .abs: return try eventualSign(of: u) < 0 ? forms.store.negation(u) : u
    case .sign: return forms.store.integer(try eventualSign(of: u))
    case .step:
      let sign = try eventualSign(of: u)
      // The step has no value at 0.
      if sign == 0 { throw .open("a step in it stands at its jump") }
      return forms.store.integer(sign > 0 ? 1 : 0)
    case .maximum, .minimum: return try openedExtremum(function, parts)
    default: break
    }
    guard case .finite(let b) = try limit(u) else { return try openedAtInfinity(function, u) }
    if try isContinuous(function, at: b) { return forms.store.function(function, parts) }
    throw .open("`\(function.name)` in it is not continuous where its argument tends to")
  }

  private func openedExtremum(
    _ function: ElementaryFunction, _ parts: [Expression]
  ) throws(LimitObstacle) -> Expression {
    var best = parts[0]
    for part in parts.dropFirst() {
      let sign = try eventualSign(of: forms.store.difference(part, best))
      if function == .maximum ? sign > 0 : sign < 0 { best = part }
    }
    return best
  }

  private func openedAtInfinity(
    _ function: ElementaryFunction, _ u: Expression
  ) throws(LimitObstacle) -> Expression {
    let one = forms.store.integer(1)
    func exp(_ e: Expression) -> Expression { forms.store.function(.exp, [e]) }
    let minus = forms.store.negation(u)
    switch function {
    case .sigmoid:
      let below = forms.store.sum([one, exp(minus)])
      return forms.store.reciprocal(below)
    case .softplus:
      let sum = forms.store.sum([one, exp(u)])
      return forms.store.function(.log, [sum])
    case .tanh:
      let (a, b) = (exp(u), exp(minus))
      return forms.store.quotient(forms.store.difference(a, b), forms.store.sum([a, b]))
    case .sinh, .cosh:
      let (a, b) = (exp(u), exp(minus))
      let half = forms.store.number(Rational(1, 2))
      let sum = function == .sinh ? forms.store.difference(a, b) : forms.store.sum([a, b])
      return forms.store.product([half, sum])
    case .atan:
      // atan u = ±π/2 − atan(1/u)
      let side = try eventualSign(of: u)
      let pi = forms.store.constant(.pi)
      let half = forms.store.product([forms.store.number(Rational(side, 2)), pi])
      return forms.store.difference(half, forms.store.function(.atan, [forms.store.reciprocal(u)]))
    case .asinh, .acosh:
      guard try eventualSign(of: u) > 0 else { break }
      let square = forms.store.power(u, Rational(2))
      let radicand = forms.store.sum([square, function == .asinh ? one : forms.store.integer(-1)])
      let root = forms.store.power(radicand, Rational(1, 2))
      return forms.store.function(.log, [forms.store.sum([u, root])])
    default: break
    }
    throw .open("there is no rule for `\(function.name)` where its argument grows without bound")
  }

  // Cases

  /// The arm that holds for all large X.
  func branch(of e: Expression) throws(LimitObstacle) -> Expression {
    let parts = Array(forms.store.operands(of: e))
    for k in stride(from: 0, to: parts.count - 1, by: 2) where try holds(parts[k]) { return parts[k + 1] }
    return parts[parts.count - 1]
  }

  /// The statement holds, or fails, for all large X.
  private func holds(_ e: Expression) throws(LimitObstacle) -> Bool {
    try enter()
    defer { leave() }
    let parts = Array(forms.store.operands(of: e))
    switch forms.store.op(e) {
    case .truth: return forms.store.truth(e)
    case .not: return !(try holds(parts[0]))
    case .and:
      for part in parts where !(try holds(part)) { return false }
      return true
    case .or:
      for part in parts where try holds(part) { return true }
      return false
    case .comparison:
      let sign = try eventualSign(of: forms.store.difference(parts[1], parts[0]))
      switch forms.store.comparison(e) {
      case .equal: return sign == 0
      case .notEqual: return sign != 0
      case .less: return sign > 0
      case .lessOrEqual: return sign >= 0
      }
    default: throw .open("there is no rule for a condition in it")
    }
  }
}
