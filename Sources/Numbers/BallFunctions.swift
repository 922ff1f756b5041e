/// The library's error that a ball allows for, in units in the last place of the computed value.
///
/// Four times what `RealMath` cites: the tests that found those errors are not a proof, and other C libraries differ.
/// Between 0.3 and 1 million random and difficult arguments of each function in glibc 2.36, compared with mpmath at 160
/// bits, were wrong by at most the ulps in brackets.
enum LibraryError {
  /// exp, log, pow, sin, cos, tan, asin, acos, atan; known error 1 (0.55).
  static let standard = 4.0
  /// sinh, cosh, tanh, asinh, acosh, atanh, known error 2 (2.14); erf, known error 1 (0.98), which fewer libraries have.
  static let hyperbolic = 8.0
}

/// Elementary functions of balls.
///
/// A monotone function is evaluated at both ends and widened by the library's error; sin and cos by their Taylor bound.
extension Ball {
  /// A value as the library computed it, with that many ulps on both sides.
  static func widened(_ value: Double, ulps: Double) -> (lower: Double, upper: Double) {
    let error = ulps * value.ulp
    return ((value - error).nextDown, (value + error).nextUp)
  }

  /// A function with what is known about it: one exact value, and bounds that no value passes.
  private struct Graph {
    let ulps: Double
    /// An argument where the value is known exactly.
    let exactArgument: Double
    let exactValue: Double
    var range: ClosedRange<Double> = -Double.infinity...Double.infinity

    /// Bounds of the value at `x`.
    func bounds(_ function: (Double) -> Double, at x: Double) -> (lower: Double, upper: Double) {
      if x == exactArgument { return (exactValue, exactValue) }
      let (lower, upper) = widened(function(x), ulps: ulps)
      return (max(lower, range.lowerBound), min(upper, range.upperBound))
    }
  }

  /// The odd increasing functions with `f(0) = 0` and their like.
  private static let circular = Graph(ulps: LibraryError.standard, exactArgument: 0, exactValue: 0)
  private static let hyperbolic = Graph(ulps: LibraryError.hyperbolic, exactArgument: 0, exactValue: 0)
  private static let sigmoidal = Graph(ulps: LibraryError.hyperbolic, exactArgument: 0, exactValue: 0, range: -1...1)
  private static let exponential = Graph(
    ulps: LibraryError.standard, exactArgument: 0, exactValue: 1, range: 0...Double.infinity)
  private static let logarithmic = Graph(ulps: LibraryError.standard, exactArgument: 1, exactValue: 0)
  private static let catenary = Graph(
    ulps: LibraryError.hyperbolic, exactArgument: 0, exactValue: 1, range: 1...Double.infinity)
  private static let arccosine = Graph(
    ulps: LibraryError.standard, exactArgument: 1, exactValue: 0, range: 0...3.2)
  private static let areaCosine = Graph(
    ulps: LibraryError.hyperbolic, exactArgument: 1, exactValue: 0, range: 0...Double.infinity)
  private static let sine = Graph(ulps: LibraryError.standard, exactArgument: 0, exactValue: 0, range: -1...1)
  private static let cosine = Graph(ulps: LibraryError.standard, exactArgument: 0, exactValue: 1, range: -1...1)

  /// The image under an increasing function.
  private func image(_ graph: Graph, _ function: (Double) -> Double) -> Ball {
    guard isBounded else { return self }
    return Ball(lower: graph.bounds(function, at: lower).lower, upper: graph.bounds(function, at: upper).upper)
  }

  /// Undefined if the ball misses `low...high`, unknown if it leaves it, nil inside.
  private func outside(_ low: Double, _ high: Double) -> Ball? {
    guard isBounded else { return self }
    if upper < low || lower > high { return .undefined }
    return lower < low || upper > high ? .unknown : nil
  }

  public var exp: Ball { image(Ball.exponential, RealMath.exp) }

  /// The natural logarithm: undefined for a ball without positive numbers, unknown for one with others.
  public var log: Ball {
    outside(.leastNonzeroMagnitude, .infinity) ?? image(Ball.logarithmic, RealMath.log)
  }

  /// Undefined outside [−1, 1], unknown across its ends.
  public var asin: Ball { outside(-1, 1) ?? image(Ball.circular, RealMath.asin) }

  /// Undefined outside [−1, 1], unknown across its ends.
  public var acos: Ball {
    if let special = outside(-1, 1) { return special }
    let low = Ball.arccosine.bounds(RealMath.acos, at: upper).lower
    return Ball(lower: low, upper: Ball.arccosine.bounds(RealMath.acos, at: lower).upper)
  }

  public var atan: Ball { image(Ball.circular, RealMath.atan) }
  public var sinh: Ball { image(Ball.hyperbolic, RealMath.sinh) }
  public var cosh: Ball { absolute.image(Ball.catenary, RealMath.cosh) }
  public var tanh: Ball { image(Ball.sigmoidal, RealMath.tanh) }
  public var asinh: Ball { image(Ball.hyperbolic, RealMath.asinh) }

  /// Undefined below 1, unknown across it.
  public var acosh: Ball { outside(1, .infinity) ?? image(Ball.areaCosine, RealMath.acosh) }

  /// Undefined outside (−1, 1), unknown across its ends.
  public var atanh: Ball {
    let end = (1.0).nextDown
    return outside(-end, end) ?? image(Ball.hyperbolic, RealMath.atanh)
  }

  /// `2/√π · ∫₀ˣ e^(−t²) dt`.
  public var erf: Ball { image(Ball.sigmoidal, RealMath.erf) }

  public var sin: Ball { wave(Ball.sine, RealMath.sin, derivative: RealMath.cos) }
  public var cos: Ball { wave(Ball.cosine, RealMath.cos, derivative: RealMath.sin) }

  /// The greatest argument whose sine and cosine the library is trusted with.
  ///
  /// Beyond 105414350 glibc reduces the angle with too few digits of π for arguments next to a multiple of π/2: the cosine
  /// of 6381956970095103·2^797 is wrong by 35 ulps in glibc 2.36, compared with mpmath. The result is then [−1, 1].
  private static let greatestAngle = 0x1p26

  /// sin or cos by Taylor's bound `|f(m + h) − f(m)| ≤ min(|h|, |f′(m)|·|h| + h²/2)`: extrema need no case of their own.
  private func wave(_ graph: Graph, _ function: (Double) -> Double, derivative: (Double) -> Double) -> Ball {
    guard isBounded else { return self }
    if abs(midpoint) > Ball.greatestAngle { return Ball(unchecked: 0, 1) }
    let value = graph.bounds(function, at: midpoint)
    // 2^-50 is four ulps of 1.
    let slope = min(1, abs(derivative(midpoint)) + 0x1p-50)
    let first = DirectedRounding.raisedProduct(slope, radius)
    let second = DirectedRounding.raisedProduct(radius, DirectedRounding.raisedProduct(radius, 0.5))
    let spread = min(radius, DirectedRounding.raisedSum(first, second))
    return Ball(
      lower: max(-1, DirectedRounding.sumDown(value.lower, -spread)),
      upper: min(1, DirectedRounding.sumUp(value.upper, spread)))
  }

  /// Increasing between its poles; unknown for a ball that may contain one.
  public var tan: Ball {
    guard isBounded else { return self }
    if Ball(lower: lower, upper: upper).cos.containsZero { return .unknown }
    return image(Ball.circular, RealMath.tan)
  }
}
