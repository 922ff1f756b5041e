import Expressions
import Numbers

/// Inverses of matrices of balls.
extension Ball {
  /// Encloses the inverse, row by row.
  ///
  /// With R an approximate inverse in doubles and E = I − R·M, ‖E‖ < 1 in the row-sum norm proves that M is invertible and
  /// M⁻¹ = R + (E + E² + …)·R, whose entries differ from R's by at most ‖E‖/(1 − ‖E‖)·max|column of R|.
  /// Rump, "Verification methods: rigorous results using floating-point arithmetic", Acta Numerica 2010, section 10.
  /// A matrix of exact numbers that has no inverse is undefined; whatever cannot be decided is unknown.
  static func inverse(of matrix: [Ball], size: Int, _ work: WorkAccount) -> [Ball] {
    guard matrix.allSatisfy({ $0.isBounded }) else {
      return matrix.map { _ in matrix.allSatisfy { $0.isDefined } ? .unknown : .undefined }
    }
    guard let approximate = approximateInverse(of: matrix.map { $0.midpoint }, size: size) else {
      return matrix.map { _ in isSingular(matrix, size, work) ? .undefined : .unknown }
    }
    var norm = Ball.zero
    for i in 0..<size {
      var rowSum = Ball.zero
      for j in 0..<size {
        var entry = i == j ? Ball.one : .zero
        for k in 0..<size { entry = entry - Ball(approximate[i * size + k]) * matrix[k * size + j] }
        rowSum = rowSum + entry.absolute
      }
      norm = norm.maximum(with: rowSum)
    }
    let margin = Ball.one - norm
    guard margin.isPositive else { return matrix.map { _ in isSingular(matrix, size, work) ? .undefined : .unknown } }
    let ratio = (norm / margin).upper
    return approximate.indices.map { place in
      let greatest = (0..<size).map { abs(approximate[$0 * size + place % size]) }.max() ?? 0
      return Ball(midpoint: approximate[place], radius: (ratio * greatest).nextUp)
    }
  }

  /// Whether a matrix of exact numbers is certainly singular.
  private static func isSingular(_ matrix: [Ball], _ size: Int, _ work: WorkAccount) -> Bool {
    guard matrix.allSatisfy({ $0.radius == 0 }) else { return false }
    let entries = matrix.compactMap { Rational(exactly: $0.midpoint) }
    guard entries.count == matrix.count, case .none = RationalMatrix(size: size, entries).inverse(work) else {
      return false
    }
    return true
  }

  /// Gauss and Jordan's elimination with the greatest pivot; nil if a column has none.
  static func approximateInverse(of matrix: [Double], size: Int) -> [Double]? {
    var left = matrix
    var right = (0..<(size * size)).map { $0 % (size + 1) == 0 ? 1.0 : 0 }
    for column in 0..<size {
      let pivot = (column..<size).max { abs(left[$0 * size + column]) < abs(left[$1 * size + column]) } ?? column
      let value = left[pivot * size + column]
      if value == 0 || !value.isFinite { return nil }
      for k in 0..<size {
        left.swapAt(column * size + k, pivot * size + k)
        right.swapAt(column * size + k, pivot * size + k)
        left[column * size + k] /= value
        right[column * size + k] /= value
      }
      for row in 0..<size where row != column {
        let factor = left[row * size + column]
        if factor == 0 { continue }
        for k in 0..<size {
          left[row * size + k] -= factor * left[column * size + k]
          right[row * size + k] -= factor * right[column * size + k]
        }
      }
    }
    return right
  }
}
