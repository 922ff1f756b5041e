import Expressions
import Numbers

/// Monotone functions of two terms whose order is known, and a sum of terms that are not negative beside one of them.
struct MonotoneFunctions {
  let forms: NormalForms
  private var splitter: Splitter

  init(_ forms: NormalForms) {
    self.forms = forms
    splitter = Splitter(forms)
  }

  /// weight·g(a), with what it sums over opened.
  private struct Occurrence {
    var weight: [Factor]
    var joints: [Slot]
    var factor: Factor
  }

  mutating func insert(
    for form: Form, into cone: inout Cone, _ order: (Form) throws(Obstacle) -> Sign
  ) throws(Obstacle) {
    var found: [Occurrence] = []
    for term in form.terms {
      let (factors, joints) = try splitter.opened(term.monomial)
      for (k, factor) in factors.enumerated() where isIncreasing(factor) {
        guard try forms.isInDomain(factor) else { continue }
        let rest = forms.rest(factors, k)
        guard forms.pointwiseSign(of: rest).isNonnegative else { continue }
        found.append(Occurrence(weight: rest, joints: joints, factor: factor))
      }
    }
    for (k, own) in found.enumerated() {
      let a = try argument(own.factor)
      if let start = try value(of: own.factor, at: .zero) { try insert(own, a, start, .zero, into: &cone, order) }
      for other in found[(k + 1)...]
      where isSame(own.factor, other.factor) && own.joints == other.joints && own.weight == other.weight {
        try insert(own, a, try forms.reduced(other.factor), try argument(other.factor), into: &cone, order)
      }
    }
    try insertParts(of: form, into: &cone)
  }

  /// weight·(g(a) − g(b)) has the sign of a − b.
  private func insert(
    _ own: Occurrence, _ a: Form, _ below: Form, _ b: Form, into cone: inout Cone,
    _ order: (Form) throws(Obstacle) -> Sign
  ) throws(Obstacle) {
    let gap = a.adding(b, times: Rational(-1))
    let difference = try forms.reduced(own.factor).adding(below, times: Rational(-1))
    for direction in [Rational.one, Rational(-1)] {
      let sign = try order(gap.scaled(by: direction))
      guard sign.isNonnegative else { continue }
      let body = try forms.product(try forms.reduced(own.weight), difference.scaled(by: direction))
      let image = try forms.summed(body, over: own.joints)
      let isPositive = sign == .positive && forms.pointwiseSign(of: own.weight) == .positive
      cone.insert(image, isPositive: isPositive && own.joints.allSatisfy { forms.hasValue($0.range) })
    }
  }

  private func isSame(_ a: Factor, _ b: Factor) -> Bool {
    forms.kind(a) == forms.kind(b) && forms.function(of: a) == forms.function(of: b) && a.exponent == b.exponent
  }

  private func isIncreasing(_ factor: Factor) -> Bool {
    guard let function = forms.function(of: factor) else {
      // A root of what is not negative.
      return factor.exponent > .zero && factor.exponent.denominator % 2 == 0 && factor.slots.isEmpty
    }
    guard factor.exponent.isOne else { return false }
    return function.isIncreasing
  }

  private func argument(_ factor: Factor) throws(Obstacle) -> Form {
    if forms.function(of: factor) != nil || forms.kind(factor) == .power { return try forms.argument(factor) }
    return try forms.reduced(factor.raised(to: .one))
  }

  private func value(of factor: Factor, at argument: Form) throws(Obstacle) -> Form? {
    guard let function = forms.function(of: factor) else { return .zero }
    switch function {
    case .log, .acosh: return nil
    default: return try forms.function(function, [argument])
    }
  }

  /// Σ_j u[j] ≥ u[k] for u ≥ 0, with what stands beside both.
  private func insertParts(of form: Form, into cone: inout Cone) throws(Obstacle) {
    for whole in form.terms where whole.coefficient.signum > 0 && forms.boundCount(whole.monomial) > 0 {
      let factors = forms.factors(of: whole.monomial)
      guard forms.pointwiseSign(of: factors).isNonnegative else { continue }
      let bound = forms.boundSlots(in: factors)
      var opened = Renaming()
      var joints: [Slot] = []
      for slot in bound {
        let open = try forms.freshFreeSlot(slot.range)
        opened[slot] = open
        joints.append(open)
      }
      let pattern = NetworkPattern(factors: try forms.renamed(factors, opened), joints: joints, fixed: [], apart: 0)
      for part in form.terms where part.coefficient.signum < 0 && forms.boundCount(part.monomial) == 0 {
        for match in try forms.embeddings(of: pattern, in: forms.factors(of: part.monomial), most: 1)
        where match.remaining.isEmpty
          && joints.allSatisfy({ slot in match.images[slot].map { forms.takesValues($0, of: slot.range) } ?? false })
        {
          cone.insert(forms.form(whole.monomial).adding(forms.form(part.monomial), times: Rational(-1)))
        }
      }
    }
  }
}
