import Expressions
import Numbers

/// Σ cᵢ·log uᵢ + r = 0 if Π uᵢ^cᵢ·eʳ = 1: where the logarithms have values, the uᵢ are positive.
extension NormalForms {
  /// Logarithms beside the same other factors belong together.
  private struct Group {
    var logarithms: [(argument: Form, coefficient: Rational)] = []
    /// What stands there without a logarithm.
    var rest = Form.zero
  }

  private static let mostLogarithms = 12
  private static let greatestPower = 12

  func isZeroByLogarithms(_ form: Form, depth: Int) throws(Obstacle) -> Bool {
    guard depth > 0, let groups = try logarithms(in: form) else { return false }
    for group in groups {
      if group.logarithms.isEmpty {
        if !group.rest.isZero { return false }
        continue
      }
      guard let difference = try closed(group), try clearsToZero(difference, depth: depth - 1) else { return false }
    }
    return true
  }

  private func logarithms(in form: Form) throws(Obstacle) -> [Group]? {
    var groups: [[Factor]: Group] = [:]
    var order: [[Factor]] = []
    var count = 0
    for term in form.terms {
      let own = factors(of: term.monomial)
      let logs = own.indices.filter { function(of: own[$0]) == .log && !hasBoundSlots(own[$0]) }
      guard logs.count <= 1, boundCount(term.monomial) == 0 else { return nil }
      var others = own
      if let place = logs.first {
        guard own[place].exponent.isOne else { return nil }
        others.remove(at: place)
        count += 1
      }
      let key = logs.isEmpty ? [] : others
      if groups[key] == nil { order.append(key) }
      if let place = logs.first {
        groups[key, default: Group()].logarithms.append((try argument(own[place]), term.coefficient))
      } else {
        var rest = groups[key, default: Group()].rest
        rest = rest.adding(self.form(term.monomial, term.coefficient))
        groups[key, default: Group()].rest = rest
      }
    }
    if count < 2 || count > NormalForms.mostLogarithms { return nil }
    return order.compactMap { groups[$0] }
  }

  /// Π uᵢ^cᵢ·eʳ over the positive cᵢ, less that over the negative ones, with the cᵢ made whole.
  private func closed(_ group: Group) throws(Obstacle) -> Form? {
    var scale = Integer.one
    for (_, c) in group.logarithms {
      let shared = Integer.gcd(scale, c.denominator)
      scale = (scale * c.denominator).quotientAndRemainder(dividingBy: shared)?.quotient ?? scale
    }
    var (left, right) = (try exponential(group.rest.scaled(by: Rational(scale))), one)
    for (argument, c) in group.logarithms {
      guard let n = (c * Rational(scale)).asInt, n.magnitude <= NormalForms.greatestPower else { return nil }
      let power = try power(argument, Rational(Int(n.magnitude)))
      if n > 0 { left = try product(left, power) } else { right = try product(right, power) }
    }
    return left.adding(right, times: Rational(-1))
  }
}
