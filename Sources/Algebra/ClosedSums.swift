import Expressions
import Numbers

/// Sums over an index in closed form, over its whole range or as far as another index:
///
///     Σ_{j in 1..n} [j < i] = i − 1        Σ_{i in 1..n} i = n·(n + 1)/2        Σ_{k in a..b} q^k = (q^a − q^(b+1))/(1 − q)
///
/// The last one only where q is known not to be 1. Elsewhere (1 − q)·Σ q^k = q^a − q^(b+1) is used from left to right: the
/// lead of 1 − q beside the sum is given up, which needs no denominator.
extension NormalForms {
  /// The powers of one index, and the steps that begin and end it, if any: [i < j], or [n − i − j > 0].
  private struct Summand {
    var slot: Slot
    /// Everything that mentions the index.
    var own: [Factor] = []
    var others: [Factor] = []
    var steps: [Factor] = []
    var power = 0
    /// q^k
    var geometric: [Factor] = []
  }

  /// The values of the index, with free indices for bound ones.
  private struct Span {
    var low, high: Form
    /// Where low..high goes beyond the range, or is shorter than nothing: what to add there.
    var corrections: [Correction] = []
    var opened, back: Renaming
    var index: Slot
  }

  /// ±(a^m + … + b^m) where the form is 0.
  private struct Correction {
    var vanishing, low, high: Form
    var sign: Rational
  }

  /// A sum over an index that the factor mentions; nil where there is no closed form.
  func closedSum(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    for slot in boundSlots(in: [factor]) {
      guard let summand = summand(of: slot, in: [factor] + rest), mayMixSigns(), let span = try span(of: summand) else {
        continue
      }
      if !summand.geometric.isEmpty {
        if span.corrections.isEmpty, let products = try geometricSum(summand, span) { return products }
      } else if summand.power <= NormalForms.greatestPower {
        var sum = try sumOfPowers(summand.power, span.low, span.high)
        for part in span.corrections {
          let own = try product(try vanishing(part.vanishing), try sumOfPowers(summand.power, part.low, part.high))
          sum = sum.adding(own, times: part.sign)
        }
        return try bound(sum, beside: summand.others, summand, span)
      }
    }
    return nil
  }

  private func summand(of slot: Slot, in factors: [Factor]) -> Summand? {
    var summand = Summand(slot: slot)
    for factor in factors {
      guard mentions([factor], slot) else {
        summand.others.append(factor)
        continue
      }
      summand.own.append(factor)
      switch kind(factor) {
      case .indexValue where factor.slots[0] == slot && factor.exponent.isInteger && factor.exponent > .zero:
        summand.power += Int(factor.exponent.numerator)
      case _ where summand.steps.count < 2 && isOrderOfPlaces(factor): summand.steps.append(factor)
      case .function where function(of: factor) == .exp && mentionsIndexValue(self[factor.atom].insides[0]):
        summand.geometric.append(factor)
      case .generalPower where factor.exponent.isInteger && mentionsIndexValue(self[factor.atom].insides[1]):
        summand.geometric.append(factor)
      default: return nil
      }
    }
    return summand.power == 0 || summand.geometric.isEmpty ? summand : nil
  }

  private func mentionsIndexValue(_ inside: InnerForm) -> Bool {
    self[inside].terms.contains { factors(of: $0.monomial).contains { kind($0) == .indexValue } }
  }

  /// Nil where the index might end before it begins.
  private func span(of summand: Summand) throws(Obstacle) -> Span? {
    let slot = summand.slot
    guard let (low, high) = try ends(of: slot.range) else { return nil }
    let (opened, back) = try opening(summand.own, beside: summand.others)
    var span = Span(low: low, high: high, opened: opened, back: back, index: opened[slot] ?? slot)
    if summand.steps.isEmpty { return (try? lengthForm(slot.range)) == nil ? nil : span }
    var ends: Set<Bool> = []
    for step in summand.steps {
      let excess = try excess(try renamed([step], opened)[0])
      // [u − i > 0]: i ends before u. [u + i > 0]: i begins at 1 − u.
      guard let (slope, offset) = try linear(excess, in: span.index), let slope = slope.constant, slope.magnitude.isOne,
        ends.insert(slope.signum < 0).inserted,
        try narrow(&span, to: offset, isEnd: slope.signum < 0, low, high)
      else { return nil }
    }
    let isBothSided = ends.count == 2
    if isBothSided, !span.corrections.isEmpty || !isNeverLess(span.high.adding(one), than: span.low) { return nil }
    if !span.corrections.isEmpty, (try? lengthForm(slot.range)) == nil { return nil }
    return span
  }

