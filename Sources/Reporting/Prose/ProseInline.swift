/// What stands within a paragraph, in order: text, code, emphasis that begins and ends, links. Beginnings and ends are nested.
struct ProseInline {
  enum Piece {
    case text(String)
    case code(String)
    case lineBreak
    case begin(Style)
    case end(Style)
  }

  enum Style: Equatable {
    case emphasis, strong
    case link(String)
  }

  /// The text of the lines of a paragraph.
  static func pieces(of lines: [String]) -> [Piece] {
    var pieces: [Piece] = []
    var reader = ProseInline(Array(lines.joined(separator: "\n").unicodeScalars), mayLink: true)
    pieces += reader.read()
    return pieces
  }

  /// Emphasis in emphasis; deeper marks are text.
  private static let deepest = 16
  /// Scalars of a link's text and of its address.
  private static let longestLink = 2000
  /// Grave accents around code.
  private static let longestFence = 8

  private let scalars: [Unicode.Scalar]
  private let mayLink: Bool
  private var position = 0
  private var pieces: [Piece] = []
  private var text = ""
  /// Emphasis that has begun: where among the pieces, and its marks.
  private var open: [(place: Int, mark: Unicode.Scalar, count: Int)] = []
  /// Runs of so many grave accents do not come again.
  private var unmatched: Set<Int> = []

  private init(_ scalars: [Unicode.Scalar], mayLink: Bool) {
    self.scalars = scalars
    self.mayLink = mayLink
  }

  private mutating func read() -> [Piece] {
    while position < scalars.count {
      switch scalars[position] {
      case "\\": readEscape()
      case "`": readCode()
      case "*", "_": readMarks()
      case "[" where mayLink: readLink()
      case "<" where mayLink: readAddress()
      case "\n": readLineEnd()
      default: take()
      }
    }
    endText()
    return pieces
  }

  private mutating func take() {
    text.unicodeScalars.append(scalars[position])
    position += 1
  }

  private mutating func endText() {
    if !text.isEmpty { pieces.append(.text(text)) }
    text = ""
  }

  private mutating func add(_ piece: Piece) {
    endText()
    pieces.append(piece)
  }

  private func scalar(_ place: Int) -> Unicode.Scalar? { scalars.indices.contains(place) ? scalars[place] : nil }

  /// A backslash before punctuation, or at the end of a line.
  private mutating func readEscape() {
    guard let next = scalar(position + 1) else { return take() }
    if next == "\n" {
      add(.lineBreak)
      position += 2
    } else if next.isPunctuation {
      position += 1
      take()
    } else {
      take()
    }
  }

  private mutating func readLineEnd() {
    let isBroken = text.hasSuffix("  ")
    while text.last == " " { text.removeLast() }
    position += 1
    if isBroken { add(.lineBreak) } else { text += " " }
  }

  // MARK: Code

  private func run(of mark: Unicode.Scalar, at start: Int) -> Int {
    var end = start
    while scalar(end) == mark { end += 1 }
    return end - start
  }

  private mutating func readCode() {
    let length = run(of: "`", at: position)
    guard length <= Self.longestFence, !unmatched.contains(length), let end = endOfCode(length) else {
      if length <= Self.longestFence { unmatched.insert(length) }
      for _ in 0..<length { take() }
      return
    }
    var code = String(String.UnicodeScalarView(scalars[position + length..<end].map { $0 == "\n" ? " " : $0 }))
    if code.count > 2, code.hasPrefix(" "), code.hasSuffix(" "), code.contains(where: { $0 != " " }) {
      code = String(code.dropFirst().dropLast())
    }
    add(.code(code))
    position = end + length
  }

  private func endOfCode(_ length: Int) -> Int? {
    var place = position + length
    while place < scalars.count {
      let found = run(of: "`", at: place)
      if found == length { return place }
      place += max(1, found)
    }
    return nil
  }

  // MARK: Emphasis

