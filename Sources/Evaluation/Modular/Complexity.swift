import Numbers

/// Bounds of the degree and of the coefficients of a value P/Q, for polynomials P and Q with integer coefficients in the
/// indeterminates, the generators of units, the parameters of angles, and the roots.
///
/// `height` is the binary logarithm of the sum of the coefficients' magnitudes, so that heights of factors add. A root
/// σⁿ = V of a polynomial V counts as a variable of degree deg V/n and height h(V)/n: replacing σⁿ by V then raises
/// neither.
struct Complexity {
  var degree = 0.0
  var height = 0.0
  var degreeBelow = 0.0
  var heightBelow = 0.0

  var inverse: Complexity {
    Complexity(degree: degreeBelow, height: heightBelow, degreeBelow: degree, heightBelow: height)
  }

  func power(_ exponent: Double) -> Complexity {
    let own = exponent < 0 ? inverse : self
    let n = exponent.magnitude
    return Complexity(
      degree: own.degree * n, height: own.height * n, degreeBelow: own.degreeBelow * n,
      heightBelow: own.heightBelow * n)
  }

  static func product(_ parts: [Complexity]) -> Complexity {
    parts.reduce(Complexity()) { a, b in
      Complexity(
        degree: a.degree + b.degree, height: a.height + b.height, degreeBelow: a.degreeBelow + b.degreeBelow,
        heightBelow: a.heightBelow + b.heightBelow)
    }
  }

  /// P1/Q1 + P2/Q2 + … over the product of all denominators.
  static func sum(_ parts: [Complexity]) -> Complexity {
    let below = product(parts).asDenominator
    var (degree, height) = (0.0, 0.0)
    for part in parts {
      degree = max(degree, part.degree + below.degreeBelow - part.degreeBelow)
      height = max(height, part.height + below.heightBelow - part.heightBelow)
    }
    // log2 n < n
    let terms = Double(Int.bitWidth - parts.count.leadingZeroBitCount)
    return Complexity(
      degree: degree, height: height + terms, degreeBelow: below.degreeBelow, heightBelow: below.heightBelow)
  }

  private var asDenominator: Complexity { Complexity(degreeBelow: degreeBelow, heightBelow: heightBelow) }

  /// Of all entries of the inverse: cofactors over the determinant, after the entries were put over one denominator.
  static func inverse(_ entries: [Complexity], size: Int) -> Complexity {
    let common = product(entries)
    let degree = (entries.map { $0.degree }.max() ?? 0) + common.degreeBelow
    let height = (entries.map { $0.height }.max() ?? 0) + common.heightBelow
    let n = Double(size)
    // log2 n! < n·log2 n
    let terms = n * Double(Int.bitWidth - size.leadingZeroBitCount)
    return Complexity(
      degree: n * degree + common.degreeBelow, height: n * height + terms + common.heightBelow,
      degreeBelow: n * degree, heightBelow: n * height + terms)
  }
}

extension AlgebraicProgram {
  /// The greatest sum of numerator and denominator, in degree and in height.
  var greatestComplexity: (degree: Double, height: Double) {
    var all: [Complexity] = []
    all.reserveCapacity(operations.count)
    var (degree, height) = (0.0, 0.0)
    for operation in operations {
      let own = complexity(operation, all)
      degree = max(degree, own.degree + own.degreeBelow)
      height = max(height, own.height + own.heightBelow)
      all.append(own)
    }
    return (degree, height)
  }

  private func complexity(_ operation: AlgebraicOperation, _ all: [Complexity]) -> Complexity {
    switch operation {
    case .constant(let value):
      return Complexity(height: Double(value.numerator.bitWidth), heightBelow: Double(value.denominator.bitWidth))
    case .indeterminate(let number):
      let shape = indeterminates[number]
      return Complexity(
        degree: Double(shape.order), height: Double(shape.factor.numerator.bitWidth),
        heightBelow: Double(shape.factor.denominator.bitWidth))
    case .sum(let parts): return .sum(parts.map { all[$0] })
    case .product(let parts): return .product(parts.map { all[$0] })
    case .power(let base, let exponent): return all[base].power(Double(exponent))
    case .unit(let unit, let q):
      return Complexity(degree: 1).power(q.double * Double(unitDenominators[unit]))
    case .root(let root, let q):
      // √(P/Q) = σ/Q with σⁿ = P·Qⁿ⁻¹
      let (radicand, order) = (all[roots[root].radicand], Double(roots[root].order))
      let generator = Complexity(
        degree: (radicand.degree + (order - 1) * radicand.degreeBelow) / order,
        height: (radicand.height + (order - 1) * radicand.heightBelow) / order,
        degreeBelow: radicand.degreeBelow, heightBelow: radicand.heightBelow)
      return generator.power(q.double * order)
    case .cosine(let terms, _), .sine(let terms, _):
      // ((1 + it)²/(1 + t²))ⁿ
      return .product(
        terms.map { term in
          let n = (term.factor.double * Double(angleDenominators[term.angle])).magnitude
          return Complexity(degree: 2 * n, height: 2 * n, degreeBelow: 2 * n, heightBelow: n)
        })
    case .inverse(let entries, let size): return .inverse(entries.map { all[$0] }, size: size)
    case .inverseEntry:
      // All entries of a block are as the block.
      return all[all.count - 1]
    }
  }
}
