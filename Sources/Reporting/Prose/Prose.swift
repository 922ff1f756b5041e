/// The words of a write-up: a textbook subset of CommonMark 0.31. What is not understood is text.
struct Prose {
  indirect enum Block {
    case heading(level: Int, [ProseInline.Piece])
    case paragraph([ProseInline.Piece])
    /// Lines as they are.
    case code([String])
    /// First number of an ordered list, nil for bullets.
    case list(start: Int?, items: [[Block]])
    case quote([Block])
    case rule
  }

  let blocks: [Block]

  init(_ text: String) {
    // A tab stands for blanks up to the next column that is a multiple of 4.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map {
      ProseLine(String($0))
    }
    var reader = ProseReader(lines: lines, depth: 0)
    blocks = reader.read()
  }
}

/// A line without its tabs and without blanks at its end, but for two that break it.
struct ProseLine {
  private(set) var indentation = 0
  /// What stands behind the indentation.
  private(set) var text: Substring
  /// Two blanks stand at its end.
  private(set) var isBroken: Bool

  init(_ line: String) {
    var expanded = ""
    var column = 0
    for scalar in line.unicodeScalars {
      if scalar == "\t" {
        let blanks = 4 - column % 4
        expanded += String(repeating: " ", count: blanks)
        column += blanks
      } else if scalar != "\r" {
        expanded.unicodeScalars.append(scalar)
        column += 1
      }
    }
    self.init(expanded[...])
  }

  private init(_ line: Substring) {
    let start = line.firstIndex { $0 != " " } ?? line.endIndex
    indentation = line.distance(from: line.startIndex, to: start)
    text = line[start...]
    isBroken = text.hasSuffix("  ")
    while text.last == " " { text.removeLast() }
  }

  var isBlank: Bool { text.isEmpty }

  /// With less indentation.
  func dedented(by columns: Int) -> ProseLine {
    var line = self
    line.indentation = max(0, indentation - columns)
    return line
  }

  /// What stands behind the first characters, which take a column each.
  func after(_ count: Int) -> ProseLine {
    var line = ProseLine(text.dropFirst(count))
    line.isBroken = isBroken
    return line
  }

  /// As it was.
  var whole: String { String(repeating: " ", count: indentation) + text }

  // MARK: What begins with it

  /// `## Title ##`
  var heading: (level: Int, text: Substring)? {
    let marks = text.prefix { $0 == "#" }.count
    guard indentation < 4, (1...6).contains(marks) else { return nil }
    var title = text.dropFirst(marks)
    guard title.isEmpty || title.first == " " else { return nil }
    let end = title.lastIndex { $0 != "#" }
    if let end, title[end] == " " { title = title[..<end] }
    if end == nil { title = "" }
    while title.last == " " { title.removeLast() }
    return (marks, title.drop { $0 == " " })
  }

  /// `---`, `***`, `___`, with blanks between
  var isRule: Bool {
    guard indentation < 4, let mark = text.first, "-*_".contains(mark) else { return false }
    return text.allSatisfy { $0 == mark || $0 == " " } && text.count { $0 == mark } >= 3
  }

  /// The level of the heading that this line makes of the paragraph above it.
  var underline: Int? {
    guard indentation < 4, let mark = text.first, mark == "=" || mark == "-" else { return nil }
    return text.allSatisfy { $0 == mark } ? mark == "=" ? 1 : 2 : nil
  }

  /// Of a code block: the mark and how often it stands there.
  var fence: (mark: Character, length: Int)? {
    guard indentation < 4, let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let length = text.prefix { $0 == mark }.count
    guard length >= 3, mark == "~" || !text.dropFirst(length).contains("`") else { return nil }
    return (mark, length)
  }

  func closes(_ fence: (mark: Character, length: Int)) -> Bool {
    indentation < 4 && text.count >= fence.length && text.allSatisfy { $0 == fence.mark }
  }

  var isQuote: Bool { indentation < 4 && text.first == ">" }

  /// A bullet or number, how many characters it takes with the blank behind it, and the number.
  var item: (mark: Character, width: Int, number: Int?)? {
    guard indentation < 4, let first = text.first else { return nil }
    if "-+*".contains(first) {
      let rest = text.dropFirst()
      return rest.isEmpty || rest.first == " " ? (first, 2, nil) : nil
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    guard (1...9).contains(digits.count), let mark = rest.first, mark == "." || mark == ")" else { return nil }
    guard rest.count == 1 || rest.dropFirst().first == " " else { return nil }
    return (mark, digits.count + 2, Int(digits))
  }

  /// Ends a paragraph that goes on above it.
  var interrupts: Bool {
    heading != nil || isRule || fence != nil || isQuote
      || item.map { text.count >= $0.width && ($0.number ?? 1) == 1 } ?? false
  }
}

/// Lines to blocks.
struct ProseReader {
  /// Lists and quotes within one another; deeper ones are text.
  private static let deepest = 8

