/// Arithmetic modulo an odd number m < 2^62, in Montgomery's form; a field where m is prime.
///
/// A residue a is kept as a·2^64 mod m, so that a product needs no division: with m' = −1/m mod 2^64 the number
/// t = ab + ((ab·m') mod 2^64)·m is a multiple of 2^64, and t/2^64 < 2m. Montgomery, "Modular multiplication without trial
/// division", Mathematics of Computation 44 (1985).
public struct PrimeField: Hashable, Sendable {
  public let modulus: UInt64
  private let negatedInverse: UInt64
  /// 2^128 mod m
  private let square: UInt64
  public let one: UInt64
  public static let zero: UInt64 = 0

  /// Requires an odd modulus between 3 and 2^62.
  public init(modulus: UInt64) {
    precondition(modulus % 2 == 1 && modulus > 2 && modulus < 1 << 62, "Montgomery's form needs an odd modulus")
    self.modulus = modulus
    // Newton's iteration doubles the digits that are right: m·m ≡ 1 (mod 8) gives three of them.
    var inverse = modulus
    for _ in 0..<5 { inverse = inverse &* (2 &- modulus &* inverse) }
    negatedInverse = 0 &- inverse
    one = modulus.dividingFullWidth((1, 0)).remainder
    square = modulus.dividingFullWidth(one.multipliedFullWidth(by: one)).remainder
  }

  /// The residue of a number below the modulus.
  @inline(__always)
  public func element(_ value: UInt64) -> UInt64 { product(value, square) }

  /// The number in 0..<m that a residue stands for.
  public func value(_ a: UInt64) -> UInt64 { product(a, 1) }

  public func element(_ value: Int) -> UInt64 {
    let size = element(UInt64(value.magnitude) % modulus)
    return value < 0 ? negation(size) : size
  }

  /// Nil where the modulus divides the denominator.
  public func element(_ value: Rational) -> UInt64? { value.residue(modulo: modulus).map { element($0) } }

  @inline(__always)
  public func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let sum = a &+ b
    return sum >= modulus ? sum &- modulus : sum
  }

  @inline(__always)
  public func negation(_ a: UInt64) -> UInt64 { a == 0 ? 0 : modulus &- a }

  @inline(__always)
  public func difference(_ a: UInt64, _ b: UInt64) -> UInt64 { a >= b ? a &- b : a &+ modulus &- b }

  @inline(__always)
  public func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    let (carried, rest) = (low &* negatedInverse).multipliedFullWidth(by: modulus)
    // low + rest is 0 or 2^64.
    let result = high &+ carried &+ (low == 0 ? 0 : 1)
    assert(low &+ rest == 0)
    return result >= modulus ? result &- modulus : result
  }

  /// a^n, with a^0 = 1.
  public func power(_ a: UInt64, _ n: UInt64) -> UInt64 {
    var (result, square, rest) = (one, a, n)
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square) }
      square = product(square, square)
      rest >>= 1
    }
    return result
  }

  /// 1/a by Euclid's algorithm; nil for 0.
  public func inverse(_ a: UInt64) -> UInt64? { modularInverse(of: value(a), modulo: modulus).map { element($0) } }

  /// Uniform over the residues.
  public func random(_ source: inout RandomSource) -> UInt64 { source.next(below: modulus) }
}
