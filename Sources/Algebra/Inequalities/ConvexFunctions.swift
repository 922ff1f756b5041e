import Expressions
import Numbers

/// Convex functions lie above their tangents:
///
///     exp(a) ≥ exp(b)·(1 + a − b)        log(b) − log(a) ≥ 1 − a/b
///
/// with a and b from the form itself, and with b = 0 and b = 1. Under Σ q_i these are Jensen's and Gibbs's inequality.
struct ConvexFunctions {
  let forms: NormalForms
  private var splitter: Splitter

  init(_ forms: NormalForms) {
    self.forms = forms
    splitter = Splitter(forms)
  }

  /// A monomial weight·exp(a) or weight·log(a) with everything it sums over opened.
  private struct Occurrence {
    var weight: [Factor]
    var joints: [Slot]
    var argument: Form
    var coefficient: Rational
  }

  mutating func insert(for form: Form, into cone: inout Cone) throws(Obstacle) {
    try insertExponentials(for: form, into: &cone)
    try insertLogarithms(for: form, into: &cone)
    try insertPiecewise(for: form, into: &cone)
  }

  private func isNonnegative(_ factors: [Factor]) -> Bool { forms.pointwiseSign(of: factors).isNonnegative }

  /// Σ over the joints of weight·body.
  private func closed(_ weight: [Factor], _ body: Form, _ joints: [Slot]) throws(Obstacle) -> Form {
    try forms.summed(try forms.product(try forms.reduced(weight), body), over: joints)
  }

  // exp

  private mutating func insertExponentials(for form: Form, into cone: inout Cone) throws(Obstacle) {
    var found: [Occurrence] = []
    for term in form.terms {
      let (factors, joints) = try splitter.opened(term.monomial)
      let powers = factors.filter { forms.function(of: $0) == .exp }
      if powers.isEmpty { continue }
      var exponent = Form.zero
      for power in powers { exponent = exponent.adding(try forms.argument(power), times: power.exponent.rational) }
      found.append(
        Occurrence(
          weight: factors.filter { forms.function(of: $0) != .exp }, joints: joints, argument: exponent,
          coefficient: term.coefficient))
    }
    var points = [Form.zero]
    for own in found where !points.contains(own.argument) { points.append(own.argument) }
    for own in found where isNonnegative(own.weight) {
      for other in points where other != own.argument && !cone.isFull {
        guard isWithin(other, own.joints) else { continue }
        let (a, b) = (try forms.exponential(own.argument), try forms.exponential(other))
        let gap = forms.one.adding(own.argument).adding(other, times: Rational(-1))
        let above = a.adding(try forms.product(b, gap), times: Rational(-1))
        cone.insert(try closed(own.weight, above, own.joints))
      }
    }
  }

  /// No slot of another monomial is left open.
  private func isWithin(_ form: Form, _ joints: [Slot]) -> Bool {
    forms.freeSlots(of: form).allSatisfy { !forms.isFresh($0) || joints.contains($0) }
  }

  // log

  private mutating func insertLogarithms(for form: Form, into cone: inout Cone) throws(Obstacle) {
    var found: [Occurrence] = []
    for term in form.terms {
      let (factors, joints) = try splitter.opened(term.monomial)
      guard let k = factors.firstIndex(where: { forms.function(of: $0) == .log && $0.exponent.isOne }),
        try forms.isInDomain(factors[k])
      else { continue }
      found.append(
        Occurrence(
          weight: forms.rest(factors, k), joints: joints, argument: try forms.argument(factors[k]),
          coefficient: term.coefficient))
    }
    for own in found where !cone.isFull && isNonnegative(own.weight) {
      // To have −log(A) with the sign that the form has.
      let a = own.coefficient.signum < 0 ? own.argument : try inverse(own.argument)
      try insert(a, own, into: &cone)
      for other in found where other.argument != own.argument && isWithin(other.argument, own.joints) {
        try insert(try forms.product(a, try inverse(other.argument)), own, into: &cone)
        try insert(try forms.product(a, other.argument), own, into: &cone)
      }
      try insertGroup(of: own, found, into: &cone)
    }
  }

  private func inverse(_ form: Form) throws(Obstacle) -> Form { try forms.power(form, Rational(-1)) }

  /// weight·(t − 1 − log(t)) for a t that is positive wherever the logarithms are defined.
  private func insert(_ t: Form, _ own: Occurrence, into cone: inout Cone) throws(Obstacle) {
    let above = t.adding(forms.one, times: Rational(-1)).adding(try forms.logarithm(t), times: Rational(-1))
    cone.insert(try closed(own.weight, above, own.joints))
  }

  /// All logarithms of one weight as one: weight·Σ c_k·log(a_k).
  private func insertGroup(of own: Occurrence, _ found: [Occurrence], into cone: inout Cone) throws(Obstacle) {
    let weight = try forms.reduced(own.weight)
    var t = forms.one
    var count = 0
    for other in found where other.joints == own.joints {
      guard try forms.reduced(other.weight) == weight, let c = other.coefficient.divided(by: own.coefficient.magnitude)
      else { continue }
      t = try forms.product(t, try forms.power(other.argument, -c))
      count += 1
    }
    if count > 2 { try insert(t, own, into: &cone) }
  }

  // abs, step

  /// weight·(|u| ± u), weight·u·[u > 0] and weight·u·([u > 0] − 1).
  private mutating func insertPiecewise(for form: Form, into cone: inout Cone) throws(Obstacle) {
    let shares = try remainders(in: form)
    for term in form.terms {
      let (factors, joints) = try splitter.opened(term.monomial)
      for (k, factor) in factors.enumerated() where factor.exponent.isOne {
        guard let function = forms.function(of: factor), function == .abs || function == .step else { continue }
        let u = try forms.argument(factor)
        let own = try forms.reduced(factor)
        for weight in try weights(besides: k, factors, u) where !cone.isFull {
          let upper = function == .abs ? own.adding(u) : try forms.product(own, u)
          let lower = function == .abs ? own.adding(u, times: Rational(-1)) : upper.adding(u, times: Rational(-1))
          for part in [upper, lower] {
            cone.insert(try closed(weight, part, joints))
            for share in shares {
              cone.insert(try closed(weight, try forms.product(part, share), joints))
            }
          }
        }
      }
    }
  }

  /// 1 − t for the numbers t of the form that are at most 1.
  private func remainders(in form: Form) throws(Obstacle) -> [Form] {
    var found: [Form] = []
    for term in form.terms {
      for factor in forms.factors(of: term.monomial) where factor.slots.isEmpty && factor.exponent.isOne {
        guard let upper = forms.bounds(of: factor).upper, upper <= .one else { continue }
        let rest = forms.one.adding(try forms.reduced(factor), times: Rational(-1))
        if !found.contains(rest), found.count < ConvexFunctions.mostShares { found.append(rest) }
      }
    }
    return found
  }

  private static let mostShares = 3

  /// The rest beside a factor, if it is nowhere negative; beside a step also without one factor of its argument.
  private func weights(besides k: Int, _ factors: [Factor], _ u: Form) throws(Obstacle) -> [[Factor]] {
    let rest = forms.rest(factors, k)
    var found: [[Factor]] = []
    if isNonnegative(rest) { found.append(rest) }
    for (q, other) in rest.enumerated() where other.exponent.isOne {
      let less = forms.rest(rest, q)
      let own = try forms.reduced(other)
      if u.terms.contains(where: { $0.monomial == own.single?.monomial }), isNonnegative(less) { found.append(less) }
    }
    return found
  }
}
