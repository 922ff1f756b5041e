/// A real number known to lie within a radius of a midpoint.
///
/// Every operation keeps the promise: if the operands hold `x` and `y`, the result holds `x ∘ y`. Its radius includes the
/// operation's own rounding error, so that a ball which excludes zero is a proof that the number is not zero.
/// Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Trans. Computers 2017;
/// Rump, "Fast and parallel interval arithmetic", BIT 1999.
///
/// Two values are no ball: *undefined*, the operation's argument is certainly outside its domain, and *unknown*, nothing
/// is known, not even that there is a value (division by a ball that contains zero, overflow). Both pass through every
/// operation, undefined first.
///
/// The midpoint has 53 bits here. `DoubleDoubleBall` has twice as many and `PreciseBall` any number, with the same
/// operations.
public struct Ball: Sendable {
  /// The middle; 0 if unknown, NaN if undefined.
  public let midpoint: Double

  /// The greatest distance from the middle, at least 0; ∞ if unknown, NaN if undefined.
  public let radius: Double

  /// Invariant: both finite and `radius ≥ 0`, or one of the two values above.
  @inline(__always)
  init(unchecked midpoint: Double, _ radius: Double) {
    self.midpoint = midpoint
    self.radius = radius
  }

  /// The numbers within `radius` of `midpoint`: undefined for a NaN or a negative radius, unknown for an infinity.
  public init(midpoint: Double, radius: Double) {
    if midpoint.isNaN || !(radius >= 0) {
      self = .undefined
    } else if midpoint.isInfinite || radius.isInfinite {
      self = .unknown
    } else {
      self.init(unchecked: midpoint, radius)
    }
  }

  /// Exactly this number: undefined for NaN, unknown for ±∞.
  public init(_ value: Double) { self.init(midpoint: value, radius: 0) }

  /// The nearest double, with its error; unknown beyond the range of doubles.
  public init(_ value: Rational) {
    let midpoint = value.double
    guard midpoint.isFinite else {
      self = .unknown
      return
    }
    let isExact = Rational(exactly: midpoint) == value
    self.init(midpoint: midpoint, radius: isExact ? 0 : DirectedRounding.roundingError(of: midpoint))
  }

  /// A ball around all numbers from `lower` to `upper`; unknown if an end is infinite or NaN.
  public init(lower: Double, upper: Double) {
    guard lower.isFinite && upper.isFinite && lower <= upper else {
      self = .unknown
      return
    }
    let midpoint = lower == upper ? lower : lower * 0.5 + upper * 0.5
    let radius = max(DirectedRounding.sumUp(upper, -midpoint), DirectedRounding.sumUp(midpoint, -lower))
    self.init(midpoint: midpoint, radius: radius)
  }

  public static let undefined = Ball(unchecked: .nan, .nan)
  public static let unknown = Ball(unchecked: 0, .infinity)
  public static let zero = Ball(unchecked: 0, 0)
  public static let one = Ball(unchecked: 1, 0)

  /// `π`, whose distance from the nearest double is 1.22464679914735317…·10^-16.
  public static let pi = Ball(unchecked: .pi, 0x1.1a62633145c08p-53)

  /// False if the value is certainly undefined.
  public var isDefined: Bool { !radius.isNaN }

  /// True if nothing is known about the value.
  public var isUnknown: Bool { radius == .infinity }

  /// True for a ball proper: neither undefined nor unknown.
  public var isBounded: Bool { radius < .infinity }

  /// The greatest double known to be at most the value; −∞ if unknown, NaN if undefined.
  public var lower: Double { isBounded ? DirectedRounding.sumDown(midpoint, -radius) : midpoint - radius }

  /// The least double known to be at least the value; ∞ if unknown, NaN if undefined.
  public var upper: Double { isBounded ? DirectedRounding.sumUp(midpoint, radius) : midpoint + radius }

  /// True only if the value is certainly positive.
  public var isPositive: Bool { midpoint > radius }

  /// True only if the value is certainly negative.
  public var isNegative: Bool { midpoint < -radius }

  /// True only if the value is exactly zero.
  public var isZero: Bool { midpoint == 0 && radius == 0 }

  /// True if the value may be zero, as when unknown; false if undefined.
  public var containsZero: Bool { abs(midpoint) <= radius }

  /// True only if the value is certainly not zero; this refutes.
  public var excludesZero: Bool { abs(midpoint) > radius }

  /// `radius / |midpoint|`: 0 for an exact value, ∞ around zero or if unknown, NaN if undefined.
  public var relativeRadius: Double {
    radius == 0 ? 0 : radius / abs(midpoint)
  }
}

extension Ball: CustomStringConvertible {
  /// `3.25 ± 1e-16`, `3.25` if exact, `unknown`, `undefined`.
  public var description: String {
    if !isDefined { return "undefined" }
    if isUnknown { return "unknown" }
    return radius == 0 ? midpoint.description : midpoint.description + " ± " + radius.description
  }
}
