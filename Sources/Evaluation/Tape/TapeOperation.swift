/// What a node of the tape is. The comments name its payload and its operands in order.
///
/// Truth values are the numbers 1 and 0.
enum TapeOperation: UInt8, Sendable {
  /// A value that does not exist.
  case undefined
  /// payload: a rational of the tape
  case constant
  case pi
  case infinity
  /// payload: a place among the inputs
  case input
  /// payload: an alias of the tape; value
  case alias
  /// terms, ascending
  case sum
  /// factors, ascending
  case product
  /// payload: a rational of the tape, the exponent; base
  case power
  /// base, exponent
  case generalPower
  /// payload: an `ElementaryFunction`; argument
  case function
  /// payload: an `ElementaryFunction` of several arguments; arguments
  case functionOfSeveral
  /// arguments, ascending
  case maximum, minimum
  /// payload: m ≥ 1, the m-th derivative of digamma; argument
  case polygamma
  /// An entry of an unknown function, or of a derivative of it, where such functions are kept as they are; payload: twice
  /// a number of the tape, and 1 for positive values; arguments
  case unknown
  /// 0 where the argument is not 0, undefined at 0: the slope of what is constant but for a jump at 0; argument
  case flat
  /// left, right
  case less, lessOrEqual, equal
  /// statements, ascending
  case and, or
  /// statement
  case not
  /// condition, value if it holds, value otherwise
  case select
  /// value, then what must be defined for the value to be
  case guarded
  /// payload: the size n; the n² entries of a matrix by rows. The n² entries of its inverse are the next nodes.
  case inverse
  /// payload: a position; the node `inverse`
  case inverseEntry
}
