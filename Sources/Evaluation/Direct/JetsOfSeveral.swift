import Expressions
import Numbers

/// Functions of several jets, by f(a + b·ε) = f(a) + Σ ∂f/∂aₖ·bₖ·ε for one direction after the other; the partial
/// derivatives are written out a second time.
extension Jet {
  static func image(under function: ElementaryFunction, of arguments: [Jet]) -> Jet {
    if arguments[0].directions == 0 {
      return Jet(Real.image(under: function, of: arguments.map { $0.value }), directions: 0)
    }
    let halves = arguments.map { $0.halves }
    let low = halves.map { $0.0 }
    let result = image(under: function, of: low)
    var slope: Jet?
    for (place, half) in halves.enumerated() {
      guard let high = half.1 else { continue }
      let term = partial(of: function, at: low, in: place, value: result) * high
      slope = slope.map { $0 + term } ?? term
    }
    return .joined(result, slope?.guarded(by: result))
  }

  private var inverse: Jet { power(Rational(-1)) }
  private func scaled(_ n: Int, _ d: Int = 1) -> Jet { self * constant(Rational(n, d)) }

  private static func partial(of function: ElementaryFunction, at a: [Jet], in place: Int, value f: Jet) -> Jet {
    switch (function, place) {
    case (.ellipticF, 0): return a[0].delta(a[1]).inverse
    case (.ellipticF, 1): return a[0].slopeOfFirstKind(a[1], f, image(under: .ellipticE, of: a))
    case (.ellipticE, 0): return a[0].delta(a[1])
    case (.ellipticE, 1): return (f - image(under: .ellipticF, of: a)) * a[1].inverse.scaled(1, 2)
    case (.ellipticPi, 0):
      let (n, angle, m) = (a[0], a[1], a[2])
      let first = image(under: .ellipticF, of: [angle, m]), second = image(under: .ellipticE, of: [angle, m])
      let (delta, one) = (angle.delta(m), n.constant(.one))
      let turn = angle.scaled(2).image(under: .sin).scaled(1, 2) * delta * angle.poleFactor(n).inverse
      let sum = n * second + (m - n) * first + (n * n - m) * f - n * n * turn
      return sum * (n * (m - n) * (n - one)).inverse.scaled(1, 2)
    case (.ellipticPi, 1): return (a[1].delta(a[2]) * a[1].poleFactor(a[0])).inverse
    case (.ellipticPi, 2):
      let (n, angle, m) = (a[0], a[1], a[2])
      let second = image(under: .ellipticE, of: [angle, m])
      let lost = angle.scaled(2).image(under: .sin).scaled(1, 2) * m * angle.delta(m).inverse
      let one = n.constant(.one)
      return (f * (one - m) - second + lost) * ((one - m) * (n - m)).inverse.scaled(1, 2)
    case (.incompleteGamma, 1):
      return -(a[1].raised(to: a[0]) * (-a[1]).image(under: .exp) * a[1].inverse)
    case (.polylogarithm, 1):
      return image(under: .polylogarithm, of: [a[0] - a[0].constant(.one), a[1]]) * a[1].inverse
    default: return Jet(.unknown, directions: f.directions)
    }
  }

  /// (1 − m·sin²φ)^(1/2) = (cos²φ + (1 − m)·sin²φ)^(1/2).
  private func delta(_ m: Jet) -> Jet {
    let (sine, cosine) = (image(under: .sin), image(under: .cos))
    return (cosine * cosine + (constant(.one) - m) * sine * sine).power(Rational(1, 2))
  }

  /// 1 − n·sin²φ = cos²φ + (1 − n)·sin²φ.
  private func poleFactor(_ n: Jet) -> Jet {
    let (sine, cosine) = (image(under: .sin), image(under: .cos))
    return cosine * cosine + (constant(.one) - n) * sine * sine
  }

  /// ∂F/∂m = E/(2m·(1 − m)) − F/(2m) − sin 2φ/(4·(1 − m)·Δ).
  private func slopeOfFirstKind(_ m: Jet, _ first: Jet, _ second: Jet) -> Jet {
    let rest = (constant(.one) - m).inverse
    let turn = scaled(2).image(under: .sin) * delta(m).inverse * rest.scaled(1, 4)
    return (second * rest - first) * m.inverse.scaled(1, 2) - turn
  }
}
