import Expressions
import Numbers

/// A square matrix of fractions, by rows.
struct RationalMatrix: Sendable {
  let size: Int
  private(set) var entries: [Rational]

  /// Requires size² entries.
  init(size: Int, _ entries: [Rational]) {
    self.size = size
    self.entries = entries
  }

  subscript(_ row: Int, _ column: Int) -> Rational {
    get { entries[row * size + column] }
    set { entries[row * size + column] = newValue }
  }

  static func identity(_ size: Int) -> RationalMatrix {
    RationalMatrix(size: size, (0..<(size * size)).map { Rational($0 % (size + 1) == 0 ? 1 : 0) })
  }

  static func * (a: RationalMatrix, b: RationalMatrix) -> RationalMatrix {
    var result = RationalMatrix(size: a.size, a.entries.map { _ in .zero })
    for i in 0..<a.size {
      for j in 0..<a.size {
        for k in 0..<a.size { result[i, j] += a[i, k] * b[k, j] }
      }
    }
    return result
  }

  var transpose: RationalMatrix {
    var result = self
    for i in 0..<size {
      for j in 0..<size { result[i, j] = self[j, i] }
    }
    return result
  }

  enum Inverse {
    case known([Rational])
    /// The matrix is singular.
    case none
    /// The numbers grew beyond all use, or there is no work left.
    case unknown
  }

  /// The entries of the inverse by Gauss and Jordan's elimination.
  func inverse(_ work: WorkAccount) -> Inverse {
    let columns = RationalMatrix.identity(size)
    let rows = (0..<size).map { i in (0..<size).map { self[i, $0] } + (0..<size).map { columns[i, $0] } }
    guard let solved = RationalElimination(rows, unknowns: size, work) else { return .unknown }
    return solved.pivots.count == size ? .known(solved.rows.flatMap { $0[size...] }) : .none
  }
}

/// Reduced row echelon form of an augmented system.
struct RationalElimination: Sendable {
  private(set) var rows: [[Rational]]
  /// The pivot's column, by row.
  private(set) var pivots: [Int] = []

  /// A product and a difference of small fractions.
  private static let workOfOperation = 5

  /// Eliminates the first `unknowns` columns; nil when the numbers grow beyond all use, or the work is used up.
  init?(_ rows: [[Rational]], unknowns: Int, _ work: WorkAccount) {
    self.rows = rows
    for column in 0..<unknowns where pivots.count < rows.count {
      let top = pivots.count
      guard let pivot = (top..<rows.count).first(where: { !self.rows[$0][column].isZero }) else { continue }
      self.rows.swapAt(top, pivot)
      guard let scale = self.rows[top][column].inverse, scale.bitWidth < 4096 else { return nil }
      for k in self.rows[top].indices { self.rows[top][k] *= scale }
      for row in self.rows.indices where row != top && !self.rows[row][column].isZero {
        if work.isSpent { return nil }
        let factor = self.rows[row][column]
        for k in self.rows[row].indices where !self.rows[top][k].isZero {
          self.rows[row][k] -= factor * self.rows[top][k]
          work.draw(RationalElimination.workOfOperation)
          // The sum before it is reduced has twice the digits.
          work.draw(2 * WorkAccount.units(forMaking: self.rows[row][k]))
        }
      }
      pivots.append(column)
    }
  }
}
