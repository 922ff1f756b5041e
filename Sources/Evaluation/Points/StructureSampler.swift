import Expressions
import Numbers

/// Vectors and matrices with a declared structure, exactly.
extension Draw {
  /// The entries of a tensor of these lengths, row by row; nil if there are none.
  mutating func entries(_ structure: Structure, lengths: ArraySlice<Int>, in sets: ArraySlice<ValueSet>) -> [Rational]?
  {
    let size = lengths.last ?? 1
    let isSquare = lengths.count == 2 && lengths.first == size
    work.draw(isSquare ? size * size * size * Exact.workOfOperation : size * Exact.workOfOperation)
    switch structure {
    case .oneHot:
      let place = size > 0 ? random.next(below: size) : 0
      return (0..<size).map { $0 == place ? .one : .zero }
    case .simplex: return simplex(size)
    case .joint: return jointDistribution(Array(lengths))
    case .symmetric where isSquare: return symmetric(size, sets)
    case .invertibleSymmetric where isSquare:
      return invertible(size) { draw in draw.symmetric(size, sets).map { RationalMatrix(size: size, $0) } }
    case .diagonal where isSquare: return diagonal(size, sets)
    case .positiveDefinite where isSquare: return positiveDefinite(size)
    case .positiveSemidefinite where isSquare: return positiveSemidefinite(size)
    case .orthogonal where isSquare: return orthogonal(size)
    case .invertible where isSquare:
      return invertible(size) { draw in RationalMatrix(size: size, (0..<(size * size)).map { _ in draw.small() }) }
    case .none, .symmetric, .diagonal, .positiveSemidefinite, .positiveDefinite, .orthogonal, .invertible,
      .invertibleSymmetric:
      var values: [Rational] = []
      for set in sets {
        guard let value = value(in: set) else { return nil }
        values.append(value)
      }
      return values
    }
  }

  /// An integer from −2 to 3.
  private mutating func small() -> Rational { Rational(random.next(below: 6) - 2) }

  /// A factor for wide points.
  private mutating func scale() -> Rational { style == .wide ? size() : .one }

  /// Positive numbers with sum 1; sparse points have a 0 among three or more.
  private mutating func simplex(_ size: Int) -> [Rational] {
    if size == 0 { return [] }
    var weights = shuffled((1...(size + 2)).map { Rational($0) })
    if style == .wide { weights = weights.map { $0 * $0 * $0 } }
    weights.removeLast(2)
    if style == .sparse && size > 2 { weights[random.next(below: size)] = .zero }
    let total = weights.reduce(Rational.zero) { $0 + $1 }
    return weights.map { $0.divided(by: total) ?? .zero }
  }

  private mutating func symmetric(_ size: Int, _ sets: ArraySlice<ValueSet>) -> [Rational]? {
    var matrix = RationalMatrix(size: size, Array(repeating: .zero, count: size * size))
    for i in 0..<size {
      for j in 0...i {
        guard let value = value(in: sets[sets.startIndex + i * size + j]) else { return nil }
        matrix[i, j] = value
        matrix[j, i] = value
      }
    }
    return matrix.entries
  }

  private mutating func diagonal(_ size: Int, _ sets: ArraySlice<ValueSet>) -> [Rational]? {
    var matrix = RationalMatrix(size: size, Array(repeating: .zero, count: size * size))
    for i in 0..<size {
      guard let value = value(in: sets[sets.startIndex + i * size + i]) else { return nil }
      matrix[i, i] = value
    }
    return matrix.entries
  }

  /// s·(B·B′ + c·I): the eigenvalues lie between s·c and s·trace, so that c ≥ trace/99 keeps the condition below 100.
  private mutating func positiveDefinite(_ size: Int) -> [Rational] {
    let root = RationalMatrix(size: size, (0..<(size * size)).map { _ in small() })
    var matrix = root * root.transpose
    let trace = (0..<size).reduce(Rational.zero) { $0 + matrix[$1, $1] }
    var shift = Rational.one
    while trace + Rational(size) * shift >= Rational(99) * shift { shift += .one }
    for i in 0..<size { matrix[i, i] += shift }
    let scale = scale()
    return matrix.entries.map { $0 * scale }
  }

  /// s·B·B′, of any rank: each row of B is 0 one time in three.
  private mutating func positiveSemidefinite(_ size: Int) -> [Rational] {
    var entries: [Rational] = []
    for _ in 0..<size {
      let isZero = random.next(below: 3) == 0
      entries += (0..<size).map { _ in isZero ? .zero : small() }
    }
    let root = RationalMatrix(size: size, entries)
    let scale = scale()
    return (root.transpose * root).entries.map { $0 * scale }
  }

  /// Cayley's transform (I − A)·(I + A)⁻¹ of a skew-symmetric A, with one row negated half of the time.
  private mutating func orthogonal(_ size: Int) -> [Rational] {
    var (left, right) = (RationalMatrix.identity(size), RationalMatrix.identity(size))
    for i in 0..<size {
      for j in 0..<i {
        let value = Rational(random.next(below: 4) + 1, 2)
        let entry = random.next(below: 2) == 0 ? value : -value
        (left[i, j], left[j, i]) = (-entry, entry)
        (right[i, j], right[j, i]) = (entry, -entry)
      }
    }
    // I + A is never singular: x′(I + A)x = x′x.
    guard case .known(let inverse) = right.inverse(work) else { return RationalMatrix.identity(size).entries }
    var matrix = left * RationalMatrix(size: size, inverse)
    if size > 0 && random.next(below: 2) == 0 {
      for j in 0..<size { matrix[0, j] = -matrix[0, j] }
    }
    return matrix.entries
  }

  /// The first matrix drawn that has an inverse.
  private mutating func invertible(_ size: Int, _ draw: (inout Draw) -> RationalMatrix?) -> [Rational] {
    let scale = scale()
    for _ in 0..<20 where !work.isSpent {
      if let matrix = draw(&self), case .known = matrix.inverse(work) { return matrix.entries.map { $0 * scale } }
    }
    return RationalMatrix.identity(size).entries.map { $0 * scale }
  }
}
