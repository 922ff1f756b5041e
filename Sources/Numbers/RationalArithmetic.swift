/// Arithmetic of fractions: on words where the result fits two, on integers otherwise.
///
/// Sums and products cancel common divisors before they multiply (Knuth, *The Art of Computer Programming* 2, 4.5.1), so
/// that words overflow only when the result needs it, or nearly.
extension Rational {
  public static func + (a: Rational, b: Rational) -> Rational {
    if case .small(let p, let q) = a.storage, case .small(let r, let s) = b.storage,
      let sum = smallSum(p, q, r, s)
    {
      return sum
    }
    return largeSum(a, b)
  }

  public static func - (a: Rational, b: Rational) -> Rational {
    if case .small(let p, let q) = a.storage, case .small(let r, let s) = b.storage, r != .min,
      let sum = smallSum(p, q, -r, s)
    {
      return sum
    }
    return largeSum(a, -b)
  }

  public static func * (a: Rational, b: Rational) -> Rational {
    if case .small(let p, let q) = a.storage, case .small(let r, let s) = b.storage,
      let product = smallProduct(p, q, r, s)
    {
      return product
    }
    return Rational(reducing: a.numerator * b.numerator, over: a.denominator * b.denominator)
  }

  public static prefix func - (a: Rational) -> Rational {
    if case .small(let n, let d) = a.storage, n != .min { return Rational(reducedWords: -n, d) }
    return Rational(reduced: -a.numerator, a.denominator)
  }

  public static func += (a: inout Rational, b: Rational) { a = a + b }
  public static func -= (a: inout Rational, b: Rational) { a = a - b }
  public static func *= (a: inout Rational, b: Rational) { a = a * b }

  /// `p/q + r/s`, or nil if a word overflows.
  ///
  /// With `g = gcd(q, s)` and `t = p·(s/g) + r·(q/g)`, the sum is `(t/h) / ((q/g)·(s/h))` where `h = gcd(t, g)`.
  @inline(__always)
  private static func smallSum(_ p: Int64, _ q: Int64, _ r: Int64, _ s: Int64) -> Rational? {
    if q == 1 && s == 1 {
      let (sum, overflow) = p.addingReportingOverflow(r)
      return overflow ? nil : Rational(reducedWords: sum, 1)
    }
    let g = commonDivisor(q, s)
    let (left, o1) = p.multipliedReportingOverflow(by: g == 1 ? s : s / g)
    let (right, o2) = r.multipliedReportingOverflow(by: g == 1 ? q : q / g)
    let (t, o3) = left.addingReportingOverflow(right)
    let h = g == 1 ? 1 : commonDivisor(t, g)
    let (denominator, o4) = (g == 1 ? q : q / g).multipliedReportingOverflow(by: h == 1 ? s : s / h)
    if o1 || o2 || o3 || o4 { return nil }
    return Rational(reducedWords: h == 1 ? t : t / h, denominator)
  }

  /// `(p/q)·(r/s)`, or nil if a word overflows: `gcd(p, s)` and `gcd(r, q)` are all that can cancel.
  @inline(__always)
  private static func smallProduct(_ p: Int64, _ q: Int64, _ r: Int64, _ s: Int64) -> Rational? {
    let g = commonDivisor(p, s)
    let h = commonDivisor(r, q)
    let (numerator, o1) = (g == 1 ? p : p / g).multipliedReportingOverflow(by: h == 1 ? r : r / h)
    let (denominator, o2) = (h == 1 ? q : q / h).multipliedReportingOverflow(by: g == 1 ? s : s / g)
    return o1 || o2 ? nil : Rational(reducedWords: numerator, denominator)
  }

  /// The common divisor of a word and a denominator, which is positive; so the result fits.
  @inline(__always)
  private static func commonDivisor(_ a: Int64, _ denominator: Int64) -> Int64 {
    if denominator == 1 { return 1 }
    return Int64(bitPattern: greatestCommonDivisor(a.magnitude, denominator.magnitude))
  }

  @inline(never)
  private static func largeSum(_ a: Rational, _ b: Rational) -> Rational {
    if a.isInteger && b.isInteger { return Rational(a.numerator + b.numerator) }
    return Rational(
      reducing: a.numerator * b.denominator + b.numerator * a.denominator, over: a.denominator * b.denominator)
  }
}

extension Rational {
  /// `1 / self`; nil for zero.
  public var inverse: Rational? {
    switch signum {
    case 0: nil
    case 1: Rational(reduced: denominator, numerator)
    default: Rational(reduced: -denominator, -numerator)
    }
  }

  /// `self / divisor`; nil for a zero divisor.
  public func divided(by divisor: Rational) -> Rational? {
    divisor.inverse.map { self * $0 }
  }

  public var magnitude: Rational { signum < 0 ? -self : self }

  /// More bits than a power may have: 16 million, about a second's work.
  private static let powerBitLimit = 1 << 24

  /// `self^n`, with `0^0 = 1`; nil for zero to a negative power, and when the result would exceed 2^24 bits.
  public func power(_ n: Int) -> Rational? {
    if isOne || n == 0 { return .one }
    if isZero { return n > 0 ? .zero : nil }
    if self == Rational(-1) { return n.isMultiple(of: 2) ? .one : self }
    let (bits, overflow) = (bitWidth - 1).multipliedReportingOverflow(by: Int(clamping: n.magnitude))
    if overflow || bits > Rational.powerBitLimit { return nil }
    let exponent = Int(clamping: n.magnitude)
    let power = Rational(reduced: numerator.power(exponent), denominator.power(exponent))
    return n < 0 ? power.inverse : power
  }

  /// The greatest integer that is not above the value.
  public var floor: Integer {
    if isInteger { return numerator }
    let quotient = numerator.exactQuotient(by: denominator)
    return signum < 0 ? quotient - .one : quotient
  }

  /// The exact square root that is not negative, or nil if it is not rational.
  public var squareRoot: Rational? {
    // A reduced fraction is a square exactly if its numerator and its denominator are.
    guard let n = numerator.squareRoot, let d = denominator.squareRoot else { return nil }
    return Rational(reduced: n, d)
  }

  /// The `r` in `0..<p` with `denominator·r ≡ numerator (mod p)`; nil if the prime `p` divides the denominator.
  public func residue(modulo p: UInt64) -> UInt64? {
    let n = numerator.residue(modulo: p)
    if isInteger { return n }
    guard let inverse = modularInverse(of: denominator.residue(modulo: p), modulo: p) else { return nil }
    let product = n.multipliedFullWidth(by: inverse)
    return p.dividingFullWidth(product).remainder
  }
}

/// The `x` in `0..<p` with `a·x ≡ 1 (mod p)` by Euclid's extended algorithm; nil if there is none. Requires `a < p`.
func modularInverse(of a: UInt64, modulo p: UInt64) -> UInt64? {
  // Invariant: remainder ≡ ±coefficient·a, with the sign changing at each step; the coefficients stay at most p.
  var (oldRemainder, remainder) = (p, a)
  var (oldCoefficient, coefficient): (UInt64, UInt64) = (0, 1)
  var signIsPlus = false
  while remainder != 0 {
    let quotient = oldRemainder / remainder
    (oldRemainder, remainder) = (remainder, oldRemainder - quotient * remainder)
    (oldCoefficient, coefficient) = (coefficient, oldCoefficient &+ quotient &* coefficient)
    signIsPlus.toggle()
  }
  guard oldRemainder == 1 else { return nil }
  return signIsPlus ? oldCoefficient % p : p - oldCoefficient
}
