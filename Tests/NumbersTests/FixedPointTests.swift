import Testing

@testable import Numbers

/// Fixed-point series are wrong by no more ulps than they say, which the guard bits of the balls would hide.
struct FixedPointTests {
  static let sizes = [1, 2, 3, 4, 6, 10, 55, 200]

  /// How many ulps of `a` the two differ by, `b` having four limbs more; at most 2^62.
  private static func distance(_ a: FixedPoint, _ b: FixedPoint) -> UInt64 {
    let (x, y) = (a.natural << (64 * (b.size - a.size)), b.natural)
    let difference = (x < y ? y - x : x - y) >> (64 * (b.size - a.size))
    return difference.isZero ? 1 : (difference.word ?? .max) &+ 1
  }

  private static func fraction(_ random: inout RandomSource, _ size: Int, below bound: Double) -> FixedPoint {
    var value = FixedPoint(0, size: size)
    for index in 0..<size { value.limbs[index] = random.pick([random.next(), random.next(), 0, .max]) }
    // The first limb as bound·2^64·[0, 1), or less by many bits.
    let top = Double(value.limbs[size - 1]) * bound
    value.limbs[size - 1] = UInt64(min(top, 0x1.fffffffffffffp63)) >> UInt64(random.pick([0, 0, 0, 5, 40]))
    return value
  }

  private static func extended(_ value: FixedPoint) -> FixedPoint {
    FixedPoint(value.natural << 256, size: value.size + 4)
  }

  @Test(arguments: sizes) func seriesAreAsGoodAsTheySay(size: Int) {
    var random = RandomSource(seed: UInt64(size))
    for _ in 0..<(size > 50 ? 5 : 60) {
      let t = FixedPointTests.fraction(&random, size, below: 0.69)
      let exponential = PreciseBall.exponential(t)
      let best = PreciseBall.exponential(FixedPointTests.extended(t))
      #expect(FixedPointTests.distance(exponential.value, best.value) <= exponential.ulps)

      let small = FixedPointTests.fraction(&random, size, below: 0.49)
      let series = FixedPointTests.distance(
        TaylorSeries.exponential(small), TaylorSeries.exponential(FixedPointTests.extended(small)))
      #expect(series <= TaylorSeries.ulps)
      let (sine, versine) = TaylorSeries.sine(small)
      let (bestSine, bestVersine) = TaylorSeries.sine(FixedPointTests.extended(small))
      #expect(FixedPointTests.distance(sine, bestSine) <= TaylorSeries.ulps)
      #expect(FixedPointTests.distance(versine, bestVersine) <= TaylorSeries.ulps)

      var angle = FixedPointTests.fraction(&random, size, below: 0.99)
      if random.next() & 1 == 0 { angle += FixedPoint(1 << 31, over: 32, size: size) }
      let circle = PreciseBall.circle(angle)
      let bestCircle = PreciseBall.circle(FixedPointTests.extended(angle))
      #expect(FixedPointTests.distance(circle.sine, bestCircle.sine) <= circle.ulps)
      #expect(FixedPointTests.distance(circle.versine, bestCircle.versine) <= circle.ulps)

      for isAlternating in [false, true] {
        let arctangent = TaylorSeries.arctangent(small, isAlternating: isAlternating)
        let best = TaylorSeries.arctangent(FixedPointTests.extended(small), isAlternating: isAlternating)
        #expect(FixedPointTests.distance(arctangent.value, best.value) <= arctangent.ulps)
      }
    }
  }

  @Test(arguments: sizes) func productsAndQuotientsLoseLessThanTwoUlps(size: Int) {
    var random = RandomSource(seed: UInt64(size) + 100)
    for _ in 0..<200 {
      var x = FixedPointTests.fraction(&random, size, below: 0.999)
      x.limbs[size] = UInt64(random.next(below: 3))
      let y = FixedPointTests.fraction(&random, size, below: 0.999)
      let product = (x * y).natural << (64 * size)
      let exact = x.natural * y.natural
      #expect(product <= exact && exact < product + (Natural(2) << (64 * size)))
      var quotient = x
      quotient.divide(by: 1 + random.next() >> 20)
      #expect(quotient.natural <= x.natural)
      let difference = x - y
      #expect(x.natural < y.natural ? difference.isZero : difference.natural == x.natural - y.natural)
      var shifted = x
      shifted.shiftRight(random.pick([1, 7, 63, 64, 65]))
      #expect(shifted.natural <= x.natural >> 1)
      #expect(FixedPoint(x.binaryFloat, size: size).natural == x.natural)
    }
  }

  @Test func constantsAreWithinTwoUlps() {
    let pi = BinarySplitting.pi(size: 700)
    let logarithm = BinarySplitting.logarithmOfTwo(size: 700)
    for size in [1, 2, 3, 8, 9, 20, 64, 65, 300, 512, 513] {
      for (value, best) in [
        (FixedPointConstants.pi(size: size), pi), (FixedPointConstants.logarithmOfTwo(size: size), logarithm),
      ] {
        #expect(FixedPointTests.distance(value, best) <= 2)
      }
    }
  }
}
