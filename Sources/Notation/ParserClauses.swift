import Diagnostics

/// Relations, connectives and the words that follow a term.
extension Parser {
  /// A name after a complete term: a word of the grammar, or a missing operator.
  mutating func readWord(_ token: Token) {
    guard let word = Word(rawValue: token.payload) else { return failOperation() }
    switch word {
    case .and: pushJunction(.conjunction, .and)
    case .or: pushJunction(.disjunction, .or)
    case .in: pushLink(.element, mark: .none)
    case .wrong, .set: readMark(word == .set ? .set : .wrong)
    case .for, .given, .needs, .using, .by, .where, .up: readClause(word)
    case .kron where state == .operation && isSymbol(token): readInfixCall(token)
    default: failOperation()
    }
  }

  /// The relation or connective at `index`, be it a symbol or the word `in`.
  func relation(at index: Int) -> Link.Relation? {
    kind(at: index).relation ?? (word(at: index) == .in ? .element : nil)
  }

  private mutating func readMark(_ mark: Link.Mark) {
    guard let relation = relation(at: position + 1) else { return failOperation() }
    if mark == .set && relation.isConnective { return fail(.setBeforeConnective, at: span(at: position)) }
    position += 1
    pushLink(relation, mark: mark)
  }

  /// A relation or connective. One that begins a line, or has a mark, ends the clauses before it: in
  /// `= B given x > 0`, the next line's `= C` is a link of the chain and not of the condition.
  mutating func pushLink(_ relation: Link.Relation, mark: Link.Mark) {
    if mark != .none || isFirstOnLine { completeClause() }
    if state == .failed { return }
    let level = relation.isConnective ? Frame.Level.connective : .relation
    guard makeRoom(for: level), let top = frames.last else { return }
    let link = Link(relation, mark: mark)
    if top.level == level {
      completeLink(top)
      frames[frames.count - 1].payload = UInt16(link.payload)
      frames[frames.count - 1].token = Int32(position)
      position += 1
      state = .operand
    } else {
      pushOperator(relation.isConnective ? .connective : .relation, level, payload: UInt16(link.payload))
    }
  }

  /// The relation or connective with which a line of a case begins.
  mutating func pushLeadingLink() {
    var mark = Link.Mark.none
    if word(at: position) == .wrong || word(at: position) == .set {
      mark = word(at: position) == .set ? .set : .wrong
      position += 1
    }
    guard let relation = relation(at: position) else { return failOperation() }
    if mark == .set && relation.isConnective { return fail(.setBeforeConnective, at: span(at: position - 1)) }
    let isConnective = relation.isConnective
    pushOperator(
      isConnective ? .connective : .relation, isConnective ? .connective : .relation,
      payload: UInt16(Link(relation, mark: mark).payload), children: 0)
  }

  /// Makes the last node the operand of the frame's pending link.
  mutating func completeLink(_ frame: Frame) {
    complete(
      .link, from: Int32(nodes.count - 1), payload: UInt32(frame.payload), span: span(at: Int(frame.token)))
  }

  mutating func pushJunction(_ kind: Frame.Kind, _ level: Frame.Level) {
    guard makeRoom(for: level), let top = frames.last else { return }
    if top.kind == kind {
      position += 1
      state = .operand
    } else {
      pushOperator(kind, level)
    }
  }

  // MARK: Clauses

  /// The clause that is open in the innermost bracket.
  var openClause: Int32? {
    guard let clause = clauses.last, clause > brackets.last ?? -1 else { return nil }
    return clause
  }

  /// Completes the clause that is open in the innermost bracket, if there is one.
  mutating func completeClause() {
    guard let clause = openClause else { return }
    while frames.count > Int(clause) {
      completeTop()
      if state == .failed { return }
    }
  }

  private mutating func readClause(_ word: Word) {
    if let bracket = innermostBracket, bracket.kind != .group && bracket.kind != .typeBracket {
      guard word == .given && bracket.kind == .call && state == .operation else { return failOperation() }
      return restrictArgument()
    }
    guard makeRoomForClause() else { return }
    switch word {
    case .given: open(clause: .given)
    case .needs: open(clause: .needs)
    case .where: open(clause: .whereStatement)
    case .for:
      if self.word(at: position + 1) == .all && canBeginTerm(at: position + 2, after: position + 1) { position += 1 }
      open(clause: .forClause)
    case .using: readUsing()
    case .by: readRemark()
    default: readUpTo()
    }
  }

