import Expressions
import Numbers

/// How near to 0 a number that is made of fractions by roots and by sines of fractions of π can be without being 0.
///
/// Such a number is U/L with algebraic integers U and L, all conjugates of which are at most u and l in size. The norm of
/// U ≠ 0 is a whole number, so that |U| ≥ u^(1−D) in a field of degree D, and the number is 0 or at least u^(1−D)/l in size.
/// Burnikel, Funke, Mehlhorn, Schirra and Schmitt, "A separation bound for real algebraic expressions", Algorithmica 55
/// (2009), theorem 1.
struct SeparationBound {
  /// Binary logarithms of u and l, neither below 0.
  var above: Double
  var below: Double

  static let one = SeparationBound(above: 0, below: 0)

  init(above: Double, below: Double) { (self.above, self.below) = (max(0, above), max(0, below)) }

  init(_ value: Rational) {
    self.init(above: Double(value.numerator.bitWidth), below: Double(value.denominator.bitWidth))
  }

  /// U₁/L₁ + U₂/L₂ = (U₁·L₂ + U₂·L₁)/(L₁·L₂)
  static func + (a: SeparationBound, b: SeparationBound) -> SeparationBound {
    SeparationBound(above: max(a.above + b.below, b.above + a.below) + 1, below: a.below + b.below)
  }

  static func * (a: SeparationBound, b: SeparationBound) -> SeparationBound {
    SeparationBound(above: a.above + b.above, below: a.below + b.below)
  }

  /// (U/L)^(1/d) = (U·L^(d−1))^(1/d)/L, and L/U for the reciprocal.
  func power(_ n: Int, _ d: Int) -> SeparationBound {
    let root = SeparationBound(above: (above + Double(d - 1) * below) / Double(d), below: below)
    let size = Double(n.magnitude)
    let power = SeparationBound(above: d == 1 ? above * size : root.above * size, below: below * size)
    return n < 0 ? SeparationBound(above: power.below, below: power.above) : power
  }
}

extension Program {
  /// Bits beyond which nothing is tried, some less than the greatest precision has.
  private static let mostSeparationBits = 8000.0
  private static let greatestRoot = 64
  private static let greatestTurn = 1000

  /// The first two outputs are numbers without inputs, and equal: they differ by less than different ones could. The bits
  /// of that bound; nil where nothing is known.
  public var separation: Int? {
    guard outputs.count >= 2, let bits = separationBits else { return nil }
    guard let scale = Rational(2).power(bits) else { return nil }
    for precision in Precision.allCases where precision.bits > bits {
      let sides = balls(at: Point(inputs, values: []), precision)
      let gap = (sides[0] - sides[1]) * PreciseBall(scale, precision: precision.bits)
      let one = PreciseBall(1, precision: precision.bits)
      if gap.isBounded && (gap - one).isNegative && (gap + one).isPositive { return bits }
      if gap.excludesZero || !gap.isDefined { return nil }
    }
    return nil
  }

  /// The b for which the difference of the first two outputs is 0 or at least 2^-b in size; nil for what is no algebraic
  /// number, or for too many bits.
  private var separationBits: Int? {
    var bounds: [SeparationBound] = []
    bounds.reserveCapacity(count)
    // The field has all roots, each of which multiplies its degree, and the roots of unity of one order.
    var (degree, turn) = (1.0, 1)
    for place in operations.indices {
      let own = operands[operandStarts[place]..<operandStarts[place + 1]]
      let parts = own.map { bounds[$0] }
      switch operations[place] {
      case .constant: bounds.append(SeparationBound(rationals[payloads[place]]))
      case .alias, .guarded: bounds.append(parts[0])
      case .sum: bounds.append(parts.dropFirst().reduce(parts[0]) { $0 + $1 })
      // A multiple of π is good for angles only.
      case .pi: bounds.append(.one)
      case .product: bounds.append(parts.dropFirst().reduce(parts[0]) { $0 * $1 })
      case .power:
        guard let (n, d) = rationals[payloads[place]].smallFraction, d <= Program.greatestRoot else { return nil }
        degree *= Double(d)
        bounds.append(parts[0].power(n, d))
      case .function:
        switch ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) {
        case .abs?: bounds.append(parts[0])
        // −1, 0 or 1.
        case .sign?, .step?: bounds.append(.one)
        // cos and sin of q·π are (ζ ± 1/ζ)/2 and over 2i, tan is their quotient.
        case .sin?, .cos?, .tan?:
          guard let q = partOfPi(own.first ?? 0) else { return nil }
          turn = leastCommonMultiple(turn, leastCommonMultiple(4, 2 * q))
          guard turn <= Program.greatestTurn else { return nil }
          bounds.append(SeparationBound(above: 1, below: 1))
        default: return nil
        }
      default: return nil
      }
      if degree > Program.mostSeparationBits { return nil }
    }
    guard !usesPiOutsideAngles else { return nil }
    let gap = bounds[outputs[0]] + bounds[outputs[1]]
    // φ(n) ≤ n/2 for an even n.
    let fields = degree * Double(turn == 1 ? 1 : turn / 2)
    let bits = (fields - 1) * gap.above + gap.below
    // One more bit for a thousand is far above the rounding of these sums.
    let whole = bits * 1.001 + 8
    return whole < Program.mostSeparationBits ? Int(whole) : nil
  }

  /// The denominator of q for an angle q·π.
  private func partOfPi(_ place: Int) -> Int? {
    switch operations[place] {
    case .constant: return rationals[payloads[place]].isZero ? 1 : nil
    case .pi: return 1
    case .product:
      let own = operands[operandStarts[place]..<operandStarts[place + 1]]
      let others = own.filter { operations[$0] != .pi }
      guard own.count == 2, others.count == 1, let other = others.first, operations[other] == .constant,
        let (_, d) = rationals[payloads[other]].smallFraction, d <= Program.greatestTurn
      else { return nil }
      return d
    default: return nil
    }
  }

  /// π is used otherwise than as such an angle.
  private var usesPiOutsideAngles: Bool {
    var angles: Set<Int> = []
    for place in operations.indices where operations[place] == .pi || hasPi(place) { angles.insert(place) }
    if outputs.prefix(2).contains(where: { angles.contains($0) }) { return true }
    for place in operations.indices {
      let own = operands[operandStarts[place]..<operandStarts[place + 1]]
      guard own.contains(where: { angles.contains($0) }) else { continue }
      if angles.contains(place) || isWave(place) { continue }
      return true
    }
    return false
  }

  private func isWave(_ place: Int) -> Bool {
    guard operations[place] == .function else { return false }
    switch ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) {
    case .sin?, .cos?, .tan?: return true
    default: return false
    }
  }

  /// It is a product of π and a fraction.
  private func hasPi(_ place: Int) -> Bool {
    operations[place] == .product && partOfPi(place) != nil
  }
}
