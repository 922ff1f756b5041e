/// Roots in a field with p − 1 = m·h where m and h have no common divisor, as those of `randomPrime` have.
///
/// The multiplicative group is the product of one of m elements, in which logarithms are found by trying, and one of h
/// elements, in which every n-th root is a power if n divides m.
public struct PrimeFieldRoots: Sendable {
  public let field: PrimeField
  private let h: UInt64
  /// a^s is the factor of a in the group of m elements.
  private let s: UInt64
  /// The powers of an element of order m.
  public let unity: [UInt64]

  /// Requires an m that divides p − 1 and has no common divisor with (p − 1)/m.
  public init(_ field: PrimeField, order m: Int) {
    self.field = field
    let order = UInt64(m)
    h = (field.modulus - 1) / order
    s = h * PrimeFieldRoots.inverse(of: h % order, modulo: order)
    let primes = (2...max(m, 2)).filter { m % $0 == 0 && PrimeField.isPrime(UInt64($0)) }
    var (base, generator) = (UInt64(1), field.one)
    while !primes.allSatisfy({ field.power(generator, UInt64(m / $0)) != field.one }) {
      base += 1
      generator = field.power(field.element(base), h)
    }
    var powers = [field.one]
    for _ in 1..<m { powers.append(field.product(powers[powers.count - 1], generator)) }
    unity = powers
  }

  /// All x with x^n = a, none where there are none. Requires an n that divides m; a ≠ 0.
  public func roots(of a: UInt64, order n: Int) -> [UInt64] {
    let u = field.power(a, s)
    guard let logarithm = unity.firstIndex(of: u), logarithm % n == 0, let inverse = field.inverse(u) else { return [] }
    let v = field.product(a, inverse)
    let root = field.power(v, PrimeFieldRoots.inverse(of: UInt64(n) % h, modulo: h))
    return (0..<n).map { field.product(root, unity[logarithm / n + $0 * (unity.count / n)]) }
  }

  /// 1/a modulo m, which have no common divisor; 0 modulo 1.
  private static func inverse(of a: UInt64, modulo m: UInt64) -> UInt64 {
    m == 1 ? 0 : modularInverse(of: a, modulo: m) ?? 0
  }
}
