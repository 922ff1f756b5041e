import Expressions
import Numbers

/// A square matrix as a form with a row and a column slot; other free slots make it a family.
struct MatrixForm {
  var form: Form
  var row: Slot
  var column: Slot

  var range: IndexRange { row.range }
  func with(_ form: Form) -> MatrixForm { MatrixForm(form: form, row: row, column: column) }
}

/// Inverses: of a product they split, of A + u·v' they are the Sherman-Morrison formula, else an atom over the
/// primitive matrix. Every inverted matrix is a recorded side condition unless it is invertible as declared.
extension NormalForms {
  func identity(_ row: Slot, _ column: Slot) throws(Obstacle) -> Form {
    try reduced(Factor(.delta, try SlotList([row, column])))
  }

  func transposed(_ m: MatrixForm) throws(Obstacle) -> MatrixForm {
    m.with(try renamed(m.form, Renaming([(m.row, m.column), (m.column, m.row)])))
  }

  func product(_ a: MatrixForm, _ b: MatrixForm) throws(Obstacle) -> MatrixForm {
    let joint = try freshFreeSlot(a.range)
    let left = try renamed(a.form, Renaming([(a.column, joint)]))
    let right = try renamed(b.form, Renaming([(b.row, joint)]))
    return a.with(try summed(try product(left, right), over: joint))
  }

  func trace(_ m: MatrixForm) throws(Obstacle) -> Form {
    let joint = try freshFreeSlot(m.range)
    return try summed(try renamed(m.form, Renaming([(m.row, joint), (m.column, joint)])), over: joint)
  }

  /// One factor of a product of matrices, or the transpose of one.
  struct Link {
    var factor: Factor
    var isTransposed: Bool
  }

  /// The monomial as a product of square matrices from `row` to `column`: the links in order, empty for the identity;
  /// nil when it is not one. `anySquare` also accepts matrices that need not be invertible: a product of square
  /// matrices is invertible exactly when each of them is.
  func chain(_ factors: [Factor], _ m: MatrixForm, anySquare: Bool) -> [Link]? {
    var (here, left, links) = (m.row, factors, [Link]())
    while !left.isEmpty {
      let found = left.indices.filter { isLink(left[$0], at: here, m.range) }
      guard found.count == 1 else { return nil }
      let factor = left.remove(at: found[0])
      if factor.atom == .delta { return factors.count > 1 ? nil : [] }
      guard isInvertible(factor.atom) || (anySquare && kind(factor) == .symbol) else { return nil }
      let isTransposed = factor.slots[1] == here
      links.append(Link(factor: factor, isTransposed: isTransposed))
      here = factor.slots[isTransposed ? 0 : 1]
      if occurrences(of: here, in: left) > 1 { return nil }
    }
    return here == m.column ? links : nil
  }

  private func isLink(_ factor: Factor, at slot: Slot, _ range: IndexRange) -> Bool {
    guard factor.exponent.isOne, factor.slots.count == 2 else { return false }
    let (a, b) = (factor.slots[0], factor.slots[1])
    return a != b && (a == slot || b == slot) && a.range == range && b.range == range
      && a.kind != .position && b.kind != .position
  }

  private func isInvertible(_ atom: Atom) -> Bool {
    let record = self[atom]
    switch record.kind {
    case .inverse: return true
    case .symbol: return store.symbols[Int(record.payload)].structure.isInvertible
    default: return false
    }
  }

  /// The slots that both ends and all links need.
  private func tensorFactors(_ factors: [Factor], of m: MatrixForm) -> (matrix: [Factor], scalar: [Factor]) {
    var (matrix, scalar) = ([Factor](), [Factor]())
    for part in components(of: factors) {
      let isEnd = part.contains { $0.slots.contains(m.row) || $0.slots.contains(m.column) }
      if isEnd { matrix += part } else { scalar += part }
    }
    return (matrix, scalar)
  }

  func inverse(_ m: MatrixForm) throws(Obstacle) -> MatrixForm {
    try spend(4)
    if let values = writtenOut(m.range) { return try inverseByCofactors(m, values) }
    if let split = try inverseOfProduct(m) { return split }
    if let updated = try shermanMorrison(m) { return updated }
    if let simpler = try withoutInnerInverses(m) { return simpler }
    let content = try content(of: m.form, forRoots: false)
    let scalars = content.common.filter { !$0.slots.contains(m.row) && !$0.slots.contains(m.column) }
    var outside = try reduced(scalars, content.scale)
    var primitive = try product(m.form, try power(outside, Rational(-1)))
    if let lead = lead(of: primitive), lead.coefficient.signum < 0 {
      primitive = primitive.scaled(by: Rational(-1))
      outside = outside.scaled(by: Rational(-1))
    }
    return m.with(try product(try inverseAtom(m.with(primitive)).form, try power(outside, Rational(-1))))
  }

  private func inverseOfProduct(_ m: MatrixForm) throws(Obstacle) -> MatrixForm? {
    guard let term = m.form.single else { return nil }
    let (matrix, scalar) = tensorFactors(factors(of: term.monomial), of: m)
    guard let links = chain(matrix, m, anySquare: false) else { return nil }
    var result = m.with(try identity(m.row, m.column))
    for link in links {
      let inverse = try inverse(of: link, like: m)
      result = try product(inverse, result)
    }
    return m.with(try product(result.form, try power(try reduced(scalar, term.coefficient), Rational(-1))))
  }

