import Algebra
import Calculus
import Expressions
import Numbers

/// Expands opened terms in one scale, to so many terms.
final class Expansion {
  let asymptotics: Asymptotics
  let scale: GrowthScale
  let length: Int
  private var known: [Expression: Series] = [:]

  var forms: NormalForms { asymptotics.forms }

  init(_ asymptotics: Asymptotics, in scale: GrowthScale, length: Int) {
    self.asymptotics = asymptotics
    self.scale = scale
    self.length = length
  }

  func series(of e: Expression) throws(LimitObstacle) -> Series {
    if let known = known[e] { return known }
    try asymptotics.enter()
    defer { asymptotics.leave() }
    var series = try newSeries(of: e)
    for k in series.terms.indices {
      series.terms[k].coefficient = try asymptotics.tidy(series.terms[k].coefficient)
    }
    series.terms.removeAll { forms.store.rational($0.coefficient)?.isZero ?? false }
    known[e] = series
    return series
  }

  private func newSeries(of e: Expression) throws(LimitObstacle) -> Series {
    if asymptotics.isSlow(e, in: scale) { return .constant(e) }
    let parts = Array(forms.store.operands(of: e))
    switch forms.store.op(e) {
    case .symbol: return Series(terms: [.init(exponent: Rational(-1), coefficient: forms.store.integer(1))], end: nil)
    case .sum:
      var terms: [Series] = []
      for part in parts { terms.append(try series(of: part)) }
      return forms.store.sum(terms)
    case .product:
      var result = Series.constant(forms.store.integer(1))
      for part in parts { result = forms.store.product(result, try series(of: part)) }
      return result
    case .power:
      guard let exponent = forms.store.rational(parts[1]) else { throw .open("a power in it has no expansion") }
      return try power(try series(of: parts[0]), exponent)
    case .function:
      switch forms.store.function(e) {
      case .exp: return try exponential(try series(of: parts[0]))
      case .log: return try logarithm(try series(of: parts[0]))
      default: return try smooth(e, parts.map { ([], $0) })
      }
    case .apply: return try smooth(e, forms.store.applicationParts(e).arguments.map { ($0.indices, $0.body) })
    default: throw .open("a part of it has no expansion")
    }
  }

  /// Drops leading terms that are 0. The first that is not, or nil where all are.
  ///
  /// - Parameter bound: a term of this or a higher exponent is taken as it is.
  func normalise(_ series: inout Series, upTo bound: Rational? = nil) throws(LimitObstacle) -> Series.Term? {
    while let first = series.terms.first {
      if let bound, first.exponent >= bound { return first }
      if try isNonzero(first.coefficient) { return first }
      series.terms.removeFirst()
    }
    return nil
  }

  private func isNonzero(_ e: Expression) throws(LimitObstacle) -> Bool {
    if !asymptotics.mentions(e) { return try asymptotics.isNonzero(constant: e) }
    return try asymptotics.eventualSign(of: e) != 0
  }

  /// The leading term, which must be there.
  private func lead(of series: inout Series) throws(LimitObstacle) -> Series.Term {
    if let first = try normalise(&series) { return first }
    if series.end == nil { throw .open("it divides by 0, or takes the logarithm of 0") }
    throw .cancelled
  }

  // Functions

  /// Σ a_k δ^k + O(δ^length), for a δ that tends to 0.
  private func composed(_ coefficients: [Expression], _ delta: Series) throws(LimitObstacle) -> Series {
    guard let order = delta.order else { return .constant(coefficients[0]) }
    guard order.signum > 0 else { throw .open("a function in it is taken at arguments that grow without bound") }
    let bound = order * Rational(coefficients.count)
    var power = Series.constant(forms.store.integer(1))
    var parts: [Series] = []
    for coefficient in coefficients {
      parts.append(forms.store.scaled(power, by: coefficient))
      power = forms.store.product(power, delta)
      power.truncate(at: bound)
    }
    var result = forms.store.sum(parts)
    result.truncate(at: bound)
    return result
  }

  /// u = c·w^k·(1 + δ)
  private func relative(_ series: Series, to lead: Series.Term) -> Series {
    var rest = series.shifted(by: -lead.exponent)
    rest.terms.removeFirst()
    let inverse = forms.store.reciprocal(lead.coefficient)
    return forms.store.scaled(rest, by: inverse)
  }

  /// (1 + δ)^r = Σ binom(r, k) δ^k
  private func power(_ base: Series, _ r: Rational) throws(LimitObstacle) -> Series {
    if let n = r.asInt, (1...Expansion.largestWholePower).contains(n) { return wholePower(base, n) }
    var base = base
    let lead = try lead(of: &base)
    if !r.isInteger, try asymptotics.eventualSign(of: lead.coefficient) < 0 {
      throw .open("a root in it is not defined there")
    }
    var coefficients: [Expression] = []
    var binomial = Rational.one
    for k in 0..<length {
      coefficients.append(forms.store.number(binomial))
      binomial = binomial * (r - Rational(k)) * Rational(1, k + 1)
    }
    let tail = try composed(coefficients, relative(base, to: lead))
    let factor = forms.store.power(lead.coefficient, r)
    return forms.store.scaled(tail, by: factor).shifted(by: lead.exponent * r)
  }

  private static let largestWholePower = 16

  private func wholePower(_ base: Series, _ n: Int) -> Series {
    var result = Series.constant(forms.store.integer(1))
    for _ in 0..<n { result = forms.store.product(result, base) }
    return result
  }

