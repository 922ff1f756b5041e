/// A real number known to lie within a radius of a midpoint, to any precision.
///
/// `Ball` with as many digits as are asked for: the same members, the same meaning, the same two values that are no ball,
/// *undefined* and *unknown*. Its midpoint is a binary float of at least `precision` bits, its radius an upper bound of 32
/// bits; both have exponents of their own, so there is no overflow below `2^(2^40)`. No operation takes more memory than a
/// few numbers of its precision, whatever the exponents.
/// Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Trans. Computers 2017.
public struct PreciseBall: Sendable {
  /// The middle; 0 if unknown or undefined.
  public let midpoint: BinaryFloat

  /// The greatest distance from the middle; infinite if unknown.
  public let radius: Magnitude

  /// How many bits results keep: the greater of the operands' precisions.
  public let precision: Int

  /// Exponents beyond ±2^40 are no numbers: greater ones are unknown, smaller ones a ball around zero.
  static let exponentLimit: Int64 = 1 << 40

  /// The numbers within `radius` of `midpoint`, with the exponents' limit.
  @inline(__always)
  init(_ midpoint: BinaryFloat, _ radius: Magnitude, precision: Int) {
    let limit = PreciseBall.exponentLimit
    if midpoint.exponent.magnitude <= limit && radius.exponent.magnitude <= limit {
      self.init(unchecked: midpoint, radius, precision)
    } else {
      self = PreciseBall.limited(midpoint, radius, precision)
    }
  }

  private init(unchecked midpoint: BinaryFloat, _ radius: Magnitude, _ precision: Int) {
    self.midpoint = midpoint
    self.radius = radius
    self.precision = precision
  }

  private static func limited(_ midpoint: BinaryFloat, _ radius: Magnitude, _ precision: Int) -> PreciseBall {
    if radius.isUndefined { return .undefined }
    if midpoint.exponent > exponentLimit || radius.exponent > exponentLimit { return .unknown }
    var (middle, distance) = (midpoint, radius)
    if middle.exponent < -exponentLimit {
      distance = distance + Magnitude(middle)
      middle = .zero
    }
    if !distance.isZero { distance = max(distance, Magnitude(powerOfTwo: -exponentLimit)) }
    return PreciseBall(unchecked: middle, distance, precision)
  }

  /// A result that was cut, with what else the radius has to cover.
  @inline(__always)
  init(_ result: BinaryFloat.Cut, _ radius: Magnitude = .zero, precision: Int) {
    self.init(result.value, result.error + radius, precision: precision)
  }

  /// The number of limbs of a midpoint with this precision.
  var limbCount: Int { BinaryFloat.limbCount(precision) }

  public static let undefined = PreciseBall(unchecked: .zero, .undefined, 64)
  public static let unknown = PreciseBall(unchecked: .zero, .infinite, 64)
  public static let zero = PreciseBall(unchecked: .zero, .zero, 64)
  public static let one = PreciseBall(unchecked: .one, .zero, 64)

  /// Exactly this number; results keep `precision` bits.
  public init(_ value: Int, precision: Int) {
    self.init(unchecked: BinaryFloat(value), .zero, precision)
  }

  /// The number to `precision` bits: exact if it has no more.
  public init(_ value: Integer, precision: Int) {
    self.init(BinaryFloat(value).cut(to: BinaryFloat.limbCount(precision)), precision: precision)
  }

  /// The number to `precision` bits: exact if it has no more.
  public init(_ value: Rational, precision: Int) {
    let limit = BinaryFloat.limbCount(precision)
    let quotient = BinaryFloat.quotient(BinaryFloat(value.numerator), BinaryFloat(value.denominator), limit: limit)
    self.init(quotient, precision: precision)
  }

  /// Exactly the numbers of this ball; results keep `precision` bits.
  public init(_ ball: Ball, precision: Int) {
    if !ball.isDefined {
      self = .undefined
    } else if ball.isUnknown {
      self = .unknown
    } else {
      self.init(BinaryFloat(ball.midpoint), Magnitude(ball.radius), precision: precision)
    }
  }

  /// The same numbers, with results kept to another precision; digits beyond it are cut.
  public func rounded(to precision: Int) -> PreciseBall {
    isBounded
      ? PreciseBall(midpoint.cut(to: BinaryFloat.limbCount(precision)), radius, precision: precision) : self
  }

  /// The ball of all numbers from `lower` to `upper`; requires `lower ≤ upper`.
  init(lower: BinaryFloat, upper: BinaryFloat, precision: Int) {
    let limit = BinaryFloat.limbCount(precision)
    let (middle, error) = BinaryFloat.sum(lower, upper, limit: limit)
    let (width, excess) = BinaryFloat.sum(upper, -lower, limit: 1)
    let radius = (Magnitude(width) + excess + error).scaled(by: -1)
    self.init(middle.scaled(by: -1), radius, precision: precision)
  }

