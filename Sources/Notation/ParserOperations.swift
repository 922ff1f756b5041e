import Diagnostics

/// What may stand after a complete term.
extension Parser {
  mutating func readOperation() {
    let token = tokens[position]
    switch token.kind {
    case .plus: pushBinary(.sum, .sum)
    case .minus: pushBinary(.difference, .sum)
    case .times: pushBinary(.product, .product)
    case .over: readOver()
    case .entrywiseTimes: pushBinary(.entrywiseProduct, .product)
    case .entrywiseOver: pushBinary(.entrywiseQuotient, .product)
    case .caret: pushPower(.power)
    case .entrywiseCaret: pushPower(.entrywisePower)
    case .quote:
      nodes.isEmpty ? failOperand() : complete(.transpose, from: Int32(nodes.count - 1), span: spanFromLast())
      position += 1
    case .superscript, .negativeSuperscript: readSuperscript(token)
    case .openRound where isAdjacent && lastIsCallable: openPostfix(.call)
    case .openSquare where isAdjacent && lastIsIndexable: openPostfix(.index)
    case .closeRound, .closeSquare, .closeCurly: closeBracket()
    case .comma: readComma()
    case .dots: readRange()
    case .name: readWord(token)
    case .lineEnd: readLineEnd()
    case .end: finish()
    default: readLooseOperation(token)
    }
  }

  /// The rarer ones: relations, connectives and punctuation.
  private mutating func readLooseOperation(_ token: Token) {
    if let relation = token.kind.relation { return pushLink(relation, mark: .none) }
    switch token.kind {
    case .and: pushJunction(.conjunction, .and)
    case .or: pushJunction(.disjunction, .or)
    case .arrow: readArrow()
    case .tilde: readTilde()
    case .colon: readColon()
    case .bar: readBar()
    case .semicolon: readSemicolon()
    case .define: readDefine()
    default: failOperation()
    }
  }

  mutating func readAfterClause() {
    let token = tokens[position]
    if let relation = token.kind.relation { return pushLink(relation, mark: .none) }
    switch token.kind {
    case .closeRound, .closeSquare, .closeCurly: closeBracket()
    case .comma: readComma()
    case .name: readWord(token)
    case .lineEnd: readLineEnd()
    case .end: finish()
    case .and: pushJunction(.conjunction, .and)
    case .or: pushJunction(.disjunction, .or)
    case .colon: readColon()
    case .semicolon: readSemicolon()
    default: failOperation()
    }
  }

  /// Completes what binds more tightly than an operator of `level`, and the clauses that cannot hold it. False if it
  /// cannot stand here.
  mutating func makeRoom(for level: Frame.Level, rightToLeft: Bool = false) -> Bool {
    while let top = frames.last {
      let isTighter = top.level > level || top.level == level && !rightToLeft && !top.kind.isChain
      if !isTighter {
        if level >= loosestLevel(in: top) { return true }
        guard top.kind.isClause || top.kind == .claused else { return stop(at: top) }
      }
      if top.kind == .relation {
        frames.removeLast()
        completeRelations(top, asStatement: frames.last?.kind.isArgument ?? false)
      } else {
        completeTop()
      }
      if state == .failed { return false }
    }
    return true
  }

  /// The loosest operator that may stand directly in a frame.
  private func loosestLevel(in frame: Frame) -> Frame.Level {
    switch frame.kind {
    case .base:
      switch Content(rawValue: frame.payload) {
      case .definition, .term, .target: .range
      case .type: .arrow
      case .header: .max
      default: .open
      }
    case .claused: .atom
    case .forClause, .quantifierBinders: .relation
    case .whereDefinition: .range
    default: .open
    }
  }

  private mutating func stop(at top: Frame) -> Bool {
    let content = Content(rawValue: top.payload)
    if top.kind == .base && content == .target {
      finish()
    } else if top.kind == .base && (content == .definition || content == .term) {
      fail(.relationInDefinition, at: span(at: position))
    } else {
      failOperation()
    }
    return false
  }

  @inline(__always)
  mutating func pushOperator(_ kind: Frame.Kind, _ level: Frame.Level, payload: UInt16 = 0, children: Int = 1) {
    frames.append(
      Frame(
        kind: kind, level: level, payload: payload, nodeBase: Int32(nodes.count - children), token: Int32(position)))
    position += 1
    state = .operand
  }

  @inline(__always)
  private mutating func pushBinary(_ kind: SyntaxKind, _ level: Frame.Level) {
    while let top = frames.last, top.level >= level {
      completeTop()
      if state == .failed { return }
    }
    pushOperator(.binary, level, payload: UInt16(kind.rawValue))
  }

  private mutating func pushPower(_ kind: SyntaxKind) {
    while let top = frames.last, top.level > .power {
      completeTop()
      if state == .failed { return }
    }
    pushOperator(.binary, .power, payload: UInt16(kind.rawValue))
  }

  /// A quotient, or the bar of `∂f/∂x`.
  private mutating func readOver() {
    guard let top = frames.last, top.kind == .partial else { return pushBinary(.quotient, .product) }
    guard kind(at: position + 1) == .partial else { return fail(.partialDerivative, at: span(at: Int(top.token))) }
    frames[frames.count - 1].kind = .partialOver
    position += 2
    state = .operand
  }

  /// `x²` is a power of the term just read, and a term itself: `x²'` is its transpose.
  private mutating func readSuperscript(_ token: Token) {
    while let top = frames.last, top.level > .power {
      completeTop()
      if state == .failed { return }
    }
    let base = Int32(nodes.count - 1)
    pushNumber(token)
    if state == .failed { return }
    let span = Span(start: Int(token.start), end: Int(token.end))
    if token.kind == .negativeSuperscript { complete(.negation, from: base + 1, span: span) }
    complete(.power, from: base, span: Span(start: start(of: nodes[Int(base)]), end: span.end))
    position += 1
  }

  private mutating func readRange() {
    guard makeRoom(for: .range, rightToLeft: true) else { return }
    if let top = frames.last, top.kind == .range { return failOperation() }
    pushOperator(.range, .range)
  }

  /// `->`: from a type to a type, or from a name to its limit.
  private mutating func readArrow() {
    guard makeRoom(for: .arrow, rightToLeft: true), let top = frames.last else { return }
    if typeMayStand(in: top) {
      pushOperator(.arrow, .arrow)
    } else if mayHoldBinder(top), let last = nodes.last, tree.kind(last) == .name {
      pushOperator(.approaches, .arrow)
    } else {
      failOperation()
    }
  }

  /// `e ~ normal(m, S)` among binders; elsewhere it ends the term, and a declaration of a random variable follows.
  private mutating func readTilde() {
    guard makeRoom(for: .relation), let top = frames.last else { return }
    if mayHoldBinder(top) {
      pushOperator(.distributed, .relation)
    } else if brackets.isEmpty {
      finish()
    } else {
      failOperation()
    }
  }

  /// Binders may stand directly in this frame.
  func mayHoldBinder(_ frame: Frame) -> Bool {
    switch frame.kind {
    case .call, .forClause, .quantifierBinders, .conditioned: true
    default: false
    }
  }

  /// The next operand is a type.
  func typeMayStand(in frame: Frame) -> Bool {
    switch frame.kind {
    case .base: frame.payload == Content.type.rawValue
    case .relation: Link(payload: UInt32(frame.payload)).relation == .element
    case .arrow, .typeBracket: true
    default: false
    }
  }
}
