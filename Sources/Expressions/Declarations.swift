import Numbers

/// The set of values that an entry of a symbol may take.
public enum Domain: Hashable, Sendable {
  case real
  case positive, nonnegative, nonzero
  /// Ends that are missing are infinite.
  case interval(lower: Rational?, upper: Rational?, closedLower: Bool, closedUpper: Bool)
  /// All integers from `lower` to `upper`.
  case integer(lower: Int?, upper: Int?)
  /// Sorted, without repetition: `{0, 1}`, `{-1, 1}`.
  case finite([Rational])
  /// A value of an index: `k : 1..K`.
  case index(IndexRange)

  /// With two values all between them are values.
  public var isConnected: Bool {
    switch self {
    case .real, .positive, .nonnegative, .interval: true
    case .nonzero, .integer, .finite, .index: false
    }
  }
}

/// What is known about the entries of a symbol taken together.
public enum Structure: UInt8, Sendable {
  case none
  /// The last slot: entries are 0 but for one 1 / non-negative with sum 1.
  case oneHot, simplex
  /// All slots: entries are positive with sum 1.
  case joint
  /// The two last slots.
  case symmetric, positiveSemidefinite, positiveDefinite, orthogonal, invertible, diagonal
  /// Symmetric and invertible, of any signature: what is left of A + R after a change of variables.
  case invertibleSymmetric

  /// Transposing the two last slots changes nothing.
  public var isSymmetric: Bool {
    switch self {
    case .symmetric, .positiveSemidefinite, .positiveDefinite, .diagonal, .invertibleSymmetric: true
    case .none, .oneHot, .simplex, .joint, .orthogonal, .invertible: false
    }
  }
  /// Of the properties a square matrix can have one after the other, each implies the ones before it; nil of others.
  public var rankOfDefiniteness: Int? {
    switch self {
    case .none: 0
    case .symmetric: 1
    case .positiveSemidefinite: 2
    case .positiveDefinite: 3
    case .oneHot, .simplex, .joint, .orthogonal, .invertible, .diagonal, .invertibleSymmetric: nil
    }
  }
  /// The matrix has an inverse, whatever its entries.
  public var isInvertible: Bool {
    switch self {
    case .positiveDefinite, .orthogonal, .invertible, .invertibleSymmetric: true
    case .none, .oneHot, .simplex, .joint, .symmetric, .positiveSemidefinite, .diagonal: false
    }
  }
}

/// A declaration such as `xs[N] : R^d`: one range a slot, family ranges first.
public struct SymbolDeclaration: Sendable {
  public var name: String
  public var slots: [IndexRange]
  public var domain: Domain
  public var structure: Structure
  /// Of a random variable.
  public var law: Law?
  /// Of a joint distribution, the names of its variables: its entries are written P(x, y = 1).
  public var labels: [String] = []

  public init(name: String, slots: [IndexRange], domain: Domain = .real, structure: Structure = .none) {
    self.name = name
    self.slots = slots
    self.domain = domain
    self.structure = structure
  }
}

/// `f : R^m -> R`: a smooth function that nothing else is known of. An argument without slots is a scalar.
public struct FunctionDeclaration: Sendable {
  public var name: String
  public var arguments: [[IndexRange]]
  public var output: [IndexRange]
  /// `.real` or `.positive`.
  public var codomain: Domain

  public init(name: String, arguments: [[IndexRange]], output: [IndexRange], codomain: Domain = .real) {
    self.name = name
    self.arguments = arguments
    self.output = output
    self.codomain = codomain
  }
}

/// `xhat[i] := body`, or a recursion `h[0] := …; h[t] := …`, whose clauses are tried in order.
public struct DefinitionBody: Sendable {
  public var name: String
  public var slots: [IndexRange]
  public var clauses: [Clause]
  /// The body mentions the definition itself.
  public var isRecursive: Bool
  /// Of a marginal of a joint distribution, whose entries are positive: the names of its variables.
  public var labels: [String] = []

  /// One line of the definition.
  public struct Clause: Sendable {
    /// One a slot: the index variable of the body, or the literal that the slot must equal.
    public var pattern: [Pattern]
    public var body: Expression
    public init(pattern: [Pattern], body: Expression) {
      self.pattern = pattern
      self.body = body
    }
  }

  public enum Pattern: Hashable, Sendable {
    case variable(Index)
    case literal(Int)
  }

  public init(name: String, slots: [IndexRange], clauses: [Clause], isRecursive: Bool = false) {
    self.name = name
    self.slots = slots
    self.clauses = clauses
    self.isRecursive = isRecursive
  }
}

/// An unknown function with its derivatives: `orders[a]` times differentiated in argument a.
public struct Application: Hashable, Sendable {
  public var function: UnknownFunction
  public var orders: [Int]
  public init(function: UnknownFunction, orders: [Int]) {
    self.function = function
    self.orders = orders
  }
}

/// What a derivative is taken with respect to.
public struct Target: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    case symbol(Symbol)
    /// The definition is cut: what is defined from it is recomputed, what it was computed from stays.
    case definition(Definition)
  }
  public var subject: Subject
  /// Every other defined name is held: the edge of the graph, not the total derivative.
  public var isLocal: Bool
  public init(_ subject: Subject, isLocal: Bool = false) {
    self.subject = subject
    self.isLocal = isLocal
  }
}