  /// False if the value is certainly undefined.
  public var isDefined: Bool { !radius.isUndefined }

  /// True if nothing is known about the value.
  public var isUnknown: Bool { !radius.isFinite && !radius.isUndefined }

  /// True for a ball proper: neither undefined nor unknown.
  public var isBounded: Bool { radius.isFinite }

  /// True if the value is known exactly.
  public var isExact: Bool { radius.isZero }

  /// The value of an exact ball; nil for others, and where it would exceed 2^24 bits.
  public var exactValue: Rational? { isExact ? midpoint.rational : nil }

  /// The greatest integer that is not above the value; unknown where the ball's numbers differ in that.
  public var floor: PreciseBall {
    guard isBounded else { return self }
    let (low, high) = (lower.roundedDown, upper.roundedDown)
    return low == high ? PreciseBall(low, .zero, precision: precision) : .unknown
  }

  /// −1 if `|midpoint| < radius`, 0 if they are equal, 1 if it is greater.
  private var comparison: Int {
    if radius.isZero { return midpoint.isZero ? 0 : 1 }
    guard let top = midpoint.limbs.last else { return -1 }
    if midpoint.exponent != radius.exponent { return midpoint.exponent < radius.exponent ? -1 : 1 }
    let bound = radius.mantissa << 32
    if top != bound { return top < bound ? -1 : 1 }
    return midpoint.limbs.count == 1 ? 0 : 1
  }

  /// True only if the value is certainly positive.
  public var isPositive: Bool { isBounded && midpoint.signum > 0 && comparison > 0 }

  /// True only if the value is certainly negative.
  public var isNegative: Bool { isBounded && midpoint.signum < 0 && comparison > 0 }

  /// True only if the value is certainly not negative.
  var isNotNegative: Bool { isBounded && (midpoint.signum > 0 ? comparison >= 0 : isZero) }

  /// True only if the value is exactly zero.
  public var isZero: Bool { midpoint.isZero && radius.isZero }

  /// True if the value may be zero, as when unknown; false if undefined.
  public var containsZero: Bool { isBounded ? comparison <= 0 : isUnknown }

  /// True only if the value is certainly not zero; this refutes.
  public var excludesZero: Bool { isBounded && comparison > 0 }

  /// A number of the ball's precision that is at most the value; the ball must be bounded.
  public var lower: BinaryFloat { -(-self).upper }

  /// A number of the ball's precision that is at least the value; the ball must be bounded.
  public var upper: BinaryFloat {
    // With two limbs more than the midpoint, so that an end close to zero keeps its sign.
    let limit = max(limbCount, midpoint.limbs.count) + 2
    let (sum, error) = BinaryFloat.sum(midpoint, radius.binaryFloat, limit: limit)
    if error.isZero { return sum }
    // The error is below two units of the last limb, whose sum with the digits needs no further limb.
    let units = Magnitude(powerOfTwo: sum.exponent - 64 * Int64(limit) + 1).binaryFloat
    return BinaryFloat.sum(sum, units, limit: limit + 1).value
  }

  /// At least `log₂(radius / |midpoint|)`, rounded up; nil for an exact value, `Int64.max` around zero.
  var relativeExponent: Int64? {
    if radius.isZero { return nil }
    if midpoint.isZero || !isBounded { return .max }
    return radius.exponent - midpoint.exponent + 1
  }

  /// `radius / |midpoint|` rounded up: 0 for an exact value, ∞ around zero or if unknown, NaN if undefined.
  public var relativeRadius: Double {
    if !isDefined { return .nan }
    return radius.isZero ? 0 : isBounded ? (radius / Magnitude(below: midpoint)).double : .infinity
  }

  /// The same numbers in doubles, rounded outwards; unknown beyond the range of doubles.
  public var ball: Ball {
    if !isDefined { return .undefined }
    guard isBounded && midpoint.exponent <= 1024 else { return .unknown }
    if midpoint.exponent < -1074 {
      return Ball(midpoint: 0, radius: (radius + Magnitude(midpoint)).double)
    }
    let top = midpoint.limbs.last ?? 0
    let isInexact = midpoint.limbs.count > 1
    let size = Double(rounding: top, isInexact: isInexact, exponent: Int(midpoint.exponent) - 64)
    let nearest = midpoint.isNegative ? -size : size
    guard nearest.isFinite else { return .unknown }
    let (rest, error) = BinaryFloat.sum(midpoint, -BinaryFloat(nearest), limit: 1)
    return Ball(midpoint: nearest, radius: (radius + Magnitude(rest) + error).double)
  }
}
