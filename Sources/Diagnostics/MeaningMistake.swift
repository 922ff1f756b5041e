/// A mistake of meaning: the text follows the grammar, but says nothing that could be true or false. Names D015x to D017x,
/// remarks D018x, shapes and indices D02xx, limits of the tool D07xx.
///
/// Shapes are written as in declarations, `R^(n,d)`; ranges as in `1..n`; names and excerpts as the author wrote them.
public enum MeaningMistake: Hashable, Sendable {
  // Names
  case unknownName(String, hint: String)
  case unknownFunction(String, hint: String)
  case redeclared(String)
  case clauseApart(String)
  case usedBeforeDeclaration(String)
  case refersToItself(String)
  case notASize(String, isDeclared: Bool)
  case notAFunction(String)
  case functionWithoutArguments(String)
  case argumentCount(String, expected: String, found: Int)
  case failedName(String)
  case unknownClaim(String, nearest: String?)
  case notAVariable(String, operation: String)
  case notAnIndex(String)
  case unknownType(String)
  case lateSource(of: String, target: String)
  case unlinked(String, target: String, hint: String)
  case foreignDerivative(String, meant: String)
  case sizeAsVariable(String, use: String)
  case notADefinition(String)
  case misplaced(String, expected: String)
  case unknownDistribution(String)

  // Remarks
  case hides(String, kind: String)
  case constantIn(String, target: String)
  case likelyName(String, nearest: String)

  // Shapes and indices
  case unequalShapes(operation: String, left: String, right: String)
  case scalarAndTensor(operation: String, shape: String)
  case rangeClash(String, first: String, second: String)
  case comparedRanges(String, first: String, other: String, second: String)
  case unknownRange(String, size: String)
  case indexOnOneSide(String, other: String)
  case productShapes(left: String, right: String, repair: String?)
  case notSquare(String, shape: String)
  case expectedNumber(String, shape: String)
  case tooManyIndices(String, found: Int, expected: Int)
  case indexOutside(String, range: String, at: [String] = [])
  case escapedIndex(String)
  case freeIndexInDefinition(String, definition: String)
  case freeIndexInFunction(String, function: String)
  case hidesSize(String, range: String)
  case unknownSize(String)
  case expectedStatement(String)
  case expectedTerm(String)
  case vectorTarget(String, shape: String, operation: String)
  case gradientOfTensor(operation: String, shape: String)
  case tensorPower(String, shape: String)
  case chainBeforeConnective
  case misplacedSet
  case roundedNumber
  case bareTerm
  case nothingToContinue
  case argumentShape(String, expected: String, found: String)
  case expectedVector(String, shape: String)
  case emptyRange(String)
  case divisionByTensor(String)
  case unboundedRecursion(String)
  case mixedClauses(String)
  case unequalRows
  case expectedCovariance(shape: String)

  // Limits
  case tooDeep(String, limit: Int)
  case notSupported(String)
  case tooLarge(String)
}

extension MeaningMistake {
  /// Stable: a code is never given to another mistake.
  public var code: String {
    switch self {
    case .unknownName: "D0151"
    case .unknownFunction: "D0152"
    case .redeclared, .clauseApart: "D0153"
    case .usedBeforeDeclaration: "D0154"
    case .refersToItself: "D0155"
    case .notASize: "D0156"
    case .notAFunction: "D0157"
    case .functionWithoutArguments: "D0158"
    case .argumentCount: "D0159"
    case .failedName: "D0160"
    case .unknownClaim: "D0161"
    case .notAVariable: "D0162"
    case .notAnIndex: "D0163"
    case .unknownType: "D0164"
    case .lateSource: "D0165"
    case .sizeAsVariable: "D0166"
    case .notADefinition: "D0167"
    case .misplaced: "D0168"
    case .unknownDistribution: "D0169"
    case .unlinked: "D0170"
    case .foreignDerivative: "D0171"
    case .hides: "D0181"
    case .constantIn: "D0182"
    case .likelyName: "D0183"
    default: shapeCode
    }
  }

  private var shapeCode: String {
    switch self {
    case .unequalShapes: "D0201"
    case .scalarAndTensor: "D0202"
    case .rangeClash: "D0205"
    case .unknownRange: "D0204"
    case .indexOnOneSide: "D0203"
    case .productShapes: "D0206"
    case .notSquare: "D0207"
    case .expectedNumber: "D0208"
    case .tooManyIndices: "D0209"
    case .indexOutside: "D0210"
    case .escapedIndex: "D0211"
    case .freeIndexInDefinition: "D0212"
    case .hidesSize: "D0213"
    case .unknownSize: "D0214"
    case .expectedStatement: "D0215"
    case .expectedTerm: "D0216"
    case .vectorTarget: "D0217"
    case .gradientOfTensor: "D0218"
    case .tensorPower: "D0219"
    case .chainBeforeConnective: "D0220"
    case .misplacedSet: "D0221"
    case .roundedNumber: "D0222"
    case .bareTerm: "D0223"
    case .nothingToContinue: "D0224"
    case .argumentShape: "D0225"
    case .expectedVector: "D0226"
    case .emptyRange: "D0227"
    case .divisionByTensor: "D0228"
    case .unboundedRecursion: "D0229"
    case .mixedClauses: "D0230"
    case .unequalRows: "D0231"
    case .comparedRanges: "D0232"
    case .freeIndexInFunction: "D0233"
    case .expectedCovariance: "D0234"
    case .tooDeep: "D0704"
    case .notSupported: "D0702"
    case .tooLarge: "D0703"
    default: "D0000"
    }
  }
}

extension MeaningMistake {
  /// A limit of this program, or a name whose own line is at fault: it says nothing about the line where it is noticed.
  public var isNoFaultOfTheLine: Bool {
    switch self {
    case .failedName, .tooDeep, .notSupported, .tooLarge: true
    default: false
    }
  }

  /// A name without a meaning, whatever the shapes around it.
  public var isAboutNames: Bool {
    switch self {
    case .unknownName, .unknownFunction, .usedBeforeDeclaration, .refersToItself, .functionWithoutArguments: true
    case .failedName, .notAFunction, .freeIndexInFunction: true
    default: false
    }
  }
}
