import Expressions
import Numbers

/// Sums of squares for a form: Σ weight·(s·left + t·right)² for the splittings of its monomials, and the squares that
/// are left when squares are completed one after the other (Lagrange's reduction of a quadratic form).
///
/// Σ_ij q_i·q_j·(v_i − v_j)² and Σ_ij (z_i·v_j − z_j·v_i)² come from the splittings of (Σ_i q_i·v_i)² and
/// (Σ_i z_i·v_i)²: the variance and Lagrange's identity are no rules of their own.
struct Squares {
  let forms: NormalForms
  private var splitter: Splitter
  private var products: [ProductKey: Form] = [:]

  private struct ProductKey: Hashable {
    var group: SplittingGroup
    var left: Monomial
    var right: Monomial
  }

  init(_ forms: NormalForms) {
    self.forms = forms
    splitter = Splitter(forms)
  }

  /// Adds squares for the monomials of the form.
  mutating func insert(for form: Form, into cone: inout Cone) throws(Obstacle) {
    var groups: [SplittingGroup] = []
    var members: [SplittingGroup: [Monomial]] = [:]
    for term in form.terms where term.monomial != .one {
      let mayStay = term.coefficient.signum > 0 && forms.sign(of: term.monomial).isNonnegative
      for splitting in try splitter.splittings(of: term.monomial) {
        if splitting.left == splitting.right {
          try insertDiagonal(splitting, form, &groups, &members, into: &cone)
        } else if !mayStay {
          try insertPair(splitting, term.coefficient, form, into: &cone)
        }
        if splitting.left != splitting.right {
          try add([splitting.left, splitting.right], to: splitting.group, form, &groups, &members)
        }
        if cone.isFull { return }
      }
    }
    for group in groups {
      if let basis = members[group], basis.count > 1 || group.joints.isEmpty {
        try complete(group, basis, form, into: &cone)
      }
    }
  }

  private static let largestBasis = 10

  private mutating func insertDiagonal(
    _ splitting: Splitting, _ form: Form, _ groups: inout [SplittingGroup],
    _ members: inout [SplittingGroup: [Monomial]], into cone: inout Cone
  ) throws(Obstacle) {
    let square = try product(splitting.group, splitting.left, splitting.left)
    cone.insert(square, isPositive: try isPositive(splitting))
    try add([splitting.left], to: splitting.group, form, &groups, &members)
  }

  /// What has its square in the form can be one of those that squares are completed with.
  private mutating func add(
    _ parts: [Monomial], to group: SplittingGroup, _ form: Form, _ groups: inout [SplittingGroup],
    _ members: inout [SplittingGroup: [Monomial]]
  ) throws(Obstacle) {
    for part in parts where coefficient(of: try product(group, part, part), in: form) == nil { return }
    if members[group] == nil { groups.append(group) }
    var basis = members[group, default: []]
    for part in parts where !basis.contains(part) && basis.count < Squares.largestBasis { basis.append(part) }
    members[group] = basis
  }

  /// Σ weight·(left + r·right)², with r = ±1 and with the r that completes a square of the form.
  private mutating func insertPair(
    _ splitting: Splitting, _ c: Rational, _ form: Form, into cone: inout Cone
  ) throws(Obstacle) {
    let (group, u, v) = (splitting.group, splitting.left, splitting.right)
    let (uu, uv, vv) = (try product(group, u, u), try product(group, u, v), try product(group, v, v))
    var ratios: [Rational] = [Rational(c.signum)]
    if let a = coefficient(of: uu, in: form), let r = (c * Rational(1, 2)).divided(by: a) { ratios.append(r) }
    if let b = coefficient(of: vv, in: form), let r = (b * Rational(2)).divided(by: c) { ratios.append(r) }
    for r in ratios {
      let part = forms.form(u).adding(forms.form(v), times: r)
      cone.insert(
        uu.adding(uv, times: Rational(2) * r).adding(vv, times: r * r), isPositive: try isSomewhereNonzero(part, group))
    }
  }

  /// What the form has of a square, when that is one monomial.
  private func coefficient(of square: Form, in form: Form) -> Rational? {
    guard let term = square.single, let own = form.coefficient(of: term.monomial) else { return nil }
    let ratio = own.divided(by: term.coefficient)
    return ratio.flatMap { $0.signum > 0 ? $0 : nil }
  }

