import Diagnostics

/// Bytes to tokens, in one pass; it never fails: what cannot be read is an `.unreadable` token, which matters only where
/// the parser meets it (the words after `by` may be anything).
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  /// The end of the region being read.
  var limit = 0
  /// Blanks that every line of the region begins with, because its fence does.
  var margin = 0
  var tokens: [Token] = []
  var spellings = Spellings()
  var scratch: [UInt8] = []

  init(_ source: SourceText) {
    bytes = source.bytes
    tokens.reserveCapacity(bytes.count + 16)
  }

  /// Reads the whole text, or the blocks of a Markdown file; the list ends with an `.end`.
  mutating func read(_ regions: [TextRegion]) {
    for region in regions {
      position = region.span.start
      limit = region.span.end
      margin = region.margin
      readLineEnd()
      while position < limit { readToken() }
    }
    let end = UInt32(truncatingIfNeeded: limit)
    tokens.append(Token(start: end, end: end, payload: 0, kind: .end))
  }

  private mutating func readToken() {
    let byte = bytes[position]
    switch byte {
    case 0x20, 0x09, 0x0D, 0x0C: position += 1
    case 0x0A, UInt8(ascii: "#"): readLineEnd()
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): readName()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
    case 0x80...0xFF: readBeyondASCII()
    default: readSymbol(byte)
    }
  }

  /// The byte at `offset` from here, 0 past the end.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    position + offset < limit ? bytes[position + offset] : 0
  }

  @inline(__always)
  mutating func emit(_ kind: TokenKind, length: Int, payload: UInt32 = 0) {
    let start = UInt32(truncatingIfNeeded: position)
    position += length
    tokens.append(Token(start: start, end: UInt32(truncatingIfNeeded: position), payload: payload, kind: kind))
  }

  /// Reads line ends, blank lines and comments up to the next token, and notes its column.
  private mutating func readLineEnd() {
    let start = UInt32(truncatingIfNeeded: position)
    var column = 0
    scan: while position < limit {
      switch bytes[position] {
      case 0x0A: column = 0
      case 0x20: column += 1
      case 0x09: column = (column / 8 + 1) * 8
      case 0x0D, 0x0C: break
      case UInt8(ascii: "#"):
        while position + 1 < limit && bytes[position + 1] != 0x0A { position += 1 }
      default:
        let blank = blankLength()
        if blank == 0 { break scan }
        column += 1
        position += blank - 1
      }
      position += 1
    }
    if let last = tokens.last, last.kind == .lineEnd { tokens.removeLast() }
    let payload = UInt32(truncatingIfNeeded: max(0, column - margin))
    tokens.append(Token(start: start, end: start, payload: payload, kind: .lineEnd))
  }

  /// The length of a blank beyond ASCII that stands here, such as a no-break space; else 0.
  private func blankLength() -> Int {
    guard bytes[position] >= 0xC2 else { return 0 }
    let (scalar, length) = UTF8Text.scalar(in: bytes, at: position, before: limit)
    return Lexer.isBlank(scalar) ? length : 0
  }

  static func isBlank(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x85, 0xA0, 0xAD, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x2064, 0x3000, 0xFEFF: true
    default: false
    }
  }
}
