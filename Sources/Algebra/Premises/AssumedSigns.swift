import Expressions
import Numbers

/// Signs that premises give, of forms up to a factor, and what they add up to.
extension NormalForms {
  /// A sign is kept for the form divided by the size of its leading coefficient.
  func assumeSign(_ form: Form, _ sign: Sign, _ fixed: Set<Index>) throws(Obstacle) {
    let isOwn = freeSlots(of: form).allSatisfy { fixed.contains(Index(UInt32($0.number))) }
    if isOwn && sign.isNonnegative { facts.inequalities.append((form, sign)) }
    forgetImages()
    guard let c = lead(of: form)?.coefficient.inverse else { return }
    try keepSign(of: form.scaled(by: c.magnitude), sign, fixed)
    // What is not zero is so with either sign.
    if c.signum < 0, sign.isNonzero { try keepSign(of: form.scaled(by: c), .nonzero, fixed) }
  }

  private func keepSign(of form: Form, _ sign: Sign, _ fixed: Set<Index>) throws(Obstacle) {
    let free = freeSlots(of: form)
    if !free.isEmpty, !free.contains(where: { fixed.contains(Index(UInt32($0.number))) }) {
      let (general, reach) = try generalised(form)
      var known = facts.generalSigns[general] ?? []
      if let k = known.firstIndex(where: { $0.reach == reach }) {
        known[k].sign = strongest(known[k].sign, sign)
      } else {
        known.append(Facts.GeneralSign(reach: reach, sign: sign))
      }
      facts.generalSigns[general] = known
    } else {
      let inside = intern(inside: form)
      facts.signs[inside] = strongest(facts.signs[inside], sign)
    }
    refreshSign(of: form, sign, fixed)
  }

  func strongest(_ a: Sign?, _ b: Sign) -> Sign {
    guard let a else { return b }
    if (a == .nonzero && b == .nonnegative) || (a == .nonnegative && b == .nonzero) { return .positive }
    return Sign(rawValue: max(a.rawValue, b.rawValue)) ?? b
  }

  /// A single atom whose sign is assumed for all its entries carries it from now on.
  private func refreshSign(of form: Form, _ sign: Sign, _ fixed: Set<Index>) {
    guard let term = form.single, term.coefficient.isOne, factors(of: term.monomial).count == 1,
      let factor = factors(of: term.monomial).first, factor.exponent.isOne
    else { return }
    let slots = factor.slots.array
    let isGeneral =
      slots.allSatisfy { $0.isFree && !fixed.contains(Index(UInt32($0.number))) } && runsOverAll(factor)
    guard isGeneral, Set(slots).count == slots.count else { return }
    atoms[Int(factor.atom.number)].sign = strongest(self[factor.atom].sign, sign)
  }

  /// What a premise says about the form or a multiple of it.
  func assumedSign(of form: Form) -> Sign? {
    guard !facts.signs.isEmpty || !facts.generalSigns.isEmpty, let c = lead(of: form)?.coefficient.inverse else {
      return nil
    }
    let scaled = form.scaled(by: c.magnitude)
    if let known = keptSign(of: scaled) { return known }
    return keptSign(of: scaled.scaled(by: Rational(-1))).flatMap { $0.isNonzero ? .nonzero : nil }
  }

  private func keptSign(of form: Form) -> Sign? {
    if let known = facts.signs[intern(inside: form)] { return known }
    guard !facts.generalSigns.isEmpty, let (general, reach) = try? generalised(form) else { return nil }
    var sign: Sign?
    for known in facts.generalSigns[general] ?? [] where zip(reach, known.reach).allSatisfy({ isInside($0, $1) }) {
      sign = strongest(sign, known.sign)
    }
    return sign
  }

  /// The sign of a sum of assumed inequalities: c − a = (c − b) + (b − a).
  func combinedSign(of form: Form) -> Sign { combined(form, depth: NormalForms.deepestCombination) }

  /// So many inequalities may take part.
  private static let deepestCombination = 3

  private func combined(_ form: Form, depth: Int) -> Sign {
    if depth == 0 || form.isZero { return .unknown }
    for (known, sign) in facts.inequalities {
      guard let shared = sharedRatio(form, known), shared.signum > 0 else { continue }
      let rest = form.adding(known, times: -shared)
      if rest.isZero { return sign }
      let bounds = bounds(of: rest)
      let own: Sign =
        bounds.isPositive ? .positive : bounds.isNonnegative ? .nonnegative : combined(rest, depth: depth - 1)
      if own.isNonnegative { return own == .positive ? own : sign }
    }
    return .unknown
  }

  /// The ratio of the coefficients of the first term of `known` that both have.
  private func sharedRatio(_ form: Form, _ known: Form) -> Rational? {
    for term in known.terms where term.monomial != .one {
      if let other = form.terms.first(where: { $0.monomial == term.monomial }) {
        return other.coefficient.divided(by: term.coefficient)
      }
    }
    return nil
  }
}
