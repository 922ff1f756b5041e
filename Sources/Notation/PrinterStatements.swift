/// Whole statements, in the layout of the examples: a chain of many links has a line for each.
extension Printer {
  /// A chain with more links, or one longer than this, is written in several lines.
  private static let lineLength = 88

  mutating func write(_ statement: Statement, indentation: Int, followsStatement: Bool = true) {
    switch statement.form {
    case .dimensions(let names):
      add("dim ")
      addNames(names[...])
    case .declaration(let names, let type):
      addList(names[...], .term)
      add(" : ")
      add(type, Place(level: .arrow))
    case .definition(let left, let value, let clauses):
      addPair(left, " := ", value)
      addClauses(clauses[...])
    case .random(let left, let distribution): addPair(left, " ~ ", distribution)
    case .assumption(let node):
      add("assume ")
      add(node, .statement)
    case .upstream(let name, let value):
      add("upstream ")
      addNames([name])
      add(" = ")
      add(value, .term)
    case .claim, .caseBlock: return writeBlock(statement, indentation: indentation)
    case .chain(let node, let wrong, let continues):
      if !continues { guardStart(followsStatement: followsStatement && !wrong) }
      return writeChain(node, wrong: wrong, continues: continues, indentation: indentation)
    case .unreadable, .unreadableAssumption: break
    }
    flush()
  }

  private mutating func writeBlock(_ statement: Statement, indentation: Int) {
    switch statement.form {
    case .claim(let label, let header, let body):
      add("claim ")
      addNames([label])
      addClauses(header[...])
      add(":")
      flush()
      return write(body, indentation: indentation, isClaim: true)
    case .caseBlock(let condition, let body):
      add("case ")
      add(condition, .condition)
      add(":")
      flush()
      return write(body, indentation: indentation, isClaim: false)
    default: break
    }
  }

  private mutating func addPair(_ left: Node, _ sign: StaticString, _ right: Node) {
    add(left, .term)
    add(sign)
    add(right, .term)
  }

  /// A claim of one short line stands behind its colon, any other block in deeper lines.
  private mutating func write(_ body: [Statement], indentation: Int, isClaim: Bool) {
    if isClaim, body.count == 1, case .chain(let node, let wrong, false) = body[0].form, !isLong(node) {
      let mark = output.count
      write(" ")
      guardStart(followsStatement: false)
      if writeShort(node, wrong: wrong) { return }
      takeBack(to: mark)
    }
    for (number, statement) in body.enumerated() {
      write(line: indentation + 2)
      write(statement, indentation: indentation + 2, followsStatement: number > 0)
    }
  }

  private mutating func writeChain(_ node: Node, wrong: Bool, continues: Bool, indentation: Int) {
    let mark = output.count
    if !isLong(node) && writeShort(node, wrong: wrong) { return }
    takeBack(to: mark)
    if wrong { write("wrong ") }
    let lines = continues ? indentation : indentation + 2
    switch tree.kind(node) {
    case .relations: addChain(node, .statement, level: .relation + 1, lines: lines)
    case .connectives: addChain(node, .statement, level: .connective + 1, lines: lines)
    default: add(node, .statement)
    }
    flush()
  }

  /// On one line; false if that is too long.
  private mutating func writeShort(_ node: Node, wrong: Bool) -> Bool {
    let start = output.count
    if wrong { write("wrong ") }
    add(node, .statement)
    flush()
    return output.count - start <= Printer.lineLength
  }

  /// More than two links, or a clause before the last.
  private func isLong(_ node: Node) -> Bool {
    guard tree.kind(node) == .relations || tree.kind(node) == .connectives else { return false }
    return tree.childCount(node) > 3 || tree.children(node).dropLast().contains { endsWithClause($0) }
  }

  private func endsWithClause(_ node: Node) -> Bool {
    var last = node
    while tree.kind(last) == .link || tree.kind(last) == .relations || tree.kind(last) == .connectives {
      last = tree.child(last, tree.childCount(last) - 1)
    }
    return tree.kind(last) == .claused
  }
}

extension SyntaxFile {
  /// A statement as source text, without the line end after it.
  public func source(of statement: Statement) -> String {
    var printer = Printer(tree)
    printer.write(statement, indentation: 0)
    return String(decoding: printer.output, as: UTF8.self)
  }
}
