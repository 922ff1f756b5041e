/// A node of the `ExpressionStore`: 4 bytes, equal exactly when the expressions are written alike.
public struct Expression: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public static func < (a: Expression, b: Expression) -> Bool { a.number < b.number }
}

/// An index variable: the `i` of `x[i]`, of `sum(i, …)`, or a slot of a tensor-valued term.
public struct Index: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public static func < (a: Index, b: Index) -> Bool { a.number < b.number }
}

/// An interned range `lower..upper` of an index.
public struct IndexRange: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public static func < (a: IndexRange, b: IndexRange) -> Bool { a.number < b.number }
}

/// A declared symbolic size: `dim m`.
public struct Dimension: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public static func < (a: Dimension, b: Dimension) -> Bool { a.number < b.number }
}

/// A declared quantity: scalar, vector, matrix, family.
public struct Symbol: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public static func < (a: Symbol, b: Symbol) -> Bool { a.number < b.number }
}

/// A name that the author defined by `:=`.
public struct Definition: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public static func < (a: Definition, b: Definition) -> Bool { a.number < b.number }
}

/// A declared unknown function: `f : R^m -> R`.
public struct UnknownFunction: Hashable, Comparable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  public static func < (a: UnknownFunction, b: UnknownFunction) -> Bool { a.number < b.number }
}
