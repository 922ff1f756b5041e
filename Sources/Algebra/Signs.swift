import Expressions
import Numbers

/// Signs as far as the declarations and premises tell. Unknown is never taken for true.
extension NormalForms {
  func sign(of key: AtomKey) -> Sign {
    switch key.kind {
    case .size, .prime, .constant: return .positive
    case .delta, .order, .vanishing: return .nonnegative
    case .symbol: return sign(of: store.symbols[Int(key.payload)])
    case .function: return sign(of: ElementaryFunction(rawValue: UInt8(key.payload)) ?? .log, key.insides)
    case .power: return sign(of: self[key.insides[0]])
    case .generalPower: return sign(of: self[key.insides[0]]) == .positive ? .positive : .unknown
    case .opaque:
      let application = applications[Int(key.payload)]
      let isValue = application.orders.allSatisfy { $0 == 0 }
      return isValue && store.declaration(application.function).codomain == .positive ? .positive : .unknown
    case .determinant: return isPositiveDefinite(self[key.insides[0]]) ? .positive : .unknown
    case .definition: return store.definitions[Int(key.payload)].labels.isEmpty ? .unknown : .positive
    case .indexValue, .inverse, .logDeterminant: return .unknown
    case .reduction: return reductionSign(key)
    }
  }

  private func reductionSign(_ key: AtomKey) -> Sign {
    let inside = sign(of: self[key.insides[0]])
    return inside.isNonnegative ? inside : .unknown
  }

  private func sign(of symbol: SymbolDeclaration) -> Sign {
    if symbol.structure == .oneHot || symbol.structure == .simplex { return .nonnegative }
    switch symbol.domain {
    case .real: return .unknown
    case .positive: return .positive
    case .nonnegative: return .nonnegative
    case .nonzero: return .nonzero
    case .interval(let lower, let upper, let closed, let closedUpper):
      if let lower, lower > .zero || (lower.isZero && !closed) { return .positive }
      if let lower, lower.isZero { return .nonnegative }
      if let upper, upper < .zero || (upper.isZero && !closedUpper) { return .nonzero }
      return .unknown
    case .integer(let lower, _):
      return lower.map { $0 > 0 ? .positive : $0 == 0 ? .nonnegative : .unknown } ?? .unknown
    case .finite(let values):
      if let first = values.first, first >= .zero { return first.isZero ? .nonnegative : .positive }
      return values.contains(.zero) ? .unknown : .nonzero
    case .index(let range):
      let lower = store.rational(store.bounds(range).lower)
      return lower.map { $0 > .zero ? .positive : $0.isZero ? .nonnegative : .unknown } ?? .unknown
    }
  }

  private func sign(of function: ElementaryFunction, _ insides: [InnerForm]) -> Sign {
    let arguments = insides.map { sign(of: self[$0]) }
    switch function {
    case .maximum:
      if arguments.contains(.positive) { return .positive }
      return arguments.contains(.nonnegative) ? .nonnegative : .unknown
    case .minimum:
      if arguments.allSatisfy({ $0 == .positive }) { return .positive }
      return arguments.allSatisfy { $0.isNonnegative } ? .nonnegative : .unknown
    case .abs: return arguments[0].isNonzero ? .positive : .nonnegative
    case .tanh, .sinh, .atan, .asinh, .erf: return arguments[0]
    case .gamma: return arguments[0] == .positive ? .positive : .unknown
    default:
      let properties = function.properties
      return properties.isPositive ? .positive : properties.isNonnegative ? .nonnegative : .unknown
    }
  }

  /// The matrix is one that was declared positive definite.
  func isPositiveDefinite(_ form: Form) -> Bool {
    guard let term = form.single, term.coefficient.signum > 0, let factor = factors(of: term.monomial).first,
      factors(of: term.monomial).count == 1, factor.exponent.isOne
    else { return false }
    let record = self[factor.atom]
    switch record.kind {
    case .symbol: return store.symbols[Int(record.payload)].structure == .positiveDefinite
    case .inverse: return isPositiveDefinite(self[record.insides[0]])
    default: return false
    }
  }

  func sign(of factor: Factor) -> Sign {
    var base = self[factor.atom].sign
    if base == .unknown, isDiagonalOfPositiveDefinite(factor) { base = .positive }
    let e = factor.exponent
    let isDefinedNonzero = e < .zero || base.isNonzero
    if base == .positive { return .positive }
    if base == .nonnegative || e.isEven || e.denominator % 2 == 0 {
      return isDefinedNonzero ? .positive : .nonnegative
    }
    return isDefinedNonzero ? .nonzero : .unknown
  }

