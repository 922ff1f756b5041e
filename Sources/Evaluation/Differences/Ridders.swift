/// Ridders's extrapolation of central differences to the step 0.
///
/// C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Advances in Engineering Software 4 (1982); Press et al.,
/// *Numerical Recipes*, section 5.7. With D(h) = (f(x + h) − f(x − h))/2h, whose error is a series in h², Neville's tableau
/// over the steps h, h/c, h/c², … removes one power of h² a column; the smallest difference of neighbours is the error.
public struct Ridders: Sendable {
  /// The ratio of neighbouring steps.
  public static let ratio = 1.4
  public static let stepCount = 10
  /// What an error common to all quotients grows to at most: the product of (f + 1)/(f − 1) for f = c², c⁴, …, c¹⁸.
  static let amplification = 9.1

  public let value: Double
  public let error: Double

  /// Extrapolates the central differences for the steps h, h/c, …; nil if one is not finite.
  public init?(_ quotients: [Double]) {
    guard let first = quotients.first, quotients.allSatisfy({ $0.isFinite }) else { return nil }
    var (best, error) = (first, Double.infinity)
    /// One row of the tableau: the quotient, then the extrapolations of growing order.
    var row = [first]
    for quotient in quotients.dropFirst() {
      var next = [quotient]
      var factor = Ridders.ratio * Ridders.ratio
      for (order, above) in row.enumerated() {
        let extrapolated = (next[order] * factor - above) / (factor - 1)
        let difference = max(abs(extrapolated - next[order]), abs(extrapolated - above))
        if difference <= error { (best, error) = (extrapolated, difference) }
        next.append(extrapolated)
        factor *= Ridders.ratio * Ridders.ratio
      }
      // Higher orders only amplify rounding from here on.
      if let last = next.last, let above = row.last, abs(last - above) >= 2 * error { break }
      row = next
    }
    (value, self.error) = (best, error)
  }
}