  /// False where the place of a step may be many places beyond low..high.
  private func narrow(
    _ span: inout Span, to offset: Form, isEnd: Bool, _ low: Form, _ high: Form
  ) throws(Obstacle) -> Bool {
    let place = isEnd ? offset : one.adding(offset, times: Rational(-1))
    if isEnd { span.high = place.adding(one, times: Rational(-1)) } else { span.low = place }
    let beyond = high.adding(one)
    guard let below = atMost(low.adding(place, times: Rational(-1))),
      let above = atMost(place.adding(beyond, times: Rational(-1)))
    else { return false }
    for m in 1..<(below + 1) {
      let first = low.adding(constant(Rational(-m)))
      span.corrections.append(
        .init(
          vanishing: place.adding(first, times: Rational(-1)), low: first, high: low.adding(constant(Rational(-1))),
          sign: isEnd ? .one : Rational(-1)))
    }
    for m in 1..<(above + 1) {
      let last = high.adding(constant(Rational(m)))
      span.corrections.append(
        .init(
          vanishing: place.adding(last.adding(one), times: Rational(-1)), low: beyond, high: last,
          sign: isEnd ? Rational(-1) : .one))
    }
    return true
  }

  /// The least whole number up to `mostCorrections` that the form is never above.
  func atMost(_ form: Form) -> Int? {
    (0...NormalForms.mostCorrections).first { isNeverLess(constant(Rational($0)), than: form) }
  }

  /// Places beyond the range that are told apart, as few as the ends of partial sums that are written out.
  static let mostCorrections = 4

  /// The terms beside factors, with bound indices again; those that are not mentioned any more count their ranges.
  private func bound(
    _ form: Form, beside others: [Factor], _ summand: Summand, _ span: Span
  ) throws(Obstacle) -> [Product] {
    var products: [Product] = []
    let slots = boundSlots(in: summand.own).filter { $0 != summand.slot }
    for term in form.terms {
      var factors = others + (try renamed(factors(of: term.monomial), span.back))
      for slot in slots where !mentions(factors, slot) { factors += try lengthFactors(slot.range) }
      products.append((factors, term.coefficient))
    }
    return products
  }

  // Powers of an index

  /// The greatest power: longer polynomials than what they stand for help nobody.
  private static let greatestPower = 8

  /// a^m + … + b^m by Faulhaber's formula. Source: NIST Digital Library of Mathematical Functions, 24.4.7.
  private func sumOfPowers(_ m: Int, _ low: Form, _ high: Form) throws(Obstacle) -> Form {
    let before = low.adding(one, times: Rational(-1))
    var result = Form.zero
    for (k, c) in NormalForms.coefficientsOfSum(ofPower: m).enumerated() where !c.isZero {
      let difference = try power(high, Rational(k)).adding(try power(before, Rational(k)), times: Rational(-1))
      result = result.adding(difference, times: c)
    }
    return result
  }

  /// 1^m + … + n^m as a polynomial in n, from (n + 1)^(m+1) − 1 = Σ_{k ≤ m} C(m + 1, k)·(1^k + … + n^k).
  private static func coefficientsOfSum(ofPower m: Int) -> [Rational] {
    var sums: [[Rational]] = []
    for power in 0...m {
      var binomials = [Rational.one]
      for k in 1...(power + 1) { binomials.append(binomials[k - 1] * Rational(power + 2 - k, k)) }
      var polynomial = binomials
      polynomial[0] = .zero
      for (k, lesser) in sums.enumerated() {
        for (degree, c) in lesser.enumerated() { polynomial[degree] = polynomial[degree] - binomials[k] * c }
      }
      sums.append(polynomial.map { $0 * Rational(1, power + 1) })
    }
    return sums[m]
  }

  // Powers with an index in the exponent

  /// c·q^k, with the exponents of all factors taken together.
  private struct Ratio {
    /// q = exp(a)·…
    var exponent = Form.zero
    /// q = base^a·…
    var powers: [(base: Form, exponent: Int)] = []
    /// c = exp(b)
    var offset = Form.zero

    /// The numbers q^k are those of 1/q in the other direction.
    var isInverse = false
  }

  private func geometricSum(_ summand: Summand, _ span: Span) throws(Obstacle) -> [Product]? {
    guard let ratio = try ratio(of: summand, span) else { return nil }
    let difference = one.adding(try power(ratio, one), times: Rational(-1))
    if difference.isZero { return nil }
    let isKnown = ratio.powers.isEmpty && sign(of: ratio.exponent).isNonzero
    let isApart = isKnown ? true : try isKnownNonzero(difference)
    if isApart {
      let sum = try product(try ends(ratio, span), try power(difference, Rational(-1)))
      return try bound(sum, beside: summand.others, summand, span)
    }
    if let products = try withoutLead(of: difference, summand, ratio, span) { return products }
    return try fromZero(summand, ratio, span)
  }

  /// c·(q^a − q^(b+1))
  private func ends(_ ratio: Ratio, _ span: Span) throws(Obstacle) -> Form {
    let ends = try power(ratio, span.low).adding(try power(ratio, span.high.adding(one)), times: Rational(-1))
    return try product(try exponential(ratio.offset), ends)
  }

