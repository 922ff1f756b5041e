/// A real number known to lie within a radius of a midpoint of two doubles: the stage between `Ball` and `PreciseBall`.
///
/// The members and their meaning are those of `Ball`, with twice as many bits; outside the range of exponents where the
/// arithmetic's bounds are proved, a value is unknown. Functions are those of `PreciseBall` at 128 bits.
///
/// Measured on one core of an AMD EPYC, in nanoseconds, with `PreciseBall` at 128 bits and `Ball` beside it:
///
/// | | `Ball` | `DoubleDoubleBall` | `PreciseBall` |
/// |---|---|---|---|
/// | sum | 5 | 8 | 66 |
/// | product | 12 | 23 | 49 |
/// | quotient | 18 | 35 | 336 |
/// | seventh power | 38 | 101 | 875 |
/// | square root | 20 | 17 | 2,200 |
/// | exponential | 20 | 3,149 | 2,439 |
public struct DoubleDoubleBall: Sendable {
  /// The middle; 0 if unknown, NaN if undefined.
  let midpoint: DoubleDouble

  /// The greatest distance from the middle, at least 0; ∞ if unknown, NaN if undefined.
  public let radius: Double

  @inline(__always)
  init(unchecked midpoint: DoubleDouble, _ radius: Double) {
    self.midpoint = midpoint
    self.radius = radius
  }

  /// The numbers within `radius` of `midpoint`; unknown for a radius that has overflowed.
  @inline(__always)
  init(_ midpoint: DoubleDouble, _ radius: Double) {
    self = radius < .infinity ? DoubleDoubleBall(unchecked: midpoint, radius) : .unknown
  }

  /// A result of the arithmetic, with what else the radius has to cover; unknown where there is none.
  @inline(__always)
  init(_ result: DoubleDouble.Rounded?, _ radius: Double) {
    guard let (value, error) = result else {
      self = .unknown
      return
    }
    self.init(value, DirectedRounding.raisedSum(radius, error))
  }

  /// The numbers within `radius` of `high + low`, where `high` is the double nearest to the sum; unknown unless all are
  /// finite.
  public init(high: Double, low: Double, radius: Double) {
    self.init(DoubleDouble(high, low), high.isFinite && low.isFinite ? radius : .infinity)
  }

  /// The midpoint: the nearest double, and what is left.
  public var parts: (high: Double, low: Double) { (midpoint.high, midpoint.low) }

  /// Exactly this number: undefined for NaN, unknown for ±∞.
  public init(_ value: Double) { self.init(Ball(value)) }

  /// Exactly the numbers of this ball.
  public init(_ ball: Ball) { self.init(unchecked: DoubleDouble(ball.midpoint, 0), ball.radius) }

  /// The nearest pair of doubles, with its error; unknown beyond the range of doubles.
  public init(_ value: Rational) { self.init(PreciseBall(value, precision: 192)) }

  /// The numbers of this ball, rounded outwards; unknown beyond the range of doubles.
  public init(_ precise: PreciseBall) {
    // The nearest double, what is left, and what is left then.
    let high = precise.ball
    guard high.isBounded else {
      self.init(high)
      return
    }
    let middle = PreciseBall(precise.midpoint, .zero, precision: precise.precision + 64)
    let rest = middle - PreciseBall(Ball(high.midpoint), precision: 64)
    let low = rest.ball
    self.init(
      DoubleDouble(high.midpoint, low.midpoint), DirectedRounding.raisedSum(precise.radius.double, low.radius))
  }

  public static let undefined = DoubleDoubleBall(.undefined as Ball)
  public static let unknown = DoubleDoubleBall(.unknown as Ball)
  public static let zero = DoubleDoubleBall(0)
  public static let one = DoubleDoubleBall(1)

  /// `π`, whose distance from the two doubles is 2.9947698…·10^-33.
  public static let pi = DoubleDoubleBall(
    unchecked: DoubleDouble(0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53), 0x1p-108)

  /// The same numbers with a midpoint of 128 bits.
  public var precise: PreciseBall {
    guard isBounded else { return isDefined ? .unknown : .undefined }
    let middle = BinaryFloat.sum(BinaryFloat(midpoint.high), BinaryFloat(midpoint.low), limit: 2)
    return PreciseBall(middle, Magnitude(radius), precision: 128)
  }

  /// The same numbers around one double, rounded outwards.
  public var ball: Ball {
    isBounded
      ? Ball(midpoint: midpoint.high, radius: DirectedRounding.raisedSum(abs(midpoint.low), radius))
      : isDefined ? .unknown : .undefined
  }

  /// False if the value is certainly undefined.
  public var isDefined: Bool { !radius.isNaN }

  /// True if nothing is known about the value.
  public var isUnknown: Bool { radius == .infinity }

  /// True for a ball proper: neither undefined nor unknown.
  public var isBounded: Bool { radius < .infinity }

  /// The value of an exact ball; nil for others.
  public var exactValue: Rational? {
    guard radius == 0, let high = Rational(exactly: midpoint.high), let low = Rational(exactly: midpoint.low) else {
      return nil
    }
    return high + low
  }

  /// A double at most the midpoint's size, above it and below it.
  private var size: (lower: Double, upper: Double) {
    let low = midpoint.high < 0 ? -midpoint.low : midpoint.low
    return (DirectedRounding.sumDown(abs(midpoint.high), low), DirectedRounding.sumUp(abs(midpoint.high), low))
  }

  /// At least the midpoint's size.
  var sizeBound: Double { size.upper }

  /// The greatest double known to be at most the value; −∞ if unknown, NaN if undefined.
  public var lower: Double {
    isBounded ? DirectedRounding.sumDown(DirectedRounding.sumDown(midpoint.high, midpoint.low), -radius) : ball.lower
  }

  /// The least double known to be at least the value; ∞ if unknown, NaN if undefined.
  public var upper: Double {
    isBounded ? DirectedRounding.sumUp(DirectedRounding.sumUp(midpoint.high, midpoint.low), radius) : ball.upper
  }

  /// True only if the value is certainly positive.
  public var isPositive: Bool { midpoint.high > 0 && size.lower > radius }

  /// True only if the value is certainly negative.
  public var isNegative: Bool { midpoint.high < 0 && size.lower > radius }

  /// True only if the value is exactly zero.
  public var isZero: Bool { midpoint.high == 0 && radius == 0 }

  /// True if the value may be zero, as when unknown; false if undefined.
  public var containsZero: Bool { size.lower <= radius }

  /// True only if the value is certainly not zero; this refutes.
  public var excludesZero: Bool { size.lower > radius }

  /// `radius / |midpoint|`: 0 for an exact value, ∞ around zero or if unknown, NaN if undefined.
  public var relativeRadius: Double { radius == 0 ? 0 : radius / abs(midpoint.high) }
}

extension DoubleDoubleBall: CustomStringConvertible {
  /// The certain digits, at most 30; `unknown`, `undefined`.
  public var description: String { precise.description }
}
