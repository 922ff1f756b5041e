/// Stirling's numbers of the second kind, the coefficients of Li₋ₙ(x) = Σ k!·S(n + 1, k + 1)·(x/(1 − x))^(k+1).
/// NIST Digital Library of Mathematical Functions, 26.8(i).
public enum StirlingNumbers {
  /// S(n, 0), …, S(n, n), by S(n, k) = S(n − 1, k − 1) + k·S(n − 1, k).
  public static func row(_ n: Int) -> [Rational] {
    var row = [Rational.one]
    for _ in stride(from: 0, to: n, by: 1) {
      var next = [Rational.zero]
      for k in row.indices {
        let same = k + 1 < row.count ? row[k + 1] * Rational(k + 1) : .zero
        next.append(row[k] + same)
      }
      row = next
    }
    return row
  }

  /// 0!·S(n + 1, 1), …, n!·S(n + 1, n + 1).
  public static func polylogarithmCoefficients(_ n: Int) -> [Rational] {
    var factorial = Rational.one
    return row(n + 1).dropFirst().enumerated().map { k, number in
      if k > 0 { factorial *= Rational(k) }
      return factorial * number
    }
  }
}
