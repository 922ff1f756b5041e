import Numbers

/// Inverses and determinants of square matrices given by their entries, row by row.
extension Tape {
  /// The entries of the inverse, row by row; undefined where the matrix is singular.
  mutating func inverse(of entries: [Node], size: Int) -> [Node] {
    if size == 1 { return [power(entries[0], Rational(-1))] }
    if let gap = entries.first(where: { isUndefined($0) }) { return entries.map { _ in gap } }
    let block = inverseBlock(size: size, entries)
    if isFull { return entries }
    return (0..<(size * size)).map { Node(block.place + 1 + $0) }
  }

  /// The determinant as a polynomial of the entries. Unlike elimination it divides by nothing, so that it is exact and has
  /// its derivatives at singular matrices too.
  mutating func determinant(of entries: [Node], size: Int) -> Node {
    guard size > 0 else { return .one }
    let value = size < Tape.largestExpansion ? expansion(of: entries, size: size) : bird(entries, size: size)
    return isFull ? .undefined : guarded(value, by: entries)
  }

  /// n·2ⁿ⁻¹ products of Laplace's expansion are fewer than n⁴/2 before this size.
  private static let largestExpansion = 10
  private static let largestSize = 1000

  private mutating func bird(_ entries: [Node], size: Int) -> Node {
    if size > Tape.largestSize || count + size * size * size * size / 2 > capacity { return refused() }
    let minusOne = constant(Rational(-1))
    return DivisionFree.determinant(of: entries, size: size, minusOne: minusOne) { pairs in
      isFull ? .undefined : sum(pairs.map { product([$0, $1]) })
    }
  }

  /// Laplace's expansion along the rows: the minor of the first k rows and a set of k columns is computed once.
  private mutating func expansion(of entries: [Node], size: Int) -> Node {
    if (1 << size) > capacity { return refused() }
    var minors = [Node](repeating: .one, count: 1 << size)
    for columns in 1..<(1 << size) {
      let row = columns.nonzeroBitCount - 1
      var terms: [Node] = []
      for column in 0..<size where columns & (1 << column) != 0 {
        let entry = entries[row * size + column]
        if entry == .zero { continue }
        let term = product([entry, minors[columns & ~(1 << column)]])
        let isNegative = (columns >> (column + 1)).nonzeroBitCount % 2 == 1
        terms.append(isNegative ? negation(term) : term)
      }
      minors[columns] = sum(terms)
      if isFull { return .undefined }
    }
    return minors[(1 << size) - 1]
  }
}
