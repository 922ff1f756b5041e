import Expressions
import Numbers

/// Inequalities with |u| and [u > 0], one sign of u after the other.
extension NormalForms {
  /// |u| is u or −u, [u > 0] is 1 or 0; nil where there is nothing to distinguish.
  func holdsInCases(_ form: Form, strictly: Bool, depth: Int) throws(Obstacle) -> Bool? {
    guard let factor = piecewiseFactor(of: form) else { return nil }
    let u = try argument(factor)
    let isModulus = function(of: factor) == .abs
    let (saved, known) = (facts, atoms.count)
    defer { leaveCase(facts: saved, atoms: known) }
    for isUpper in [true, false] {
      leaveCase(facts: saved, atoms: known)
      let assumed = isUpper ? u : u.scaled(by: Rational(-1))
      let sign: Sign = isUpper && !isModulus ? .positive : .nonnegative
      facts.inequalities.append((assumed, sign))
      if let c = lead(of: assumed)?.coefficient, let inverse = c.inverse, c.signum > 0 {
        let inside = intern(inside: assumed.scaled(by: inverse))
        facts.signs[inside] = strongest(facts.signs[inside], sign)
      }
      let value = isModulus ? assumed : isUpper ? one : Form.zero
      let inside = self[factor.atom].insides
      let image = try rebuilt(form, where: { $0.kind == .function && $0.insides == inside }) {
        (other) throws(Obstacle) in
        other.atom == factor.atom && other.slots == factor.slots ? value : nil
      }
      if !(try isCertified(image, strictly: strictly, depth: depth - 1)) { return false }
    }
    return true
  }

  /// What was made in a case has the signs that hold in it: they are read again.
  private func leaveCase(facts saved: Facts, atoms known: Int) {
    facts = saved
    forgetImages()
    for k in known..<atoms.count {
      let record = atoms[k]
      let key = AtomKey(
        kind: record.kind, payload: record.payload, insides: record.insides, isSymmetric: record.isSymmetric)
      atoms[k].sign = sign(of: key)
    }
  }

  /// One that is subtracted first: the others are not below their parts anyway.
  private func piecewiseFactor(of form: Form) -> Factor? {
    let ordered = form.terms.filter { $0.coefficient.signum < 0 } + form.terms.filter { $0.coefficient.signum > 0 }
    for term in ordered {
      for factor in factors(of: term.monomial) where !hasBoundSlots(factor) {
        if let function = function(of: factor), function == .abs || function == .step { return factor }
      }
    }
    return nil
  }
}
