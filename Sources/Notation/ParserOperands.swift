import Diagnostics

/// What may stand where a term is expected.
extension Parser {
  mutating func readOperand() {
    let token = tokens[position]
    switch token.kind {
    case .number:
      pushNumber(token)
      if state == .failed { return }
      position += 1
      state = .operation
      let next = tokens[position]
      if next.start == token.end && (next.kind == .name || next.kind == .root || next.kind == .partial) {
        juxtapose()
      }
    case .name: readNameOperand(token)
    case .openRound, .openSquare, .openCurly: openBracket(token.kind)
    case .minus, .plus: readSign(token.kind == .minus ? .negation : .identity)
    case .lineEnd:
      if beginsStatement(after: position) { return failExpectedTerm() }
      position += 1
    case .not: openPrefixWord(.not)
    case .forall: openQuantifier(.forall, words: 1)
    case .exists: openQuantifier(.exists, words: 1)
    case .root: openRoot()
    case .partial: openPartial()
    case .colon: readEverything()
    default: failOperand()
    }
  }

  private mutating func readNameOperand(_ token: Token) {
    if let word = Word(rawValue: token.payload), readWordOperand(word) { return }
    pushName(token)
    position += 1
    state = .operation
  }

  /// `not`, `forall`, `exists`, `for all` and `else`, where they are not names.
  private mutating func readWordOperand(_ word: Word) -> Bool {
    switch word {
    case .not where canBeginTerm(at: position + 1, after: position): openPrefixWord(.not)
    case .forall where isName(at: position + 1): openQuantifier(.forall, words: 1)
    case .exists where isName(at: position + 1): openQuantifier(.exists, words: 1)
    case .for where self.word(at: position + 1) == .all && kind(at: position + 2) == .name:
      openQuantifier(.forall, words: 2)
    case .else where kind(at: position + 1) == .colon && frames.last?.kind == .call:
      frames.append(
        Frame(kind: .otherwise, level: .open, nodeBase: Int32(nodes.count), token: Int32(position)))
      position += 2
    default: return false
    }
    return true
  }

  /// A number right before a name: a product, unless that could be read in two ways.
  private mutating func juxtapose() {
    var below = frames.count - 1
    while frames[below].kind == .prefix { below -= 1 }
    let frame = frames[below]
    if frame.kind == .binary, let kind = SyntaxKind(rawValue: UInt8(frame.payload)), kind.readsJuxtapositionTwice {
      return failAmbiguousProduct(frame)
    }
    frames.append(
      Frame(
        kind: .juxtaposed, level: .juxtaposed, payload: UInt16(SyntaxKind.product.rawValue),
        nodeBase: Int32(nodes.count - 1), token: Int32(position)))
    state = .operand
  }

  private mutating func readSign(_ sign: SyntaxKind) {
    if let top = frames.last, top.level >= .juxtaposed && top.kind != .binary { return failExpectedTerm() }
    frames.append(
      Frame(
        kind: .prefix, level: .unary, payload: UInt16(sign.rawValue), nodeBase: Int32(nodes.count),
        token: Int32(position)))
    position += 1
  }

  private mutating func openPrefixWord(_ kind: Frame.Kind) {
    guard topTakesStatements else { return failStatementInTerm() }
    frames.append(Frame(kind: kind, level: .not, nodeBase: Int32(nodes.count), token: Int32(position)))
    position += 1
  }

  private mutating func openQuantifier(_ kind: SyntaxKind, words: Int) {
    guard topTakesStatements else { return failStatementInTerm() }
    frames.append(
      Frame(
        kind: .quantifierBinders, level: .open, payload: UInt16(kind.rawValue), nodeBase: Int32(nodes.count),
        token: Int32(position)))
    position += words
  }

  /// A statement, not only a term, may begin here.
  private var topTakesStatements: Bool {
    guard let top = frames.last else { return false }
    switch top.kind {
    case .base: return top.payload == Content.statement.rawValue
    case .group, .call, .connective, .conjunction, .disjunction, .not, .quantifier: return true
    case .given, .needs, .whereStatement, .restricted, .arm, .otherwise, .conditioned: return true
    default: return false
    }
  }

  /// `√x`: the call `sqrt(x)`.
  private mutating func openRoot() {
    frames.append(Frame(kind: .root, level: .atom, nodeBase: Int32(nodes.count), token: Int32(position)))
    pushName(Word.sqrt.rawValue, span: span(at: position))
    position += 1
  }

  /// The `∂f` of `∂f/∂x`: the call `diff(f, x)`.
  private mutating func openPartial() {
    if frames.last?.kind == .partial || kind(at: position + 1) == .superscript {
      return fail(.partialDerivative, at: span(at: position))
    }
    frames.append(Frame(kind: .partial, level: .atom, nodeBase: Int32(nodes.count), token: Int32(position)))
    pushName(Word.diff.rawValue, span: span(at: position))
    position += 1
  }

  /// The slot `:`, all of a dimension.
  private mutating func readEverything() {
    guard let top = frames.last, top.kind == .index,
      kind(at: position + 1) == .comma || kind(at: position + 1) == .closeSquare
    else { return failOperand() }
    nodes.append(tree.append(.everything, span: span(at: position)))
    position += 1
    state = .operation
  }
}

extension SyntaxKind {
  /// Operators whose right side `2x` could mean the 2 alone: `1/2x`, `a^2x`.
  fileprivate var readsJuxtapositionTwice: Bool {
    self == .quotient || self == .entrywiseQuotient || self == .power || self == .entrywisePower
  }
}
