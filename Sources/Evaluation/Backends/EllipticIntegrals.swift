import Numbers

/// Legendre's incomplete elliptic integrals in balls, with the parameter m = k²:
///
///     F(φ | m) = ∫₀^φ (1 − m·sin²θ)^(−1/2) dθ,  E(φ | m) = ∫₀^φ (1 − m·sin²θ)^(1/2) dθ,
///     Π(n; φ | m) = ∫₀^φ (1 − n·sin²θ)⁻¹·(1 − m·sin²θ)^(−1/2) dθ,
///
/// by Carlson's symmetric integrals, which his duplication brings to equal arguments. These fall in each argument, so that
/// at nearly equal ones they lie between the values at the least and at the greatest. They are undefined where the integrand
/// is not real, or has a pole, on the way. NIST Digital Library of Mathematical Functions, 19.2(ii), 19.25(i), 19.26(iii);
/// Carlson, "Numerical computation of real or complex elliptic integrals", Numerical Algorithms 10 (1995).
struct EllipticIntegrals {
  private let m: Ball
  /// Of Π; 0 for F and E.
  private let n: Ball
  private let kind: Kind

  private enum Kind { case first, second, third }

  static func first(_ angle: Ball, _ m: Ball) -> Ball { EllipticIntegrals(m: m, n: .zero, kind: .first).value(angle) }
  static func second(_ angle: Ball, _ m: Ball) -> Ball { EllipticIntegrals(m: m, n: .zero, kind: .second).value(angle) }
  static func third(_ n: Ball, _ angle: Ball, _ m: Ball) -> Ball {
    EllipticIntegrals(m: m, n: n, kind: .third).value(angle)
  }

  // MARK: Any angle

  /// Farther from 0 too little is known of the angle.
  private static let greatestAngle = 1e6
  /// The greatest double below π/2.
  private static let quarter = Double.pi / 2

  /// The integral from 0 to φ is 2k times that to π/2, and that from 0 to φ − kπ.
  private func value(_ angle: Ball) -> Ball {
    guard angle.isBounded && m.isBounded && n.isBounded else { return .unknown }
    if angle.isZero { return .zero }
    guard abs(angle.midpoint) <= EllipticIntegrals.greatestAngle else { return .unknown }
    let turns = (angle.midpoint / .pi).rounded()
    let rest = angle - Ball(turns) * .pi
    let start = Ball(max(-EllipticIntegrals.quarter, min(EllipticIntegrals.quarter, rest.midpoint)))
    // The greatest squared sine on the way from 0 is 1 where it comes past π/2.
    let isBeyond = abs(angle.midpoint) + angle.radius > EllipticIntegrals.quarter
    let square = isBeyond ? .one : rest.sin.power(2)
    if let gap = gap(square) { return gap }
    let known = principal(start)
    let distance = (rest - start).absolute.upper
    // The integrand is monotone in the squared sine.
    let slope = max(integrand(rest.sin.power(2)).absolute.upper, integrand(start.sin.power(2)).absolute.upper)
    guard distance == 0 || slope.isFinite else { return .unknown }
    let moved = distance == 0 ? known : known + Ball(midpoint: 0, radius: (distance * slope).nextUp.nextUp)
    return turns == 0 ? moved : moved + Ball(2 * turns) * complete
  }

  /// From 0 to π/2.
  private var complete: Ball { legendre(sine: .one, cosine: .zero) }

  private func principal(_ angle: Ball) -> Ball { legendre(sine: angle.sin, cosine: angle.cos) }

  /// Undefined if the integrand is not real everywhere on a way on which the greatest squared sine is `square`, and unknown if
  /// that is not decided; nil if it is real.
  private func gap(_ square: Ball) -> Ball? {
    for parameter in [m, n] {
      let rest = .one - parameter * square
      if rest.isNegative || rest.isZero && kind != .second { return .undefined }
      if !rest.isPositive && !(rest.isZero && kind == .second) { return .unknown }
    }
    return nil
  }

  private func integrand(_ square: Ball) -> Ball {
    let root = (.one - m * square).squareRoot
    switch kind {
    case .first: return .one / root
    case .second: return root
    case .third: return .one / ((.one - n * square) * root)
    }
  }

  /// F = s·R_F(c², 1 − ms², 1), E = F − (m/3)·s³·R_D(c², 1 − ms², 1) and Π = F + (n/3)·s³·R_J(c², 1 − ms², 1, 1 − ns²) for
  /// the sine s and the cosine c of an angle up to π/2.
  private func legendre(sine s: Ball, cosine c: Ball) -> Ball {
    let (x, y) = (c.power(2), .one - m * s.power(2))
    let first = s * Carlson.first(x, y, .one)
    let third = s.power(3) / Ball(3)
    switch kind {
    case .first: return first
    case .second: return first - m * third * Carlson.second(x, y, .one)
    case .third: return first + n * third * Carlson.third(x, y, .one, .one - n * s.power(2))
    }
  }
}

