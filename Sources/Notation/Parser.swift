import Diagnostics
import Numbers

/// Operator-precedence parsing over the whole precedence table, with explicit stacks: nothing recurses on what the input
/// nests, except the blocks of claims and cases, and those only `Parser.depthLimit` deep.
///
/// Terms and statements go through the same loop, since relations, `and`, quantifiers and connectives may stand inside
/// brackets. A `Frame` is a construct that has begun; a completed construct is a node on `nodes`. The state says what may
/// come next.
///
/// Measured in release: a formula of 10 MB on one line (5 million nodes) in 0.25 to 0.32 s, 31 to 40 MB/s, on one core of a
/// shared virtual machine; two fifths of that is the system's time for fresh memory, about 40 bytes a token. Without the
/// list of tokens it would be a fifth less; having it makes looking ahead, and back after a mistake, plain indexing.
struct Parser {
  enum State {
    /// A term must come.
    case operand
    /// A term has just ended.
    case operation
    /// A clause that is no term (`using dx`) has just ended.
    case clause
    case finished, failed
  }

  /// What a run of the loop reads, and so what may stand at its bottom.
  enum Content: UInt16 {
    case statement
    /// The term of a definition, and clauses after it.
    case definition
    /// A term alone.
    case term
    /// A name to declare: a term, before whatever cannot belong to one.
    case target
    case type
    /// Clauses alone.
    case header
  }

  let source: SourceText
  let tokens: [Token]
  let spellings: Spellings
  var tree = SyntaxTree()
  var diagnostics: [Diagnostic] = []

  var position = 0
  var state = State.operand
  var frames: [Frame] = []
  var nodes: [Node] = []
  /// The frames of the open brackets, innermost last.
  var brackets: [Int32] = []
  /// The frames of the open clauses, innermost last: at most one for each bracket.
  var clauses: [Int32] = []

  /// A line that begins with its relation goes on with the statement above only right of this column; a `case` sets it.
  var relationFloor = -1
  /// The column of the line on which the statement begins.
  var column = 0
  /// Where reading goes on after a mistake, if the mistake says so, and how often one said so.
  var resumePosition: Int?
  var resumptions = 0
  /// The entry of the tree's `names` or `numbers` for each spelling that was used.
  private var entries: [UInt32]

  static let depthLimit = 100
  private static let noEntry = UInt32.max

  init(_ source: SourceText) {
    self.source = source
    var lexer = Lexer(source)
    lexer.read(TextRegion.all(of: source))
    tokens = lexer.tokens
    spellings = lexer.spellings
    entries = [UInt32](repeating: Parser.noEntry, count: lexer.spellings.count)
    tree.reserveCapacity(tokens.count)
  }

  // MARK: Tokens

  @inline(__always)
  var kind: TokenKind { tokens[position].kind }

  func kind(at index: Int) -> TokenKind { index < tokens.count ? tokens[index].kind : .end }

  func span(at index: Int) -> Span {
    let token = tokens[min(index, tokens.count - 1)]
    return Span(start: Int(token.start), end: Int(token.end))
  }

  /// The word that the token at `index` spells, whether or not it is meant as one.
  func word(at index: Int) -> Word? {
    guard index < tokens.count, tokens[index].kind == .name else { return nil }
    return Word(rawValue: tokens[index].payload)
  }

  /// No blank stands before the current token.
  @inline(__always)
  var isAdjacent: Bool { tokens[position].start == tokens[position - 1].end }

  /// The current token is the first of its line.
  var isFirstOnLine: Bool { position > 0 && tokens[position - 1].kind == .lineEnd }

  // MARK: The loop

  /// Reads one term, statement, type or header from `position` to the first token that cannot belong to it. The node, or
  /// the nodes of the clauses, are left on `nodes`. False after a mistake.
  mutating func run(_ content: Content) -> Bool {
    frames.append(
      Frame(
        kind: .base, level: .open, payload: content.rawValue, nodeBase: Int32(nodes.count), token: Int32(position)))
    state = content == .header ? .clause : .operand
    return loop()
  }

  mutating func loop() -> Bool {
    while true {
      switch state {
      case .operand: readOperand()
      case .operation: readOperation()
      case .clause: readAfterClause()
      case .finished:
        frames.removeLast()
        return true
      case .failed:
        return false
      }
    }
  }

  /// Completes all open constructs of a run; what is left is the base.
  mutating func finish() {
    while let top = frames.last, top.kind != .base {
      if top.kind.isBracket { return failUnclosed(top) }
      completeTop()
      if state == .failed { return }
    }
    state = .finished
  }

  // MARK: Nodes

  /// Completes the top of the stack of nodes into one node over everything from `base` on.
  @inline(__always)
  mutating func complete(_ kind: SyntaxKind, from base: Int32, payload: UInt32 = 0, span: Span) {
    tree.reduce(kind, payload: payload, childCount: nodes.count - Int(base), span: span, on: &nodes)
  }

  @inline(__always)
  func start(of node: Node) -> Int { tree.span(node).start }
  @inline(__always)
  func end(of node: Node) -> Int { tree.span(node).end }

  @inline(__always)
  var lastEnd: Int { nodes.last.map { end(of: $0) } ?? 0 }

  /// Pushes the node of a name token.
  @inline(__always)
  mutating func pushName(_ token: Token) {
    pushName(token.payload, span: Span(start: Int(token.start), end: Int(token.end)))
  }

  mutating func pushName(_ spelling: UInt32, span: Span) {
    var entry = entries[Int(spelling)]
    if entry == Parser.noEntry {
      entry = tree.nameNumber(spellings.string(spelling))
      entries[Int(spelling)] = entry
    }
    nodes.append(tree.appendLeaf(.name, payload: entry, span: span))
  }

  /// Pushes the node of a number; a number too large to keep is a mistake.
  mutating func pushNumber(_ token: Token) {
    let span = Span(start: Int(token.start), end: Int(token.end))
    var entry = entries[Int(token.payload)]
    if entry == Parser.noEntry {
      let literal = spellings.bytes(token.payload)
      guard NumberLiteral.isReasonable(literal), let value = Rational(literal: literal) else {
        return fail(.numberTooLarge(excerpt(span)), at: span)
      }
      entry = tree.numberIndex(value, spelling: spellings.string(token.payload))
      entries[Int(token.payload)] = entry
    }
    nodes.append(tree.appendLeaf(.number, payload: entry, span: span))
  }
}

/// Which number literals are kept as exact values.
enum NumberLiteral {
  /// Exponents up to a thousand: a few bytes of text must not cost kilobytes of digits, or a file of such numbers
  /// would take a thousand times its size.
  static func isReasonable(_ literal: ArraySlice<UInt8>) -> Bool {
    guard let mark = literal.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return true }
    let digits = literal[(mark + 1)...].drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == 0x30 }
    return digits.count <= 3 || digits.elementsEqual("1000".utf8)
  }
}
