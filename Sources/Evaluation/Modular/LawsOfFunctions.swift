import Expressions
import Numbers

/// The elementary functions by exp, log, sin and cos; those without laws are unknown values.
extension AlgebraicCompiler {
  mutating func function(_ function: ElementaryFunction, _ u: Int) throws(ModularLanes.Failure) -> Int {
    switch function {
    case .exp: return try exponential(u)
    // Where log u is defined it is log |u|.
    case .log: return try logarithm(u)
    case .sin: return try circular(u).sine
    case .cos: return try circular(u).cosine
    case .tan:
      let point = try circular(u)
      return try quotient(point.sine, point.cosine)
    case .sinh, .cosh:
      let e = try exponential(u)
      let below = try lanes.append(.power(e, -1))
      let twice = try function == .cosh ? sum(e, below) : difference(e, below)
      return try scaled(twice, by: Rational(1, 2))
    case .tanh:
      let square = try exponential(try scaled(u, by: Rational(2)))
      let one = try number(.one)
      return try quotient(try difference(square, one), try sum(square, one))
    case .sigmoid:
      let e = try exponential(u)
      return try quotient(e, try onePlus(e))
    case .softplus: return try logarithm(try onePlus(try exponential(u)))
    case .atanh:
      // Defined for |u| < 1, where both logarithms are.
      let one = try number(.one)
      let (above, below) = (try logarithm(try sum(one, u)), try logarithm(try difference(one, u)))
      return try scaled(try difference(above, below), by: Rational(1, 2))
    case .asinh, .acosh:
      // log(u + √(u² ± 1)), of a positive number
      let square = try lanes.append(.power(u, 2))
      let one = try number(.one)
      let root = try rootPower(function == .asinh ? try sum(square, one) : try difference(square, one), Rational(1, 2))
      let place = try sum(u, root)
      positive.insert(place)
      nonnegative.insert(place)
      return try logarithm(place)
    case .acos:
      let half = try scaled(try piValue(), by: Rational(1, 2))
      return try difference(half, try opaqueValue(.asin, u, parity: .odd))
    case .abs: return nonnegative.contains(u) ? u : try rootPower(try lanes.append(.power(u, 2)), Rational(1, 2))
    case .sign, .step, .maximum, .minimum, .floor, .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma,
      .polylogarithm:
      throw .unsupported
    case .asin, .atan, .erf, .gamma, .logGamma, .digamma, .imaginaryError, .exponentialIntegral,
      .sineIntegral, .cosineIntegral, .hyperbolicSineIntegral, .hyperbolicCosineIntegral, .dilogarithm, .fresnelSine,
      .fresnelCosine:
      return try opaqueValue(function, u, parity: function.properties.parity)
    }
  }

  private mutating func onePlus(_ e: Int) throws(ModularLanes.Failure) -> Int {
    let place = try sum(e, try number(.one))
    positive.insert(place)
    nonnegative.insert(place)
    return place
  }

  /// log |u|, which turns products into sums whatever the signs are.
  mutating func logarithm(_ u: Int) throws(ModularLanes.Failure) -> Int {
    var terms: [Int] = []
    var pending = [(u, Rational.one)]
    while let (place, factor) = pending.popLast() {
      if let exponent = exponentsOfPlaces[place] {
        terms.append(try scaled(exponent, by: factor))
        continue
      }
      switch lanes.program.operations[place] {
      case .product(let parts): pending += parts.map { ($0, factor) }
      case .power(let base, let n): pending.append((base, factor * Rational(n)))
      case .root(let root, let q): pending.append((lanes.program.roots[root].radicand, factor * q))
      case .constant(let value):
        for (prime, multiplicity) in try primes(of: value) {
          let log = try atomicLogarithm(try number(prime))
          terms.append(try scaled(log, by: factor * Rational(multiplicity)))
        }
      default: terms.append(try scaled(try atomicLogarithm(place), by: factor))
      }
    }
    if terms.isEmpty { return try number(.zero) }
    return terms.count == 1 ? terms[0] : try lanes.append(.sum(terms))
  }

  private mutating func atomicLogarithm(_ u: Int) throws(ModularLanes.Failure) -> Int {
    for known in logarithms {
      if lanes.areEqual(u, known.argument) || lanes.areEqual(u, known.argument, opposite: true) { return known.value }
    }
    if case .constant = lanes.program.operations[u] { return try newLogarithm(u) }
    let known = logarithms
    guard let (factor, exponents) = try lanes.product(u, of: known.map { $0.argument }) else {
      return try newLogarithm(u)
    }
    var terms = [try logarithm(try number(factor))]
    for (log, exponent) in zip(known, exponents) where exponent != 0 {
      terms.append(try scaled(log.value, by: Rational(exponent)))
    }
    return try lanes.append(.sum(terms))
  }

