import Diagnostics

/// The parts of a Markdown file in their order: prose, and blocks with statements.
public enum WriteUpPart: Sendable {
  /// Whole lines, without the fences of the blocks.
  case prose(Span)
  case statements(Span)
}

extension SourceText {
  /// Nil for a file that is a derivation as a whole.
  public var writeUp: [WriteUpPart]? {
    guard TextRegion.isMarkdown(name) else { return nil }
    var parts: [WriteUpPart] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for region in TextRegion.all(of: self) {
      // The line before the block is its fence, the line behind it the closing one.
      let fence = span(ofLine: line(at: max(0, region.span.start - 1)))
      if fence.start > start { parts.append(.prose(Span(start: start, end: fence.start))) }
      parts.append(.statements(region.span))
      start = min(bytes.count, span(ofLine: line(at: region.span.end)).end + 1)
    }
    if start < bytes.count { parts.append(.prose(Span(start: start, end: bytes.count))) }
    return parts
  }
}