  let lines: [ProseLine]
  let depth: Int
  private var position = 0
  private var blocks: [Prose.Block] = []

  init(lines: [ProseLine], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  mutating func read() -> [Prose.Block] {
    while position < lines.count { readBlock() }
    return blocks
  }

  private mutating func readBlock() {
    let line = lines[position]
    if line.isBlank {
      position += 1
    } else if line.indentation >= 4 {
      readIndentedCode()
    } else if let heading = line.heading {
      blocks.append(.heading(level: heading.level, ProseInline.pieces(of: [String(heading.text)])))
      position += 1
    } else if line.isRule {
      blocks.append(.rule)
      position += 1
    } else if let fence = line.fence {
      readFencedCode(fence, indentation: line.indentation)
    } else if line.isQuote, depth < Self.deepest {
      readQuote()
    } else if line.item != nil, depth < Self.deepest {
      readList()
    } else {
      readParagraph()
    }
  }

  private mutating func readIndentedCode() {
    var code: [String] = []
    while position < lines.count, lines[position].indentation >= 4 || lines[position].isBlank {
      code.append(lines[position].dedented(by: 4).whole)
      position += 1
    }
    while code.last?.isEmpty == true { code.removeLast() }
    blocks.append(.code(code))
  }

  private mutating func readFencedCode(_ fence: (mark: Character, length: Int), indentation: Int) {
    var code: [String] = []
    position += 1
    while position < lines.count, !lines[position].closes(fence) {
      code.append(lines[position].dedented(by: indentation).whole)
      position += 1
    }
    position += 1
    blocks.append(.code(code))
  }

  private mutating func readQuote() {
    var inner: [ProseLine] = []
    while position < lines.count {
      let line = lines[position]
      if line.isQuote {
        inner.append(line.after(line.text.dropFirst().first == " " ? 2 : 1))
      } else if line.isBlank || line.interrupts || inner.last?.isBlank != false {
        break
      } else {
        inner.append(line)
      }
      position += 1
    }
    var reader = ProseReader(lines: inner, depth: depth + 1)
    blocks.append(.quote(reader.read()))
  }

  private mutating func readList() {
    guard let first = lines[position].item else { return }
    var items: [[Prose.Block]] = []
    while position < lines.count, let item = lines[position].item, item.mark == first.mark, !lines[position].isRule {
      items.append(readItem(item.width))
      // Blank lines before the next item.
      var next = position
      while next < lines.count, lines[next].isBlank { next += 1 }
      guard next < lines.count, lines[next].item?.mark == first.mark else { break }
      position = next
    }
    blocks.append(.list(start: first.number, items: items))
  }

  private mutating func readItem(_ width: Int) -> [Prose.Block] {
    let margin = lines[position].indentation + width
    var inner = [lines[position].after(width)]
    position += 1
    while position < lines.count {
      let line = lines[position]
      if line.isBlank {
        // Blank lines belong to the item if what comes next does.
        let end = lines[position...].firstIndex { !$0.isBlank } ?? lines.count
        guard end < lines.count, lines[end].indentation >= margin else { break }
        inner += lines[position..<end]
        position = end
        continue
      }
      if line.indentation >= margin {
        inner.append(line.dedented(by: margin))
      } else if line.interrupts || line.item != nil || inner.last?.isBlank == true {
        break
      } else {
        inner.append(line.dedented(by: margin))
      }
      position += 1
    }
    var reader = ProseReader(lines: inner, depth: depth + 1)
    return reader.read()
  }

  private mutating func readParagraph() {
    var texts: [String] = []
    let isTable = lines[position].text.first == "|"
    repeat {
      let line = lines[position]
      if !texts.isEmpty, !isTable, let level = line.underline {
        position += 1
        blocks.append(.heading(level: level, ProseInline.pieces(of: texts)))
        return
      }
      texts.append(String(line.text) + (line.isBroken && !isTable ? "  " : ""))
      position += 1
    } while position < lines.count && !lines[position].isBlank
      && (!lines[position].interrupts || !isTable && lines[position].underline != nil)
    // The columns of a table are seen when its lines stay.
    blocks.append(isTable ? .code(texts) : .paragraph(ProseInline.pieces(of: texts)))
  }
}
