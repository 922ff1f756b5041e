import DeriveTesting
import Foundation
import Testing

@Suite struct GradientTests {
  /// log(Σ exp(x)) + x₀·sin(x₁)
  private static func loss(_ x: [Double]) -> Double { log(x.reduce(0) { $0 + exp($1) }) + x[0] * sin(x[1]) }

  private static func gradient(_ x: [Double]) -> [Double] {
    let total = x.reduce(0) { $0 + exp($1) }
    var gradient = x.map { exp($0) / total }
    gradient[0] += sin(x[1])
    gradient[1] += x[0] * cos(x[1])
    return gradient
  }

  private func expect(_ parts: [String], _ body: () -> Void) {
    withKnownIssue {
      body()
    } matching: { issue in
      issue.text.hasPrefix(parts[0]) && parts.allSatisfy { issue.text.contains($0) }
    }
  }

  @Test func right() {
    expectGradient(of: Self.loss, at: [0.5, 1, 3], equals: Self.gradient)
    expectGradient(of: { x in x[0] * x[0] + 3 * x[1] }, at: [0.5, 1], equals: [1, 3])
    expectGradient(of: { (x: [Float]) in x[0] * x[0] + exp(x[1]) }, at: [0.5, 1], equals: [1, exp(1)])
    expectGradient(of: { _ in 3.0 }, at: [1.0], equals: [0])
    expectGradient(of: { x in x[0] * x[0] * x[0] }, at: [0.0], equals: [0])
  }

  @Test func rightAtManyPoints() {
    var random = Points(state: 1)
    for _ in 0..<500 {
      let point = (0..<3).map { _ in random.next() }
      expectGradient(of: Self.loss, at: point, equals: Self.gradient)
    }
  }

  /// Numbers between −4 and 4, always the same: the linear congruential generator of Knuth's MMIX.
  private struct Points {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-50 - 4
    }
  }

  /// Off by a ten-millionth, at one component.
  @Test func oneWrongComponent() {
    var wrong = Self.gradient([0.5, 1, 3])
    wrong[2] += 1e-7
    expect(["gradient[2]: yours ", "finite differences ", "wrong      1 of 3 components"]) {
      expectGradient(of: Self.loss, at: [0.5, 1, 3], equals: wrong)
    }
  }

  @Test func commonMistakes() {
    expect(["gradient[0]: ", "the sign of all of them is wrong", "3 of 3"]) {
      expectGradient(of: Self.loss, at: [0.5, 1, 3], equals: { Self.gradient($0).map { -$0 } })
    }
    expect(["gradient[0]: ", "all of them have the factor 0.5"]) {
      expectGradient(of: Self.loss, at: [0.5, 1, 3], equals: { Self.gradient($0).map { $0 / 2 } })
    }
    expect(["the gradient has 2 components, the point 3"]) {
      expectGradient(of: Self.loss, at: [0.5, 1, 3], equals: [1, 2])
    }
    expect(["gradient[0]: yours nan, finite differences 2"]) {
      expectGradient(of: { x in 2 * x[0] }, at: [1.0], equals: [.nan])
    }
  }

  /// Nothing passes where finite differences tell nothing.
  @Test func undecided() {
    expect(["gradient[0]: yours 0, cannot be judged: the function has a kink, with the slope -1 on the left and 1 on"])
    {
      expectGradient(of: { x in abs(x[0]) }, at: [0.0], equals: [0])
    }
    expect(["gradient[0]: yours 1, cannot be judged: the function is not finite"]) {
      expectGradient(of: { x in log(x[0]) }, at: [-1.0], equals: [1])
    }
    expect(["gradient[0]: yours 0, cannot be judged: "]) {
      expectGradient(of: { x in x[0] < 1 ? 0.0 : 1.0 }, at: [1.0], equals: [0])
    }
    expect(["gradient[0]: yours 1, "]) {
      expectGradient(of: { x in 1e20 + x[0] }, at: [1.0], equals: [1])
    }
  }
}
