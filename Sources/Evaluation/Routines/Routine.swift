import Expressions
import Numbers

/// Formulas as loops over arrays of symbolic sizes: what is run at many points, and written out in other languages.
///
/// Every definition that the formulas mention is an array, and so is every reduction: a sum that does not depend on an
/// index of the loop around it is made once. Steps come in the order in which they can be carried out, and each array is
/// the target of one step, but for the inputs.
public struct Routine: Sendable {
  public var store: ExpressionStore
  public internal(set) var arrays: [RoutineArray] = []
  public internal(set) var steps: [RoutineStep] = []
  /// By array, the reduction or the inverse that it holds.
  public internal(set) var origins: [Int: Expression] = [:]
  /// The arrays that were asked for.
  public internal(set) var outputs: [Int] = []

  init(_ store: ExpressionStore) { self.store = store }

  /// The inputs, in the order of their declarations.
  public var inputs: [Int] { arrays.indices.filter { arrays[$0].source.isInput } }

  /// The symbolic sizes that occur, ascending.
  public var dimensions: [Dimension] {
    var found: Set<Dimension> = []
    for code in arrays.flatMap({ $0.extents }).flatMap({ [$0.lower, $0.upper] }) + steps.flatMap({ $0.codes }) {
      for node in code.nodes {
        if case .size(let dimension) = node.operation { found.insert(dimension) }
      }
    }
    return found.sorted()
  }
}

/// A number for each value of its indices, the last index running fastest.
public struct RoutineArray: Sendable {
  public enum Source: Hashable, Sendable {
    case symbol(Symbol)
    /// A definition whose values are given, such as an upstream gradient.
    case given(Definition)
    case definition(Definition)
    /// A reduction or an inverse inside a formula.
    case part
    case output

    public var isInput: Bool {
      switch self {
      case .symbol, .given: true
      case .definition, .part, .output: false
      }
    }
  }

  /// What it is called in the file; parts have names of their own, `sum1`.
  public var name: String
  public var source: Source
  /// One an index: none for a single number.
  public var extents: [Extent]
}

/// The values of an index, from `lower` to `upper`: integers made of sizes, and of the indices of loops around.
public struct Extent: Hashable, Sendable {
  public var lower: LoopCode
  public var upper: LoopCode
}

/// One array made from others.
public struct RoutineStep: Hashable, Sendable {
  public enum Body: Hashable, Sendable {
    /// The entry itself.
    case value(LoopCode)
    /// Over one more index, whose place comes after those of the loops; entries whose condition is false do not count.
    case reduction(Reduction, over: Extent, name: String, condition: LoopCode?, LoopCode)
    /// The inverse of the matrices in the two last indices of an array.
    case inverse(of: Int)
    /// The determinant, or its logarithm, of the matrices in the two last indices of an array.
    case determinant(of: Int, logarithm: Bool)
  }

  public var target: Int
  /// The names of the indices, for readers.
  public var indices: [String]
  public var body: Body

  public var codes: [LoopCode] {
    switch body {
    case .value(let code): [code]
    case .reduction(_, let extent, _, let condition, let code):
      [extent.lower, extent.upper] + (condition.map { [$0] } ?? []) + [code]
    case .inverse, .determinant: []
    }
  }
}

/// A formula inside of loops: nodes in the order in which they can be evaluated, the last one being the value.
public struct LoopCode: Hashable, Sendable {
  public enum Operation: Hashable, Sendable {
    case number(Rational)
    case constant(Constant)
    case size(Dimension)
    /// The loop's index with this place.
    case index(Int)
    /// The entry of an array; operands: its indices.
    case load(Int)
    case sum, product
    /// By a number: base.
    case power(Rational)
    /// base, exponent
    case generalPower
    case function(ElementaryFunction)
    /// condition, value, condition, value, …, value otherwise
    case cases
    case comparison(Comparison)
    case and, or, not
    case truth(Bool)
    /// Without a value.
    case undefined
  }

  public struct Node: Hashable, Sendable {
    public var operation: Operation
    /// Places of nodes before this one.
    public var operands: [Int]
    /// An integer by its form: what indices may be made of.
    public var isInteger: Bool
  }

  public internal(set) var nodes: [Node] = []

  public init() {}

  /// The integer, if it is one that does not depend on anything.
  public var integer: Int? {
    guard nodes.count == 1, case .number(let value) = nodes[0].operation else { return nil }
    return value.asInt
  }
}

/// Why a formula is no routine.
public struct RoutineError: Error, Hashable, Sendable {
  /// What stands in the way, in the words of the language: "the limit `…`".
  public var reason: String
  public var expression: Expression
  /// It in the notation of the language.
  public var text = ""

  init(reason: String, expression: Expression) {
    self.reason = reason
    self.expression = expression
  }
}
