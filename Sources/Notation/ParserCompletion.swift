import Diagnostics

/// Turning the construct on top of the stack of frames into a node.
extension Parser {
  mutating func completeTop() {
    guard let frame = frames.popLast() else { return }
    switch frame.kind {
    case .binary, .juxtaposed:
      complete(SyntaxKind(rawValue: UInt8(frame.payload)) ?? .product, from: frame.nodeBase, span: span(from: frame))
    case .prefix:
      complete(SyntaxKind(rawValue: UInt8(frame.payload)) ?? .negation, from: frame.nodeBase, span: spanOfWord(frame))
    case .root, .partialOver: complete(.call, from: frame.nodeBase, span: spanOfWord(frame))
    case .partial: fail(.partialDerivative, at: span(at: Int(frame.token)))
    case .infixCall:
      let span = span(from: frame)
      nodes.swapAt(Int(frame.nodeBase), Int(frame.nodeBase) + 1)
      complete(.call, from: frame.nodeBase, span: span)
    case .range: complete(.range, from: frame.nodeBase, span: span(from: frame))
    case .arrow: complete(.arrow, from: frame.nodeBase, span: span(from: frame))
    case .approaches: complete(.approaches, from: frame.nodeBase, span: span(from: frame))
    case .distributed: complete(.distributed, from: frame.nodeBase, span: span(from: frame))
    default: completeStatement(frame)
    }
  }

  private mutating func completeStatement(_ frame: Frame) {
    switch frame.kind {
    case .relation: completeRelations(frame)
    case .connective:
      let end = lastEnd
      completeLink(frame)
      complete(.connectives, from: frame.nodeBase, span: span(from: frame, to: end))
    case .conjunction: complete(.conjunction, from: frame.nodeBase, span: span(from: frame))
    case .disjunction: complete(.disjunction, from: frame.nodeBase, span: span(from: frame))
    case .not: complete(.not, from: frame.nodeBase, span: spanOfWord(frame))
    case .quantifier:
      complete(SyntaxKind(rawValue: UInt8(frame.payload)) ?? .forall, from: frame.nodeBase, span: spanOfWord(frame))
    case .quantifierBinders: failMissingColon(frame)
    case .claused: complete(.claused, from: frame.nodeBase, span: span(from: frame))
    case .conditioned: complete(.conditioned, from: frame.nodeBase, span: span(from: frame))
    case .restricted: complete(.restricted, from: frame.nodeBase, span: span(from: frame))
    case .arm: complete(.arm, from: frame.nodeBase, span: span(from: frame))
    case .otherwise: complete(.otherwise, from: frame.nodeBase, span: spanOfWord(frame))
    default: completeClause(frame)
    }
  }

  private mutating func completeClause(_ frame: Frame) {
    clauses.removeLast()
    state = .clause
    let kind: SyntaxKind =
      switch frame.kind {
      case .given: .given
      case .needs: .needs
      case .forClause: .forClause
      case .whereDefinition: .whereDefinition
      default: .whereStatement
      }
    complete(kind, from: frame.nodeBase, span: spanOfWord(frame))
  }

  /// `j in 1..K` directly among arguments or binders is a membership, everything else a chain of relations:
  /// also where an operator or the colon of an arm comes next (`asStatement`).
  mutating func completeRelations(_ frame: Frame, asStatement: Bool = false) {
    let end = lastEnd
    let link = Link(payload: UInt32(frame.payload))
    if !asStatement, link == Link(.element), nodes.count - Int(frame.nodeBase) == 2, let below = frames.last,
      mayHoldBinder(below)
    {
      return complete(.membership, from: frame.nodeBase, span: span(from: frame))
    }
    completeLink(frame)
    complete(.relations, from: frame.nodeBase, span: span(from: frame, to: end))
  }

  // MARK: Spans

  /// From the first child to the last.
  @inline(__always)
  private func span(from frame: Frame, to end: Int? = nil) -> Span {
    Span(start: start(of: nodes[Int(frame.nodeBase)]), end: end ?? lastEnd)
  }

  /// From the word or sign that began the frame to the last child.
  private func spanOfWord(_ frame: Frame) -> Span {
    Span(start: Int(tokens[Int(frame.token)].start), end: lastEnd)
  }

  /// From the last node through the current token.
  func spanFromLast() -> Span {
    Span(start: nodes.last.map { start(of: $0) } ?? 0, end: Int(tokens[position].end))
  }

  func spanOfTokens(from first: Int, to end: Int? = nil) -> Span {
    let last = max(first, (end ?? position) - 1)
    return Span(start: Int(tokens[first].start), end: Int(tokens[last].end))
  }
}
