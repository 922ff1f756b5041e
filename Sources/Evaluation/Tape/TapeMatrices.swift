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

  /// The determinant as a polynomial of the entries, by Laplace's expansion along the rows.
  ///
  /// The minor of the first k rows and a set of k columns is computed once: n·2^(n−1) products. Unlike elimination it
  /// divides by nothing, so that it is exact and has its derivatives at singular matrices too.
  mutating func determinant(of entries: [Node], size: Int) -> Node {
    guard size > 0 else { return .one }
    // A tape that can hold the expansion has room for its 2^size minors.
    guard size < 24, (1 << size) <= capacity else { return refused() }
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
    return guarded(minors[(1 << size) - 1], by: entries)
  }
}
