import Testing

@testable import Numbers

/// Fields of 61 bits: their laws, their roots, and the test that makes them fields.
struct PrimeFieldTests {
  /// 2^61 − 1 and neighbours of powers of two are primes; the others are products that deceive weaker tests: Carmichael's
  /// numbers, and those of Jaeschke, "On strong pseudoprimes to several bases", Mathematics of Computation 61 (1993).
  @Test func primality() {
    for prime: UInt64 in [2, 3, 37, 41, 65_537, 4_294_967_291, 2_305_843_009_213_693_951, 1_152_921_504_606_846_883] {
      #expect(PrimeField.isPrime(prime))
    }
    for composite: UInt64 in [
      0, 1, 1369, 561, 41_041, 825_265, 3_215_031_751, 3_474_749_660_383, 341_550_071_728_321,
      3_825_123_056_546_413_051, 2_305_843_009_213_693_949,
    ] {
      #expect(!PrimeField.isPrime(composite))
    }
    #expect((2...2000).filter { PrimeField.isPrime(UInt64($0)) }.count == 303)
  }

  @Test(arguments: [2, 4, 6, 30, 60])
  func laws(order: Int) throws {
    var random = RandomSource(seed: UInt64(order))
    let field = PrimeField.randomPrime(congruentToOneModulo: order, &random)
    #expect(field.modulus > 1 << 60 && field.modulus < 1 << 61 && (field.modulus - 1) % UInt64(order) == 0)
    #expect(greatestCommonDivisor((field.modulus - 1) / UInt64(order), UInt64(order)) == 1)
    let unity = PrimeFieldRoots(field, order: order).unity
    #expect(Set(unity).count == order && unity.allSatisfy { field.power($0, UInt64(order)) == field.one })
    for _ in 0..<200 {
      let (a, b, c) = (field.random(&random), field.random(&random), field.random(&random))
      #expect(field.element(field.value(a)) == a)
      #expect(field.product(a, field.sum(b, c)) == field.sum(field.product(a, b), field.product(a, c)))
      #expect(field.difference(field.sum(a, b), b) == a && field.sum(a, field.negation(a)) == 0)
      let product = field.value(a).multipliedFullWidth(by: field.value(b))
      #expect(field.value(field.product(a, b)) == field.modulus.dividingFullWidth(product).remainder)
      if a != 0 { #expect(field.inverse(a).map { field.product($0, a) } == field.one) }
      #expect(field.power(a, field.modulus) == a)
    }
  }

  /// a^n has a root, whose n-th power it is, for every n that divides the order; half of all numbers have no square root.
  @Test(arguments: [2, 12, 30])
  func roots(order: Int) throws {
    var random = RandomSource(seed: 7)
    let field = PrimeField.randomPrime(congruentToOneModulo: order, &random)
    let table = PrimeFieldRoots(field, order: order)
    for n in 2...order where order % n == 0 {
      for _ in 0..<40 {
        let power = field.power(max(field.random(&random), 1), UInt64(n))
        let roots = table.roots(of: power, order: n)
        #expect(Set(roots).count == n && roots.allSatisfy { field.power($0, UInt64(n)) == power })
      }
    }
    let squares = (0..<400).filter { _ in !table.roots(of: max(field.random(&random), 1), order: 2).isEmpty }.count
    #expect(squares > 140 && squares < 260)
  }

  @Test func fractions() throws {
    var random = RandomSource(seed: 3)
    let field = PrimeField.randomPrime(congruentToOneModulo: 2, &random)
    for (n, d) in [(1, 3), (-22, 7), (5, 1), (-1, 1024)] {
      let element = try #require(field.element(Rational(n, d)))
      #expect(field.product(element, field.element(d)) == field.element(n))
    }
    #expect(field.element(Rational(1, Int(field.modulus))) == nil)
  }
}
