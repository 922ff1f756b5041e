import Expressions

/// Why an expression cannot be evaluated at all; a value that merely does not exist is `undefined` on the tape instead.
public enum EvaluationError: Error, Hashable, Sendable {
  /// More nodes or steps than allowed: the claim stays undecided at this size.
  case budget
  /// A free index variable that was given no value.
  case unboundIndex(Index)
  /// A dimension that was given no size.
  case unknownSize(Dimension)
  /// A slot or the end of a range that is not a constant: its symbols must be chosen first, see `IndexChoice`.
  case slotDependsOnInput(Expression)
  /// The end of a range is not an integer, such as `sum(k in 1..inf, …)`.
  case notFinite(IndexRange)
  /// The inverse or determinant of a matrix with so many rows and columns.
  case notSquare(rows: Int, columns: Int)
  /// A definition whose value needs itself at the same slots.
  case circular(Definition)
  /// An expectation over a normal variable of what is no polynomial of low degree in it.
  case noExactMoments(Symbol)
  /// Operands that this kind of node cannot have.
  case malformed(Expression)
}
