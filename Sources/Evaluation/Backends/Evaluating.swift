import Numbers

/// The backends.
extension Program {
  /// The outputs at each point in doubles; NaN where undefined, or where a comparison is too close to call.
  public func doubles(at points: [Point]) -> [[Double]] {
    let places = 0..<inputs.count
    let arguments = points.flatMap { point in places.map { point.double($0) } }
    let values = BlockProgram(self).values(at: arguments, count: points.count)
    return points.indices.map { Array(values[($0 * outputs.count)..<(($0 + 1) * outputs.count)]) }
  }

  /// Balls that contain the outputs; unknown where a comparison is undecided.
  public func balls(at point: Point) -> [Ball] {
    let values = values(inputs: { point.ball($0) }, rationals: rationals.map { Ball($0) })
    return outputs.map { values[$0] }
  }

  /// The same with midpoints of more bits, and exponents of almost any size.
  public func balls(at point: Point, _ precision: Precision) -> [PreciseBall] {
    switch precision {
    case .double: balls(at: point).map { PreciseBall($0, precision: precision.bits) }
    case .doubleDouble: enclosures(at: point, as: DoubleDoubleBall.self).map { $0.precise }
    case .bits512: enclosures(at: point, as: FixedPrecision<Bits512>.self).map { $0.ball }
    case .bits2048: enclosures(at: point, as: FixedPrecision<Bits2048>.self).map { $0.ball }
    case .bits8192: enclosures(at: point, as: FixedPrecision<Bits8192>.self).map { $0.ball }
    }
  }

  private func enclosures<Number: Enclosure>(at point: Point, as: Number.Type) -> [Number] {
    let values = values(inputs: { point.enclosure($0, as: Number.self) }, rationals: rationals.map { Number($0) })
    return outputs.map { values[$0] }
  }

  /// The outputs as fractions, nil where one is undefined or not known to be a fraction.
  public func fractions(at point: Point) -> [Rational?] { exacts(at: point).map { $0.rational } }

  func exacts(at point: Point) -> [Exact] {
    let values = values(inputs: { point.exact($0) }, rationals: rationals.map { Exact($0) })
    return outputs.map { values[$0] }
  }
}
