/// The coefficients of Stirling's series.
///
/// From the tangent numbers, the coefficients of `tan x = Σ T_k·x^(2k−1)/(2k−1)!`, which are natural numbers:
/// `B_2k = (−1)^(k−1)·2k·T_k/(4^k·(4^k − 1))`. Brent, Harvey, "Fast computation of Bernoulli, tangent and secant numbers",
/// 2011, algorithm TangentNumbers: products and sums of words with numbers, as many as the square of the count.
enum BernoulliNumbers {
  /// `T_1 … T_count`.
  private static func tangentNumbers(_ count: Int) -> [Natural] {
    var t = [Natural(1)]
    for k in 1..<count { t.append(t[k - 1].multiplied(by: UInt64(k), adding: 0)) }
    for k in 1..<count {
      for j in k..<count {
        let product = t[j].multiplied(by: UInt64(j - k + 2), adding: 0)
        t[j] = j == k ? product : t[j - 1].multiplied(by: UInt64(j - k), adding: 0) + product
      }
    }
    return t
  }

  private static let first32 = tangentNumbers(32)
  private static let first256 = tangentNumbers(256)
  private static let first1024 = tangentNumbers(1024)

  /// How many there are.
  static let count = 1024

  /// The first coefficients to 256 bits, enough for the usual precision.
  private static let short = (1...32).map { quotient($0, precision: 256) }

  /// `B_2k/(2k·(2k − 1))`, with `k` in `1...count`.
  static func stirlingCoefficient(_ k: Int, precision: Int) -> PreciseBall {
    k <= 32 && precision <= 256 ? short[k - 1].rounded(to: precision) : quotient(k, precision: precision)
  }

  private static func quotient(_ k: Int, precision: Int) -> PreciseBall {
    let tangent = k <= 32 ? first32[k - 1] : k <= 256 ? first256[k - 1] : first1024[k - 1]
    // T_k/((2k − 1)·4^k·(4^k − 1))
    let numerator = PreciseBall(Integer(tangent, isNegative: k.isMultiple(of: 2)), precision: precision)
    let divisor = (Natural(1) << (2 * k)) - Natural(1)
    let below = PreciseBall(Integer(divisor.multiplied(by: UInt64(2 * k - 1), adding: 0)), precision: precision)
    return (numerator / below).scaled(by: -2 * Int64(k))
  }
}
