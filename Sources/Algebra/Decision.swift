import Expressions
import Numbers

/// Is a form zero? Reversible steps that may make it so: clearing denominators and outer inverses, opening functions
/// into exponentials or steps, addition theorems, changes of variables.
extension NormalForms {
  /// True: proved, for all sizes and all admissible values. False: not decided, never false.
  public func isZero(_ form: Form) throws(Obstacle) -> Bool {
    for part in try byEntries(form) where !(try clearsToZero(part)) { return false }
    return true
  }

  /// One identity for each entry, where a free index has a small fixed range.
  private func byEntries(_ form: Form) throws(Obstacle) -> [Form] {
    var parts = [form]
    for slot in freeSlots(of: form) {
      guard let values = writtenOut(slot.range) else { continue }
      var next: [Form] = []
      for part in parts {
        for value in values { next.append(try renamed(part, Renaming([(slot, try literal(value, slot.range))]))) }
      }
      parts = next
    }
    return parts
  }

  private static let mostRounds = 10

  func clearsToZero(_ form: Form, depth: Int = NormalForms.deepestTermwise) throws(Obstacle) -> Bool {
    var form = form
    for _ in 0..<NormalForms.mostRounds {
      if form.isZero { return true }
      guard let cleared = try cleared(form) else {
        if try isZeroByLogarithms(form, depth: depth) { return true }
        if try isZeroBySquaring(form, depth: depth) { return true }
        return try isZeroTermwise(form, depth: depth)
      }
      form = cleared
    }
    return form.isZero
  }

  /// The first step that changes something.
  private func cleared(_ form: Form) throws(Obstacle) -> Form? {
    if let next = try clearingDenominators(form) { return next }
    if let next = try clearingOuterInverse(form) { return next }
    if let next = try openingPiecewise(form) { return next }
    if let next = try openingExponentials(form) { return next }
    if let next = try openingAngles(form) { return next }
    if let next = try openingGammas(form) { return next }
    if let next = try absorbingVector(form) { return next }
    return try namingDenominator(form)
  }

  /// Multiplies by every factor that stands in a denominator without bound indices. Reversible: where both sides are
  /// defined it is not zero.
  func clearingDenominators(_ form: Form) throws(Obstacle) -> Form? {
    var worst: [Factor: Exponent] = [:]
    for term in form.terms {
      for factor in factors(of: term.monomial) where factor.exponent < .zero && !hasBoundSlots(factor) {
        let place = factor.raised(to: .one)
        worst[place] = max(worst[place] ?? .zero, factor.exponent.negated)
      }
    }
    if worst.isEmpty { return nil }
    let clearing = worst.keys.sorted(by: precedes).map { $0.raised(to: worst[$0] ?? .one) }
    var sum = TermSum()
    for term in form.terms { try reduce(factors(of: term.monomial) + clearing, term.coefficient, into: &sum) }
    return sum.form(digest: digest)
  }

  /// A free index that ends in M⁻¹ is contracted with M: E = 0 exactly when ME = 0, since M is invertible. The
  /// outermost inverse first.
  func clearingOuterInverse(_ form: Form) throws(Obstacle) -> Form? {
    var best: (factor: Factor, place: Int, depth: Int)?
    for term in form.terms {
      for factor in factors(of: term.monomial) where kind(factor) == .inverse && factor.slots.count == 2 {
        let depth = self[factor.atom].inverseDepth
        for place in 0..<2 where factor.slots[place].isFree {
          let isBetter =
            best.map { ($0.depth, self[$0.factor.atom].digest) < (depth, self[factor.atom].digest) } ?? true
          if isBetter { best = (factor, place, depth) }
        }
      }
    }
    guard let (factor, place, _) = best else { return nil }
    let end = factor.slots[place]
    let joint = try freshFreeSlot(end.range)
    guard end.range == matrixRange(factor.atom) else { return nil }
    // M⁻¹[i, ·]: multiply by M[k, i] and sum over i; M⁻¹[·, i] by M[i, k].
    let ends = place == 0 ? [end, joint] : [joint, end]
    let matrix = try instance(self[factor.atom].insides[0], lambdas: ends, parameters: [])
    return try summed(
      try product(try renamed(form, Renaming([(end, joint)])), matrix), over: joint)
  }

  /// abs, sign and max as steps: |u| = 2u[u > 0] − u, sign(u) = 2[u > 0] − 1 + [u = 0].
  private func openingPiecewise(_ form: Form) throws(Obstacle) -> Form? {
    func isPiecewise(_ record: AtomRecord) -> Bool {
      guard record.kind == .function else { return false }
      let function = ElementaryFunction(rawValue: UInt8(record.payload))
      return function == .abs || function == .sign
    }
    guard mentions(form, isPiecewise) else { return nil }
    return try rebuilt(form, where: isPiecewise) { (factor) throws(Obstacle) in
      guard isPiecewise(self[factor.atom]) else { return nil }
      let u = try self.argument(factor)
      let gate = try self.function(.step, [u])
      if self.function(of: factor) == .abs {
        return try self.product(u, gate).scaled(by: Rational(2)).adding(u, times: Rational(-1))
      }
      let sign = gate.scaled(by: Rational(2)).adding(self.one, times: Rational(-1))
      return sign.adding(try self.vanishing(u))
    }
  }

  /// sigmoid, tanh, softplus, sinh, cosh as exponentials: needed only where several of them meet.
  func openingExponentials(_ form: Form) throws(Obstacle) -> Form? {
    func isOpened(_ record: AtomRecord) -> Bool {
      guard record.kind == .function else { return false }
      switch ElementaryFunction(rawValue: UInt8(record.payload)) {
      case .sigmoid, .tanh, .softplus, .sinh, .cosh, .asinh, .acosh, .atanh, .tan: return true
      default: return false
      }
    }
    guard mentions(form, isOpened) else { return nil }
    return try rebuilt(form, where: isOpened) { (factor) throws(Obstacle) in
      guard isOpened(self[factor.atom]), let function = self.function(of: factor) else { return nil }
      var u = try self.argument(factor)
      if let inner = try self.openingExponentials(u) { u = inner }
      return try self.opened(function, u)
    }
  }

  /// A function in terms of exp, log, sin and cos.
  private func opened(_ function: ElementaryFunction, _ u: Form) throws(Obstacle) -> Form? {
    let minus = Rational(-1)
    switch function {
    case .softplus: return try logarithm(one.adding(try exponential(u)))
    case .sigmoid:
      let e = try exponential(u)
      return try product(e, try power(one.adding(e), minus))
    case .tanh:
      let square = try exponential(u.scaled(by: Rational(2)))
      return try product(square.adding(one, times: minus), try power(square.adding(one), minus))
    case .sinh, .cosh:
      let (plus, less) = (try exponential(u), try exponential(u.scaled(by: minus)))
      return plus.adding(less, times: function == .sinh ? minus : .one).scaled(by: Rational(1, 2))
    case .tan:
      return try product(try self.function(.sin, [u]), try power(try self.function(.cos, [u]), minus))
    case .asinh, .acosh:
      let square = try product(u, u).adding(one, times: function == .asinh ? .one : minus)
      return try logarithm(u.adding(try power(square, Rational(1, 2))))
    case .atanh:
      let ratio = try product(one.adding(u), try power(one.adding(u, times: minus), minus))
      return try logarithm(ratio).scaled(by: Rational(1, 2))
    default: return nil
    }
  }
}
