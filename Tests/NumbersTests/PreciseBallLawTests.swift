import Testing

@testable import Numbers

/// Balls of many digits against exact fractions, against themselves at other precisions, and against `Ball`.
struct PreciseBallLawTests {
  static let precisions = [64, 100, 128, 192, 500, 1500]

  /// Fractions with binary digits of many lengths and places, with zeros, powers of two and their neighbours.
  private static func number(_ random: inout RandomSource, bits: Int) -> BinaryFloat {
    var limbs = (0..<(1 + random.next(below: (bits + 63) / 64))).map { _ in random.next() }
    switch random.next(below: 6) {
    case 0: limbs = limbs.map { _ in UInt64.max }
    case 1: limbs = [1]
    case 2: limbs = [UInt64(random.next(below: 100))]
    default: break
    }
    let exponent = random.pick([0, 1, -1, 63, -64, 65, 130, -200, 700, -900])
    return BinaryFloat(Natural(limbs: limbs), shifted: Int64(exponent), isNegative: random.next() & 1 == 0)
  }

  private static func ball(_ random: inout RandomSource, precision: Int) -> PreciseBall {
    let midpoint = number(&random, bits: precision)
    let relative = random.pick([-Int64(precision), -40, -3, 1])
    let radius = random.next(below: 3) == 0 ? Magnitude.zero : Magnitude(powerOfTwo: midpoint.exponent + relative)
    return PreciseBall(midpoint, radius, precision: precision)
  }

  /// A point of the ball: an end, the middle, or between.
  private static func point(_ ball: PreciseBall, _ random: inout RandomSource) throws -> Rational {
    let midpoint = try #require(ball.midpoint.rational)
    let radius = try #require(ball.radius.binaryFloat.rational)
    return midpoint + radius * Rational(random.next(below: 5) - 2, 2)
  }

