/// Why a normal form could not be made. Never a verdict: an obstacle makes a line undecided, not false.
public enum Obstacle: Error, Hashable, Sendable {
  /// There is no rule for a construct; the text names it.
  case unsupported(String)
  /// The step or term budget is used up.
  case budget
  /// A division by zero, or another value that does not exist.
  case undefined(String)
}
