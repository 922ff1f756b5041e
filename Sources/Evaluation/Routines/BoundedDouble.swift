import Expressions
import Numbers

/// A number known to lie within `error` of `high + low`, where `high` is the double nearest to that sum: a
/// `DoubleDoubleBall` whose operations do not branch, for loops over many entries.
///
/// The algorithms are those of `DoubleDouble`, and so are the bounds of their relative errors; each operation adds up its
/// share in doubles, and `rounding` covers the rounding of that. Where nothing is known, or there is no value, the error is
/// infinite or NaN: more bits or a `DoubleDoubleBall` tell which.
struct BoundedDouble: RoutineNumber {
  var high: Double
  var low: Double
  var error: Double

  @inline(__always)
  init(_ high: Double, _ low: Double, error: Double) {
    self.high = high
    self.low = low
    self.error = error
  }

  @inline(__always)
  init(_ exact: Double) { self.init(exact, 0, error: exact - exact) }

  init(integer: Int) {
    let high = Double(integer)
    // Integers of at most 53 bits are doubles; of others one or two parts are missing.
    self.init(high, 0, error: integer.magnitude < 1 << 53 ? 0 : high.ulp)
  }

  init(_ value: Rational) {
    if let integer = value.asInt { self.init(integer: integer) } else { self.init(DoubleDoubleBall(value)) }
  }

  init(_ ball: DoubleDoubleBall) {
    let (high, low) = ball.parts
    self.init(high, low, error: ball.isBounded ? ball.radius : .nan)
  }

  var ball: DoubleDoubleBall {
    error.isFinite ? DoubleDoubleBall(high: high, low: low, radius: error) : .unknown
  }

  /// The image under a function of balls.
  func through(_ function: (DoubleDoubleBall) -> DoubleDoubleBall) -> BoundedDouble {
    error.isFinite ? BoundedDouble(function(ball)) : .unknown
  }

  static var workOfOperation: Int { 10 }
  static var workOfMatrixOperation: Int { 10 }

  static let unknown = BoundedDouble(0, 0, error: .nan)
  static var undefined: BoundedDouble { unknown }
  static let pi = BoundedDouble(DoubleDoubleBall.pi)
  static var infinity: BoundedDouble { unknown }

  // MARK: Bounds

  /// The bounds of `DoubleDouble`: `4·u²`, `6·u²` and `16·u²` of the result.
  static let sumError = 0x1p-104
  static let productError = 0x1.8p-104
  static let quotientError = 0x1p-102
  /// A few operations on numbers that are not negative, each too small by 2^-53 at most.
  static let rounding = 1 + 0x1p-48
  /// Products from here on have low parts without underflow; what is missing below stays under `flushed`, as does what
  /// the underflow of products of errors leaves out.
  static let leastProduct = 0x1p-900
  static let flushed = 0x1p-1000
  /// Roots and reciprocals are taken of sizes in this range.
  static let range = 0x1p-450...0x1p450

  /// Not below zero, nor at it, for any number in the ball.
  var isPositive: Bool { high * (1 - 0x1p-50) > error }
  var isNegative: Bool { -high * (1 - 0x1p-50) > error }
  var isZero: Bool { high == 0 && error == 0 }
  var decided: Bool? { error != 0 || low != 0 ? nil : high == 1 ? true : high == 0 ? false : nil }

  // MARK: Arithmetic

  @inline(__always)
  static func fastSum(_ a: Double, _ b: Double) -> (Double, Double) {
    let sum = a + b
    return (sum, b - (sum - a))
  }

  @inline(__always)
  static func + (a: BoundedDouble, b: BoundedDouble) -> BoundedDouble {
    let (sh, sl) = DirectedRounding.exactSum(a.high, b.high)
    let (th, tl) = DirectedRounding.exactSum(a.low, b.low)
    let v = fastSum(sh, sl + th)
    let z = fastSum(v.0, tl + v.1)
    // The sum of two doubles is exact.
    let relative = a.low == 0 && b.low == 0 ? 0 : sumError
    return BoundedDouble(z.0, z.1, error: (a.error + b.error + abs(z.0) * relative) * rounding)
  }

  @inline(__always)
  static func * (a: BoundedDouble, b: BoundedDouble) -> BoundedDouble {
    let (product, rest) = DirectedRounding.splitProduct(a.high, b.high)
    let z = fastSum(product, rest + (a.high * b.low + a.low * b.high))
    // So is the product, unless it is small.
    let relative = a.low == 0 && b.low == 0 ? 0 : productError
    let isExact = a.error + b.error == 0 && abs(product) > leastProduct
    let lost = isExact || a.isZero || b.isZero ? 0 : flushed
    let spread = abs(a.high) * b.error + (abs(b.high) + b.error) * a.error
    return BoundedDouble(z.0, z.1, error: (spread + abs(z.0) * relative + lost) * rounding)
  }

  static prefix func - (a: BoundedDouble) -> BoundedDouble { BoundedDouble(-a.high, -a.low, error: a.error) }
  static func - (a: BoundedDouble, b: BoundedDouble) -> BoundedDouble { a + -b }

