import Expressions
import Numbers

/// Determinants and their logarithms, by these identities:
///
///     det(XY) = det X · det Y        det(A + R) = det A · det(I + A⁻¹R)        det(I + u·v') = 1 + v'u
///     det(I + XY) = det(I + YX)      det diag(d) = Π d
///
/// `DeterminantParts` keeps a determinant as a product of scalars, powers and atoms, so that both det (with its sign)
/// and log|det| are read off the same parts.
extension NormalForms {
  struct DeterminantParts {
    /// Scalar factors, each raised to a power that may be the size: value^exponent.
    var scalars: [(value: Form, exponent: Form)] = []
    /// Π over the lambda slot.
    var products: [(value: Form, over: Slot)] = []
    /// Interned matrices, each to the power 1 or −1.
    var matrices: [(inside: InnerForm, range: IndexRange, exponent: Int, parameters: [Slot])] = []
  }

  func determinant(_ m: MatrixForm) throws(Obstacle) -> Form {
    if let values = writtenOut(m.range) { return try determinantWrittenOut(m, values) }
    let parts = try determinantParts(m)
    var result = one
    for (value, exponent) in parts.scalars { result = try product(result, try symbolicPower(value, exponent)) }
    for (value, over) in parts.products {
      result = try product(result, try reduction(.product, of: value, over: over))
    }
    for part in parts.matrices {
      let atom = atom(.determinant, payload: part.range.number, insides: [part.inside])
      let factor = Factor(atom, try SlotList(part.parameters), Exponent(Int32(part.exponent)))
      result = try product(result, try reduced(factor))
    }
    return result
  }

  /// log|det M|
  func logDeterminant(_ m: MatrixForm) throws(Obstacle) -> Form {
    if let values = writtenOut(m.range) { return try logarithm(try determinantWrittenOut(m, values)) }
    let parts = try determinantParts(m)
    var result = Form.zero
    for (value, exponent) in parts.scalars {
      result = result.adding(try product(exponent, try logarithm(value)))
    }
    for (value, over) in parts.products {
      result = result.adding(try summed(try logarithm(value), over: over))
    }
    for part in parts.matrices where !isOrthogonal(self[part.inside]) {
      let atom = atom(.logDeterminant, payload: part.range.number, insides: [part.inside])
      let form = try reduced(Factor(atom, try SlotList(part.parameters)))
      result = result.adding(form, times: Rational(part.exponent))
    }
    return result
  }

  private func isOrthogonal(_ form: Form) -> Bool {
    guard let term = form.single, term.coefficient.isOne else { return false }
    let factors = factors(of: term.monomial)
    guard factors.count == 1, let factor = factors.first, kind(factor) == .symbol else { return false }
    return store.symbols[Int(self[factor.atom].payload)].structure == .orthogonal
  }

  private func determinantParts(_ m: MatrixForm) throws(Obstacle) -> DeterminantParts {
    try spend(4)
    var parts = DeterminantParts()
    if let diagonal = try diagonalEntries(m) {
      parts.products.append((diagonal.0, diagonal.1))
      return parts
    }
    if let product = try productParts(m) { return product }
    if let pivot = try pivotParts(m) { return pivot }
    let unit = try identity(m.row, m.column)
    if let term = unit.single, m.form.coefficient(of: term.monomial) == .one, m.form.count > 1 {
      let rest = m.form.removing(term.monomial)
      if let (a, _) = rankOneUpdate(m), a == unit {
        parts.scalars.append((one.adding(try trace(m.with(rest))), one))
        return parts
      }
      parts.matrices.append(try leastRotation(m.with(rest)))
      return parts
    }
    parts.matrices.append(try matrixPart(m))
    return parts
  }

  /// The matrix is diagonal: every term holds δ(row, column).
  private func diagonalEntries(_ m: MatrixForm) throws(Obstacle) -> (Form, Slot)? {
    let isDiagonal =
      !m.form.isZero
      && m.form.terms.allSatisfy { term in
        factors(of: term.monomial).contains {
          $0.atom == .delta && $0.slots.contains(m.row) && $0.slots.contains(m.column)
        }
      }
    if !isDiagonal { return nil }
    let joint = try freshFreeSlot(m.range)
    return (try renamed(m.form, Renaming([(m.row, joint), (m.column, joint)])), joint)
  }

  /// det(c·M1·M2·…) = c^n·det M1·det M2·…
  private func productParts(_ m: MatrixForm) throws(Obstacle) -> DeterminantParts? {
    guard let term = m.form.single else { return nil }
    let factors = factors(of: term.monomial)
    let matrix = components(of: factors).filter { part in
      part.contains { $0.slots.contains(m.row) || $0.slots.contains(m.column) }
    }
    let scalar = components(of: factors).filter { part in
      !part.contains { $0.slots.contains(m.row) || $0.slots.contains(m.column) }
    }
    guard let links = chain(matrix.flatMap { $0 }, m, anySquare: true), !links.isEmpty else { return nil }
    if links.count == 1 && scalar.isEmpty && term.coefficient.isOne && kind(links[0].factor) == .symbol {
      return DeterminantParts(matrices: [try matrixPart(m.with(try reduced(untransposed(links[0], m))))])
    }
    var parts = DeterminantParts()
    let outside = try reduced(scalar.flatMap { $0 }, term.coefficient)
    if outside != one { parts.scalars.append((outside, try lengthForm(m.range))) }
    for link in links {
      let record = self[link.factor.atom]
      if record.kind == .inverse {
        let inside = m.with(try instance(record.insides[0], lambdas: [m.row, m.column], parameters: []))
        let inner = try determinantParts(inside)
        for (value, exponent) in inner.scalars { parts.scalars.append((value, exponent.scaled(by: Rational(-1)))) }
        for (value, over) in inner.products { parts.products.append((try power(value, Rational(-1)), over)) }
        parts.matrices += inner.matrices.map { ($0.inside, $0.range, -$0.exponent, $0.parameters) }
      } else {
        parts.matrices.append(try matrixPart(m.with(try reduced(untransposed(link, m)))))
      }
    }
    return parts
  }

