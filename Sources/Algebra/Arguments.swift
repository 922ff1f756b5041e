import Expressions
import Numbers

/// Inverse tangents of fractions by their Gaussian primes: (5 + i)⁴/(239 + i) = 2·(1 + i)·… is Machin's formula.
///
/// atan(n/d) is the argument of d + n·i. A factor a + b·i with a > b > 0 contributes atan(b/a), a factor 1 + i contributes
/// π/4, a unit a multiple of π/2; so that fractions whose arguments depend on each other get terms that are equal.
extension NormalForms {
  func arctangent(of q: Rational) throws(Obstacle) -> Form? {
    guard let (n, d) = q.smallFraction, n != 0, n.magnitude < NormalForms.largestPart, d < NormalForms.largestPart
    else { return nil }
    var (x, y) = (d, n)
    var quarters = 0
    var parts: [(a: Int, b: Int, count: Int)] = []
    for p in primes(of: x * x + y * y) {
      guard let (a, b) = NormalForms.sumOfSquares(p) else { return nil }
      // (x + y·i)/(a + b·i), or by the conjugate.
      if (x * a + y * b) % p == 0 && (y * a - x * b) % p == 0 {
        (x, y) = ((x * a + y * b) / p, (y * a - x * b) / p)
        parts.append((a, b, 1))
      } else {
        guard (x * a - y * b) % p == 0 && (y * a + x * b) % p == 0 else { return nil }
        (x, y) = ((x * a - y * b) / p, (y * a + x * b) / p)
        parts.append((a, b, -1))
      }
    }
    if x * x + y * y != 1 || parts.count == 1 && parts[0].count == 1 && x == 1 && parts[0].a > parts[0].b { return nil }
    var result = Form.zero
    for part in parts {
      if part.a == part.b {
        quarters += part.count
      } else {
        let own = try functionForm(.atan, [constant(Rational(part.b, part.a))])
        result = result.adding(own, times: Rational(part.count))
      }
    }
    // The unit: 1, i, −1 or −i; then whole turns, so that the sum is the argument itself.
    quarters += x == 1 ? 0 : y == 1 ? 2 : x == -1 ? 4 : -2
    let angles = parts.filter { $0.a != $0.b }.map { RealMath.atan(Double($0.b) / Double($0.a)) * Double($0.count) }
    let total = angles.reduce(Double(quarters) * (Double.pi / 4), +)
    let turns = (total - RealMath.atan(Double(n) / Double(d))) / (2 * Double.pi)
    quarters -= 8 * Int(turns.rounded())
    return result.adding(try buildConstant(.pi).scaled(by: Rational(quarters, 4)))
  }

  private static let largestPart = 1_000_000

  /// a² + b² = p with a ≥ b > 0, for p = 2 and the primes of the form 4k + 1.
  private static func sumOfSquares(_ p: Int) -> (Int, Int)? {
    var b = 1
    while 2 * b * b <= p {
      let rest = p - b * b
      let a = Int(Double(rest).squareRoot().rounded())
      if a * a == rest { return (a, b) }
      b += 1
      if b > 10_000 { return nil }
    }
    return nil
  }
}
