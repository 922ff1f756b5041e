import Diagnostics

/// A text put together of parts of other texts, in which every place still knows where it came from.
///
/// A submission is checked as one derivation with the key: the key's declarations and definitions first, then the
/// student's own statements. So there is one checker, and its findings point into the student's file.
struct Composition {
  /// Whose text a part is.
  enum Origin: Hashable, Sendable { case key, rubric, submission }

  private struct Piece {
    var start: Int
    var length: Int
    var origin: Origin
    /// Where the part stands in its own text.
    var originStart: Int
  }

  private(set) var bytes: [UInt8] = []
  private var pieces: [Piece] = []

  /// Words that nobody wrote.
  mutating func add(_ words: String) { bytes += Array(words.utf8) }

  mutating func add(_ span: Span, of text: [UInt8], from origin: Origin) {
    let start = min(max(span.start, 0), text.count)
    let end = min(max(span.end, start), text.count)
    pieces.append(Piece(start: bytes.count, length: end - start, origin: origin, originStart: start))
    bytes += text[start..<end]
  }

  mutating func endLine() { bytes.append(0x0A) }

  /// The place in its own text, if all of it is from one text.
  func place(of span: Span) -> (origin: Origin, span: Span)? {
    guard let first = piece(at: span.start) else { return nil }
    let end = span.isEmpty ? span.start : span.end - 1
    guard let last = piece(at: end), last.origin == first.origin else { return nil }
    let start = first.originStart + span.start - first.start
    return (first.origin, Span(start: start, end: last.originStart + end - last.start + (span.isEmpty ? 0 : 1)))
  }

  /// The last piece that begins at or before an offset and reaches to it.
  private func piece(at offset: Int) -> Piece? {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let piece = pieces[low - 1]
    return offset <= piece.start + piece.length ? piece : nil
  }
}
