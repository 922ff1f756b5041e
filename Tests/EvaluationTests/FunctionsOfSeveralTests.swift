import Expressions
import Numbers
import Testing

@testable import Evaluation

/// Elliptic integrals, incomplete gamma functions and polylogarithms in balls.
@Suite struct FunctionsOfSeveralTests {
  private static let functions: [ElementaryFunction] = [
    .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm,
  ]

  /// Arguments at which the function may have a value.
  private func arguments(_ function: ElementaryFunction, _ random: inout RandomSource) -> [Double] {
    func uniform(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * Double(random.next(below: 1 << 20)) / Double(1 << 20)
    }
    switch function {
    case .ellipticF, .ellipticE: return [uniform(-6, 6), uniform(-3, 0.9)]
    case .ellipticPi: return [uniform(-3, 0.9), uniform(-6, 6), uniform(-3, 0.9)]
    case .incompleteGamma: return [uniform(-4, 8), uniform(0.1, 20)]
    default: return [Double(random.next(below: 9)) - 3, uniform(-4, 0.95)]
    }
  }

  /// What a ball of arguments is sent to holds the images of the points in it.
  @Test(arguments: functions) func imagesOfBallsHoldThoseOfPoints(_ function: ElementaryFunction) {
    var random = RandomSource(seed: 11)
    var known = 0
    for _ in 0..<200 {
      let middle = arguments(function, &random)
      // The order of a polylogarithm stays whole.
      let radii = middle.indices.map { function == .polylogarithm && $0 == 0 ? 0 : 1e-3 }
      let wide = Ball.image(
        under: function, of: zip(middle, radii).map { Ball(midpoint: $0, radius: $1) })
      guard wide.isBounded else { continue }
      for corner in 0..<4 {
        let point = zip(middle, radii).enumerated().map { k, part in
          Ball(part.0 + (corner >> (k % 2) & 1 == 0 ? -0.9 : 0.9) * part.1)
        }
        let value = Ball.image(under: function, of: point)
        #expect((value - wide).containsZero)
      }
      known += 1
    }
    #expect(known > 150)
  }

  /// At points the enclosures are narrow, or there is no value.
  @Test(arguments: functions) func imagesOfPointsAreNarrow(_ function: ElementaryFunction) {
    var random = RandomSource(seed: 12)
    for _ in 0..<200 {
      let value = Ball.image(under: function, of: arguments(function, &random).map { Ball($0) })
      if value.isBounded { #expect(value.radius <= 1e-10 * max(1, abs(value.midpoint))) }
    }
  }

  /// Every call ends, whatever the arguments are.
  @Test(arguments: functions) func extremeArgumentsEnd(_ function: ElementaryFunction) {
    let sizes = [0, Double.leastNonzeroMagnitude, 1e-200, 1e-20, 0.5, 1, 1.0.nextUp, 2, 20, 1e10, 1e200, 1e308]
    let values = sizes.flatMap { [$0, -$0] }
    for a in values {
      for b in values {
        let own = function.argumentCount == 3 ? [a, b, 0.5] : [a, b]
        let image = Ball.image(under: function, of: own.map { Ball($0) })
        #expect(!image.isDefined || image.radius >= 0)
        let wide = Ball.image(under: function, of: own.map { Ball(midpoint: $0, radius: abs($0) * 1e-3) })
        #expect(!wide.isDefined || wide.radius >= 0)
      }
    }
  }

  /// E(φ | 1) = sin φ up to π/2, F(φ | 1) = artanh(sin φ), and K(1/2) = Γ(1/4)²/(4√π).
  @Test func ellipticIntegralsAtSpecialParameters() {
    let angle = Ball(0.75)
    #expect((Ball.image(under: .ellipticE, of: [angle, .one]) - angle.sin).containsZero)
    #expect((Ball.image(under: .ellipticF, of: [angle, .one]) - angle.sin.atanh).containsZero)
    let complete = Ball.image(under: .ellipticF, of: [Ball.pi / Ball(2), Ball(0.5)])
    let lemniscate = Ball(0.25).gamma.power(2) / (Ball(4) * Ball.pi.squareRoot)
    #expect((complete - lemniscate).containsZero && complete.radius < 1e-12)
  }

  /// Where the integrand is not real on the way, or has a pole.
  @Test func outsideTheDomainThereIsNoValue() {
    #expect(!Ball.image(under: .ellipticF, of: [Ball(1.5), Ball(2)]).isDefined)
    #expect(!Ball.image(under: .ellipticPi, of: [Ball(3), Ball(1), Ball(0)]).isDefined)
    #expect(!Ball.image(under: .ellipticE, of: [Ball(2), Ball(1.5)]).isDefined)
    #expect(!Ball.image(under: .incompleteGamma, of: [Ball(0.5), Ball(-1)]).isDefined)
    #expect(!Ball.image(under: .polylogarithm, of: [Ball(3), Ball(1.5)]).isDefined)
    #expect(!Ball.image(under: .polylogarithm, of: [Ball(-2), Ball(1)]).isDefined)
  }
}