  private func isDiagonalOfPositiveDefinite(_ factor: Factor) -> Bool {
    let record = self[factor.atom]
    guard record.kind == .symbol, store.symbols[Int(record.payload)].structure == .positiveDefinite else {
      return false
    }
    let count = factor.slots.count
    return factor.slots[count - 2] == factor.slots[count - 1]
  }

  func sign(of monomial: Monomial) -> Sign { sign(of: factors(of: monomial), summed: boundCount(monomial) > 0) }

  /// The sign of a product, summed over its bound indices. A sum over 2..n has no term for n = 1.
  func sign(of factors: [Factor], summed: Bool) -> Sign {
    var result = Sign.positive
    for factor in factors { result = Sign.product(result, sign(of: factor)) }
    if !summed { return result }
    if result == .unknown && isQuadraticForm(factors) { return .nonnegative }
    if result == .positive && mayBeEmpty(factors) { return .nonnegative }
    return result == .nonzero ? .unknown : result
  }

  /// A bound index may run over no value at all, such as 2..n for n = 1.
  func mayBeEmpty(_ factors: some Sequence<Factor>) -> Bool {
    factors.contains { factor in
      factor.slots.array.contains { slot in
        let slot = base(of: slot)
        return slot.isBound && !hasValue(slot.range)
      }
    }
  }

  /// Σ_ij u[i]·S[i, j]·u[j] with a positive definite S, times what is not negative.
  private func isQuadraticForm(_ factors: [Factor]) -> Bool {
    for (k, factor) in factors.enumerated() where factor.exponent.isOne && factor.slots.count == 2 {
      let (i, j) = (factor.slots[0], factor.slots[1])
      let record = self[factor.atom]
      let isDefinite =
        record.kind == .symbol && store.symbols[Int(record.payload)].structure == .positiveDefinite
        || record.kind == .inverse && isPositiveDefinite(self[record.insides[0]])
      guard isDefinite, i.isBound, j.isBound, i != j else { continue }
      let parts = components(of: rest(factors, k))
      let rows = parts.filter { mentions($0, i) }.flatMap { $0 }
      let columns = parts.filter { mentions($0, j) }.flatMap { $0 }
      let others = parts.filter { !mentions($0, i) && !mentions($0, j) }
      guard !rows.isEmpty, !mentions(rows, j), !mentions(columns, i),
        others.allSatisfy({ sign(of: $0, summed: nextBound(in: $0) > 0).isNonnegative }),
        let end = try? freshFreeSlot(i.range), j.range == i.range,
        let row = try? canonical(try renamed(rows, Renaming([(i, end)]))),
        let column = try? canonical(try renamed(columns, Renaming([(j, end)])))
      else { continue }
      if row == column { return true }
    }
    return false
  }

  func sign(of form: Form) -> Sign {
    var best = assumedSign(of: form) ?? .unknown
    if best == .positive { return best }
    let bounds = bounds(of: form)
    if bounds.isPositive { return .positive }
    if bounds.isNegative { return .nonzero }
    if bounds.isNonnegative { best = strongest(best, .nonnegative) }
    if let term = form.single {
      let own = sign(of: term.monomial)
      if term.coefficient.signum > 0 || !own.isNonzero {
        best = strongest(best, term.coefficient.signum > 0 ? own : .unknown)
      } else {
        best = strongest(best, .nonzero)
      }
    }
    if best == .positive || facts.inequalities.isEmpty { return best }
    return strongest(best, combined(form, depth: NormalForms.deepestCombination))
  }

  /// The sign of −u, where it is known to be positive or non-negative.
  func signOfNegative(_ form: Form) -> Sign { sign(of: form.scaled(by: Rational(-1))) }

  /// Assumed inequalities are added up: c − a = (c − b) + (b − a). So many may take part.
  private static let deepestCombination = 3

  private func combined(_ form: Form, depth: Int) -> Sign {
    if depth == 0 || form.isZero { return .unknown }
    for (known, sign) in facts.inequalities {
      guard let shared = sharedRatio(form, known), shared.signum > 0 else { continue }
      let rest = form.adding(known, times: -shared)
      if rest.isZero { return sign }
      let bounds = bounds(of: rest)
      let own: Sign =
        bounds.isPositive ? .positive : bounds.isNonnegative ? .nonnegative : combined(rest, depth: depth - 1)
      if own.isNonnegative { return own == .positive ? own : sign }
    }
    return .unknown
  }

  /// The ratio of the coefficients of the first term of `known` that both have.
  private func sharedRatio(_ form: Form, _ known: Form) -> Rational? {
    for term in known.terms where term.monomial != .one {
      if let other = form.terms.first(where: { $0.monomial == term.monomial }) {
        return other.coefficient.divided(by: term.coefficient)
      }
    }
    return nil
  }

