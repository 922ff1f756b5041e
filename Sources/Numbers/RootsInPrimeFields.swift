/// Roots in fields with p − 1 = m·h where m and h have no common divisor: the multiplicative group is the product of one
/// of m elements, in which logarithms are found by trying, and one of h elements, in which every m-th root is a power.
extension PrimeField {
  /// An element whose powers are all n n-th roots of unity. Requires an n that divides p − 1.
  public func rootOfUnity(order n: Int) -> UInt64 {
    if n == 1 { return one }
    let cofactor = (modulus - 1) / UInt64(n)
    let primes = PrimeField.primeDivisors(of: n)
    var base: UInt64 = 2
    while true {
      let candidate = power(element(base), cofactor)
      if primes.allSatisfy({ power(candidate, UInt64(n / $0)) != one }) { return candidate }
      base += 1
    }
  }

  private static func primeDivisors(of n: Int) -> [Int] {
    (2...max(n, 2)).filter { n % $0 == 0 && isPrime(UInt64($0)) }
  }

  /// One x with x^n = a, nil where there is none. Requires an n that divides m, for an m as in `randomPrime`; a ≠ 0.
  public func root(of a: UInt64, order n: Int) -> UInt64? {
    if n == 1 { return a }
    let order = UInt64(n)
    // m: the greatest divisor of p − 1 made of the primes of n; then h has none of them.
    var (m, h) = (UInt64(1), modulus - 1)
    while case let common = greatestCommonDivisor(h, order), common > 1 { (m, h) = (m * common, h / common) }
    // a = u·v with u^m = 1 and v^h = 1, by 1 = h·s + m·t modulo m·h.
    let s = PrimeField.inverse(of: h % m, modulo: m)
    let u = power(power(a, h), s)
    guard let uInverse = inverse(u) else { return nil }
    let v = product(a, uInverse)
    let rootOfV = power(v, PrimeField.inverse(of: order % h, modulo: h))
    let generator = rootOfUnity(order: Int(m))
    var (power, exponent) = (one, 0)
    while power != u {
      power = product(power, generator)
      exponent += 1
    }
    guard exponent % n == 0 else { return nil }
    return product(rootOfV, self.power(generator, UInt64(exponent / n)))
  }

  /// 1/a modulo m, which have no common divisor; 0 modulo 1.
  private static func inverse(of a: UInt64, modulo m: UInt64) -> UInt64 {
    m == 1 ? 0 : modularInverse(of: a, modulo: m) ?? 0
  }
}
