import Diagnostics

/// Where a statement goes on in the next line, and where it does not.
extension Parser {
  /// A line end after a complete term.
  mutating func readLineEnd() {
    let goesOn = brackets.isEmpty ? continues(after: position) : !beginsStatement(after: position)
    if goesOn { position += 1 } else { finish() }
  }

  /// The line after the line end at `index` goes on with the statement, because no statement begins so.
  func continues(after index: Int) -> Bool {
    let next = index + 1
    let kind = kind(at: next)
    if kind.relation != nil { return Int(tokens[index].payload) > relationFloor }
    if kind.joinsTerms || kind == .and || kind == .or { return true }
    guard let word = word(at: next) else { return false }
    switch word {
    case .in: return canBeginTerm(at: next + 1, after: next) && Int(tokens[index].payload) > relationFloor
    case .wrong, .set: return relation(at: next + 1) != nil && Int(tokens[index].payload) > relationFloor
    case .and, .or: return canBeginTerm(at: next + 1, after: next)
    case .given, .needs, .using, .where: return canBeginTerm(at: next + 1, after: next) && !isCall(at: next)
    case .for: return self.kind(at: next + 1) == .name && self.word(at: next + 1) != .all
    case .up: return self.word(at: next + 1) == .to
    case .by: return canBeginRemark(at: next + 1)
    default: return false
    }
  }

  /// A term can begin at `index`, and what stands before it at `previous` is then no term: a word.
  func canBeginTerm(at index: Int, after previous: Int) -> Bool {
    switch kind(at: index) {
    case .name: return !isOperatorWord(at: index)
    case .number, .openCurly, .root, .partial, .forall, .exists, .not: return true
    case .openRound, .openSquare:
      return tokens[index].start > tokens[previous].end || word(at: previous) == .not || word(at: previous) == .and
        || word(at: previous) == .or
    case .minus, .plus:
      return tokens[index].start > tokens[previous].end && kind(at: index + 1) != .lineEnd
        && kind(at: index + 1) != .end && tokens[index + 1].start == tokens[index].end
    default: return false
    }
  }

  /// `in`, `and`, `or` at `index`, with something behind them: then a term stands before.
  private func isOperatorWord(at index: Int) -> Bool {
    guard let word = word(at: index), word == .in || word == .and || word == .or else { return false }
    switch kind(at: index + 1) {
    case .name, .number, .openCurly, .root, .partial: return true
    case .openRound, .openSquare: return tokens[index + 1].start > tokens[index].end
    default: return false
    }
  }

  /// A name that is not the `in`, `and` or `or` of a term before it.
  func isName(at index: Int) -> Bool { kind(at: index) == .name && !isOperatorWord(at: index) }

  private func isCall(at index: Int) -> Bool {
    kind(at: index + 1) == .openRound && tokens[index + 1].start == tokens[index].end
  }

  private func canBeginRemark(at index: Int) -> Bool {
    switch kind(at: index) {
    case .lineEnd, .end, .define, .colon, .tilde, .comma, .equal: false
    default: !isCall(at: index - 1)
    }
  }

  // MARK: Where a file goes on after an open bracket

  /// The line after the line end at `index` begins in the first column with a claim, a `dim`, a declaration or a
  /// definition: no such thing stands inside brackets, so an open bracket was forgotten.
  func beginsStatement(after index: Int) -> Bool {
    guard tokens[index].payload == 0, kind(at: index + 1) == .name else { return false }
    switch word(at: index + 1) {
    case .claim, .dim, .upstream: if kind(at: index + 2) == .name { return true }
    case .assume: if canBeginTerm(at: index + 2, after: index + 1) { return true }
    case .else: return false
    default: break
    }
    return beginsDeclaration(at: index + 1)
  }

  /// Names with brackets behind them, separated by commas, and then `:`, `:=` or `~`.
  private func beginsDeclaration(at index: Int) -> Bool {
    var depth = 0
    var hasCall = false
    var position = index
    while position < tokens.count {
      let kind = tokens[position].kind
      switch kind {
      case .lineEnd, .end, .semicolon: return false
      case .openRound, .openSquare:
        if depth == 0 && tokens[position].start > tokens[position - 1].end { return false }
        hasCall = hasCall || depth == 0 && kind == .openRound
        depth += 1
      case .closeRound, .closeSquare:
        depth -= 1
        if depth < 0 { return false }
      case .define, .tilde: if depth == 0 { return true }
      case .colon: if depth == 0 { return !hasCall }
      case .name, .comma: break
      default: if depth == 0 { return false }
      }
      position += 1
    }
    return false
  }

  /// The token that ends the statement that begins at `first`, and the brackets that are then still open. Used after
  /// mistakes; it follows the same rules as reading does.
  func statementEnd(from first: Int, tokens limit: Int = .max) -> (index: Int, depth: Int) {
    var depth = 0
    var index = first
    while index - first < limit {
      switch tokens[index].kind {
      case .end: return (index, depth)
      case .semicolon: if depth == 0 { return (index, depth) }
      case .lineEnd:
        if depth == 0 ? !continues(after: index) && !expectsMore(at: index) : beginsStatement(after: index) {
          return (index, depth)
        }
      case .openRound, .openSquare, .openCurly: depth += 1
      case .closeRound, .closeSquare, .closeCurly: depth = max(0, depth - 1)
      default: break
      }
      index += 1
    }
    return (index, depth)
  }

  /// The line ends with an operator or a comma, so that the statement goes on.
  private func expectsMore(at index: Int) -> Bool {
    guard index > 0, !beginsStatement(after: index) else { return false }
    let before = kind(at: index - 1)
    if let word = word(at: index - 1), word == .in || word == .and || word == .or { return true }
    return before.joinsTerms || before.relation != nil || before == .comma || before == .define || before == .and
      || before == .or
  }
}