/// Carlson's symmetric elliptic integrals of arguments of which one at most is 0, the others positive.
private enum Carlson {
  /// Four times more of each argument's distance from the others is gone after every step; 2^-54 of it are left after 27.
  private static let steps = 40

  /// Between the value at the greatest and that at the least argument, f(a) = a^exponent at equal ones.
  private static func atNearlyEqual(_ arguments: [Ball], _ exponent: Rational) -> Ball {
    let (low, high) = (arguments.map { $0.lower }.min() ?? 0, arguments.map { $0.upper }.max() ?? 0)
    guard low > 0 && high.isFinite else { return .unknown }
    return Ball(lower: low, upper: high).power(exponent)
  }

  private static func isSpread(_ arguments: [Ball], beyond bound: Double) -> Bool {
    let middles = arguments.map { $0.midpoint }
    guard let low = middles.min(), let high = middles.max() else { return false }
    return high - low > bound * low
  }

  /// λ = √x√y + √y√z + √z√x.
  private static func lambda(_ x: Ball, _ y: Ball, _ z: Ball) -> Ball {
    let (a, b, c) = (x.nonnegativeRoot, y.nonnegativeRoot, z.nonnegativeRoot)
    return a * b + b * c + c * a
  }

  private static let quarter = Ball(0.25)

  /// R_F(x, y, z) = R_F((x + λ)/4, (y + λ)/4, (z + λ)/4).
  static func first(_ x: Ball, _ y: Ball, _ z: Ball) -> Ball {
    var (x, y, z) = (x, y, z)
    for _ in 0..<steps where isSpread([x, y, z], beyond: 0x1p-54) {
      let lambda = lambda(x, y, z)
      (x, y, z) = ((x + lambda) * quarter, (y + lambda) * quarter, (z + lambda) * quarter)
    }
    return atNearlyEqual([x, y, z], Rational(-1, 2))
  }

  /// R_D(x, y, z) = 3/(√z·(z + λ)) + R_D((x + λ)/4, (y + λ)/4, (z + λ)/4)/4.
  static func second(_ x: Ball, _ y: Ball, _ z: Ball) -> Ball {
    var (x, y, z, weight, total) = (x, y, z, Ball.one, Ball.zero)
    for _ in 0..<steps where isSpread([x, y, z], beyond: 0x1p-54 / weight.midpoint) {
      let lambda = lambda(x, y, z)
      total = total + Ball(3) * weight / (z.nonnegativeRoot * (z + lambda))
      weight = weight * quarter
      (x, y, z) = ((x + lambda) * quarter, (y + lambda) * quarter, (z + lambda) * quarter)
    }
    return total + weight * atNearlyEqual([x, y, z], Rational(-3, 2))
  }

  /// R_J(x, y, z, p) = 6·R_C(1, 1 + e)/d + R_J((x + λ)/4, (y + λ)/4, (z + λ)/4, (p + λ)/4)/4 with
  /// d = (√p + √x)·(√p + √y)·(√p + √z) and e = (p − x)·(p − y)·(p − z)/d², where R_C(x, y) = R_F(x, y, y).
  static func third(_ x: Ball, _ y: Ball, _ z: Ball, _ p: Ball) -> Ball {
    var (x, y, z, p, weight, total) = (x, y, z, p, Ball.one, Ball.zero)
    for _ in 0..<steps where isSpread([x, y, z, p], beyond: 0x1p-54 / weight.midpoint) {
      let root = p.nonnegativeRoot
      let d = (root + x.nonnegativeRoot) * (root + y.nonnegativeRoot) * (root + z.nonnegativeRoot)
      let e = (p - x) * (p - y) * (p - z) / d.power(2)
      let above = .one + e
      total = total + Ball(6) * weight / d * first(.one, above, above)
      let lambda = lambda(x, y, z)
      weight = weight * quarter
      (x, y, z, p) = (
        (x + lambda) * quarter, (y + lambda) * quarter, (z + lambda) * quarter, (p + lambda) * quarter
      )
    }
    return total + weight * atNearlyEqual([x, y, z, p], Rational(-3, 2))
  }
}

extension Ball {
  /// The root of a number that is known to be at least 0, whatever the ball around it says.
  fileprivate var nonnegativeRoot: Ball {
    lower >= 0 || upper < 0 ? squareRoot : Ball(lower: 0, upper: max(upper, 0)).squareRoot
  }
}
