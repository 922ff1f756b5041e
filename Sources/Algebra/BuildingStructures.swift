import Expressions
import Numbers

/// The normal forms of sums and products over indices, of cases and conditions, matrices and unknown functions.
extension NormalForms {
  // Reductions

  func buildReduction(_ e: Expression) throws(Obstacle) -> Form {
    if let written = try writtenOut(e) { return written }
    let index = try freeSlot(store.index(store.operand(0, of: e)))
    let condition = try indicator(store.operand(1, of: e))
    let body = try image(store.operand(2, of: e))
    switch store.reduction(e) {
    case .sum:
      let summand = try product(body, condition)
      if let part = try sumOverPart(summand, over: store.index(store.operand(0, of: e))) { return part }
      return try summed(summand, over: index)
    case .product:
      if condition == one { return try reduction(.product, of: body, over: index) }
      if try clearedSign(of: body) == .positive {
        // Π_i e_i = exp Σ_i log e_i where a condition holds, too.
        return try exponential(try summed(try product(try logarithm(body), condition), over: index))
      }
      // Π over a condition: where it fails the factor is 1.
      let gated = one.adding(try product(condition, body.adding(one, times: Rational(-1))))
      return try reduction(.product, of: gated, over: index)
    case .maximum, .minimum:
      if condition != one { throw .unsupported("a maximum over a condition") }
      return try reduction(store.reduction(e), of: body, over: index)
    case .all, .any: throw .unsupported("a quantifier inside a term")
    }
  }

  /// Π, max or min over a free slot.
  func reduction(_ kind: Reduction, of body: Form, over index: Slot) throws(Obstacle) -> Form {
    if let values = writtenOut(index.range) {
      var parts: [Form] = []
      for value in values { parts.append(try renamed(body, Renaming([(index, try literal(value, index.range))]))) }
      switch kind {
      case .product: return try product(parts)
      case .maximum: return try function(.maximum, parts)
      default: return try function(.minimum, parts)
      }
    }
    if !freeSlots(of: body).contains(index) {
      return kind == .product ? try symbolicPower(body, try lengthForm(index.range)) : body
    }
    if kind == .product {
      // Π_i e_i = exp Σ_i log e_i, for e known to be positive, if only for each value of a bit.
      let isPositive = try clearedSign(of: body) == .positive
      let logarithm =
        isPositive
        ? try logarithm(body) : try splitByBit(body) { (u) throws(Obstacle) in try self.logarithm(u) }
      if let logarithm { return try exponential(try summed(logarithm, over: index)) }
      if let term = body.single { return try productOfFactors(term, over: index) }
    }
    return try reductionAtom(kind, body, over: index)
  }

  /// Π_i (c·a_i·b_i) = c^n·Π_i a_i·Π_i b_i
  private func productOfFactors(_ term: Form.Term, over index: Slot) throws(Obstacle) -> Form {
    let parts = components(of: factors(of: term.monomial))
    if parts.count < 2 && term.coefficient.isOne {
      return try reductionAtom(.product, form(term.monomial), over: index)
    }
    var result = try symbolicPower(constant(term.coefficient), try lengthForm(index.range))
    for part in parts { result = try product(result, try reduction(.product, of: try reduced(part), over: index)) }
    return result
  }

  private func reductionAtom(_ kind: Reduction, _ body: Form, over index: Slot) throws(Obstacle) -> Form {
    let payload = UInt32(kind.rawValue) | index.range.number << 8
    let placed = try place(.reduction, payload: payload, over: [body], lambdas: [index])
    return try reduced(Factor(placed.atom, try SlotList(placed.slots)))
  }

  // Powers with symbols in the exponent

  /// base^exponent. With a base known to be positive it is exp(exponent·log base).
  func symbolicPower(_ base: Form, _ exponent: Form) throws(Obstacle) -> Form {
    if let value = exponent.constant { return try power(base, value) }
    if base == one { return one }
    if sign(of: base) == .positive { return try exponential(try product(exponent, try logarithm(base))) }
    // (c·u)^e = c^e·u^e for c > 0: both are defined alike.
    let content = try content(of: base, forRoots: true)
    var (positive, rest) = (constant(content.scale), content.primitive)
    for factor in content.common {
      let power = try reduced(factor)
      if sign(of: factor) == .positive {
        positive = try product(positive, power)
      } else {
        rest = try product(rest, power)
      }
    }
    if positive != one { return try product(symbolicPower(positive, exponent), symbolicPower(rest, exponent)) }
    if let parts = try wholePower(of: rest, exponent) { return parts }
    // x^(n+2) = x^2·x^n; the rest stays closed, one atom for each monomial of the exponent.
    var result = one
    for term in exponent.terms {
      if term.monomial == .one {
        guard term.coefficient.isInteger else { throw .unsupported("a fractional power of a base of unknown sign") }
        result = try product(result, try power(base, term.coefficient))
      } else {
        guard let unit = Rational(Integer.one, over: term.coefficient.denominator) else { throw .budget }
        let times = Rational(term.coefficient.numerator)
        let closed = [base, form(term.monomial, unit)]
        result = try product(result, try atomForm(.generalPower, over: closed, exponent: try Exponent(times)))
      }
    }
    return result
  }

