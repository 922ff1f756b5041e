/// Prose in Markdown again: what was understood has its marks, and all else is text in which nothing means markup.
extension Prose {
  /// - Parameter shift: how much lower headings stand than in the write-up.
  func markdown(headingsLowerBy shift: Int) -> String {
    blocks.map { Self.lines(of: $0, shift).joined(separator: "\n") + "\n\n" }.joined()
  }

  private static func lines(of block: Block, _ shift: Int) -> [String] {
    switch block {
    case .heading(let level, let pieces):
      return [String(repeating: "#", count: min(6, level + shift)) + " " + text(of: pieces.filter { !$0.isLineBreak })]
    case .paragraph(let pieces):
      return text(of: pieces).split(separator: "\n", omittingEmptySubsequences: false).map { guarded(String($0)) }
    case .code(let lines):
      let longest = lines.flatMap { $0.split { $0 != "`" } }.map { $0.count }.max() ?? 0
      let fence = String(repeating: "`", count: max(3, longest + 1))
      return [fence] + lines.map { $0.visible } + [fence]
    case .list(let start, let items):
      return items.enumerated().flatMap { number, item in
        let mark = start.map { "\($0 + number). " } ?? "- "
        return prefixed(item, shift, first: mark, rest: String(repeating: " ", count: mark.count))
      }
    case .quote(let blocks): return prefixed(blocks, shift, first: "> ", rest: "> ")
    case .rule: return ["---"]
    }
  }

  private static func prefixed(_ blocks: [Block], _ shift: Int, first: String, rest: String) -> [String] {
    let lines = blocks.enumerated().flatMap { position, block in
      (position > 0 ? [""] : []) + Self.lines(of: block, shift)
    }
    return lines.enumerated().map { number, line in
      let mark = number == 0 ? first : rest
      return line.isEmpty && mark.allSatisfy { $0 == " " } ? "" : mark + line
    } + (lines.isEmpty ? [first] : [])
  }

  private static func text(of pieces: [ProseInline.Piece]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): MarkdownReport.plain(text)
      case .code(let code): MarkdownReport.code(code)
      case .lineBreak: "\\\n"
      case .begin(.emphasis), .end(.emphasis): "*"
      case .begin(.strong), .end(.strong): "**"
      case .begin(.link): "["
      case .end(.link(let address)): "](<\(address)>)"
      }
    }.joined()
  }

  /// The first characters of a line make no list or heading of it.
  private static func guarded(_ line: String) -> String {
    if let first = line.first, "-+=".contains(first) { return "\\" + line }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let mark = line.dropFirst(digits.count).first, mark == "." || mark == ")" else {
      return line
    }
    return digits + "\\" + line.dropFirst(digits.count)
  }
}

extension ProseInline.Piece {
  fileprivate var isLineBreak: Bool {
    if case .lineBreak = self { return true }
    return false
  }
}
