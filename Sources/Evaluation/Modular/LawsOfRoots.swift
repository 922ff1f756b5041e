import Numbers

/// Powers with fractional exponents: the real root, which of a negative number exists for odd denominators.
extension AlgebraicCompiler {
  /// u^q, as a product of powers of the factors of u where that is allowed.
  ///
  /// With an odd denominator (a·b)^q = a^q·b^q and (a^r)^q = a^(r·q) for all real numbers, r having an odd denominator,
  /// too. With an even one u ≥ 0, since u^q is defined: positive factors stand apart, and what is left is not negative;
  /// (a^r)^q = a^(r·q) for a ≥ 0.
  mutating func rootPower(_ u: Int, _ q: Rational) throws(ModularLanes.Failure) -> Int {
    var factors: [Int] = []
    var pending = [(u, q)]
    while let (place, q) = pending.popLast() {
      if let whole = q.asInt {
        factors.append(try lanes.append(.power(place, whole)))
        continue
      }
      let isEven = q.denominator.isEven
      if isEven { nonnegative.insert(place) }
      if wholes.contains(place) {
        try appendRoot(place, q, &factors, &pending)
        continue
      }
      if let exponent = exponentsOfPlaces[place] {
        factors.append(try exponential(try scaled(exponent, by: q)))
        continue
      }
      switch lanes.program.operations[place] {
      case .constant(let value):
        if value.signum < 0 {
          // (−c)^(m/n) = (−1)^m·c^(m/n)
          guard !isEven else { throw .unsupported }
          if !q.numerator.isEven { factors.append(try number(Rational(-1))) }
        }
        for (prime, multiplicity) in try primes(of: value) {
          let exponent = q * Rational(multiplicity)
          let prime = try number(prime)
          if let whole = exponent.asInt {
            factors.append(try lanes.append(.power(prime, whole)))
          } else {
            factors.append(try atomicRoot(prime, exponent))
          }
        }
      case .product(let parts) where !isEven: pending += parts.map { ($0, q) }
      case .product(let parts):
        let known = parts.filter { positive.contains($0) }
        let rest = parts.filter { !positive.contains($0) }
        if rest.count > 1 && rest.allSatisfy({ nonnegative.contains($0) }) {
          pending += parts.map { ($0, q) }
        } else if !known.isEmpty || rest.count == 1 {
          pending += known.map { ($0, q) }
          if rest.count == 1 { pending.append((rest[0], q)) }
          if rest.count > 1 { try appendRoot(try lanes.append(.product(rest)), q, &factors, &pending) }
        } else {
          try appendRoot(place, q, &factors, &pending)
        }
      case .power(let base, let n) where !isEven || nonnegative.contains(base) || n % 2 != 0:
        pending.append((base, q * Rational(n)))
      case .root(let root, let r):
        let radicand = lanes.program.roots[root].radicand
        let isSafe = r.denominator.isEven || nonnegative.contains(radicand) || !r.numerator.isEven || !isEven
        if isSafe { pending.append((radicand, r * q)) } else { try appendRoot(place, q, &factors, &pending) }
      default: try appendRoot(place, q, &factors, &pending)
      }
    }
    return factors.count == 1 ? factors[0] : try lanes.append(.product(factors))
  }

  /// u^q by the roots there are, for u = c·Π v^e with radicands v, none of them negative where q has an even denominator;
  /// else a new root.
  private mutating func appendRoot(
    _ u: Int, _ q: Rational, _ factors: inout [Int], _ pending: inout [(Int, Rational)]
  ) throws(ModularLanes.Failure) {
    let radicands = lanes.program.roots.map { $0.radicand }
    for radicand in radicands where lanes.areEqual(u, radicand) {
      if q.denominator.isEven { nonnegative.insert(radicand) }
      factors.append(try atomicRoot(radicand, q))
      return
    }
    let usable = radicands.filter { !q.denominator.isEven || nonnegative.contains($0) }
    if let (factor, powers) = try rootlessProduct(u, q, of: usable) {
      pending.append((try number(factor), q))
      for (base, exponent) in powers { pending.append((base, q * Rational(exponent))) }
    } else if let fraction = try cleared(u, q) {
      factors.append(fraction.below)
      try appendRoot(fraction.above, q, &factors, &pending)
    } else {
      factors.append(try atomicRoot(u, q))
    }
  }

  /// u = c·Π v^e with radicands v, and if need be with whole powers, after the root, of what terms were multiplied by.
  private mutating func rootlessProduct(
    _ u: Int, _ q: Rational, of radicands: [Int]
  ) throws(ModularLanes.Failure) -> (factor: Rational, powers: [(base: Int, exponent: Int)])? {
    let multipliers = multipliers.filter { nonnegative.contains($0) && $0 != u && !radicands.contains($0) }
    for bases in multipliers.isEmpty || radicands.isEmpty ? [radicands] : [radicands, multipliers + radicands] {
      guard let (factor, exponents) = try lanes.product(u, of: bases), !q.denominator.isEven || factor.signum > 0 else {
        continue
      }
      let powers = zip(bases, exponents).filter { $0.1 != 0 }.map { (base: $0.0, exponent: $0.1) }
      let isRootless = powers.allSatisfy { radicands.contains($0.base) || (q * Rational($0.exponent)).isInteger }
      if isRootless { return (factor, powers) }
    }
    return nil
  }

