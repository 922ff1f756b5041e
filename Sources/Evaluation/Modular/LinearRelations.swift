import Numbers

/// Rational linear relations between values, found modulo one prime and verified modulo the others.
extension ModularLanes {
  /// The rational c with target = Σ c·basis, nil where none was found. The basis is independent.
  mutating func relation(of target: Int, to basis: [Int]) throws(Failure) -> [Rational]? {
    while values(target, ofDraw: 0).count / program.sheets < basis.count + 2 { try addLane(draw: 0) }
    let columns = (basis + [target]).map { values($0, ofDraw: 0) }
    try spend(columns.count * columns.count * columns[0].count)
    guard let residues = ModularLanes.solution(columns, fields0) else { return nil }
    var factors: [Rational] = []
    for residue in residues {
      guard let factor = fields0.smallFraction(residue) else { return nil }
      factors.append(factor)
    }
    let terms = zip(basis, factors).map { (place: $0, factor: $1) } + [(place: target, factor: Rational(-1))]
    return isRelation(terms) ? factors : nil
  }

  /// x with Σ x·column = last column, by Gauss's elimination; nil where there is none. Unknowns that are not determined
  /// are 0.
  private static func solution(_ columns: [[UInt64]], _ field: PrimeField) -> [UInt64]? {
    let unknowns = columns.count - 1
    var rows = columns[0].indices.map { row in columns.map { $0[row] } }
    var pivots: [Int] = []
    for column in 0..<unknowns {
      let rank = pivots.count
      guard let pivot = (rank..<rows.count).first(where: { rows[$0][column] != 0 }),
        let scale = field.inverse(rows[pivot][column])
      else { continue }
      rows.swapAt(pivot, rank)
      for k in column...unknowns { rows[rank][k] = field.product(rows[rank][k], scale) }
      for row in rows.indices where row != rank && rows[row][column] != 0 {
        let factor = rows[row][column]
        for k in column...unknowns {
          rows[row][k] = field.difference(rows[row][k], field.product(factor, rows[rank][k]))
        }
      }
      pivots.append(column)
    }
    for row in rows.dropFirst(pivots.count) where row[unknowns] != 0 { return nil }
    var solution = [UInt64](repeating: 0, count: unknowns)
    for (row, column) in pivots.enumerated() { solution[column] = rows[row][unknowns] }
    return solution
  }
}

extension PrimeField {
  /// The fraction n/d ≡ a with d ≤ 2^10 and |n| < 2^40, of which there is at most one; nil where there is none.
  func smallFraction(_ a: UInt64) -> Rational? {
    // Euclid's algorithm on the modulus and a: each remainder r is ±t·a for a small t.
    var (oldRemainder, remainder) = (modulus, value(a))
    var (oldFactor, factor): (UInt64, UInt64) = (0, 1)
    var isNegative = false
    while remainder >= 1 << 40 {
      let quotient = oldRemainder / remainder
      (oldRemainder, remainder) = (remainder, oldRemainder - quotient * remainder)
      (oldFactor, factor) = (factor, oldFactor &+ quotient &* factor)
      isNegative.toggle()
    }
    guard factor <= 1 << 10, let n = Int(exactly: remainder), let d = Int(exactly: factor) else { return nil }
    return Rational(isNegative ? -n : n, d)
  }
}
