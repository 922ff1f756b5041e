import Expressions
import Numbers

/// The values that one input may take: its declared domain, narrowed by bounds that premises put on it.
struct ValueSet: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case real
    case integer
    /// In the declared order.
    case finite([Rational])
  }
  var kind: Kind = .real
  var lower: Rational?
  var upper: Rational?
  var includesLower = true
  var includesUpper = true
  var excludesZero = false

  init(_ domain: Domain, indexSpan: TapeCompiler.ClosedSpan? = nil) {
    switch domain {
    case .real: break
    case .positive: (lower, includesLower) = (.zero, false)
    case .nonnegative: lower = .zero
    case .nonzero: excludesZero = true
    case .interval(let low, let high, let closedLower, let closedUpper):
      (lower, upper, includesLower, includesUpper) = (low, high, closedLower, closedUpper)
    case .integer(let low, let high):
      (kind, lower, upper) = (.integer, low.map { Rational($0) }, high.map { Rational($0) })
    case .finite(let members): kind = .finite(members)
    case .index:
      (kind, lower, upper) = (.integer, Rational(indexSpan?.lower ?? 1), Rational(indexSpan?.upper ?? 1))
    }
  }

  func contains(_ value: Rational) -> Bool {
    if excludesZero && value.isZero { return false }
    if let lower, value < lower || (value == lower && !includesLower) { return false }
    if let upper, value > upper || (value == upper && !includesUpper) { return false }
    switch kind {
    case .real: return true
    case .integer: return value.isInteger
    case .finite(let members): return members.contains(value)
    }
  }

  /// Keeps the values below a bound.
  mutating func limit(below bound: Rational, inclusive: Bool) {
    if let upper, upper < bound || (upper == bound && !includesUpper) { return }
    (upper, includesUpper) = (bound, inclusive)
  }

  mutating func limit(above bound: Rational, inclusive: Bool) {
    if let lower, lower > bound || (lower == bound && !includesLower) { return }
    (lower, includesLower) = (bound, inclusive)
  }

  /// Five below and above 0, nine from a single end: what is drawn from an infinite set of integers.
  static func defaultIntegers(_ lower: Int?, _ upper: Int?) -> (lower: Int, upper: Int) {
    switch (lower, upper) {
    case (nil, nil): return (-5, 5)
    case (let low?, nil): return (low, low.addingReportingOverflow(8).partialValue)
    case (nil, let high?): return (high.subtractingReportingOverflow(8).partialValue, high)
    case (let low?, let high?): return (low, high)
    }
  }

  /// The values of a set with at most `limit` members; nil for others.
  func members(limit: Int) -> [Rational]? {
    switch kind {
    case .real: return nil
    case .finite(let members): return members.filter { contains($0) }
    case .integer:
      guard let low = lower?.asInt, let high = upper?.asInt, low <= high else { return nil }
      let (length, overflow) = high.subtractingReportingOverflow(low)
      guard !overflow, length < limit else { return nil }
      return (low...high).map { Rational($0) }.filter { contains($0) }
    }
  }
}
