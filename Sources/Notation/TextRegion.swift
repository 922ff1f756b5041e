import Diagnostics

/// A stretch of a file that holds statements: the whole file, or one fenced block of a Markdown file.
struct TextRegion {
  var span: Span
  /// The indentation of the fence, which its lines share.
  var margin: Int

  /// The regions of a source, in order. In a file named `.md`, those between ```` ```derive ```` and the closing fence.
  static func all(of source: SourceText) -> [TextRegion] {
    isMarkdown(source.name) ? blocks(of: source) : [TextRegion(span: wholeText(source), margin: 0)]
  }

  /// Without a byte order mark.
  private static func wholeText(_ source: SourceText) -> Span {
    let hasMark = source.bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return Span(start: hasMark ? 3 : 0, end: source.bytes.count)
  }

  static func isMarkdown(_ name: String) -> Bool {
    let ending = Array(name.utf8.suffix(3)).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    return ending == [0x2E, 0x6D, 0x64]
  }

  private static func blocks(of source: SourceText) -> [TextRegion] {
    var regions: [TextRegion] = []
    var open: (fence: Fence, start: Int)?
    for line in 1...max(1, source.lineCount) {
      let span = source.span(ofLine: line)
      guard let fence = Fence(source.bytes, span) else { continue }
      if let opened = open {
        guard fence.closes(opened.fence) else { continue }
        if opened.fence.isDerive {
          regions.append(
            TextRegion(span: Span(start: opened.start, end: span.start), margin: opened.fence.indentation))
        }
        open = nil
      } else {
        open = (fence, min(span.end + 1, source.bytes.count))
      }
    }
    if let opened = open, opened.fence.isDerive {
      let span = Span(start: opened.start, end: source.bytes.count)
      regions.append(TextRegion(span: span, margin: opened.fence.indentation))
    }
    return regions
  }
}

/// A line of three or more backticks or tildes, as CommonMark has it.
private struct Fence {
  var mark: UInt8
  var length: Int
  var indentation: Int
  var isDerive: Bool
  var isBare: Bool

  init?(_ bytes: [UInt8], _ line: Span) {
    var position = line.start
    while position < line.end && (bytes[position] == 0x20 || bytes[position] == 0x09) { position += 1 }
    guard position < line.end, bytes[position] == 0x60 || bytes[position] == 0x7E else { return nil }
    indentation = position - line.start
    mark = bytes[position]
    let start = position
    while position < line.end && bytes[position] == mark { position += 1 }
    length = position - start
    guard length >= 3 else { return nil }
    let info = bytes[position..<line.end].drop { $0 == 0x20 || $0 == 0x09 }
    isBare = info.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    isDerive = Array(info.prefix { !($0 == 0x20 || $0 == 0x09 || $0 == 0x0D) }) == Array("derive".utf8)
  }

  func closes(_ opening: Fence) -> Bool { mark == opening.mark && length >= opening.length && isBare }
}
