import Diagnostics

/// A file in canonical layout: its lines, words and comments stay, the blanks between them are set.
///
/// - One blank stands around relations, `:=`, `~` and connectives, and after commas and colons; none stands inside brackets,
///   before a comma, and around `^` and `..`. Beside `+ - * /` there is one or none, as the author has it.
/// - Columns that lines below each other share by two or more blanks stay columns.
/// - At most one empty line in a row; no blanks at the ends of lines; a line end at the end.
///
/// What a blank tells apart, `x [1]` and `x[1]`, is never changed: the formatted text is read again and must be the same
/// derivation.
public struct Layout {
  public enum Failure: Error {
    /// A text is formatted when it can be read.
    case mistakes([Diagnostic])
    /// A bug: the formatted text is another derivation.
    case changesMeaning
  }

  private let source: SourceText
  private var output: [UInt8] = []

  /// The text of a file; of a Markdown file only the blocks are changed.
  public static func formatted(_ source: SourceText) throws(Failure) -> [UInt8] {
    let before = SyntaxFile(parsing: source)
    if !before.diagnostics.isEmpty { throw .mistakes(before.diagnostics) }
    var layout = Layout(source: source)
    layout.write()
    let after = SyntaxFile(parsing: SourceText(name: source.name, bytes: layout.output))
    let isSame =
      after.diagnostics.isEmpty && before.statements.count == after.statements.count
      && zip(before.statements, after.statements).allSatisfy { before.source(of: $0) == after.source(of: $1) }
    if !isSame { throw .changesMeaning }
    return layout.output
  }

  private init(source: SourceText) { self.source = source }

  /// A word of a line, or the comment at its end.
  private struct Piece {
    var bytes: ArraySlice<UInt8>
    /// Where it stands in the source, from 0.
    var column: Int
    /// Blanks before it, in the source and as they are set.
    var gap: Int
    var blanks: Int
  }

  private struct Line {
    var indentation = 0
    var pieces: [Piece] = []
  }

  private mutating func write() {
    let regions = TextRegion.all(of: source)
    var lexer = Lexer(source)
    lexer.read(regions)
    let tokens = lexer.tokens.filter { $0.kind != .lineEnd && $0.kind != .end }
    var (copied, next) = (0, 0)
    for region in regions {
      output += source.bytes[copied..<region.span.start]
      copied = region.span.end
      var own: [Token] = []
      while next < tokens.count, Int(tokens[next].start) < region.span.end {
        own.append(tokens[next])
        next += 1
      }
      var lines = lines(of: region, own)
      align(&lines)
      let isWhole = region.span.end == source.bytes.count && regions.count == 1
      write(lines, endsFile: isWhole)
    }
    output += source.bytes[copied...]
  }

  // MARK: Lines

  private func lines(of region: TextRegion, _ tokens: [Token]) -> [Line] {
    var lines: [Line] = []
    var brackets: [TokenKind] = []
    var next = 0
    var start = region.span.start
    while start < region.span.end {
      let end = source.bytes[start..<region.span.end].firstIndex(of: 0x0A) ?? region.span.end
      var own: [Token] = []
      while next < tokens.count, Int(tokens[next].start) < end {
        own.append(tokens[next])
        next += 1
      }
      lines.append(line(start..<end, own, &brackets))
      start = end + 1
    }
    return lines
  }

  private func line(_ range: Range<Int>, _ tokens: [Token], _ brackets: inout [TokenKind]) -> Line {
    var line = Line()
    var (position, column) = (range.lowerBound, 0)
    /// Moves to a place and returns the columns of blanks that it passes over.
    func move(to end: Int, isBlank: Bool) -> Int {
      let start = column
      while position < end {
        let byte = source.bytes[position]
        if isBlank && byte == 0x09 {
          column = (column / 8 + 1) * 8
        } else if byte & 0xC0 != 0x80 && byte != 0x0D {
          column += 1
        }
        position += 1
      }
      return column - start
    }
    for (k, token) in tokens.enumerated() {
      let gap = move(to: Int(token.start), isBlank: true)
      let isVerbatim = isBy(token)
      let end = isVerbatim ? trimmed(Int(token.start)..<range.upperBound) : Int(token.end)
      let blanks = k == 0 ? 0 : Layout.blanks(between: tokens[..<k], token, gap, inside: brackets)
      if k == 0 { line.indentation = gap }
      line.pieces.append(
        Piece(bytes: source.bytes[Int(token.start)..<end], column: column, gap: k == 0 ? 0 : gap, blanks: blanks))
      _ = move(to: end, isBlank: false)
      if token.kind.opensBracket { brackets.append(token.kind) }
      if token.kind.closesBracket, !brackets.isEmpty { brackets.removeLast() }
      if isVerbatim { return line }
    }
    let end = trimmed(position..<range.upperBound)
    if let comment = source.bytes[position..<end].firstIndex(of: UInt8(ascii: "#")) {
      let gap = move(to: comment, isBlank: true)
      if tokens.isEmpty { line.indentation = gap }
      line.pieces.append(
        Piece(
          bytes: source.bytes[comment..<end], column: column, gap: tokens.isEmpty ? 0 : max(gap, 2),
          blanks: tokens.isEmpty ? 0 : 2))
    }
    return line
  }

