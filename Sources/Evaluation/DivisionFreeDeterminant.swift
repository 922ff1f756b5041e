/// The determinant by sums and products alone, so that no pivot has to be known to differ from 0.
///
/// R. Bird, A simple division-free algorithm for computing determinants, Information Processing Letters 111 (2011):
/// X₁ = A, Xₖ₊₁ = μ(Xₖ)·A, where μ keeps what is above the diagonal, and puts −(x[i+1,i+1] + … + x[n,n]) at i on it; then
/// det A = (−1)ⁿ⁻¹·Xₙ[1,1]. It takes n⁴/2 products.
enum DivisionFree {
  /// - Parameters:
  ///   - matrix: n² entries, row by row, n > 0.
  ///   - dot: Σ a·b over some pairs.
  static func determinant<Value>(
    of matrix: [Value], size n: Int, minusOne: Value, dot: ([(Value, Value)]) -> Value
  ) -> Value {
    var x = matrix
    for _ in 1..<n {
      var next: [Value] = []
      next.reserveCapacity(n * n)
      for i in 0..<n {
        let diagonal = i + 1 < n ? dot((i + 1..<n).map { (minusOne, x[$0 * n + $0]) }) : nil
        for j in 0..<n {
          var pairs = diagonal.map { [($0, matrix[i * n + j])] } ?? []
          for k in i + 1..<max(n, i + 1) { pairs.append((x[i * n + k], matrix[k * n + j])) }
          next.append(dot(pairs))
        }
      }
      x = next
    }
    return n % 2 == 0 ? dot([(minusOne, x[0])]) : x[0]
  }
}