  private func untransposed(_ link: Link, _ m: MatrixForm) throws(Obstacle) -> Factor {
    Factor(link.factor.atom, try SlotList([m.row, m.column]))
  }

  /// Takes an invertible product A out of A + R; pointless when R has nothing to rotate.
  private func pivotParts(_ m: MatrixForm) throws(Obstacle) -> DeterminantParts? {
    let plain = m.form.terms.allSatisfy { chain(factors(of: $0.monomial), m, anySquare: true) != nil }
    let hasUnit = m.form.terms.contains { factors(of: $0.monomial).contains { $0.atom == .delta } }
    if plain || hasUnit { return nil }
    for term in m.form.terms.sorted(by: { weight($0.monomial) < weight($1.monomial) }) {
      let matrix = components(of: factors(of: term.monomial)).filter { part in
        part.contains { $0.slots.contains(m.row) || $0.slots.contains(m.column) }
      }
      guard let links = chain(matrix.flatMap { $0 }, m, anySquare: false),
        !links.isEmpty || !term.coefficient.isOne
      else { continue }
      let a = m.with(form(term.monomial, term.coefficient))
      let rest = try product(try inverse(a), m.with(m.form.removing(term.monomial)))
      let unitPlus = m.with(try identity(m.row, m.column).adding(rest.form))
      var parts = try determinantParts(a)
      let more = try determinantParts(unitPlus)
      parts.scalars += more.scalars
      parts.products += more.products
      parts.matrices += more.matrices
      return parts
    }
    return nil
  }

  private func matrixPart(_ m: MatrixForm) throws(Obstacle) -> (InnerForm, IndexRange, Int, [Slot]) {
    let turned = try transposed(m).form
    let form = digest(of: turned) < digest(of: m.form) ? turned : m.form
    let placed = try place(.determinant, payload: m.range.number, over: [form], lambdas: [m.row, m.column])
    return (self[placed.atom].insides[0], m.range, 1, placed.slots)
  }

  /// det(I + XY) = det(I + YX): among all cuts of the one cyclic product `rest` the least matrix.
  private func leastRotation(_ rest: MatrixForm) throws(Obstacle) -> (InnerForm, IndexRange, Int, [Slot]) {
    func candidate(_ form: Form, _ m: MatrixForm) throws(Obstacle) -> (InnerForm, IndexRange, Int, [Slot]) {
      try matrixPart(m.with(try identity(m.row, m.column).adding(form)))
    }
    var best = try candidate(rest.form, rest)
    guard let term = rest.form.single else { return best }
    let own = factors(of: term.monomial)
    let ends = Slot(.bound, nextBound(in: own), rest.range)
    let ring = try renamed(own, Renaming([(rest.row, ends), (rest.column, ends)]))
    var cuts = Set<Slot>()
    for factor in ring { for slot in factor.slots.array where slot.isBound { cuts.insert(slot) } }
    for cut in cuts.sorted() {
      guard let (opened, m) = try opened(ring, at: cut), isPath(opened, m) else { continue }
      let next = try candidate(try reduced(opened, term.coefficient), m)
      if isLess(next, best) { best = next }
    }
    return best
  }

  private func isLess(
    _ a: (inside: InnerForm, range: IndexRange, Int, [Slot]), _ b: (inside: InnerForm, range: IndexRange, Int, [Slot])
  ) -> Bool {
    let (x, y) = (digest(a.range), digest(b.range))
    return x != y ? x < y : digest(of: self[a.inside]) < digest(of: self[b.inside])
  }

  /// The ring cut open at a bound index that joins two factors.
  private func opened(_ ring: [Factor], at cut: Slot) throws(Obstacle) -> ([Factor], MatrixForm)? {
    var places: [(Int, Int)] = []
    for (k, factor) in ring.enumerated() {
      for (p, slot) in factor.slots.array.enumerated() where base(of: slot) == cut {
        if slot != cut { return nil }
        places.append((k, p))
      }
    }
    guard places.count == 2, places[0].0 != places[1].0 else { return nil }
    let (row, column) = (try freshFreeSlot(cut.range), try freshFreeSlot(cut.range))
    var result = ring
    result[places[0].0].slots[places[0].1] = row
    result[places[1].0].slots[places[1].1] = column
    return (result, MatrixForm(form: .zero, row: row, column: column))
  }

  /// Every factor is a matrix or a scalar, the matrices linked in one path from row to column: only then is another cut
  /// a rotation.
  private func isPath(_ factors: [Factor], _ m: MatrixForm) -> Bool {
    let matrices = factors.filter { !$0.slots.isEmpty }
    var uses: [Slot: Int] = [:]
    for factor in matrices {
      if factor.slots.count != 2 || !factor.exponent.isOne { return false }
      for slot in factor.slots.array { uses[slot, default: 0] += 1 }
    }
    let isLinked = uses.allSatisfy { slot, count in
      slot.isBound ? count == 2 : count == 1 && (slot == m.row || slot == m.column)
    }
    return isLinked && components(of: matrices).count == 1
  }
}
