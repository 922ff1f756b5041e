import Numbers

/// Products of values, found modulo one prime and verified modulo the others.
extension ModularLanes {
  /// The c and e with u = c·Π base^e, for a rational c and small e; nil where none was found. At most seven bases are looked
  /// at, the last ones.
  mutating func product(_ u: Int, of bases: [Int]) throws(Failure) -> (factor: Rational, exponents: [Int])? {
    let first = max(0, bases.count - ModularLanes.mostBases)
    let span = bases.count <= ModularLanes.fewBases ? 2 : 1
    while values(u, ofDraw: 0).count / program.sheets < ModularLanes.pointsOfProducts { try addLane(draw: 0) }
    let target = firstSheet(u)
    var powers: [[[UInt64]]] = []
    for base in bases[first...] {
      guard let own = ModularLanes.powers(of: firstSheet(base), span, fields0) else { return nil }
      powers.append(own)
    }
    let choices = powers.reduce(1) { count, _ in count * (2 * span + 1) }
    for choice in 0..<choices {
      var exponents: [Int] = []
      var rest = choice
      var quotient = target
      for own in powers {
        // 0, 1, −1, 2, −2
        let digit = rest % (2 * span + 1)
        rest /= 2 * span + 1
        exponents.append(digit % 2 == 1 ? (digit + 1) / 2 : -digit / 2)
        let inverse = own[digit == 0 ? 0 : digit % 2 == 1 ? digit + 1 : digit - 1]
        for k in quotient.indices { quotient[k] = fields0.product(quotient[k], inverse[k]) }
      }
      guard quotient.allSatisfy({ $0 == quotient[0] }), let factor = fields0.smallFraction(quotient[0]),
        !factor.isZero
      else { continue }
      var parts: [Int] = []
      for (base, exponent) in zip(bases[first...], exponents) where exponent != 0 {
        parts.append(try append(.power(base, exponent)))
      }
      let product = try append(.product(parts))
      if isRelation([(u, .one), (product, -factor)]) {
        return (factor, Array(repeating: 0, count: first) + exponents)
      }
    }
    return nil
  }

  private static let mostBases = 7
  private static let fewBases = 5
  private static let pointsOfProducts = 3

  private func firstSheet(_ place: Int) -> [UInt64] {
    lanes.filter { $0.draw == 0 }.map { $0.values[place * program.sheets] }
  }

  /// a⁰, a¹, a⁻¹, a², a⁻², …; nil where an a is 0.
  private static func powers(of values: [UInt64], _ span: Int, _ field: PrimeField) -> [[UInt64]]? {
    var inverses: [UInt64] = []
    for value in values {
      guard let inverse = field.inverse(value) else { return nil }
      inverses.append(inverse)
    }
    var powers = [values.map { _ in field.one }]
    for n in 1...UInt64(span) {
      powers.append(values.map { field.power($0, n) })
      powers.append(inverses.map { field.power($0, n) })
    }
    return powers
  }
}
