import Testing

@testable import Numbers

/// Integers and fractions against Python's, see `Fixtures/exact_cases.py`.
struct ExactCaseTests {
  let fixture: Fixture

  init() throws { fixture = try Fixture("exact.txt") }

  @Test func sumsProductsQuotientsAndCommonDivisors() throws {
    let cases = fixture.cases("integers")
    #expect(cases.count > 200)
    for fields in cases {
      let a = try #require(Integer(fields[0]))
      let b = try #require(Integer(fields[1]))
      let division = a.quotientAndRemainder(dividingBy: b)
      let results = [
        a + b, a - b, a * b, Integer.gcd(a, b), division?.quotient, division?.remainder,
      ].map { $0?.description ?? "nil" }
      #expect(results == Array(fields[2...]), "\(a), \(b)")
    }
  }

  @Test func widthsDoublesAndResidues() throws {
    let primes: [UInt64] = [2, 3, 1_000_003, 2_305_843_009_213_693_951, 18_446_744_073_709_551_557]
    for fields in fixture.cases("integer") {
      let n = try #require(Integer(fields[0]))
      #expect(n.description == fields[0])
      #expect(n.bitWidth == Int(fields[1]))
      #expect(n.double == Double(fields[2]))
      #expect(primes.map { String(n.residue(modulo: $0)) } == Array(fields[3...]), "\(n)")
    }
  }

  @Test func exactSquareRoots() throws {
    for fields in fixture.cases("root") {
      let n = try #require(Integer(fields[0]))
      #expect(n.squareRoot?.description ?? "nil" == fields[1], "\(n)")
    }
  }

  @Test func fractionArithmetic() throws {
    for fields in fixture.cases("fractions") {
      let a = try #require(Rational(fields[0]))
      let b = try #require(Rational(fields[1]))
      let results = [a + b, a - b, a * b, a.divided(by: b)].map { $0?.description ?? "nil" }
      #expect(results == Array(fields[2...5]), "\(a), \(b)")
      #expect((a < b) == (fields[6] == "1"), "\(a), \(b)")
      #expect((b < a) == (fields[6] == "0" && a != b), "\(a), \(b)")
    }
  }

  @Test func floorsDoublesAndResiduesOfFractions() throws {
    for fields in fixture.cases("fraction") {
      let a = try #require(Rational(fields[0]))
      let p = try #require(UInt64(fields[3]))
      #expect(a.floor.description == fields[1])
      #expect(a.double == Double(fields[2]), "\(a)")
      #expect(a.residue(modulo: p).map(String.init) ?? "nil" == fields[4], "\(a) modulo \(p)")
    }
  }

  @Test func literals() throws {
    for fields in fixture.cases("literal") {
      let value = try #require(Rational(literal: fields[0].utf8), "\(fields[0])")
      #expect(value == Rational(fields[1]), "\(fields[0])")
      #expect(value.double == Double(fields[2]), "\(fields[0])")
    }
  }

  @Test func doublesAreCorrectlyRounded() throws {
    for fields in fixture.cases("double") {
      let value = try #require(Rational(fields[0]))
      let expected = try #require(Double(fields[1]))
      #expect(value.double == expected, "\(fields[0])")
      #expect((-value).double == -expected, "\(fields[0])")
      #expect(value.isInteger ? value.numerator.double == expected : true)
      if expected.isFinite { #expect(Rational(exactly: expected)?.double == expected) }
    }
  }

  @Test func powers() throws {
    for fields in fixture.cases("power") {
      let base = try #require(Rational(fields[0]))
      let exponent = try #require(Int(fields[1]))
      #expect(base.power(exponent) == Rational(fields[2]), "\(base)^\(exponent)")
    }
  }
}
