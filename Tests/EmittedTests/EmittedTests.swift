import Foundation
import Testing

/// `logistic.expr` is written in Swift while this target is built; here its functions are called.
@Suite struct EmittedTests {
  private let features: [Double] = [1, -0.5, 2, 0.25, -1.5, 0.75]
  private let labels: [Double] = [1, 0, 1]
  private let weights: [Double] = [0.3, -0.7]

  private var scores: [Double] {
    (0..<3).map { features[2 * $0] * weights[0] + features[2 * $0 + 1] * weights[1] }
  }

  @Test func loss() {
    let expected = zip(scores, labels).reduce(0) { $0 + log(1 + exp($1.0)) - $1.1 * $1.0 }
    let found = logistic_loss(n: 3, d: 2, X: features, y: labels, w: weights)
    #expect(abs(found - expected) < 1e-14)
  }

  @Test func gradient() {
    let found = logistic_gradient(n: 3, d: 2, X: features, y: labels, w: weights)
    for k in 0..<2 {
      let expected = (0..<3).reduce(0) { $0 + (1 / (1 + exp(-scores[$1])) - labels[$1]) * features[2 * $1 + k] }
      #expect(abs(found[k] - expected) < 1e-14)
    }
  }
}
