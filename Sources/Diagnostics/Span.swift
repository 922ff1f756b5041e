/// A stretch of a source text, as half-open byte offsets.
public struct Span: Hashable, Sendable {
  public var start: Int
  public var end: Int

  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// The smallest span that covers both.
  public func union(_ other: Span) -> Span {
    Span(start: min(start, other.start), end: max(end, other.end))
  }

  public var isEmpty: Bool { start >= end }

  public func encloses(_ other: Span) -> Bool { start <= other.start && other.end <= end }

  /// The other one begins in it.
  public func holds(_ other: Span) -> Bool { start <= other.start && other.start < end }
}
