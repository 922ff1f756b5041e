/// A construct that has begun and waits for its end: one entry of the parser's stack, in the place of a recursive call.
struct Frame {
  var kind: Kind
  /// How tightly it binds: an operator that arrives first completes all frames that bind more tightly. 0 for what only
  /// a closing bracket, a comma or the end of a clause completes.
  var level: Level
  /// Of an operator its `SyntaxKind`, of a relation or connective its `Link`, of a type's bracket whether it is square.
  var payload: UInt16 = 0
  /// Where its children begin on the stack of nodes.
  var nodeBase: Int32
  /// The token that began it.
  var token: Int32
  /// Of an array: the rows completed.
  var rows: Int32 = 0

  typealias Level = UInt8

  enum Kind: UInt8 {
    case base
    // Brackets
    case group, call, index, array, set, typeBracket, order
    // Operators
    case binary, prefix, juxtaposed, root, partial, partialOver, range, arrow, approaches, distributed, infixCall
    // Statements
    case relation, conjunction, disjunction, connective, not, quantifierBinders, quantifier
    // Clauses and the forms that stand only among arguments
    case claused, given, needs, forClause, whereStatement, whereDefinition
    case conditioned, restricted, arm, otherwise

    var isBracket: Bool { rawValue >= Kind.group.rawValue && rawValue <= Kind.order.rawValue }
    /// Takes any number of links or statements of its own level.
    var isChain: Bool { rawValue >= Kind.relation.rawValue && rawValue <= Kind.connective.rawValue }
    /// Holds statements as well as binders.
    var isArgument: Bool { self == .call || self == .conditioned }
    var isClause: Bool { rawValue >= Kind.given.rawValue && rawValue <= Kind.whereDefinition.rawValue }
  }
}

/// The precedence table of the grammar, loosest first.
extension Frame.Level {
  static let open: UInt8 = 0
  static let connective: UInt8 = 10
  static let or: UInt8 = 20
  static let and: UInt8 = 30
  static let not: UInt8 = 40
  static let relation: UInt8 = 50
  static let arrow: UInt8 = 55
  static let range: UInt8 = 60
  static let sum: UInt8 = 70
  static let product: UInt8 = 80
  static let unary: UInt8 = 90
  /// `2x^2` is 2*(x^2) as on paper: a number before a name binds less tightly than a power.
  static let juxtaposed: UInt8 = 95
  static let power: UInt8 = 100
  /// `√x` and the two ends of `∂f/∂x` take an atom with its postfixes.
  static let atom: UInt8 = 110
}
