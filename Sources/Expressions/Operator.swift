/// What a node of the store is. The comments name its payload and its operands in order.
public enum Operator: UInt8, Sendable {
  /// payload: a rational of the store
  case number
  /// payload: a `Constant`
  case constant
  /// payload: a `Dimension`, as a number
  case size
  /// payload: an `Index`, as a number
  case index
  /// payload: a `Symbol`; slots
  case symbol
  /// payload: a `Definition`; slots
  case definition
  /// terms
  case sum
  /// factors
  case product
  /// base, exponent
  case power
  /// payload: an `ElementaryFunction`; arguments
  case function
  /// Kronecker's delta of two index terms
  case delta
  /// payload: a `Reduction`; bound index, condition, body
  case reduction
  /// condition, value, condition, value, …, value otherwise
  case cases
  /// payload: 0 or 1
  case truth
  /// payload: a `Comparison`; left, right
  case comparison
  /// statements
  case and, or
  /// statement
  case not
  /// row, column, bound row, bound column, body: the entry [row, column] of the inverse of the matrix `body`
  case inverse
  /// bound row, bound column, body
  case determinant, logDeterminant
  /// payload: an `Application`; output slots, derivative slots by argument, then for each argument its bound indices
  /// and its body
  case apply
  /// payload: a `Target`; body, slots of the target
  case derivative
  /// payload: a `Symbol`; value, bound indices that stand for the symbol's slots, body
  case substitution
  /// variable (a symbol without slots, or a size), point, direction (an `Approach`), body
  case limit
  /// payload: a random `Symbol`; the bound indices of its law, mean, variance, body: the expectation over the symbol alone
  case expectation
  /// A value that does not exist, such as no arm of `cases`.
  case undefined
}

extension Operator {
  /// Some of its operands are index variables or symbols that it binds.
  var binds: Bool {
    switch self {
    case .reduction, .inverse, .determinant, .logDeterminant, .substitution, .expectation, .apply: true
    default: false
    }
  }
}

public enum Constant: UInt8, Sendable { case pi, e, infinity }

/// How a body is combined over the values of a bound index.
public enum Reduction: UInt8, Sendable {
  case sum, product, maximum, minimum
  /// Of statements: for all values, for some value.
  case all, any
}

/// `a > b` is kept as `b < a`.
public enum Comparison: UInt8, Sendable { case equal, notEqual, less, lessOrEqual }

/// From where a limit is taken: the number is the sign of x − a.
public enum Approach: Int, Sendable { case left = -1, both = 0, right = 1 }
