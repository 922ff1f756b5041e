/// The names that the grammar gives a meaning somewhere.
///
/// All stay usable as names: they are words only where a name cannot stand. Their raw value is their number in
/// `Spellings`, so that a comparison of integers finds them.
enum Word: UInt32, CaseIterable {
  case `for`, given, needs, using, by, `where`, up
  case wrong, set, and, or, not, `in`, `case`, claim, dim, assume, upstream
  case all, to, const, factor, order, forall, exists, `else`, cases
  case sum, prod, grad, integral, diff, sqrt, kron, inf, real

  /// `given`, `for` and the other words that begin a clause.
  var beginsClause: Bool { rawValue <= Word.up.rawValue }

  /// `claim`, `dim` and the other words that begin a statement before a name or a term.
  var beginsStatement: Bool { self == .claim || self == .dim || self == .assume || self == .upstream || self == .case }

  var spelling: StaticString {
    switch self {
    case .for: "for"
    case .given: "given"
    case .needs: "needs"
    case .using: "using"
    case .by: "by"
    case .where: "where"
    case .up: "up"
    case .wrong: "wrong"
    case .set: "set"
    case .and: "and"
    case .or: "or"
    case .not: "not"
    case .in: "in"
    case .case: "case"
    case .claim: "claim"
    case .dim: "dim"
    case .assume: "assume"
    case .upstream: "upstream"
    case .all: "all"
    case .to: "to"
    case .const: "const"
    case .factor: "factor"
    case .order: "O"
    case .forall: "forall"
    case .exists: "exists"
    case .else: "else"
    case .cases: "cases"
    case .sum: "sum"
    case .prod: "prod"
    case .grad: "grad"
    case .integral: "integral"
    case .diff: "diff"
    case .sqrt: "sqrt"
    case .kron: "kron"
    case .inf: "inf"
    case .real: "R"
    }
  }
}
