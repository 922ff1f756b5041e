import Diagnostics

/// What was wrong, and where.
extension Parser {
  mutating func fail(_ mistake: SyntaxMistake, at span: Span, related: [Diagnostic.Related] = []) {
    guard state != .failed else { return }
    diagnostics.append(Diagnostic(.syntax(mistake), at: span, related: related))
    state = .failed
  }

  /// A stretch of the source for a message: short, on one line.
  func excerpt(_ span: Span) -> String {
    let limit = 40
    var end = min(span.end, span.start + limit)
    while end < span.end && end > span.start && source.bytes[end] & 0xC0 == 0x80 { end -= 1 }
    if let newline = source.bytes[span.start..<end].firstIndex(of: 0x0A) { end = newline }
    let text = source.text(of: Span(start: span.start, end: end))
    return end < span.end ? text + "…" : text
  }

  /// A token for a message: what stands there in backquotes, or the end.
  func text(at index: Int) -> String {
    switch kind(at: index) {
    case .lineEnd: "the end of the line"
    case .end: "the end of the text"
    default: "`" + excerpt(span(at: index)) + "`"
    }
  }

  /// What could not be read as a token.
  private mutating func failUnreadable() {
    let token = tokens[position]
    let span = span(at: position)
    switch token.payload {
    case Unreadable.doubledEqual: fail(.foreignOperator("==", meant: "="), at: span)
    case Unreadable.doubledStar: fail(.foreignOperator("**", meant: "^"), at: span)
    case Unreadable.doubledAmpersand: fail(.foreignOperator("&&", meant: "and"), at: span)
    case Unreadable.equalLess: fail(.foreignOperator("=<", meant: "<="), at: span)
    case Unreadable.invalidByte...(Unreadable.invalidByte + 0xFF):
      fail(.invalidUTF8(UInt8(token.payload & 0xFF)), at: span)
    case 0x21 where state == .operation: fail(.factorialSign(excerptOfLast), at: span)
    case 0x25: fail(.percentSign, at: span)
    case 0xB1, 0x2213: fail(.plusMinus, at: span)
    case 0x2016, 0x2225: fail(.bars(doubled: true), at: span)
    default: fail(.unreadableCharacter(token.payload), at: span)
    }
  }

  private var excerptOfLast: String { nodes.last.map { excerpt(tree.span($0)) } ?? "n" }

  // MARK: Where a term must stand

  mutating func failOperand() {
    let span = span(at: position)
    switch kind {
    case .unreadable: failUnreadable()
    case .bar: failBars()
    case .openCurly: fail(.setOutsideType, at: span)
    case .closeRound, .closeSquare, .closeCurly:
      if position > 0 && kind(at: position - 1).opensBracket {
        fail(
          .emptyBrackets(excerpt(self.span(at: position - 1).union(span))), at: self.span(at: position - 1).union(span))
      } else if brackets.isEmpty {
        fail(.unopened(text(at: position)), at: span)
      } else {
        failExpectedTerm()
      }
    default: failExpectedTerm()
    }
  }

  mutating func failExpectedTerm() {
    let before = lastRealToken
    let after: String? = before > 0 ? text(at: before) : nil
    if kind == .lineEnd || kind == .end, let bracket = innermostBracket, leavesBracketOpen {
      return failUnclosed(bracket)
    }
    fail(.expectedTerm(after: after, found: text(at: position)), at: visibleSpan)
  }

  /// The current token, or at the end of a line the one before it.
  var visibleSpan: Span {
    span(at: (kind == .lineEnd || kind == .end) && lastRealToken > 0 ? lastRealToken : position)
  }

  /// The token before the current one, whatever line ends lie between.
  var lastRealToken: Int {
    var index = position - 1
    while index > 0 && tokens[index].kind == .lineEnd { index -= 1 }
    return index
  }

  /// The statement ends before all its brackets are closed. (A bracket that is open for 100,000 tokens counts as such: the
  /// search for its end must not make many mistakes slow.)
  private var leavesBracketOpen: Bool { statementEnd(from: firstToken, tokens: 100_000).depth > 0 }

  private var firstToken: Int { frames.first.map { Int($0.token) } ?? 0 }

  // MARK: After a complete term

  mutating func failOperation() {
    let span = span(at: position)
    switch kind {
    case .unreadable: failUnreadable()
    case .bar: failBars()
    case .name, .number, .openRound, .openSquare, .root, .partial: failMissingProduct()
    case .openCurly: fail(.setOutsideType, at: span)
    default: failUnexpected()
    }
  }

  private mutating func failUnexpected() {
    let related = innermostBracket.map { bracket in
      [Diagnostic.Related(span: span(at: Int(bracket.token)), label: "inside this bracket")]
    }
    let expected =
      switch innermostBracket?.kind {
      case nil: expectedAtEnd
      case .index, .array: "an operator, `,` or `]`"
      case .set: "an operator, `,` or `}`"
      case .group, .order: "an operator or `)`"
      default: "an operator, `,` or `)`"
      }
    fail(.unexpected(text(at: position), expected: expected), at: visibleSpan, related: related ?? [])
  }

  private var expectedAtEnd: String {
    if let base = frames.first, base.payload == Content.header.rawValue { return "a clause or `:`" }
    return state == .clause ? "a clause or the end of the statement" : "an operator or the end of the statement"
  }

