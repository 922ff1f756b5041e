/// An unevaluated sum `high + low` of two doubles with `high` the double nearest to it: about 106 bits, in registers.
///
/// Joldes, Muller, Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic", ACM TOMS
/// 2017, whose algorithms' numbers are given below, with the bounds as Muller and Rideau proved them formally ("Formalization
/// of double-word arithmetic", ACM TOMS 2022); Hida, Li, Bailey, "Algorithms for quad-double precision floating point
/// arithmetic", ARITH 2001. Write `u = 2^-53`. The bounds here are greater than theirs by `u²/2` at least, which covers what
/// underflow of the low parts may add within the range of exponents that a result is accepted in.
struct DoubleDouble: Sendable {
  let high: Double
  let low: Double

  @inline(__always)
  init(_ high: Double, _ low: Double) {
    self.high = high
    self.low = low
  }

  /// A result with a bound on its error; nil where the bound is not proved.
  typealias Rounded = (value: DoubleDouble, error: Double)

  /// `4·u²`, `6·u²` and `16·u²`: the relative errors of sums and roots, products, quotients.
  private static let sumError = 0x1p-104
  private static let productError = 0x1.8p-104
  private static let quotientError = 0x1p-102

  /// Products and quotients beyond these sizes are not accepted.
  private static let least = 0x1p-900
  private static let greatest = 0x1p900

  /// Dekker's sum of numbers where `|a| ≥ |b|` or `a = 0`, exactly.
  @inline(__always)
  private static func fastSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    return DoubleDouble(sum, b - (sum - a))
  }

  @inline(__always)
  private static func rounded(_ value: DoubleDouble, _ relative: Double) -> Rounded? {
    let error = DirectedRounding.raisedProduct(abs(value.high), relative)
    return error.isFinite ? (value, error) : nil
  }

  /// Algorithm 6, AccurateDWPlusDW, relative error `3u²/(1 − 4u)`; additions do not underflow. The sum of two doubles is exact.
  @inline(__always)
  static func sum(_ x: DoubleDouble, _ y: DoubleDouble) -> Rounded? {
    let (sh, sl) = DirectedRounding.exactSum(x.high, y.high)
    if x.low == 0 && y.low == 0 { return sl.isFinite ? (DoubleDouble(sh, sl), 0) : nil }
    let (th, tl) = DirectedRounding.exactSum(x.low, y.low)
    let v = fastSum(sh, sl + th)
    return rounded(fastSum(v.high, tl + v.low), sumError)
  }

  /// Algorithm 10, DWTimesDW1, relative error `5u²`. The product of two doubles is exact.
  @inline(__always)
  static func product(_ x: DoubleDouble, _ y: DoubleDouble) -> Rounded? {
    let (ch, cl) = DirectedRounding.exactProduct(x.high, y.high)
    if ch == 0 && cl == 0 { return (DoubleDouble(0, 0), 0) }
    guard cl.isFinite && abs(ch) > least && abs(ch) < greatest else { return nil }
    if x.low == 0 && y.low == 0 { return (DoubleDouble(ch, cl), 0) }
    let cross = x.high * y.low + x.low * y.high
    return rounded(fastSum(ch, cl + cross), productError)
  }

  /// Algorithm 17, DWDivDW2, relative error `15u² + 56u³`; requires `y ≠ 0`.
  static func quotient(_ x: DoubleDouble, _ y: DoubleDouble) -> Rounded? {
    if x.high == 0 { return (x, 0) }
    let t = x.high / y.high
    for size in [abs(x.high), abs(y.high), abs(t)] {
      guard size > least && size < greatest else { return nil }
    }
    // Algorithm 7, DWTimesFP1: r = y·t
    let (ch, cl) = DirectedRounding.exactProduct(y.high, t)
    guard cl.isFinite else { return nil }
    let s = fastSum(ch, y.low * t)
    let r = fastSum(s.high, s.low + cl)
    let rest = (x.high - r.high) + (x.low - r.low)
    // A quotient that is a double, and of doubles, is exact if its product is.
    if x.low == 0 && y.low == 0 && ch == x.high && cl == 0 { return (DoubleDouble(t, 0), 0) }
    return rounded(fastSum(t, rest / y.high), quotientError)
  }

  /// SQRTDWtoDW, relative error `25u²/8`; requires `x > 0`. Lefèvre, Louvet, Muller, Picot, Rideau, "Accurate calculation of
  /// Euclidean norms using double-word arithmetic", ACM TOMS 2023. `xₕ − s²` is a double, so it is found exactly.
  static func squareRoot(_ x: DoubleDouble) -> Rounded? {
    guard x.high > least && x.high < greatest else { return nil }
    let s = x.high.squareRoot()
    let (square, error) = DirectedRounding.exactProduct(s, s)
    let rest = x.low + ((x.high - square) - error)
    if rest == 0 { return (DoubleDouble(s, 0), 0) }
    return rounded(fastSum(s, rest / (2 * s)), sumError)
  }
}