  @Test(arguments: precisions) func resultsHoldThePoints(precision: Int) throws {
    var random = RandomSource(seed: UInt64(precision))
    for _ in 0..<300 {
      let a = PreciseBallLawTests.ball(&random, precision: precision)
      let b = PreciseBallLawTests.ball(&random, precision: precision)
      let (x, y) = (try PreciseBallLawTests.point(a, &random), try PreciseBallLawTests.point(b, &random))
      expect((a + b).contains(x + y), "\(a) + \(b)")
      expect((a - b).contains(x - y), "\(a) - \(b)")
      expect((a * b).contains(x * y), "\(a) * \(b)")
      if let quotient = x.divided(by: y) { expect((a / b).contains(quotient), "\(a) / \(b)") }
      expect(a.absolute.contains(x.magnitude), "|\(a)|")
      expect(a.minimum(with: b).contains(min(x, y)), "min(\(a), \(b))")
      expect(a.maximum(with: b).contains(max(x, y)), "max(\(a), \(b))")
      for exponent in [2, 3, -1, -5] {
        if let power = x.power(exponent) { expect(a.power(exponent).contains(power), "\(a)^\(exponent)") }
      }
      let (low, high) = (try #require(a.lower.rational), try #require(a.upper.rational))
      expect(low <= x && x <= high, "ends of \(a)")
      expect(a.isPositive ? x.signum > 0 : a.isNegative ? x.signum < 0 : a.containsZero, "sign of \(a)")
      if a.squareRoot.isBounded && x.signum >= 0 {
        let root = a.squareRoot
        let (low, high) = (try #require(root.lower.rational), try #require(root.upper.rational))
        expect((low.signum < 0 || low * low <= x) && x <= high * high, "√\(a)")
      }
      expect(PreciseBall(x, precision: precision).contains(x), "\(x)")
      expect(a.ball.isUnknown || a.ball.contains(x), "\(a) as doubles \(a.ball)")
    }
  }

  /// `#expect` writes out every operand, which for these is long.
  private func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { Issue.record("\(message())") }
  }

  @Test func singleOperationsLoseOneUnit() {
    var random = RandomSource(seed: 5)
    for precision in PreciseBallLawTests.precisions {
      for _ in 0..<200 {
        let x = PreciseBall(PreciseBallLawTests.number(&random, bits: precision), .zero, precision: precision)
        let y = PreciseBall(PreciseBallLawTests.number(&random, bits: precision), .zero, precision: precision)
        for value in [x + y, x * y, x / y, x.squareRoot] where value.isBounded {
          let exponent = value.relativeExponent ?? .min
          #expect(exponent <= 4 - Int64(precision))
        }
        let z = PreciseBall(x.midpoint, Magnitude(powerOfTwo: x.midpoint.exponent - 33), precision: precision)
        // The radii of a product add, relative to the factors.
        if !y.isZero && !x.isZero { #expect((z * y / y).relativeRadius < z.relativeRadius * 1.001) }
      }
    }
  }

  /// The functions with the numbers between which arguments are drawn, and whether they are monotone there.
  static let functions: [(name: String, low: Double, high: Double, isMonotone: Bool)] = [
    ("exp", -30, 30, true), ("log", 0.01, 50, true), ("sin", -20, 20, false), ("cos", -20, 20, false),
    ("tan", -1.5, 1.5, true), ("asin", -0.95, 0.95, true), ("acos", -0.95, 0.95, true), ("atan", -9, 9, true),
    ("sinh", -9, 9, true), ("cosh", 0.01, 9, true), ("tanh", -4, 4, true), ("asinh", -30, 30, true),
    ("acosh", 1.01, 30, true), ("atanh", -0.95, 0.95, true), ("erf", -3, 3, true), ("squareRoot", 0.01, 99, true),
    ("gamma", 2, 30, true), ("gamma", -4.9, 0.9, false), ("logGamma", 2, 99, true), ("logGamma", -5.5, 2, false),
    ("polygamma.0", 0.01, 30, true), ("polygamma.0", -4.5, -0.1, false), ("polygamma.1", 0.02, 30, true),
    ("polygamma.3", 0.02, 30, true), ("power.3", 0.01, 9, true), ("power.-2/3", 0.01, 9, true),
    ("power.1/2", 0.01, 9, true), ("power.-7/2", 0.01, 9, true),
  ]

  /// The image of a ball holds the values at its points and is not much wider than they need.
  @Test(arguments: functions)
  func imagesOfBalls(name: String, low: Double, high: Double, isMonotone: Bool) throws {
    let function = try #require(PreciseBallTests.function(name))
    var random = RandomSource(seed: 11, text: name)
    for relative in [-100, -60, -30, -15, -8, -4, -2] as [Int64] {
      for _ in 0..<4 {
        let precision = random.pick([128, 192])
        let middle = PreciseBall(Ball(low + (high - low) * random.nextUnit()), precision: precision)
        let radius = Magnitude(powerOfTwo: middle.midpoint.exponent + relative)
        let argument = PreciseBall(middle.midpoint, radius, precision: precision)
        let image = function(argument)
        let share = PreciseBall(Ball(random.nextUnit() * 2 - 1), precision: 400)
        let offsets = [PreciseBall(1, precision: 400), PreciseBall(-1, precision: 400), share]
        let values = offsets.map {
          function(
            PreciseBall(argument.midpoint, .zero, precision: 400) + $0
              * PreciseBall(radius.binaryFloat, .zero, precision: 400))
        }
        // Outside the domain, or across a pole, nothing is claimed.
        if !image.isBounded || values.contains(where: { !$0.isBounded }) { continue }
        for value in values {
          expect(image.lower <= value.upper && value.lower <= image.upper, "\(name) of \(argument): \(image), \(value)")
        }
        if isMonotone {
          let half = (values[0] - values[1]).absolute.ball.upper / 2
          let rounding = image.ball.midpoint.magnitude * 0x1p-120
          let excess = image.radius.double / (half + rounding)
          expect(excess < 1.7, "\(name) of \(argument) is \(excess) times too wide")
        }
      }
    }
  }

  /// More bits give a narrower ball inside which, or beside which, the truth stays; and `Ball` agrees.
  @Test(arguments: functions)
  func precisionsAgree(name: String, low: Double, high: Double, isMonotone: Bool) throws {
    let function = try #require(PreciseBallTests.function(name))
    var random = RandomSource(seed: 12, text: name)
    for _ in 0..<12 {
      let argument = Ball(low + (high - low) * random.nextUnit())
      let values = [64, 128, 300, 700].map { function(PreciseBall(argument, precision: $0)) }
      for (coarse, fine) in zip(values, values.dropFirst()) {
        expect(coarse.lower <= fine.upper && fine.lower <= coarse.upper, "\(name)(\(argument)): \(coarse), \(fine)")
        expect(fine.radius < coarse.radius || coarse.isExact, "\(name)(\(argument)): \(coarse), \(fine)")
      }
      if let double = BallTests.functions[name] {
        let (ball, precise) = (PreciseBall(double(argument), precision: 128), values[1])
        expect(ball.lower <= precise.lower && precise.upper <= ball.upper, "\(name)(\(argument)): \(ball), \(precise)")
      }
    }
  }

  @Test func sinesAndCosinesOfWideBallsStayWithinOne() {
    for (midpoint, radius) in [(1.5, 0.1), (0, 1), (3, 2), (1, 10), (1e9, 1e9), (1.5707963, 1e-9)] {
      let argument = PreciseBall(Ball(midpoint: midpoint, radius: radius), precision: 128)
      for value in [argument.sin, argument.cos] {
        // The radius is rounded up to 32 bits.
        #expect(value.lower.double >= -1.00000001 && value.upper.double <= 1.00000001)
        #expect(value.radius.double < 1.1 * min(1, radius))
      }
    }
    #expect(PreciseBall(Ball(midpoint: 1.5707963267948966, radius: 1e-9), precision: 128).sin.radius.double < 1e-17)
  }
}
