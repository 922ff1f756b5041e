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

  static func determinant(of matrix: [Jet], size: Int, directions: Int, _ work: WorkAccount) -> Jet {
    guard size > 0 else { return Jet(.one, directions: directions) }
    return DivisionFree.determinant(of: matrix, size: size, minusOne: -Jet(.one, directions: directions)) { pairs in
      work.draw(pairs.count * Jet.workOfOperation << directions)
      if work.isSpent { return Jet(.unknown, directions: directions) }
      return pairs.reduce(Jet(.zero, directions: directions)) { $0 + $1.0 * $1.1 }
    }
  }
}