  private func inverse(of link: Link, like m: MatrixForm) throws(Obstacle) -> MatrixForm {
    let record = self[link.factor.atom]
    var result: MatrixForm
    if record.kind == .inverse {
      result = m.with(try instance(record.insides[0], lambdas: [m.row, m.column], parameters: []))
    } else {
      let matrix = m.with(try reduced(Factor(link.factor.atom, try SlotList([m.row, m.column]))))
      let isOrthogonal = store.symbols[Int(record.payload)].structure == .orthogonal
      result = isOrthogonal ? try transposed(matrix) : try inverseAtom(matrix)
    }
    return link.isTransposed ? try transposed(result) : result
  }

  /// The atom over the lesser of the matrix and its transpose, so that inv(M)' and inv(M') are one.
  func inverseAtom(_ m: MatrixForm) throws(Obstacle) -> MatrixForm {
    let turned = try transposed(m).form
    let isSymmetric = turned == m.form
    let isTurned = digest(of: turned) < digest(of: m.form)
    let placed = try place(
      .inverse, payload: m.range.number, over: [isTurned ? turned : m.form], lambdas: [m.row, m.column],
      symmetric: isSymmetric)
    if !isKnownInvertible(m) { conditions.insert(.invertible(self[placed.atom].insides[0])) }
    let ends = isTurned ? [m.column, m.row] : [m.row, m.column]
    return m.with(try reduced(Factor(placed.atom, try SlotList(ends + placed.slots))))
  }

  private func isKnownInvertible(_ m: MatrixForm) -> Bool {
    guard let term = m.form.single else { return false }
    return chain(factors(of: term.monomial), m, anySquare: false) != nil
  }

  /// (A + R)⁻¹ = A⁻¹ − A⁻¹·R·A⁻¹/(1 + tr(A⁻¹R)) for a rank-one R and an invertible A (Sherman and Morrison, 1950).
  private func shermanMorrison(_ m: MatrixForm) throws(Obstacle) -> MatrixForm? {
    guard let (a, r) = rankOneUpdate(m) else { return nil }
    let inverse = try inverse(m.with(a))
    let left = try product(inverse, m.with(r))
    let bottom = try power(one.adding(try trace(left)), Rational(-1))
    let update = try product(try product(left, inverse).form, bottom)
    return m.with(inverse.form.adding(update, times: Rational(-1)))
  }

  /// (A, R) with m = A + R, A one invertible product and R = (sum of scalars)·u·v'.
  func rankOneUpdate(_ m: MatrixForm) -> (Form, Form)? {
    let ordered = m.form.terms.sorted { weight($0.monomial) < weight($1.monomial) }
    for term in ordered {
      let (matrix, _) = tensorFactors(factors(of: term.monomial), of: m)
      guard chain(matrix, m, anySquare: false) != nil else { continue }
      let rest = m.form.removing(term.monomial)
      var ends: [Factor]?
      let isRankOne = rest.terms.allSatisfy { other in
        guard let pair = outerEnds(other.monomial, m) else { return false }
        defer { ends = pair }
        return ends == nil || ends == pair
      }
      if isRankOne && !rest.isZero {
        return (form(term.monomial, term.coefficient), rest)
      }
    }
    return nil
  }

  /// The two unconnected ends of u[row]·v[column]; nil when row and column are connected.
  private func outerEnds(_ monomial: Monomial, _ m: MatrixForm) -> [Factor]? {
    let parts = components(of: factors(of: monomial))
    let rows = parts.filter { $0.contains { $0.slots.contains(m.row) } }
    let columns = parts.filter { $0.contains { $0.slots.contains(m.column) } }
    guard rows.count == 1, columns.count == 1, rows[0] != columns[0],
      !rows[0].contains(where: { $0.slots.contains(m.column) })
    else { return nil }
    guard let left = try? canonical(rows[0]), let right = try? canonical(columns[0]) else { return nil }
    return factors(of: left) + [Factor(.delta)] + factors(of: right)
  }

  /// (A⁻¹ + B⁻¹)⁻¹ = B·(A + B)⁻¹·A: for M = L⁻¹·M'·R⁻¹ with M' free of inverses, M⁻¹ = R·M'⁻¹·L.
  private func withoutInnerInverses(_ m: MatrixForm) throws(Obstacle) -> MatrixForm? {
    var middle = m
    var left = m.with(try identity(m.row, m.column))
    var right = left
    var hasChanged = false
    for end in [m.row, m.column] {
      guard let atom = innerInverse(of: middle, at: end) else { continue }
      let base = m.with(try instance(self[atom].insides[0], lambdas: [m.row, m.column], parameters: []))
      if end == m.row {
        middle = try product(base, middle)
        left = try product(base, left)
      } else {
        middle = try product(middle, base)
        right = try product(right, base)
      }
      hasChanged = true
    }
    if !hasChanged || inverseDepth(of: middle.form) > 0 { return nil }
    return try product(right, try product(try inverse(middle), left))
  }

  private func innerInverse(of m: MatrixForm, at end: Slot) -> Atom? {
    for term in m.form.terms {
      for factor in factors(of: term.monomial) {
        let record = self[factor.atom]
        if record.kind == .inverse, record.isSymmetric, factor.exponent.isOne, factor.slots.count == 2,
          factor.slots.contains(end)
        {
          return factor.atom
        }
      }
    }
    return nil
  }
}