  /// One or two marks begin emphasis before a word and end it behind one; `_` does so only at the ends of words.
  private mutating func readMarks() {
    let mark = scalars[position]
    var count = run(of: mark, at: position)
    let (before, after) = (scalar(position - 1), scalar(position + count))
    let (isAfterBlank, isBeforeBlank) = (before.map { $0.isBlank } ?? true, after.map { $0.isBlank } ?? true)
    let isInWord = mark == "_" && (before.map { $0.isWord } ?? false) && (after.map { $0.isWord } ?? false)
    if isInWord || count > 3 {
      for _ in 0..<count { take() }
      return
    }
    if !isAfterBlank {
      while count > 0, let place = open.lastIndex(where: { $0.mark == mark && $0.count <= count }) {
        count -= open[place].count
        position += open[place].count
        close(place)
      }
    }
    while count > 0 {
      let part = count == 3 ? 1 : count
      if isBeforeBlank || open.count >= Self.deepest {
        for _ in 0..<part { take() }
      } else {
        endText()
        open.append((pieces.count, mark, part))
        pieces.append(.text(String(String.UnicodeScalarView(repeatElement(mark, count: part)))))
        position += part
      }
      count -= part
    }
  }

  /// Marks that began behind it stay text.
  private mutating func close(_ place: Int) {
    endText()
    let style: Style = open[place].count == 2 ? .strong : .emphasis
    pieces[open[place].place] = .begin(style)
    pieces.append(.end(style))
    open.removeSubrange(place...)
  }

  // MARK: Links

  /// `[text](address)`
  private mutating func readLink() {
    guard let end = closing("[", "]", from: position), scalar(end + 1) == "(",
      let stop = closing("(", ")", from: end + 1)
    else { return take() }
    let destination = scalars[(end + 2)..<stop]
    guard let address = Self.address(destination) else { return take() }
    var inner = ProseInline(Array(scalars[(position + 1)..<end]), mayLink: false)
    let words = inner.read()
    add(.begin(.link(address)))
    pieces += words
    pieces.append(.end(.link(address)))
    position = stop + 1
  }

  /// `<https://…>`
  private mutating func readAddress() {
    let rest = scalars[position...].prefix(Self.longestLink)
    guard let end = rest.firstIndex(of: ">") else { return take() }
    let inner = scalars[(position + 1)..<end]
    guard let address = Self.address(inner), address.hasPrefix("http") else { return take() }
    add(.begin(.link(address)))
    pieces += [.text(address), .end(.link(address))]
    position = end + 1
  }

  /// Where the bracket that opens at `start` is closed, if that is near.
  private func closing(_ left: Unicode.Scalar, _ right: Unicode.Scalar, from start: Int) -> Int? {
    var depth = 0
    var place = start
    while place < min(scalars.count, start + Self.longestLink) {
      switch scalars[place] {
      case "\\": place += 1
      case left: depth += 1
      case right:
        depth -= 1
        if depth == 0 { return place }
      default: break
      }
      place += 1
    }
    return nil
  }

  /// An address of the web, or one beside the page; nothing else is followed: no script, no data, no other machine's files.
  private static func address(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
    var address = String(String.UnicodeScalarView(scalars))
    if address.hasPrefix("<") && address.hasSuffix(">") { address = String(address.dropFirst().dropLast()) }
    let isPlain = address.unicodeScalars.allSatisfy {
      !$0.isBlank && !$0.isTreacherous && !"<>\\\"'`".unicodeScalars.contains($0)
    }
    guard isPlain, !address.isEmpty else { return nil }
    let lower = address.lowercased()
    if lower.hasPrefix("http://") || lower.hasPrefix("https://") { return address }
    let start = address.prefix { !"/?#".contains($0) }
    return start.contains(":") || address.hasPrefix("//") ? nil : address
  }
}

extension Unicode.Scalar {
  fileprivate var isBlank: Bool { properties.isWhitespace }
  fileprivate var isWord: Bool { properties.isAlphabetic || properties.numericType != nil }
  /// ASCII punctuation, which a backslash makes text of.
  fileprivate var isPunctuation: Bool {
    switch value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}
