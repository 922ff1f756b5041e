/// Prose on a page. All of it goes through the escapes of the page, so that a write-up cannot write markup.
extension HTMLText {
  /// - Parameter shift: how much lower headings stand than in the write-up.
  mutating func add(_ prose: Prose, headingsLowerBy shift: Int) {
    guard !prose.blocks.isEmpty else { return }
    element("div", ("class", "prose")) { box in
      for block in prose.blocks { box.add(block, shift) }
    }
  }

  private mutating func add(_ block: Prose.Block, _ shift: Int) {
    switch block {
    case .heading(let level, let pieces): element("h\(min(6, level + shift))") { $0.add(pieces) }
    case .paragraph(let pieces): element("p") { $0.add(pieces) }
    case .code(let lines):
      element("pre") { pre in
        pre.element("code") { code in
          for (position, line) in lines.enumerated() {
            if position > 0 { code.addMarkup("\n") }
            code.add(line)
          }
        }
      }
    case .list(let start, let items):
      element(start == nil ? "ul" : "ol", ("start", start.map { $0 == 1 ? "" : "\($0)" } ?? "")) { list in
        for item in items { list.element("li") { $0.add(item: item, shift) } }
      }
    case .quote(let blocks):
      element("blockquote") { quote in
        for block in blocks { quote.add(block, shift) }
      }
    case .rule: addMarkup("<hr/>\n")
    }
  }

  /// A paragraph alone in an item stands without the space around paragraphs.
  private mutating func add(item blocks: [Prose.Block], _ shift: Int) {
    for (position, block) in blocks.enumerated() {
      if position == 0, case .paragraph(let pieces) = block { add(pieces) } else { add(block, shift) }
    }
  }

  private mutating func add(_ pieces: [ProseInline.Piece]) {
    for piece in pieces {
      switch piece {
      case .text(let text): add(text)
      case .code(let code): element("code", text: code)
      case .lineBreak: addMarkup("<br/>\n")
      case .begin(.emphasis): addMarkup("<em>")
      case .end(.emphasis): addMarkup("</em>")
      case .begin(.strong): addMarkup("<strong>")
      case .end(.strong): addMarkup("</strong>")
      case .begin(.link(let address)): addMarkup("<a href=\"\(HTMLText.escaped(address))\">")
      case .end(.link): addMarkup("</a>")
      }
    }
  }
}
