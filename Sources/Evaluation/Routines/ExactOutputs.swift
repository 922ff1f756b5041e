import Expressions
import Numbers

/// A number that is to be rounded to the nearest double.
protocol Roundable {
  /// The double that is nearest to the number, and how far off it is at most, or that there is no value; nil where that is
  /// not decided.
  var nearest: KnownValue? { get }
  /// Some double near the number.
  var approximate: KnownValue { get }
}

extension Routine {
  /// The outputs, each entry the double nearest to the exact value, with a bound of its distance from that.
  ///
  /// Ziv's strategy: pairs of doubles first; where their error does not decide how to round, more bits (Ziv, "Fast evaluation
  /// of elementary mathematical functions with correctly rounded last bit", ACM TOMS 1991). Where 2048 bits do not decide,
  /// the radius is that of the last ball. Whether there is a value at all, balls of two doubles must know.
  ///
  /// - Parameter negligible: what is certain to be smaller is 0. Sums that cancel would take 2048 bits to be rounded.
  public func exact(_ sizes: Sizes, _ inputs: RoutineInputs, negligible: Double = 0) throws(RoutineFailure)
    -> [[KnownValue]]
  {
    var values = try outputs(sizes, inputs, as: BoundedDouble.self).map { $0.map { OpenValue($0, negligible) } }
    for stage in Precision.refined where stage < .bits8192 {
      let open = values.joined().filter { !$0.isDecided }
      let isUnknown = open.contains { $0.known.value.isNaN }
      // Balls of two doubles tell what has no value, and nothing else that is new.
      if open.isEmpty || isUnknown && stage > .doubleDouble { break }
      switch stage {
      case .double, .bits8192: continue
      case .doubleDouble: if isUnknown { try refine(&values, sizes, inputs, negligible, as: DoubleDoubleBall.self) }
      case .bits512: try refine(&values, sizes, inputs, negligible, as: FixedPrecision<Bits512>.self)
      case .bits2048: try refine(&values, sizes, inputs, negligible, as: FixedPrecision<Bits2048>.self)
      }
    }
    return values.map { $0.map { $0.known } }
  }

  /// An entry, and whether it is the nearest double.
  private struct OpenValue {
    var known: KnownValue
    var isDecided: Bool

    init(_ number: some Roundable, _ negligible: Double) {
      let nearest = number.nearest
      (known, isDecided) = (nearest ?? number.approximate, nearest != nil)
      let most = abs(known.value) + known.radius
      if !isDecided, most < negligible { (known, isDecided) = (KnownValue(value: 0, radius: most.nextUp), true) }
    }
  }

  private func refine<Number: RoutineNumber & RoutineInput & Roundable>(
    _ values: inout [[OpenValue]], _ sizes: Sizes, _ inputs: RoutineInputs, _ negligible: Double,
    as: Number.Type
  ) throws(RoutineFailure) {
    let refined = try outputs(sizes, inputs, as: Number.self)
    for output in values.indices {
      for k in values[output].indices where !values[output][k].isDecided {
        values[output][k] = OpenValue(refined[output][k], negligible)
      }
    }
  }
}

extension BoundedDouble: Roundable {
  /// Rounding is monotone: if both ends go to `high`, all numbers do.
  var nearest: KnownValue? {
    guard error.isFinite, high.isFinite else { return nil }
    let isSure = error == 0 || high + (low + error).nextUp == high && high + (low - error).nextDown == high
    return isSure ? approximate : nil
  }

  var approximate: KnownValue {
    error.isFinite && high.isFinite
      ? KnownValue(value: high, radius: (abs(low) + error) * BoundedDouble.rounding) : .unknown
  }
}

extension DoubleDoubleBall: Roundable {
  var nearest: KnownValue? { isDefined ? BoundedDouble(self).nearest : .undefined }
  var approximate: KnownValue { BoundedDouble(self).approximate }
}

extension FixedPrecision: Roundable {
  var nearest: KnownValue? { ball.isDefined ? ball.nearestDouble.map { KnownValue($0) } : .undefined }
  var approximate: KnownValue { ball.ball.isBounded ? KnownValue(ball.ball) : .unknown }
}
