import Expressions
import Numbers

/// Inequalities by others that say the same: both sides under a monotone function.
extension NormalForms {
  /// Forms whose sign settles that of f, each of which is enough.
  func reductions(of form: Form) throws(Obstacle) -> [Form] {
    var found: [Form] = []
    if let next = try exponentiated(form) { found.append(next) }
    if let next = try squared(form) { found.append(next) }
    return found
  }

  /// For f = Σ c_k·log(u_k) + r with whole c_k: Π u_k^c_k·exp(r) over c_k > 0 minus the same over c_k < 0. It has the sign
  /// of f, since f ≥ 0 exactly when exp(f) ≥ 1.
  private func exponentiated(_ form: Form) throws(Obstacle) -> Form? {
    var rest = form
    var logarithms: [(argument: Form, coefficient: Rational)] = []
    for term in form.terms {
      let factors = factors(of: term.monomial)
      guard factors.count == 1, let log = factors.first, function(of: log) == .log, log.exponent.isOne,
        !hasBoundSlots(log), try isInDomain(log)
      else { continue }
      logarithms.append((try argument(log), term.coefficient))
      rest = rest.removing(term.monomial)
    }
    guard let first = logarithms.first, let scale = first.coefficient.magnitude.inverse else { return nil }
    var (above, below) = (try exponential(rest.scaled(by: scale)), one)
    for (argument, coefficient) in logarithms {
      let c = coefficient * scale
      guard c.isInteger, let n = c.asInt, n.magnitude <= NormalForms.largestLogarithm else { return nil }
      let part = try power(argument, c.magnitude)
      if n > 0 { above = try product(above, part) } else { below = try product(below, part) }
    }
    return above.adding(below, times: Rational(-1))
  }

  private static let largestLogarithm = 4

  /// For f = p − n with p ≥ 0: p² − n². Where that is not negative, p ≥ |n|.
  private func squared(_ form: Form) throws(Obstacle) -> Form? {
    let hasRoots = form.terms.contains { term in
      factors(of: term.monomial).contains { !$0.exponent.isInteger || function(of: $0) == .abs }
    }
    guard hasRoots, form.count <= NormalForms.mostSquaredTerms else { return nil }
    let upper = Form(terms: form.terms.filter { $0.coefficient.signum > 0 && sign(of: $0.monomial).isNonnegative })
    if upper.isZero || upper == form { return nil }
    let lower = upper.adding(form, times: Rational(-1))
    return try product(upper, upper).adding(try product(lower, lower), times: Rational(-1))
  }

  private static let mostSquaredTerms = 8
}

extension NormalForms {
  /// A logarithm or a root has an argument that is known not to be negative.
  ///
  /// A sum over j ≠ i is one over all j without the i-th term, whose logarithm need not exist: nothing is known of it.
  func isInDomain(_ factor: Factor) throws(Obstacle) -> Bool {
    if function(of: factor) == .log { return try clearedSign(of: try argument(factor)).isNonnegative }
    if factor.exponent.isInteger { return true }
    let base = kind(factor) == .power ? try argument(factor) : try reduced(factor.raised(to: .one))
    return try clearedSign(of: base).isNonnegative
  }
}