  /// Squares are completed within one group, with each element of the basis as the first one.
  private mutating func complete(
    _ group: SplittingGroup, _ own: [Monomial], _ form: Form, into cone: inout Cone
  ) throws(Obstacle) {
    var basis = own
    // A number beside a term: (s − 1/2)².
    if group.joints.isEmpty && group.weight == .one && !basis.contains(.one) { basis.append(.one) }
    let matrix = try coefficients(group, basis, form)
    for first in basis.indices {
      for line in Squares.completed(matrix, first: first) {
        var square = Form.zero
        for (i, u) in basis.enumerated() where !line[i].isZero {
          for (j, v) in basis.enumerated() where !line[j].isZero {
            square = square.adding(try product(group, u, v), times: line[i] * line[j])
          }
        }
        cone.insert(square)
      }
    }
  }

  /// The symmetric matrix M with Σ M[i, j]·weight·u_i·u_j in the form: entries that are one monomial have equal shares.
  private mutating func coefficients(
    _ group: SplittingGroup, _ basis: [Monomial], _ form: Form
  ) throws(Obstacle) -> [[Rational]] {
    var places: [Monomial: [(i: Int, j: Int, scale: Rational)]] = [:]
    for (i, u) in basis.enumerated() {
      for (j, v) in basis.enumerated() {
        guard let term = try product(group, u, v).single else { continue }
        places[term.monomial, default: []].append((i, j, term.coefficient))
      }
    }
    var matrix = basis.map { _ in basis.map { _ in Rational.zero } }
    for (monomial, entries) in places {
      guard let c = form.coefficient(of: monomial) else { continue }
      for entry in entries {
        matrix[entry.i][entry.j] = c.divided(by: entry.scale * Rational(entries.count)) ?? .zero
      }
    }
    return matrix
  }

  /// The linear forms ℓ_k of x′Mx = Σ d_k·ℓ_k(x)² + …, as far as the pivots are positive.
  private static func completed(_ matrix: [[Rational]], first: Int) -> [[Rational]] {
    var rest = matrix
    var lines: [[Rational]] = []
    var order = Array(matrix.indices)
    order.removeAll { $0 == first }
    for pivot in [first] + order {
      let d = rest[pivot][pivot]
      guard d.signum > 0, let inverse = d.inverse else { continue }
      let line = rest[pivot].map { $0 * inverse }
      lines.append(line)
      for i in rest.indices {
        for j in rest.indices { rest[i][j] = rest[i][j] - d * line[i] * line[j] }
      }
    }
    return lines
  }

  /// Σ over the joints of weight·u·v, with the kernel between them.
  private mutating func product(_ group: SplittingGroup, _ u: Monomial, _ v: Monomial) throws(Obstacle) -> Form {
    let key = ProductKey(group: group, left: u, right: v)
    if let known = products[key] { return known }
    var right = forms.form(v)
    var body = forms.form(group.weight)
    if let kernel = group.kernel {
      right = try forms.renamed(right, Renaming([(kernel.row, kernel.column)]))
      body = try forms.product(body, try forms.reduced(kernel.factor))
    }
    body = try forms.product(try forms.product(body, forms.form(u)), right)
    body = try forms.summed(body, over: group.joints)
    products[key] = body
    return body
  }

  /// Σ w·u² > 0: u vanishes nowhere, or it is all entries of a vector that is not 0.
  private func isPositive(_ splitting: Splitting) throws(Obstacle) -> Bool {
    let group = splitting.group
    guard group.isPositive, group.joints.allSatisfy({ forms.hasValue($0.range) }) else { return false }
    let factors = forms.factors(of: splitting.left)
    let isPlain = forms.boundCount(splitting.left) == 0 && group.kernel == nil
    if isPlain, factors.allSatisfy({ forms.sign(of: $0).isNonzero }) { return true }
    return try isSomewhereNonzero(forms.form(splitting.left), group)
  }

  /// The part that is squared, summed over all of its entries, is that of a vector that is not 0.
  private func isSomewhereNonzero(_ part: Form, _ group: SplittingGroup) throws(Obstacle) -> Bool {
    guard group.isPositive, group.joints.allSatisfy({ forms.hasValue($0.range) }) else { return false }
    var open = group.joints
    if let kernel = group.kernel {
      if !kernel.isDefinite { return false }
      open.removeAll { $0 == kernel.column }
    }
    return try forms.isSomewhereNonzero(part, over: open)
  }
}
