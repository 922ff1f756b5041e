/// min Σ (row·x − right side)², by Householder's orthogonalisation (Golub and Van Loan, Matrix Computations, 5.3).
struct LeastSquares {
  var values: [Double]
  /// How far an unknown moves if every row is off by 1 at the worst.
  var uncertainties: [Double]
  var greatestResidual: Double
  /// No column is nearly a combination of others.
  var isUnique: Bool

  private static let dependence = 1e-7

  /// - Parameter rows: the factors of the unknowns, then the right side. Nil with fewer rows than unknowns.
  init?(_ rows: [[Double]], unknowns: Int) {
    guard rows.count > unknowns, unknowns > 0 else { return nil }
    // Columns of length 1.
    let lengths = (0..<unknowns).map { k in rows.reduce(0) { $0 + $1[k] * $1[k] }.squareRoot() }
    var a = rows.map { row in (0..<unknowns).map { lengths[$0] > 0 ? row[$0] / lengths[$0] : 0 } + [row[unknowns]] }
    isUnique = lengths.allSatisfy { $0 > 0 && $0.isFinite }
    for k in 0..<unknowns {
      let norm = (k..<a.count).reduce(0) { $0 + a[$1][k] * a[$1][k] }.squareRoot()
      if norm < LeastSquares.dependence { isUnique = false }
      guard norm > 0 else { continue }
      let alpha = a[k][k] > 0 ? -norm : norm
      var v = (k..<a.count).map { a[$0][k] }
      v[0] -= alpha
      let length = v.reduce(0) { $0 + $1 * $1 }
      guard length > 0 else { continue }
      for column in k...unknowns {
        let share = 2 * v.indices.reduce(0) { $0 + v[$1] * a[k + $1][column] } / length
        for row in v.indices { a[k + row][column] -= share * v[row] }
      }
    }
    var solution = [Double](repeating: 0, count: unknowns)
    /// The rows of the inverse of the triangle.
    var inverse = [[Double]](repeating: [Double](repeating: 0, count: unknowns), count: unknowns)
    for k in stride(from: unknowns - 1, through: 0, by: -1) {
      guard a[k][k] != 0 else { continue }
      var rest = a[k][unknowns]
      inverse[k][k] = 1
      for j in (k + 1)..<max(unknowns, k + 1) {
        rest -= a[k][j] * solution[j]
        for column in 0..<unknowns { inverse[k][column] -= a[k][j] * inverse[j][column] }
      }
      solution[k] = rest / a[k][k]
      for column in 0..<unknowns { inverse[k][column] /= a[k][k] }
    }
    values = (0..<unknowns).map { lengths[$0] > 0 ? solution[$0] / lengths[$0] : 0 }
    // Rows are off by up to 1, independently of each other.
    uncertainties = (0..<unknowns).map { k in
      let norm = inverse[k].reduce(0) { $0 + $1 * $1 }.squareRoot()
      return lengths[k] > 0 ? norm / lengths[k] : .infinity
    }
    let found = values
    greatestResidual =
      rows.map { row in abs((0..<unknowns).reduce(-row[unknowns]) { $0 + row[$1] * found[$1] }) }.max() ?? 0
  }
}
