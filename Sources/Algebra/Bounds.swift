import Expressions
import Numbers

/// An interval that holds a value at every admissible point; a missing end is infinite, an open one is not attained.
struct Bounds {
  var lower: Rational?
  var lowerIsOpen = false
  var upper: Rational?
  var upperIsOpen = false

  static let all = Bounds()
  static let nonnegative = Bounds(lower: .zero)
  static let positive = Bounds(lower: .zero, lowerIsOpen: true)

  static func point(_ value: Rational) -> Bounds { Bounds(lower: value, upper: value) }

  var isPositive: Bool { lower.map { $0 > .zero || ($0.isZero && lowerIsOpen) } ?? false }
  var isNonnegative: Bool { lower.map { $0 >= .zero } ?? false }
  var isNegative: Bool { upper.map { $0 < .zero || ($0.isZero && upperIsOpen) } ?? false }

  var negated: Bounds {
    Bounds(lower: upper.map { -$0 }, lowerIsOpen: upperIsOpen, upper: lower.map { -$0 }, upperIsOpen: lowerIsOpen)
  }

  func adding(_ other: Bounds) -> Bounds {
    var sum = Bounds()
    if let a = lower, let b = other.lower {
      sum.lower = a + b
      sum.lowerIsOpen = lowerIsOpen || other.lowerIsOpen
    }
    if let a = upper, let b = other.upper {
      sum.upper = a + b
      sum.upperIsOpen = upperIsOpen || other.upperIsOpen
    }
    return sum
  }

  func scaled(by c: Rational) -> Bounds {
    if c.isZero { return .point(.zero) }
    let turned = c.signum < 0 ? negated : self
    let m = c.magnitude
    return Bounds(
      lower: turned.lower.map { $0 * m }, lowerIsOpen: turned.lowerIsOpen,
      upper: turned.upper.map { $0 * m }, upperIsOpen: turned.upperIsOpen)
  }

  /// The product of two non-negative intervals; of others nothing is said.
  func multiplied(by other: Bounds) -> Bounds {
    if isNonnegative && other.isNonnegative, let a = lower, let b = other.lower {
      var result = Bounds(lower: a * b, lowerIsOpen: isPositive && other.isPositive)
      if !(a * b).isZero { result.lowerIsOpen = lowerIsOpen || other.lowerIsOpen }
      if let c = upper, let d = other.upper {
        result.upper = c * d
        result.upperIsOpen = upperIsOpen || other.upperIsOpen
      }
      return result
    }
    if let m = magnitude, let n = other.magnitude { return Bounds(lower: -(m * n), upper: m * n) }
    return .all
  }

  private var magnitude: Rational? {
    guard let lower, let upper else { return nil }
    return max(lower.magnitude, upper.magnitude)
  }
}

extension NormalForms {
  /// Bounds of a form by interval arithmetic over its terms.
  func bounds(of form: Form) -> Bounds {
    var total = Bounds.point(.zero)
    for term in form.terms { total = total.adding(bounds(of: term.monomial).scaled(by: term.coefficient)) }
    return total
  }

  private func bounds(of monomial: Monomial) -> Bounds {
    var product = Bounds.point(.one)
    for factor in factors(of: monomial) { product = product.multiplied(by: bounds(of: factor)) }
    guard boundCount(monomial) > 0 else { return product }
    // Of non-negative terms a sum is non-negative, with no upper end known.
    if product.isPositive && !mayBeEmpty(factors(of: monomial)) { return .positive }
    return product.isNonnegative ? .nonnegative : .all
  }

  func bounds(of factor: Factor) -> Bounds {
    if factor.exponent.isOne { return bounds(of: factor.atom, slots: factor.slots) }
    if factor.exponent.isInteger, factor.exponent < .zero {
      // 1/u^n ≤ 1/l^n for u ≥ l > 0.
      let base =
        kind(factor) == .power ? bounds(of: self[self[factor.atom].insides[0]]) : bounds(of: factor.raised(to: .one))
      if base.isPositive, let lower = base.lower, let upper = lower.power(Int(factor.exponent.numerator)) {
        return Bounds(lower: .zero, lowerIsOpen: true, upper: upper, upperIsOpen: base.lowerIsOpen)
      }
    }
    switch sign(of: factor) {
    case .positive: return .positive
    case .nonnegative:
      let base = bounds(of: factor.atom, slots: factor.slots)
      if factor.exponent > .one, base.isNonnegative, let upper = base.upper, upper <= .one {
        return Bounds(lower: .zero, upper: .one, upperIsOpen: base.upperIsOpen)
      }
      return .nonnegative
    case .unknown, .nonzero: return .all
    }
  }

  private func bounds(of atom: Atom, slots: SlotList) -> Bounds {
    let record = self[atom]
    switch record.kind {
    case .delta, .order, .vanishing: return Bounds(lower: .zero, upper: .one)
    case .size: return Bounds(lower: Rational(facts.leastSizes[Dimension(record.payload)] ?? 1))
    case .symbol: return bounds(of: store.symbols[Int(record.payload)])
    case .function: return bounds(of: ElementaryFunction(rawValue: UInt8(record.payload)) ?? .log, record)
    case .indexValue:
      let range = store.bounds(slots[0].range)
      return Bounds(lower: store.rational(range.lower), upper: store.rational(range.upper))
    default:
      switch record.sign {
      case .positive: return .positive
      case .nonnegative: return .nonnegative
      case .unknown, .nonzero: return .all
      }
    }
  }

  private func bounds(of function: ElementaryFunction, _ record: AtomRecord) -> Bounds {
    switch function {
    case .sigmoid: Bounds(lower: .zero, lowerIsOpen: true, upper: .one, upperIsOpen: true)
    case .tanh: Bounds(lower: Rational(-1), lowerIsOpen: true, upper: .one, upperIsOpen: true)
    case .erf: Bounds(lower: Rational(-1), lowerIsOpen: true, upper: .one, upperIsOpen: true)
    case .sin, .cos, .sign: Bounds(lower: Rational(-1), upper: .one)
    case .step: Bounds(lower: .zero, upper: .one)
    case .cosh: Bounds(lower: .one)
    default: record.sign == .positive ? .positive : record.sign == .nonnegative ? .nonnegative : .all
    }
  }

  private func bounds(of symbol: SymbolDeclaration) -> Bounds {
    if symbol.structure == .oneHot || symbol.structure == .simplex { return Bounds(lower: .zero, upper: .one) }
    switch symbol.domain {
    case .real, .nonzero: return .all
    case .positive: return .positive
    case .nonnegative: return .nonnegative
    case .interval(let lower, let upper, let closedLower, let closedUpper):
      return Bounds(lower: lower, lowerIsOpen: !closedLower, upper: upper, upperIsOpen: !closedUpper)
    case .integer(let lower, let upper):
      return Bounds(lower: lower.map { Rational($0) }, upper: upper.map { Rational($0) })
    case .finite(let values): return Bounds(lower: values.first, upper: values.last)
    case .index(let range):
      let bounds = store.bounds(range)
      return Bounds(lower: store.rational(bounds.lower), upper: store.rational(bounds.upper))
    }
  }
}