  /// log u = log c − k·t + Σ (−1)^(k+1) δ^k/k
  private func logarithm(_ argument: Series) throws(LimitObstacle) -> Series {
    var argument = argument
    let lead = try lead(of: &argument)
    guard try asymptotics.eventualSign(of: lead.coefficient) > 0 else {
      throw .open("a logarithm in it is not defined there")
    }
    var coefficients = [forms.store.integer(0)]
    for k in 1..<length { coefficients.append(forms.store.number(Rational(k % 2 == 1 ? 1 : -1, k))) }
    let tail = try composed(coefficients, relative(argument, to: lead))
    let rate = forms.store.number(-lead.exponent)
    let own = forms.store.sum([
      forms.store.function(.log, [lead.coefficient]), forms.store.product([rate, scale.exponent]),
    ])
    return forms.store.sum([.constant(own), tail])
  }

  /// exp(c + δ) = exp(c)·Σ δ^k/k!, where exp(c) may be a power of w itself.
  private func exponential(_ argument: Series) throws(LimitObstacle) -> Series {
    let (start, delta) = try split(argument)
    var coefficients: [Expression] = []
    var factorial = Rational.one
    for k in 0..<length {
      coefficients.append(forms.store.number(factorial))
      factorial = factorial * Rational(1, k + 1)
    }
    let tail = try composed(coefficients, delta)
    var shift = Rational.zero
    var rest = start
    if asymptotics.mentions(start) {
      guard case .finite(let ratio) = try asymptotics.limit(forms.store.quotient(start, scale.exponent)) else {
        throw .open("an exponential in it grows too fast")
      }
      guard let rate = try asymptotics.normalForm(ratio).constant else {
        throw .open("two growth rates in it have no rational ratio")
      }
      shift = -rate
      if !rate.isZero {
        let own = forms.store.product([forms.store.number(rate), scale.exponent])
        rest = forms.store.difference(start, own)
      }
    }
    let factor = forms.store.function(.exp, [try asymptotics.tidy(rest)])
    return forms.store.scaled(tail, by: factor).shifted(by: shift)
  }

  /// The term of order 0 and what tends to 0.
  private func split(_ series: Series) throws(LimitObstacle) -> (start: Expression, rest: Series) {
    var series = series
    while let first = series.terms.first, first.exponent.signum < 0 {
      if try isNonzero(first.coefficient) { throw .open("a function in it is taken at arguments that grow too fast") }
      series.terms.removeFirst()
    }
    if let end = series.end, end.signum <= 0 { throw .cancelled }
    guard let first = series.terms.first, first.exponent.isZero else { return (forms.store.integer(0), series) }
    series.terms.removeFirst()
    return (first.coefficient, series)
  }

  /// A function that is smooth near the limit of its arguments, by the derivatives of s ↦ f(b + Σ d_k s^k) at s = 0.
  private func smooth(
    _ e: Expression, _ arguments: [(indices: [Index], body: Expression)]
  ) throws(LimitObstacle) -> Series {
    let symbol = forms.store.declare(SymbolDeclaration(name: "s", slots: []))
    let s = forms.store.entry(of: symbol, [])
    var bodies: [Expression] = []
    var step: Rational?
    var end: Rational?
    var expansions: [(start: Expression, rest: Series)] = []
    for argument in arguments {
      let (start, rest) = try split(try series(of: argument.body))
      guard case .finite = try asymptotics.limit(start) else {
        throw .open("a function in it is taken at arguments that grow without bound")
      }
      expansions.append((start, rest))
      for term in rest.terms { step = common(step, term.exponent) }
      if let own = rest.end { end = end.map { min($0, own) } ?? own }
    }
    guard let step else {
      var constant = Series.constant(rebuilt(e, expansions.map { $0.start }))
      constant.truncate(at: end)
      return constant
    }
    for (start, rest) in expansions {
      var terms = [start]
      for term in rest.terms {
        guard let exponent = term.exponent.divided(by: step) else { continue }
        terms.append(forms.store.product([term.coefficient, forms.store.power(s, exponent)]))
      }
      bodies.append(forms.store.sum(terms))
    }
    let whole = rebuilt(e, bodies)
    let derivatives = try TaylorCoefficients(asymptotics).values(of: whole, in: symbol, count: length)
    var result = Series(terms: [], end: nil)
    for (k, value) in derivatives.enumerated() {
      result.terms.append(.init(exponent: step * Rational(k), coefficient: value))
    }
    result.truncate(at: step * Rational(length))
    result.truncate(at: end)
    return result
  }

  /// The application or function with other bodies of its arguments.
  private func rebuilt(_ e: Expression, _ bodies: [Expression]) -> Expression {
    guard forms.store.op(e) == .apply else { return forms.store.rebuilt(e, bodies) }
    let parts = forms.store.applicationParts(e)
    let arguments = zip(parts.arguments, bodies).map {
      ExpressionStore.Argument(indices: $0.indices, body: $1)
    }
    return forms.store.apply(
      forms.store.application(e), output: parts.output,
      derivativeSlots: parts.derivativeSlots.flatMap { $0.flatMap { $0 } },
      arguments: arguments)
  }

  /// The largest number of which both are whole multiples.
  private func common(_ a: Rational?, _ b: Rational) -> Rational? {
    guard var x = a else { return b }
    var y = b
    for _ in 0..<64 {
      if y.isZero { return x }
      guard let quotient = x.divided(by: y) else { return x }
      (x, y) = (y, x - y * Rational(quotient.floor))
    }
    return x
  }
}
