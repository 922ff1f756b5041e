import Diagnostics

/// Whether lines that come one by one are complete, or go on in the next one: then a bracket is open, or they end with what
/// something has to follow.
public struct UnfinishedLines: Sendable {
  private var depth = 0
  private var needsMore = false
  /// The last line begins with a relation or connective, and goes on with the chain above it.
  public private(set) var continuesChain = false

  public init() {}

  public var isUnfinished: Bool { depth > 0 || needsMore }

  public mutating func add(_ line: SourceText) {
    var lexer = Lexer(line)
    lexer.read(TextRegion.all(of: line))
    let tokens = lexer.tokens.filter { $0.kind != .lineEnd && $0.kind != .end }
    continuesChain = tokens.first?.kind.relation != nil
    for token in tokens {
      if token.kind.opensBracket { depth += 1 }
      if token.kind.closesBracket { depth = max(0, depth - 1) }
      needsMore = token.kind.needsMore
    }
  }
}

extension TokenKind {
  /// No statement ends with it.
  fileprivate var needsMore: Bool {
    switch self {
    case .comma, .colon, .define, .tilde, .and, .or, .not, .forall, .exists, .root: true
    default: joinsTerms || relation != nil
    }
  }
}