  /// u^q = (u·Π B^(d·k))^q·Π |B|^(−k·n) for q = n/d and what the terms of a sum u have below them, so that equal radicands
  /// are found whatever they were divided by. B is the root that was adjoined already, if there is one. Nil where there is
  /// nothing below, or |B| would need a root of its own.
  private mutating func cleared(_ u: Int, _ q: Rational) throws(ModularLanes.Failure) -> (above: Int, below: Int)? {
    guard case .sum(let terms) = lanes.program.operations[u], !hasClearedTerms.contains(u), let d = q.denominator.asInt,
      let n = q.numerator.asInt
    else { return nil }
    var (above, below) = ([Int](), [Int]())
    for (base, multiplicity) in denominators(of: u) {
      let order = lanes.program.roots.first { $0.radicand == base }?.order ?? 1
      let steps = -(-multiplicity * Rational(order, d)).floor
      guard var k = steps.asInt, k > 0 else { continue }
      if q.denominator.isEven && k * n % 2 != 0 && !nonnegative.contains(base) {
        // |B|² = B², which is what stands below where it is a square.
        if !multiplicity.isInteger || !multiplicity.numerator.isEven { continue }
        k += 1
      }
      if k * d > AlgebraicCompiler.mostCleared { continue }
      if !multipliers.contains(base) { multipliers.append(base) }
      above.append(try adjoinedPower(base, Rational(k * d, order)))
      below.append(try adjoinedPower(base, Rational(-k * n, order)))
    }
    if above.isEmpty { return nil }
    var parts: [Int] = []
    for term in terms { parts.append(try lanes.append(.product([term] + above))) }
    let place = try lanes.append(.sum(parts))
    hasClearedTerms.insert(place)
    if nonnegative.contains(u) { nonnegative.insert(place) }
    return (place, try lanes.append(.product(below)))
  }

  /// u^q for a whole q, or a root that is there.
  private mutating func adjoinedPower(_ u: Int, _ q: Rational) throws(ModularLanes.Failure) -> Int {
    if let whole = q.asInt { return try lanes.append(.power(u, whole)) }
    return try atomicRoot(u, q)
  }

  private static let mostCleared = 64

  /// What a value is divided by, each with the greatest exponent it has in a term: none of it is 0 where the value is
  /// defined.
  private func denominators(of place: Int) -> [(base: Int, exponent: Rational)] {
    var known: [Int: [Int: Rational]] = [:]
    func scaled(_ own: [Int: Rational], by factor: Rational) -> [Int: Rational] { own.mapValues { $0 * factor } }
    func factors(_ place: Int, _ depth: Int) -> [Int: Rational] {
      switch lanes.program.operations[place] {
      case .power(let base, let n) where n > 0 && depth > 0: return scaled(factors(base, depth - 1), by: Rational(n))
      case .product(let parts) where depth > 0:
        var found: [Int: Rational] = [:]
        for part in parts { for (base, n) in factors(part, depth - 1) { found[base, default: .zero] += n } }
        return found
      default: return [place: .one]
      }
    }
    func collect(_ place: Int, _ depth: Int) -> [Int: Rational] {
      if depth == 0 { return [:] }
      if let found = known[place] { return found }
      var found: [Int: Rational] = [:]
      switch lanes.program.operations[place] {
      case .sum(let parts):
        for part in parts {
          for (base, exponent) in collect(part, depth - 1) {
            found[base] = max(found[base, default: exponent], exponent)
          }
        }
      case .product(let parts):
        for part in parts {
          for (base, exponent) in collect(part, depth - 1) { found[base, default: .zero] += exponent }
        }
      case .power(let base, let n):
        found =
          n < 0
          ? scaled(factors(base, depth - 1), by: Rational(-n))
          : scaled(collect(base, depth - 1), by: Rational(n))
      case .root(let root, let q):
        let radicand = lanes.program.roots[root].radicand
        found = q.signum < 0 ? [radicand: -q] : scaled(collect(radicand, depth - 1), by: q)
      case .constant, .indeterminate, .unit, .cosine, .sine, .inverse, .inverseEntry: break
      }
      known[place] = found
      return found
    }
    return collect(place, AlgebraicCompiler.mostLevels).filter { !lanes.program.isNumber[$0.key] }
      .map { (base: $0.key, exponent: $0.value) }.sorted { $0.base < $1.base }
  }

  private static let mostLevels = 32

  /// u^q with an adjoined root of u.
  mutating func atomicRoot(_ u: Int, _ q: Rational) throws(ModularLanes.Failure) -> Int {
    let order = try denominator(of: q)
    for (number, root) in lanes.program.roots.enumerated() where lanes.areEqual(u, root.radicand) {
      guard root.order % order == 0 else {
        var orders = lanes.program.roots.map { $0.order }
        orders[number] = leastCommonMultiple(root.order, order)
        throw .orders(orders)
      }
      return try lanes.append(.root(number, q))
    }
    let number = lanes.program.roots.count
    let wanted = number < orders.count ? leastCommonMultiple(orders[number], order) : order
    guard lanes.modulus % wanted == 0 else { throw .modulus(leastCommonMultiple(lanes.modulus, wanted)) }
    let root = try lanes.newRoot(of: u, order: wanted)
    return try lanes.append(.root(root, q))
  }
}