  @inline(__always)
  var square: BoundedDouble { self * self }

  /// For the underflow of errors.
  private var lost: Double { error == 0 ? 0 : BoundedDouble.flushed }

  /// `|1/y − 1/y'| ≤ |y − y'|/(|y|·|y'|)`.
  @inline(__always)
  var reciprocal: BoundedDouble {
    let t = 1 / high
    let (ch, cl) = DirectedRounding.splitProduct(high, t)
    let s = BoundedDouble.fastSum(ch, low * t)
    let r = BoundedDouble.fastSum(s.0, s.1 + cl)
    let rest = (1 - r.0) - r.1
    let z = BoundedDouble.fastSum(t, rest / high)
    let relative = low == 0 && rest == 0 ? 0 : BoundedDouble.quotientError
    let least = abs(high) * (1 - 0x1p-48) - error
    let isKnown = least > 0 && BoundedDouble.range.contains(abs(high))
    let bound = (error / least + relative) * abs(z.0) * BoundedDouble.rounding + lost
    return BoundedDouble(z.0, z.1, error: isKnown ? bound : .nan)
  }

  /// `|√x − √x'| ≤ |x − x'|/√x`.
  @inline(__always)
  var root: BoundedDouble {
    if isZero { return self }
    let s = high.squareRoot()
    let (square, rest) = DirectedRounding.splitProduct(s, s)
    let left = low + ((high - square) - rest)
    let z = BoundedDouble.fastSum(s, left / (2 * s))
    let relative = left == 0 ? 0 : BoundedDouble.sumError
    let isKnown = isPositive && BoundedDouble.range.contains(high)
    let bound = (error / s + abs(z.0) * relative) * BoundedDouble.rounding + lost
    return BoundedDouble(z.0, z.1, error: isKnown ? bound : .nan)
  }

  func power(_ exponent: Rational) -> BoundedDouble {
    switch exponent.smallFraction {
    case (0, 1)?: return BoundedDouble(1)
    case (let n, 1)? where abs(n) <= BoundedDouble.mostFactors: return n < 0 ? power(-n).reciprocal : power(n)
    case (let n, 2)? where abs(n) <= BoundedDouble.mostFactors:
      return n < 0 ? root.power(-n).reciprocal : root.power(n)
    default: return through { $0.power(exponent) }
    }
  }

  private static let mostFactors = 16

  private func power(_ n: Int) -> BoundedDouble {
    (1..<n).reduce(self) { power, _ in power * self }
  }

  func raised(to exponent: BoundedDouble) -> BoundedDouble {
    exponent.error.isFinite ? through { $0.raised(to: exponent.ball) } : .unknown
  }

  static func inverse(of matrix: [BoundedDouble], size: Int, _ work: WorkAccount) -> [BoundedDouble] {
    DoubleDoubleBall.inverse(of: matrix.map { $0.ball }, size: size, work).map { BoundedDouble($0) }
  }

  // MARK: Order

  /// The greater of the middles: `|max(a, b) − max(a', b')| ≤ max(|a − a'|, |b − b'|)`.
  @inline(__always)
  func maximum(with other: BoundedDouble) -> BoundedDouble {
    let isLess = high < other.high || high == other.high && low < other.low
    let greater = isLess ? other : self
    // A sum keeps what is NaN.
    return BoundedDouble(greater.high, greater.low, error: max(error, other.error) + 0 * (error + other.error))
  }

  func minimum(with other: BoundedDouble) -> BoundedDouble { -(-self).maximum(with: -other) }

  private static func truth(_ value: Bool) -> BoundedDouble { BoundedDouble(value ? 1 : 0) }

  var flat: BoundedDouble { isPositive || isNegative ? BoundedDouble(0) : .unknown }

  func isLess(than other: BoundedDouble) -> BoundedDouble {
    let gap = other - self
    return gap.isPositive ? BoundedDouble(1) : gap.isNegative || gap.isZero ? BoundedDouble(0) : .unknown
  }

  func isAtMost(_ other: BoundedDouble) -> BoundedDouble { other.isLess(than: self).negation }

  func isEqual(to other: BoundedDouble) -> BoundedDouble {
    let gap = other - self
    return gap.isZero ? BoundedDouble(1) : gap.isPositive || gap.isNegative ? BoundedDouble(0) : .unknown
  }

  func and(_ other: BoundedDouble) -> BoundedDouble {
    if isZero || other.isZero { return BoundedDouble(0) }
    return error.isFinite && other.error.isFinite ? BoundedDouble(1) : .unknown
  }

  func or(_ other: BoundedDouble) -> BoundedDouble { negation.and(other.negation).negation }

  var negation: BoundedDouble { error.isFinite ? BoundedDouble.truth(isZero) : .unknown }

  func select(_ value: BoundedDouble, otherwise: BoundedDouble) -> BoundedDouble {
    error.isFinite ? (isZero ? otherwise : value) : .unknown
  }

  func guarded(by witness: BoundedDouble) -> BoundedDouble { witness.error.isFinite ? self : .unknown }
}
