import Diagnostics

/// Brackets, and the punctuation that means something inside them.
extension Parser {
  /// A bracket where a term is expected.
  mutating func openBracket(_ opener: TokenKind) {
    guard let top = frames.last else { return }
    let isType = typeMayStand(in: top)
    switch opener {
    case .openSquare: push(bracket: isType ? .typeBracket : .array, payload: 1)
    case .openCurly:
      guard isType else { return fail(.setOutsideType, at: span(at: position)) }
      push(bracket: .set)
    default:
      let isExponent = top.kind == .binary && top.payload == UInt16(SyntaxKind.power.rawValue)
      push(bracket: isType ? .typeBracket : .group, payload: isExponent && !isType ? 1 : 0)
    }
  }

  /// A call or an index: the bracket stands right behind its base.
  mutating func openPostfix(_ kind: Frame.Kind) { push(bracket: kind, base: nodes.count - 1) }

  mutating func push(bracket kind: Frame.Kind, payload: UInt16 = 0, base: Int? = nil) {
    brackets.append(Int32(frames.count))
    frames.append(
      Frame(
        kind: kind, level: .open, payload: payload, nodeBase: Int32(base ?? nodes.count), token: Int32(position)))
    position += 1
    state = .operand
  }

  var innermostBracket: Frame? { brackets.last.map { frames[Int($0)] } }

  /// The last node is a name, or transposes of one, and nothing else stands between it and the bracket.
  var lastIsCallable: Bool {
    guard var node = nodes.last else { return false }
    switch tokens[position - 1].kind {
    case .name: return tree.kind(node) == .name
    case .quote:
      while tree.kind(node) == .transpose { node = tree.child(node, 0) }
      return tree.kind(node) == .name
    default: return false
    }
  }

  var lastIsIndexable: Bool { tokens[position - 1].kind != .number }

  // MARK: Closing

  mutating func closeBracket() {
    guard let index = brackets.last else {
      return fail(.unopened(text(at: position)), at: span(at: position))
    }
    while frames.count - 1 > Int(index) {
      completeTop()
      if state == .failed { return }
    }
    let frame = frames[Int(index)]
    guard closerFits(frame) else { return failMismatched(frame) }
    frames.removeLast()
    brackets.removeLast()
    state = .operation
    complete(bracket: frame)
    position += 1
  }

  private func closerFits(_ frame: Frame) -> Bool {
    switch frame.kind {
    case .typeBracket: kind == .closeRound || kind == .closeSquare
    case .index, .array: kind == .closeSquare
    case .set: kind == .closeCurly
    default: kind == .closeRound
    }
  }

  private mutating func complete(bracket frame: Frame) {
    let from = Int(tokens[Int(frame.token)].start)
    let span = Span(start: from, end: Int(tokens[position].end))
    let postfix = Span(start: nodes.isEmpty ? from : start(of: nodes[Int(frame.nodeBase)]), end: span.end)
    switch frame.kind {
    case .call: complete(.call, from: frame.nodeBase, span: postfix)
    case .index: complete(.index, from: frame.nodeBase, span: postfix)
    case .array:
      completeRow(of: frame)
      complete(.array, from: frame.nodeBase, span: span)
    case .set: complete(.set, from: frame.nodeBase, span: span)
    case .typeBracket: complete(typeBracket: frame, span: span)
    case .order:
      complete(.upToOrder, from: frame.nodeBase, span: Span(start: Int(tokens[Int(frame.rows)].start), end: span.end))
      state = .clause
    default: complete(group: frame, span: span)
    }
  }

  private mutating func complete(group frame: Frame, span: Span) {
    if nodes.count - Int(frame.nodeBase) > 1 {
      complete(.tuple, from: frame.nodeBase, span: span)
    } else if let node = nodes.last {
      tree.widen(node, to: span)
    }
  }

