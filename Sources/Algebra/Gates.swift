import Expressions
import Numbers

/// Factors that are 0 or 1: [u > 0], [u = 0], [i = j], [i < j]; and the sign, which premises decide just as they do
/// the first of these.
extension NormalForms {
  /// step and sign of something whose sign is known.
  func settledSign(_ function: ElementaryFunction, _ form: Form) -> Rational? {
    guard function == .step || function == .sign else { return nil }
    if sign(of: form) == .positive { return .one }
    let negative = bounds(of: form).isNegative ? .positive : signOfNegative(form)
    if function == .step { return negative.isNonnegative ? .zero : nil }
    return negative == .positive ? Rational(-1) : nil
  }

  /// The value that premises give a step, a sign or [u = 0] at one entry: it was built at any entry, and then the entry
  /// put in. Each is looked at once.
  func assumedValue(of factor: Factor) throws(Obstacle) -> Rational? {
    if facts.signs.isEmpty && facts.equations.isEmpty { return nil }
    guard !factor.slots.isEmpty, !hasBoundSlots(factor), factor.exponent.isInteger, factor.exponent > .zero else {
      return nil
    }
    let function = function(of: factor)
    guard function == .step || function == .sign || kind(factor) == .vanishing else { return nil }
    let place = factor.raised(to: .one)
    if let known = assumedValues[place] { return known }
    let form = try argument(factor)
    let value: Rational?
    if let function {
      value = form.isZero ? .zero : settledSign(function, form)
    } else {
      value = sign(of: form).isNonzero ? .zero : nil
    }
    assumedValues[place] = .some(value)
    return value
  }

  /// [c·b·v > 0] = b·[c·v > 0] for factors b that are 0 or 1; nil when the terms of the form have none in common.
  func stepOfGated(_ form: Form) throws(Obstacle) -> Form? {
    guard let first = form.terms.first else { return nil }
    let gates = factors(of: first.monomial).filter { gate in
      isGate(gate) && form.terms.dropFirst().allSatisfy { factors(of: $0.monomial).contains(gate) }
    }
    if gates.isEmpty { return nil }
    var sum = TermSum()
    for term in form.terms {
      sum.add(try canonical(factors(of: term.monomial).filter { !gates.contains($0) }), term.coefficient)
    }
    return try product(try reduced(Array(gates)), try self.function(.step, [sum.form(digest: digest)]))
  }

  private func isGate(_ factor: Factor) -> Bool {
    if hasBoundSlots(factor) || !factor.exponent.isOne { return false }
    switch kind(factor) {
    case .delta, .order, .vanishing: return true
    case .function: return function(of: factor) == .step
    default: return false
    }
  }
}