  private mutating func newLogarithm(_ u: Int) throws(ModularLanes.Failure) -> Int {
    let value = try lanes.newIndeterminate()
    logarithms.append((u, value))
    return value
  }

  /// |q| as a product of powers of different primes, but for a rest that stays whole. Zero has no logarithm.
  func primes(of q: Rational) throws(ModularLanes.Failure) -> [(prime: Rational, multiplicity: Int)] {
    guard let (n, d) = q.smallFraction, n != 0 else { throw .unsupported }
    return AlgebraicCompiler.primes(of: Int(clamping: n.magnitude)) + AlgebraicCompiler.primes(of: d).map { ($0, -$1) }
  }

  private static func primes(of value: Int) -> [(prime: Rational, multiplicity: Int)] {
    var (rest, p) = (value, 2)
    var found: [(prime: Rational, multiplicity: Int)] = []
    while p <= 10_000 && p <= rest / p {
      var count = 0
      while rest % p == 0 { (rest, count) = (rest / p, count + 1) }
      if count > 0 { found.append((Rational(p), count)) }
      p += 1
    }
    if rest > 1 {
      if let last = found.last, last.prime == Rational(rest) {
        found[found.count - 1].multiplicity += 1
      } else {
        found.append((Rational(rest), 1))
      }
    }
    return found
  }

  /// exp w = Π |u|^q·Π E^r for w = Σ q·log |u| + Σ r·b, with a unit E = exp b for each b of the basis.
  mutating func exponential(_ w: Int) throws(ModularLanes.Failure) -> Int {
    let logs = logarithms
    let basis = logs.map { $0.value } + exponents.map { $0.place }
    var factors: [Int] = []
    if let known = try lanes.relation(of: w, to: basis) {
      for (log, q) in zip(logs, known) where !q.isZero { factors.append(try absolutePower(log.argument, q)) }
      for (exponent, q) in zip(exponents, known.dropFirst(logs.count)) where !q.isZero {
        try lanes.divideUnit(exponent.unit, by: try denominator(of: q))
        factors.append(try lanes.append(.unit(exponent.unit, q)))
      }
    } else {
      let unit = lanes.newUnit()
      exponents.append((w, unit))
      factors.append(try lanes.append(.unit(unit, .one)))
    }
    let place = factors.isEmpty ? try number(.one) : try lanes.append(.product(factors))
    exponentsOfPlaces[place] = w
    positive.insert(place)
    nonnegative.insert(place)
    return place
  }

  func denominator(of q: Rational) throws(ModularLanes.Failure) -> Int {
    guard let d = q.denominator.asInt else { throw .unsupported }
    return d
  }

  /// |u|^q
  private mutating func absolutePower(_ u: Int, _ q: Rational) throws(ModularLanes.Failure) -> Int {
    if q.isInteger && q.numerator.isEven || positive.contains(u) { return try power(u, q) }
    return try power(try lanes.append(.power(u, 2)), q * Rational(1, 2))
  }

  /// u^v. Of a base of unknown sign the powers are a group: u^(v + w) = u^v·u^w wherever all are defined, since for u < 0
  /// the exponents are fractions with odd denominators; but (u²)^(v/2) need not be u^v. The factors of a product of such
  /// powers may be complex numbers, since every homomorphism from the exponents to the group of complex numbers extends to
  /// their fractions.
  mutating func generalPower(_ u: Int, _ v: Int) throws(ModularLanes.Failure) -> Int {
    let one = try number(.one)
    if let known = try lanes.relation(of: v, to: [one]) { return try power(u, known[0]) }
    isRational = false
    if positive.contains(u) {
      let log = try logarithm(u)
      return try exponential(try lanes.append(.product([v, log])))
    }
    var number = 0
    while number < bases.count, !lanes.areEqual(u, bases[number].place) { number += 1 }
    if number == bases.count { bases.append((u, [])) }
    let own = bases[number].exponents
    for known in own where lanes.areEqual(v, known.place) { return try lanes.append(.unit(known.unit, .one)) }
    if let known = try lanes.relation(of: v, to: [one] + own.map { $0.place }), let whole = known[0].floor.asInt,
      case let rest = known[0] - Rational(whole)
    {
      var factors = [try lanes.append(.power(u, whole))]
      if !rest.isZero { factors.append(try atomicRoot(u, rest)) }
      for (exponent, q) in zip(own, known.dropFirst()) where !q.isZero {
        try lanes.divideUnit(exponent.unit, by: try denominator(of: q))
        factors.append(try lanes.append(.unit(exponent.unit, q)))
      }
      let place = try lanes.append(.product(factors))
      wholes.insert(place)
      return place
    }
    let unit = lanes.newUnit()
    bases[number].exponents.append((v, unit))
    return try lanes.append(.unit(unit, .one))
  }
}