  /// Ends the clause before, or completes the term that gets its first one. Clauses of a definition and of a header are
  /// not put around a term.
  private mutating func makeRoomForClause() -> Bool {
    if openClause != nil {
      completeClause()
    } else if state == .operation {
      while let top = frames.last, top.level > .relation {
        completeTop()
        if state == .failed { return false }
      }
      guard let top = frames.last else { return false }
      let content = top.kind == .base ? Content(rawValue: top.payload) : .statement
      if content == .type || content == .term || content == .target || top.kind == .quantifierBinders {
        failOperation()
        return false
      }
      if content == .statement {
        frames.append(
          Frame(kind: .claused, level: .open, nodeBase: Int32(nodes.count - 1), token: Int32(position)))
      }
    }
    return state != .failed
  }

  private mutating func open(clause kind: Frame.Kind) {
    clauses.append(Int32(frames.count))
    pushOperator(kind, .open, children: 0)
  }

  /// `argmin(w, f given c)`
  private mutating func restrictArgument() {
    while let top = frames.last, top.kind != .call {
      if top.kind == .arm || top.kind == .otherwise || top.kind == .restricted { return failOperation() }
      completeTop()
      if state == .failed { return }
    }
    pushOperator(.restricted, .open)
  }

  private mutating func readUsing() {
    let base = Int32(nodes.count)
    let first = position
    repeat {
      position += 1
      if kind == .lineEnd && kind(at: position + 1) == .name { position += 1 }
      guard kind == .name else { return fail(.expectedName(after: text(at: lastRealToken)), at: visibleSpan) }
      pushName(tokens[position])
      position += 1
    } while kind == .comma
    complete(.using, from: base, span: spanOfTokens(from: first))
    state = .clause
  }

  /// `by` and the rest of the line; the words are an entry of the tree's `names`.
  private mutating func readRemark() {
    let first = position
    let start = Int(tokens[first].end)
    while kind != .lineEnd && kind != .end { position += 1 }
    var end = Int(tokens[position].start)
    while end > start && source.bytes[end - 1] <= 0x20 { end -= 1 }
    var begin = start
    while begin < end && source.bytes[begin] <= 0x20 { begin += 1 }
    let remark = tree.nameNumber(source.text(of: Span(start: begin, end: end)))
    let span = Span(start: Int(tokens[first].start), end: max(start, end))
    nodes.append(tree.append(.by, payload: remark, span: span))
    state = .clause
  }

  /// `up to const in w`, `up to factor in w`, `up to O(x^2)`
  private mutating func readUpTo() {
    let first = position
    guard word(at: position + 1) == .to else { return fail(.upTo, at: span(at: position)) }
    switch word(at: position + 2) {
    case .order where kind(at: position + 3) == .openRound:
      position += 3
      push(bracket: .order)
      frames[frames.count - 1].rows = Int32(first)
    case .const, .factor:
      let kind = word(at: position + 2) == .const ? SyntaxKind.upToConstant : .upToFactor
      guard word(at: position + 3) == .in, self.kind(at: position + 4) == .name else {
        return fail(.upTo, at: spanOfTokens(from: first, to: min(position + 4, tokens.count - 1)))
      }
      pushName(tokens[position + 4])
      position += 5
      complete(kind, from: Int32(nodes.count - 1), span: spanOfTokens(from: first))
      state = .clause
    default: fail(.upTo, at: span(at: position))
    }
  }

  /// `:=` after `where q` makes it a definition; elsewhere it ends the left side of one.
  mutating func readDefine() {
    if let clause = openClause, frames[Int(clause)].kind == .whereStatement {
      while frames.count - 1 > Int(clause) {
        completeTop()
        if state == .failed { return }
      }
      guard let left = nodes.last, canBeDefined(left) else { return failDefinitionTarget() }
      frames[Int(clause)].kind = .whereDefinition
      position += 1
      state = .operand
    } else if brackets.isEmpty {
      finish()
    } else {
      failOperation()
    }
  }

  /// `⊗` between two terms: the call `kron(A, B)`.
  private mutating func readInfixCall(_ token: Token) {
    while let top = frames.last, top.level >= .product {
      completeTop()
      if state == .failed { return }
    }
    if let left = nodes.last, tree.kind(left) == .interval || tree.kind(left) == .set { return failOperation() }
    pushOperator(.infixCall, .product)
    pushName(token)
  }

  /// The token spells its name as a symbol: `∑` for `sum`.
  func isSymbol(_ token: Token) -> Bool { source.bytes[Int(token.start)] >= 0xE2 }
}