  /// lead·G = (N − (D − lead)·G)/c for D = 1 − q and N = D·G.
  private func withoutLead(
    of difference: Form, _ summand: Summand, _ ratio: Ratio, _ span: Span
  ) throws(Obstacle) -> [Product]? {
    guard let lead = lead(of: difference), lead.monomial != .one, boundCount(lead.monomial) == 0,
      let c = lead.coefficient.inverse,
      let others = quotient(summand.others, by: try renamed(factors(of: lead.monomial), span.back))
    else { return nil }
    var products = try bound(try ends(ratio, span).scaled(by: c), beside: others, summand, span)
    for term in difference.removing(lead.monomial).terms {
      let beside = try renamed(factors(of: term.monomial), span.back)
      products.append((others + beside + summand.own, -term.coefficient * c))
    }
    return products
  }

  /// What is left of a product without others, nil where it does not hold them.
  private func quotient(_ factors: [Factor], by divisors: [Factor]) -> [Factor]? {
    var left = factors
    for divisor in divisors {
      guard let k = left.firstIndex(where: { $0.isSamePlace(as: divisor) }),
        (left[k].exponent > .zero) == (divisor.exponent > .zero),
        left[k].exponent.magnitude >= divisor.exponent.magnitude,
        let exponent = try? left[k].exponent.minus(divisor.exponent)
      else { return nil }
      if exponent.isZero { left.remove(at: k) } else { left[k].exponent = exponent }
    }
    return left
  }

  /// Σ_{k in a..b} q^k = q^a·Σ_{k in 0..b-a} q^k, and for a 1/q that is simpler q^b·Σ_{k in 0..b-a} (1/q)^k.
  private func fromZero(_ summand: Summand, _ ratio: Ratio, _ span: Span) throws(Obstacle) -> [Product]? {
    guard summand.steps.isEmpty, ratio.offset.isZero,
      let last = expression(of: span.high.adding(span.low, times: Rational(-1)))
    else { return nil }
    let range = store.range(store.integer(0), last)
    if range == summand.slot.range && !ratio.isInverse || range.number > Slot.largestRange { return nil }
    let index = try freshFreeSlot(range)
    let value = try value(of: index)
    let first = try power(ratio, ratio.isInverse ? span.high : span.low)
    let sum = try product(first, try power(ratio, ratio.isInverse ? value.scaled(by: Rational(-1)) : value))
    var back = span.back
    back[index] = Slot(.bound, summand.slot.number, range)
    return try sum.terms.map { (term) throws(Obstacle) in
      (summand.others + (try renamed(factors(of: term.monomial), back)), term.coefficient)
    }
  }

  private func power(_ ratio: Ratio, _ value: Form) throws(Obstacle) -> Form {
    var result = try exponential(try product(ratio.exponent, value))
    for (base, exponent) in ratio.powers {
      result = try product(result, try symbolicPower(base, value.scaled(by: Rational(exponent))))
    }
    return result
  }

  /// Nil where an exponent is not linear in the index.
  private func ratio(of summand: Summand, _ span: Span) throws(Obstacle) -> Ratio? {
    var ratio = Ratio()
    for factor in try renamed(summand.geometric, span.opened) {
      let isPower = kind(factor) == .generalPower
      guard let (slope, offset) = try linear(try argument(factor, isPower ? 1 : 0), in: span.index) else { return nil }
      if isPower {
        let base = try argument(factor, 0)
        guard !mentions(base, span.index), offset.isZero, let a = slope.constant?.asInt else { return nil }
        ratio.powers.append((base, a * Int(factor.exponent.numerator)))
      } else {
        ratio.exponent = ratio.exponent.adding(slope, times: factor.exponent.rational)
        ratio.offset = ratio.offset.adding(offset, times: factor.exponent.rational)
      }
    }
    if let first = ratio.powers.first {
      ratio.isInverse = first.exponent < 0
    } else if let c = try leadingCoefficient(of: ratio.exponent) {
      ratio.isInverse = c.signum < 0
    }
    return ratio
  }

  /// a and b of a·k + b.
  private func linear(_ form: Form, in index: Slot) throws(Obstacle) -> (slope: Form, offset: Form)? {
    var (slope, offset) = (Form.zero, Form.zero)
    for term in form.terms {
      var own = factors(of: term.monomial)
      if let k = own.firstIndex(where: { kind($0) == .indexValue && $0.slots[0] == index && $0.exponent.isOne }) {
        own.remove(at: k)
        if mentions(own, index) { return nil }
        slope = slope.adding(try reduced(own, term.coefficient))
      } else if mentions(own, index) {
        return nil
      } else {
        offset = offset.adding(self.form(term.monomial, term.coefficient))
      }
    }
    return (slope, offset)
  }

  private func mentions(_ form: Form, _ slot: Slot) -> Bool {
    form.terms.contains { mentions(factors(of: $0.monomial), slot) }
  }
}
