import Testing

@testable import Numbers

/// Upper bounds are upper bounds, and near the truth.
struct MagnitudeTests {
  private static func magnitude(_ random: inout RandomSource) -> Magnitude {
    let mantissa = random.pick([random.next() >> 32 | 1 << 31, random.next() >> 32 | 1 << 31, 1 << 31, 0xffff_ffff, 0])
    return Magnitude(mantissa, scale: Int64(random.pick([0, 1, -1, 31, -32, 33, 70, -400])))
  }

  private func value(_ magnitude: Magnitude) throws -> Rational { try #require(magnitude.binaryFloat.rational) }

  /// `bound ≥ exact`, by less than 2^-29 of it.
  private func expectTight(_ bound: Magnitude, _ exact: Rational, _ name: String) throws {
    let bound = try value(bound)
    let isTight = bound >= exact && bound - exact <= exact * Rational(1, 1 << 29)
    #expect(isTight, "\(name): \(bound) for \(exact)")
  }

  @Test func operationsRoundUp() throws {
    var random = RandomSource(seed: 31)
    for _ in 0..<2000 {
      let (a, b) = (MagnitudeTests.magnitude(&random), MagnitudeTests.magnitude(&random))
      let (x, y) = (try value(a), try value(b))
      try expectTight(a + b, x + y, "sum")
      try expectTight(a * b, x * y, "product")
      if let quotient = x.divided(by: y) { try expectTight(a / b, quotient, "quotient") }
      #expect((a < b) == (x < y))
      let difference = a.reduced(by: b)
      if x > y, let difference {
        let low = try value(difference)
        #expect(low <= x - y && low.signum > 0)
        let isTight = x - y - low <= x * Rational(1, 1 << 29)
        #expect(isTight)
      } else {
        #expect(difference == nil || x > y)
      }
      #expect(a.isZero || a.double.isFinite && Rational(exactly: a.double).map { $0 >= x } ?? false)
    }
  }

  @Test func boundsOfNumbers() throws {
    var random = RandomSource(seed: 32)
    for _ in 0..<1000 {
      let limbs = (0..<(1 + random.next(below: 3))).map { _ in random.pick([random.next(), .max, 1 << 63, 1]) }
      let number = BinaryFloat(Natural(limbs: limbs), shifted: Int64(random.next(below: 300)) - 150, isNegative: true)
      let size = try #require(number.absolute.rational)
      try expectTight(Magnitude(number), size, "bound")
      let low = try value(Magnitude(below: number))
      #expect(low <= size && size - low <= size * Rational(1, 1 << 30))
      let units = random.next() >> UInt64(random.next(below: 64))
      try expectTight(Magnitude(units, scale: 0), Rational(Integer(Natural(units))), "units")
      let double = number.double
      #expect(Rational(exactly: double).map { ($0.magnitude - size).magnitude <= size * Rational(1, 1 << 52) } ?? false)
    }
    #expect(Magnitude(.infinity as Double).isFinite == false && Magnitude(Double.nan).isUndefined)
    #expect(Magnitude(5e-324).double == 5e-324 && Magnitude(powerOfTwo: -5000).double == 5e-324)
    #expect(Magnitude(powerOfTwo: 5000).double == .infinity && Magnitude(1.5).double == 1.5)
  }
}
