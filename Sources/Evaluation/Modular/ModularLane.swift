import Numbers

/// The values of an algebraic program at one random point modulo one random prime, on every sheet.
struct ModularLane {
  /// Which of the primes.
  let draw: Int
  let number: Int
  /// Points that were of no use before this one.
  var attempt = 0
  /// place·sheets + sheet
  var values: [UInt64] = []

  enum Failure: Error {
    /// The point is of no use: a division by 0, or a root that does not exist.
    case point
    /// No point modulo this prime is of use: a root of a number does not exist.
    case prime
  }

  /// An element for a purpose, the same whenever it is asked for.
  func random(_ purpose: Purpose, _ number: Int, _ field: PrimeField, _ seed: UInt64) -> UInt64 {
    var source = RandomSource(seed: seed ^ UInt64(purpose.rawValue) << 56 ^ UInt64(number))
    source = RandomSource(seed: source.next() ^ UInt64(attempt) << 32 ^ UInt64(self.number))
    return field.random(&source)
  }

  enum Purpose: UInt8 { case indeterminate, unit, angle }

  /// The values of one more operation.
  mutating func append(
    _ operation: AlgebraicOperation, of program: AlgebraicProgram, _ roots: PrimeFieldRoots, _ seed: UInt64
  ) throws(Failure) {
    let field = roots.field
    let sheets = program.sheets
    switch operation {
    case .constant(let value):
      guard let element = field.element(value) else { throw .point }
      appendOnAllSheets(element, sheets)
    case .indeterminate(let number):
      let (value, shape) = (random(.indeterminate, number, field, seed), program.indeterminates[number])
      guard let factor = field.element(shape.factor) else { throw .point }
      appendOnAllSheets(field.product(factor, field.power(value, UInt64(shape.order))), sheets)
    case .sum(let parts):
      for sheet in 0..<sheets {
        var total = PrimeField.zero
        for part in parts { total = field.sum(total, values[part * sheets + sheet]) }
        values.append(total)
      }
    case .product(let parts):
      for sheet in 0..<sheets {
        var total = field.one
        for part in parts { total = field.product(total, values[part * sheets + sheet]) }
        values.append(total)
      }
    case .power(let base, let exponent):
      for sheet in 0..<sheets { values.append(try power(values[base * sheets + sheet], exponent, field)) }
    case .unit(let unit, let exponent):
      let generator = random(.unit, unit, field, seed)
      guard generator != 0 else { throw .point }
      appendOnAllSheets(try power(generator, whole(exponent, program.unitDenominators[unit]), field), sheets)
    case .root(let root, let exponent):
      let root = program.roots[root]
      try appendRoot(root, exponent, sheets, roots, orElse: program.isNumber[root.radicand] ? .prime : .point)
    case .cosine(let terms, let quarters):
      appendOnAllSheets(try rotated(terms, quarters, program, field, seed).cosine, sheets)
    case .sine(let terms, let quarters):
      appendOnAllSheets(try rotated(terms, quarters, program, field, seed).sine, sheets)
    case .inverse(let entries, let size): try appendInverse(entries, size, sheets, field)
    // It is there already.
    case .inverseEntry: break
    }
  }

  private mutating func appendOnAllSheets(_ value: UInt64, _ sheets: Int) {
    for _ in 0..<sheets { values.append(value) }
  }

  private func whole(_ exponent: Rational, _ denominator: Int) throws(Failure) -> Int {
    guard let whole = (exponent * Rational(denominator)).asInt else { throw .point }
    return whole
  }

  private func power(_ base: UInt64, _ exponent: Int, _ field: PrimeField) throws(Failure) -> UInt64 {
    if exponent >= 0 { return field.power(base, UInt64(exponent)) }
    guard let inverse = field.inverse(base) else { throw .point }
    return field.power(inverse, UInt64(exponent.magnitude))
  }

  /// The copies that one more root of this order asks for.
  mutating func multiplySheets(_ sheets: Int, by order: Int) {
    var copies: [UInt64] = []
    copies.reserveCapacity(values.count * order)
    for place in 0..<(values.count / sheets) {
      for _ in 0..<order { copies.append(contentsOf: values[(place * sheets)..<((place + 1) * sheets)]) }
    }
    values = copies
  }

