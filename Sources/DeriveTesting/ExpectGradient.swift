import Testing

/// Expects that a gradient is the one that finite differences find; no derivation is needed.
///
/// Each component is found by Ridders's extrapolation of central differences, with an estimate of its error, and yours
/// may be so far from it. A component that finite differences cannot tell, at a kink or where the function is not finite,
/// is an issue as well; so is one other than 0 that could as
/// well be 0 beside the rounding of the function, as at a minimum. Indices count from 0, as those of the array.
///
/// ```swift
/// expectGradient(of: { x in x[0]*x[0] + 3*x[1] }, at: [0.5, 1], equals: [1, 3])
/// ```
///
/// A function in double precision tells apart far more than one in single precision.
public func expectGradient(
  of function: ([Double]) -> Double, at point: [Double], equals gradient: [Double],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  judge(function, point, gradient, sourceLocation)
}

/// Expects that a gradient, given as a function, is at this point the one that finite differences find.
public func expectGradient(
  of function: ([Double]) -> Double, at point: [Double], equals gradient: ([Double]) -> [Double],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  judge(function, point, gradient(point), sourceLocation)
}

/// Expects that a gradient in single precision is the one that finite differences find.
public func expectGradient(
  of function: ([Float]) -> Float, at point: [Float], equals gradient: [Float],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  judge(function, point, gradient, sourceLocation)
}

/// Expects that a gradient in single precision, given as a function, is the one that finite differences find.
public func expectGradient(
  of function: ([Float]) -> Float, at point: [Float], equals gradient: ([Float]) -> [Float],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  judge(function, point, gradient(point), sourceLocation)
}

private func judge<Number: BinaryFloatingPoint>(
  _ function: ([Number]) -> Number, _ point: [Number], _ gradient: [Number], _ sourceLocation: SourceLocation
) {
  guard gradient.count == point.count else {
    let text = "the gradient has \(gradient.count) components, the point \(point.count)"
    Issue.record(Comment(rawValue: text), sourceLocation: sourceLocation)
    return
  }
  let greatest = gradient.map { abs(Double($0)) }.filter { $0.isFinite }.max() ?? 0
  var findings: [GradientFinding] = []
  for k in point.indices {
    var moved = point
    func alone(_ value: Number) -> Number {
      moved[k] = value
      return function(moved)
    }
    let finding: GradientFinding?
    do throws(NumericalDerivative.Failure) {
      let derivative = try NumericalDerivative(of: alone, at: point[k])
      finding = GradientFinding(
        k, yours: Double(gradient[k]), derivative, greatest: greatest, unit: Double(Number.ulpOfOne) / 2)
    } catch {
      finding = GradientFinding(k, yours: Double(gradient[k]), error)
    }
    if let finding { findings.append(finding) }
  }
  if findings.isEmpty { return }
  Issue.record(
    Comment(rawValue: GradientFinding.text(of: findings, among: point.count)), sourceLocation: sourceLocation)
}
