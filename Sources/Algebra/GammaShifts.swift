import Expressions
import Numbers

/// Γ(u + n) = u·(u + 1)⋯(u + n − 1)·Γ(u), where Γ(u) is in the form, too; so for its logarithm and its logarithmic derivative.
extension NormalForms {
  private static let greatestShift = 16

  func openingGammas(_ form: Form) throws(Obstacle) -> Form? {
    func isOpened(_ record: AtomRecord) -> Bool {
      guard record.kind == .function else { return false }
      let function = ElementaryFunction(rawValue: UInt8(record.payload))
      return function == .gamma || function == .logGamma || function == .digamma
    }
    guard mentions(form, isOpened) else { return nil }
    let arguments = argumentsOfGammas(in: form)
    let image = try rebuilt(form, where: isOpened) { (factor) throws(Obstacle) in
      guard let function = self.function(of: factor), let own = arguments[function] else { return nil }
      let u = try self.argument(factor)
      var shift = 0
      for other in own {
        guard let n = u.adding(other, times: Rational(-1)).constant?.asInt, n > 0, n <= NormalForms.greatestShift
        else { continue }
        shift = max(shift, n)
      }
      if shift == 0 { return nil }
      var result = try self.function(function, [u.adding(self.constant(Rational(-shift)))])
      for j in 1...shift {
        let step = u.adding(self.constant(Rational(-j)))
        switch function {
        case .gamma: result = try self.product(result, step)
        case .logGamma: result = result.adding(try self.logarithm(try self.function(.abs, [step])))
        default: result = result.adding(try self.power(step, Rational(-1)))
        }
      }
      return result
    }
    return image == form ? nil : image
  }

  private func argumentsOfGammas(in form: Form) -> [ElementaryFunction: [Form]] {
    var found: [ElementaryFunction: [Form]] = [:]
    var seen: Set<Atom> = []
    var pending = [form]
    while let next = pending.popLast() {
      for term in next.terms {
        for factor in factors(of: term.monomial) where seen.insert(factor.atom).inserted {
          pending += self[factor.atom].insides.map { self[$0] }
          guard factor.slots.isEmpty, let function = function(of: factor), let inside = self[factor.atom].insides.first
          else { continue }
          found[function, default: []].append(self[inside])
        }
      }
    }
    return found
  }
}
