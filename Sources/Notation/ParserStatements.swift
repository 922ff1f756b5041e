import Diagnostics

/// Statements, each by the words or the punctuation that make it what it is.
extension Parser {
  /// Reads the statement that begins at `position`. `block` says where it stands.
  mutating func readStatement(in block: Block) -> Statement {
    let first = position
    let mark = tree.count
    frames.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    brackets.removeAll(keepingCapacity: true)
    clauses.removeAll(keepingCapacity: true)
    resumePosition = nil
    state = .operand
    let form = readForm(in: block)
    if let form, atStatementEnd { return Statement(form, span: spanOfTokens(from: first)) }
    if form != nil { failAfterStatement() }
    tree.removeNodes(from: mark)
    return recover(from: first, in: block)
  }

  /// Skips what belongs to a statement with a mistake.
  private mutating func recover(from first: Int, in block: Block) -> Statement {
    // Reading never goes back, or many mistakes in one statement would take quadratic time.
    let reached = max(position, first)
    let end = resumePosition ?? statementEnd(from: first).index
    position = end >= reached || resumePosition != nil ? max(end, first) : statementEnd(from: reached).index
    if position == first && !atStatementEnd { position += 1 }
    let span = spanOfTokens(from: first)
    if opensBlock(at: first) { skipLines(deeperThan: block.lineColumn) }
    let isAssumption = word(at: first) == .assume && canBeginTerm(at: first + 1, after: first)
    return Statement(isAssumption ? .unreadableAssumption : .unreadable(names: namesDeclared(from: first)), span: span)
  }

  /// The names before the `:`, `:=` or `~` of a statement with a mistake; all names of a list of sizes.
  private mutating func namesDeclared(from first: Int) -> [Node] {
    let opening = word(at: first)
    switch opening {
    case .claim, .case, .assume, .forall, .exists: return []
    default: break
    }
    let definesByEquals = opening == .upstream || isForeignWord(at: first)
    var names: [Int] = []
    var depth = 0
    var isComplete = false
    for index in first..<position {
      switch kind(at: index) {
      case .openRound, .openSquare, .openCurly: depth += 1
      case .closeRound, .closeSquare, .closeCurly: depth -= 1
      case .name where depth == 0: names.append(index)
      case .colon, .define, .tilde: isComplete = depth == 0
      case .equal: isComplete = depth == 0 && definesByEquals
      default: break
      }
      if isComplete { break }
    }
    guard isComplete || opening == .dim else { return [] }
    nodes.removeAll(keepingCapacity: true)
    for index in names { pushName(tokens[index]) }
    return nodes
  }

  private var atStatementEnd: Bool { kind == .lineEnd || kind == .semicolon || kind == .end }

  private func opensBlock(at first: Int) -> Bool {
    word(at: first) == .claim && isName(at: first + 1)
      || word(at: first) == .case && canBeginTerm(at: first + 1, after: first)
  }

  /// Nil after a mistake.
  private mutating func readForm(in block: Block) -> Statement.Form? {
    if relation(at: position) != nil && (word(at: position) != .in || canBeginTerm(at: position + 1, after: position))
      || isMarkedRelation(at: position)
    {
      return readContinuation(in: block)
    }
    switch word(at: position) {
    case .claim where isClaimWithoutName:
      fail(.expectedName(after: text(at: position)), at: span(at: position))
      return nil
    case .dim where isName(at: position + 1): return readDimensions()
    case .claim where isName(at: position + 1): return readClaim(in: block)
    case .case where canBeginTerm(at: position + 1, after: position): return readCase(in: block)
    case .assume where canBeginTerm(at: position + 1, after: position): return readAssumption()
    case .upstream where isName(at: position + 1): return readUpstream()
    case .wrong where canBeginTerm(at: position + 1, after: position):
      position += 1
      return run(.statement) ? take().map { .chain($0, wrong: true, continues: false) } : nil
    default: return readDeclarationOrChain()
    }
  }

