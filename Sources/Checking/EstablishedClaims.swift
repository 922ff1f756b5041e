import Expressions

/// What claims established, by their labels, for those that name them with `using`.
public struct EstablishedClaims: Sendable {
  /// Equal terms of the problem's store.
  struct Fact: Sendable {
    var left: Expression
    var right: Expression
    /// It is proved, and both sides are defined at every point.
    var holdsEverywhere = false
  }

  struct Claim: Sendable {
    var facts: [Fact]
    var isRight: Bool
  }

  var byLabel: [String: Claim] = [:]

  public init() {}

  /// Forgets all but these claims.
  public mutating func keep(_ labels: Set<String>) { byLabel = byLabel.filter { labels.contains($0.key) } }
}
