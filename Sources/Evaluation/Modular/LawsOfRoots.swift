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
    if let (factor, exponents) = try lanes.product(u, of: usable), !q.denominator.isEven || factor.signum > 0 {
      pending.append((try number(factor), q))
      for (radicand, exponent) in zip(usable, exponents) where exponent != 0 {
        pending.append((radicand, q * Rational(exponent)))
      }
    } else {
      factors.append(try atomicRoot(u, q))
    }
  }

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
