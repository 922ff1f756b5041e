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
    case .determinant:
      let matrix = self[key.insides[0]]
      return isPositiveDefinite(matrix) ? .positive : isInvertible(matrix) ? .nonzero : .unknown
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
    case .tanh, .sinh, .atan, .asinh, .erf, .imaginaryError, .sineIntegral, .hyperbolicSineIntegral, .fresnelSine,
      .fresnelCosine, .dilogarithm:
      return arguments[0]
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

  /// The matrix, or a multiple of it, is one that was declared invertible.
  private func isInvertible(_ form: Form) -> Bool {
    guard let term = form.single, let factor = factors(of: term.monomial).first,
      factors(of: term.monomial).count == 1, factor.exponent.isOne
    else { return false }
    let record = self[factor.atom]
    return record.kind == .symbol && store.symbols[Int(record.payload)].structure.isInvertible
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
    return strongest(best, combinedSign(of: form))
  }

  /// The sign of −u, where it is known to be positive or non-negative.
  func signOfNegative(_ form: Form) -> Sign { sign(of: form.scaled(by: Rational(-1))) }
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