  /// `claim: a = b`. (`claim : R` declares a name.)
  private var isClaimWithoutName: Bool {
    guard kind(at: position + 1) == .colon else { return false }
    var index = position + 2
    while kind(at: index) != .lineEnd && kind(at: index) != .semicolon && kind(at: index) != .end {
      if kind(at: index).relation != nil { return true }
      index += 1
    }
    return index == position + 2
  }

  private func isMarkedRelation(at index: Int) -> Bool {
    (word(at: index) == .wrong || word(at: index) == .set) && relation(at: index + 1) != nil
  }

  /// The node that a run has left.
  private mutating func take() -> Node? { nodes.popLast() }

  // MARK: Words

  private mutating func readDimensions() -> Statement.Form? {
    repeat {
      position += 1
      if kind == .lineEnd && !nodes.isEmpty && !beginsStatement(after: position) { position += 1 }
      guard kind == .name else {
        fail(.expectedName(after: text(at: lastRealToken)), at: visibleSpan)
        return nil
      }
      pushName(tokens[position])
      position += 1
    } while kind == .comma
    return .dimensions(nodes)
  }

  private mutating func readAssumption() -> Statement.Form? {
    position += 1
    return run(.statement) ? take().map { .assumption($0) } : nil
  }

  private mutating func readUpstream() -> Statement.Form? {
    pushName(tokens[position + 1])
    position += 2
    guard kind == .equal || kind == .define else {
      fail(.unexpected(text(at: position), expected: "`=`"), at: span(at: position))
      return nil
    }
    position += 1
    guard run(.term), let value = take(), let name = take() else { return nil }
    return .upstream(name: name, value: value)
  }

  /// A line of a case, or the line after one, which begins with its relation.
  private mutating func readContinuation(in block: Block) -> Statement.Form? {
    guard block.mayContinue else {
      fail(.leadingRelation(text(at: position)), at: span(at: position))
      return nil
    }
    frames.append(
      Frame(kind: .base, level: .open, payload: Content.statement.rawValue, nodeBase: 0, token: Int32(position)))
    pushLeadingLink()
    return state != .failed && loop() ? take().map { .chain($0, wrong: false, continues: true) } : nil
  }

  // MARK: Declarations, definitions, chains

  private mutating func readDeclarationOrChain() -> Statement.Form? {
    guard run(.statement), let first = take() else { return nil }
    switch kind {
    case .define: return readDefinition(of: first)
    case .tilde: return readRandom(first)
    case .comma, .colon: return readDeclaration(of: first)
    default: return .chain(first, wrong: false, continues: false)
    }
  }

  private mutating func readDefinition(of left: Node) -> Statement.Form? {
    guard canBeDefined(left) else {
      failDefinitionTarget(left)
      return nil
    }
    position += 1
    guard run(.definition), let value = nodes.first else { return nil }
    return .definition(left: left, value: value, clauses: Array(nodes.dropFirst()))
  }

  private mutating func readRandom(_ left: Node) -> Statement.Form? {
    guard canBeDefined(left) else {
      failDefinitionTarget(left)
      return nil
    }
    position += 1
    guard run(.term), let distribution = take() else { return nil }
    return .random(left: left, distribution: distribution)
  }

  private mutating func readDeclaration(of first: Node) -> Statement.Form? {
    var names = [first]
    while kind == .comma {
      position += 1
      guard run(.target), let name = take() else { return nil }
      names.append(name)
    }
    guard kind == .colon else {
      fail(.unexpected(text(at: position), expected: "`:` and a type"), at: span(at: position))
      return nil
    }
    for name in names where !canBeDeclared(name) {
      fail(.declarationTarget(excerpt(tree.span(name))), at: tree.span(name))
      return nil
    }
    position += 1
    guard run(.type), let type = take() else { return nil }
    return .declaration(names, type: type)
  }

  /// A name, or entries of a name.
  private func canBeDeclared(_ node: Node) -> Bool {
    tree.kind(node) == .name || tree.kind(node) == .index && tree.kind(tree.child(node, 0)) == .name
  }

  /// A name, entries of a name, or a function of names.
  func canBeDefined(_ node: Node) -> Bool {
    guard tree.kind(node) == .call else { return canBeDeclared(node) }
    return tree.children(node).allSatisfy { tree.kind($0) == .name }
  }
}
