/// One token: its kind, its bytes, and what it spells.
struct Token {
  var start: UInt32
  var end: UInt32
  /// Of a name, number or superscript: its entry in `Spellings`. Of a line end: the column (from 0) where the next
  /// token stands. Of unreadable text: what is wrong, see `Unreadable`.
  var payload: UInt32
  var kind: TokenKind
}

/// What a token is. The relations and connectives stand in the order of `Link.Relation`.
enum TokenKind: UInt8 {
  /// One token for any run of line ends, blank lines and comments; the first token of a file is one too.
  case lineEnd
  case end
  case name, number
  case openRound, openSquare, openCurly
  case closeRound, closeSquare, closeCurly
  case comma, semicolon, colon, define, tilde, bar
  case plus, minus, times, over, entrywiseTimes, entrywiseOver, caret, entrywiseCaret
  case dots, arrow
  case quote
  /// `²` and `⁻²`: a postfix power with a number.
  case superscript, negativeSuperscript
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, approximately, element
  case implies, impliedBy, equivalent
  case and, or, not, forall, exists
  case root, partial
  case unreadable

  /// The relation or connective that the token writes; `in` and `∈` included, the word is seen by the parser.
  var relation: Link.Relation? {
    rawValue >= TokenKind.equal.rawValue && rawValue <= TokenKind.equivalent.rawValue
      ? Link.Relation(rawValue: rawValue - TokenKind.equal.rawValue) : nil
  }

  var opensBracket: Bool { self == .openRound || self == .openSquare || self == .openCurly }
  var closesBracket: Bool { self == .closeRound || self == .closeSquare || self == .closeCurly }

  /// Stands between two terms and never before the first one of a statement.
  var joinsTerms: Bool { rawValue >= TokenKind.plus.rawValue && rawValue <= TokenKind.arrow.rawValue }
}

/// The payload of an `.unreadable` token: a code point, or one of these above all code points.
enum Unreadable {
  /// Plus the byte.
  static let invalidByte: UInt32 = 0x20_0000
  static let doubledEqual: UInt32 = 0x20_0100
  static let doubledStar: UInt32 = 0x20_0101
  static let doubledAmpersand: UInt32 = 0x20_0102
  static let equalLess: UInt32 = 0x20_0103
}