  /// Two terms with nothing between them: a forgotten operator, or a forgotten bracket in a line above.
  private mutating func failMissingProduct() {
    let here = span(at: position)
    if isFirstOnLine, let bracket = innermostBracket, leavesBracketOpen {
      if resumptions < 100 { resumePosition = position - 1 }
      resumptions += 1
      return failUnclosed(bracket)
    }
    guard state == .operation, position > 0, word(at: position)?.beginsClause != true else { return failUnexpected() }
    let before = tokens[position - 1]
    if before.kind == .name, isSymbol(before) {
      if let word = Word(rawValue: before.payload), word == .sum || word == .prod || word == .grad || word == .integral
      {
        let symbol = excerpt(span(at: position - 1))
        return fail(.symbolWithoutBrackets(symbol, name: "\(word.spelling)"), at: span(at: position - 1).union(here))
      }
    }
    if word(at: position - 1)?.beginsClause == true, position > 1, kind(at: position - 2) == .comma {
      return fail(.commaBeforeClause(excerpt(span(at: position - 1))), at: span(at: position - 2))
    }
    if failAfterStatementWord() || failAfterForeignWord() { return }
    let left = isPowerOfName ? excerpt(span(at: position - 3).union(span(at: position - 1))) : excerptOfLast
    if before.kind == .name && kind.opensBracket && !isAdjacent {
      return fail(.blankBeforeBracket(left, bracket: excerpt(here)), at: Span(start: Int(before.end), end: here.end))
    }
    let closer = kind == .openRound ? "…)" : kind == .openSquare ? "…]" : ""
    fail(.missingProduct(left: left, right: excerpt(here) + closer), at: here)
  }

  /// `sin^2` before a bracket.
  private var isPowerOfName: Bool {
    position > 2 && kind == .openRound && kind(at: position - 1) == .number && kind(at: position - 2) == .caret
      && kind(at: position - 3) == .name
  }

  /// `dim 3`, `x = (claim b: …)`: the word before the current token was taken as a name and is meant as what begins a
  /// statement. True if that is so.
  private mutating func failAfterStatementWord() -> Bool {
    guard kind == .name || kind == .number, let word = word(at: position - 1), word.beginsStatement else {
      return false
    }
    let here = span(at: position - 1)
    if position - 1 == firstToken {
      fail(.expectedName(after: text(at: position - 1)), at: span(at: position))
    } else {
      fail(.statementInTerm(excerpt(here)), at: here)
    }
    return true
  }

  /// `let x : R`, `var x := 3`, `def f(x) = x^2`: a word of another language stands before what is declared or defined.
  private mutating func failAfterForeignWord() -> Bool {
    guard position - 1 == firstToken, kind == .name, tokens[firstToken].kind == .name else { return false }
    var depth = 0
    var index = position
    search: while true {
      switch kind(at: index) {
      case .openRound, .openSquare: depth += 1
      case .closeRound, .closeSquare: depth -= 1
      case .name, .comma: break
      case .colon, .define, .tilde: if depth == 0 { break search }
      case .equal where depth == 0 && isForeignWord(at: firstToken): break search
      case .lineEnd, .end: return false
      default: if depth == 0 { return false }
      }
      if depth < 0 { return false }
      index += 1
    }
    let (word, rest) = (excerpt(span(at: firstToken)), excerpt(spanOfTokens(from: position, to: index)))
    fail(.foreignWord(word, before: rest, defines: kind(at: index) == .equal), at: span(at: firstToken))
    return true
  }

  /// By which definitions begin elsewhere: `let x = 3` is not a product to anyone.
  func isForeignWord(at index: Int) -> Bool {
    kind(at: index) == .name && Parser.foreignWords.contains(excerpt(span(at: index)))
  }

  private static let foreignWords: Set<String> = ["let", "var", "val", "def", "define", "const", "set", "where"]

  mutating func failAmbiguousProduct(_ frame: Frame) {
    let left = excerpt(tree.span(nodes[Int(frame.nodeBase)]))
    let number = nodes[nodes.count - 1]
    let sign = frames.last?.kind == .prefix ? "-" : ""
    let name = span(at: position)
    fail(
      .ambiguousProduct(
        left: left, operation: excerpt(span(at: Int(frame.token))), number: sign + excerpt(tree.span(number)),
        name: excerpt(name)),
      at: tree.span(number).union(name))
  }

  mutating func failAfterStatement() {
    state = .operation
    if kind == .colon { return fail(.strayColon, at: span(at: position)) }
    failOperation()
  }

  mutating func failStatementInTerm() {
    fail(.statementInTerm(excerpt(span(at: position))), at: span(at: position))
  }

  mutating func failBars() {
    let isDouble = kind(at: position + 1) == .bar && tokens[position + 1].start == tokens[position].end
    fail(.bars(doubled: isDouble), at: isDouble ? span(at: position).union(span(at: position + 1)) : span(at: position))
  }

  // MARK: Brackets and left sides

  mutating func failUnclosed(_ bracket: Frame) {
    fail(.unclosed(excerpt(span(at: Int(bracket.token)))), at: span(at: Int(bracket.token)))
  }

  mutating func failMismatched(_ bracket: Frame) {
    let opener = span(at: Int(bracket.token))
    fail(
      .mismatched(opened: excerpt(opener), closed: excerpt(span(at: position))), at: span(at: position),
      related: [.init(span: opener, label: "opened here")])
  }

  mutating func failMissingColon(_ frame: Frame) {
    fail(
      .unexpected(text(at: position), expected: "`:` after the names of the quantifier"),
      at: visibleSpan,
      related: [.init(span: span(at: Int(frame.token)), label: "the quantifier")])
  }

  mutating func failDefinitionTarget(_ left: Node? = nil) {
    let span = left.map { tree.span($0) } ?? span(at: position)
    fail(.definitionTarget(excerpt(span), sign: excerpt(self.span(at: position))), at: span)
  }
}
