import Expressions
import Numbers

/// The determinant by sums and products alone, so that no pivot has to be known to differ from 0.
///
/// R. Bird, A simple division-free algorithm for computing determinants, Information Processing Letters 111 (2011):
/// X₁ = A, Xₖ₊₁ = μ(Xₖ)·A, where μ keeps what is above the diagonal, and puts −(x[i+1,i+1] + … + x[n,n]) at i on it; then
/// det A = (−1)ⁿ⁻¹·Xₙ[1,1]. It takes n⁴ operations.
extension RoutineNumber {
  static func determinant(of matrix: [Self], size n: Int) -> Self {
    guard n > 0 else { return Self(.one) }
    var x = matrix
    for _ in 1..<max(n, 1) {
      var kept = [Self](repeating: Self(.zero), count: n * n)
      var below = Self(.zero)
      for i in (0..<n).reversed() {
        kept[i * n + i] = Self(Rational(-1)) * below
        below = below + x[i * n + i]
        for j in (i + 1)..<max(n, i + 1) { kept[i * n + j] = x[i * n + j] }
      }
      for i in 0..<n {
        for j in 0..<n {
          var entry = Self(.zero)
          for k in i..<n { entry = entry + kept[i * n + k] * matrix[k * n + j] }
          x[i * n + j] = entry
        }
      }
    }
    return n % 2 == 0 ? Self(Rational(-1)) * x[0] : x[0]
  }
}

extension RoutineRun {
  /// Of each matrix in the two last indices of an array.
  func determinants(of matrix: Int, logarithm: Bool) -> [Number] {
    let size = spans[matrix].last?.count ?? 0
    let count = spans[matrix].dropLast(2).reduce(1) { $0 * $1.count }
    return (0..<count).map { place in
      let first = place * size * size
      let value = Number.determinant(of: Array(entries[matrix][first..<(first + size * size)]), size: size)
      return logarithm ? value.image(under: .log) : value
    }
  }
}