  /// The sign of an expression read off its structure, where the normal form would hide it: w·(1 − w) is a product of
  /// positive factors, w − w² is not obviously positive; Σ (y − x)² is not after expansion. Deeper than `depth` only the
  /// normal form tells.
  public func sign(of e: Expression, depth: Int = 20) throws(Obstacle) -> KnownSign {
    let plain = try clearedSign(of: try normalForm(of: e))
    if plain != .unknown || depth == 0 { return KnownSign(plain) }
    switch store.op(e) {
    case .product: return KnownSign(try signOfProduct(store.operands(of: e), depth - 1))
    case .sum:
      var result = Sign.nonnegative
      for part in store.operands(of: e) {
        let own = try sign(of: part, depth: depth - 1)
        guard own.isNonnegative else { return KnownSign(.unknown) }
        if own.isPositive { result = .positive }
      }
      return KnownSign(result)
    case .power:
      let base = try sign(of: store.operand(0, of: e), depth: depth - 1)
      if base.isPositive { return base }
      guard let exponent = store.rational(store.operand(1, of: e)), let (n, _) = exponent.smallFraction else {
        return KnownSign(.unknown)
      }
      // An even power, or an even root where it is defined.
      let isEven = exponent.isInteger ? n % 2 == 0 : exponent.denominator.isEven
      guard isEven || base.isNonnegative else { return KnownSign(base.isNonzero ? .nonzero : .unknown) }
      return KnownSign(base.isNonzero || n < 0 ? .positive : .nonnegative)
    case .function where store.function(e) == .maximum:
      for part in store.operands(of: e) {
        let own = try sign(of: part, depth: depth - 1)
        if own.isNonnegative { return own }
      }
      return KnownSign(.unknown)
    case .reduction where store.reduction(e) == .sum:
      let body = try sign(of: store.operand(2, of: e), depth: depth - 1)
      return KnownSign(body.isNonnegative ? .nonnegative : .unknown)
    case .definition:
      let body = store.body(store.definition(e))
      guard unfoldsDefinitions, body.slots.isEmpty, body.clauses.count == 1 else { return KnownSign(.unknown) }
      return try sign(of: body.clauses[0].body, depth: depth - 1)
    default: return KnownSign(.unknown)
    }
  }

  /// A factor of unknown sign that stands there twice is a square.
  private func signOfProduct(_ factors: ArraySlice<Expression>, _ depth: Int) throws(Obstacle) -> Sign {
    var result = Sign.positive
    var isTurned = false
    var pending: Set<Expression> = []
    for factor in factors {
      if let value = store.rational(factor) {
        if value.isZero { return .nonnegative }
        isTurned = isTurned != (value.signum < 0)
      } else if pending.remove(factor) != nil {
        result = Sign.product(result, .nonnegative)
      } else {
        let own = try sign(of: factor, depth: depth).sign
        if own.isNonnegative || own.isNonzero { result = Sign.product(result, own) } else { pending.insert(factor) }
      }
    }
    if !pending.isEmpty { return .unknown }
    return isTurned ? (result.isNonzero ? .nonzero : .unknown) : result
  }

  /// What a premise says about the form or a multiple of it.
  func assumedSign(of form: Form) -> Sign? {
    guard !facts.signs.isEmpty || !facts.generalSigns.isEmpty, let c = lead(of: form)?.coefficient.inverse else {
      return nil
    }
    let scaled = form.scaled(by: c.magnitude)
    if let known = keptSign(of: scaled) { return known }
    return keptSign(of: scaled.scaled(by: Rational(-1))).flatMap { $0.isNonzero ? .nonzero : nil }
  }

  private func keptSign(of form: Form) -> Sign? {
    if let known = facts.signs[intern(inside: form)] { return known }
    guard !facts.generalSigns.isEmpty, let general = try? generalised(form) else { return nil }
    return facts.generalSigns[general]
  }
}

extension Sign {
  static func product(_ a: Sign, _ b: Sign) -> Sign {
    switch (a, b) {
    case (.unknown, _), (_, .unknown): .unknown
    case (let a, .positive): a
    case (.positive, let b): b
    case (.nonzero, .nonzero): .nonzero
    case (.nonnegative, .nonnegative): .nonnegative
    case (.nonzero, .nonnegative), (.nonnegative, .nonzero): .unknown
    }
  }
}

/// What is known of the sign of a term.
public struct KnownSign: Hashable {
  let sign: Sign
  init(_ sign: Sign) { self.sign = sign }
  public var isPositive: Bool { sign == .positive }
  public var isNonnegative: Bool { sign.isNonnegative }
  public var isNonzero: Bool { sign.isNonzero }
}
