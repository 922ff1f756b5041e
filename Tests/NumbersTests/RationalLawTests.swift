import Testing

@testable import Numbers

/// The laws of a field on random fractions, small and large.
struct RationalLawTests {
  static func rational(_ random: inout RandomSource, limbs: Int) -> Rational {
    if random.next(below: 2) == 0 { return Rational(random.next(below: 200) - 100, 1 + random.next(below: 30)) }
    let denominator = IntegerLawTests.integer(&random, limbs: limbs)
    return Rational(IntegerLawTests.integer(&random, limbs: limbs), over: denominator) ?? .one
  }

  @Test(arguments: [1, 2, 5])
  func fieldLaws(limbs: Int) throws {
    var random = RandomSource(seed: 40 + UInt64(limbs))
    for _ in 0..<300 {
      let a = RationalLawTests.rational(&random, limbs: limbs)
      let b = RationalLawTests.rational(&random, limbs: limbs)
      let c = RationalLawTests.rational(&random, limbs: limbs)
      #expect(a + b == b + a && a * b == b * a)
      #expect((a + b) + c == a + (b + c) && (a * b) * c == a * (b * c))
      #expect(a * (b + c) == a * b + a * c)
      #expect((a - b) + b == a && a - a == .zero)
      #expect((a < b) == ((a - b).signum < 0))
      if let quotient = a.divided(by: b) { #expect(quotient * b == a) } else { #expect(b.isZero) }
      if let inverse = a.inverse { #expect(a * inverse == .one && a.power(-1) == inverse) }
      #expect(a.power(3) == a * a * a)
      #expect((a * a).squareRoot == a.magnitude)
      #expect(Rational(a.floor) <= a && a < Rational(a.floor + .one))
    }
  }

  /// Reduced, positive denominator, words where they fit: so that equality of the storage is equality.
  @Test(arguments: [1, 2, 5])
  func invariant(limbs: Int) {
    var random = RandomSource(seed: 50 + UInt64(limbs))
    for _ in 0..<500 {
      let a = RationalLawTests.rational(&random, limbs: limbs)
      let b = RationalLawTests.rational(&random, limbs: limbs)
      for value in [a + b, a * b, a - b, -a, a.inverse ?? a, a.magnitude] {
        #expect(value.denominator.signum > 0)
        #expect(Integer.gcd(value.numerator, value.denominator) == .one)
        let fits = value.numerator.asInt != nil && value.denominator.asInt != nil
        #expect(fits == (value.smallFraction != nil))
        #expect(Rational(value.numerator, over: value.denominator) == value)
        #expect(Set([value, Rational(reduced: value.numerator, value.denominator)]).count == 1)
      }
    }
  }

  @Test func endsOfWords() {
    let least = Rational(.min)
    #expect(-(-least) == least && least.magnitude == -least)
    #expect(Rational(.min, .min) == .one && Rational(1, .min).denominator == -Integer(.min))
    #expect(least.inverse?.inverse == least)
    #expect(least - least == .zero && least * Rational(1, .max) * Rational(.max) == least)
    #expect(Rational(.max) + .one - .one == Rational(.max))
    #expect(Rational.zero - least == -least)
    #expect(Rational(.max, 2).power(3)?.power(-1)?.inverse == Rational(.max, 2).power(3))
    #expect(MemoryLayout<Rational>.stride == 24)
  }

  @Test func residuesRespectTheField() {
    var random = RandomSource(seed: 60)
    let p: UInt64 = 1_000_003
    for _ in 0..<300 {
      let a = RationalLawTests.rational(&random, limbs: 2)
      let b = RationalLawTests.rational(&random, limbs: 2)
      guard let x = a.residue(modulo: p), let y = b.residue(modulo: p) else { continue }
      #expect((a + b).residue(modulo: p) == (x + y) % p)
      #expect((a * b).residue(modulo: p) == x * y % p)
    }
    #expect(Rational(1, 1_000_003).residue(modulo: p) == nil)
  }

  @Test(arguments: [
    "", ".", "1.", "e5", "1e", "1e+", "1.5.2", "-1", "+1", "1e5.5", "0x10", "1e100001", "1e-100001", " 1", "1_000",
    "inf",
    "1e99999999999999999999999999", "1ee5", "1e5e5",
  ])
  func textThatIsNoLiteral(text: String) {
    #expect(Rational(literal: text.utf8) == nil)
  }

  @Test func limits() {
    #expect(Rational(literal: "1e100000".utf8)?.numerator.bitWidth == 332_193)
    #expect(Rational(literal: "1e-100000".utf8)?.denominator.bitWidth == 332_193)
    #expect(Rational(literal: String(repeating: "1", count: 100_001).utf8) == nil)
    #expect(Rational(2).power(1 << 40) == nil && Rational(1, 3).power(.min) == nil)
    #expect(Rational(-1).power(.min) == .one && Rational.zero.power(.max) == .zero && Rational.zero.power(-1) == nil)
    #expect(Rational(exactly: .infinity) == nil && Rational(exactly: .nan) == nil)
  }

  @Test func everyDoubleIsAFraction() {
    var random = RandomSource(seed: 70)
    for _ in 0..<500 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(Rational(exactly: value)?.double == value)
    }
    #expect(Rational(exactly: 0.1)?.description == "3602879701896397/36028797018963968")
    #expect(Rational(exactly: -0.0) == .zero)
  }
}
