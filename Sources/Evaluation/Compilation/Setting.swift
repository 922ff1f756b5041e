import Expressions

/// At what the expressions of a claim are compiled.
public struct Setting: Sendable {
  public var sizes: Sizes
  /// The values of symbols that stand in slots.
  public var choice: IndexChoice
  /// Which sample functions the unknown functions are: polynomials, with sines, exponentials; see `FunctionFamily`.
  public var family: Int
  /// Unknown functions that premises speak of: they get an affine term whose coefficients are inputs.
  public var adjustable: Set<UnknownFunction>
  /// Unknown functions are not sampled: their values stay unknown, and have no derivatives.
  public var keepsUnknownFunctions = false
  /// The greatest number of operations; a multiple of it bounds the compiler's steps.
  public var capacity: Int

  public init(
    sizes: Sizes, choice: IndexChoice = IndexChoice(), family: Int = 0, adjustable: Set<UnknownFunction> = [],
    capacity: Int = 1 << 20
  ) {
    self.sizes = sizes
    self.choice = choice
    self.family = family
    self.adjustable = adjustable
    self.capacity = capacity
  }

  /// Makes the unknown functions that premises mention adjustable.
  public mutating func adjust(to premises: [Expression], in store: ExpressionStore) {
    adjustable.formUnion(Mentions(premises, in: store).functions)
  }
}

/// Fixed integer values of symbols that stand in slots, ranges or deltas, such as `k : 1..K` in `p[k]`.
///
/// A slot must be known when the tape is made: a tape for each value is smaller than one that selects among all values,
/// and a counterexample reads `k = 2`. `IndexChoices` lists the choices of a claim.
public struct IndexChoice: Hashable, Sendable {
  /// By symbol, the values of its entries, row by row.
  public private(set) var values: [Symbol: [Int]]

  public init(_ values: [Symbol: [Int]] = [:]) { self.values = values }
}