  private mutating func appendRoot(
    _ root: AlgebraicProgram.Root, _ exponent: Rational, _ sheets: Int, _ roots: PrimeFieldRoots,
    orElse failure: Failure
  ) throws(Failure) {
    let whole = try whole(exponent, root.order)
    // The radicand is the same on all sheets that differ in the digits of this root and of those behind it.
    var powers: [[UInt64]] = []
    for sheet in 0..<root.stride {
      let radicand = values[root.radicand * sheets + sheet]
      let all = radicand == 0 ? [] : roots.roots(of: radicand, order: root.order)
      if all.isEmpty { throw failure }
      var own: [UInt64] = []
      for value in all { own.append(try power(value, whole, roots.field)) }
      powers.append(own)
    }
    for sheet in 0..<sheets { values.append(powers[sheet % root.stride][sheet / root.stride % root.order]) }
  }

  /// (cos a, sin a)·(cos b, sin b) = (cos(a + b), sin(a + b)), from random points of the circle c² + s² = 1.
  private func rotated(
    _ terms: [AngleTerm], _ quarters: Int, _ program: AlgebraicProgram, _ field: PrimeField, _ seed: UInt64
  ) throws(Failure) -> CirclePoint {
    var total = CirclePoint(cosine: field.one, sine: 0)
    for term in terms {
      let t = random(.angle, term.angle, field, seed)
      let square = field.product(t, t)
      guard let below = field.inverse(field.sum(field.one, square)) else { throw .point }
      let whole = try whole(term.factor, program.angleDenominators[term.angle])
      let sine = field.product(field.sum(t, t), below)
      let point = CirclePoint(
        cosine: field.product(field.difference(field.one, square), below),
        sine: whole < 0 ? field.negation(sine) : sine)
      total = total.turned(by: point.multiple(UInt64(whole.magnitude), field), field)
    }
    for _ in 0..<quarters { total = CirclePoint(cosine: field.negation(total.sine), sine: total.cosine) }
    return total
  }

  struct CirclePoint {
    var cosine: UInt64
    var sine: UInt64

    func turned(by other: CirclePoint, _ field: PrimeField) -> CirclePoint {
      CirclePoint(
        cosine: field.difference(field.product(cosine, other.cosine), field.product(sine, other.sine)),
        sine: field.sum(field.product(cosine, other.sine), field.product(sine, other.cosine)))
    }

    func multiple(_ n: UInt64, _ field: PrimeField) -> CirclePoint {
      var (result, double, rest) = (CirclePoint(cosine: field.one, sine: 0), self, n)
      while rest > 0 {
        if rest & 1 == 1 { result = result.turned(by: double, field) }
        double = double.turned(by: double, field)
        rest >>= 1
      }
      return result
    }
  }

  /// Gauss and Jordan's elimination, on every sheet.
  private mutating func appendInverse(
    _ entries: [Int], _ size: Int, _ sheets: Int, _ field: PrimeField
  ) throws(Failure) {
    let start = values.count
    values.append(contentsOf: repeatElement(0, count: (size * size + 1) * sheets))
    for sheet in 0..<sheets {
      var rows = (0..<size).map { row in
        (0..<size).map { values[entries[row * size + $0] * sheets + sheet] }
          + (0..<size).map { $0 == row ? field.one : 0 }
      }
      for column in 0..<size {
        guard let pivot = (column..<size).first(where: { rows[$0][column] != 0 }),
          let scale = field.inverse(rows[pivot][column])
        else { throw .point }
        rows.swapAt(pivot, column)
        for k in column..<(2 * size) { rows[column][k] = field.product(rows[column][k], scale) }
        for row in 0..<size where row != column && rows[row][column] != 0 {
          let factor = rows[row][column]
          for k in column..<(2 * size) {
            rows[row][k] = field.difference(rows[row][k], field.product(factor, rows[column][k]))
          }
        }
      }
      for row in 0..<size {
        for column in 0..<size {
          values[start + (1 + row * size + column) * sheets + sheet] = rows[row][size + column]
        }
      }
    }
  }
}
