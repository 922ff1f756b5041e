internal import Evaluation

/// The derivative of a function of one number, from its values alone.
///
/// Ridders's extrapolation of central differences, from first steps that get smaller until two of them agree.
struct NumericalDerivative {
  var value: Double
  /// An estimate of its error: that of the extrapolation, and what the rounding of the values adds.
  var error: Double

  enum Failure: Error {
    /// The function is not finite at the point or near it.
    case notFinite
    /// The slopes to the left and to the right differ however near they are taken.
    case kink(left: Double, right: Double)
    /// No two steps agree: the function jumps or oscillates, or is known too roughly.
    case noLimit
  }

  /// First steps as parts of the argument's size, the same as for the derivatives of a checked line, and wider ones for
  /// values in single precision, whose noise small steps amplify.
  private static let steps = [0.1, 0.02, 0.004, 4e-4, 4e-5]
  private static let wideSteps = [0.5, 0.2, 0.1, 0.02, 0.004]
  /// Each value is taken to be off by 4 units, at the smallest of the steps, h/c⁹ ≈ h/20: with the first step instead, 3 of
  /// 1500 right components of the random points in `GradientTests` were farther away than ten times the estimate.
  private static let rounding = 4.0 * 20

  init<Number: BinaryFloatingPoint>(of function: (Number) -> Number, at point: Number) throws(Failure) {
    let unit = Double(Number.ulpOfOne) / 2
    let size = point == 0 ? 1 : abs(Double(point))
    guard function(point).isFinite else { throw Failure.notFinite }
    var (last, best) = (NumericalDerivative?.none, NumericalDerivative?.none)
    var failure = Failure.noLimit
    for part in unit > 0x1p-50 ? NumericalDerivative.wideSteps : NumericalDerivative.steps {
      let differences = Differences(of: function, at: point, step: part * size, unit: unit)
      if let kink = differences.kink { failure = .kink(left: kink.left, right: kink.right) }
      guard differences.areFinite else {
        if last == nil { failure = .notFinite }
        continue
      }
      guard let ridders = Ridders(differences.quotients) else { continue }
      let found = NumericalDerivative(
        value: ridders.value,
        error: ridders.error + NumericalDerivative.rounding * unit * differences.size / (part * size))
      if case .kink = failure { continue }
      if let last, abs(found.value - last.value) <= 10 * (found.error + last.error) {
        let better = found.error < last.error ? found : last
        if better.error < best?.error ?? .infinity { best = better }
      }
      last = found
    }
    if case .kink = failure { throw failure }
    guard let best else { throw failure }
    self = best
  }

  private init(value: Double, error: Double) {
    (self.value, self.error) = (value, error)
  }
}

/// The values of a function at the steps of one extrapolation.
private struct Differences {
  /// (f(x + h) − f(x − h))/2h
  var quotients: [Double] = []
  /// The greatest value.
  var size: Double
  var areFinite = true
  /// The slopes on both sides, if they stay apart.
  var kink: (left: Double, right: Double)?

  init<Number: BinaryFloatingPoint>(
    of function: (Number) -> Number, at point: Number, step: Double, unit: Double
  ) {
    let center = Double(function(point))
    size = abs(center)
    var (h, widest, last) = (step, 0.0, (left: 0.0, right: 0.0, step: step))
    for _ in 0..<Ridders.stepCount {
      let (above, below) = (point + Number(h), point - Number(h))
      // The steps as they are really taken, which rounding makes unequal.
      let (up, down) = (Double(above) - Double(point), Double(point) - Double(below))
      let (high, low) = (Double(function(above)), Double(function(below)))
      guard high.isFinite, low.isFinite, up > 0, down > 0 else {
        areFinite = false
        return
      }
      size = max(size, abs(high), abs(low))
      quotients.append((high - low) / (up + down))
      last = (left: (center - low) / down, right: (high - center) / up, step: min(up, down))
      widest = max(widest, abs(last.right - last.left))
      h /= Ridders.ratio
    }
    // Of a smooth function the slopes come together as the step gets smaller: here by c⁹ ≈ 20.
    let gap = abs(last.right - last.left)
    let noise = max(64 * unit * size / last.step, 1e-6 * max(abs(last.left), abs(last.right)))
    if gap > 0.5 * widest, gap > noise { kink = (left: last.left, right: last.right) }
  }
}
