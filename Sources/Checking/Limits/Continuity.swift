import Algebra
import Expressions
import Numbers

/// Limits that follow from those of the parts: sums, products and powers of the extended line, continuous functions at
/// inner points of their domains, bounded terms times what vanishes.
extension Asymptotics {
  /// Nil where the parts leave it open, such as ∞ − ∞.
  func byContinuity(_ e: Expression, _ unknown: inout LimitObstacle?) throws(LimitObstacle) -> LimitValue? {
    let parts = Array(forms.store.operands(of: e))
    switch forms.store.op(e) {
    case .symbol where forms.store.symbol(e) == symbol: return .plusInfinity
    case .sum: return limit(ofSum: parts, &unknown)
    case .product: return try limit(ofProduct: parts, &unknown)
    case .power: return try limit(ofPower: parts[0], parts[1], &unknown)
    case .function: return try limit(of: forms.store.function(e), parts, &unknown)
    case .reduction: return try limit(ofReduction: e, parts, &unknown)
    case .determinant:
      guard case .finite(let body)? = known(parts[2], &unknown) else { return nil }
      return .finite(forms.store.rebuilt(e, [parts[0], parts[1], body]))
    case .cases: return try limit(try branch(of: e))
    case .apply: return limit(ofApplication: e, &unknown)
    default: return nil
    }
  }

  private func limit(ofSum parts: [Expression], _ unknown: inout LimitObstacle?) -> LimitValue? {
    var terms: [Expression] = []
    var infinite: LimitValue?
    for part in parts {
      switch known(part, &unknown) {
      case .finite(let value)?: terms.append(value)
      case let value?:
        if let infinite, infinite != value { return nil }
        infinite = value
      case nil: return nil
      }
    }
    return infinite ?? .finite(forms.store.sum(terms))
  }

  private func limit(ofProduct parts: [Expression], _ unknown: inout LimitObstacle?) throws(LimitObstacle)
    -> LimitValue?
  {
    var factors: [Expression] = []
    var (isInfinite, sign) = (false, 1)
    var open: [Expression] = []
    for part in parts {
      switch known(part, &unknown) {
      case .finite(let value)?: factors.append(value)
      case let value?:
        isInfinite = true
        if value == .minusInfinity { sign = -sign }
      case nil: open.append(part)
      }
    }
    let product = forms.store.product(factors)
    if open.isEmpty && !isInfinite { return .finite(product) }
    if !open.isEmpty {
      // A bounded factor times what vanishes.
      guard !isInfinite, try isZero(product) else { return nil }
      for part in open where !isBounded(part) { return nil }
      return .finite(forms.store.integer(0))
    }
    let own = try self.sign(ofConstant: product)
    return own == 0 ? nil : .infinity(own * sign)
  }

  /// |e| stays below a number, as far as its outermost function tells.
  private func isBounded(_ e: Expression, depth: Int = 8) -> Bool {
    if depth == 0 { return false }
    switch forms.store.op(e) {
    case .function:
      switch forms.store.function(e) {
      case .sin, .cos: return isDefinedEverywhere(e)
      default: return false
      }
    case .product, .sum:
      return forms.store.operands(of: e).allSatisfy { part in
        if !mentions(part) { return true }
        if case .finite? = try? limit(part) { return true }
        return isBounded(part, depth: depth - 1)
      }
    case .power:
      guard let n = forms.store.rational(forms.store.operand(1, of: e))?.asInt, n >= 0 else { return false }
      return isBounded(forms.store.operand(0, of: e), depth: depth - 1)
    default: return false
    }
  }

  /// The argument has a value for large X: it has a limit, or it is built from the variable by total operations.
  private func isDefinedEverywhere(_ e: Expression) -> Bool {
    let argument = forms.store.operand(0, of: e)
    return (try? limit(argument)) != nil
  }

  private func limit(
    ofPower base: Expression, _ exponent: Expression, _ unknown: inout LimitObstacle?
  ) throws(LimitObstacle) -> LimitValue? {
    guard let r = forms.store.rational(exponent) else {
      return try limit(ofGeneralPower: base, exponent, &unknown)
    }
    guard let limit = known(base, &unknown) else { return nil }
    if r.isZero { return .finite(forms.store.integer(1)) }
    let isEven = r.isInteger && r.asInt.map { $0 % 2 == 0 } ?? false
    switch limit {
    case .plusInfinity: return r.signum > 0 ? .plusInfinity : .finite(forms.store.integer(0))
    case .minusInfinity:
      guard r.isInteger else { throw .open("a root of a negative number stands in it") }
      return r.signum < 0 ? .finite(forms.store.integer(0)) : .infinity(isEven ? 1 : -1)
    case .finite(let value):
      if r.isInteger && r.signum > 0 { return .finite(forms.store.power(value, r)) }
      if r.isInteger { return try isNonzero(constant: value) ? .finite(forms.store.power(value, r)) : nil }
      return try sign(ofConstant: value) > 0 ? .finite(forms.store.power(value, r)) : nil
    }
  }

  /// u^v with u > 0; what is left is the limit of exp(v·log u).
  private func limit(
    ofGeneralPower base: Expression, _ exponent: Expression, _ unknown: inout LimitObstacle?
  ) throws(LimitObstacle) -> LimitValue? {
    if case .finite(let u)? = known(base, &unknown), case .finite(let v)? = known(exponent, &unknown),
      try sign(ofConstant: u) > 0
    {
      return .finite(forms.store.power(u, v))
    }
    guard try eventualSign(of: base) > 0 else { throw .open("a power of a number that is not positive stands in it") }
    let logarithm = forms.store.function(.log, [base])
    let product = forms.store.product([exponent, logarithm])
    return try limit(forms.store.function(.exp, [product]))
  }

  private func limit(
    ofReduction e: Expression, _ parts: [Expression], _ unknown: inout LimitObstacle?
  ) throws(LimitObstacle) -> LimitValue? {
    guard !mentions(parts[1]), let body = known(parts[2], &unknown) else { return nil }
    switch (forms.store.reduction(e), body) {
    case (.sum, .finite(let value)), (.product, .finite(let value)), (.maximum, .finite(let value)),
      (.minimum, .finite(let value)):
      return .finite(forms.store.rebuilt(e, [parts[0], parts[1], value]))
    case (.sum, _):
      // At least one term, and all of one sign.
      let isWhole = forms.store.op(parts[1]) == .truth && forms.store.truth(parts[1])
      let range = forms.store.bounds(forms.store.range(forms.store.index(parts[0])))
      let length = forms.store.difference(range.upper, range.lower)
      guard isWhole, try sign(ofConstant: forms.store.sum([length, forms.store.integer(1)])) > 0 else { return nil }
      return body
    default: return nil
    }
  }

  /// Unknown functions are smooth everywhere.
  private func limit(ofApplication e: Expression, _ unknown: inout LimitObstacle?) -> LimitValue? {
    let parts = forms.store.applicationParts(e)
    var arguments: [ExpressionStore.Argument] = []
    for argument in parts.arguments {
      guard case .finite(let body)? = known(argument.body, &unknown) else { return nil }
      arguments.append(ExpressionStore.Argument(indices: argument.indices, body: body))
    }
    return .finite(
      forms.store.apply(
        forms.store.application(e), output: parts.output,
        derivativeSlots: parts.derivativeSlots.flatMap { $0.flatMap { $0 } },
        arguments: arguments))
  }
}
