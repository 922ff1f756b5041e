import Numbers

/// Weights λ ≥ 0 with Σ λ_k·column_k = target, by the simplex method in exact fractions.
///
/// Bland's rule (New finite pivoting rules for the simplex method, 1977) chooses the pivots, so that it never cycles.
struct LinearProgram {
  private let width: Int
  /// One row an equation: its coefficients, then its right side, which is never negative.
  private var rows: [[Rational]]
  /// The variable that each row gives; a number from `width` on is an artificial one.
  private var basis: [Int]

  /// - Parameter columns: sparse, by row.
  init(columns: [[(row: Int, value: Rational)]], target: [Rational]) {
    width = columns.count
    rows = target.map { Array(repeating: .zero, count: columns.count) + [$0] }
    for (k, column) in columns.enumerated() { for entry in column { rows[entry.row][k] = entry.value } }
    for r in rows.indices where rows[r][width].signum < 0 { rows[r] = rows[r].map { -$0 } }
    basis = target.indices.map { columns.count + $0 }
  }

  /// The weights, or nil if there are none; if possible one of the `preferred` variables is positive in them.
  ///
  /// - Parameter spend: called with the cost of each pivot step; it may give up.
  mutating func weights(
    preferring preferred: Set<Int>, _ spend: (Int) throws(Obstacle) -> Void
  ) throws(Obstacle) -> [Rational]? {
    // The sum of the artificial variables is to be 0.
    var costs = (0..<width).map { k in -rows.reduce(Rational.zero) { $0 + $1[k] } }
    while let entering = costs.firstIndex(where: { $0.signum < 0 }) {
      guard let r = leavingRow(entering) else { break }
      try spend(pivot(r, entering, &costs))
    }
    if rows.indices.contains(where: { basis[$0] >= width && !rows[$0][width].isZero }) { return nil }
    try removeArtificial(spend)
    if preferred.isEmpty { return solution }
    // Now Σ preferred is to be as large as possible; the first positive value is enough.
    costs = (0..<width).map { k in
      let own: Rational = preferred.contains(k) ? Rational(-1) : .zero
      return rows.indices.reduce(own) { preferred.contains(basis[$1]) ? $0 + rows[$1][k] : $0 }
    }
    while !isPositive(preferred), let entering = costs.firstIndex(where: { $0.signum < 0 }) {
      guard let r = leavingRow(entering) else { return alongRay(entering) }
      try spend(pivot(r, entering, &costs))
    }
    return solution
  }

  private func isPositive(_ preferred: Set<Int>) -> Bool {
    rows.indices.contains { preferred.contains(basis[$0]) && rows[$0][width].signum > 0 }
  }

  private var solution: [Rational] {
    var weights = Array(repeating: Rational.zero, count: width)
    for (r, variable) in basis.enumerated() where variable < width { weights[variable] = rows[r][width] }
    return weights
  }

  /// A variable that may grow without bound takes the others with it.
  private func alongRay(_ entering: Int) -> [Rational] {
    var weights = solution
    weights[entering] += .one
    for (r, variable) in basis.enumerated() where variable < width { weights[variable] += -rows[r][entering] }
    return weights
  }

  /// The row in which the right side allows the least; of several the one with the first variable.
  private func leavingRow(_ entering: Int) -> Int? {
    var best: (row: Int, ratio: Rational)?
    for r in rows.indices where rows[r][entering].signum > 0 {
      guard let ratio = rows[r][width].divided(by: rows[r][entering]) else { continue }
      if let known = best, known.ratio < ratio || known.ratio == ratio && basis[known.row] < basis[r] { continue }
      best = (r, ratio)
    }
    return best?.row
  }

  /// Artificial variables that are left are 0: they give way to any other, or their row says nothing.
  private mutating func removeArtificial(_ spend: (Int) throws(Obstacle) -> Void) throws(Obstacle) {
    var none = Array(repeating: Rational.zero, count: width)
    for r in rows.indices.reversed() where basis[r] >= width {
      if let entering = (0..<width).first(where: { !rows[r][$0].isZero }) {
        try spend(pivot(r, entering, &none))
      } else {
        rows.remove(at: r)
        basis.remove(at: r)
      }
    }
  }

  /// Returns what it cost, in steps of reduction.
  private mutating func pivot(_ r: Int, _ entering: Int, _ costs: inout [Rational]) -> Int {
    guard let inverse = rows[r][entering].inverse else { return 1 }
    let row = rows[r].map { $0.isZero ? $0 : $0 * inverse }
    rows[r] = row
    basis[r] = entering
    let filled = row.indices.filter { !row[$0].isZero }
    var work = rows.count
    for other in rows.indices where other != r && !rows[other][entering].isZero {
      work += filled.count
      let factor = rows[other][entering]
      for k in filled { rows[other][k] = rows[other][k] - factor * row[k] }
    }
    let factor = costs[entering]
    if !factor.isZero {
      for k in filled where k < width { costs[k] = costs[k] - factor * row[k] }
    }
    return 1 + work / LinearProgram.operationsPerStep
  }

  /// A product and a sum of fractions take some 20 ns, a step of reduction about 1 µs.
  private static let operationsPerStep = 16
}
