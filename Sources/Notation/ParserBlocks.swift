import Diagnostics

/// Where a statement stands.
struct Block {
  /// How many claims and cases are around it.
  var depth: Int
  /// The column where the line of its header begins.
  var lineColumn: Int
  /// All on the line of its header.
  var isOneLine: Bool
  /// The statement may begin with its relation: the first one of a case, and the one after a case.
  var mayContinue: Bool

  static let file = Block(depth: 0, lineColumn: -1, isOneLine: false, mayContinue: false)
}

/// Files, and the blocks of claims and cases: the only part that recurses, at most `Parser.depthLimit` deep.
extension Parser {
  mutating func readFile() -> [Statement] {
    var statements: [Statement] = []
    while kind != .end {
      if kind == .lineEnd || kind == .semicolon {
        position += 1
      } else {
        readNext(into: &statements, in: .file)
      }
    }
    return statements
  }

  private mutating func readNext(into statements: inout [Statement], in block: Block) {
    var here = block
    switch statements.last?.form {
    case nil: break
    case .caseBlock: here.mayContinue = true
    default: here.mayContinue = false
    }
    if isFirstOnLine { column = Int(tokens[position - 1].payload) }
    here.lineColumn = column
    statements.append(readStatement(in: here))
    rejectDeeperLine(after: &statements, in: here)
  }

  /// After a claim on one line, a deeper line looks as if it belonged to it.
  private mutating func rejectDeeperLine(after statements: inout [Statement], in block: Block) {
    guard kind == .lineEnd, !block.isOneLine, Int(tokens[position].payload) > block.lineColumn,
      kind(at: position + 1) != .end, let last = statements.last
    else { return }
    switch last.form {
    case .claim, .caseBlock: break
    default: return
    }
    let first = position + 1
    position = first
    diagnostics.append(
      Diagnostic(
        .syntax(.deeperLine), at: span(at: first),
        related: [.init(span: Span(start: last.span.start, end: last.span.start + 1), label: "the one-line block")]))
    skipLines(deeperThan: block.lineColumn)
    statements.append(Statement(.unreadable(names: []), span: spanOfTokens(from: first)))
  }

  mutating func skipLines(deeperThan column: Int) {
    while kind != .end {
      if kind == .lineEnd && Int(tokens[position].payload) <= column { return }
      position += 1
    }
  }

  // MARK: Claims and cases

  mutating func readClaim(in block: Block) -> Statement.Form? {
    guard isShallow(block) else { return nil }
    pushName(tokens[position + 1])
    position += 2
    guard run(.header), let label = nodes.first else { return nil }
    let header = Array(nodes.dropFirst())
    guard let body = readBody(of: "claim", in: block, floor: relationFloor, mayContinue: false) else { return nil }
    return .claim(label: label, header: header, body: body)
  }

  mutating func readCase(in block: Block) -> Statement.Form? {
    guard isShallow(block) else { return nil }
    position += 1
    guard run(.statement), let condition = nodes.first else { return nil }
    guard let body = readBody(of: "case", in: block, floor: block.lineColumn, mayContinue: true) else { return nil }
    return .caseBlock(condition: condition, body: body)
  }

  private mutating func isShallow(_ block: Block) -> Bool {
    if block.depth < Parser.depthLimit { return true }
    fail(.nestedTooDeep(limit: Parser.depthLimit), at: span(at: position))
    return false
  }

  /// The statements after the colon of a header: to the end of the line, or the deeper lines below.
  private mutating func readBody(
    of header: String, in block: Block, floor: Int, mayContinue: Bool
  ) -> [Statement]? {
    guard kind == .colon else {
      fail(.unexpected(text(at: position), expected: "`:`"), at: span(at: position))
      return nil
    }
    position += 1
    let outerFloor = relationFloor
    relationFloor = floor
    defer { relationFloor = outerFloor }
    let isOneLine = kind != .lineEnd
    let inner = Block(
      depth: block.depth + 1, lineColumn: block.lineColumn, isOneLine: isOneLine, mayContinue: mayContinue)
    let body = isOneLine ? readLine(in: inner, ofCase: mayContinue) : readLines(in: inner)
    if body.isEmpty {
      fail(.emptyBlock(header), at: span(at: position - 1))
      return nil
    }
    return body
  }

  /// `;` goes on within the innermost block, except that `claim`, and `case` after a case, begin a sibling of it.
  private mutating func readLine(in block: Block, ofCase: Bool) -> [Statement] {
    var body: [Statement] = []
    while kind != .lineEnd && kind != .end {
      if kind == .semicolon {
        let next = word(at: position + 1)
        if !body.isEmpty && (next == .claim || next == .case && ofCase) { break }
        position += 1
      } else {
        readNext(into: &body, in: block)
      }
    }
    return body
  }

  private mutating func readLines(in block: Block) -> [Statement] {
    var body: [Statement] = []
    while kind != .end {
      if kind == .lineEnd {
        if Int(tokens[position].payload) <= block.lineColumn || kind(at: position + 1) == .end { break }
        position += 1
      } else if kind == .semicolon {
        position += 1
      } else {
        readNext(into: &body, in: block)
      }
    }
    return body
  }
}
