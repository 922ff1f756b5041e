/// Sums, products and roots of doubles rounded down or up, from the processor's rounding to nearest.
///
/// The rounding error of a sum or product is itself a double, which a few more operations give exactly; its sign says on
/// which side of the true value the rounded one lies. Ogita, Rump, Oishi, "Accurate sum and dot product", SIAM J. Sci.
/// Comput. 2005, algorithms 3.1 (Knuth's TwoSum) and 3.3 (Dekker's and Veltkamp's TwoProduct). No fused multiply-add is
/// used, since not every platform has a true one. Where an error may overflow or underflow, the neighbouring double is taken.
public enum DirectedRounding {
  /// `a + b = sum + error` exactly, unless the sum overflows; then the error is NaN or infinite.
  @inlinable @inline(__always)
  public static func exactSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
    let sum = a + b
    let part = sum - a
    return (sum, (a - (sum - part)) + (b - part))
  }

  /// `a·b = product + error` exactly, or a NaN error when the product's size does not allow that.
  static func exactProduct(_ a: Double, _ b: Double) -> (product: Double, error: Double) {
    let product = a * b
    if product == 0 && (a == 0 || b == 0) { return (0, 0) }
    // Below 2^-960 the error, 2^-106 times the product, may be no double; above 2^990 the splitting may overflow.
    guard abs(product) > 0x1p-960, abs(product) < 0x1p990, abs(a) < 0x1p990, abs(b) < 0x1p990 else {
      return (product, .nan)
    }
    return splitProduct(a, b)
  }

  /// `a·b = product + error` exactly for `a·b = 0` and for sizes from 2^-960 to 2^990 of the product and at most 2^990 of
  /// the factors; below, what is missing is less than 2^-1070; above, the error is NaN or infinite.
  @inlinable @inline(__always)
  public static func splitProduct(_ a: Double, _ b: Double) -> (product: Double, error: Double) {
    let product = a * b
    let (a1, a2) = halves(a)
    let (b1, b2) = halves(b)
    return (product, a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2))
  }

  /// Veltkamp's splitting: `a = high + low`, each of at most 26 bits.
  @inlinable @inline(__always)
  static func halves(_ a: Double) -> (high: Double, low: Double) {
    let scaled = 0x1p27 * a + a
    let high = scaled - (scaled - a)
    return (high, a - high)
  }

  /// The greatest double at most `value + error`, where `|error|` is at most half an ulp or unknown (NaN).
  private static func down(_ value: Double, _ error: Double) -> Double { error >= 0 ? value : value.nextDown }

  /// The least double at least `value + error`.
  private static func up(_ value: Double, _ error: Double) -> Double { error <= 0 ? value : value.nextUp }

  static func sumDown(_ a: Double, _ b: Double) -> Double {
    let (sum, error) = exactSum(a, b)
    return down(sum, error)
  }

  static func sumUp(_ a: Double, _ b: Double) -> Double {
    let (sum, error) = exactSum(a, b)
    return up(sum, error)
  }

  static func productDown(_ a: Double, _ b: Double) -> Double {
    let (product, error) = exactProduct(a, b)
    return down(product, error)
  }

  static func productUp(_ a: Double, _ b: Double) -> Double {
    let (product, error) = exactProduct(a, b)
    return up(product, error)
  }

  /// A double at most `√x`; requires `x ≥ 0`.
  static func rootDown(_ x: Double) -> Double {
    let root = x.squareRoot()
    let (square, error) = exactProduct(root, root)
    // An unknown error fails both tests.
    return square < x || (square == x && error <= 0) ? root : root.nextDown
  }

  /// A double at least `√x`; requires `x ≥ 0`.
  static func rootUp(_ x: Double) -> Double {
    let root = x.squareRoot()
    let (square, error) = exactProduct(root, root)
    return square > x || (square == x && error >= 0) ? root : root.nextUp
  }

  /// A double at least `a + b` for radii, where an ulp more does not matter; exact if one is zero.
  @inline(__always)
  static func raisedSum(_ a: Double, _ b: Double) -> Double {
    if a == 0 { return b }
    return b == 0 ? a : (a + b).nextUp
  }

  /// A double at least `a·b` for radii; exact if one is zero.
  @inline(__always)
  static func raisedProduct(_ a: Double, _ b: Double) -> Double {
    a == 0 || b == 0 ? 0 : (a * b).nextUp
  }

  /// At least the error of rounding a real number to this double.
  @inline(__always)
  static func roundingError(of value: Double) -> Double {
    max(value.ulp * 0.5, .leastNonzeroMagnitude)
  }
}
