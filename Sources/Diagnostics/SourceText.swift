/// The text of one file, with its lines found once.
///
/// Offsets are bytes of UTF-8; lines and columns count from 1, columns in Unicode scalars.
public struct SourceText: Sendable {
  /// The name that reports show, as the user wrote it.
  public let name: String
  public let bytes: [UInt8]
  private let lineStarts: [Int]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
    lineStarts = starts
  }

  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  public struct Position: Hashable, Sendable {
    public var line: Int
    public var column: Int
  }

  public var lineCount: Int { lineStarts.count }

  /// The line (from 1) that holds the byte at `offset`.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  public func position(of offset: Int) -> Position {
    let line = line(at: offset)
    let start = lineStarts[line - 1]
    let scalars = bytes[start..<min(max(offset, start), bytes.count)].reduce(0) {
      $0 + ($1 & 0xC0 == 0x80 ? 0 : 1)
    }
    return Position(line: line, column: scalars + 1)
  }

  /// The bytes of a line (from 1) without its line end.
  public func span(ofLine line: Int) -> Span {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start && bytes[end - 1] == 0x0D { end -= 1 }
    return Span(start: start, end: max(start, end))
  }

  public func text(of span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
