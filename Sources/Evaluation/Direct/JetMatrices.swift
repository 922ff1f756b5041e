import Expressions
import Numbers

/// Matrices of jets, given by rows.
extension Jet {
  /// With M = A + B·ε, M⁻¹ = A⁻¹ − A⁻¹·B·A⁻¹·ε, for one direction after the other.
  static func inverse(of matrix: [Jet], size: Int, _ work: WorkAccount) -> [Jet] {
    work.draw(size * size * size * Jet.workOfOperation)
    guard let directions = matrix.first?.directions else { return [] }
    if directions == 0 {
      let exact = matrix.compactMap { $0.value.exact }
      if exact.count == matrix.count, case .known(let inverse) = RationalMatrix(size: size, exact).inverse(work) {
        return inverse.map { Jet(Real($0), directions: 0) }
      }
      return Number.inverse(of: matrix.map { $0.value.ball }, size: size, work).map { Jet(Real($0), directions: 0) }
    }
    let halves = matrix.map { $0.halves }
    let inverse = inverse(of: halves.map { $0.low }, size: size, work)
    if halves.allSatisfy({ $0.high == nil }) { return inverse.map { .joined($0, nil) } }
    let zero = Jet(.zero, directions: directions - 1)
    let change = product(product(inverse, halves.map { $0.high ?? zero }, size, work), inverse, size, work)
    return zip(inverse, change).map { .joined($0, -$1) }
  }

  private static var workOfOperation: Int { 30 }

  private static func product(_ a: [Jet], _ b: [Jet], _ size: Int, _ work: WorkAccount) -> [Jet] {
    work.draw(size * size * size * Jet.workOfOperation * (a.first?.coefficients.count ?? 1))
    return a.indices.map { place in
      if work.isSpent { return Jet(.unknown, directions: a[place].directions) }
      let (i, j) = (place / size, place % size)
      return (1..<max(size, 1)).reduce(a[i * size] * b[j]) { $0 + a[i * size + $1] * b[$1 * size + j] }
    }
  }

  /// The determinant without divisions in O(n⁴) products: F₁ = A, F_{k+1} = μ(F_k)·A, det A = (−1)^(n−1)·F_n[1,1], where μ
  /// keeps what is above the diagonal, clears what is below and puts −Σ_{j>i} X[j,j] at [i,i].
  /// R. S. Bird, "A simple division-free algorithm for computing determinants", Information Processing Letters 111 (2011).
  static func determinant(of matrix: [Jet], size: Int, directions: Int, _ work: WorkAccount) -> Jet {
    guard size > 0 else { return Jet(.one, directions: directions) }
    var power = matrix
    for _ in stride(from: 1, to: size, by: 1) {
      var upper = power
      var trace = Jet(.zero, directions: directions)
      for i in stride(from: size - 1, through: 0, by: -1) {
        for j in 0..<i { upper[i * size + j] = Jet(.zero, directions: directions) }
        upper[i * size + i] = trace
        trace = trace - power[i * size + i]
      }
      power = product(upper, matrix, size, work)
    }
    return size % 2 == 0 ? -power[0] : power[0]
  }
}
