import Numbers

/// The exponent of a factor: a small fraction, reduced, with a positive denominator.
struct Exponent: Hashable, Comparable {
  let numerator: Int32
  let denominator: Int32

  static let one = Exponent(1)
  static let zero = Exponent(0)

  init(_ value: Int32) {
    numerator = value
    denominator = 1
  }

  /// Fails beyond 2^31: such an exponent ends in `Obstacle.budget`.
  init(_ n: Int, _ d: Int) throws(Obstacle) {
    guard d != 0 else { throw .undefined("a fraction with denominator 0") }
    let g = Exponent.gcd(n, d) * (d < 0 ? -1 : 1)
    guard let top = Int32(exactly: n / g), let bottom = Int32(exactly: d / g) else { throw .budget }
    numerator = top
    denominator = bottom
  }

  init(_ value: Rational) throws(Obstacle) {
    guard let (n, d) = value.smallFraction else { throw .budget }
    try self.init(n, d)
  }

  private static func gcd(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (abs(a), abs(b))
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }

  var isInteger: Bool { denominator == 1 }
  var isZero: Bool { numerator == 0 }
  var isOne: Bool { numerator == 1 && denominator == 1 }
  var isEven: Bool { numerator % 2 == 0 }
  var rational: Rational { Rational(Int(numerator), Int(denominator)) }
  var magnitude: Double { abs(Double(numerator) / Double(denominator)) }
  /// The largest integer not above.
  var floor: Int {
    let (q, r) = Int(numerator).quotientAndRemainder(dividingBy: Int(denominator))
    return r < 0 ? q - 1 : q
  }

  func plus(_ other: Exponent) throws(Obstacle) -> Exponent {
    if denominator == 1 && other.denominator == 1 {
      let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
      if overflow { throw .budget }
      return Exponent(sum)
    }
    return try Exponent(
      Int(numerator) * Int(other.denominator) + Int(other.numerator) * Int(denominator),
      Int(denominator) * Int(other.denominator))
  }

  func minus(_ other: Exponent) throws(Obstacle) -> Exponent { try plus(other.negated) }

  func times(_ other: Exponent) throws(Obstacle) -> Exponent {
    try Exponent(Int(numerator) * Int(other.numerator), Int(denominator) * Int(other.denominator))
  }

  var negated: Exponent { Exponent(unchecked: -max(numerator, -Int32.max), denominator) }

  private init(unchecked n: Int32, _ d: Int32) {
    numerator = n
    denominator = d
  }

  static func < (a: Exponent, b: Exponent) -> Bool {
    Int(a.numerator) * Int(b.denominator) < Int(b.numerator) * Int(a.denominator)
  }
}
