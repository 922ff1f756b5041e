/// A mistake of notation: the text does not follow the grammar. Codes D0101 to D0149.
///
/// Operands named for something found are excerpts of the text, at most 40 bytes; those that may be the end of a line come
/// with their backquotes.
public enum SyntaxMistake: Hashable, Sendable {
  case notText(byte: UInt8)
  case tooLong
  case invalidUTF8(UInt8)
  case unreadableCharacter(UInt32)
  case foreignOperator(String, meant: String)
  case bars(doubled: Bool)
  case factorialSign(String)
  case plusMinus
  case percentSign
  case numberTooLarge(String)
  case missingProduct(left: String, right: String)
  case ambiguousProduct(left: String, operation: String, number: String, name: String)
  case blankBeforeBracket(String, bracket: String)
  case symbolWithoutBrackets(String, name: String)
  case partialDerivative
  case expectedTerm(after: String?, found: String)
  case unexpected(String, expected: String)
  case expectedName(after: String)
  case unclosed(String)
  case unopened(String)
  case mismatched(opened: String, closed: String)
  case emptyBrackets(String)
  case strayComma
  case strayColon
  case commaBeforeClause(String)
  case setOutsideType
  case intervalEnds(Int)
  case statementInTerm(String)
  case relationInDefinition
  case definitionTarget(String, sign: String)
  case declarationTarget(String)
  case foreignWord(String, before: String, defines: Bool)
  case leadingRelation(String)
  case setBeforeConnective
  case upTo
  case emptyBlock(String)
  case deeperLine
  case nestedTooDeep(limit: Int)

  /// Stable: a code is never given to another mistake.
  public var code: String {
    switch self {
    case .notText: "D0101"
    case .tooLong: "D0102"
    case .invalidUTF8: "D0103"
    case .unreadableCharacter: "D0104"
    case .foreignOperator: "D0105"
    case .bars: "D0106"
    case .factorialSign: "D0107"
    case .plusMinus: "D0108"
    case .percentSign: "D0109"
    case .numberTooLarge: "D0110"
    case .missingProduct: "D0111"
    case .ambiguousProduct: "D0112"
    case .blankBeforeBracket: "D0113"
    case .symbolWithoutBrackets: "D0114"
    case .partialDerivative: "D0115"
    case .expectedTerm: "D0116"
    case .unexpected: "D0117"
    case .expectedName: "D0118"
    case .unclosed: "D0119"
    case .unopened: "D0120"
    case .mismatched: "D0121"
    case .emptyBrackets: "D0122"
    case .strayComma: "D0123"
    case .strayColon: "D0124"
    case .setOutsideType: "D0125"
    case .intervalEnds: "D0126"
    case .statementInTerm: "D0127"
    case .relationInDefinition: "D0128"
    case .definitionTarget: "D0129"
    case .declarationTarget, .foreignWord: "D0130"
    case .leadingRelation: "D0131"
    case .setBeforeConnective: "D0132"
    case .upTo: "D0133"
    case .emptyBlock: "D0134"
    case .deeperLine: "D0135"
    case .nestedTooDeep: "D0136"
    case .commaBeforeClause: "D0137"
    }
  }
}
