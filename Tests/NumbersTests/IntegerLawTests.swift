import Testing

@testable import Numbers

/// The laws of arithmetic on random integers of all sizes, those near the ends of words and limbs among them.
struct IntegerLawTests {
  static func integer(_ random: inout RandomSource, limbs: Int) -> Integer {
    let words = (0..<random.next(below: limbs + 1)).map { _ in random.pick([random.next(), random.next(), 0, 1, .max]) }
    let value = Integer(Natural(limbs: words), isNegative: random.next(below: 2) == 1)
    let edge = random.pick([Integer(.max), Integer(.min), Integer(.max) + .one, Integer(.min) - .one, .zero, .one])
    return random.next(below: 8) == 0 ? edge : value
  }

  /// The longest lengths reach Karatsuba's products, balanced and unbalanced.
  @Test(arguments: [1, 2, 4, 50, 220])
  func ringLaws(limbs: Int) {
    var random = RandomSource(seed: UInt64(limbs))
    for _ in 0..<(limbs > 10 ? 30 : 300) {
      let a = IntegerLawTests.integer(&random, limbs: limbs)
      let b = IntegerLawTests.integer(&random, limbs: limbs)
      let c = IntegerLawTests.integer(&random, limbs: limbs / 2 + 1)
      #expect(a + b == b + a)
      #expect((a + b) + c == a + (b + c))
      #expect(a * b == b * a)
      #expect((a * b) * c == a * (b * c))
      #expect(a * (b + c) == a * b + a * c)
      #expect(a - a == .zero && a + (-a) == .zero && -(-a) == a)
      #expect((a < b) == ((a - b).signum < 0))
      #expect((a * b).signum == a.signum * b.signum)
      #expect(a.magnitude.squareRoot == nil || a.signum == 0 || (a * a).squareRoot == a.magnitude)
      #expect((a * a).squareRoot == a.magnitude)
    }
  }

  @Test(arguments: [1, 2, 3, 8, 60])
  func divisionAndCommonDivisors(limbs: Int) throws {
    var random = RandomSource(seed: 100 + UInt64(limbs))
    for _ in 0..<(limbs > 10 ? 50 : 400) {
      let a = IntegerLawTests.integer(&random, limbs: 2 * limbs)
      let b = IntegerLawTests.integer(&random, limbs: limbs)
      guard let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b) else {
        #expect(b.isZero)
        continue
      }
      #expect(quotient * b + remainder == a)
      #expect(remainder.magnitude < b.magnitude)
      #expect(remainder.isZero || remainder.signum == a.signum)
      let divisor = Integer.gcd(a, b)
      #expect(divisor == Integer.gcd(b, a) && divisor.signum > 0)
      let (x, y) = (a.exactQuotient(by: divisor), b.exactQuotient(by: divisor))
      #expect(x * divisor == a && y * divisor == b && Integer.gcd(x, y) == .one)
    }
  }

  @Test func wordsAreStoredAsWords() {
    for value in [0, 1, -1, Int.max, Int.min, Int.max - 1, Int.min + 1] {
      let far = Integer(value) + Integer(.max) + Integer(.max)
      #expect(far - Integer(.max) - Integer(.max) == Integer(value))
      #expect((far - Integer(.max) - Integer(.max)).asInt == value)
      #expect(Integer(value).description == String(value))
    }
    #expect((Integer(.max) + .one).asInt == nil)
    #expect((-(Integer(.max) + .one)).asInt == .min)
    #expect((-Integer(.min)).asInt == nil)
    #expect(-(-Integer(.min)) == Integer(.min))
    #expect(Integer(.min).quotientAndRemainder(dividingBy: Integer(-1))?.quotient == -Integer(.min))
    #expect(Integer.gcd(Integer(.min), Integer(.min)) == -Integer(.min))
    #expect(Integer(.min).bitWidth == 64 && Integer.zero.bitWidth == 0 && Integer(.min).isEven)
  }

  @Test func digits() throws {
    #expect(Integer(decimalDigits: "".utf8) == nil)
    #expect(Integer(decimalDigits: "12a".utf8) == nil)
    #expect(Integer(decimalDigits: "-1".utf8) == nil)
    #expect(Integer(decimalDigits: "000".utf8) == .zero)
    for count in [1, 17, 18, 19, 20, 36, 37, 400, 5000] {
      let text = String(repeating: "9", count: count)
      let value = try #require(Integer(decimalDigits: text.utf8))
      #expect(value.description == text)
      #expect((value + .one).description == "1" + String(repeating: "0", count: count))
      #expect(value + .one == Integer(10).power(count))
    }
  }

  @Test(arguments: [1, 4, 220])
  func residuesRespectTheRing(limbs: Int) {
    var random = RandomSource(seed: 3)
    let p: UInt64 = (1 << 61) - 1
    for _ in 0..<(limbs > 10 ? 30 : 300) {
      let a = IntegerLawTests.integer(&random, limbs: 2 * limbs)
      let b = IntegerLawTests.integer(&random, limbs: limbs)
      let (x, y) = (a.residue(modulo: p), b.residue(modulo: p))
      #expect((a + b).residue(modulo: p) == (x + y) % p)
      #expect((a * b).residue(modulo: p) == p.dividingFullWidth(x.multipliedFullWidth(by: y)).remainder)
    }
  }
}
