import Expressions
import Numbers

/// Sines and cosines: (cos u, sin u) for u = q·π + Σ r·b, with a point of the circle for each b of a basis of the angles.
extension AlgebraicCompiler {
  /// What is known of (cos b, sin b).
  enum Angle {
    /// A random point of the circle, some multiple of which it is.
    case free(Int)
    /// b is the arc sine or the arc tangent of a value.
    case inverse(ElementaryFunction, Int)
  }

  struct Circular {
    var cosine: Int
    var sine: Int
  }

  mutating func circular(_ u: Int) throws(ModularLanes.Failure) -> Circular {
    let pi = try piValue()
    noteInverses()
    for known in angles {
      guard case .free(let angle) = known.angle, lanes.areEqual(u, known.place) else { continue }
      return try rotation([AngleTerm(angle: angle, factor: .one)], quarters: 0)
    }
    if let known = try lanes.relation(of: u, to: [pi] + angles.map { $0.place }),
      let point = try point(turns: known[0], Array(known.dropFirst()))
    {
      return point
    }
    let angle = lanes.newAngle()
    angles.append((u, .free(angle)))
    return try rotation([AngleTerm(angle: angle, factor: .one)], quarters: 0)
  }

  /// The arc sines and arc tangents met so far are angles.
  private mutating func noteInverses() {
    for known in opaque where known.function == .asin || known.function == .atan {
      if !angles.contains(where: { $0.place == known.value }) {
        angles.append((known.value, .inverse(known.function, known.argument)))
      }
    }
  }

  private mutating func rotation(_ terms: [AngleTerm], quarters: Int) throws(ModularLanes.Failure) -> Circular {
    Circular(
      cosine: try lanes.append(.cosine(terms, quarters: quarters)),
      sine: try lanes.append(.sine(terms, quarters: quarters)))
  }

  /// The point for q·π + Σ r·b; nil for an angle with no law.
  private mutating func point(turns q: Rational, _ factors: [Rational]) throws(ModularLanes.Failure) -> Circular? {
    guard let twelfths = (q * Rational(12)).asInt else { return nil }
    var terms: [AngleTerm] = []
    var multiples: [(function: ElementaryFunction, argument: Int, count: Int)] = []
    for (angle, factor) in zip(angles, factors) where !factor.isZero {
      switch angle.angle {
      case .free(let number):
        try lanes.divideAngle(number, by: try denominator(of: factor))
        terms.append(AngleTerm(angle: number, factor: factor))
      case .inverse(let function, let argument):
        guard let count = factor.asInt, count.magnitude <= AlgebraicCompiler.mostTurns else { return nil }
        multiples.append((function, argument, count))
      }
    }
    let turn = ((twelfths % 24) + 24) % 24
    var result = try rotation(terms, quarters: turn / 6)
    if turn % 6 != 0 { result = try turned(result, by: try special(turn % 6)) }
    for multiple in multiples {
      let (count, isNegative) = (multiple.count.magnitude, multiple.count < 0)
      if count > 1 {
        let double = try doubled(multiple.function, multiple.argument, isNegative: isNegative)
        for _ in 0..<(count / 2) { result = try turned(result, by: double) }
      }
      if count % 2 == 1 {
        result = try turned(result, by: try inverse(multiple.function, multiple.argument, isNegative: isNegative))
      }
    }
    return result
  }

  private static let mostTurns = 12

  private mutating func turned(_ a: Circular, by b: Circular) throws(ModularLanes.Failure) -> Circular {
    let cc = try lanes.append(.product([a.cosine, b.cosine]))
    let ss = try lanes.append(.product([a.sine, b.sine]))
    let cs = try lanes.append(.product([a.cosine, b.sine]))
    let sc = try lanes.append(.product([a.sine, b.cosine]))
    return Circular(cosine: try difference(cc, ss), sine: try sum(cs, sc))
  }

  /// (cos, sin) of one to five twelfths of π.
  private mutating func special(_ twelfths: Int) throws(ModularLanes.Failure) -> Circular {
    let half = Rational(1, 2)
    switch twelfths {
    case 3:
      let root = try scaled(try rootPower(try number(Rational(2)), half), by: half)
      return Circular(cosine: root, sine: root)
    case 2, 4:
      let root = try scaled(try rootPower(try number(Rational(3)), half), by: half)
      let other = try number(half)
      return twelfths == 2 ? Circular(cosine: root, sine: other) : Circular(cosine: other, sine: root)
    case 1:
      var back = try special(3)
      back.sine = try scaled(back.sine, by: Rational(-1))
      return try turned(try special(4), by: back)
    default: return try turned(try special(2), by: try special(3))
    }
  }

  /// The point for twice the angle: (1 − u², 2u)/(1 + u²) for 2·atan u, without a root.
  private mutating func doubled(
    _ function: ElementaryFunction, _ u: Int, isNegative: Bool
  ) throws(ModularLanes.Failure) -> Circular {
    guard function == .atan else {
      let point = try inverse(function, u, isNegative: isNegative)
      return try turned(point, by: point)
    }
    let square = try lanes.append(.power(u, 2))
    let one = try number(.one)
    let above = try sum(one, square)
    positive.insert(above)
    nonnegative.insert(above)
    return Circular(
      cosine: try quotient(try difference(one, square), above),
      sine: try quotient(try scaled(u, by: Rational(isNegative ? -2 : 2)), above))
  }

  /// cos asin u = √(1 − u²), and atan u is the angle of (1, u)/√(1 + u²); both cosines are not negative.
  private mutating func inverse(
    _ function: ElementaryFunction, _ u: Int, isNegative: Bool
  ) throws(ModularLanes.Failure) -> Circular {
    let square = try lanes.append(.power(u, 2))
    let one = try number(.one)
    let half = Rational(1, 2)
    var point: Circular
    if function == .asin {
      let below = try difference(one, square)
      nonnegative.insert(below)
      point = Circular(cosine: try rootPower(below, half), sine: u)
    } else {
      let above = try sum(one, square)
      positive.insert(above)
      nonnegative.insert(above)
      let cosine = try rootPower(above, -half)
      point = Circular(cosine: cosine, sine: try lanes.append(.product([u, cosine])))
    }
    if isNegative { point.sine = try scaled(point.sine, by: Rational(-1)) }
    return point
  }
}
