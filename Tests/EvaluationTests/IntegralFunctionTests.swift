import Expressions
import Numbers
import Testing

@testable import Evaluation

@Suite struct IntegralFunctionTests {
  private static let functions: [ElementaryFunction] = [
    .imaginaryError, .exponentialIntegral, .sineIntegral, .cosineIntegral, .hyperbolicSineIntegral,
    .hyperbolicCosineIntegral, .dilogarithm, .fresnelSine, .fresnelCosine,
  ]

  /// Series end everywhere: where terms vanish, at the ends of their ranges, and far away.
  @Test(arguments: functions) func seriesEnd(_ function: ElementaryFunction) {
    let vanishing = [Double.leastNonzeroMagnitude, Double.leastNormalMagnitude / 100, 1e-200, 1e-20]
    let sizes = vanishing + [0.5, 0.5.nextUp, 1, 1.0.nextUp, 2, 3.5, 18, 30, 700, 1e10, 1e200, 1e308]
    for x in sizes.flatMap({ [$0, -$0] }) {
      let image = IntegralFunctions.image(function, Ball(x))
      #expect(image != nil)
      let wide = IntegralFunctions.image(function, Ball(midpoint: x, radius: abs(x) * 1e-3))
      #expect(wide != nil)
    }
  }

  /// Li₂(−1) = −π²/12 and Li₂(1/2) = π²/12 − log²2/2, at the ends of the ranges of its equations.
  @Test func dilogarithmAtTheEnds() throws {
    let twelfth = Ball.pi * Ball.pi / Ball(12)
    let half = Ball(2).log * Ball(2).log / Ball(2)
    for (x, value) in [(-1, -twelfth), (0.5, twelfth - half)] {
      let ball = try #require(IntegralFunctions.image(.dilogarithm, Ball(x)))
      #expect((ball - value).containsZero && ball.radius < 1e-14)
    }
  }
}
