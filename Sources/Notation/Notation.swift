import Diagnostics

extension SyntaxFile {
  /// Parses a file: all of it, or the `derive` blocks of one whose name ends in `.md`.
  ///
  /// It always returns: mistakes are in `diagnostics`, and every statement without one is there.
  public init(parsing source: SourceText) {
    if let mistake = source.whyNotText {
      self.init(tree: SyntaxTree(), statements: [], diagnostics: [mistake])
      return
    }
    var parser = Parser(source)
    let statements = parser.readFile()
    self.init(tree: parser.tree, statements: statements, diagnostics: parser.diagnostics)
  }
}

/// Parses a text that is one term or one statement, such as an argument of the command line. The node is nil after a
/// mistake, and for an empty text.
public func parseExpression(_ source: SourceText) -> (tree: SyntaxTree, root: Node?, diagnostics: [Diagnostic]) {
  if let mistake = source.whyNotText { return (SyntaxTree(), nil, [mistake]) }
  var parser = Parser(source)
  let root = parser.readOnlyTerm()
  return (parser.tree, root, parser.diagnostics)
}

extension Parser {
  fileprivate mutating func readOnlyTerm() -> Node? {
    position = min(1, tokens.count - 1)
    guard run(.statement) else { return nil }
    if kind == .lineEnd { position += 1 }
    if kind != .end {
      failAfterStatement()
      return nil
    }
    return nodes.last
  }
}

extension SourceText {
  /// The one diagnostic of a file that is no text, or far too long for one derivation.
  public var whyNotText: Diagnostic? {
    if bytes.count > 256 << 20 { return Diagnostic(.syntax(.tooLong), at: Span(start: 0, end: 0)) }
    guard let offset = UTF8Text.firstSignOfBinary(in: bytes) else { return nil }
    return Diagnostic(.syntax(.notText(byte: bytes[offset])), at: Span(start: offset, end: offset + 1))
  }
}