  /// (x²·y)^k = (x^k)²·y^k for whole numbers k.
  private func wholePower(of base: Form, _ exponent: Form) throws(Obstacle) -> Form? {
    guard let term = base.single, term.coefficient.isOne, boundCount(term.monomial) == 0,
      exponent.terms.allSatisfy({ $0.coefficient.isInteger && factors(of: $0.monomial).allSatisfy(isWhole) })
    else { return nil }
    let parts = factors(of: term.monomial)
    guard parts.count > 1 || parts.contains(where: { !$0.exponent.isOne }),
      parts.allSatisfy({ $0.exponent.isInteger && $0.atom != .delta })
    else { return nil }
    var result = one
    for part in parts {
      let power = try symbolicPower(try reduced(part.raised(to: .one)), exponent)
      result = try product(result, try self.power(power, part.exponent))
    }
    return result
  }

  // Cases and conditions

  /// Σ_k [c_k and none before]·e_k: the arms are tried in order.
  func buildCases(_ e: Expression) throws(Obstacle) -> Form {
    let parts = Array(store.operands(of: e))
    var (result, before) = (Form.zero, one)
    for k in stride(from: 0, to: parts.count - 1, by: 2) {
      let condition = try indicator(parts[k])
      result = result.adding(try product(try product(before, condition), try image(parts[k + 1])))
      before = try product(before, one.adding(condition, times: Rational(-1)))
    }
    if before.isZero { return result }
    return result.adding(try product(before, try image(parts[parts.count - 1])))
  }

  /// Iverson's bracket of a statement.
  func indicator(_ e: Expression) throws(Obstacle) -> Form {
    switch store.op(e) {
    case .truth: return store.truth(e) ? one : .zero
    case .not: return one.adding(try indicator(store.operand(0, of: e)), times: Rational(-1))
    case .and:
      var result = one
      for part in store.operands(of: e) { result = try product(result, try indicator(part)) }
      return result
    case .or:
      var none = one
      for part in store.operands(of: e) {
        none = try product(none, one.adding(try indicator(part), times: Rational(-1)))
      }
      return one.adding(none, times: Rational(-1))
    case .comparison: return try comparisonIndicator(e)
    default: throw .unsupported("this condition")
    }
  }

  private func comparisonIndicator(_ e: Expression) throws(Obstacle) -> Form {
    try comparisonIndicator(store.comparison(e), store.operand(0, of: e), store.operand(1, of: e))
  }

  private func comparisonIndicator(
    _ relation: Comparison, _ a: Expression, _ b: Expression
  ) throws(Obstacle) -> Form {
    if let bracket = try indexIndicator(relation, a, b) { return bracket }
    if relation == .less || relation == .lessOrEqual, let parts = try extremumIndicator(relation, a, b) { return parts }
    let difference = try image(b).adding(try image(a), times: Rational(-1))
    switch relation {
    case .equal: return try vanishing(difference)
    case .notEqual: return one.adding(try vanishing(difference), times: Rational(-1))
    case .less: return try step(difference)
    case .lessOrEqual: return one.adding(try step(difference.scaled(by: Rational(-1))), times: Rational(-1))
    }
  }

  /// [max(u, v) < c] = [u < c]·[v < c], and [min(u, v) < c] = 1 − (1 − [u < c])·(1 − [v < c]); the other way on the right.
  private func extremumIndicator(
    _ relation: Comparison, _ a: Expression, _ b: Expression
  ) throws(Obstacle) -> Form? {
    for (side, isLeft) in [(a, true), (b, false)] where store.op(side) == .function {
      let function = store.function(side)
      guard function == .maximum || function == .minimum else { continue }
      let holdsForAll = (function == .maximum) == isLeft
      var result = one
      for part in store.operands(of: side) {
        let own = try isLeft ? comparisonIndicator(relation, part, b) : comparisonIndicator(relation, a, part)
        result = try product(result, holdsForAll ? own : one.adding(own, times: Rational(-1)))
      }
      return holdsForAll ? result : one.adding(result, times: Rational(-1))
    }
    return nil
  }

  private func step(_ form: Form) throws(Obstacle) -> Form { try function(.step, [form]) }

  // Matrices

  func buildMatrix(_ e: Expression) throws(Obstacle) -> Form {
    let parts = Array(store.operands(of: e))
    let own = store.op(e) == .inverse ? 2 : 0
    let row = try freeSlot(store.index(parts[own]))
    let column = try freeSlot(store.index(parts[own + 1]))
    let m = MatrixForm(form: try image(parts[own + 2]), row: row, column: column)
    switch store.op(e) {
    case .determinant: return try determinant(m)
    case .logDeterminant: return try logDeterminant(m)
    default:
      let (i, j) = (try slot(parts[0], row.range), try slot(parts[1], row.range))
      return try renamed(try inverse(m).form, Renaming([(row, i), (column, j)]))
    }
  }

  // Unknown functions

  func buildApplication(_ e: Expression) throws(Obstacle) -> Form {
    let application = store.application(e)
    let declaration = store.declaration(application.function)
    let parts = store.applicationParts(e)
    var own: [Slot] = []
    for (term, range) in zip(parts.output, declaration.output) { own.append(try slot(term, range)) }
    for (groups, ranges) in zip(parts.derivativeSlots, declaration.arguments) {
      for group in groups { for (term, range) in zip(group, ranges) { own.append(try slot(term, range)) } }
    }
    var (bodies, lambdas) = ([Form](), [Slot]())
    for argument in parts.arguments {
      for index in argument.indices { lambdas.append(try freeSlot(index)) }
      bodies.append(try image(argument.body))
    }
    let placed = try place(.opaque, payload: intern(application), over: bodies, lambdas: lambdas)
    return try reduced(Factor(placed.atom, try SlotList(own + placed.slots)))
  }

  func intern(_ application: Application) -> UInt32 {
    if let known = applications.firstIndex(of: application) { return UInt32(known) }
    applications.append(application)
    return UInt32(applications.count - 1)
  }
}
