import Expressions

/// What a direct evaluation is asked for.
struct DirectRequest: Hashable, Sendable {
  enum Subject: Hashable, Sendable {
    case expression(Expression)
    case definition(Definition)
    /// The formula of a definition whose own name is not held.
    case formula(Definition)
    /// What the substitution of the layer puts in for its symbol.
    case substituted
  }
  var subject: Subject
  /// The values of the free index variables, or slots.
  var values: [Int]
  var layer: Int
}

/// A derivative or a substitution around an expression.
struct DirectLayer: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case outside
    /// The node `.substitution` with the values of its free index variables.
    case substitution(Expression, values: [Int])
    /// The node `.expectation` with the values of its free index variables, and the number of an outcome.
    case outcome(Expression, values: [Int], Int)
    /// The last direction moves this entry.
    case derivative(Target, slots: [Int])
  }
  var kind: Kind
  var parent: Int
  /// The number of derivatives around, this one included.
  var directions: Int
}

/// An expression with the values of its free index variables and the layer around it.
struct Scope {
  let expression: Expression
  let free: [Index]
  let values: [Int]
  let layer: Int

  init(_ expression: Expression, _ request: DirectRequest, _ free: [Index]) {
    self.expression = expression
    self.free = free
    (values, layer) = (request.values, request.layer)
  }
}
