/// Primes below 2^62, recognised for certain and drawn at random.
extension PrimeField {
  /// Miller and Rabin's test with the bases 2, 3, …, 37, which no composite number below 3·10^24 passes: Sorenson and
  /// Webster, "Strong pseudoprimes to twelve prime bases", Mathematics of Computation 86 (2017).
  public static func isPrime(_ n: UInt64) -> Bool {
    if n < 2 { return false }
    for base in bases where n % base == 0 { return n == base }
    let ring = PrimeField(modulus: n)
    let twos = (n - 1).trailingZeroBitCount
    let odd = (n - 1) >> UInt64(twos)
    let minusOne = ring.negation(ring.one)
    return bases.allSatisfy { base in
      var power = ring.power(ring.element(base), odd)
      if power == ring.one || power == minusOne { return true }
      for _ in 1..<max(twos, 1) {
        power = ring.product(power, power)
        if power == minusOne { return true }
      }
      return false
    }
  }

  private static let bases: [UInt64] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]

  /// A prime p between 2^60 and 2^61 with p ≡ 1 modulo m, for which m and (p − 1)/m have no common divisor: each of them
  /// is as likely. Requires an even m.
  ///
  /// The last condition makes a^(1/m) a power of a wherever it exists; see `root`.
  public static func randomPrime(congruentToOneModulo m: Int, _ source: inout RandomSource) -> PrimeField {
    let step = UInt64(m)
    let (low, high) = ((1 << 60) / step + 1, ((1 << 61) - 1) / step)
    while true {
      let k = low + source.next(below: high - low)
      guard greatestCommonDivisor(k, step) == 1 else { continue }
      if isPrime(step * k + 1) { return PrimeField(modulus: step * k + 1) }
    }
  }

  /// There are more than 2^53/m such primes. Primes are spread evenly over the φ(m²) residues modulo m² that have no
  /// divisor in common with m, and φ(m) of these are 1 + k·m: a fraction 1/m of the 2^54.6 primes between 2^60 and 2^61.
  /// For m² ≤ 10^5 the error of that is below one in a hundred: Bennett, Martin, O'Bryant and Rechnitzer, "Explicit bounds
  /// for primes in arithmetic progressions", Illinois Journal of Mathematics 62 (2018).
  public static func bitsOfPrimes(congruentToOneModulo m: Int) -> Int { 53 - (Int.bitWidth - m.leadingZeroBitCount) }
}
