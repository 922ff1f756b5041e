import Expressions
import Numbers

/// Powers: of a monomial they split where that is allowed, of a sum they are an atom over its primitive part.
extension NormalForms {
  func power(_ form: Form, _ exponent: Rational) throws(Obstacle) -> Form { try power(form, try Exponent(exponent)) }

  func power(_ form: Form, _ e: Exponent) throws(Obstacle) -> Form {
    if e.isZero { return one }
    if e.isOne { return form }
    if form.isZero {
      if e > .zero { return .zero }
      throw .undefined("a division by zero")
    }
    if e.isInteger && e > .zero, let small = try expandedPower(form, Int(e.numerator)) { return small }
    if let chosen = try selected(form, { (u) throws(Obstacle) in try self.power(u, e) }) { return chosen }
    if let term = form.single {
      return try power(of: factors(of: term.monomial), term.coefficient, e)
    }
    if !e.isInteger, let root = try rootOfPartner(form, e) { return root }
    let content = try content(of: form, forRoots: !e.isInteger)
    var primitive = content.primitive
    var sign = Rational.one
    // 1/(a − b) = −1/(b − a)
    if e.isInteger, let c = try leadingCoefficient(of: primitive), c.signum < 0 {
      primitive = primitive.scaled(by: Rational(-1))
      if !e.isEven { sign = Rational(-1) }
    }
    let outside = try power(of: content.common, content.scale, e)
    // What was left may be a single product: 1 − 1/(1 + x) = (1 + x)⁻¹·x.
    let inside =
      primitive.count == 1 ? try power(primitive, e) : try atomForm(.power, over: [primitive], exponent: e)
    return try product(outside, inside).scaled(by: sign)
  }

  /// (c − c·sin²)^e = c^e·|cos|^(2e) and (c + c·sinh²)^e = c^e·cosh^(2e) for c > 0.
  private func rootOfPartner(_ form: Form, _ e: Exponent) throws(Obstacle) -> Form? {
    guard form.count == 2, let c = form.coefficient(of: .one), c.signum > 0,
      let other = form.terms.first(where: { $0.monomial != .one }), factors(of: other.monomial).count == 1,
      let factor = factors(of: other.monomial).first, factor.exponent == Exponent(2), !hasBoundSlots(factor)
    else { return nil }
    let size: Form
    switch function(of: factor) {
    case .sin where other.coefficient == -c:
      size = try function(.abs, [try function(.cos, [try argument(factor)])])
    case .sinh where other.coefficient == c: size = try function(.cosh, [try argument(factor)])
    default: return nil
    }
    return try product(try power(of: c, e), try power(size, try e.times(Exponent(2))))
  }

  /// The power written out, unless it would have too many terms.
  private func expandedPower(_ form: Form, _ n: Int) throws(Obstacle) -> Form? {
    if form.count == 1 { return nil }
    var size = 1.0
    for k in 0..<n {
      size = size * Double(form.count + k) / Double(k + 1)
      if size > NormalForms.largestExpansion { return nil }
    }
    var result = form
    for _ in 1..<n { result = try product(result, form) }
    return result
  }

  /// (c·m)^e for a monomial m.
  private func power(of monomial: [Factor], _ c: Rational, _ e: Exponent) throws(Obstacle) -> Form {
    let deltas = monomial.filter { $0.atom == .delta }
    if !deltas.isEmpty {
      // (m·δ)^e = m^e·δ, unless a sum over an index of the delta joins the two.
      guard e > .zero, !deltas.contains(where: hasBoundSlots) else { throw .unsupported("a power of a delta") }
      let others = monomial.filter { $0.atom != .delta }
      return try product(try power(of: others, c, e), try reduced(deltas))
    }
    if e.isInteger {
      guard let scale = c.power(Int(e.numerator)) else { throw .undefined("a division by zero") }
      if scale.bitWidth > NormalForms.largestCoefficient { throw .budget }
      var result = constant(scale)
      for part in components(of: monomial) { result = try product(result, try power(ofPart: part, e)) }
      return result
    }
    let (known, unknown) = split(monomial)
    var result = try power(of: c.magnitude, e)
    for part in known { result = try product(result, try power(ofPart: part, e)) }
    if c.signum < 0 || unknown.count > 1 {
      // Signs not known: one root of the whole product.
      let whole = try reduced(unknown.flatMap { $0 }, Rational(c.signum))
      return try product(result, try atomForm(.power, over: [whole], exponent: e))
    }
    for part in unknown { result = try product(result, try power(ofPart: part, e)) }
    return result
  }

  /// Bits of a coefficient beyond which the budget is said to be used up.
  static let largestCoefficient = 20_000

  /// The factors that are known to be non-negative, and the others: single free factors or closed components.
  func split(_ monomial: [Factor]) -> (known: [[Factor]], unknown: [[Factor]]) {
    var known: [[Factor]] = []
    var unknown: [[Factor]] = []
    for part in components(of: monomial) {
      if sign(of: part, summed: nextBound(in: part) > 0).isNonnegative {
        known.append(part)
      } else {
        unknown.append(part)
      }
    }
    return (known, unknown)
  }

  private func power(ofPart part: [Factor], _ e: Exponent) throws(Obstacle) -> Form {
    if part.count > 1 || hasBoundSlots(part[0]) { return try atomForm(.power, over: [try reduced(part)], exponent: e) }
    let factor = part[0]
    if kind(factor) == .indexValue || kind(factor) == .order || kind(factor) == .vanishing {
      if e > .zero { return try atomForm(.power, over: [try reduced(part)], exponent: e) }
    }
    let combined = try factor.exponent.times(e)
    // sqrt(x^2) = |x|: an even power under an even root.
    if !e.isInteger && factor.exponent.isEven && !combined.isEven && combined.denominator % 2 != 0
      && !self[factor.atom].sign.isNonnegative
    {
      let base = try reduced(factor.raised(to: .one))
      return try power(try function(.abs, [base]), combined)
    }
    if !e.isInteger && factor.exponent.isEven && combined.denominator % 2 == 0
      && !self[factor.atom].sign.isNonnegative
    {
      let base = try reduced(factor.raised(to: .one))
      return try power(try function(.abs, [base]), combined)
    }
    return try reduced(factor.raised(to: combined))
  }

  /// q^e for q > 0, as powers of primes.
  func power(of q: Rational, _ e: Exponent) throws(Obstacle) -> Form {
    if q.isOne { return one }
    if e.isInteger {
      guard let value = q.power(Int(e.numerator)) else { throw .undefined("a division by zero") }
      return constant(value)
    }
    guard let (n, d) = q.smallFraction else { throw .unsupported("the root of a large number") }
    var result: [Factor] = []
    for prime in primes(of: n) { result.append(Factor(try primeAtom(prime), .empty, e)) }
    for prime in primes(of: d) { result.append(Factor(try primeAtom(prime), .empty, e.negated)) }
    return try reduced(result)
  }

  private func primeAtom(_ value: Int) throws(Obstacle) -> Atom {
    guard let payload = UInt32(exactly: value) else { throw .unsupported("the root of a large number") }
    return atom(.prime, payload: payload)
  }

  /// Prime factors with multiplicity, by trial division; a large cofactor stays whole.
  func primes(of value: Int) -> [Int] {
    var (n, p) = (value, 2)
    var found: [Int] = []
    while p * p <= n && p < 10_000 {
      while n % p == 0 {
        found.append(p)
        n /= p
      }
      p += 1
    }
    return n > 1 ? found + [n] : found
  }
}
