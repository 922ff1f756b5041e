/// The kinds of node. Comments name the children in order.
public enum SyntaxKind: UInt8, Sendable {
  /// Text that could not be read; a diagnostic stands at its span.
  case unreadable

  // Terms
  case number, name
  /// operand
  case negation, identity
  /// left, right: `+ - * / .* ./ ^ .^`
  case sum, difference, product, quotient, entrywiseProduct, entrywiseQuotient, power, entrywisePower
  /// operand: `A'`; `f'` before a call is a transpose as callee
  case transpose
  /// base, slots: `x[i, j]`
  case index
  /// callee (a name, or transposes of a name), arguments
  case call
  /// lower, upper: `1..K`
  case range
  /// the slot `:`
  case everything
  /// rows: `[1, 2; 3, 4]`; `[a, b]` is one row and means a column vector
  case array
  /// entries
  case row

  // What only stands among arguments and binders
  /// term, type or range: `j in 1..K`
  case membership
  /// name, distribution: `e ~ normal(m, S)`
  case distributed
  /// name, limit: `n -> inf`
  case approaches
  /// name, value: `x = a` in `at(e, x = a)`; an ordinary relation there, kept as `relations`
  /// term, statements: `argmin(w, f given c)`
  case restricted
  /// term, binders: `P(a | b)`, `E(e | s)`
  case conditioned
  /// condition, value: an arm of `cases`
  case arm
  /// value: `else: e`
  case otherwise

  // Types (right of `in` and `:` in declarations); R^m, positive, spd(d) are ordinary terms
  /// elements: `{0, 1}`
  case set
  /// lower, upper; the payload has bit 0 for a closed lower end, bit 1 for a closed upper end: `(0, 1]`
  case interval
  /// dimensions: the `(n, d)` of `R^(n, d)`
  case tuple
  /// source, target: `R^m -> R`
  case arrow

  // Statements as terms
  /// first term, then links: `a = b <= c`
  case relations
  /// first statement, then links: `P => Q <=> R`
  case connectives
  /// operand; the payload is a `Link`: `wrong = b`, `=> Q`. Its span is that of the relation or connective itself.
  case link
  /// statements
  case conjunction, disjunction
  /// statement
  case not
  /// binders, then the body
  case forall, exists
  /// term or statement, then clauses
  case claused

  // Clauses
  /// statements: `given c`
  case given
  /// statements: `needs c`
  case needs
  /// binders: `for all i, j != i`
  case forClause
  /// names: `using dx`
  case using
  /// left side, value: `where q := e`
  case whereDefinition
  /// statement: `where q > 0`
  case whereStatement
  /// name; `up to const in w`, `up to factor in w`
  case upToConstant, upToFactor
  /// term: `up to O(x^2)`
  case upToOrder
  /// none: `by` and the rest of the line; the payload is the entry of `names` with the words
  case by
}
