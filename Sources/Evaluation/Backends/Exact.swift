import Expressions
import Numbers

/// A fraction, undefined, or a number that is not known to be a fraction.
struct Exact: TapeNumber {
  private enum Content {
    case value(Rational)
    case undefined, unknown
  }
  private let content: Content

  private init(_ content: Content) { self.content = content }

  static let workOfOperation = 20
  static let workOfMatrixOperation = 0
  static let isOfAnySize = true

  func drawOwnWork(from work: WorkAccount) {
    if case .value(let value) = content { work.draw(forMaking: value) }
  }

  /// Fractions of more bits count as unknown.
  private static let bitLimit = 2048

  init(_ value: Rational) { self.init(value.bitWidth <= Exact.bitLimit ? .value(value) : .unknown) }

  private init(_ value: Rational?, otherwise: Content) {
    if let value { self.init(value) } else { self.init(otherwise) }
  }

  static let undefined = Exact(.undefined)
  static let unknown = Exact(.unknown)
  static let pi = unknown
  static let infinity = unknown

  static func truth(_ value: Bool) -> Exact { Exact(value ? Rational.one : .zero) }

  var rational: Rational? {
    if case .value(let value) = content { value } else { nil }
  }

  var isUndefined: Bool {
    if case .undefined = content { true } else { false }
  }

  /// For folding constants: `.some(nil)` if undefined, nil if unknown.
  var folded: Rational?? {
    switch content {
    case .value(let value): .some(value)
    case .undefined: .some(nil)
    case .unknown: .none
    }
  }

  private func combined(_ other: Exact, _ operation: (Rational, Rational) -> Exact) -> Exact {
    if let a = rational, let b = other.rational { return operation(a, b) }
    return isUndefined || other.isUndefined ? .undefined : .unknown
  }

  private func mapped(_ operation: (Rational) -> Exact) -> Exact { rational.map(operation) ?? self }

  static func + (a: Exact, b: Exact) -> Exact { a.combined(b) { Exact($0 + $1) } }
  static func * (a: Exact, b: Exact) -> Exact { a.combined(b) { Exact($0 * $1) } }
  func maximum(with other: Exact) -> Exact { combined(other) { Exact(max($0, $1)) } }
  func minimum(with other: Exact) -> Exact { combined(other) { Exact(min($0, $1)) } }
  func isLess(than other: Exact) -> Exact { combined(other) { .truth($0 < $1) } }
  func isAtMost(_ other: Exact) -> Exact { combined(other) { .truth($0 <= $1) } }
  func isEqual(to other: Exact) -> Exact { combined(other) { .truth($0 == $1) } }

  func and(_ other: Exact) -> Exact {
    if rational == .zero || other.rational == .zero { return .truth(false) }
    return combined(other) { _, _ in .truth(true) }
  }

  func or(_ other: Exact) -> Exact { negation.and(other.negation).negation }
  var negation: Exact { mapped { .truth($0.isZero) } }
  var flat: Exact { mapped { $0.isZero ? .undefined : Exact(.zero) } }

  func select(_ value: Exact, otherwise: Exact) -> Exact { mapped { $0.isZero ? otherwise : value } }

  func guarded(by witness: Exact) -> Exact { combined(witness) { value, _ in Exact(value) } }

  func raised(to exponent: Exact) -> Exact {
    if isUndefined { return self }
    return exponent.mapped { power($0) }
  }

  /// Roots only where they are fractions; an even root of a negative number and 0 to a negative power do not exist.
  func power(_ exponent: Rational) -> Exact {
    mapped { base in
      if exponent.isZero { return Exact(.one) }
      if base.isZero { return exponent.signum > 0 ? Exact(.zero) : .undefined }
      if base.isOne { return Exact(.one) }
      guard let (numerator, denominator) = exponent.smallFraction else { return .unknown }
      if denominator % 2 == 0 && base.signum < 0 { return .undefined }
      guard let root = Exact.root(of: base, denominator) else { return .unknown }
      let (bits, overflow) = root.bitWidth.multipliedReportingOverflow(by: Int(clamping: numerator.magnitude))
      if overflow || bits > Exact.bitLimit && root.magnitude != .one { return .unknown }
      return Exact(root.power(numerator), otherwise: .unknown)
    }
  }

  /// Square roots of squares, and so on for powers of 2; roots of −1 and 1.
  private static func root(of base: Rational, _ degree: Int) -> Rational? {
    var (value, degree) = (base, degree)
    while degree % 2 == 0 {
      guard let root = value.squareRoot else { return nil }
      (value, degree) = (root, degree / 2)
    }
    return degree == 1 || value.magnitude.isOne ? value : nil
  }

  func polygamma(_ order: Int) -> Exact { mapped { $0.isInteger && $0.signum <= 0 ? .undefined : .unknown } }

  /// Gauss and Jordan's elimination; a singular matrix has no inverse.
  static func inverse(of matrix: [Exact], size: Int, _ work: WorkAccount) -> [Exact] {
    let entries = matrix.compactMap { $0.rational }
    guard entries.count == matrix.count else {
      return matrix.map { _ in matrix.contains { $0.isUndefined } ? .undefined : .unknown }
    }
    switch RationalMatrix(size: size, entries).inverse(work) {
    case .known(let inverse): return inverse.map { Exact($0) }
    case .none: return matrix.map { _ in .undefined }
    case .unknown: return matrix.map { _ in .unknown }
    }
  }
}