  /// What follows `by` is a remark up to the end of the line.
  private func isBy(_ token: Token) -> Bool {
    token.kind == .name && source.bytes[Int(token.start)..<Int(token.end)].elementsEqual("by".utf8)
  }

  private func trimmed(_ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, [0x20, 0x09, 0x0D, 0x0C].contains(source.bytes[end - 1]) { end -= 1 }
    return end
  }

  // MARK: Blanks

  /// - Parameter gap: the blanks that stand there.
  private static func blanks(
    between before: ArraySlice<Token>, _ token: Token, _ gap: Int, inside brackets: [TokenKind]
  ) -> Int {
    guard let last = before.last else { return 0 }
    let written = min(gap, 1)
    if last.kind.opensBracket || token.kind.closesBracket { return 0 }
    switch (last.kind, token.kind) {
    case (_, .comma): return 0
    case (_, .semicolon): return 0
    case (.semicolon, _): return brackets.isEmpty ? min(max(gap, 1), 2) : 1
    case (.comma, _), (.colon, _): return 1
    case (_, .colon): return brackets.isEmpty && declares(before) ? 1 : 0
    case (_, .quote), (_, .superscript), (_, .negativeSuperscript): return written
    case (.caret, _), (_, .caret), (.dots, _), (_, .dots), (.entrywiseCaret, _), (_, .entrywiseCaret): return 0
    default: break
    }
    if token.kind.relation != nil || token.kind == .define || token.kind == .tilde { return 1 }
    if last.kind.relation != nil || last.kind == .define || last.kind == .tilde { return 1 }
    return written
  }

  /// `x, xs[N]` before the colon of a declaration: names with commas between them, and slots.
  private static func declares(_ line: ArraySlice<Token>) -> Bool {
    let start = line.lastIndex { $0.kind == .semicolon }.map { $0 + 1 } ?? line.startIndex
    var (depth, isName) = (0, false)
    for token in line[start...] {
      if token.kind.closesBracket { depth -= 1 }
      if depth == 0, token.kind != .openSquare, token.kind != .closeSquare {
        // Two names in a row begin a claim or a clause.
        guard isName ? token.kind == .comma : token.kind == .name else { return false }
        isName.toggle()
      }
      if token.kind.opensBracket { depth += 1 }
    }
    return isName
  }

  // MARK: Columns

  /// Words that stand below each other, set off by two or more blanks, stay so.
  private func align(_ lines: inout [Line]) {
    let columns = Set(lines.flatMap { $0.pieces.filter { $0.gap > 1 }.map { $0.column } }).sorted()
    for column in columns {
      var run: [(line: Int, piece: Int)] = []
      for k in lines.indices {
        if let piece = lines[k].pieces.firstIndex(where: { $0.column == column && $0.gap > 0 }) {
          run.append((k, piece))
        } else {
          align(run, &lines)
          run = []
        }
      }
      align(run, &lines)
    }
  }

  private func align(_ run: [(line: Int, piece: Int)], _ lines: inout [Line]) {
    guard run.count > 1, run.contains(where: { lines[$0.line].pieces[$0.piece].gap > 1 }) else { return }
    let natural = run.map { place in
      let line = lines[place.line]
      return line.pieces[..<place.piece].reduce(line.indentation) { $0 + $1.blanks + Layout.columns($1.bytes) }
        + max(line.pieces[place.piece].blanks, 1)
    }
    let common = natural.max() ?? 0
    for (place, own) in zip(run, natural) {
      lines[place.line].pieces[place.piece].blanks = max(lines[place.line].pieces[place.piece].blanks, 1) + common - own
    }
  }

  private static func columns(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }

  // MARK: Text

  private mutating func write(_ lines: [Line], endsFile: Bool) {
    var isAfterEmpty = output.isEmpty
    for line in lines {
      if line.pieces.isEmpty {
        if !isAfterEmpty { output.append(0x0A) }
        isAfterEmpty = true
        continue
      }
      isAfterEmpty = false
      output += Array(repeating: 0x20, count: line.indentation)
      for piece in line.pieces { output += Array(repeating: 0x20, count: piece.blanks) + piece.bytes }
      output.append(0x0A)
    }
    if endsFile { while output.count > 1, output.suffix(2) == [0x0A, 0x0A] { output.removeLast() } }
  }
}
