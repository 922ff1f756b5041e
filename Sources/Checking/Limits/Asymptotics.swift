import Algebra
import Calculus
import Evaluation
import Expressions
import Numbers

/// The behaviour of expressions as one variable X tends to +∞, as far as the signs that are known decide it.
///
/// A limit is found by continuity where the limits of the parts determine it, and else by the leading term of an
/// expansion in the fastest scale that occurs, after D. Gruntz, On Computing Limits in a Symbolic Manipulation System
/// (1996). Whether a coefficient is zero or not is shown by normal forms and signs, never assumed.
///
/// What has no rule has no limit here: an oscillation, a function such as Γ at infinity.
final class Asymptotics {
  let forms: NormalForms
  /// It is declared positive, since only large values count.
  let symbol: Symbol
  let variable: Expression
  private var limits: [Expression: Result<LimitValue, LimitObstacle>] = [:]
  private var dependent: [Expression: Bool] = [:]
  private var depth = 0
  private var stepsLeft = 20_000

  /// The limit of deeper terms, and of what their expansions lead to, is not looked for: the rules are recursive.
  static let deepest = 60

  init(_ forms: NormalForms) {
    self.forms = forms
    symbol = forms.store.declare(SymbolDeclaration(name: "x", slots: [], domain: .positive))
    variable = forms.store.entry(of: symbol, [])
  }

  /// lim e
  func limit(_ e: Expression) throws(LimitObstacle) -> LimitValue {
    guard mentions(e) else { return .finite(e) }
    if let known = limits[e] { return try known.get() }
    do throws(LimitObstacle) {
      try enter()
      defer { depth -= 1 }
      let value = try newLimit(e)
      limits[e] = .success(value)
      return value
    } catch {
      limits[e] = .failure(error)
      throw error
    }
  }

  private func newLimit(_ e: Expression) throws(LimitObstacle) -> LimitValue {
    var unknown: LimitObstacle?
    if let value = try byContinuity(e, &unknown) { return value }
    do throws(LimitObstacle) {
      return try byLeadingTerm(e)
    } catch {
      if case .open = error, let unknown, case .sign = unknown { throw unknown }
      throw error
    }
  }

  private func byLeadingTerm(_ e: Expression) throws(LimitObstacle) -> LimitValue {
    let open = try opened(e)
    if !mentions(open) { return .finite(open) }
    let lead = try leadingTerm(of: open, isLimit: true)
    if lead.exponent.signum > 0 { return .finite(forms.store.integer(0)) }
    if lead.exponent.signum == 0 { return try limit(lead.coefficient) }
    return .infinity(try eventualSign(of: lead.coefficient))
  }

  /// The limit of a part where there is one. An unknown sign on which it depends is kept.
  func known(_ e: Expression, _ unknown: inout LimitObstacle?) -> LimitValue? {
    do throws(LimitObstacle) {
      return try limit(e)
    } catch {
      if case .sign = error { unknown = unknown ?? error }
      return nil
    }
  }

  func enter() throws(LimitObstacle) {
    depth += 1
    stepsLeft -= 1
    if depth > Asymptotics.deepest || stepsLeft < 0 {
      depth -= 1
      throw .open("its limit takes too many steps")
    }
  }

  func leave() { depth -= 1 }

  /// The variable occurs.
  func mentions(_ e: Expression) -> Bool {
    if let known = dependent[e] { return known }
    for part in forms.store.reachable(from: [e]) where dependent[part] == nil {
      dependent[part] =
        forms.store.op(part) == .symbol && forms.store.symbol(part) == symbol
        || forms.store.operands(of: part).contains { dependent[$0] ?? false }
    }
    return dependent[e] ?? true
  }

  // Constants and signs

  func normalForm(_ e: Expression) throws(LimitObstacle) -> Form {
    do { return try forms.normalForm(of: e) } catch { throw LimitObstacle(error) }
  }

  func isZero(_ e: Expression) throws(LimitObstacle) -> Bool {
    if let value = forms.store.rational(e) { return value.isZero }
    let form = try normalForm(e)
    do { return try forms.isZero(form) } catch { throw LimitObstacle(error) }
  }

  /// The normal form, read back.
  func tidy(_ e: Expression) throws(LimitObstacle) -> Expression {
    forms.expression(of: try normalForm(e)) ?? e
  }

  /// −1, 0 or 1, for all admissible values of what the constant is made of; `.sign` where these leave it open.
  func sign(ofConstant e: Expression) throws(LimitObstacle) -> Int {
    if let value = forms.store.rational(e) { return value.signum }
    if let value = try normalForm(e).constant { return value.signum }
    if try isZero(e) { return 0 }
    if try knownSign(e).isPositive { return 1 }
    if try knownSign(forms.store.negation(e)).isPositive { return -1 }
    if let ball = ball(e), ball.excludesZero { return ball.isPositive ? 1 : -1 }
    return try signByStructure(of: try tidy(e))
  }

  /// The sign of a product is that of its factors, the sign of log u that of u − 1. What is left is not known.
  private func signByStructure(of e: Expression) throws(LimitObstacle) -> Int {
    try enter()
    defer { depth -= 1 }
    let parts = Array(forms.store.operands(of: e))
    switch forms.store.op(e) {
    case .product:
      var sign = 1
      for part in parts { sign *= try self.sign(ofConstant: part) }
      return sign
    case .function where forms.store.function(e) == .log:
      return try sign(ofConstant: forms.store.difference(parts[0], forms.store.integer(1)))
    case .power:
      guard let exponent = forms.store.rational(parts[1]), let (n, d) = exponent.smallFraction, d % 2 == 1 else {
        break
      }
      let base = try sign(ofConstant: parts[0])
      return n % 2 == 0 ? base * base : base
    default: break
    }
    throw .sign(e)
  }

  /// Not zero for any admissible values; false: zero for all of them.
  func isNonzero(constant e: Expression) throws(LimitObstacle) -> Bool {
    if try isZero(e) { return false }
    if try knownSign(e).isNonzero { return true }
    return try sign(ofConstant: e) != 0
  }

  private func knownSign(_ e: Expression) throws(LimitObstacle) -> KnownSign {
    do { return try forms.sign(of: e) } catch { throw LimitObstacle(error) }
  }

  /// The value of a number such as log(2) − 1.
  private func ball(_ e: Expression) -> Ball? {
    let isClosed = forms.store.reachable(from: [e]).allSatisfy {
      [.number, .constant, .sum, .product, .power, .function].contains(forms.store.op($0))
    }
    guard isClosed else { return nil }
    let point = Point(Inputs(), values: [])
    var evaluation = DirectEvaluation(forms.store, Setting(sizes: Sizes()), at: point)
    guard let ball = try? evaluation.ball(of: e, at: [:]), ball.isBounded else { return nil }
    return ball
  }

  /// The sign that e has for all large X: −1, 1, or 0 where e is 0.
  func eventualSign(of e: Expression) throws(LimitObstacle) -> Int {
    guard mentions(e) else { return try sign(ofConstant: e) }
    if try knownSign(e).isPositive { return 1 }
    if try isZero(e) { return 0 }
    try enter()
    defer { depth -= 1 }
    return try eventualSign(of: try leadingTerm(of: try opened(e)).coefficient)
  }
}
