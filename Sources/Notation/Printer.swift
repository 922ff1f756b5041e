/// Syntax trees as ASCII source text in canonical layout, with no more brackets than the grammar needs.
///
/// Parsing what is printed gives the same tree up to spans. (Letters beyond ASCII that have no ASCII name stay as they
/// are.) Linear in the size of the tree and without recursion: `pending` is what is still to be written, last first.
public struct Printer {
  let tree: SyntaxTree
  private(set) var output: [UInt8] = []
  private var pending: [Item] = []
  /// The parts of the node being written, in order.
  private var parts: [Item] = []
  /// Writing stops soon after so many bytes.
  private let limit: Int
  /// A remark takes the rest of its line: whatever follows begins a new one.
  private var followsRemark = false
  /// Where the statement begins, if a sign or a word there would be read as part of the line before.
  private var guardedStart: (words: Int, signs: Int) = (-1, -1)

  init(_ tree: SyntaxTree, limit: Int = .max) {
    self.tree = tree
    self.limit = limit
  }

  /// A part of the text.
  enum Item {
    case node(Node, Place)
    case text(StaticString)
    case words(UInt32)
    case spelling(UInt32)
    case remark(UInt32)
    /// A new line with so many blanks.
    case line(Int)
  }

  /// Where a node stands, and so when it needs brackets.
  struct Place {
    /// An operator looser than this needs brackets.
    var level: Frame.Level
    /// Nothing that a quantifier's body would swallow follows before the end of the statement or a bracket.
    var endsQuantifier = false
    /// A clause may end here: the end of a line or a statement follows, or the bracket of a group.
    var endsClause = false
    /// Directly inside a clause, which a `wrong` or `set` before a relation would end.
    var isInClause = false
    /// No blanks around `+` and `-`: in a slot or a range.
    var isTight = false
    /// Among arguments or binders, where `x in T` is a membership.
    var holdsBinder = false

    static let statement = Place(level: .open, endsQuantifier: true, endsClause: true)
    static let term = Place(level: .arrow)
    static let argument = Place(level: .open, endsQuantifier: true, holdsBinder: true)
    static let binder = Place(level: .relation, holdsBinder: true)
    static let condition = Place(level: .open, endsQuantifier: true, isInClause: true)

    /// The place of a child at the same height: of an operand of `and`, of a link. Only the last child ends what this
    /// place ends.
    func inner(_ level: Frame.Level, isLast: Bool = true) -> Place {
      Place(
        level: level, endsQuantifier: isLast && endsQuantifier, endsClause: isLast && endsClause,
        isInClause: isInClause)
    }
  }

  mutating func add(_ node: Node, _ place: Place) { parts.append(.node(node, place)) }
  mutating func add(_ text: StaticString) { parts.append(.text(text)) }
  mutating func add(words entry: UInt32) { parts.append(.words(entry)) }
  mutating func add(remark entry: UInt32) { parts.append(.remark(entry)) }
  mutating func add(number node: Node) { parts.append(.spelling(tree.payload(node))) }
  mutating func add(line indentation: Int) { parts.append(.line(indentation)) }

  mutating func write(_ text: StaticString) { text.withUTF8Buffer { output.append(contentsOf: $0) } }
  mutating func write(_ text: String) { output.append(contentsOf: text.utf8) }
  mutating func write(line indentation: Int) {
    output.append(0x0A)
    for _ in 0..<indentation { output.append(0x20) }
  }
  mutating func takeBack(to count: Int) { output.removeLast(output.count - count) }

  /// Writes the parts that were added and everything below them.
  mutating func flush() {
    take()
    while let item = pending.popLast() {
      if output.count > limit { return pending.removeAll() }
      if case .node(let node, let place) = item {
        write(node, place)
        take()
      } else {
        write(item)
      }
    }
    followsRemark = false
  }

  private mutating func write(_ item: Item) {
    if case .line(let indentation) = item {
      followsRemark = false
      return write(line: indentation)
    }
    if followsRemark { write(line: 4) }
    followsRemark = false
    switch item {
    case .text(let text): write(text)
    case .words(let entry): write(tree.names[Int(entry)])
    case .spelling(let entry): write(tree.spellings[Int(entry)])
    case .remark(let entry):
      write("by ")
      write(tree.names[Int(entry)])
      followsRemark = true
    case .line, .node: break
    }
  }

  private mutating func take() {
    while let part = parts.popLast() { pending.append(part) }
  }

  private mutating func write(_ node: Node, _ place: Place) {
    if needsBrackets(node, place) {
      add("(")
      addParts(of: node, .statement)
      add(")")
    } else {
      addParts(of: node, place)
    }
  }

  private func needsBrackets(_ node: Node, _ place: Place) -> Bool {
    let kind = tree.kind(node)
    if kind.level < place.level { return true }
    switch kind {
    case .forall, .exists: return !place.endsQuantifier
    case .claused: return !place.endsClause
    case .relations: return place.holdsBinder && readsAsMembership(node) || place.isInClause && hasMark(node)
    case .connectives: return place.isInClause && hasMark(node)
    case .name: return isGuarded(tree.name(node))
    case .negation, .identity: return output.count == guardedStart.signs
    default: return false
    }
  }

  private func readsAsMembership(_ node: Node) -> Bool {
    tree.childCount(node) == 2 && Link(payload: tree.payload(tree.child(node, 1))) == Link(.element)
  }

  /// One of the links is `wrong` or `set`.
  private func hasMark(_ node: Node) -> Bool {
    tree.children(node).contains {
      tree.kind($0) == .link && Link(payload: tree.payload($0)).mark != .none
    }
  }

  /// A name that would be read as a word here.
  private func isGuarded(_ name: String) -> Bool {
    switch name {
    case "not", "in", "and", "or", "forall", "exists": return true
    case "for", "given", "needs", "using", "by", "where", "up", "wrong", "set", "case", "claim", "dim", "assume",
      "upstream":
      return output.count == guardedStart.words
    default: return false
    }
  }

  /// Guards the beginning of the statement written next: words, and signs if it begins a line after another statement.
  mutating func guardStart(followsStatement: Bool) {
    guardedStart = (output.count, followsStatement ? output.count : -1)
  }
}

extension SyntaxKind {
  /// How tightly it binds when it is printed; atoms more than anything.
  var level: Frame.Level {
    switch self {
    case .negation, .identity: .unary
    case .sum, .difference: .sum
    case .product, .quotient, .entrywiseProduct, .entrywiseQuotient: .product
    case .power, .entrywisePower: .power
    case .range: .range
    case .arrow, .approaches: .arrow
    case .membership, .distributed, .relations: .relation
    case .claused: .arrow
    case .not, .forall, .exists: .not
    case .conjunction: .and
    case .disjunction: .or
    case .connectives: .connective
    case .conditioned, .restricted, .arm, .otherwise: .open
    default: .max
    }
  }
}

extension SyntaxTree {
  /// A term or statement as source text on one line (two where a remark ends inside brackets).
  public func source(of node: Node) -> String {
    var printer = Printer(self)
    printer.add(node, .statement)
    printer.flush()
    return String(decoding: printer.output, as: UTF8.self)
  }

  /// The source text for a message: at most `maxLength` characters, the last one `…` if it is cut.
  public func readable(_ node: Node, maxLength: Int) -> String {
    var printer = Printer(self, limit: max(0, maxLength) * 4)
    printer.add(node, .statement)
    printer.flush()
    let text = String(decoding: printer.output.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
    guard text.unicodeScalars.count > maxLength else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, maxLength - 1)))) + "…"
  }
}
