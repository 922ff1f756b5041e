import Expressions
import Numbers

/// Matrices of a fixed small size are written out entry by entry: Leibniz' formula and cofactors.
extension NormalForms {
  /// The entries at literal positions, by rows.
  private func entries(_ m: MatrixForm, _ values: ClosedRange<Int>) throws(Obstacle) -> [[Form]] {
    var rows: [[Form]] = []
    for i in values {
      var row: [Form] = []
      for j in values {
        let place = Renaming([(m.row, try literal(i, m.range)), (m.column, try literal(j, m.range))])
        row.append(try renamed(m.form, place))
      }
      rows.append(row)
    }
    return rows
  }

  /// Expansion along the first row. At most 6! products.
  private func determinant(_ rows: [[Form]]) throws(Obstacle) -> Form {
    if rows.isEmpty { return one }
    if rows.count == 1 { return rows[0][0] }
    var total = Form.zero
    for (j, entry) in rows[0].enumerated() where !entry.isZero {
      let minor = try determinant(minor(rows, 0, j))
      total = total.adding(try product(entry, minor), times: Rational(j % 2 == 0 ? 1 : -1))
    }
    return total
  }

  private func minor(_ rows: [[Form]], _ i: Int, _ j: Int) -> [[Form]] {
    var rows = rows
    rows.remove(at: i)
    return rows.map { row in
      var row = row
      row.remove(at: j)
      return row
    }
  }

  func determinantWrittenOut(_ m: MatrixForm, _ values: ClosedRange<Int>) throws(Obstacle) -> Form {
    try determinant(try entries(m, values))
  }

  /// M⁻¹[i,j] = (−1)^(i+j)·det(M without row j and column i)/det M, as a sum over literal positions.
  func inverseByCofactors(_ m: MatrixForm, _ values: ClosedRange<Int>) throws(Obstacle) -> MatrixForm {
    // Twenty-five cofactors of 24 products each are more than anyone reads, and 6 × 6 took ten seconds.
    if values.count > 4 { throw .unsupported("the inverse of a matrix with \(values.count) rows, entry by entry") }
    let rows = try entries(m, values)
    let bottom = try power(try determinant(rows), Rational(-1))
    var result = Form.zero
    for (i, p) in values.enumerated() {
      for (j, q) in values.enumerated() {
        let cofactor = try determinant(minor(rows, j, i))
        if cofactor.isZero { continue }
        let place = try product(
          try identity(m.row, try literal(p, m.range)), try identity(m.column, try literal(q, m.range)))
        let entry = try product(place, try product(cofactor, bottom))
        result = result.adding(entry, times: Rational((i + j) % 2 == 0 ? 1 : -1))
      }
    }
    return m.with(result)
  }
}