  /// `(0, 1]` is an interval, `(R -> R)` a type in brackets, `(R, R^n) -> R` begins with a tuple. `(a, b) -> R` is read
  /// as a tuple, too, unless its first entry is a number.
  private mutating func complete(typeBracket frame: Frame, span: Span) {
    let count = nodes.count - Int(frame.nodeBase)
    let closedBelow = frame.payload == 1
    let closedAbove = kind == .closeSquare
    let isRound = !closedBelow && !closedAbove
    if count == 1 && isRound { return complete(group: frame, span: span) }
    let isSource = isRound && kind(at: position + 1) == .arrow
    if isSource && (count > 2 || !isNumber(nodes[Int(frame.nodeBase)])) {
      return complete(.tuple, from: frame.nodeBase, span: span)
    }
    guard count == 2 else { return fail(.intervalEnds(count), at: span) }
    complete(.interval, from: frame.nodeBase, payload: (closedBelow ? 1 : 0) | (closedAbove ? 2 : 0), span: span)
  }

  private func isNumber(_ node: Node) -> Bool {
    tree.kind(node) == .number || tree.kind(node) == .negation && tree.kind(tree.child(node, 0)) == .number
  }

  private mutating func completeRow(of frame: Frame) {
    let first = Int(frame.nodeBase) + Int(frame.rows)
    guard first < nodes.count else { return }
    complete(.row, from: Int32(first), span: Span(start: start(of: nodes[first]), end: lastEnd))
  }

  // MARK: Punctuation

  /// Completes everything inside the innermost bracket, clause list or binder list. False after a mistake.
  private mutating func completeEntry() -> Bool {
    while let top = frames.last, !top.kind.holdsEntries {
      completeTop()
      if state == .failed { return false }
    }
    return true
  }

  mutating func readComma() {
    if let clause = openClause {
      while frames.count - 1 > Int(clause) {
        if frames.last?.kind == .quantifierBinders { break }
        completeTop()
        if state == .failed { return }
      }
      if let top = frames.last, top.kind == .needs || top.kind == .whereStatement || top.kind == .whereDefinition {
        return failOperation()
      }
    } else {
      guard completeEntry(), let top = frames.last else { return }
      if top.kind == .base { return finish() }
      if top.kind == .group && top.payload == 0 { return fail(.strayComma, at: span(at: position)) }
      if top.kind == .order { return failOperation() }
    }
    position += 1
    state = .operand
  }

  mutating func readSemicolon() {
    guard let bracket = innermostBracket else { return finish() }
    guard bracket.kind == .array else { return failOperation() }
    guard completeEntry() else { return }
    completeRow(of: bracket)
    frames[frames.count - 1].rows += 1
    position += 1
    state = .operand
  }

  /// The end of binders, of a condition in `cases`, or of a header.
  mutating func readColon() {
    while let top = frames.last {
      switch top.kind {
      case .base: return finish()
      case .quantifierBinders:
        frames[frames.count - 1].kind = .quantifier
        position += 1
        state = .operand
        return
      case .call where calleeIsCases(top): return pushOperator(.arm, .open)
      case .arm, .otherwise, .restricted: return fail(.strayColon, at: span(at: position))
      default:
        if top.kind.isBracket { return fail(.strayColon, at: span(at: position)) }
        if top.kind == .relation {
          frames.removeLast()
          completeRelations(top, asStatement: frames.last?.kind.isArgument ?? false)
        } else {
          completeTop()
        }
        if state == .failed { return }
      }
    }
  }

  private func calleeIsCases(_ frame: Frame) -> Bool {
    Int(frame.token) > 0 && word(at: Int(frame.token) - 1) == .cases
  }

  /// `P(a | b)`; any other bar is a mistake.
  mutating func readBar() {
    guard innermostBracket?.kind == .call && kind(at: position + 1) != .bar else { return failBars() }
    while let top = frames.last, top.kind != .call {
      if top.kind == .conditioned || top.kind == .restricted || top.kind == .arm { return failBars() }
      completeTop()
      if state == .failed { return }
    }
    pushOperator(.conditioned, .open)
  }
}

extension Frame.Kind {
  /// Its entries are separated by commas.
  fileprivate var holdsEntries: Bool {
    isBracket || self == .base || self == .quantifierBinders || self == .conditioned
  }
}
