/// The backward pass of a batch normalisation without ε, `derivations/bn.expr`, in single precision, with a mistake if one
/// is planted.
struct BatchNorm {
  enum Mistake: CaseIterable {
    case none, sign, lostTerm, sumForMean, gamma
  }

  var mistake = Mistake.none

  /// dx = γ/(m·√v)·(m·g − Σg − x̂·Σ g·x̂)
  func backward(x: [Float], g: [Float], gamma: Float) -> [Float] {
    let m = Float(x.count)
    let mean = Float(x.reduce(0) { $0 + Double($1) } / Double(m))
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / m
    let normalized = x.map { ($0 - mean) / variance.squareRoot() }
    let total = g.reduce(0, +)
    let share = zip(g, normalized).reduce(0) { $0 + $1.0 * $1.1 }
    let scale = (mistake == .gamma ? 1 : gamma) / ((mistake == .sumForMean ? 1 : m) * variance.squareRoot())
    return x.indices.map { i in
      let first = m * g[i] - (mistake == .lostTerm ? 0 : total)
      return scale * (mistake == .sign ? first + normalized[i] * share : first - normalized[i] * share)
    }
  }
}
